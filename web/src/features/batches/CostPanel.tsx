import { ActionIcon } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { useMay } from '@/api/session';
import type { Batch, BatchCost, CostKind } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { compare, ratio, rounded, sum, times } from '@/shared/format/decimal';
import { formatMoney, formatPercent, formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { Facts, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { ReasonDialog } from '@/shared/ui/ReasonDialog';
import { Money } from '@/shared/ui/values';
import { Waterfall } from '@/shared/ui/Waterfall';
import { COST_ORDER } from './words';

/** Where every peso of a batch went: the waterfall by kind, and below it each cost down to the lot. */
export function CostPanel({ batch }: { batch: Batch }) {
  const { t } = useTranslation();
  const w = useWord();
  const may = useMay();
  const [wrong, setWrong] = useState<BatchCost | null>(null);
  const reversal = useCommand(t('costs.reversed'), () => setWrong(null));
  const open = batch.moves.some((move) => move.name === 'record_cost' && move.allowed);
  const takenBack = new Set(batch.costs.map((cost) => cost.reverses_id));
  const answer = useQuery(question('production', '/v1/batches/{batch_id}/costs', { at: { batch_id: batch.id } }));
  const groups = useMemo(
    () =>
      [...(answer.data?.groups ?? [])]
        .filter((group) => compare(group.amount, '0') !== 0)
        .sort((a, b) => COST_ORDER.indexOf(a.kind as CostKind) - COST_ORDER.indexOf(b.kind as CostKind)),
    [answer.data],
  );
  const steps = groups.map((group) => ({ name: w('costKinds', group.kind), amount: group.amount }));
  const share = (cost: BatchCost) => {
    const part = ratio(cost.amount, batch.total_cost);
    return part && rounded(times(part, '100'), 1);
  };
  const columns: Column<BatchCost>[] = [
    { id: 'description', title: t('costs.description'), cell: (row) => row.description, csv: (row) => row.description },
    {
      id: 'kind',
      title: t('costs.kind'),
      cell: (row) => w('costKinds', row.kind),
      csv: (row) => row.kind,
      order: (a, b) => a.kind.localeCompare(b.kind),
      wide: true,
    },
    {
      id: 'lot',
      title: t('lots.code'),
      cell: (row) =>
        row.lot_id ? (
          <Link className="num" to="/lots/$lotId" params={{ lotId: row.lot_id }}>
            {row.lot_code}
          </Link>
        ) : (
          '—'
        ),
      csv: (row) => row.lot_code ?? '',
    },
    {
      id: 'from',
      title: t('costs.from'),
      cell: (row) =>
        row.lot_id ? (
          <>
            {row.supplier_name || '—'}
            {row.invoice_number && (
              <>
                <br />
                <small className="quiet num">{row.invoice_number}</small>
              </>
            )}
          </>
        ) : (
          row.by_name || (row.rate_id ? t('costs.byRate') : '—')
        ),
      csv: (row) => [row.supplier_name, row.invoice_number].filter(Boolean).join(' · ') || row.by_name,
      wide: true,
    },
    {
      id: 'quantity',
      title: t('movements.quantity'),
      cell: (row) => (row.quantity && row.unit ? formatQuantity(row.quantity, row.unit) : '—'),
      csv: (row) => row.quantity ?? '',
      numeric: true,
      wide: true,
    },
    { id: 'share', title: t('costs.share'), cell: (row) => formatPercent(share(row)), numeric: true, wide: true },
    {
      id: 'amount',
      title: t('costs.amount'),
      cell: (row) => <Money value={row.amount} />,
      csv: (row) => row.amount,
      order: (a, b) => compare(a.amount, b.amount),
      numeric: true,
      total: (rows) => formatMoney(sum(rows.map((row) => row.amount))),
    },
    ...(open && may('production.costs.record')
      ? [
          {
            id: 'reverse',
            title: t('costs.reverse'),
            cell: (row: BatchCost) =>
              row.kind === 'MATERIAL' || row.reverses_id || takenBack.has(row.id) ? null : (
                <ActionIcon
                  variant="subtle"
                  aria-label={`${t('costs.reverse')} ${row.description}`}
                  onClick={() => setWrong(row)}
                >
                  <IconArrowBackUp size={20} aria-hidden />
                </ActionIcon>
              ),
          },
        ]
      : []),
  ];
  return (
    <Panel title={t('costs.title')} aside={<strong className="num">{formatMoney(batch.total_cost)}</strong>}>
      {answer.error && <ProblemPanel error={answer.error} retry={() => void answer.refetch()} />}
      <Waterfall
        steps={steps}
        total={t('costs.total')}
        label={t('costs.chart', {
          total: formatMoney(batch.total_cost),
          steps: steps.map((step) => `${step.name} ${formatMoney(step.amount)}`).join(', '),
        })}
      />
      {answer.data?.cost_per_litre && (
        <Facts
          facts={groups.map((group) => [
            w('costKinds', group.kind),
            <span key={group.kind} className="num">
              {t('costs.perLitre', { amount: formatMoney(group.per_litre) })}
            </span>,
          ])}
        />
      )}
      <DataTable bare name={t('costs.title')} rows={batch.costs} columns={columns} rowId={(row) => row.id} />
      {wrong && (
        <ReasonDialog
          opened
          title={t('costs.reverseTitle', { description: wrong.description, amount: formatMoney(wrong.amount) })}
          body={t('costs.reverseBody')}
          act={t('costs.reverse')}
          busy={reversal.busy}
          onClose={() => setWrong(null)}
          onReason={(reason) =>
            void reversal
              .run({
                method: 'POST',
                path: '/v1/batches/{batch_id}/costs/{cost_id}/reversals',
                at: { batch_id: batch.id, cost_id: wrong.id },
                body: { reason },
                label: `${t('costs.reverse')} ${batch.number}`,
              })
              .then((done) => done && setWrong(null))
          }
        >
          {reversal.refusal && <ProblemPanel error={reversal.refusal} />}
        </ReasonDialog>
      )}
    </Panel>
  );
}
