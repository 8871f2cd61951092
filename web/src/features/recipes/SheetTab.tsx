import { Group, Stack } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import type { Sheet } from '@/api/wire';
import { formatGravity, formatNumber, formatPercent, formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { Facts, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { StateBadge } from '@/shared/ui/StateBadge';
import { RowsSkeleton } from '@/shared/ui/skeletons';
import { ConventionChoices, useConvention } from './choices';
import { duration } from './duration';
import { StylePanel } from './StylePanel';

type Rest = Sheet['rests'][number];
type HopShare = Sheet['hops'][number];
type GristShare = Sheet['grist'][number];

/** What the recipe gives on a brewhouse: figures by a chosen convention, its style, where the water goes, how much yeast. */
export function SheetTab({ recipeId }: { recipeId: string }) {
  const { t } = useTranslation();
  const w = useWord();
  const { convention, formula, equipment_id } = useConvention();
  const sheet = useQuery(
    question('production', '/v1/recipes/{recipe_id}/figures', {
      at: { recipe_id: recipeId },
      query: { convention, formula, equipment_id },
    }),
  );
  return (
    <Stack gap="md">
      <Panel title={t('sheet.title')}>
        <Group align="flex-end" gap="md" mb="md">
          <ConventionChoices />
        </Group>
        {sheet.isPending && <RowsSkeleton />}
        {sheet.error && <ProblemPanel error={sheet.error} retry={() => void sheet.refetch()} />}
        {sheet.data && (
          <>
            <SheetFigures sheet={sheet.data} />
            <p className="quiet" style={{ marginBottom: 0 }}>
              {t('sheet.computedBy', {
                convention: sheet.data.convention === 'standard' ? t('sheet.standard') : t('sheet.beersmith'),
                formula: sheet.data.formula === 'rager' ? 'Rager' : 'Tinseth',
                boils: formatNumber(sheet.data.boiling_point_c),
                rate: formatPercent(String(Math.round(Number(sheet.data.isomerisation) * 100))),
              })}
            </p>
            {sheet.data.warnings.map((one) => (
              <p key={one} style={{ marginBottom: 0 }}>
                <StateBadge tone="soon" icon={IconAlertTriangle}>
                  {w('sheetWarnings', one)}
                </StateBadge>
              </p>
            ))}
          </>
        )}
      </Panel>
      <StylePanel recipeId={recipeId} />
      {sheet.data && <WaterWays sheet={sheet.data} />}
      {sheet.data && <Shares sheet={sheet.data} />}
    </Stack>
  );
}

export function SheetFigures({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation();
  return (
    <Facts
      facts={[
        [t('recipes.og'), formatGravity(sheet.figures.og)],
        [t('recipes.fg'), formatGravity(sheet.figures.fg)],
        [t('recipes.abvLong'), formatPercent(sheet.figures.abv_pct)],
        [t('recipes.ibu'), formatNumber(sheet.figures.ibu)],
        [t('recipes.srm'), formatNumber(sheet.figures.color_srm)],
        [t('sheet.ebc'), formatNumber(sheet.more.color_ebc)],
        [t('sheet.plato'), sheet.more.og_plato === null ? '—' : `${formatNumber(sheet.more.og_plato)} °P`],
        [t('sheet.attenuation'), formatPercent(sheet.more.attenuation_pct)],
        [
          t('sheet.calories'),
          sheet.more.calories_kcal_l === null ? '—' : `${formatNumber(sheet.more.calories_kcal_l)} kcal/L`,
        ],
        [t('sheet.boilGravity'), formatGravity(sheet.more.boil_gravity)],
        [t('sheet.ratio'), formatNumber(sheet.more.bitterness_ratio)],
        [
          t('sheet.pitch'),
          sheet.pitch
            ? t('sheet.cells', { cells: formatNumber(sheet.pitch.cells_b), rate: formatNumber(sheet.pitch.rate) })
            : '—',
        ],
      ]}
    />
  );
}

function WaterWays({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation();
  const w = useWord();
  const litres = (value: string) => formatQuantity(value, 'L');
  const columns: Column<Rest>[] = [
    { id: 'name', title: t('sheet.rest'), cell: (row) => row.name || w('mashKinds', row.kind) },
    { id: 'temp', title: t('sheet.temperature'), cell: (row) => `${formatNumber(row.temp_c)} °C`, numeric: true },
    { id: 'minutes', title: t('sheet.minutes'), cell: (row) => duration(row.minutes), numeric: true },
    {
      id: 'water',
      title: t('sheet.addWater'),
      cell: (row) => (row.water_l ? `${litres(row.water_l)} · ${formatNumber(row.water_c)} °C` : t('sheet.byHeat')),
      numeric: true,
    },
    { id: 'mash', title: t('sheet.inTun'), cell: (row) => litres(row.mash_l), numeric: true, wide: true },
  ];
  const volumes = sheet.volumes;
  return (
    <>
      {sheet.rests.length > 0 && (
        <Panel title={t('sheet.mash')} flush>
          <DataTable
            bare
            name={t('sheet.mash')}
            rows={sheet.rests}
            columns={columns}
            rowId={(row) => `${row.name}${row.temp_c}`}
          />
        </Panel>
      )}
      {volumes && (
        <Panel
          title={t('sheet.volumes')}
          aside={sheet.equipment && <span className="quiet">{sheet.equipment.name}</span>}
        >
          <Facts
            facts={[
              [t('sheet.totalWater'), litres(volumes.total_water_l)],
              [t('sheet.mashWater'), litres(volumes.mash_water_l)],
              [t('sheet.spargeWater'), litres(volumes.sparge_water_l)],
              [t('sheet.absorbed'), litres(volumes.absorbed_l)],
              [t('sheet.preBoil'), litres(volumes.pre_boil_hot_l)],
              [t('sheet.boiledOff'), litres(volumes.boiled_off_l)],
              [t('sheet.postBoil'), litres(volumes.post_boil_hot_l)],
              [t('sheet.cold'), litres(volumes.post_boil_cold_l)],
              [t('sheet.fermenter'), litres(volumes.fermenter_l)],
              [t('sheet.packaged'), litres(volumes.packaged_l)],
            ]}
          />
        </Panel>
      )}
    </>
  );
}

function Shares({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation();
  const w = useWord();
  const grist: Column<GristShare>[] = [
    { id: 'name', title: t('recipes.ingredient'), cell: (row) => row.name },
    { id: 'amount', title: t('movements.quantity'), cell: (row) => formatQuantity(row.amount_kg, 'kg'), numeric: true },
    { id: 'share', title: t('sheet.share'), cell: (row) => formatPercent(row.share_pct), numeric: true },
  ];
  const hops: Column<HopShare>[] = [
    { id: 'name', title: t('recipes.ingredient'), cell: (row) => row.name },
    {
      id: 'use',
      title: t('recipes.use'),
      cell: (row) => [w('uses', row.use), row.time_minutes && duration(row.time_minutes)].filter(Boolean).join(' · '),
    },
    { id: 'ibu', title: 'IBU', cell: (row) => formatNumber(row.ibu), numeric: true },
  ];
  return (
    <>
      {sheet.grist.length > 0 && (
        <Panel title={t('sheet.grist')} flush>
          <DataTable
            bare
            name={t('sheet.grist')}
            rows={sheet.grist}
            columns={grist}
            rowId={(row) => `${row.name}${row.amount_kg}`}
          />
        </Panel>
      )}
      {sheet.hops.length > 0 && (
        <Panel title={t('sheet.hops')} flush>
          <DataTable
            bare
            name={t('sheet.hops')}
            rows={sheet.hops}
            columns={hops}
            rowId={(row) => `${row.name}${row.use}${row.time_minutes}${row.amount_kg}`}
          />
        </Panel>
      )}
    </>
  );
}
