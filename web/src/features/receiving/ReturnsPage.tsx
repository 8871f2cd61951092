import { IconTruckReturn } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { pages } from '@/api/client';
import type { SupplierReturnRow } from '@/api/wire';
import type { Column } from '@/shared/ui/DataTable';
import { List } from '@/shared/ui/List';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Day, Money } from '@/shared/ui/values';

/** What goes back to suppliers, the newest first. */
export function ReturnsPage() {
  const { t } = useTranslation();
  const returns = useInfiniteQuery(pages('purchasing', '/v1/supplier-returns'));
  const columns: Column<SupplierReturnRow>[] = [
    { id: 'number', title: t('supplierReturn.number'), cell: (row) => <span className="num">{row.number}</span> },
    { id: 'day', title: t('receiving.day'), cell: (row) => <Day value={row.created_at} /> },
    { id: 'supplier', title: t('receiving.supplier'), cell: (row) => row.supplier_name },
    { id: 'state', title: t('supplierReturn.state'), cell: (row) => t(`supplierReturn.states.${row.state}`) },
    { id: 'reason', title: t('supplierReturn.reason'), cell: (row) => row.reason, wide: true },
    { id: 'total', title: t('supplierReturn.total'), cell: (row) => <Money value={row.total} />, numeric: true },
  ];
  return (
    <>
      <PageHeader title={t('supplierReturn.title')} lead={t('supplierReturn.lead')} />
      <List
        name={t('supplierReturn.title')}
        answer={returns}
        columns={columns}
        rowId={(row) => row.id}
        link={(row) => ({ to: '/supplier-returns/$returnId', params: { returnId: row.id } })}
        search={t('receiving.search')}
        matches={(row, text) => `${row.number} ${row.supplier_name}`.toLocaleLowerCase('es-MX').includes(text)}
        empty={{ icon: IconTruckReturn, title: t('supplierReturn.empty'), body: t('supplierReturn.emptyBody') }}
      />
    </>
  );
}
