import { SegmentedControl, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocations } from '@/api/locations';
import type { Lot } from '@/api/wire';
import { CommandDialog } from '@/offline/CommandDialog';
import { decimalOf, parseDecimal } from '@/shared/format/decimal';
import { formatQuantity, unitSign } from '@/shared/format/format';
import { NumberField } from '@/shared/ui/NumberField';

/** Part of a lot goes to another place: carried there now, or asked for and sent later. */
export function TransferDialog({ lot, onClose }: { lot: Lot; onClose: () => void }) {
  const { t } = useTranslation();
  const places = useLocations();
  const takeable = new Set(places.options.map((one) => one.value));
  const origins = lot.places
    .filter((one) => takeable.has(one.location_id))
    .map((one) => ({
      value: one.location_id,
      label: `${places.nameOf(one.location_id)} · ${formatQuantity(one.quantity, lot.unit)}`,
    }));
  const title = t('transfers.partTitle', { code: lot.code });
  return (
    <CommandDialog
      title={title}
      lead={t('transfers.partLead')}
      act={t('transfers.part')}
      done={t('transfers.done')}
      initial={{ from_id: lot.places[0]?.location_id ?? '', to_id: '', quantity: '', note: '', how: 'now' }}
      validate={{
        from_id: (value) => (value ? null : t('places.missing')),
        to_id: (value, values) => (value && value !== values.from_id ? null : t('places.missing')),
        quantity: (value) => (parseDecimal(value) ? null : t('ui.numberMissing')),
      }}
      onClose={onClose}
      send={({ from_id, to_id, quantity, note, how }, run) =>
        run({
          method: 'POST',
          path: '/v1/stock-transfers',
          body: {
            from_id,
            to_id,
            note,
            at_once: how === 'now',
            lines: [{ lot_id: lot.id, quantity: decimalOf(quantity) }],
          },
          label: title,
        })
      }
    >
      {(form) => (
        <>
          <Select
            size="lg"
            label={t('transfers.from')}
            data={origins}
            allowDeselect={false}
            {...form.getInputProps('from_id')}
          />
          <Select
            size="lg"
            label={t('transfers.to')}
            data={places.options.filter((one) => one.value !== form.values.from_id)}
            searchable
            nothingFoundMessage={t('places.none')}
            {...form.getInputProps('to_id')}
          />
          <NumberField
            size="lg"
            label={t('transfers.quantity')}
            unit={unitSign(lot.unit)}
            data-autofocus
            {...form.getInputProps('quantity')}
          />
          <SegmentedControl
            fullWidth
            size="lg"
            aria-label={t('transfers.how')}
            data={[
              { value: 'now', label: t('transfers.now') },
              { value: 'later', label: t('transfers.later') },
            ]}
            {...form.getInputProps('how')}
          />
          <TextInput size="lg" label={t('places.why')} {...form.getInputProps('note')} />
        </>
      )}
    </CommandDialog>
  );
}
