import { Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { useMay } from '@/api/session';
import type { Batch } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { decimalOf, isZero, parseDecimal, ratio } from '@/shared/format/decimal';
import { formatMoney, formatQuantity } from '@/shared/format/format';
import { FormDialog } from '@/shared/ui/FormDialog';
import { useFieldErrors } from '@/shared/ui/form';
import { NumberField } from '@/shared/ui/NumberField';

/** The litres that were really packaged, and what each of them will have cost. */
export function CompleteDialog({ batch, opened, onClose }: { batch: Batch; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: { packaged_volume_l: '' },
    validate: { packaged_volume_l: (value) => (parseDecimal(value) ? null : t('ui.numberMissing')) },
  });
  // What left its tanks for packages is known to the millilitre: nobody should have to add it up.
  const may = useMay();
  const volumes = useQuery({
    ...question('production', '/v1/batches/{batch_id}/volumes', { at: { batch_id: batch.id } }),
    enabled: opened && may('production.batches.read'),
  });
  const known = volumes.data?.packaged_l;
  const { setFieldValue } = form;
  useEffect(() => {
    if (opened && known && !isZero(known)) setFieldValue('packaged_volume_l', decimalOf(known));
  }, [opened, known, setFieldValue]);
  const left = volumes.data?.in_tanks_l;
  const { run, busy, refusal } = useCommand(t('batches.completed'), onClose);
  const unplaced = useFieldErrors(form, refusal);
  const litres = parseDecimal(form.values.packaged_volume_l);
  const each = litres ? ratio(batch.total_cost, litres) : null;
  const yielded = litres ? ratio(`${litres}`, batch.planned_volume_l) : null;

  async function complete() {
    const done = await run({
      method: 'POST',
      path: '/v1/batches/{batch_id}/completions',
      at: { batch_id: batch.id },
      body: { packaged_volume_l: litres ?? '' },
      label: t('batches.completing', { number: batch.number }),
    });
    if (done) onClose();
  }

  return (
    <FormDialog
      opened={opened}
      title={t('moves.complete')}
      act={t('moves.complete')}
      command={{ busy, refusal }}
      unplaced={unplaced}
      onClose={onClose}
      onSubmit={form.onSubmit(() => void complete())}
    >
      <Text>{t('batches.completeBody')}</Text>
      <NumberField
        data-autofocus
        label={t('batches.packaged')}
        unit="L"
        description={t('batches.plannedWas', { volume: formatQuantity(batch.planned_volume_l, 'L') })}
        hint={t('batches.plannedWas', { volume: formatQuantity(batch.planned_volume_l, 'L') })}
        {...form.getInputProps('packaged_volume_l')}
      />
      {left && !isZero(left) && (
        <Text aria-live="polite" className="num">
          {t(known && !isZero(known) ? 'batches.leftIsLoss' : 'batches.inTanks', {
            volume: formatQuantity(left, 'L'),
          })}
        </Text>
      )}
      {each && yielded && (
        <Text aria-live="polite" className="num">
          {t('batches.willCost', { each: formatMoney(each), cost: formatMoney(batch.total_cost) })}
        </Text>
      )}
    </FormDialog>
  );
}
