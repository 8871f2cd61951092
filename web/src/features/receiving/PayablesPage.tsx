import { IconReceipt2 } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { pages } from '@/api/client';
import type { PayableRow } from '@/api/wire';
import type { Column } from '@/shared/ui/DataTable';
import { List } from '@/shared/ui/List';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Day, Money } from '@/shared/ui/values';

/** What was recognized as owed to suppliers: a ledger, to read and to export. */
export function PayablesPage() {
  const { t } = useTranslation();
  const payables = useInfiniteQuery(pages('purchasing', '/v1/payables'));
  const columns: Column<PayableRow>[] = [
    {
      id: 'supplier',
      title: t('receiving.supplier'),
      cell: (row) => row.supplier_name,
      csv: (row) => row.supplier_name,
      order: (a, b) => a.supplier_name.localeCompare(b.supplier_name, 'es'),
    },
    { id: 'reference', title: t('payables.reference'), cell: (row) => row.reference, csv: (row) => row.reference },
    {
      id: 'recorded',
      title: t('payables.recorded'),
      cell: (row) => <Day value={row.recorded_on} />,
      csv: (row) => row.recorded_on,
      wide: true,
    },
    {
      id: 'due',
      title: t('payables.due'),
      cell: (row) => <Day value={row.due_on} />,
      csv: (row) => row.due_on,
      order: (a, b) => a.due_on.localeCompare(b.due_on),
    },
    {
      id: 'net',
      title: t('payables.net'),
      cell: (row) => <Money value={row.net} />,
      csv: (row) => row.net,
      numeric: true,
      wide: true,
    },
    {
      id: 'total',
      title: t('payables.total'),
      cell: (row) => (
        <>
          <Money value={row.total} /> {row.currency === 'MXN' ? '' : row.currency}
        </>
      ),
      csv: (row) => `${row.total} ${row.currency}`,
      numeric: true,
    },
  ];
  return (
    <>
      <PageHeader title={t('payables.title')} lead={t('payables.lead')} />
      <List
        name={t('payables.title')}
        answer={payables}
        columns={columns}
        rowId={(row) => row.id}
        link={(row) => ({ to: '/goods-receipts/$receiptId', params: { receiptId: row.receipt_id } })}
        search={t('receiving.search')}
        matches={(row, text) => `${row.supplier_name} ${row.reference}`.toLocaleLowerCase('es-MX').includes(text)}
        empty={{ icon: IconReceipt2, title: t('payables.empty'), body: t('payables.emptyBody') }}
      />
    </>
  );
}
