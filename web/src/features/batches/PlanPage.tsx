import { Button, Group, Select, Stack } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useForm } from '@mantine/form';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { pages, question } from '@/api/client';
import { useCommand } from '@/offline/useCommand';
import { decimalOf, isZero, parseDecimal, rounded } from '@/shared/format/decimal';
import { formatQuantity, today } from '@/shared/format/format';
import { useFieldErrors } from '@/shared/ui/form';
import { NumberField } from '@/shared/ui/NumberField';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { useUrl } from '@/shared/ui/url';
import { Pint } from '@/shared/ui/vessels';
import classes from './Batches.module.css';
import { PlanTable } from './PlanTable';
import { usePlanFermenters } from './useFermenters';
import { BREW_COUNTS } from './words';

/** What will be brewed, how much of it, and when; beside it what that takes. */
export function PlanPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [url] = useUrl();
  const recipes = useInfiniteQuery(pages('production', '/v1/recipes'));
  const equipment = useInfiniteQuery(pages('production', '/v1/equipment-profiles'));
  const beers = useInfiniteQuery(pages('inventory', '/v1/items', { kind: 'BEER' }));
  const form = useForm({
    initialValues: {
      recipe_id: url.recipe_id ?? null,
      planned_volume_l: '',
      planned_on: today() as string | null,
      product_item_id: null as string | null,
      brews: '1',
      fermenter_id: null as string | null,
      fermenter_days: '',
      equipment_id: null as string | null,
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

  const litres = parseDecimal(form.values.planned_volume_l);
  const takes = useQuery({
    ...question('production', '/v1/recipes/{recipe_id}/brew-plan', {
      at: { recipe_id: recipeId ?? '' },
      query: {
        volume_l: litres ?? '1',
        brews: Number(form.values.brews),
        equipment_id: form.values.equipment_id ?? undefined,
      },
    }),
    enabled: recipeId !== null && litres !== null && !isZero(litres),
    placeholderData: keepPreviousData,
  });
  const days = Number(form.values.fermenter_days) || takes.data?.fermenter_days || 0;
  const fermenters = usePlanFermenters({ from: form.values.planned_on, days, litres });
  const kits = equipment.data ?? [];
  const matches = new Map(
    (recipe.data?.ingredients ?? []).map((line) => [
      line.line,
      line.match?.name ?? t(line.matched ? 'matching.notStocked' : 'matching.missing'),
    ]),
  );

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
        fermenter_days: Number(values.fermenter_days) || null,
        equipment_id: values.equipment_id,
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
                <NumberField
                  label={t('plan.days')}
                  unit={t('packaging.daysUnit')}
                  description={
                    takes.data ? t('plan.daysHint', { days: takes.data.fermenter_days }) : t('plan.daysHintNone')
                  }
                  hint={takes.data ? t('plan.daysHint', { days: takes.data.fermenter_days }) : undefined}
                  {...form.getInputProps('fermenter_days')}
                />
              </Group>
              {fermenters.length > 0 && (
                <Select
                  label={t('batches.fermenter')}
                  description={t('plan.fermenterHint')}
                  clearable
                  clearButtonProps={{ 'aria-label': t('ui.clear') }}
                  data={fermenters}
                  {...form.getInputProps('fermenter_id')}
                />
              )}
              {kits.length > 1 && (
                <Select
                  label={t('plan.equipment')}
                  clearable
                  clearButtonProps={{ 'aria-label': t('ui.clear') }}
                  placeholder={kits.find((kit) => kit.is_default)?.name}
                  data={kits.map((kit) => ({ value: kit.id, label: kit.name }))}
                  {...form.getInputProps('equipment_id')}
                />
              )}
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
        {recipe.data && takes.data && (
          <Panel title={t('plan.takes')} flush aside={<Pint srm={recipe.data.color_srm} size={40} />}>
            <PlanTable plan={takes.data} matches={matches} />
          </Panel>
        )}
      </div>
    </>
  );
}
