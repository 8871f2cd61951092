import { Button } from '@mantine/core';
import { IconAlertTriangle, IconBottle, IconLockCheck, IconScan } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { useMay } from '@/api/session';
import type { PackagingLine, PackagingRun } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { sum } from '@/shared/format/decimal';
import { formatDate, formatDateTime, formatMoney, formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Facts, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { ReasonDialog } from '@/shared/ui/ReasonDialog';
import { PageSkeleton } from '@/shared/ui/skeletons';
import { CloseRunDialog } from './CloseRunDialog';
import { PackagesDialog } from './PackagesDialog';
import classes from './Packaging.module.css';
import { RunBadge } from './RunBadge';

/** One run: where its litres are, what may be done now, what was filled. */
export function RunPage() {
  const { t } = useTranslation();
  const may = useMay();
  const { runId } = useParams({ from: '/packaging/$runId' });
  const [dialog, setDialog] = useState<'count' | 'close' | null>(null);
  const answer = useQuery({
    ...question('production', '/v1/packaging-runs/{run_id}', { at: { run_id: runId } }),
    // CLOSING lasts until the warehouse has counted its kegs; a device without the feed still asks.
    refetchInterval: ({ state }) => (state.data?.state === 'CLOSING' ? 1_000 : false),
  });
  if (answer.error) return <ProblemPanel error={answer.error} retry={() => void answer.refetch()} />;
  if (!answer.data) return <PageSkeleton />;
  const one = answer.data;
  const works = one.state === 'OPEN' && may('production.packaging.work');
  return (
    <>
      <PageHeader
        title={one.beer_name}
        eyebrow={
          <>
            <Link to="/packaging">{t('packaging.title')}</Link> · <span className="num">{one.number}</span>
          </>
        }
        badge={<RunBadge state={one.state} />}
      />
      <div className={classes.page}>
        <div className={classes.stack}>
          <Panel>
            <Litres run={one} />
          </Panel>
          {one.state === 'CLOSING' && (
            <Panel>
              <p role="status">{t('packaging.waiting')}</p>
            </Panel>
          )}
          {works && (
            <div className={classes.acts}>
              {may('inventory.kegs.fill') && (
                <Button
                  className={classes.act}
                  component={Link}
                  to="/kegs/scan"
                  search={{ mode: 'FILL', run: one.id } as never}
                  leftSection={<IconScan size={26} aria-hidden />}
                >
                  {t('packaging.scan')}
                </Button>
              )}
              <Button
                className={classes.act}
                leftSection={<IconBottle size={26} aria-hidden />}
                onClick={() => setDialog('count')}
              >
                {t('packaging.count')}
              </Button>
              <Button
                className={classes.act}
                variant="default"
                leftSection={<IconLockCheck size={26} aria-hidden />}
                onClick={() => setDialog('close')}
              >
                {t('packaging.close')}
              </Button>
            </div>
          )}
          <Panel title={t('packaging.lines')}>
            {one.lines.length === 0 ? (
              <p className="quiet">{t('packaging.noLines')}</p>
            ) : (
              <ul className={classes.lines}>
                {one.lines.map((line) => (
                  <Line key={line.id} line={line} run={one} />
                ))}
              </ul>
            )}
          </Panel>
        </div>
        <Panel>
          <Facts
            facts={[
              [
                t('packaging.batch'),
                <Link key="batch" to="/batches/$batchId" params={{ batchId: one.batch_id }}>
                  {one.batch_number}
                </Link>,
              ],
              [t('packaging.vessel'), one.vessel_code],
              [t('packaging.opened'), `${formatDateTime(one.opened_at)} · ${one.opened_by_name}`],
              ...(one.closed_at
                ? ([[t('packaging.closed'), `${formatDateTime(one.closed_at)} · ${one.closed_by_name}`]] as [
                    string,
                    string,
                  ][])
                : []),
              ...(one.sum_up
                ? ([
                    [
                      t('packaging.difference'),
                      `${formatQuantity(one.sum_up.difference_l, 'L')} (${one.sum_up.difference_pct} %) ${one.difference_note}`,
                    ],
                  ] as [string, string][])
                : []),
            ]}
          />
        </Panel>
      </div>
      {dialog === 'count' && <PackagesDialog run={one} onClose={() => setDialog(null)} />}
      {dialog === 'close' && <CloseRunDialog run={one} onClose={() => setDialog(null)} />}
    </>
  );
}

function Litres({ run }: { run: PackagingRun }) {
  const { t } = useTranslation();
  const left = run.state === 'CLOSED' ? (run.left_l ?? '0') : run.in_tank_l;
  const whole = Math.max(Number(run.before_l), Number(run.packaged_l) + Number(left), 1);
  const parts = [
    { name: t('packaging.packaged'), value: run.packaged_l, kind: classes.packaged },
    { name: run.state === 'CLOSED' ? t('packaging.left') : t('packaging.inTank'), value: left, kind: classes.inTank },
  ];
  return (
    <>
      <div className={classes.bar} aria-hidden>
        {parts.map((part) => (
          <span key={part.name} className={part.kind} style={{ width: `${(100 * Number(part.value)) / whole}%` }} />
        ))}
      </div>
      <ul className={classes.legend}>
        {parts.map((part) => (
          <li key={part.name}>
            <span>
              <span className={`${classes.swatch} ${part.kind}`} aria-hidden />
              {part.name}
            </span>
            <strong className="num">{formatQuantity(part.value, 'L')}</strong>
          </li>
        ))}
        <li>
          <span>{t('packaging.before')}</span>
          <strong className="num">{formatQuantity(run.before_l, 'L')}</strong>
        </li>
      </ul>
    </>
  );
}

function Line({ line, run: packaging }: { line: PackagingLine; run: PackagingRun }) {
  const { t } = useTranslation();
  const w = useWord();
  const may = useMay();
  const [waiving, setWaiving] = useState(false);
  const again = useCommand(t('packaging.asked'));
  const waiver = useCommand(t('packaging.waived'));
  const keg = line.kind === 'KEG';
  const costs = line.parts.map((part) => part.cost);
  const cost = costs.every((each): each is string => each !== null) ? sum(costs) : null;

  async function waive(reason: string) {
    const done = await waiver.run({
      method: 'POST',
      path: '/v1/packaging-lines/{line_id}/material-waivers',
      at: { line_id: line.id },
      body: { reason },
      label: t('packaging.waiving', { number: packaging.number }),
    });
    if (done) setWaiving(false);
  }

  return (
    <li>
      <div>
        <p>
          <strong className="num">{t(keg ? 'packaging.kegs' : 'packaging.pieces', { count: line.count })}</strong>{' '}
          {line.format_name || w('packageKinds', line.kind)}
          {line.product_name && <span className="quiet"> · {line.product_name}</span>}
        </p>
        <p className="quiet">
          {formatDateTime(line.happened_at)}
          {line.by_name && ` · ${line.by_name}`}
          {line.best_before && ` · ${t('packaging.bestBefore', { day: formatDate(line.best_before) })}`}
        </p>
      </div>
      <div style={{ textAlign: 'right' }}>
        <strong className="num">{formatQuantity(line.volume_l, 'L')}</strong>
        {cost && <p className="num quiet">{formatMoney(cost)}</p>}
      </div>
      {keg && line.kegs.length > 0 && (
        <p className={classes.kegs}>
          {line.kegs.map((each) => `${each.serial} (${formatQuantity(each.volume_l, 'L')})`).join(' · ')}
        </p>
      )}
      {line.parts.length > 1 && (
        <p className={classes.kegs}>
          {line.parts.map((part) => `${part.batch_number}: ${formatQuantity(part.volume_l, 'L')}`).join(' · ')}
        </p>
      )}
      {line.material_state === 'REFUSED' && (
        <div className={classes.lack}>
          <IconAlertTriangle size={20} color="var(--look-soon)" aria-hidden />
          <span>
            {t('packaging.lacks', {
              what: line.shortages
                .map((each) => `${each.item_name} (${formatQuantity(String(each.needed), String(each.unit))})`)
                .join(', '),
            })}
          </span>
          {may('production.packaging.work') && (
            <Button
              variant="default"
              loading={again.busy}
              onClick={() =>
                void again.run({
                  method: 'POST',
                  path: '/v1/packaging-lines/{line_id}/material-requests',
                  at: { line_id: line.id },
                  label: t('packaging.asking', { number: packaging.number }),
                })
              }
            >
              {t('packaging.askAgain')}
            </Button>
          )}
          {may('production.packaging.define') && (
            <Button variant="subtle" onClick={() => setWaiving(true)}>
              {t('packaging.waive')}
            </Button>
          )}
          {again.refusal && <ProblemPanel error={again.refusal} unplaced={[]} />}
        </div>
      )}
      <ReasonDialog
        opened={waiving}
        title={t('packaging.waiveTitle')}
        body={t('packaging.waiveBody')}
        act={t('packaging.waive')}
        busy={waiver.busy}
        onClose={() => setWaiving(false)}
        onReason={(reason) => void waive(reason)}
      />
    </li>
  );
}
