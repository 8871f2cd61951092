import { SegmentedControl, Stack, Switch } from '@mantine/core';
import { IconAlertTriangle, IconCalendarStats, IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import type { Forecast } from '@/api/wire';
import { isZero } from '@/shared/format/decimal';
import { formatDate, formatNumber, formatQuantity } from '@/shared/format/format';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { PageHeader } from '@/shared/ui/PageHeader';
import { EmptyState, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { StateBadge } from '@/shared/ui/StateBadge';
import { RowsSkeleton } from '@/shared/ui/skeletons';
import { useUrl } from '@/shared/ui/url';
import { Day, Quantity } from '@/shared/ui/values';

const HORIZONS = ['2', '4', '8', '12'];

/** What the planned brews of the coming weeks wait for, and what of it has to be bought. */
export function ShortagesPage() {
  const { t } = useTranslation();
  const [url, setUrl] = useUrl();
  const weeks = HORIZONS.find((one) => one === url.weeks) ?? '4';
  const asked = useQuery(question('inventory', '/v1/shortages', { query: { weeks: Number(weeks) } }));
  const everything = url.all === '1';
  const items = (asked.data?.items ?? []).filter((item) => everything || !isZero(item.missing));
  const columns: Column<Forecast>[] = [
    {
      id: 'name',
      title: t('inventory.item'),
      cell: (row) => row.name,
      csv: (row) => row.name,
      order: (a, b) => a.name.localeCompare(b.name, 'es'),
    },
    {
      id: 'on_hand',
      title: t('shortages.onHand'),
      cell: (row) => <Quantity value={row.on_hand} unit={row.unit} />,
      csv: (row) => row.on_hand,
      numeric: true,
    },
    {
      id: 'held',
      title: t('shortages.held'),
      cell: (row) => (isZero(row.held) ? '—' : <Quantity value={row.held} unit={row.unit} />),
      csv: (row) => row.held,
      numeric: true,
      wide: true,
    },
    ...(asked.data?.items[0]?.weeks ?? []).map(
      (week, index): Column<Forecast> => ({
        id: `week-${week.starts_on}`,
        title: index === 0 ? t('shortages.thisWeek') : formatDate(week.starts_on).slice(0, 5),
        cell: (row) => {
          const mine = row.weeks[index];
          if (!mine || isZero(mine.reserved)) return '—';
          return (
            <span
              className="num"
              style={isZero(mine.missing) ? undefined : { color: 'var(--act-now)', fontWeight: 700 }}
            >
              {formatNumber(mine.reserved)}
            </span>
          );
        },
        csv: (row) => row.weeks[index]?.reserved ?? '',
        numeric: true,
        wide: true,
      }),
    ),
    {
      id: 'missing',
      title: t('shortages.missing'),
      cell: (row) =>
        isZero(row.missing) ? (
          <StateBadge tone="well" icon={IconCircleCheck}>
            {t('shortages.covered')}
          </StateBadge>
        ) : (
          <strong className="num" style={{ color: 'var(--act-now)' }}>
            {formatQuantity(row.missing, row.unit)}
          </strong>
        ),
      csv: (row) => row.missing,
      numeric: true,
    },
    { id: 'unit', title: t('inventory.unit'), cell: () => null, csv: (row) => row.unit, csvOnly: true },
    {
      id: 'short_on',
      title: t('shortages.on'),
      cell: (row) => <Day value={row.short_on} />,
      csv: (row) => row.short_on ?? '',
      order: (a, b) => (a.short_on ?? '9999').localeCompare(b.short_on ?? '9999'),
    },
  ];
  return (
    <>
      <PageHeader title={t('shortages.title')} lead={t('shortages.lead')} />
      {asked.isPending ? (
        <RowsSkeleton />
      ) : asked.error ? (
        <ProblemPanel error={asked.error} retry={() => void asked.refetch()} />
      ) : (
        <Stack gap="md">
          <DataTable
            name={t('shortages.title')}
            rows={items}
            columns={columns}
            rowId={(row) => row.item_id}
            link={(row) => ({ to: '/items/$itemId', params: { itemId: row.item_id } })}
            filters={
              <>
                <SegmentedControl
                  aria-label={t('shortages.horizon')}
                  value={weeks}
                  onChange={(value) => setUrl({ weeks: value === '4' ? undefined : value })}
                  data={HORIZONS.map((one) => ({ value: one, label: t('shortages.weeks', { count: Number(one) }) }))}
                />
                <Switch
                  label={t('shortages.everything')}
                  checked={everything}
                  onChange={(event) => setUrl({ all: event.currentTarget.checked ? '1' : undefined })}
                />
              </>
            }
          />
          {items.length === 0 && (
            <EmptyState icon={IconCalendarStats} title={t('shortages.none')} body={t('shortages.noneBody')} />
          )}
          {items.map((item) => (
            <ItemNeeds key={item.item_id} item={item} />
          ))}
        </Stack>
      )}
    </>
  );
}

function ItemNeeds({ item }: { item: Forecast }) {
  const { t } = useTranslation();
  const short = item.batches.filter((batch) => !isZero(batch.missing));
  if (short.length === 0 && item.unconverted.length === 0) return null;
  return (
    <Panel title={t('shortages.of', { name: item.name })}>
      <ul style={{ margin: 0, padding: 0, listStyle: 'none', display: 'grid', gap: 8 }}>
        {short.map((batch) => (
          <li key={batch.batch_id}>
            <Link to="/batches/$batchId" params={{ batchId: batch.batch_id }}>
              {`${batch.number} · ${batch.recipe_name}`}
            </Link>{' '}
            <Day value={batch.planned_on} />{' '}
            <span className="num">
              {t('shortages.batch', {
                needed: formatQuantity(batch.quantity, item.unit),
                missing: formatQuantity(batch.missing, item.unit),
              })}
            </span>
          </li>
        ))}
      </ul>
      {item.unconverted.length > 0 && (
        <StateBadge tone="soon" icon={IconAlertTriangle}>
          {t('shortages.unconverted', { amounts: item.unconverted.join(', ') })}
        </StateBadge>
      )}
    </Panel>
  );
}
