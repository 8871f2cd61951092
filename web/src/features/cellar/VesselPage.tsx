import { IconDroplet, IconRulerMeasure } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { pages, question } from '@/api/client';
import { useNames } from '@/api/names';
import type { BeerMovement, TankReading, Vessel } from '@/api/wire';
import { compare } from '@/shared/format/decimal';
import { formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { List } from '@/shared/ui/List';
import { PageHeader } from '@/shared/ui/PageHeader';
import { EmptyState, Facts, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { PageSkeleton } from '@/shared/ui/skeletons';
import { Moment, Quantity } from '@/shared/ui/values';
import classes from './Cellar.module.css';
import { StrappingPanel } from './StrappingPanel';
import { VesselActions } from './VesselActions';
import { VesselBadge } from './VesselBadge';
import { VesselDrawing } from './VesselDrawing';
import { daysSince, isTank } from './words';

/** One vessel: its state and what may be done; what is in it; its readings, its table, its ledger. */
export function VesselPage() {
  const { t } = useTranslation();
  const w = useWord();
  const { vesselId } = useParams({ from: '/cellar/$vesselId' });
  const plant = useQuery(question('production', '/v1/vessels'));
  if (plant.error) return <ProblemPanel error={plant.error} retry={() => void plant.refetch()} />;
  if (!plant.data) return <PageSkeleton />;
  const vessel = plant.data.vessels.find((one) => one.id === vesselId);
  if (!vessel) return <EmptyState icon={IconDroplet} title={t('cellar.gone')} body={t('cellar.goneBody')} />;
  return (
    <>
      <PageHeader
        title={vessel.code}
        eyebrow={<Link to="/cellar">{t('cellar.title')}</Link>}
        lead={vessel.name}
        badge={<VesselBadge state={vessel.state} />}
      />
      <div className={classes.stack}>
        <Panel>
          <div className={classes.facts}>
            <VesselDrawing vessel={vessel} size={190} />
            <div className={classes.stack}>
              <Facts
                facts={[
                  [t('cellar.inside'), <Quantity key="inside" value={vessel.volume_l} unit="L" />],
                  [t('cellar.kind'), w('vesselKinds', vessel.kind)],
                  [t('cellar.nominal'), <Quantity key="nominal" value={vessel.nominal_volume_l} unit="L" />],
                  [t('cellar.working'), <Quantity key="working" value={vessel.working_max_l} unit="L" />],
                  [t('cellar.glycolZone'), vessel.glycol_zone ?? '—'],
                  [t('cellar.material'), t('cellar.steel', { steel: vessel.material })],
                  [t('cellar.stateSince'), <Moment key="since" value={vessel.state_since} />],
                ]}
              />
              <VesselActions vessel={vessel} others={plant.data.vessels.filter(isTank)} />
            </div>
          </div>
        </Panel>
        <div className={classes.cols}>
          <div className={classes.stack}>
            {isTank(vessel) && <Inside vessel={vessel} />}
            <Movements vesselId={vessel.id} />
          </div>
          <div className={classes.stack}>
            <Readings vesselId={vessel.id} />
            <StrappingPanel vessel={vessel} />
          </div>
        </div>
      </div>
    </>
  );
}

function Inside({ vessel }: { vessel: Vessel }) {
  const { t } = useTranslation();
  const columns: Column<Vessel['contents'][number]>[] = [
    { id: 'beer', title: t('batches.beer'), cell: (row) => row.recipe_name },
    { id: 'number', title: t('batches.number'), cell: (row) => <span className="num">{row.batch_number}</span> },
    {
      id: 'days',
      title: t('cellar.time'),
      cell: (row) => t('cellar.days', { count: daysSince(row.since) }),
      wide: true,
    },
    {
      id: 'litres',
      title: t('cellar.litres'),
      cell: (row) => <Quantity value={row.volume_l} unit="L" />,
      numeric: true,
    },
  ];
  return (
    <Panel title={t('cellar.inside')} flush>
      {vessel.contents.length === 0 ? (
        <EmptyState icon={IconDroplet} title={t('cellar.noBeer')} body={t('cellar.noBeerBody')} />
      ) : (
        <DataTable
          bare
          name={t('cellar.inside')}
          rows={vessel.contents}
          columns={columns}
          rowId={(row) => row.batch_id}
          link={(row) => ({ to: '/batches/$batchId', params: { batchId: row.batch_id } })}
        />
      )}
    </Panel>
  );
}

function Movements({ vesselId }: { vesselId: string }) {
  const { t } = useTranslation();
  const w = useWord();
  const who = useNames();
  const movements = useInfiniteQuery(pages('production', '/v1/beer-movements', { vessel_id: vesselId }));
  const columns: Column<BeerMovement>[] = [
    { id: 'at', title: t('cellar.when'), cell: (row) => <Moment value={row.happened_at} />, csv: (r) => r.happened_at },
    {
      id: 'kind',
      title: t('cellar.what'),
      cell: (row) => (
        <>
          {w('beerMovements', row.kind)}
          {row.loss_reason && ` · ${w('lossReasons', row.loss_reason)}`}
          {row.note && <span className="quiet"> · {row.note}</span>}
        </>
      ),
      csv: (row) => `${row.kind} ${row.loss_reason ?? ''}`.trim(),
    },
    {
      id: 'way',
      title: t('cellar.way'),
      cell: (row) => <span className="num">{`${row.from_code ?? '—'} → ${row.to_code ?? '—'}`}</span>,
      csv: (row) => `${row.from_code ?? ''} ${row.to_code ?? ''}`,
      wide: true,
    },
    {
      id: 'batches',
      title: t('batches.number'),
      cell: (row) => <span className="num">{row.parts.map((part) => part.batch_number).join(' + ')}</span>,
      csv: (row) => row.parts.map((part) => `${part.batch_number} ${part.volume_l}`).join('; '),
      wide: true,
    },
    { id: 'by', title: t('cellar.by'), cell: (row) => who(row.by) ?? '—', csv: (row) => row.by, wide: true },
    {
      id: 'litres',
      title: t('cellar.litres'),
      cell: (row) => (
        <span className="num">
          {row.to_vessel_id === vesselId ? '+' : '−'}
          {formatQuantity(row.volume_l, 'L')}
        </span>
      ),
      csv: (row) => `${row.to_vessel_id === vesselId ? '' : '-'}${row.volume_l}`,
      order: (a, b) => compare(a.volume_l, b.volume_l),
      numeric: true,
    },
  ];
  return (
    <Panel title={t('cellar.movements')} flush>
      <List
        bare
        name={t('cellar.movements')}
        answer={movements}
        columns={columns}
        rowId={(row) => row.id}
        empty={{ icon: IconDroplet, title: t('cellar.noMovements'), body: t('cellar.noMovementsBody') }}
      />
    </Panel>
  );
}

function Readings({ vesselId }: { vesselId: string }) {
  const { t } = useTranslation();
  const readings = useQuery(
    question('production', '/v1/vessels/{vessel_id}/readings', { at: { vessel_id: vesselId }, query: { limit: 30 } }),
  );
  const columns: Column<TankReading>[] = [
    { id: 'at', title: t('cellar.when'), cell: (row) => <Moment value={row.taken_at} /> },
    {
      id: 'litres',
      title: t('cellar.at20'),
      cell: (row) => <Quantity value={row.volume_20_l} unit="L" />,
      numeric: true,
    },
    {
      id: 'difference',
      title: t('cellar.difference'),
      cell: (row) => <Quantity value={row.difference_l} unit="L" />,
      numeric: true,
    },
  ];
  return (
    <Panel title={t('cellar.readings')} flush>
      {readings.data?.items.length === 0 ? (
        <EmptyState icon={IconRulerMeasure} title={t('cellar.noReadings')} body={t('cellar.noReadingsBody')} />
      ) : (
        <DataTable
          bare
          name={t('cellar.readings')}
          rows={readings.data?.items ?? []}
          columns={columns}
          rowId={(row) => row.id}
        />
      )}
    </Panel>
  );
}
