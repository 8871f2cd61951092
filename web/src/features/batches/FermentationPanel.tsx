import { Button } from '@mantine/core';
import { IconAlertTriangle, IconPlus, IconTemperature } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { useMay } from '@/api/session';
import type { Batch, FermentationReading } from '@/api/wire';
import { formatGravity, formatNumber, formatPercent } from '@/shared/format/format';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { EmptyState, Facts, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { StateBadge } from '@/shared/ui/StateBadge';
import { RowsSkeleton } from '@/shared/ui/skeletons';
import { Moment } from '@/shared/ui/values';
import { WithTable } from '@/shared/ui/WithTable';
import classes from './Batches.module.css';
import { FermentationChart } from './FermentationChart';
import { ReadingDialog } from './ReadingDialog';

/** How a batch ferments: the curve with its target, where it is now, and every reading behind it. */
export function FermentationPanel({ batch }: { batch: Batch }) {
  const { t } = useTranslation();
  const may = useMay();
  const [asked, setAsked] = useState<'new' | FermentationReading | null>(null);
  const answer = useQuery(
    question('production', '/v1/batches/{batch_id}/fermentation', { at: { batch_id: batch.id } }),
  );
  const allowed = batch.moves.some((move) => move.name === 'record_reading' && move.allowed);
  const mine = may('production.brew_day.record') && allowed;
  const add = mine && (
    <Button leftSection={<IconPlus size={20} aria-hidden />} onClick={() => setAsked('new')}>
      {t('fermentation.add')}
    </Button>
  );
  if (answer.isPending) return <RowsSkeleton rows={4} />;
  if (answer.error) return <ProblemPanel error={answer.error} retry={() => void answer.refetch()} />;
  const { readings, latest, og, og_plato, target_fg, target_fg_plato, target_abv_pct } = answer.data;
  const columns: Column<FermentationReading>[] = [
    {
      id: 'at',
      title: t('fermentation.at'),
      cell: (row) => <Moment value={row.happened_at} />,
      csv: (row) => row.happened_at,
    },
    {
      id: 'gravity',
      title: t('fermentation.gravity'),
      cell: (row) => (
        <span className={`num ${row.superseded ? classes.struck : ''}`}>
          {row.gravity ? `${formatGravity(row.gravity)} · ${formatNumber(row.plato)} °P` : '—'}
        </span>
      ),
      csv: (row) => row.gravity ?? '',
      numeric: true,
    },
    {
      id: 'temperature',
      title: t('fermentation.temperature'),
      cell: (row) => (row.temperature_c ? `${formatNumber(row.temperature_c)} °C` : '—'),
      csv: (row) => row.temperature_c ?? '',
      numeric: true,
    },
    {
      id: 'ph',
      title: t('fermentation.ph'),
      cell: (row) => formatNumber(row.ph),
      csv: (row) => row.ph ?? '',
      numeric: true,
    },
    {
      id: 'abv',
      title: t('fermentation.abv'),
      cell: (row) => formatPercent(row.abv_pct),
      csv: (row) => row.abv_pct ?? '',
      numeric: true,
      wide: true,
    },
    {
      id: 'note',
      title: t('fermentation.note'),
      cell: (row) => (
        <>
          {row.suspect && (
            <StateBadge tone="soon" icon={IconAlertTriangle}>
              {t('fermentation.suspect')}
            </StateBadge>
          )}{' '}
          {row.superseded && <span className="quiet">{t('fermentation.superseded')} </span>}
          {row.note}
        </>
      ),
      csv: (row) => row.note,
      wide: true,
    },
    { id: 'by', title: t('fermentation.by'), cell: (row) => row.by_name || '—', csv: (row) => row.by_name, wide: true },
    {
      id: 'fix',
      title: t('fermentation.fix'),
      cell: (row) =>
        mine && !row.superseded ? (
          <Button variant="subtle" size="compact-md" onClick={() => setAsked(row)}>
            {t('fermentation.fix')}
          </Button>
        ) : null,
    },
  ];
  return (
    <Panel title={t('fermentation.title')} aside={readings.length > 0 ? add : undefined}>
      {readings.length === 0 ? (
        <EmptyState icon={IconTemperature} title={t('fermentation.empty')} body={t('fermentation.emptyBody')}>
          {add}
        </EmptyState>
      ) : (
        <>
          <Facts
            facts={[
              [
                t('fermentation.now'),
                <strong key="now" className="num">
                  {latest ? `${formatGravity(latest.gravity)} · ${formatNumber(latest.plato)} °P` : '—'}
                </strong>,
              ],
              [
                t('fermentation.attenuation'),
                <strong key="attenuation" className="num">
                  {formatPercent(latest?.attenuation_pct)}
                </strong>,
              ],
              [
                t('fermentation.abv'),
                <span key="abv" className="num">
                  <strong>{formatPercent(latest?.abv_pct)}</strong>{' '}
                  <span className="quiet">
                    {target_abv_pct && t('fermentation.of', { target: formatPercent(target_abv_pct) })}
                  </span>
                </span>,
              ],
              [
                t('fermentation.fromTo'),
                <span key="fromTo" className="num">
                  {formatGravity(og)} → {formatGravity(target_fg)}
                </span>,
              ],
            ]}
          />
          <WithTable
            chart={<FermentationChart readings={readings} og={og_plato} target={target_fg_plato} />}
            table={
              <DataTable
                bare
                name={t('fermentation.title')}
                rows={[...readings].reverse()}
                columns={columns}
                rowId={(row) => row.id}
              />
            }
          />
        </>
      )}
      {asked && (
        <ReadingDialog
          batch={batch}
          latest={latest}
          corrects={asked === 'new' ? null : asked}
          onClose={() => setAsked(null)}
        />
      )}
    </Panel>
  );
}
