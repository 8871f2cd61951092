import { IconPackageImport } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { pages } from '@/api/client';
import type { GoodsReceiptRow } from '@/api/wire';
import type { Column } from '@/shared/ui/DataTable';
import { List } from '@/shared/ui/List';
import { useUrl } from '@/shared/ui/url';
import { Day, Money } from '@/shared/ui/values';

/** What was received against orders, the newest first. */
export function GoodsReceipts() {
  const { t } = useTranslation();
  const [url] = useUrl();
  const receipts = useInfiniteQuery(pages('purchasing', '/v1/goods-receipts', { q: url.q }));
  const columns: Column<GoodsReceiptRow>[] = [
    { id: 'number', title: t('goodsReceipt.number'), cell: (row) => <span className="num">{row.number}</span> },
    { id: 'day', title: t('receiving.day'), cell: (row) => <Day value={row.received_at} /> },
    { id: 'supplier', title: t('receiving.supplier'), cell: (row) => row.supplier_name },
    { id: 'order', title: t('goodsReceipt.order'), cell: (row) => row.order_number ?? '—', wide: true },
    { id: 'invoice', title: t('receiving.invoice'), cell: (row) => row.invoice_number ?? '—', wide: true },
    { id: 'total', title: t('goodsReceipt.total'), cell: (row) => <Money value={row.total} />, numeric: true },
  ];
  return (
    <List
      name={t('counting.received')}
      answer={receipts}
      columns={columns}
      rowId={(row) => row.id}
      link={(row) => ({ to: '/goods-receipts/$receiptId', params: { receiptId: row.id } })}
      search={t('receiving.search')}
      empty={{ icon: IconPackageImport, title: t('goodsReceipt.empty'), body: t('goodsReceipt.emptyBody') }}
    />
  );
}
