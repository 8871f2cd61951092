import { Button } from '@mantine/core';
import { IconBarrel, IconPackageImport } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { every, pages } from '@/api/client';
import { useMay, useSession } from '@/api/session';
import type { BatchRow, ReceiptRow } from '@/api/wire';
import { sum } from '@/shared/format/decimal';
import { formatCount, formatDate, formatMoney, formatQuantity } from '@/shared/format/format';
import { BatchBadge, tankFill } from '@/shared/ui/BatchBadge';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { LineChart } from '@/shared/ui/LineChart';
import { Panorama } from '@/shared/ui/landscape';
import { EmptyState, Figure, Figures, Panel } from '@/shared/ui/Panel';
import { Day, Money } from '@/shared/ui/values';
import { Tank } from '@/shared/ui/vessels';
import { WithTable } from '@/shared/ui/WithTable';
import classes from './Home.module.css';
import { Tasks } from './Tasks';
import { useTasks } from './useTasks';

const IN_MOTION = new Set(['PLANNED', 'STARTING', 'BREWING']);
const CHARTED = 12;

/** Where the day begins: what waits for me, what is in the tanks, and the few figures that I look at first. */
export function HomePage() {
  const { t, i18n } = useTranslation();
  const session = useSession();
  const may = useMay();
  const stock = useQuery({ ...every('inventory', '/v1/stock'), enabled: may('inventory.stock.read') });
  const batches = useQuery({ ...every('production', '/v1/batches'), enabled: may('production.batches.read') });
  const tasks = useTasks(batches.data);
  useEffect(() => {
    document.title = `${t('nav.home')} · Desert Brew OS`;
  }, [t]);

  const now = new Date();
  const hour = Number(
    new Intl.DateTimeFormat('en-GB', { hour: 'numeric', hour12: false, timeZone: 'America/Monterrey' }).format(now),
  );
  const part = hour < 12 ? 'morning' : hour < 19 ? 'afternoon' : 'evening';
  const long = new Intl.DateTimeFormat(i18n.language, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'America/Monterrey',
  }).format(now);
  const motion = (batches.data ?? []).filter((batch) => IN_MOTION.has(batch.state));
  const done = (batches.data ?? []).filter((batch) => batch.cost_per_litre !== null);
  const last = [...done].sort((a, b) => b.planned_on.localeCompare(a.planned_on))[0];
  const litres = sum(motion.map((batch) => batch.planned_volume_l));

  return (
    <>
      <div className={classes.hello}>
        <Panorama />
        <div className={classes.words}>
          <h1>{t(`home.${part}`, { name: session.person.display_name.split(' ')[0] })}</h1>
          <p>{long}</p>
        </div>
      </div>
      <Figures>
        {stock.data && (
          <Figure
            name={t('home.stockValue')}
            value={formatMoney(sum(stock.data.map((row) => row.value)))}
            note={t('home.items', { count: stock.data.length })}
            link={{ to: '/stock' }}
            mark="well"
          />
        )}
        {batches.data && (
          <Figure
            name={t('home.inMotion')}
            value={formatCount(motion.length)}
            note={formatQuantity(litres, 'L')}
            link={{ to: '/batches' }}
            mark="action"
          />
        )}
        {last && (
          <Figure
            name={t('home.lastLitre')}
            value={formatMoney(last.cost_per_litre)}
            note={`${last.recipe_name} · ${last.number}`}
            link={{ to: '/batches/$batchId', params: { batchId: last.id } }}
            mark="info"
          />
        )}
      </Figures>
      <div className={classes.cols}>
        <div className={classes.stack}>
          <Panel title={t('home.todo')}>
            <Tasks tasks={tasks} />
          </Panel>
          {may('production.batches.read') && <InMotion batches={batches.data ? motion : undefined} />}
        </div>
        <div className={classes.stack}>
          {done.length > 1 && <CostPerLitre batches={done} />}
          {may('inventory.stock.read') && <RecentReceipts />}
        </div>
      </div>
    </>
  );
}

function InMotion({ batches }: { batches: BatchRow[] | undefined }) {
  const { t } = useTranslation();
  const may = useMay();
  const recipes = useQuery({ ...every('production', '/v1/recipes'), enabled: may('production.recipes.read') });
  const colours = new Map((recipes.data ?? []).map((recipe) => [recipe.id, recipe.color_srm]));
  if (batches === undefined) return null;
  return (
    <Panel title={t('home.inMotion')} aside={<Link to="/batches">{t('home.board')}</Link>}>
      {batches.length === 0 && (
        <EmptyState icon={IconBarrel} title={t('home.still')} body={t('home.stillBody')}>
          {may('production.batches.plan') && (
            <Button component={Link} to="/batches/plan">
              {t('batches.plan')}
            </Button>
          )}
        </EmptyState>
      )}
      <ul className={classes.tanks}>
        {batches.slice(0, 8).map((batch) => (
          <li key={batch.id}>
            <Link to="/batches/$batchId" params={{ batchId: batch.id }} className={classes.tank}>
              <Tank srm={colours.get(batch.recipe_id)} fill={tankFill(batch.state)} size={72} />
              <strong>{batch.recipe_name}</strong>
              <small className="num">
                {formatDate(batch.planned_on)} · {formatQuantity(batch.planned_volume_l, 'L')}
              </small>
              <BatchBadge state={batch.state} />
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function CostPerLitre({ batches }: { batches: BatchRow[] }) {
  const { t } = useTranslation();
  const shown = [...batches].sort((a, b) => a.planned_on.localeCompare(b.planned_on)).slice(-CHARTED);
  const columns: Column<BatchRow>[] = [
    { id: 'number', title: t('batches.number'), cell: (row) => <span className="num">{row.number}</span> },
    { id: 'beer', title: t('batches.beer'), cell: (row) => row.recipe_name },
    {
      id: 'litre',
      title: t('batches.costPerLitre'),
      cell: (row) => <Money value={row.cost_per_litre} />,
      numeric: true,
    },
  ];
  return (
    <Panel title={t('home.litreByBatch')}>
      <WithTable
        chart={
          <LineChart
            label={t('home.litreChart', {
              points: shown.map((batch) => `${batch.number} ${formatMoney(batch.cost_per_litre)}`).join(', '),
            })}
            format={(value) => formatMoney(value)}
            points={shown.map((batch) => ({ name: batch.number, value: batch.cost_per_litre ?? '0' }))}
          />
        }
        table={
          <DataTable
            bare
            name={t('home.litreByBatch')}
            rows={shown}
            columns={columns}
            rowId={(row) => row.id}
            link={(row) => ({ to: '/batches/$batchId', params: { batchId: row.id } })}
          />
        }
      />
    </Panel>
  );
}

function RecentReceipts() {
  const { t } = useTranslation();
  const may = useMay();
  const receipts = useInfiniteQuery(pages('inventory', '/v1/receipts', { limit: 6 }));
  const columns: Column<ReceiptRow>[] = [
    { id: 'supplier', title: t('receiving.supplier'), cell: (row) => row.supplier_name || row.number },
    { id: 'day', title: t('receiving.day'), cell: (row) => <Day value={row.received_at} />, wide: true },
    { id: 'total', title: t('receiving.total'), cell: (row) => <Money value={row.total_cost} />, numeric: true },
  ];
  return (
    <Panel
      title={t('home.received')}
      flush
      aside={may('inventory.lots.receive') && <Link to="/receiving">{t('receiving.title')}</Link>}
    >
      {receipts.data?.length === 0 ? (
        <EmptyState icon={IconPackageImport} title={t('receiving.empty')} body={t('receiving.emptyBody')} />
      ) : (
        <DataTable
          bare
          name={t('home.received')}
          rows={(receipts.data ?? []).slice(0, 6)}
          columns={columns}
          rowId={(row) => row.id}
          link={(row) => ({ to: '/receipts/$receiptId', params: { receiptId: row.id } })}
        />
      )}
    </Panel>
  );
}
