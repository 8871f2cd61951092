import { Button } from '@mantine/core';
import { IconAffiliate, IconAlertTriangle, IconCircleCheck, IconPackageImport } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { useMay } from '@/api/session';
import type { Available, Batch } from '@/api/wire';
import { sum } from '@/shared/format/decimal';
import { formatMoney, formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { Panel, Trouble } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { StateBadge } from '@/shared/ui/StateBadge';
import { RowsSkeleton } from '@/shared/ui/skeletons';
import { Money } from '@/shared/ui/values';

/** Whether what the batch takes is there, what is short of it, and what it would cost today. */
export function AvailabilityPanel({ batch }: { batch: Batch }) {
  const { t } = useTranslation();
  const w = useWord();
  const may = useMay();
  const unmatched = batch.ingredients.filter((line) => !line.matched);
  const answer = useQuery(
    question('production', '/v1/batches/{batch_id}/availability', { at: { batch_id: batch.id } }),
  );
  const columns: Column<Available>[] = [
    { id: 'item', title: t('inventory.item'), cell: (row) => row.item_name },
    { id: 'needed', title: t('plan.needed'), cell: (row) => formatQuantity(row.needed, row.unit), numeric: true },
    {
      id: 'available',
      title: t('batches.available'),
      cell: (row) => formatQuantity(row.available, row.unit),
      numeric: true,
      wide: true,
    },
    {
      id: 'enough',
      title: t('batches.enough'),
      cell: (row) =>
        row.reason ? (
          <StateBadge tone="act" icon={IconAlertTriangle}>
            {w('shortage', row.reason)}
          </StateBadge>
        ) : (
          <StateBadge tone="well" icon={IconCircleCheck}>
            {t('batches.there')}
          </StateBadge>
        ),
    },
    {
      id: 'cost',
      title: t('batches.wouldCost'),
      cell: (row) => <Money value={row.cost} />,
      numeric: true,
      wide: true,
      total: (rows) => formatMoney(sum(rows.map((row) => row.cost))),
    },
  ];
  return (
    <Panel
      title={t('batches.availability')}
      aside={
        answer.data && (
          <span>
            {t('batches.estimate')} <strong className="num">{formatMoney(answer.data.estimated_cost)}</strong>
          </span>
        )
      }
    >
      {batch.shortages.length > 0 && (
        <div style={{ marginBottom: 12 }}>
          <Trouble
            icon={IconAlertTriangle}
            title={t('batches.shortTitle')}
            kept={t('batches.shortKept')}
            todo={t('batches.shortTodo')}
          >
            <ul style={{ margin: '6px 0 0', paddingLeft: 18 }}>
              {batch.shortages.map((short) => (
                <li key={short.item_id}>
                  {t('batches.shortOf', {
                    name: short.item_name,
                    needed: formatQuantity(short.needed, short.unit),
                    available: formatQuantity(short.available, short.unit),
                  })}
                </li>
              ))}
            </ul>
            {may('inventory.lots.receive') && (
              <Button
                mt="xs"
                component={Link}
                to="/receiving"
                leftSection={<IconPackageImport size={18} aria-hidden />}
              >
                {t('receiving.title')}
              </Button>
            )}
          </Trouble>
        </div>
      )}
      {unmatched.length > 0 && (
        <div style={{ marginBottom: 12 }}>
          <Trouble
            silent
            icon={IconAffiliate}
            title={t('matching.left', { count: unmatched.length })}
            kept={unmatched.map((line) => line.name).join(', ')}
          >
            {may('production.ingredients.match') && (
              <Button mt="xs" component={Link} to="/matching" search={{ recipe_id: batch.recipe_id } as never}>
                {t('matching.act')}
              </Button>
            )}
          </Trouble>
        </div>
      )}
      {answer.isPending && <RowsSkeleton rows={5} />}
      {answer.error && <ProblemPanel error={answer.error} retry={() => void answer.refetch()} />}
      {answer.data && (
        <DataTable
          bare
          name={t('batches.availability')}
          rows={answer.data.items}
          columns={columns}
          rowId={(row) => row.item_id}
          link={
            may('inventory.stock.read')
              ? (row) => ({ to: '/items/$itemId', params: { itemId: row.item_id } })
              : undefined
          }
        />
      )}
    </Panel>
  );
}
