import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, type LinkProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { useMay } from '@/api/session';
import { formatCount, formatDate, formatMoney, formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Figure, Figures, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { PageSkeleton } from '@/shared/ui/skeletons';

interface Line {
  id: string;
  name: string;
  note: string;
  link: LinkProps;
}

/** What needs somebody in the warehouse and the office today; every figure opens where it came from. */
export function OfficePage() {
  const { t } = useTranslation();
  const w = useWord();
  const may = useMay();
  const buys = may('purchasing.orders.read');
  const stock = useQuery(question('inventory', '/v1/stock-overview', {}));
  const buying = useQuery({ ...question('purchasing', '/v1/purchasing-overview', {}), enabled: buys });
  if (stock.error) return <ProblemPanel error={stock.error} retry={() => void stock.refetch()} />;
  if (!stock.data) return <PageSkeleton />;
  const { low, expiring } = stock.data;
  return (
    <>
      <PageHeader title={t('office.title')} lead={t('office.lead')} />
      <Stack gap="md">
        <Figures>
          <Figure
            name={t('office.low')}
            value={formatCount(stock.data.low_count)}
            link={{ to: '/items' }}
            mark={stock.data.low_count ? 'act-now' : 'well'}
          />
          <Figure
            name={t('office.expiring')}
            value={formatCount(stock.data.expiring_count)}
            note={t('office.expired', { count: stock.data.expired_count })}
            link={{ to: '/lots' }}
            mark={stock.data.expired_count ? 'act-now' : 'look-soon'}
          />
          <Figure
            name={t('office.value')}
            value={formatMoney(stock.data.value)}
            note={t('home.items', { count: stock.data.items })}
            link={{ to: '/stock' }}
            mark="well"
          />
          {buying.data && (
            <>
              <Figure
                name={t('office.waiting')}
                value={formatCount(buying.data.waiting_count)}
                note={formatMoney(buying.data.waiting_total)}
                link={{ to: '/purchase-orders', search: { view: 'table', state: 'DRAFT' } as never }}
                mark="action"
              />
              <Figure
                name={t('office.expected')}
                value={formatCount(buying.data.expected_count)}
                note={t('office.overdue', { count: buying.data.overdue_count })}
                link={{
                  to: '/purchase-orders',
                  search: (buying.data.overdue_count ? { view: 'table', overdue: 'true' } : {}) as never,
                }}
                mark={buying.data.overdue_count ? 'act-now' : 'info'}
              />
              <Figure
                name={t('office.suggestions')}
                value={formatCount(buying.data.suggestions_count)}
                link={{ to: '/suggestions' }}
                mark="action"
              />
            </>
          )}
        </Figures>
        {buying.error && <ProblemPanel error={buying.error} retry={() => void buying.refetch()} />}
        <Five
          title={t('office.low')}
          lines={low.map((row) => ({
            id: row.item_id,
            name: row.name,
            note: t('office.lowNote', {
              on_hand: formatQuantity(row.on_hand, row.unit),
              minimum: formatQuantity(row.minimum, row.unit),
            }),
            link: { to: '/items/$itemId', params: { itemId: row.item_id } },
          }))}
        />
        <Five
          title={t('office.expiring')}
          lines={expiring.map((row) => ({
            id: row.lot_id,
            name: `${row.item_name} · ${row.code}`,
            note: `${formatDate(row.expires_on)} · ${formatQuantity(row.remaining, row.unit)}`,
            link: { to: '/lots/$lotId', params: { lotId: row.lot_id } },
          }))}
        />
        {buying.data && (
          <Five
            title={t('office.suggestions')}
            lines={buying.data.suggestions.map((row) => ({
              id: row.id,
              name: row.item_name,
              note: `${w('priorities', row.priority)} · ${formatQuantity(row.quantity, row.base_unit)}`,
              link: { to: '/suggestions' },
            }))}
          />
        )}
      </Stack>
    </>
  );
}

function Five({ title, lines }: { title: string; lines: Line[] }) {
  if (lines.length === 0) return null;
  return (
    <Panel title={title}>
      <ul style={{ margin: 0, padding: 0, listStyle: 'none', display: 'grid', gap: 8 }}>
        {lines.map((line) => (
          <li key={line.id}>
            <Link {...line.link}>{line.name}</Link> · <span className="num">{line.note}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
