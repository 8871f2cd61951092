import { Button, Stack, Tabs } from '@mantine/core';
import { IconAffiliate, IconBarrel, IconCircleCheck, IconHelpCircle, IconTool } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { useMay } from '@/api/session';
import type { Recipe, RecipeIngredient } from '@/api/wire';
import { formatGravity, formatNumber, formatPercent, formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Facts, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { StateBadge } from '@/shared/ui/StateBadge';
import { PageSkeleton } from '@/shared/ui/skeletons';
import { useUrl } from '@/shared/ui/url';
import { Day } from '@/shared/ui/values';
import { Pint } from '@/shared/ui/vessels';
import { duration } from './duration';
import classes from './Recipes.module.css';
import { ExportButtons, ScaleTab } from './ScaleTab';
import { SheetTab } from './SheetTab';
import { VersionsTab } from './VersionsTab';
import { WaterTab } from './WaterTab';

const TABS = ['recipe', 'sheet', 'water', 'scale', 'versions'] as const;

/** One recipe as it was imported: its figures, its ingredients, and what each of them is in our warehouse. */
export function RecipePage() {
  const { t } = useTranslation();
  const w = useWord();
  const { recipeId } = useParams({ from: '/recipes/$recipeId' });
  const may = useMay();
  const [url, setUrl] = useUrl();
  const recipe = useQuery(question('production', '/v1/recipes/{recipe_id}', { at: { recipe_id: recipeId } }));
  if (recipe.error) return <ProblemPanel error={recipe.error} retry={() => void recipe.refetch()} />;
  if (!recipe.data) return <PageSkeleton />;
  const one = recipe.data;
  const columns: Column<RecipeIngredient>[] = [
    {
      id: 'name',
      title: t('recipes.ingredient'),
      cell: (row) => <strong style={{ fontWeight: 600 }}>{row.name}</strong>,
    },
    { id: 'kind', title: t('inventory.kind'), cell: (row) => w('kinds', row.kind), wide: true },
    {
      id: 'use',
      title: t('recipes.use'),
      cell: (row) =>
        [w('uses', row.use), row.time_minutes && duration(row.time_minutes)].filter(Boolean).join(' · ') || '—',
      wide: true,
    },
    {
      id: 'amount',
      title: t('movements.quantity'),
      cell: (row) => formatQuantity(row.amount, row.unit),
      numeric: true,
    },
    {
      id: 'match',
      title: t('recipes.inWarehouse'),
      cell: (row) =>
        !row.matched ? (
          <StateBadge tone="soon" icon={IconHelpCircle}>
            {t('matching.missing')}
          </StateBadge>
        ) : row.match ? (
          may('inventory.stock.read') ? (
            <Link to="/items/$itemId" params={{ itemId: row.match.item_id }}>
              {row.match.name}
            </Link>
          ) : (
            row.match.name
          )
        ) : (
          <span className="quiet">{t('matching.notStocked')}</span>
        ),
    },
  ];
  const figures = (said: Pick<Recipe, 'og' | 'fg' | 'abv_pct' | 'ibu' | 'color_srm'>): [string, string][] => [
    [t('recipes.og'), formatGravity(said.og)],
    [t('recipes.fg'), formatGravity(said.fg)],
    [t('recipes.abvLong'), formatPercent(said.abv_pct)],
    [t('recipes.ibu'), formatNumber(said.ibu)],
    [t('recipes.srm'), formatNumber(said.color_srm)],
  ];
  return (
    <>
      <PageHeader
        title={one.name}
        eyebrow={
          <>
            <Link to="/recipes">{t('recipes.title')}</Link> · {t('recipes.versionShort', { version: one.version })}
          </>
        }
        lead={one.style || undefined}
        badge={
          one.unmatched > 0 ? (
            <StateBadge tone="soon" icon={IconHelpCircle}>
              {t('matching.left', { count: one.unmatched })}
            </StateBadge>
          ) : (
            <StateBadge tone="well" icon={IconCircleCheck}>
              {t('matching.complete')}
            </StateBadge>
          )
        }
      >
        {one.unmatched > 0 && may('production.ingredients.match') && (
          <Button
            component={Link}
            to="/matching"
            search={{ recipe_id: one.id } as never}
            leftSection={<IconAffiliate size={20} aria-hidden />}
          >
            {t('matching.act')}
          </Button>
        )}
        {may('production.batches.plan') && (
          <Button
            variant={one.unmatched > 0 ? 'default' : 'filled'}
            component={Link}
            to="/batches/plan"
            search={{ recipe_id: one.id } as never}
            leftSection={<IconBarrel size={20} aria-hidden />}
          >
            {t('batches.plan')}
          </Button>
        )}
      </PageHeader>
      <Tabs
        value={TABS.find((tab) => tab === url.tab) ?? 'recipe'}
        onChange={(tab) => setUrl({ tab: tab === 'recipe' ? undefined : (tab ?? undefined) })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          {TABS.map((tab) => (
            <Tabs.Tab key={tab} value={tab}>
              {w('recipeTabs', tab)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="recipe">
          <Stack gap="md">
            <Panel>
              <div className={classes.hero}>
                <Pint srm={one.color_srm} size={132} />
                <Facts
                  facts={[
                    [t('recipes.volume'), formatQuantity(one.batch_volume_l, 'L')],
                    ...figures(one),
                    [t('recipes.boil'), one.boil_minutes ? `${formatNumber(one.boil_minutes)} min` : '—'],
                    [t('recipes.efficiency'), formatPercent(one.efficiency_pct)],
                    [t('recipes.brewer'), one.brewer || '—'],
                  ]}
                />
              </div>
            </Panel>
            <Panel title={t('recipes.ingredients')} flush>
              <DataTable
                bare
                name={t('recipes.ingredients')}
                rows={one.ingredients}
                columns={columns}
                rowId={(row) => String(row.line)}
              />
            </Panel>
            <Panel title={t('recipes.computed')}>
              <p className="quiet" style={{ marginTop: 0 }}>
                {t('recipes.computedLead')}
              </p>
              <Facts facts={figures(one.computed)} />
            </Panel>
            {one.notes && (
              <Panel title={t('recipes.notes')}>
                <p style={{ whiteSpace: 'pre-wrap', margin: 0, maxWidth: '75ch' }}>{one.notes}</p>
              </Panel>
            )}
            <Panel title={t('recipes.origin')} aside={<ExportButtons recipeId={one.id} />}>
              <Facts
                facts={[
                  [t('recipes.file'), one.source_file || '—'],
                  [t('recipes.format'), one.source_format],
                  [t('recipes.imported'), <Day key="imported" value={one.imported_at} />],
                ]}
              />
              {one.repairs.length > 0 && (
                <>
                  <p style={{ marginBottom: 0 }}>
                    <StateBadge tone="soon" icon={IconTool}>
                      {t('recipes.repairs', { count: one.repairs.length })}
                    </StateBadge>
                  </p>
                  <ul className={classes.repairs}>
                    {one.repairs.map((repair) => (
                      <li key={`${repair.path}-${repair.code}-${repair.line}`}>
                        {w('repairWords', repair.code)} <span className="quiet">{repair.path}:</span> {repair.found}
                        {repair.used && ` → ${repair.used}`}
                      </li>
                    ))}
                  </ul>
                </>
              )}
            </Panel>
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="sheet">
          <SheetTab recipeId={one.id} />
        </Tabs.Panel>
        <Tabs.Panel value="water">
          <WaterTab recipeId={one.id} />
        </Tabs.Panel>
        <Tabs.Panel value="scale">
          <ScaleTab recipeId={one.id} whole={one.batch_volume_l} />
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <VersionsTab recipeId={one.id} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
