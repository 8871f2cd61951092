import { Button, SegmentedControl, Select } from '@mantine/core';
import { IconBarrel, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { pages } from '@/api/client';
import { useMay } from '@/api/session';
import type { BatchRow, BatchState } from '@/api/wire';
import { compare, sum } from '@/shared/format/decimal';
import { formatDate, formatMoney, formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { BatchBadge, tankFill } from '@/shared/ui/BatchBadge';
import type { Column } from '@/shared/ui/DataTable';
import { List } from '@/shared/ui/List';
import { PageHeader } from '@/shared/ui/PageHeader';
import { EmptyState } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { PageSkeleton } from '@/shared/ui/skeletons';
import { useUrl } from '@/shared/ui/url';
import { Day, Money, Quantity } from '@/shared/ui/values';
import { Tank } from '@/shared/ui/vessels';
import classes from './Batches.module.css';
import { BOARD, BRIEF } from './words';

/** Every batch: as a board of what is in motion, or as the table of all there ever were. */
export function BatchesPage() {
  const { t } = useTranslation();
  const [url, setUrl] = useUrl();
  const may = useMay();
  const table = url.view === 'table';
  const plan = may('production.batches.plan') && (
    <Button component={Link} to="/batches/plan" leftSection={<IconPlus size={20} aria-hidden />}>
      {t('batches.plan')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('batches.title')} lead={t('batches.lead')}>
        <SegmentedControl
          aria-label={t('ui.view')}
          value={table ? 'table' : 'board'}
          onChange={(view) =>
            setUrl({ view: view === 'table' ? 'table' : undefined, q: undefined, sort: undefined, state: undefined })
          }
          data={[
            { value: 'board', label: t('batches.board') },
            { value: 'table', label: t('ui.table') },
          ]}
        />
        {plan}
      </PageHeader>
      {table ? <BatchTable plan={plan} /> : <Board plan={plan} />}
    </>
  );
}

function Board({ plan }: { plan: React.ReactNode }) {
  const { t } = useTranslation();
  const w = useWord();
  const may = useMay();
  const batches = useInfiniteQuery(pages('production', '/v1/batches'));
  const recipes = useInfiniteQuery({ ...pages('production', '/v1/recipes'), enabled: may('production.recipes.read') });
  const colours = new Map((recipes.data ?? []).map((recipe) => [recipe.id, recipe.color_srm]));
  if (batches.error) return <ProblemPanel error={batches.error} retry={() => void batches.refetch()} />;
  if (!batches.data) return <PageSkeleton />;
  if (batches.data.length === 0) {
    return (
      <EmptyState icon={IconBarrel} title={t('batches.empty')} body={t('batches.emptyBody')}>
        {plan}
      </EmptyState>
    );
  }
  return (
    <div className={classes.board}>
      {BOARD.map((state) => {
        const mine = batches.data.filter((batch) => batch.state === state);
        if (mine.length === 0 && BRIEF.includes(state)) return null;
        return (
          <section key={state} className={classes.lane} aria-label={w('states', state)}>
            <h2>
              <BatchBadge state={state} />
              <span className="num">{mine.length}</span>
            </h2>
            {mine.length === 0 && <p className={classes.none}>{t(`batches.none.${state}`)}</p>}
            <ul>
              {mine.slice(0, 12).map((batch) => (
                <li key={batch.id}>
                  <Link to="/batches/$batchId" params={{ batchId: batch.id }} className={classes.card}>
                    <Tank srm={colours.get(batch.recipe_id)} fill={tankFill(state)} size={44} />
                    <strong>{batch.recipe_name}</strong>
                    <small className="num">{batch.number}</small>
                    <small className="num">
                      {formatDate(batch.planned_on)} ·{' '}
                      {formatQuantity(batch.packaged_volume_l ?? batch.planned_volume_l, 'L')}
                    </small>
                    {batch.cost_per_litre && (
                      <span className={`${classes.cost} num`}>
                        {t('batches.perLitre', { cost: formatMoney(batch.cost_per_litre) })}
                      </span>
                    )}
                  </Link>
                </li>
              ))}
            </ul>
            {mine.length > 12 && (
              <Link to="/batches" search={{ view: 'table', state } as never}>
                {t('batches.allOf', { count: mine.length })}
              </Link>
            )}
          </section>
        );
      })}
    </div>
  );
}

function BatchTable({ plan }: { plan: React.ReactNode }) {
  const { t } = useTranslation();
  const w = useWord();
  const [url, setUrl] = useUrl();
  const state = url.state as BatchState | undefined;
  const batches = useInfiniteQuery(pages('production', '/v1/batches', { state }));
  const columns: Column<BatchRow>[] = [
    {
      id: 'number',
      title: t('batches.number'),
      cell: (row) => <span className="num">{row.number}</span>,
      csv: (row) => row.number,
      order: (a, b) => a.number.localeCompare(b.number),
    },
    {
      id: 'recipe',
      title: t('batches.beer'),
      cell: (row) => row.recipe_name,
      csv: (row) => row.recipe_name,
      order: (a, b) => a.recipe_name.localeCompare(b.recipe_name, 'es'),
    },
    {
      id: 'state',
      title: t('batches.state'),
      cell: (row) => <BatchBadge state={row.state} />,
      csv: (row) => w('states', row.state),
      order: (a, b) => a.state.localeCompare(b.state),
    },
    {
      id: 'day',
      title: t('batches.day'),
      cell: (row) => <Day value={row.planned_on} />,
      csv: (row) => row.planned_on,
      order: (a, b) => a.planned_on.localeCompare(b.planned_on),
      wide: true,
    },
    {
      id: 'planned',
      title: t('batches.planned'),
      cell: (row) => <Quantity value={row.planned_volume_l} unit="L" />,
      csv: (row) => row.planned_volume_l,
      order: (a, b) => compare(a.planned_volume_l, b.planned_volume_l),
      numeric: true,
      wide: true,
      total: (rows) => formatQuantity(sum(rows.map((row) => row.planned_volume_l)), 'L'),
    },
    {
      id: 'packaged',
      title: t('batches.packaged'),
      cell: (row) => <Quantity value={row.packaged_volume_l} unit="L" />,
      csv: (row) => row.packaged_volume_l ?? '',
      numeric: true,
      wide: true,
      total: (rows) => formatQuantity(sum(rows.map((row) => row.packaged_volume_l ?? '0')), 'L'),
    },
    {
      id: 'cost',
      title: t('batches.cost'),
      cell: (row) => <Money value={row.total_cost} />,
      csv: (row) => row.total_cost,
      order: (a, b) => compare(a.total_cost, b.total_cost),
      numeric: true,
      wide: true,
      total: (rows) => formatMoney(sum(rows.map((row) => row.total_cost))),
    },
    {
      id: 'litre',
      title: t('batches.costPerLitre'),
      cell: (row) => <Money value={row.cost_per_litre} />,
      csv: (row) => row.cost_per_litre ?? '',
      order: (a, b) => compare(a.cost_per_litre ?? '-1', b.cost_per_litre ?? '-1'),
      numeric: true,
    },
  ];
  return (
    <List
      name={t('batches.title')}
      answer={batches}
      columns={columns}
      rowId={(row) => row.id}
      link={(row) => ({ to: '/batches/$batchId', params: { batchId: row.id } })}
      search={t('batches.search')}
      matches={(row, text) => `${row.number} ${row.recipe_name}`.toLocaleLowerCase('es-MX').includes(text)}
      narrowedBy={['q', 'state']}
      filters={
        <Select
          aria-label={t('batches.state')}
          placeholder={t('batches.everyState')}
          clearable
          clearButtonProps={{ 'aria-label': t('ui.clear') }}
          w={190}
          value={state ?? null}
          onChange={(value) => setUrl({ state: value ?? undefined })}
          data={[...BOARD, 'CANCELLED' as const].map((value) => ({ value, label: w('states', value) }))}
        />
      }
      empty={{ icon: IconBarrel, title: t('batches.empty'), body: t('batches.emptyBody'), act: plan }}
    />
  );
}
