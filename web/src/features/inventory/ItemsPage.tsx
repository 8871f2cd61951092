import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBoxSeam, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { pages } from '@/api/client';
import { useMay } from '@/api/session';
import type { Item, ItemKind } from '@/api/wire';
import { unitSign } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import type { Column } from '@/shared/ui/DataTable';
import { List } from '@/shared/ui/List';
import { PageHeader } from '@/shared/ui/PageHeader';
import { useUrl } from '@/shared/ui/url';
import { ItemForm } from './ItemForm';
import { KindFilter } from './KindFilter';
import { itemColumns, onHandColumn } from './tables';

/** The company's one catalogue of things. */
export function ItemsPage() {
  const { t } = useTranslation();
  const w = useWord();
  const [url] = useUrl();
  const may = useMay();
  const [opened, { open, close }] = useDisclosure(false);
  const items = useInfiniteQuery(pages('inventory', '/v1/items', { q: url.q, kind: url.kind as ItemKind | undefined }));
  const columns: Column<Item>[] = [
    ...itemColumns<Item>(t, w),
    {
      id: 'base_unit',
      title: t('inventory.baseUnit'),
      cell: (row) => unitSign(row.base_unit),
      csv: (row) => row.base_unit,
      wide: true,
    },
    onHandColumn(t, (row) => row.base_unit),
  ];
  const add = may('inventory.items.edit') && (
    <Button onClick={open} leftSection={<IconPlus size={20} aria-hidden />}>
      {t('items.add')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('items.title')} lead={t('items.lead')}>
        {add}
      </PageHeader>
      <List
        name={t('items.title')}
        answer={items}
        columns={columns}
        rowId={(row) => row.id}
        link={(row) => ({ to: '/items/$itemId', params: { itemId: row.id } })}
        search={t('inventory.search')}
        filters={<KindFilter />}
        narrowedBy={['q', 'kind']}
        empty={{ icon: IconBoxSeam, title: t('items.empty'), body: t('items.emptyBody'), act: add }}
      />
      <ItemForm opened={opened} onClose={close} />
    </>
  );
}
