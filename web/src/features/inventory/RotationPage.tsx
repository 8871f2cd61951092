import { Button, SegmentedControl, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { useMay } from '@/api/session';
import type { Turnover } from '@/api/wire';
import { compare, rounded, sum } from '@/shared/format/decimal';
import { formatCount, formatMoney, formatNumber } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { Bars } from '@/shared/ui/Bars';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Figure, Figures, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { RowsSkeleton } from '@/shared/ui/skeletons';
import { useUrl } from '@/shared/ui/url';
import { Money, Quantity } from '@/shared/ui/values';
import { RotationLimitsDialog } from './RotationLimitsDialog';

const PERIODS = ['30', '90', '365'] as const;
const CLASSES = ['VERY_FAST', 'FAST', 'MEDIUM', 'SLOW', 'VERY_SLOW'] as const;
const TOKENS: Record<(typeof CLASSES)[number], string> = {
  VERY_FAST: '--well',
  FAST: '--well',
  MEDIUM: '--info',
  SLOW: '--look-soon',
  VERY_SLOW: '--act-now',
};
const NEVER = '∞';

const byFigure = (pick: (row: Turnover) => string | null) => (a: Turnover, b: Turnover) =>
  compare(pick(a) ?? '999999999', pick(b) ?? '999999999');

/** How fast each item turns and how long it lasts, with the figures that say so. */
export function RotationPage() {
  const { t } = useTranslation();
  const w = useWord();
  const may = useMay();
  const [settings, setSettings] = useState(false);
  const [url, setUrl] = useUrl();
  const days = PERIODS.find((one) => one === url.days) ?? '90';
  const asked = useQuery(question('inventory', '/v1/rotation', { query: { days } }));
  const slow = useQuery(question('inventory', '/v1/slow-movers', {}));
  const rows = (asked.data?.items ?? []).filter((row) => !url.class || row.rotation === url.class);
  const columns: Column<Turnover>[] = [
    {
      id: 'name',
      title: t('inventory.item'),
      cell: (row) => row.name,
      csv: (row) => row.name,
      order: (a, b) => a.name.localeCompare(b.name, 'es'),
    },
    {
      id: 'rotation',
      title: t('rotation.class'),
      cell: (row) => (row.rotation ? w('rotationClasses', row.rotation) : '—'),
      csv: (row) => row.rotation ?? '',
    },
    {
      id: 'index',
      title: t('rotation.index30'),
      cell: (row) => <span className="num">{formatNumber(row.index_30 && rounded(row.index_30, 2))}</span>,
      csv: (row) => row.index_30 ?? '',
      order: byFigure((row) => row.index_30),
      numeric: true,
    },
    {
      id: 'consumed',
      title: t('rotation.consumed'),
      cell: (row) => <Quantity value={row.consumed} unit={row.unit} />,
      csv: (row) => row.consumed,
      order: byFigure((row) => row.consumed),
      numeric: true,
    },
    {
      id: 'mean',
      title: t('rotation.mean'),
      cell: (row) => <Quantity value={rounded(row.mean_stock, 1)} unit={row.unit} />,
      csv: (row) => row.mean_stock,
      numeric: true,
      wide: true,
    },
    {
      id: 'velocity',
      title: t('rotation.velocity'),
      cell: (row) => (
        <span className="num">{row.velocity_days ? formatNumber(rounded(row.velocity_days, 1)) : NEVER}</span>
      ),
      csv: (row) => row.velocity_days ?? '',
      order: byFigure((row) => row.velocity_days),
      numeric: true,
      wide: true,
    },
    {
      id: 'coverage',
      title: t('rotation.coverage'),
      cell: (row) => (
        <span className="num">
          {row.coverage_days ? formatNumber(rounded(row.coverage_days, 0)) : NEVER} · {w('coverages', row.coverage)}
        </span>
      ),
      csv: (row) => row.coverage_days ?? '',
      order: byFigure((row) => row.coverage_days),
      numeric: true,
    },
    {
      id: 'trend',
      title: t('rotation.trend'),
      cell: (row) => w('trends', row.trend),
      csv: (row) => row.trend,
      wide: true,
    },
    {
      id: 'on_hand',
      title: t('inventory.onHand'),
      cell: (row) => <Quantity value={row.on_hand} unit={row.unit} />,
      csv: (row) => row.on_hand,
      numeric: true,
      wide: true,
    },
    {
      id: 'value',
      title: t('inventory.value'),
      cell: (row) => <Money value={row.value} />,
      csv: (row) => row.value,
      order: byFigure((row) => row.value),
      total: (shown) => <Money value={sum(shown.map((row) => row.value))} />,
      numeric: true,
    },
    { id: 'unit', title: t('inventory.unit'), cell: () => null, csv: (row) => row.unit, csvOnly: true },
    { id: 'days', title: t('rotation.days'), cell: () => null, csv: (row) => String(row.days), csvOnly: true },
  ];
  return (
    <>
      <PageHeader title={t('rotation.title')} lead={t('rotation.lead')}>
        {asked.data && may('inventory.rotation.set') && (
          <Button variant="default" onClick={() => setSettings(true)}>
            {t('rotation.limits')}
          </Button>
        )}
      </PageHeader>
      {settings && asked.data && <RotationLimitsDialog limits={asked.data.limits} onClose={() => setSettings(false)} />}
      {asked.isPending ? (
        <RowsSkeleton />
      ) : asked.error ? (
        <ProblemPanel error={asked.error} retry={() => void asked.refetch()} />
      ) : (
        <Stack gap="md">
          {slow.data && (
            <Figures>
              <Figure
                name={t('rotation.tiedUp')}
                value={formatMoney(slow.data.tied_up)}
                note={t('rotation.slow', { count: slow.data.items.length })}
                mark="look-soon"
              />
            </Figures>
          )}
          <Panel title={t('rotation.byClass')}>
            <Bars
              label={t('rotation.byClass')}
              format={(value) => formatCount(value)}
              bars={CLASSES.map((one) => ({
                name: w('rotationClasses', one),
                value: asked.data.items.filter((row) => row.rotation === one).length,
                token: TOKENS[one],
              }))}
            />
          </Panel>
          <DataTable
            name={t('rotation.title')}
            rows={rows}
            columns={columns}
            rowId={(row) => row.item_id}
            link={(row) => ({ to: '/items/$itemId', params: { itemId: row.item_id } })}
            filters={
              <SegmentedControl
                aria-label={t('rotation.period')}
                value={days}
                onChange={(value) => setUrl({ days: value === '90' ? undefined : value })}
                data={PERIODS.map((one) => ({ value: one, label: t('rotation.periodDays', { count: Number(one) }) }))}
              />
            }
          />
        </Stack>
      )}
    </>
  );
}
