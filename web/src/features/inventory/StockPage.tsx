import { Button } from '@mantine/core';
import { IconPackageImport, IconPackages } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { pages } from '@/api/client';
import { useMay } from '@/api/session';
import type { ItemKind, StockRow } from '@/api/wire';
import { compare, sum } from '@/shared/format/decimal';
import { formatMoney } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import type { Column } from '@/shared/ui/DataTable';
import { List } from '@/shared/ui/List';
import { PageHeader } from '@/shared/ui/PageHeader';
import { useUrl } from '@/shared/ui/url';
import { Money } from '@/shared/ui/values';
import { KindFilter } from './KindFilter';
import { itemColumns, onHandColumn } from './tables';

/** What there is, and what it is worth. */
export function StockPage() {
  const { t } = useTranslation();
  const w = useWord();
  const [url] = useUrl();
  const may = useMay();
  const stock = useInfiniteQuery(pages('inventory', '/v1/stock', { q: url.q, kind: url.kind as ItemKind | undefined }));
  const columns: Column<StockRow>[] = [
    ...itemColumns<StockRow>(t, w),
    {
      id: 'lots',
      title: t('inventory.lots'),
      cell: (row) => row.lots,
      csv: (row) => String(row.lots),
      order: (a, b) => a.lots - b.lots,
      numeric: true,
      wide: true,
    },
    onHandColumn(t, (row) => row.unit),
    { id: 'unit', title: t('inventory.unit'), cell: () => null, csv: (row) => row.unit, csvOnly: true },
    {
      id: 'value',
      title: t('inventory.value'),
      cell: (row) => <Money value={row.value} />,
      csv: (row) => row.value,
      order: (a, b) => compare(a.value, b.value),
      numeric: true,
      total: (rows) => formatMoney(sum(rows.map((row) => row.value))),
    },
  ];
  return (
    <>
      <PageHeader title={t('stock.title')} lead={t('stock.lead')}>
        {may('inventory.lots.receive') && (
          <Button component={Link} to="/receiving" leftSection={<IconPackageImport size={20} aria-hidden />}>
            {t('receiving.title')}
          </Button>
        )}
      </PageHeader>
      <List
        name={t('stock.title')}
        answer={stock}
        columns={columns}
        rowId={(row) => row.item_id}
        link={(row) => ({ to: '/items/$itemId', params: { itemId: row.item_id } })}
        search={t('inventory.search')}
        filters={<KindFilter />}
        narrowedBy={['q', 'kind']}
        empty={{
          icon: IconPackages,
          title: t('stock.empty'),
          body: t('stock.emptyBody'),
          act: may('inventory.lots.receive') && (
            <Button component={Link} to="/receiving">
              {t('receiving.title')}
            </Button>
          ),
        }}
      />
    </>
  );
}
