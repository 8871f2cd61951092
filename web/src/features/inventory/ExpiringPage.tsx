import { SegmentedControl, Stack } from '@mantine/core';
import { IconCalendarCheck, IconClockExclamation, IconHourglass } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import type { DatedLot } from '@/api/wire';
import { formatMoney } from '@/shared/format/format';
import { DataTable } from '@/shared/ui/DataTable';
import { PageHeader } from '@/shared/ui/PageHeader';
import { EmptyState, Figure, Figures, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { StateBadge } from '@/shared/ui/StateBadge';
import { PageSkeleton } from '@/shared/ui/skeletons';
import { useUrl } from '@/shared/ui/url';
import { Day, Money, Quantity } from '@/shared/ui/values';
import { StandingBadge, standingOf } from './LotBadge';

/** What to use first, and what is lost already. */
export function ExpiringPage() {
  const { t } = useTranslation();
  const [url, setUrl] = useUrl();
  const days = url.days ?? '7';
  const answer = useQuery(question('inventory', '/v1/expiring-lots', { query: { days: Number(days) } }));
  const told = answer.data;
  return (
    <>
      <PageHeader title={t('expiring.title')} lead={t('expiring.lead')} />
      <SegmentedControl
        mb="md"
        aria-label={t('expiring.within')}
        value={days}
        onChange={(value) => setUrl({ days: value })}
        data={['3', '7', '15', '30'].map((one) => ({ value: one, label: t('expiring.days', { count: Number(one) }) }))}
      />
      {answer.error && <ProblemPanel error={answer.error} retry={() => void answer.refetch()} />}
      {!told && !answer.error && <PageSkeleton />}
      {told && (
        <Stack gap="md">
          <Figures>
            <Figure name={t('expiring.expired')} value={formatMoney(told.expired_value)} />
            <Figure name={t('expiring.expiring')} value={formatMoney(told.expiring_value)} />
          </Figures>
          {told.expired.length > 0 && (
            <Panel title={t('expiring.expired')}>
              <Dated name={t('expiring.expired')} rows={told.expired} />
            </Panel>
          )}
          {told.expiring.length > 0 && (
            <Panel title={t('expiring.expiring')}>
              <Dated name={t('expiring.expiring')} rows={told.expiring} />
            </Panel>
          )}
          {told.expired.length + told.expiring.length === 0 && (
            <EmptyState icon={IconCalendarCheck} title={t('expiring.empty')} body={t('expiring.emptyBody')} />
          )}
        </Stack>
      )}
    </>
  );
}

function Dated({ name, rows }: { name: string; rows: DatedLot[] }) {
  const { t } = useTranslation();
  return (
    <DataTable
      name={name}
      rows={rows}
      rowId={(row) => row.lot.id}
      link={(row) => ({ to: '/lots/$lotId', params: { lotId: row.lot.id } })}
      columns={[
        { id: 'item', title: t('inventory.item'), cell: (row) => row.lot.item_name, csv: (row) => row.lot.item_name },
        {
          id: 'code',
          title: t('lots.code'),
          cell: (row) => <span className="num">{row.lot.code}</span>,
          csv: (row) => row.lot.code,
          wide: true,
        },
        {
          id: 'expires',
          title: t('lots.expires'),
          cell: (row) => <Day value={row.lot.expires_on} />,
          csv: (row) => row.lot.expires_on ?? '',
        },
        {
          id: 'left',
          title: t('expiring.left'),
          cell: (row) =>
            row.days_left < 0 ? (
              <StandingBadge standing={standingOf(row.lot)} />
            ) : (
              <StateBadge
                tone={row.severity === 'CRITICAL' ? 'act' : row.severity ? 'soon' : 'quiet'}
                icon={row.severity === 'CRITICAL' ? IconClockExclamation : IconHourglass}
              >
                {t('expiring.days', { count: row.days_left })}
              </StateBadge>
            ),
          csv: (row) => String(row.days_left),
        },
        {
          id: 'remaining',
          title: t('lots.remaining'),
          cell: (row) => <Quantity value={row.lot.remaining_quantity} unit={row.lot.unit} />,
          csv: (row) => row.lot.remaining_quantity,
          numeric: true,
        },
        {
          id: 'value',
          title: t('inventory.value'),
          cell: (row) => <Money value={row.lot.remaining_cost} />,
          csv: (row) => row.lot.remaining_cost,
          numeric: true,
        },
      ]}
    />
  );
}
