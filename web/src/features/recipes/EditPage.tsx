import { ActionIcon, Button, Group, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import type { Recipe, RecipeDocument } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { parseDecimal } from '@/shared/format/decimal';
import { useWord } from '@/shared/i18n/useWord';
import { NumberField } from '@/shared/ui/NumberField';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { PageSkeleton } from '@/shared/ui/skeletons';
import {
  bodyOf,
  type Form,
  formOf,
  HOP_USES,
  IONS,
  type List,
  MALT_KINDS,
  MISC_KINDS,
  MISC_USES,
  NO_WATER,
  REST_KINDS,
  YEAST_UNITS,
} from './editing';
import classes from './Recipes.module.css';

/** A new version of a recipe: the one before never changes. */
export function EditPage() {
  const { recipeId } = useParams({ from: '/recipes/$recipeId/edit' });
  const at = { at: { recipe_id: recipeId } };
  const recipe = useQuery(question('production', '/v1/recipes/{recipe_id}', at));
  const document = useQuery(question('production', '/v1/recipes/{recipe_id}/document', at));
  const error = recipe.error ?? document.error;
  if (error) return <ProblemPanel error={error} retry={() => void document.refetch()} />;
  if (!recipe.data || !document.data) return <PageSkeleton />;
  return <Editor key={recipeId} recipe={recipe.data} before={document.data} />;
}

function Editor({ recipe, before }: { recipe: Recipe; before: RecipeDocument }) {
  const { t } = useTranslation();
  const w = useWord();
  const navigate = useNavigate();
  const named = (value: string) => (value.trim() ? null : t('versions.nameMissing'));
  const number = (value: string) => (parseDecimal(value) ? null : t('ui.numberMissing'));
  const form = useForm({
    initialValues: formOf(before),
    validate: {
      batch_volume_l: number,
      change_note: (value) => (value.trim().length >= 3 ? null : t('versions.noteMissing')),
      malts: { name: named, amount: number },
      hops: { name: named, grams: number },
      yeasts: { name: named, amount: number },
      miscs: { name: named, amount: number },
      waters: { name: named },
      rests: { celsius: number, minutes: number },
    },
  });
  const { run, busy, refusal } = useCommand(t('versions.made'));

  async function save(values: Form) {
    const made = await run({
      method: 'POST',
      path: '/v1/recipes/{recipe_id}/versions',
      at: { recipe_id: recipe.id },
      label: t('versions.making', { name: recipe.name }),
      body: bodyOf(before, values),
    });
    if (made && 'id' in made)
      await navigate({ to: '/recipes/$recipeId', params: { recipeId: made.id }, search: { tab: 'versions' } as never });
  }

  const remove = (list: List, at: number, name: string) => (
    <ActionIcon
      variant="subtle"
      color="red"
      aria-label={t('versions.remove', { name })}
      onClick={() => form.removeListItem(list, at)}
    >
      <IconTrash size={20} aria-hidden />
    </ActionIcon>
  );
  return (
    <form onSubmit={form.onSubmit((values) => void save(values))} noValidate>
      <PageHeader
        title={t('versions.of', { name: recipe.name })}
        eyebrow={
          <Link to="/recipes/$recipeId" params={{ recipeId: recipe.id }}>
            {recipe.name} {t('recipes.versionShort', { version: recipe.version })}
          </Link>
        }
        lead={t('versions.lead')}
      >
        <Button type="submit" loading={busy}>
          {t('versions.save')}
        </Button>
      </PageHeader>
      <Stack gap="md">
        {refusal && <ProblemPanel error={refusal} kept={t('problem.formKept')} />}
        <Panel>
          <Group align="flex-start" gap="md">
            <TextInput label={t('versions.why')} required w={320} {...form.getInputProps('change_note')} />
            <TextInput label={t('recipes.style')} w={220} {...form.getInputProps('style')} />
            <NumberField label={t('recipes.volume')} unit="L" w={150} {...form.getInputProps('batch_volume_l')} />
            <NumberField label={t('sheet.boilVolume')} unit="L" w={150} {...form.getInputProps('boil_volume_l')} />
            <NumberField label={t('recipes.boil')} unit="min" w={140} {...form.getInputProps('boil_minutes')} />
            <NumberField label={t('recipes.efficiency')} unit="%" w={130} {...form.getInputProps('efficiency_pct')} />
            <NumberField
              label={t('plan.days')}
              unit={t('packaging.daysUnit')}
              w={190}
              {...form.getInputProps('fermenter_days')}
            />
          </Group>
        </Panel>
        <Panel title={t('sections.fermentables' as never)}>
          {form.values.malts.map((one, at) => (
            <div key={`${one.was?.name}-${at}`} className={classes.editRow}>
              <TextInput label={t('recipes.ingredient')} {...form.getInputProps(`malts.${at}.name`)} />
              <Select
                label={t('versions.kind')}
                allowDeselect={false}
                data={MALT_KINDS.map((kind) => ({ value: kind, label: w('fermentableKinds', kind) }))}
                {...form.getInputProps(`malts.${at}.kind`)}
              />
              <NumberField label={t('movements.quantity')} unit="kg" {...form.getInputProps(`malts.${at}.amount`)} />
              <NumberField label={t('versions.yield')} unit="%" {...form.getInputProps(`malts.${at}.yield_pct`)} />
              <NumberField label={t('versions.color')} unit="°L" {...form.getInputProps(`malts.${at}.color`)} />
              {remove('malts', at, one.name)}
            </div>
          ))}
          <Button
            variant="default"
            leftSection={<IconPlus size={18} aria-hidden />}
            onClick={() =>
              form.insertListItem('malts', {
                was: null,
                name: '',
                kind: 'grain',
                amount: '',
                yield_pct: '80',
                color: '',
              })
            }
          >
            {t('versions.addMalt')}
          </Button>
        </Panel>
        <Panel title={t('sections.hops' as never)}>
          {form.values.hops.map((one, at) => (
            <div key={`${one.was?.name}-${at}`} className={classes.editRow}>
              <TextInput label={t('recipes.ingredient')} {...form.getInputProps(`hops.${at}.name`)} />
              <Select
                label={t('recipes.use')}
                allowDeselect={false}
                data={HOP_USES.map((use) => ({ value: use, label: w('uses', use) }))}
                {...form.getInputProps(`hops.${at}.use`)}
              />
              <NumberField label={t('movements.quantity')} unit="g" {...form.getInputProps(`hops.${at}.grams`)} />
              <NumberField label={t('versions.alpha')} unit="%" {...form.getInputProps(`hops.${at}.alpha`)} />
              <NumberField label={t('versions.minutes')} unit="min" {...form.getInputProps(`hops.${at}.minutes`)} />
              {remove('hops', at, one.name)}
            </div>
          ))}
          <Button
            variant="default"
            leftSection={<IconPlus size={18} aria-hidden />}
            onClick={() =>
              form.insertListItem('hops', { was: null, name: '', use: 'boil', grams: '', alpha: '', minutes: '60' })
            }
          >
            {t('versions.addHop')}
          </Button>
        </Panel>
        <Panel title={t('sections.yeasts' as never)}>
          {form.values.yeasts.map((one, at) => (
            <div key={`${one.was?.name}-${at}`} className={classes.editRow}>
              <TextInput label={t('recipes.ingredient')} {...form.getInputProps(`yeasts.${at}.name`)} />
              <Select
                label={t('versions.unit')}
                allowDeselect={false}
                data={YEAST_UNITS.map((unit) => ({ value: unit, label: w('yeastUnits', unit) }))}
                {...form.getInputProps(`yeasts.${at}.unit`)}
              />
              <NumberField label={t('movements.quantity')} unit="" {...form.getInputProps(`yeasts.${at}.amount`)} />
              <NumberField
                label={t('sheet.attenuation')}
                unit="%"
                {...form.getInputProps(`yeasts.${at}.attenuation`)}
              />
              {remove('yeasts', at, one.name)}
            </div>
          ))}
          <Button
            variant="default"
            leftSection={<IconPlus size={18} aria-hidden />}
            onClick={() =>
              form.insertListItem('yeasts', { was: null, name: '', amount: '1', unit: 'piece', attenuation: '75' })
            }
          >
            {t('versions.addYeast')}
          </Button>
        </Panel>
        <Panel title={t('sections.mash_steps' as never)}>
          {form.values.rests.map((one, at) => (
            <div key={`${one.was?.name}-${at}`} className={classes.editRow}>
              <TextInput label={t('versions.rest')} {...form.getInputProps(`rests.${at}.name`)} />
              <Select
                label={t('versions.kind')}
                allowDeselect={false}
                data={[...new Set([...REST_KINDS, one.kind])].filter(Boolean).map((kind) => ({
                  value: kind,
                  label: w('mashKinds', kind),
                }))}
                {...form.getInputProps(`rests.${at}.kind`)}
              />
              <NumberField label={t('cellar.temperature')} unit="°C" {...form.getInputProps(`rests.${at}.celsius`)} />
              <NumberField label={t('versions.minutes')} unit="min" {...form.getInputProps(`rests.${at}.minutes`)} />
              {remove('rests', at, one.name)}
            </div>
          ))}
          <Button
            variant="default"
            leftSection={<IconPlus size={18} aria-hidden />}
            onClick={() =>
              form.insertListItem('rests', { was: null, name: '', kind: 'infusion', celsius: '', minutes: '' })
            }
          >
            {t('versions.addRest')}
          </Button>
        </Panel>
        <Panel title={t('sections.miscs' as never)}>
          {form.values.miscs.map((one, at) => (
            <div key={`${one.was?.name}-${at}`} className={classes.editRow} data-fields="6">
              <TextInput label={t('recipes.ingredient')} {...form.getInputProps(`miscs.${at}.name`)} />
              <Select
                label={t('versions.kind')}
                allowDeselect={false}
                data={MISC_KINDS.map((kind) => ({ value: kind, label: w('miscKinds', kind) }))}
                {...form.getInputProps(`miscs.${at}.kind`)}
              />
              <Select
                label={t('recipes.use')}
                allowDeselect={false}
                data={MISC_USES.map((use) => ({ value: use, label: w('uses', use) }))}
                {...form.getInputProps(`miscs.${at}.use`)}
              />
              <NumberField label={t('movements.quantity')} unit="" {...form.getInputProps(`miscs.${at}.amount`)} />
              <Select
                label={t('versions.unit')}
                allowDeselect={false}
                data={YEAST_UNITS.map((unit) => ({ value: unit, label: w('yeastUnits', unit) }))}
                {...form.getInputProps(`miscs.${at}.unit`)}
              />
              <NumberField label={t('versions.minutes')} unit="min" {...form.getInputProps(`miscs.${at}.minutes`)} />
              {remove('miscs', at, one.name)}
            </div>
          ))}
          <Button
            variant="default"
            leftSection={<IconPlus size={18} aria-hidden />}
            onClick={() =>
              form.insertListItem('miscs', {
                was: null,
                name: '',
                kind: 'fining',
                use: 'boil',
                amount: '',
                unit: 'g',
                minutes: '15',
              })
            }
          >
            {t('versions.addMisc')}
          </Button>
        </Panel>
        <Panel title={t('sections.waters' as never)}>
          {form.values.waters.map((one, at) => (
            <div key={`${one.was?.name}-${at}`} className={classes.editRow} data-fields="8">
              <TextInput label={t('recipes.ingredient')} {...form.getInputProps(`waters.${at}.name`)} />
              <NumberField label={t('movements.quantity')} unit="L" {...form.getInputProps(`waters.${at}.litres`)} />
              {IONS.map((ion) => (
                <NumberField
                  key={ion}
                  label={w('ions', ion)}
                  unit="mg/L"
                  {...form.getInputProps(`waters.${at}.${ion}`)}
                />
              ))}
              {remove('waters', at, one.name)}
            </div>
          ))}
          <Button
            variant="default"
            leftSection={<IconPlus size={18} aria-hidden />}
            onClick={() => form.insertListItem('waters', { ...NO_WATER })}
          >
            {t('versions.addWater')}
          </Button>
        </Panel>
        <Panel title={t('recipes.notes')}>
          <Textarea aria-label={t('recipes.notes')} autosize minRows={3} {...form.getInputProps('notes')} />
        </Panel>
      </Stack>
    </form>
  );
}
