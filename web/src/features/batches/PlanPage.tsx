import { Button, Group, Select, Stack } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useForm } from '@mantine/form';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { pages, question } from '@/api/client';
import type { Recipe } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { decimalOf, parseDecimal, ratio, rounded, times } from '@/shared/format/decimal';
import { formatQuantity, today } from '@/shared/format/format';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { useFieldErrors } from '@/shared/ui/form';
import { NumberField } from '@/shared/ui/NumberField';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { useUrl } from '@/shared/ui/url';
import { Pint } from '@/shared/ui/vessels';
import classes from './Batches.module.css';
import { useFermenters } from './useFermenters';
import { BREW_COUNTS } from './words';

/** What will be brewed, how much of it, and when; beside it what that takes. */
export function PlanPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [url] = useUrl();
  const recipes = useInfiniteQuery(pages('production', '/v1/recipes'));
  const fermenters = useFermenters();
  const beers = useInfiniteQuery(pages('inventory', '/v1/items', { kind: 'BEER' }));
  const form = useForm({
    initialValues: {
      recipe_id: url.recipe_id ?? null,
      planned_volume_l: '',
      planned_on: today() as string | null,
      product_item_id: null as string | null,
      brews: '1',
      fermenter_id: null as string | null,
    },
    validate: {
      recipe_id: (value) => (value ? null : t('plan.recipeMissing')),
      planned_volume_l: (value) => (parseDecimal(value) ? null : t('ui.numberMissing')),
      planned_on: (value) => (value ? null : t('plan.dayMissing')),
    },
  });
  const recipeId = form.values.recipe_id;
  const recipe = useQuery({
    ...question('production', '/v1/recipes/{recipe_id}', { at: { recipe_id: recipeId ?? '' } }),
    enabled: recipeId !== null,
  });
  const { run, busy, refusal } = useCommand(t('plan.done'), () => void navigate({ to: '/batches' }));
  const unplaced = useFieldErrors(form, refusal);
  const { setFieldValue } = form;
  const whole = recipe.data?.batch_volume_l;
  const untouched = form.values.planned_volume_l === '';
  useEffect(() => {
    if (whole && untouched) setFieldValue('planned_volume_l', rounded(whole, 0) === '0' ? whole : rounded(whole, 0));
  }, [whole, untouched, setFieldValue]);

  const wanted = parseDecimal(form.values.planned_volume_l);
  const scale = wanted && whole ? ratio(wanted, whole) : null;
  const columns: Column<Recipe['ingredients'][number]>[] = [
    { id: 'name', title: t('recipes.ingredient'), cell: (row) => row.name },
    {
      id: 'match',
      title: t('recipes.inWarehouse'),
      cell: (row) => row.match?.name ?? t(row.matched ? 'matching.notStocked' : 'matching.missing'),
      wide: true,
    },
    {
      id: 'amount',
      title: t('plan.needed'),
      cell: (row) => formatQuantity(scale ? times(row.amount, scale) : row.amount, row.unit),
      numeric: true,
    },
  ];

  async function plan(values: typeof form.values) {
    const batch = await run({
      method: 'POST',
      path: '/v1/batches',
      label: t('plan.planning', { name: recipe.data?.name ?? '' }),
      body: {
        recipe_id: values.recipe_id ?? '',
        planned_volume_l: decimalOf(values.planned_volume_l),
        planned_on: values.planned_on ?? '',
        product_item_id: values.product_item_id,
        brews: Number(values.brews),
        fermenter_id: values.fermenter_id,
      },
    });
    if (batch) await navigate({ to: '/batches/$batchId', params: { batchId: batch.id } });
  }

  return (
    <>
      <PageHeader
        title={t('batches.plan')}
        eyebrow={<Link to="/batches">{t('batches.title')}</Link>}
        lead={t('plan.lead')}
      />
      <div className={classes.cols}>
        <Panel>
          <form onSubmit={form.onSubmit((values) => void plan(values))} noValidate>
            <Stack gap="md">
              {refusal && <ProblemPanel error={refusal} unplaced={unplaced} kept={t('problem.formKept')} />}
              <Select
                label={t('plan.recipe')}
                placeholder={t('plan.findRecipe')}
                searchable
                nothingFoundMessage={t('ui.noneMatch')}
                data={(recipes.data ?? []).map((one) => ({
                  value: one.id,
                  label: `${one.name} · ${t('recipes.versionShort', { version: one.version })}`,
                }))}
                {...form.getInputProps('recipe_id')}
                onChange={(value) => {
                  form.setFieldValue('recipe_id', value);
                  form.setFieldValue('planned_volume_l', '');
                }}
              />
              <Group grow align="flex-start">
                <NumberField
                  label={t('plan.volume')}
                  unit="L"
                  {...form.getInputProps('planned_volume_l')}
                  description={whole ? t('plan.recipeVolume', { volume: formatQuantity(whole, 'L') }) : undefined}
                  hint={whole ? t('plan.recipeVolume', { volume: formatQuantity(whole, 'L') }) : undefined}
                />
                <DateInput
                  label={t('batches.day')}
                  description={t('plan.dayHint')}
                  valueFormat="DD/MM/YYYY"
                  {...form.getInputProps('planned_on')}
                />
              </Group>
              <Group grow align="flex-start">
                <Select
                  label={t('plan.brews')}
                  description={t('plan.brewsHint')}
                  allowDeselect={false}
                  data={BREW_COUNTS}
                  {...form.getInputProps('brews')}
                />
                {fermenters.choices.length > 0 && (
                  <Select
                    label={t('batches.fermenter')}
                    description={t('plan.fermenterHint')}
                    clearable
                    clearButtonProps={{ 'aria-label': t('ui.clear') }}
                    data={fermenters.choices}
                    {...form.getInputProps('fermenter_id')}
                  />
                )}
              </Group>
              <Select
                label={t('plan.product')}
                description={t('plan.productHint')}
                placeholder={t('plan.productNone')}
                clearable
                clearButtonProps={{ 'aria-label': t('ui.clear') }}
                data={(beers.data ?? []).map((item) => ({ value: item.id, label: `${item.name} · ${item.sku}` }))}
                {...form.getInputProps('product_item_id')}
              />
              <Group justify="flex-end">
                <Button type="submit" loading={busy}>
                  {t('plan.act')}
                </Button>
              </Group>
            </Stack>
          </form>
        </Panel>
        {recipe.data && (
          <Panel title={t('plan.takes')} flush aside={<Pint srm={recipe.data.color_srm} size={40} />}>
            <DataTable
              bare
              name={t('plan.takes')}
              rows={recipe.data.ingredients}
              columns={columns}
              rowId={(row) => String(row.line)}
            />
          </Panel>
        )}
      </div>
    </>
  );
}
