import { Select } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { Batch } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { parseDecimal } from '@/shared/format/decimal';
import { FormDialog } from '@/shared/ui/FormDialog';
import { useFieldErrors } from '@/shared/ui/form';
import { NumberField } from '@/shared/ui/NumberField';
import { usePlanFermenters } from './useFermenters';
import { BREW_COUNTS } from './words';

/** Another day, volume, number of brews or fermenter for a batch that has not started. */
export function ReplanDialog({ batch, onClose }: { batch: Batch; onClose: () => void }) {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: {
      planned_volume_l: batch.planned_volume_l.replace(/\.?0+$/, ''),
      planned_on: batch.planned_on as string | null,
      brews: String(batch.brews_planned),
      fermenter_id: batch.fermenter_id,
      fermenter_days: String(batch.fermenter_days),
    },
    validate: {
      planned_volume_l: (value) => (parseDecimal(value) ? null : t('ui.numberMissing')),
      planned_on: (value) => (value ? null : t('plan.dayMissing')),
    },
  });
  const choices = usePlanFermenters({
    from: form.values.planned_on,
    days: Number(form.values.fermenter_days),
    litres: parseDecimal(form.values.planned_volume_l),
    batchId: batch.id,
  });
  const { run, busy, refusal } = useCommand(t('batches.replanned'), onClose);
  const unplaced = useFieldErrors(form, refusal);

  async function replan(values: typeof form.values) {
    const done = await run({
      method: 'POST',
      path: '/v1/batches/{batch_id}/plans',
      at: { batch_id: batch.id },
      body: {
        planned_volume_l: parseDecimal(values.planned_volume_l),
        planned_on: values.planned_on,
        brews: Number(values.brews),
        fermenter_id: values.fermenter_id,
        fermenter_days: Number(values.fermenter_days) || null,
      },
      label: `${t('moves.replan')} ${batch.number}`,
    });
    if (done) onClose();
  }

  return (
    <FormDialog
      title={t('moves.replan')}
      act={t('moves.replan')}
      command={{ busy, refusal }}
      unplaced={unplaced}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => void replan(values))}
    >
      <DateInput label={t('batches.day')} valueFormat="DD/MM/YYYY" {...form.getInputProps('planned_on')} />
      <NumberField label={t('plan.volume')} unit="L" {...form.getInputProps('planned_volume_l')} />
      <Select
        label={t('plan.brews')}
        description={t('plan.brewsHint')}
        allowDeselect={false}
        data={BREW_COUNTS}
        {...form.getInputProps('brews')}
      />
      <NumberField label={t('plan.days')} unit={t('packaging.daysUnit')} {...form.getInputProps('fermenter_days')} />
      {choices.length > 0 && (
        <Select label={t('batches.fermenter')} data={choices} {...form.getInputProps('fermenter_id')} />
      )}
    </FormDialog>
  );
}
