import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconBook2, IconFileImport, IconSearch, IconTool } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { pages } from '@/api/client';
import { useMay } from '@/api/session';
import type { RecipeRow } from '@/api/wire';
import { compare } from '@/shared/format/decimal';
import { formatGravity, formatNumber, formatPercent, formatQuantity } from '@/shared/format/format';
import type { Column } from '@/shared/ui/DataTable';
import { List } from '@/shared/ui/List';
import { PageHeader } from '@/shared/ui/PageHeader';
import { EmptyState } from '@/shared/ui/Panel';
import { useUrl } from '@/shared/ui/url';
import { Day } from '@/shared/ui/values';
import { Pint } from '@/shared/ui/vessels';
import classes from './Recipes.module.css';

const order = (pick: (row: RecipeRow) => string | null) => (a: RecipeRow, b: RecipeRow) =>
  compare(pick(a) ?? '-1', pick(b) ?? '-1');

/** The recipe book: cards in the beer's own colour, or the dense table. */
export function RecipesPage() {
  const { t } = useTranslation();
  const [url, setUrl] = useUrl();
  const may = useMay();
  const tell = useDebouncedCallback((q: string) => setUrl({ q }), 200);
  const recipes = useInfiniteQuery(pages('production', '/v1/recipes', { q: url.q }));
  const asTable = url.view === 'table';
  const add = may('production.recipes.import') && (
    <Button component={Link} to="/recipes/import" leftSection={<IconFileImport size={20} aria-hidden />}>
      {t('recipes.import')}
    </Button>
  );
  const columns: Column<RecipeRow>[] = [
    {
      id: 'name',
      title: t('recipes.name'),
      cell: (row) => row.name,
      csv: (row) => row.name,
      order: (a, b) => a.name.localeCompare(b.name, 'es'),
    },
    {
      id: 'version',
      title: t('recipes.version'),
      cell: (row) => row.version,
      csv: (row) => String(row.version),
      numeric: true,
      wide: true,
    },
    {
      id: 'style',
      title: t('recipes.style'),
      cell: (row) => row.style || '—',
      csv: (row) => row.style,
      order: (a, b) => a.style.localeCompare(b.style),
      wide: true,
    },
    {
      id: 'volume',
      title: t('recipes.volume'),
      cell: (row) => formatQuantity(row.batch_volume_l, 'L'),
      csv: (row) => row.batch_volume_l,
      order: order((row) => row.batch_volume_l),
      numeric: true,
    },
    {
      id: 'og',
      title: t('recipes.og'),
      cell: (row) => formatGravity(row.og),
      csv: (row) => row.og ?? '',
      order: order((row) => row.og),
      numeric: true,
      wide: true,
    },
    {
      id: 'abv',
      title: t('recipes.abv'),
      cell: (row) => formatPercent(row.abv_pct),
      csv: (row) => row.abv_pct ?? '',
      order: order((row) => row.abv_pct),
      numeric: true,
    },
    {
      id: 'ibu',
      title: t('recipes.ibu'),
      cell: (row) => formatNumber(row.ibu),
      csv: (row) => row.ibu ?? '',
      order: order((row) => row.ibu),
      numeric: true,
      wide: true,
    },
    {
      id: 'imported',
      title: t('recipes.imported'),
      cell: (row) => <Day value={row.imported_at} />,
      csv: (row) => row.imported_at,
      order: (a, b) => a.imported_at.localeCompare(b.imported_at),
      wide: true,
    },
  ];
  const views = (
    <SegmentedControl
      aria-label={t('ui.view')}
      value={asTable ? 'table' : 'cards'}
      onChange={(view) => setUrl({ view: view === 'table' ? 'table' : undefined })}
      data={[
        { value: 'cards', label: t('recipes.cards') },
        { value: 'table', label: t('ui.table') },
      ]}
    />
  );
  const list = {
    name: t('recipes.title'),
    answer: recipes,
    rowId: (row: RecipeRow) => row.id,
    empty: { icon: IconBook2, title: t('recipes.empty'), body: t('recipes.emptyBody'), act: add },
  };
  const cards = !asTable && (recipes.data?.length || url.q);
  return (
    <>
      <PageHeader title={t('recipes.title')} lead={t('recipes.lead')}>
        <Button variant="default" component={Link} to="/equipment" leftSection={<IconTool size={20} aria-hidden />}>
          {t('equipment.title')}
        </Button>
        {add}
      </PageHeader>
      {cards ? (
        <>
          <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, marginBottom: 12, alignItems: 'center' }}>
            <TextInput
              type="search"
              data-page-search
              aria-label={t('recipes.search')}
              placeholder={t('recipes.search')}
              leftSection={<IconSearch size={17} aria-hidden />}
              defaultValue={url.q ?? ''}
              onChange={(event) => tell(event.currentTarget.value)}
              style={{ flex: '1 1 220px', maxWidth: 380 }}
            />
            {views}
          </div>
          <ul className={classes.cards}>
            {recipes.data?.map((recipe) => (
              <li key={recipe.id}>
                <Link to="/recipes/$recipeId" params={{ recipeId: recipe.id }} className={classes.card}>
                  <Pint srm={recipe.color_srm} size={78} />
                  <strong>{recipe.name}</strong>
                  <span className="quiet">
                    {[recipe.style, t('recipes.versionShort', { version: recipe.version })].filter(Boolean).join(' · ')}
                  </span>
                  <span className={`${classes.numbers} num`}>
                    <span>
                      <b>{formatQuantity(recipe.batch_volume_l, 'L')}</b>
                    </span>
                    {recipe.abv_pct && (
                      <span>
                        <b>{formatPercent(recipe.abv_pct)}</b> {t('recipes.abv')}
                      </span>
                    )}
                    {recipe.ibu && (
                      <span>
                        <b>{formatNumber(recipe.ibu)}</b> {t('recipes.ibu')}
                      </span>
                    )}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
          {recipes.data?.length === 0 && (
            <EmptyState icon={IconSearch} title={t('ui.noneMatch')} body={t('ui.noneMatchBody')} />
          )}
          {recipes.hasNextPage && (
            <Button
              variant="default"
              mt="md"
              onClick={() => void recipes.fetchNextPage()}
              loading={recipes.isFetchingNextPage}
            >
              {t('ui.more')}
            </Button>
          )}
        </>
      ) : (
        <List
          {...list}
          columns={columns}
          link={(row) => ({ to: '/recipes/$recipeId', params: { recipeId: row.id } })}
          search={t('recipes.search')}
          filters={views}
        />
      )}
    </>
  );
}
