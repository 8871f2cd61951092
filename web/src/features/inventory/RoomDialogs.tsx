import { Group, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ColdRoom, LocationKind } from '@/api/wire';
import { CommandDialog } from '@/offline/CommandDialog';
import { decimalOf, parseDecimal, rounded } from '@/shared/format/decimal';
import { formatNumber, formatPercent } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { NumberField } from '@/shared/ui/NumberField';

const KINDS: LocationKind[] = ['COLD_ROOM', 'FREEZER', 'COOLER', 'SILO', 'SHELF', 'TAPROOM', 'YARD'];

/** A new place; a cooled one starts with what is usual for its kind. */
export function LocationDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const w = useWord();
  return (
    <CommandDialog
      title={t('places.add')}
      lead={t('places.addLead')}
      act={t('places.add')}
      done={t('places.added')}
      initial={{ code: '', name: '', kind: 'COLD_ROOM' as LocationKind }}
      validate={{
        code: (value) => (value.trim() ? null : t('places.codeMissing')),
        name: (value) => (value.trim().length >= 2 ? null : t('items.nameMissing')),
      }}
      onClose={onClose}
      send={(body, run) =>
        run({ method: 'POST', path: '/v1/storage-locations', body, label: t('places.adding', { name: body.name }) })
      }
    >
      {(form) => (
        <>
          <TextInput label={t('inventory.name')} data-autofocus {...form.getInputProps('name')} />
          <TextInput label={t('places.code')} description={t('places.codeHint')} {...form.getInputProps('code')} />
          <Select
            label={t('inventory.kind')}
            allowDeselect={false}
            data={KINDS.map((kind) => ({ value: kind, label: w('placeKinds', kind) }))}
            {...form.getInputProps('kind')}
          />
        </>
      )}
    </CommandDialog>
  );
}

interface Dialog {
  room: ColdRoom;
  onClose: () => void;
}

export function ReadingDialog({ room, onClose }: Dialog) {
  const { t } = useTranslation();
  const title = t('rooms.recordTitle', { name: room.name });
  const last = room.last ? formatNumber(room.last.temperature_c) : '—';
  return (
    <CommandDialog
      title={title}
      lead={t('rooms.band', {
        last,
        low: formatNumber(room.temperature_min_c),
        high: formatNumber(room.temperature_max_c),
      })}
      act={t('rooms.record')}
      done={t('rooms.recorded')}
      initial={{ temperature_c: '', humidity_pct: '', note: '' }}
      validate={{
        temperature_c: (value) => (parseDecimal(value) ? null : t('ui.numberMissing')),
        humidity_pct: (value) => (!value || parseDecimal(value) ? null : t('ui.numberMissing')),
      }}
      onClose={onClose}
      send={(values, run) =>
        run({
          method: 'POST',
          path: '/v1/cold-rooms/{location_id}/readings',
          at: { location_id: room.location_id },
          body: {
            temperature_c: decimalOf(values.temperature_c),
            humidity_pct: values.humidity_pct ? decimalOf(values.humidity_pct) : null,
            note: values.note,
          },
          label: title,
        })
      }
    >
      {(form) => (
        <>
          <Group grow align="flex-start">
            <NumberField
              label={t('rooms.temperature')}
              unit="°C"
              data-autofocus
              hint={t('rooms.readable', {
                low: formatNumber(room.readable_min_c),
                high: formatNumber(room.readable_max_c),
              })}
              {...form.getInputProps('temperature_c')}
            />
            <NumberField
              label={t('rooms.humidity')}
              unit="%"
              hint={formatPercent(room.humidity_max_pct)}
              {...form.getInputProps('humidity_pct')}
            />
          </Group>
          <TextInput label={t('rooms.note')} placeholder={t('receiving.optional')} {...form.getInputProps('note')} />
        </>
      )}
    </CommandDialog>
  );
}

export function LimitsDialog({ room, onClose }: Dialog) {
  const { t } = useTranslation();
  const title = t('rooms.limitsOf', { name: room.name });
  const number = (value: string) => (parseDecimal(value) ? null : t('ui.numberMissing'));
  return (
    <CommandDialog
      title={title}
      lead={t('rooms.limitsLead')}
      act={t('ui.accept')}
      done={t('rooms.limitsSet')}
      initial={{
        temperature_min_c: rounded(room.temperature_min_c, 1),
        temperature_max_c: rounded(room.temperature_max_c, 1),
        temperature_target_c: rounded(room.temperature_target_c, 1),
        humidity_max_pct: room.humidity_max_pct ? rounded(room.humidity_max_pct, 0) : '',
      }}
      validate={{ temperature_min_c: number, temperature_max_c: number, temperature_target_c: number }}
      onClose={onClose}
      send={(values, run) =>
        run({
          method: 'PUT',
          path: '/v1/cold-rooms/{location_id}/limits',
          at: { location_id: room.location_id },
          body: {
            temperature_min_c: decimalOf(values.temperature_min_c),
            temperature_max_c: decimalOf(values.temperature_max_c),
            temperature_target_c: decimalOf(values.temperature_target_c),
            humidity_max_pct: values.humidity_max_pct ? decimalOf(values.humidity_max_pct) : null,
          },
          label: title,
        })
      }
    >
      {(form) => (
        <Group grow align="flex-start" gap="sm">
          <NumberField label={t('rooms.low')} unit="°C" {...form.getInputProps('temperature_min_c')} />
          <NumberField label={t('rooms.target')} unit="°C" {...form.getInputProps('temperature_target_c')} />
          <NumberField label={t('rooms.high')} unit="°C" {...form.getInputProps('temperature_max_c')} />
          <NumberField label={t('rooms.mostHumidity')} unit="%" {...form.getInputProps('humidity_max_pct')} />
        </Group>
      )}
    </CommandDialog>
  );
}
