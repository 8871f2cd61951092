import { SegmentedControl, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { PackagingRun } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { parseDecimal } from '@/shared/format/decimal';
import { formatQuantity } from '@/shared/format/format';
import { FormDialog } from '@/shared/ui/FormDialog';
import { useFieldErrors } from '@/shared/ui/form';
import { NumberField } from '@/shared/ui/NumberField';

const CLOSE_ENOUGH = 0.003;

/** What the tank was found to hold, what becomes of it, and what a difference is called. */
export function CloseRunDialog({ run: packaging, onClose }: { run: PackagingRun; onClose: () => void }) {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: { left_l: '', rest: 'keeps', note: '' },
    validate: { left_l: (value) => (parseDecimal(value) === null ? t('ui.numberMissing') : null) },
  });
  const { run, busy, refusal } = useCommand(t('packaging.closed'), onClose);
  const unplaced = useFieldErrors(form, refusal);
  const left = parseDecimal(form.values.left_l);
  // Only to show: the server computes what counts.
  const before = Number(packaging.before_l);
  const difference = left === null ? null : before - Number(packaging.packaged_l) - Number(left);
  const fine = difference !== null && Math.abs(difference) <= before * CLOSE_ENOUGH;

  async function close() {
    const done = await run({
      method: 'POST',
      path: '/v1/packaging-runs/{run_id}/closings',
      at: { run_id: packaging.id },
      body: { left_l: left ?? '', keeps_rest: form.values.rest === 'keeps', note: form.values.note.trim() },
      label: t('packaging.closing', { number: packaging.number }),
    });
    if (done) onClose();
  }

  return (
    <FormDialog
      title={t('packaging.close')}
      act={t('packaging.close')}
      command={{ busy, refusal }}
      unplaced={unplaced}
      onClose={onClose}
      onSubmit={form.onSubmit(() => void close())}
    >
      <NumberField
        data-autofocus
        label={t('packaging.leftLabel')}
        unit="L"
        description={t('packaging.leftHint', { volume: formatQuantity(packaging.in_tank_l, 'L') })}
        hint={t('packaging.leftHint', { volume: formatQuantity(packaging.in_tank_l, 'L') })}
        {...form.getInputProps('left_l')}
      />
      <Link to="/cellar/$vesselId" params={{ vesselId: packaging.vessel_id }}>
        {t('packaging.read', { code: packaging.vessel_code })}
      </Link>
      <SegmentedControl
        aria-label={t('packaging.left')}
        data={[
          { value: 'drain', label: t('packaging.drain') },
          { value: 'keeps', label: t('packaging.keeps') },
        ]}
        {...form.getInputProps('rest')}
      />
      {difference !== null && (
        <Text aria-live="polite" className="num">
          {t('packaging.differenceIs', {
            volume: formatQuantity(difference.toFixed(3), 'L'),
            percent: before ? ((100 * difference) / before).toFixed(2) : '0',
          })}{' '}
          {fine ? t('packaging.fine') : t('packaging.sayWhy')}
        </Text>
      )}
      <TextInput label={t('packaging.note')} maxLength={200} {...form.getInputProps('note')} />
    </FormDialog>
  );
}
