import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import type { Lot } from '@/api/wire';
import { sum } from '@/shared/format/decimal';
import { formatMoney } from '@/shared/format/format';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Facts, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { PageSkeleton } from '@/shared/ui/skeletons';
import { Day, Moment, Money, Quantity } from '@/shared/ui/values';

/** One delivery and the lots that it made. */
export function ReceiptPage() {
  const { t } = useTranslation();
  const { receiptId } = useParams({ from: '/receipts/$receiptId' });
  const receipt = useQuery(question('inventory', '/v1/receipts/{receipt_id}', { at: { receipt_id: receiptId } }));
  if (receipt.error) return <ProblemPanel error={receipt.error} retry={() => void receipt.refetch()} />;
  if (!receipt.data) return <PageSkeleton />;
  const one = receipt.data;
  const columns: Column<Lot>[] = [
    {
      id: 'code',
      title: t('lots.code'),
      cell: (row) => <span className="num">{row.code}</span>,
      csv: (row) => row.code,
    },
    { id: 'item', title: t('inventory.item'), cell: (row) => row.item_name, csv: (row) => row.item_name },
    { id: 'supplier_lot', title: t('lots.supplierLot'), cell: (row) => row.supplier_lot ?? '—', wide: true },
    { id: 'expires', title: t('lots.expires'), cell: (row) => <Day value={row.expires_on} />, wide: true },
    {
      id: 'quantity',
      title: t('movements.quantity'),
      cell: (row) => <Quantity value={row.initial_quantity} unit={row.unit} />,
      numeric: true,
    },
    {
      id: 'unit_cost',
      title: t('lots.unitCost'),
      cell: (row) => <Money value={row.unit_cost} />,
      numeric: true,
      wide: true,
    },
    {
      id: 'cost',
      title: t('movements.cost'),
      cell: (row) => <Money value={row.initial_cost} />,
      numeric: true,
      total: (rows) => formatMoney(sum(rows.map((row) => row.initial_cost))),
    },
  ];
  return (
    <>
      <PageHeader
        title={t('receiving.one', { number: one.number })}
        eyebrow={
          <Link to="/receiving" search={{ tab: 'before' } as never}>
            {t('receiving.before')}
          </Link>
        }
      />
      <Stack gap="md">
        <Panel>
          <Facts
            facts={[
              [t('receiving.supplier'), one.supplier_name || '—'],
              [t('receiving.invoice'), one.invoice_number ?? '—'],
              [t('receiving.day'), <Day key="day" value={one.received_at} />],
              [t('receiving.posted'), <Moment key="posted" value={one.posted_at} />],
              [t('receiving.total'), <Money key="total" value={one.total_cost} />],
            ]}
          />
        </Panel>
        <Panel title={t('receiving.itsLots')} flush>
          <DataTable
            bare
            name={t('receiving.itsLots')}
            rows={one.lots}
            columns={columns}
            rowId={(row) => row.id}
            link={(row) => ({ to: '/lots/$lotId', params: { lotId: row.id } })}
          />
        </Panel>
      </Stack>
    </>
  );
}
