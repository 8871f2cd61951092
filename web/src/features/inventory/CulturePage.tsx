import { Stack } from '@mantine/core';
import { IconDropletPlus, IconMicroscope, IconRecycle, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { useNames } from '@/api/names';
import { useMay } from '@/api/session';
import { useCommand } from '@/offline/useCommand';
import { formatNumber, formatPercent, formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { DataTable } from '@/shared/ui/DataTable';
import { type Move, Moves } from '@/shared/ui/Moves';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Facts, Figure, Figures, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { ReasonDialog } from '@/shared/ui/ReasonDialog';
import { PageSkeleton } from '@/shared/ui/skeletons';
import { Timeline } from '@/shared/ui/Timeline';
import { Day } from '@/shared/ui/values';
import { CultureBadge, cultureColumns } from './cultures';
import { CultureDialog, PitchDialog, ViabilityDialog } from './YeastDialogs';

type Act = 'pitch' | 'harvest' | 'count' | 'discard';

/** One culture: how alive it is, where it comes from, and into which batches it went. */
export function CulturePage() {
  const { t } = useTranslation();
  const w = useWord();
  const may = useMay();
  const names = useNames();
  const { cultureId } = useParams({ from: '/yeast/$cultureId' });
  const [act, setAct] = useState<Act | null>(null);
  const asked = useQuery(question('inventory', '/v1/yeast-cultures/{culture_id}', { at: { culture_id: cultureId } }));
  const { run, busy, refusal } = useCommand(t('yeast.discarded'));
  if (asked.error) return <ProblemPanel error={asked.error} retry={() => void asked.refetch()} />;
  if (!asked.data) return <PageSkeleton />;
  const { culture, ancestors, descendants, pitches, source_lot_id: lotId, source_lot_code: lotCode } = asked.data;
  const stored = culture.state === 'STORED';
  const whyNot = t('yeast.gone');
  const moves: Move[] = [
    {
      name: 'pitch',
      label: t('yeast.pitch'),
      icon: IconDropletPlus,
      allowed: stored,
      whyNot,
      main: culture.faults.length === 0,
      onMove: () => setAct('pitch'),
    },
    {
      name: 'harvest',
      label: t('yeast.harvest'),
      icon: IconRecycle,
      allowed: pitches.length > 0,
      whyNot: t('yeast.notPitched'),
      onMove: () => setAct('harvest'),
    },
    {
      name: 'count',
      label: t('yeast.count'),
      icon: IconMicroscope,
      allowed: stored,
      whyNot,
      onMove: () => setAct('count'),
    },
    {
      name: 'discard',
      label: t('yeast.discard'),
      icon: IconTrash,
      allowed: stored,
      whyNot,
      onMove: () => setAct('discard'),
    },
  ];
  const close = () => setAct(null);
  const family = [...ancestors, culture, ...descendants];
  return (
    <>
      <PageHeader
        title={culture.code}
        eyebrow={
          <>
            <Link to="/yeast">{t('yeast.title')}</Link> · {culture.item_name}
          </>
        }
        badge={<CultureBadge culture={culture} t={t} w={w} />}
      />
      <Stack gap="md">
        {may('inventory.yeast.handle') && <Moves moves={moves} busy={busy} />}
        {refusal && <ProblemPanel error={refusal} />}
        <Figures>
          <Figure
            name={t('yeast.generation')}
            value={t('yeast.gen', { number: culture.generation, most: culture.max_generation })}
            mark={culture.faults.includes('TOO_OLD') ? 'act-now' : 'well'}
          />
          <Figure
            name={t('yeast.viabilityNow')}
            value={formatPercent(culture.viability_now_pct)}
            note={t('yeast.atLeast', { least: formatPercent(culture.min_viability_pct) })}
            mark={culture.faults.includes('TOO_WEAK') ? 'act-now' : 'well'}
          />
          <Figure
            name={t('lots.remaining')}
            value={formatQuantity(culture.remaining_l, 'L')}
            note={t('lots.of', { whole: formatQuantity(culture.volume_l, 'L') })}
          />
          {culture.viable_cells_e9 && (
            <Figure
              name={t('yeast.living')}
              value={formatNumber(culture.viable_cells_e9)}
              note={t('yeast.livingUnit')}
            />
          )}
        </Figures>
        <Panel>
          <Facts
            facts={[
              [t('yeast.harvested'), <Day key="harvested" value={culture.harvested_at} />],
              [t('yeast.from'), culture.from_batch_number ?? t('yeast.starter')],
              [
                t('yeast.lot'),
                lotId ? (
                  <Link key="lot" className="num" to="/lots/$lotId" params={{ lotId }}>
                    {lotCode}
                  </Link>
                ) : (
                  '—'
                ),
              ],
              [
                t('yeast.viability'),
                `${formatPercent(culture.viability_pct)} ${culture.viability_measured ? t('yeast.measured') : t('yeast.estimated')}`,
              ],
            ]}
          />
        </Panel>
        {pitches.length > 0 && (
          <Panel title={t('yeast.pitches')}>
            <Timeline
              happenings={pitches.map((pitch) => ({
                at: pitch.pitched_at,
                what: pitch.override_reason
                  ? t('yeast.pitchedWhy', {
                      volume: formatQuantity(pitch.volume_l, 'L'),
                      batch: pitch.batch_number,
                      alive: formatPercent(pitch.viability_pct),
                      why: pitch.override_reason,
                    })
                  : t('yeast.pitchedInto', {
                      volume: formatQuantity(pitch.volume_l, 'L'),
                      batch: pitch.batch_number,
                      alive: formatPercent(pitch.viability_pct),
                    }),
                by: names(pitch.pitched_by),
              }))}
            />
          </Panel>
        )}
        <Panel title={t('yeast.family')}>
          <DataTable
            bare
            name={t('yeast.family')}
            rows={family}
            columns={cultureColumns(t, w)}
            rowId={(row) => row.id}
          />
        </Panel>
      </Stack>
      {act === 'pitch' && <PitchDialog culture={culture} onClose={close} />}
      {act === 'harvest' && <CultureDialog parent={culture} onClose={close} />}
      {act === 'count' && <ViabilityDialog culture={culture} onClose={close} />}
      <ReasonDialog
        opened={act === 'discard'}
        title={t('yeast.discardTitle', { code: culture.code })}
        body={t('yeast.discardBody')}
        act={t('yeast.discard')}
        busy={busy}
        onClose={close}
        onReason={(reason) =>
          void run({
            method: 'POST',
            path: '/v1/yeast-cultures/{culture_id}/discards',
            at: { culture_id: culture.id },
            body: { reason },
            label: t('yeast.discardTitle', { code: culture.code }),
          }).then((done) => done && close())
        }
      />
    </>
  );
}
