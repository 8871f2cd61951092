import { Button } from '@mantine/core';
import { IconClipboardList, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pages } from '@/api/client';
import { useMay } from '@/api/session';
import { formatCount, formatMoney, formatPercent } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import type { Column } from '@/shared/ui/DataTable';
import { List } from '@/shared/ui/List';
import { PageHeader } from '@/shared/ui/PageHeader';
import { StateBadge } from '@/shared/ui/StateBadge';
import { Moment } from '@/shared/ui/values';
import { PlanDialog } from './PlanDialog';
import { STATE_LOOKS, type StockCount } from './words';

/** Every count, the newest first, with how well the books agreed. */
export function CountsPage() {
  const { t } = useTranslation();
  const w = useWord();
  const may = useMay();
  const [planning, setPlanning] = useState(false);
  const counts = useInfiniteQuery(pages('inventory', '/v1/stock-counts'));
  const plan = may('inventory.counts.plan') && (
    <Button leftSection={<IconPlus size={20} aria-hidden />} onClick={() => setPlanning(true)}>
      {t('counts.plan')}
    </Button>
  );
  const columns: Column<StockCount>[] = [
    { id: 'number', title: t('counts.number'), cell: (row) => row.number, csv: (row) => row.number },
    {
      id: 'state',
      title: t('counts.state'),
      cell: (row) => <StateBadge {...STATE_LOOKS[row.state]}>{w('countStates', row.state)}</StateBadge>,
      csv: (row) => w('countStates', row.state),
    },
    {
      id: 'scope',
      title: t('counts.scope'),
      cell: (row) => [w('countScopes', row.scope), row.note].filter(Boolean).join(' · '),
      csv: (row) => w('countScopes', row.scope),
    },
    {
      id: 'progress',
      title: t('counts.counted'),
      cell: (row) => `${formatCount(row.counted)} / ${formatCount(row.lines)}`,
      csv: (row) => String(row.counted),
      numeric: true,
    },
    {
      id: 'accuracy',
      title: t('counts.accuracy'),
      cell: (row) => (row.accuracy_pct === null ? '—' : formatPercent(row.accuracy_pct)),
      csv: (row) => row.accuracy_pct ?? '',
      numeric: true,
    },
    {
      id: 'missing',
      title: t('counts.missing'),
      cell: (row) => (row.missing === null ? '—' : formatMoney(row.missing)),
      csv: (row) => row.missing ?? '',
      numeric: true,
      wide: true,
    },
    {
      id: 'over',
      title: t('counts.over'),
      cell: (row) => (row.over === null ? '—' : formatMoney(row.over)),
      csv: (row) => row.over ?? '',
      numeric: true,
      wide: true,
    },
    {
      id: 'at',
      title: t('counts.createdAt'),
      cell: (row) => <Moment value={row.created_at} />,
      csv: (row) => row.created_at,
      wide: true,
    },
  ];
  return (
    <>
      <PageHeader title={t('counts.title')} lead={t('counts.lead')}>
        {plan}
      </PageHeader>
      <List
        name={t('counts.title')}
        answer={counts}
        columns={columns}
        rowId={(row) => row.id}
        link={(row) => ({ to: '/counts/$countId', params: { countId: row.id } })}
        empty={{ icon: IconClipboardList, title: t('counts.empty'), body: t('counts.emptyBody'), act: plan }}
      />
      {planning && <PlanDialog onClose={() => setPlanning(false)} />}
    </>
  );
}
