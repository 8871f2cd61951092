import { Button, Space, Switch } from '@mantine/core';
import { IconMicroscope, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pages } from '@/api/client';
import { useMay } from '@/api/session';
import { useWord } from '@/shared/i18n/useWord';
import { List } from '@/shared/ui/List';
import { PageHeader } from '@/shared/ui/PageHeader';
import { useUrl } from '@/shared/ui/url';
import { cultureColumns } from './cultures';
import { Strains } from './Strains';
import { CultureDialog } from './YeastDialogs';

/** The yeast at hand: of which generation, how alive, and whether it may be pitched again. */
export function YeastPage() {
  const { t } = useTranslation();
  const w = useWord();
  const may = useMay();
  const [url, setUrl] = useUrl();
  const [adding, setAdding] = useState(false);
  const all = url.all === '1';
  const cultures = useInfiniteQuery(pages('inventory', '/v1/yeast-cultures', { state: all ? undefined : 'STORED' }));
  const add = may('inventory.yeast.handle') && (
    <Button onClick={() => setAdding(true)} leftSection={<IconPlus size={20} aria-hidden />}>
      {t('yeast.add')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('yeast.title')} lead={t('yeast.lead')}>
        {add}
      </PageHeader>
      <List
        name={t('yeast.title')}
        answer={cultures}
        columns={cultureColumns(t, w)}
        rowId={(row) => row.id}
        search={t('yeast.search')}
        matches={(row, text) =>
          `${row.code} ${row.item_name} ${row.from_batch_number ?? ''}`.toLocaleLowerCase('es-MX').includes(text)
        }
        filters={
          <Switch
            label={t('yeast.withGone')}
            checked={all}
            onChange={(event) => setUrl({ all: event.currentTarget.checked ? '1' : undefined })}
          />
        }
        empty={{ icon: IconMicroscope, title: t('yeast.empty'), body: t('yeast.emptyBody'), act: add }}
      />
      <Space h="lg" />
      <Strains />
      {adding && <CultureDialog onClose={() => setAdding(false)} />}
    </>
  );
}
