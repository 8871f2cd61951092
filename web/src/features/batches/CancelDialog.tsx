import { SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Batch, Fate } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { sum } from '@/shared/format/decimal';
import { formatMoney, formatQuantity } from '@/shared/format/format';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { ReasonDialog } from '@/shared/ui/ReasonDialog';
import classes from './Batches.module.css';

/** Why a batch is given up, and lot by lot whether its material goes back or is waste. */
export function CancelDialog({ batch, onClose }: { batch: Batch; onClose: () => void }) {
  const { t } = useTranslation();
  const [fates, setFates] = useState<Record<string, Fate>>({});
  const cancel = useCommand(t('batches.cancelled'), onClose);
  const takenBack = new Set(batch.costs.map((cost) => cost.reverses_id));
  const material = batch.costs.filter(
    (cost) => cost.kind === 'MATERIAL' && !cost.reverses_id && !takenBack.has(cost.id),
  );
  const fateOf = (id: string): Fate => fates[id] ?? 'WASTE';
  const going = material.filter((cost) => fateOf(cost.id) === 'RETURN').map((cost) => cost.amount);
  const choices = [
    { value: 'RETURN', label: t('batches.fate.RETURN') },
    { value: 'WASTE', label: t('batches.fate.WASTE') },
  ];
  const all = new Set(material.map((cost) => fateOf(cost.id)));

  return (
    <ReasonDialog
      opened
      title={t('batches.cancelTitle', { number: batch.number })}
      body={t('batches.cancelBody')}
      act={t('moves.cancel')}
      busy={cancel.busy}
      onClose={onClose}
      onReason={(reason) =>
        void cancel
          .run({
            method: 'POST',
            path: '/v1/batches/{batch_id}/cancellations',
            at: { batch_id: batch.id },
            body: {
              reason,
              // Material that is still on its way goes where all the rest goes; by itself it goes back.
              fate: batch.brews.some((brew) => brew.state === 'STARTING') && material.length === 0 ? 'RETURN' : 'WASTE',
              materials: material.map((cost) => ({ cost_id: cost.id, fate: fateOf(cost.id) })),
            },
            label: t('batches.cancelling', { number: batch.number }),
          })
          .then((done) => done && onClose())
      }
    >
      {cancel.refusal && <ProblemPanel error={cancel.refusal} />}
      {material.length > 0 && (
        <Stack gap="xs">
          <Text fw={640}>{t('batches.fateTitle')}</Text>
          <SegmentedControl
            fullWidth
            aria-label={t('batches.fateAll')}
            value={all.size === 1 ? [...all][0] : ''}
            onChange={(fate) => setFates(Object.fromEntries(material.map((cost) => [cost.id, fate as Fate])))}
            data={choices.map((one) => ({
              ...one,
              label: t(one.value === 'RETURN' ? 'batches.returnAll' : 'batches.wasteAll'),
            }))}
          />
          <ul className={classes.fates}>
            {material.map((cost) => (
              <li key={cost.id}>
                <span>
                  {cost.description}
                  <br />
                  <small className="quiet num">
                    {cost.lot_code} · {formatQuantity(cost.quantity, cost.unit ?? '')} · {formatMoney(cost.amount)}
                  </small>
                </span>
                <SegmentedControl
                  aria-label={`${cost.description} ${cost.lot_code}`}
                  value={fateOf(cost.id)}
                  onChange={(fate) => setFates((before) => ({ ...before, [cost.id]: fate as Fate }))}
                  data={choices}
                />
              </li>
            ))}
          </ul>
          <Text className="num" aria-live="polite">
            {t('batches.goesBack', { amount: formatMoney(sum(going)) })}
          </Text>
        </Stack>
      )}
      {batch.brews.some((brew) => brew.state === 'KNOCKED_OUT') && <Text>{t('batches.beerDumped')}</Text>}
    </ReasonDialog>
  );
}
