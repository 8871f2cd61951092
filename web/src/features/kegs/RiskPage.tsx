import { Button, Select } from '@mantine/core';
import { IconDownload, IconMoodSmile } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { pages } from '@/api/client';
import { useWord } from '@/shared/i18n/useWord';
import { List } from '@/shared/ui/List';
import { PageHeader } from '@/shared/ui/PageHeader';
import { useUrl } from '@/shared/ui/url';
import { kegColumns } from './columns';

const CHOICES = ['15', '30', '60', '90'];
const SHOWN = ['serial', 'size', 'state', 'content', 'where', 'days', 'moved'];

/** Steel that is out and that nobody has scanned for long: whom to call first. */
export function RiskPage() {
  const { t } = useTranslation();
  const w = useWord();
  const [url, setUrl] = useUrl();
  const days = CHOICES.includes(url.days ?? '') ? (url.days ?? '30') : '30';
  const kegs = useInfiniteQuery(pages('inventory', '/v1/kegs-at-risk', { days: Number(days) }));
  return (
    <>
      <PageHeader title={t('risk.title')} lead={t('risk.lead')} eyebrow={<Link to="/kegs">{t('kegs.title')}</Link>}>
        <Select
          aria-label={t('risk.days')}
          allowDeselect={false}
          w={180}
          value={days}
          onChange={(value) => setUrl({ days: value === '30' ? undefined : (value ?? undefined) })}
          data={CHOICES.map((value) => ({ value, label: t('risk.over', { count: Number(value) }) }))}
        />
        <Button
          component="a"
          href={`/v1/kegs-at-risk/csv?days=${days}`}
          variant="default"
          leftSection={<IconDownload size={20} aria-hidden />}
        >
          {t('risk.all')}
        </Button>
      </PageHeader>
      <List
        name={t('risk.title')}
        answer={kegs}
        columns={kegColumns(t, w).filter((column) => SHOWN.includes(column.id))}
        rowId={(row) => row.id}
        link={(row) => ({ to: '/kegs/$kegId', params: { kegId: row.id } })}
        empty={{ icon: IconMoodSmile, title: t('risk.empty'), body: t('risk.emptyBody') }}
      />
    </>
  );
}
