import { Button, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { IconCategory, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import type { ItemCategory } from '@/api/wire';
import { CommandDialog } from '@/offline/CommandDialog';
import { formatCount } from '@/shared/format/format';
import { List } from '@/shared/ui/List';
import { PageHeader } from '@/shared/ui/PageHeader';
import { useCategories } from './categories';

const NEW = { id: '', name: '', description: '', draw_policy: null, active: true, items: 0 } as const;

/** The drawers of the catalogue. */
export function CategoriesPage() {
  const { t } = useTranslation();
  const may = useMay();
  const { asked, all } = useCategories();
  const [open, setOpen] = useState<ItemCategory | null>(null);
  const editing = may('inventory.items.edit');
  const add = editing && (
    <Button onClick={() => setOpen({ ...NEW })} leftSection={<IconPlus size={20} aria-hidden />}>
      {t('categories.add')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('categories.title')} lead={t('categories.lead')}>
        {add}
      </PageHeader>
      <List
        name={t('categories.title')}
        answer={{
          data: asked.data && all,
          error: asked.error,
          isPending: asked.isPending,
          hasNextPage: false,
          isFetchingNextPage: false,
          fetchNextPage: () => undefined,
          refetch: asked.refetch,
        }}
        columns={[
          { id: 'name', title: t('inventory.name'), cell: (row) => row.name, csv: (row) => row.name },
          {
            id: 'description',
            title: t('items.description'),
            cell: (row) => row.description || '—',
            csv: (row) => row.description,
            wide: true,
          },
          {
            id: 'state',
            title: t('categories.state'),
            cell: (row) => (row.active ? t('categories.open') : t('categories.closed')),
            csv: (row) => String(row.active),
          },
          {
            id: 'items',
            title: t('items.title'),
            cell: (row) => formatCount(row.items),
            csv: (row) => String(row.items),
            numeric: true,
          },
        ]}
        rowId={(row) => row.id}
        onOpen={editing ? setOpen : undefined}
        search={t('inventory.search')}
        matches={(row, text) => row.name.toLocaleLowerCase('es-MX').includes(text)}
        empty={{ icon: IconCategory, title: t('categories.empty'), body: t('categories.lead'), act: add }}
      />
      {open && <CategoryDialog category={open} onClose={() => setOpen(null)} />}
    </>
  );
}

function CategoryDialog({ category, onClose }: { category: ItemCategory; onClose: () => void }) {
  const { t } = useTranslation();
  const { id, items: _, ...initial } = category;
  const title = id ? category.name : t('categories.add');
  return (
    <CommandDialog
      title={title}
      act={t('items.saveChanges')}
      done={t('categories.saved')}
      initial={initial}
      validate={{ name: (value) => (value.trim().length >= 2 ? null : t('items.nameMissing')) }}
      onClose={onClose}
      send={(body, run) =>
        id
          ? run({
              method: 'PUT',
              path: '/v1/item-categories/{category_id}',
              at: { category_id: id },
              body,
              label: title,
            })
          : run({ method: 'POST', path: '/v1/item-categories', body, label: title })
      }
    >
      {(form) => (
        <>
          <TextInput label={t('inventory.name')} data-autofocus {...form.getInputProps('name')} />
          <Textarea label={t('items.description')} autosize {...form.getInputProps('description')} />
          <Select
            label={t('categories.policy')}
            placeholder={t('categories.byKind')}
            clearable
            clearButtonProps={{ 'aria-label': t('ui.clear') }}
            data={[
              { value: 'FEFO', label: t('issue.byExpiry') },
              { value: 'FIFO', label: t('issue.byAge') },
            ]}
            {...form.getInputProps('draw_policy')}
          />
          <Switch
            label={t('categories.active')}
            description={t('categories.activeHint')}
            {...form.getInputProps('active', { type: 'checkbox' })}
          />
        </>
      )}
    </CommandDialog>
  );
}
