import { Button, Group, Modal, Select, Stack } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { Batch } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { parseDecimal } from '@/shared/format/decimal';
import { useFieldErrors } from '@/shared/ui/form';
import { NumberField } from '@/shared/ui/NumberField';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { useFermenters } from './useFermenters';
import { BREW_COUNTS } from './words';

/** Another day, volume, number of brews or fermenter for a batch that has not started. */
export function ReplanDialog({ batch, onClose }: { batch: Batch; onClose: () => void }) {
  const { t } = useTranslation();
  const { choices } = useFermenters();
  const form = useForm({
    initialValues: {
      planned_volume_l: batch.planned_volume_l.replace(/\.?0+$/, ''),
      planned_on: batch.planned_on as string | null,
      brews: String(batch.brews_planned),
      fermenter_id: batch.fermenter_id,
    },
    validate: {
      planned_volume_l: (value) => (parseDecimal(value) ? null : t('ui.numberMissing')),
      planned_on: (value) => (value ? null : t('plan.dayMissing')),
    },
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
      },
      label: `${t('moves.replan')} ${batch.number}`,
    });
    if (done) onClose();
  }

  return (
    <Modal opened onClose={onClose} title={t('moves.replan')} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <form onSubmit={form.onSubmit((values) => void replan(values))} noValidate>
        <Stack gap="sm">
          {refusal && <ProblemPanel error={refusal} unplaced={unplaced} kept={t('problem.formKept')} />}
          <DateInput label={t('batches.day')} valueFormat="DD/MM/YYYY" {...form.getInputProps('planned_on')} />
          <NumberField label={t('plan.volume')} unit="L" {...form.getInputProps('planned_volume_l')} />
          <Select
            label={t('plan.brews')}
            description={t('plan.brewsHint')}
            allowDeselect={false}
            data={BREW_COUNTS}
            {...form.getInputProps('brews')}
          />
          {choices.length > 0 && (
            <Select label={t('batches.fermenter')} data={choices} {...form.getInputProps('fermenter_id')} />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('ui.back')}
            </Button>
            <Button type="submit" loading={busy}>
              {t('moves.replan')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
