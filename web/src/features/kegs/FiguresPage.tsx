import { IconBarrel } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import type { KegFigures } from '@/api/wire';
import { rounded, sum } from '@/shared/format/decimal';
import { formatCount, formatNumber, formatPercent, formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { Bars } from '@/shared/ui/Bars';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { PageHeader } from '@/shared/ui/PageHeader';
import { EmptyState, Figure, Figures, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { PageSkeleton } from '@/shared/ui/skeletons';
import { Quantity } from '@/shared/ui/values';
import { WithTable } from '@/shared/ui/WithTable';
import classes from './Kegs.module.css';
import { KEG_STATES, kegLook } from './words';

type Part = KegFigures['fleet'][number];
type Dwell = KegFigures['dwell_by_client'][number];

const MOST_LOSS = 0.02;
const MOST_CLIENTS = 8;

/** Where the fleet is and how it did: how long clients keep it, how fast it turns, what it loses. */
export function FiguresPage() {
  const { t } = useTranslation();
  const answer = useQuery(question('inventory', '/v1/keg-figures'));
  const clients = useQuery(question('inventory', '/v1/keg-clients'));
  if (answer.error) return <ProblemPanel error={answer.error} retry={() => void answer.refetch()} />;
  if (!answer.data) return <PageSkeleton />;
  const figures = answer.data;
  const window = t('kegFigures.window', { count: figures.window_days });
  const header = (
    <PageHeader
      title={t('kegFigures.title')}
      lead={t('kegFigures.lead')}
      eyebrow={<Link to="/kegs">{t('kegs.title')}</Link>}
    />
  );
  if (figures.fleet.length === 0) {
    return (
      <>
        {header}
        <EmptyState icon={IconBarrel} title={t('kegs.empty')} body={t('kegs.emptyBody')} />
      </>
    );
  }
  const days = (value: number | undefined) =>
    value === undefined ? '—' : t('kegFigures.days', { count: value, figure: formatNumber(String(value)) });
  const loss = figures.loss_a_year;
  return (
    <>
      {header}
      <div className={classes.stack}>
        <Figures>
          <Figure name={t('kegFigures.steel')} value={formatCount(figures.steel)} link={{ to: '/kegs' }} />
          <Figure
            name={t('kegFigures.dwell')}
            value={days(figures.dwell?.p50_days)}
            note={figures.dwell && t('kegFigures.p90', { days: days(figures.dwell.p90_days) })}
            link={{ to: '/kegs/at-risk' }}
            mark="info"
          />
          <Figure
            name={t('kegFigures.cycle')}
            value={days(figures.cycle?.p50_days)}
            note={figures.cycle && t('kegFigures.p90', { days: days(figures.cycle.p90_days) })}
          />
          <Figure
            name={t('kegFigures.turns')}
            value={figures.turns_a_year === null ? '—' : formatNumber(rounded(String(figures.turns_a_year), 1))}
            note={t('kegFigures.fills', { count: figures.fills, window })}
            mark="well"
          />
          <Figure
            name={t('kegFigures.loss')}
            value={loss === null ? '—' : formatPercent(String(Math.round(loss * 1000) / 10))}
            note={t('kegFigures.lost', { count: figures.lost, window })}
            link={{ to: '/kegs', search: { state: 'LOST' } as never }}
            mark={loss !== null && loss > MOST_LOSS ? 'act-now' : 'well'}
          />
        </Figures>
        <div className={classes.charts}>
          <Panel title={t('kegFigures.fleet')}>
            <WithTable chart={<FleetBars fleet={figures.fleet} />} table={<FleetTable fleet={figures.fleet} />} />
          </Panel>
          <Panel title={t('kegFigures.byClient')}>
            {figures.dwell_by_client.length === 0 ? (
              <p className="quiet">{t('kegFigures.noDwell')}</p>
            ) : (
              <WithTable
                chart={
                  <Bars
                    label={t('kegFigures.byClient')}
                    bars={figures.dwell_by_client
                      .slice(0, MOST_CLIENTS)
                      .map((one) => ({ name: one.client_name, value: one.dwell.p50_days, token: '--action' }))}
                    format={(value) => t('kegFigures.shortDays', { figure: formatNumber(String(value)) })}
                  />
                }
                table={<DwellTable rows={figures.dwell_by_client} />}
              />
            )}
          </Panel>
        </div>
        {(clients.data?.items.length ?? 0) > 0 && (
          <Panel title={t('kegFigures.owed')} flush>
            <DataTable
              bare
              name={t('kegFigures.owed')}
              rows={clients.data?.items ?? []}
              rowId={(row) => `${row.client_id}-${row.client_name}`}
              columns={[
                { id: 'client', title: t('kegs.client'), cell: (row) => row.client_name },
                count('at', t('kegFigures.atClient'), (row) => row.at_client),
                count('held', t('kegFigures.held'), (row) => row.held),
                count('lost', t('kegFigures.lostThere'), (row) => row.lost),
                count('oldest', t('kegFigures.oldest'), (row) => row.oldest_days),
              ]}
            />
          </Panel>
        )}
      </div>
    </>
  );
}

type Owed = { client_id: string | null; client_name: string } & Record<
  'at_client' | 'held' | 'lost' | 'oldest_days',
  number
>;

function count(id: string, title: string, of: (row: Owed) => number): Column<Owed> {
  return {
    id,
    title,
    cell: (row) => <span className="num">{formatCount(of(row))}</span>,
    order: (a, b) => of(a) - of(b),
    numeric: true,
  };
}

function FleetBars({ fleet }: { fleet: readonly Part[] }) {
  const { t } = useTranslation();
  const w = useWord();
  const bars = KEG_STATES.map((state) => ({
    name: w('kegStates', state),
    value: fleet.filter((part) => part.state === state).reduce((total, part) => total + part.kegs, 0),
    token: kegLook(state).token,
  })).filter((bar) => bar.value > 0);
  return <Bars label={t('kegFigures.fleet')} bars={bars} format={formatCount} />;
}

function FleetTable({ fleet }: { fleet: readonly Part[] }) {
  const { t } = useTranslation();
  const w = useWord();
  return (
    <DataTable
      bare
      name={t('kegFigures.fleet')}
      rows={fleet}
      rowId={(row) => `${row.state}-${row.size_l}`}
      columns={[
        {
          id: 'state',
          title: t('kegs.state'),
          cell: (row) => w('kegStates', row.state),
          order: (a, b) => KEG_STATES.indexOf(a.state) - KEG_STATES.indexOf(b.state),
        },
        { id: 'size', title: t('kegs.size'), cell: (row) => <Quantity value={row.size_l} unit="L" />, numeric: true },
        {
          id: 'kegs',
          title: t('kegs.title'),
          cell: (row) => <span className="num">{formatCount(row.kegs)}</span>,
          numeric: true,
          total: (rows) => formatCount(rows.reduce((total, row) => total + row.kegs, 0)),
        },
        {
          id: 'litres',
          title: t('kegs.litres'),
          cell: (row) => <Quantity value={row.litres} unit="L" />,
          numeric: true,
          total: (rows) => formatQuantity(sum(rows.map((row) => row.litres)), 'L'),
        },
      ]}
    />
  );
}

function DwellTable({ rows }: { rows: readonly Dwell[] }) {
  const { t } = useTranslation();
  const figure = (value: number) => <span className="num">{formatNumber(String(value))}</span>;
  return (
    <DataTable
      bare
      name={t('kegFigures.byClient')}
      rows={rows}
      rowId={(row) => row.client_name}
      columns={[
        { id: 'client', title: t('kegs.client'), cell: (row) => row.client_name },
        { id: 'stays', title: t('kegFigures.stays'), cell: (row) => figure(row.dwell.count), numeric: true },
        { id: 'p50', title: t('kegFigures.half'), cell: (row) => figure(row.dwell.p50_days), numeric: true },
        { id: 'p90', title: t('kegFigures.nine'), cell: (row) => figure(row.dwell.p90_days), numeric: true },
      ]}
    />
  );
}
