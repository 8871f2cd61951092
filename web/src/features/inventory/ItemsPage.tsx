import { Button, Select, Switch } from '@mantine/core';
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
import { useCategories } from './categories';
import { ItemForm } from './ItemForm';
import { KindFilter } from './KindFilter';
import { LevelBar } from './LevelBar';
import { itemColumns, onHandColumn } from './tables';

/** The company's one catalogue of things. */
export function ItemsPage() {
  const { t } = useTranslation();
  const w = useWord();
  const [url, setUrl] = useUrl();
  const { all: categories } = useCategories();
  const may = useMay();
  const [opened, { open, close }] = useDisclosure(false);
  const items = useInfiniteQuery(
    pages('inventory', '/v1/items', {
      q: url.q,
      kind: url.kind as ItemKind | undefined,
      category_id: url.category,
      active: url.all === '1' ? undefined : true,
      order: url.by === 'name' ? 'name' : 'low',
    }),
  );
  const columns: Column<Item>[] = [
    ...itemColumns<Item>(t, w),
    {
      id: 'base_unit',
      title: t('inventory.baseUnit'),
      cell: (row) => unitSign(row.base_unit),
      csv: (row) => row.base_unit,
      wide: true,
    },
    {
      id: 'category',
      title: t('categories.one'),
      cell: (row) => row.category_name ?? '—',
      csv: (row) => row.category_name ?? '',
      wide: true,
    },
    onHandColumn(t, (row) => row.base_unit),
    {
      id: 'level',
      title: t('levels.title'),
      cell: (row) => <LevelBar item={row} />,
      csv: (row) => `${row.min_quantity ?? ''}-${row.max_quantity ?? ''}`,
    },
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
        filters={
          <>
            <KindFilter />
            <Select
              aria-label={t('categories.one')}
              placeholder={t('categories.every')}
              clearable
              clearButtonProps={{ 'aria-label': t('ui.clear') }}
              w={190}
              value={url.category ?? null}
              onChange={(category) => setUrl({ category: category ?? undefined })}
              data={categories.map((one) => ({ value: one.id, label: one.name }))}
            />
            <Switch
              label={t('levels.lowFirst')}
              checked={url.by !== 'name'}
              onChange={(event) => setUrl({ by: event.currentTarget.checked ? undefined : 'name' })}
            />
            <Switch
              label={t('items.withInactive')}
              checked={url.all === '1'}
              onChange={(event) => setUrl({ all: event.currentTarget.checked ? '1' : undefined })}
            />
          </>
        }
        narrowedBy={['q', 'kind', 'category']}
        empty={{ icon: IconBoxSeam, title: t('items.empty'), body: t('items.emptyBody'), act: add }}
      />
      <ItemForm opened={opened} onClose={close} />
    </>
  );
}
