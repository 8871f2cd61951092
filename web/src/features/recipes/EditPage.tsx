import { ActionIcon, Button, Group, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import type { Recipe, RecipeDocument, RecipeVersionBody } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { parseDecimal, times } from '@/shared/format/decimal';
import { useWord } from '@/shared/i18n/useWord';
import { NumberField } from '@/shared/ui/NumberField';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { PageSkeleton } from '@/shared/ui/skeletons';
import classes from './Recipes.module.css';

type Malt = RecipeDocument['fermentables'][number];
type Hop = RecipeDocument['hops'][number];
type Yeast = RecipeDocument['yeasts'][number];

const MALT_KINDS = ['grain', 'extract', 'dry_extract', 'sugar', 'adjunct', 'fruit', 'honey'] as const;
const HOP_USES = ['boil', 'first_wort', 'mash', 'whirlpool', 'dry_hop'] as const;
const YEAST_UNITS = ['piece', 'g', 'ml'] as const;
const GRAMS = '1000';
const KILOGRAMS = '0.001';

/** A figure that may be left blank, as the wire wants it. */
const orNothing = (typed: string) => parseDecimal(typed);
const text = (value: string | null | undefined) => (value == null ? '' : String(Number(value)));

interface Form {
  style: string;
  batch_volume_l: string;
  boil_volume_l: string;
  boil_minutes: string;
  efficiency_pct: string;
  notes: string;
  change_note: string;
  malts: { was: Malt | null; name: string; kind: Malt['kind']; amount: string; yield_pct: string; color: string }[];
  hops: { was: Hop | null; name: string; use: Hop['use']; grams: string; alpha: string; minutes: string }[];
  yeasts: { was: Yeast | null; name: string; amount: string; unit: Yeast['unit']; attenuation: string }[];
}

function formOf(one: RecipeDocument): Form {
  return {
    style: one.style ?? '',
    batch_volume_l: text(one.batch_volume_l),
    boil_volume_l: text(one.boil_volume_l),
    boil_minutes: text(one.boil_minutes),
    efficiency_pct: text(one.efficiency_pct),
    notes: one.notes ?? '',
    change_note: '',
    malts: one.fermentables.map((was) => ({
      was,
      name: was.name,
      kind: was.kind,
      amount: text(was.amount_kg),
      yield_pct: text(was.yield_pct),
      color: text(was.color_lovibond),
    })),
    hops: one.hops.map((was) => ({
      was,
      name: was.name,
      use: was.use,
      grams: text(times(was.amount_kg, GRAMS)),
      alpha: text(was.alpha_pct),
      minutes: text(was.time_minutes),
    })),
    yeasts: one.yeasts.map((was) => ({
      was,
      name: was.name,
      amount: text(was.amount),
      unit: was.unit,
      attenuation: text(was.attenuation_pct),
    })),
  };
}

/** The whole recipe again with what the form changed; what it does not show stays as it was. */
function bodyOf(before: RecipeDocument, form: Form): RecipeVersionBody {
  return {
    ...before,
    style: form.style.trim(),
    batch_volume_l: parseDecimal(form.batch_volume_l) ?? '',
    boil_volume_l: orNothing(form.boil_volume_l),
    boil_minutes: orNothing(form.boil_minutes),
    efficiency_pct: orNothing(form.efficiency_pct),
    notes: form.notes,
    change_note: form.change_note.trim(),
    fermentables: form.malts.map((one) => ({
      ...one.was,
      name: one.name.trim(),
      kind: one.kind,
      amount_kg: parseDecimal(one.amount) ?? '',
      yield_pct: orNothing(one.yield_pct),
      color_lovibond: orNothing(one.color),
    })),
    hops: form.hops.map((one) => ({
      ...one.was,
      name: one.name.trim(),
      use: one.use,
      amount_kg: times(parseDecimal(one.grams) ?? '0', KILOGRAMS),
      alpha_pct: orNothing(one.alpha),
      time_minutes: orNothing(one.minutes),
    })),
    yeasts: form.yeasts.map((one) => ({
      ...one.was,
      name: one.name.trim(),
      amount: parseDecimal(one.amount) ?? '',
      unit: one.unit,
      attenuation_pct: orNothing(one.attenuation),
    })),
  };
}

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

  const remove = (list: 'malts' | 'hops' | 'yeasts', at: number, name: string) => (
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
        <Panel title={t('recipes.notes')}>
          <Textarea aria-label={t('recipes.notes')} autosize minRows={3} {...form.getInputProps('notes')} />
        </Panel>
      </Stack>
    </form>
  );
}
