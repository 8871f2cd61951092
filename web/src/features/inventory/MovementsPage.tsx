import { Button, Select, TextInput } from '@mantine/core';
import { IconArrowsExchange, IconDownload } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { pages } from '@/api/client';
import { useWord } from '@/shared/i18n/useWord';
import { List } from '@/shared/ui/List';
import { PageHeader } from '@/shared/ui/PageHeader';
import { queryOf, useUrl } from '@/shared/ui/url';
import { useCategories } from './categories';
import { movementColumns } from './tables';

const KINDS = ['RECEIPT', 'PRODUCTION', 'ISSUE', 'RETURN', 'SUPPLIER_RETURN', 'ADJUSTMENT', 'WASTE'] as const;

/** The ledger of stock: every line that ever went in or out, none ever changed. */
export function MovementsPage() {
  const { t } = useTranslation();
  const w = useWord();
  const [url, setUrl] = useUrl();
  const { all: categories } = useCategories();
  const asked = {
    item_id: url.item_id,
    lot_id: url.lot_id,
    category_id: url.category,
    kind: KINDS.find((kind) => kind === url.kind),
    document_id: url.document_id,
    posted_by: url.posted_by,
    since: url.since,
    until: url.until,
  };
  const movements = useInfiniteQuery(pages('inventory', '/v1/movements', asked));
  return (
    <>
      <PageHeader title={t('movements.title')} lead={t('movements.lead')}>
        <Button
          component="a"
          href={`/v1/movements/csv?${queryOf(asked)}`}
          variant="default"
          leftSection={<IconDownload size={20} aria-hidden />}
        >
          {t('movements.csv')}
        </Button>
      </PageHeader>
      <List
        name={t('movements.title')}
        answer={movements}
        columns={movementColumns(t, w, { withItem: true, withLot: true })}
        rowId={(row) => row.id}
        link={(row) => ({ to: '/lots/$lotId', params: { lotId: row.lot_id } })}
        search={t('movements.search')}
        matches={(row, text) =>
          `${row.item_name} ${row.lot_code} ${row.reference}`.toLocaleLowerCase('es-MX').includes(text)
        }
        filters={
          <>
            <Select
              aria-label={t('movements.kind')}
              placeholder={t('movements.everyKind')}
              clearable
              clearButtonProps={{ 'aria-label': t('ui.clear') }}
              w={190}
              value={asked.kind ?? null}
              onChange={(kind) => setUrl({ kind: kind ?? undefined })}
              data={KINDS.map((kind) => ({ value: kind, label: w('movements', kind) }))}
            />
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
            {(['since', 'until'] as const).map((end) => (
              <TextInput
                key={end}
                type="date"
                aria-label={t(`movements.${end}`)}
                value={url[end] ?? ''}
                onChange={(event) => setUrl({ [end]: event.currentTarget.value || undefined })}
              />
            ))}
          </>
        }
        narrowedBy={['q', 'item_id', 'lot_id', 'category', 'kind', 'document_id', 'posted_by', 'since', 'until']}
        empty={{ icon: IconArrowsExchange, title: t('movements.empty'), body: t('movements.emptyBody') }}
      />
    </>
  );
}
