import { IconArrowRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { useNames } from '@/api/names';
import { useMay } from '@/api/session';
import { isDecimal } from '@/shared/format/decimal';
import { formatMoney, formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { BatchBadge, tankFill } from '@/shared/ui/BatchBadge';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Facts, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { PageSkeleton } from '@/shared/ui/skeletons';
import { Timeline } from '@/shared/ui/Timeline';
import { Day, Money } from '@/shared/ui/values';
import { Tank } from '@/shared/ui/vessels';
import { AvailabilityPanel } from './AvailabilityPanel';
import classes from './Batches.module.css';
import { BatchMoves } from './BatchMoves';
import { BrewsPanel } from './BrewsPanel';
import { CostPanel } from './CostPanel';
import { FermentationPanel } from './FermentationPanel';
import { PlanPanel } from './PlanPanel';

/** What the history says besides the fact itself: litres, pesos or words. */
function Detail({ what, detail }: { what: string; detail: string }) {
  const w = useWord();
  if (!detail) return null;
  if ((what === 'materials_issued' || what === 'materials_released') && isDecimal(detail))
    return <span className="quiet num"> {formatMoney(detail)}</span>;
  const cost = /^([A-Z]+) (\d+(?:\.\d+)?)$/.exec(detail);
  if (what === 'cost_recorded' && cost?.[1] && cost[2]) {
    return (
      <span className="quiet num">
        {' '}
        {w('costKinds', cost[1])} {formatMoney(cost[2])}
      </span>
    );
  }
  return <span className="quiet"> {detail}</span>;
}

/** One batch: its state and what may be done now; what it takes or what it cost; its life. */
export function BatchPage() {
  const { t } = useTranslation();
  const w = useWord();
  const { batchId } = useParams({ from: '/batches/$batchId' });
  const may = useMay();
  const batch = useQuery({
    ...question('production', '/v1/batches/{batch_id}', { at: { batch_id: batchId } }),
    // STARTING is a moment between two databases. The feed tells its end; a device without it still asks.
    refetchInterval: ({ state }) => (state.data?.state === 'STARTING' ? 1_000 : false),
  });
  const who = useNames();
  const recipe = useQuery({
    ...question('production', '/v1/recipes/{recipe_id}', { at: { recipe_id: batch.data?.recipe_id ?? '' } }),
    enabled: batch.data !== undefined && may('production.recipes.read'),
  });
  if (batch.error) return <ProblemPanel error={batch.error} retry={() => void batch.refetch()} />;
  if (!batch.data) return <PageSkeleton />;
  const one = batch.data;
  const happenings = [...one.history]
    // Turned first: what happened within one instant keeps its order, the last on top.
    .reverse()
    .sort((a, b) => b.at.localeCompare(a.at))
    .map(({ at, what, by, by_name, detail }) => ({
      at,
      by: by_name || who(by),
      what: (
        <>
          {w('history', what)}
          <Detail what={what} detail={detail} />
        </>
      ),
    }));
  return (
    <>
      <PageHeader
        title={one.recipe_name}
        eyebrow={
          <>
            <Link to="/batches">{t('batches.title')}</Link> · <span className="num">{one.number}</span>
          </>
        }
        badge={<BatchBadge state={one.state} />}
      />
      <div className={classes.stack}>
        <Panel>
          <div className={classes.top}>
            <Tank srm={recipe.data?.color_srm} fill={tankFill(one.state)} size={128} />
            <div className={classes.stack}>
              {one.cost_per_litre && (
                <div className={classes.litre}>
                  <span className={`${classes.big} num`}>{formatMoney(one.cost_per_litre)}</span>
                  <span>
                    <strong>{t('batches.costPerLitre')}</strong>
                    <br />
                    <span className={`${classes.of} num`}>
                      {t('batches.overLitres', {
                        cost: formatMoney(one.total_cost),
                        litres: formatQuantity(one.packaged_volume_l, 'L'),
                      })}
                    </span>
                  </span>
                </div>
              )}
              <Facts
                facts={[
                  [
                    t('batches.planned'),
                    <span key="planned" className="num">
                      {formatQuantity(one.planned_volume_l, 'L')}
                    </span>,
                  ],
                  [
                    t('batches.packaged'),
                    <span key="packaged" className="num">
                      {formatQuantity(one.packaged_volume_l, 'L')}
                    </span>,
                  ],
                  [
                    t('batches.day'),
                    <span key="day">
                      <Day value={one.planned_on} />
                      {one.plan_revision > 1 && (
                        <span className="quiet"> · {t('batches.revision', { number: one.plan_revision })}</span>
                      )}
                    </span>,
                  ],
                  [t('batches.cost'), <Money key="cost" value={one.total_cost} />],
                  [
                    t('plan.recipe'),
                    <Link key="recipe" to="/recipes/$recipeId" params={{ recipeId: one.recipe_id }}>
                      {t('batches.seeRecipe')} <IconArrowRight size={14} aria-hidden />
                    </Link>,
                  ],
                ]}
              />
              {may('traceability.graph.read') && one.state !== 'PLANNED' && (
                <Link to="/tracing/$kind/$nodeId" params={{ kind: 'BATCH', nodeId: one.id }}>
                  {t('tracing.trace')} <IconArrowRight size={14} aria-hidden />
                </Link>
              )}
              <BatchMoves batch={one} />
            </div>
          </div>
        </Panel>
        <div className={classes.cols}>
          <div className={classes.stack}>
            {(one.state === 'PLANNED' || one.state === 'STARTING') && <AvailabilityPanel batch={one} />}
            <PlanPanel batch={one} />
            {(one.brews.length > 1 || one.state !== 'PLANNED') && <BrewsPanel batch={one} />}
            {one.brews.some((brew) => brew.state === 'KNOCKED_OUT') && <FermentationPanel batch={one} />}
            {one.costs.length > 0 && <CostPanel batch={one} />}
          </div>
          <Panel title={t('batches.life')}>
            <Timeline happenings={happenings} />
          </Panel>
        </div>
      </div>
    </>
  );
}
