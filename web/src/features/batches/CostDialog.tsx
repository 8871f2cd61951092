import { Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { Batch, CostKind } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { decimalOf, parseDecimal } from '@/shared/format/decimal';
import { useWord } from '@/shared/i18n/useWord';
import { FormDialog } from '@/shared/ui/FormDialog';
import { useFieldErrors } from '@/shared/ui/form';
import { NumberField } from '@/shared/ui/NumberField';
import { COSTS_BY_HAND } from './words';

/** Something that was spent on a batch besides its material. */
export function CostDialog({ batch, opened, onClose }: { batch: Batch; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const w = useWord();
  const form = useForm({
    initialValues: { kind: 'LABOR' as CostKind, description: '', amount: '' },
    validate: {
      description: (value) => (value.trim().length >= 2 ? null : t('costs.descriptionMissing')),
      amount: (value) => (parseDecimal(value) ? null : t('ui.numberMissing')),
    },
  });
  const { run, busy, refusal } = useCommand(t('costs.recorded'), () => {
    form.reset();
    onClose();
  });
  const unplaced = useFieldErrors(form, refusal);

  async function record(values: typeof form.values) {
    const done = await run({
      method: 'POST',
      path: '/v1/batches/{batch_id}/costs',
      at: { batch_id: batch.id },
      body: { ...values, amount: decimalOf(values.amount) },
      label: t('costs.recording', { number: batch.number }),
    });
    if (!done) return;
    form.reset();
    onClose();
  }

  return (
    <FormDialog
      opened={opened}
      title={t('moves.record_cost')}
      act={t('moves.record_cost')}
      command={{ busy, refusal }}
      unplaced={unplaced}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => void record(values))}
    >
      <Select
        label={t('costs.kind')}
        allowDeselect={false}
        data={COSTS_BY_HAND.map((kind) => ({ value: kind, label: w('costKinds', kind) }))}
        {...form.getInputProps('kind')}
      />
      <TextInput
        label={t('costs.description')}
        placeholder={t('costs.example')}
        {...form.getInputProps('description')}
      />
      <NumberField label={t('costs.amount')} unit="MXN" {...form.getInputProps('amount')} />
    </FormDialog>
  );
}
