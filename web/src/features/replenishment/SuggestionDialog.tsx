import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import type { Suggestion } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { decimalOf, parseDecimal } from '@/shared/format/decimal';
import { formatDate, formatNumber, formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { NumberField } from '@/shared/ui/NumberField';
import { Facts } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { ReasonDialog } from '@/shared/ui/ReasonDialog';

/** Why something is suggested, figure by figure, and what a person makes of it. */
export function SuggestionDialog({ row, onClose }: { row: Suggestion; onClose: () => void }) {
  const { t } = useTranslation();
  const w = useWord();
  const may = useMay();
  const [packs, setPacks] = useState(row.packs);
  const [rejecting, setRejecting] = useState(false);
  const { run, busy, refusal } = useCommand(t('suggestions.kept'));
  const seen = row.figures;
  const amount = (value: string | null) => (value === null ? '—' : formatQuantity(value, row.base_unit));
  const at = { suggestion_id: row.id };

  async function keep() {
    const done = await run({
      method: 'PUT',
      path: '/v1/purchase-suggestions/{suggestion_id}',
      at,
      body: { packs: decimalOf(packs) },
      label: t('suggestions.keeping', { name: row.item_name }),
    });
    if (done) onClose();
  }

  async function reject(reason: string) {
    const done = await run({
      method: 'POST',
      path: '/v1/purchase-suggestions/{suggestion_id}/rejections',
      at,
      body: { reason },
      label: t('suggestions.rejecting', { name: row.item_name }),
    });
    if (done) onClose();
  }

  if (rejecting) {
    return (
      <ReasonDialog
        opened
        title={t('suggestions.rejectTitle', { name: row.item_name })}
        body={t('suggestions.rejectBody')}
        act={t('suggestions.reject')}
        busy={busy}
        onClose={() => setRejecting(false)}
        onReason={(reason) => void reject(reason)}
      />
    );
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('suggestions.whyOf', { name: row.item_name })}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <Stack gap="md">
        <Text>{w('engines', row.engine)}</Text>
        <Facts
          facts={[
            [t('suggestions.usable'), amount(seen.usable)],
            [t('suggestions.onOrder'), amount(seen.on_order)],
            [t('suggestions.levels'), `${amount(seen.minimum)} · ${amount(seen.maximum)}`],
            [t('suggestions.daily'), t('suggestions.dailyFrom', { daily: amount(seen.daily), days: seen.days })],
            [t('suggestions.leadTime'), t('suggestions.days', { count: seen.lead_days })],
            [t('suggestions.point'), amount(seen.reorder_point)],
            [t('suggestions.left'), seen.days_left === null ? '∞' : formatNumber(seen.days_left)],
            [t('suggestions.byMinMax'), amount(seen.by_min_max)],
            [t('suggestions.bySma'), amount(seen.by_sma)],
            [
              t('suggestions.byBrews'),
              seen.batches.length ? `${amount(seen.by_brews)} · ${seen.batches.join(', ')}` : amount(seen.by_brews),
            ],
            [t('suggestions.planning'), amount(seen.planning)],
            [t('suggestions.score'), seen.supplier_score === null ? '—' : formatNumber(seen.supplier_score)],
            [t('suggestions.expires'), formatDate(row.expires_on)],
          ]}
        />
        {refusal && <ProblemPanel error={refusal} />}
        {may('purchasing.orders.write') && (
          <>
            <NumberField
              label={t('suggestions.packs')}
              unit={row.pack_name}
              value={packs}
              onChange={setPacks}
              data-autofocus
            />
            <Group justify="flex-end">
              <Button variant="default" color="red" onClick={() => setRejecting(true)}>
                {t('suggestions.reject')}
              </Button>
              <Button loading={busy} disabled={!parseDecimal(packs)} onClick={() => void keep()}>
                {t('suggestions.keep')}
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Modal>
  );
}
