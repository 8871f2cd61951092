import { Group, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { every } from '@/api/client';
import { useLocations } from '@/api/locations';
import type { Culture } from '@/api/wire';
import { CommandDialog } from '@/offline/CommandDialog';
import { decimalOf, parseDecimal } from '@/shared/format/decimal';
import { formatPercent, formatQuantity } from '@/shared/format/format';
import { NumberField } from '@/shared/ui/NumberField';

/** Yeast put by: harvested from a batch, or a starter grown out of a packet. */
export function CultureDialog({ parent, onClose }: { parent?: Culture; onClose: () => void }) {
  const { t } = useTranslation();
  const places = useLocations();
  const lots = useQuery({ ...every('inventory', '/v1/lots', { kind: 'YEAST' }), enabled: !parent });
  const number = (value: string) => (parseDecimal(value) ? null : t('ui.numberMissing'));
  const optional = (value: string) => (!value || parseDecimal(value) ? null : t('ui.numberMissing'));
  return (
    <CommandDialog
      title={parent ? t('yeast.harvestOf', { code: parent.code }) : t('yeast.add')}
      lead={parent ? t('yeast.harvestLead') : t('yeast.addLead')}
      act={t('yeast.keep')}
      done={t('yeast.kept')}
      initial={{
        source_lot_id: null as string | null,
        from_batch_number: '',
        volume_l: '',
        viability_pct: '',
        cells_per_ml_e9: '',
        location_id: null as string | null,
      }}
      validate={{
        source_lot_id: (value) => (parent || value ? null : t('yeast.lotMissing')),
        from_batch_number: (value) => (!parent || value.trim() ? null : t('yeast.batchMissing')),
        volume_l: number,
        viability_pct: optional,
        cells_per_ml_e9: optional,
      }}
      onClose={onClose}
      send={(values, run) =>
        run({
          method: 'POST',
          path: '/v1/yeast-cultures',
          body: {
            parent_id: parent?.id ?? null,
            source_lot_id: parent ? null : values.source_lot_id,
            from_batch_number: values.from_batch_number.trim() || null,
            volume_l: decimalOf(values.volume_l),
            viability_pct: values.viability_pct ? decimalOf(values.viability_pct) : null,
            cells_per_ml_e9: values.cells_per_ml_e9 ? decimalOf(values.cells_per_ml_e9) : null,
            location_id: values.location_id,
          },
          label: t('yeast.add'),
        })
      }
    >
      {(form) => (
        <>
          {!parent && (
            <Select
              label={t('yeast.lot')}
              searchable
              nothingFoundMessage={t('ui.noneMatch')}
              data={(lots.data ?? []).map((lot) => ({ value: lot.id, label: `${lot.item_name} · ${lot.code}` }))}
              {...form.getInputProps('source_lot_id')}
            />
          )}
          <TextInput
            label={t('yeast.fromBatch')}
            description={parent ? undefined : t('yeast.fromBatchHint')}
            {...form.getInputProps('from_batch_number')}
          />
          <Group grow align="flex-start">
            <NumberField label={t('yeast.volume')} unit="L" {...form.getInputProps('volume_l')} />
            <NumberField
              label={t('yeast.viability')}
              unit="%"
              placeholder={t('yeast.notCounted')}
              {...form.getInputProps('viability_pct')}
            />
          </Group>
          <Group grow align="flex-start">
            <NumberField
              label={t('yeast.cells')}
              unit={t('yeast.cellsUnit')}
              {...form.getInputProps('cells_per_ml_e9')}
            />
            <Select label={t('places.one')} clearable data={places.options} {...form.getInputProps('location_id')} />
          </Group>
        </>
      )}
    </CommandDialog>
  );
}

interface Dialog {
  culture: Culture;
  onClose: () => void;
}

/** Into a batch; the rules' objections stand beside the field for the reason that passes over them. */
export function PitchDialog({ culture, onClose }: Dialog) {
  const { t } = useTranslation();
  const objected = culture.faults.length > 0;
  const title = t('yeast.pitchTitle', { code: culture.code });
  return (
    <CommandDialog
      title={title}
      lead={
        objected
          ? t('yeast.objected', {
              generation: culture.generation,
              most: culture.max_generation,
              alive: formatPercent(culture.viability_now_pct),
              least: formatPercent(culture.min_viability_pct),
            })
          : t('yeast.left', { left: formatQuantity(culture.remaining_l, 'L') })
      }
      act={t('yeast.pitch')}
      done={t('yeast.pitched')}
      danger={objected}
      initial={{ batch_number: '', volume_l: '', override_reason: '' }}
      validate={{
        batch_number: (value) => (value.trim() ? null : t('yeast.batchMissing')),
        volume_l: (value) => (parseDecimal(value) ? null : t('ui.numberMissing')),
        override_reason: (value) => (!objected || value.trim().length >= 3 ? null : t('issue.reasonMissing')),
      }}
      onClose={onClose}
      send={(values, run) =>
        run({
          method: 'POST',
          path: '/v1/yeast-cultures/{culture_id}/pitches',
          at: { culture_id: culture.id },
          body: {
            batch_number: values.batch_number.trim(),
            volume_l: decimalOf(values.volume_l),
            override_reason: values.override_reason.trim() || null,
          },
          label: title,
        })
      }
    >
      {(form) => (
        <>
          <TextInput label={t('yeast.intoBatch')} data-autofocus {...form.getInputProps('batch_number')} />
          <NumberField
            label={t('yeast.volume')}
            unit="L"
            hint={formatQuantity(culture.remaining_l, 'L')}
            {...form.getInputProps('volume_l')}
          />
          {objected && <TextInput label={t('yeast.why')} {...form.getInputProps('override_reason')} />}
        </>
      )}
    </CommandDialog>
  );
}

export function ViabilityDialog({ culture, onClose }: Dialog) {
  const { t } = useTranslation();
  const title = t('yeast.countTitle', { code: culture.code });
  return (
    <CommandDialog
      title={title}
      lead={t('yeast.countLead', { now: formatPercent(culture.viability_now_pct) })}
      act={t('yeast.count')}
      done={t('yeast.counted')}
      initial={{ viability_pct: '', cells_per_ml_e9: '' }}
      validate={{
        viability_pct: (value) => (parseDecimal(value) ? null : t('ui.numberMissing')),
        cells_per_ml_e9: (value) => (!value || parseDecimal(value) ? null : t('ui.numberMissing')),
      }}
      onClose={onClose}
      send={(values, run) =>
        run({
          method: 'POST',
          path: '/v1/yeast-cultures/{culture_id}/viability-counts',
          at: { culture_id: culture.id },
          body: {
            viability_pct: decimalOf(values.viability_pct),
            cells_per_ml_e9: values.cells_per_ml_e9 ? decimalOf(values.cells_per_ml_e9) : null,
          },
          label: title,
        })
      }
    >
      {(form) => (
        <Group grow align="flex-start">
          <NumberField label={t('yeast.viability')} unit="%" data-autofocus {...form.getInputProps('viability_pct')} />
          <NumberField
            label={t('yeast.cells')}
            unit={t('yeast.cellsUnit')}
            {...form.getInputProps('cells_per_ml_e9')}
          />
        </Group>
      )}
    </CommandDialog>
  );
}
