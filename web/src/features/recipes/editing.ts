import type { RecipeDocument, RecipeVersionBody } from '@/api/wire';
import { parseDecimal, times } from '@/shared/format/decimal';

type Malt = RecipeDocument['fermentables'][number];
type Hop = RecipeDocument['hops'][number];
type Yeast = RecipeDocument['yeasts'][number];
type Misc = NonNullable<RecipeDocument['miscs']>[number];
type Water = NonNullable<RecipeDocument['waters']>[number];
type Rest = NonNullable<RecipeDocument['mash_steps']>[number];

export const MALT_KINDS = ['grain', 'extract', 'dry_extract', 'sugar', 'adjunct', 'fruit', 'honey'] as const;
export const HOP_USES = ['boil', 'first_wort', 'mash', 'whirlpool', 'dry_hop'] as const;
export const YEAST_UNITS = ['piece', 'g', 'ml'] as const;
export const MISC_KINDS = ['fining', 'spice', 'herb', 'flavor', 'water_agent', 'other'] as const;
export const MISC_USES = ['mash', 'boil', 'primary', 'secondary', 'packaging'] as const;
export const REST_KINDS = ['infusion', 'temperature', 'decoction'] as const;
export const IONS = ['calcium', 'magnesium', 'sodium', 'sulfate', 'chloride', 'bicarbonate'] as const;
const GRAMS = '1000';
const KILOGRAMS = '0.001';

/** A figure that may be left blank, as the wire wants it. */
const orNothing = (typed: string) => parseDecimal(typed);
const text = (value: string | null | undefined) => (value == null ? '' : String(Number(value)));

export type List = 'malts' | 'hops' | 'yeasts' | 'miscs' | 'waters' | 'rests';

export interface Form {
  style: string;
  batch_volume_l: string;
  boil_volume_l: string;
  boil_minutes: string;
  efficiency_pct: string;
  fermenter_days: string;
  notes: string;
  change_note: string;
  miscs: {
    was: Misc | null;
    name: string;
    kind: Misc['kind'];
    use: Misc['use'];
    amount: string;
    unit: Misc['unit'];
    minutes: string;
  }[];
  waters: ({ was: Water | null; name: string; litres: string } & Record<(typeof IONS)[number], string>)[];
  rests: { was: Rest | null; name: string; kind: string; celsius: string; minutes: string }[];
  malts: { was: Malt | null; name: string; kind: Malt['kind']; amount: string; yield_pct: string; color: string }[];
  hops: { was: Hop | null; name: string; use: Hop['use']; grams: string; alpha: string; minutes: string }[];
  yeasts: { was: Yeast | null; name: string; amount: string; unit: Yeast['unit']; attenuation: string }[];
}

export function formOf(one: RecipeDocument): Form {
  return {
    style: one.style ?? '',
    batch_volume_l: text(one.batch_volume_l),
    boil_volume_l: text(one.boil_volume_l),
    boil_minutes: text(one.boil_minutes),
    efficiency_pct: text(one.efficiency_pct),
    fermenter_days: one.fermenter_days == null ? '' : String(one.fermenter_days),
    notes: one.notes ?? '',
    change_note: '',
    miscs: (one.miscs ?? []).map((was) => ({
      was,
      name: was.name,
      kind: was.kind,
      use: was.use,
      amount: text(was.amount),
      unit: was.unit,
      minutes: text(was.time_minutes),
    })),
    waters: (one.waters ?? []).map((was) => ({
      was,
      name: was.name,
      litres: text(was.amount_l),
      calcium: text(was.calcium_mg_l),
      magnesium: text(was.magnesium_mg_l),
      sodium: text(was.sodium_mg_l),
      sulfate: text(was.sulfate_mg_l),
      chloride: text(was.chloride_mg_l),
      bicarbonate: text(was.bicarbonate_mg_l),
    })),
    rests: (one.mash_steps ?? []).map((was) => ({
      was,
      name: was.name,
      kind: was.kind ?? '',
      celsius: text(was.step_temp_c),
      minutes: text(was.step_minutes),
    })),
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
export function bodyOf(before: RecipeDocument, form: Form): RecipeVersionBody {
  return {
    ...before,
    style: form.style.trim(),
    batch_volume_l: parseDecimal(form.batch_volume_l) ?? '',
    boil_volume_l: orNothing(form.boil_volume_l),
    boil_minutes: orNothing(form.boil_minutes),
    efficiency_pct: orNothing(form.efficiency_pct),
    fermenter_days: Number(form.fermenter_days) || null,
    miscs: form.miscs.map((one) => ({
      ...one.was,
      name: one.name.trim(),
      kind: one.kind,
      use: one.use,
      amount: parseDecimal(one.amount) ?? '',
      unit: one.unit,
      time_minutes: orNothing(one.minutes),
    })),
    waters: form.waters.map((one) => ({
      ...one.was,
      name: one.name.trim(),
      amount_l: orNothing(one.litres),
      ...Object.fromEntries(IONS.map((ion) => [`${ion}_mg_l`, orNothing(one[ion])])),
    })),
    mash_steps: form.rests.map((one) => ({
      ...one.was,
      name: one.name.trim(),
      kind: one.kind,
      step_temp_c: parseDecimal(one.celsius) ?? '',
      step_minutes: parseDecimal(one.minutes) ?? '',
    })),
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

/** A water of which nothing is known yet. */
export const NO_WATER: Form['waters'][number] = {
  was: null,
  name: '',
  litres: '',
  calcium: '',
  magnesium: '',
  sodium: '',
  sulfate: '',
  chloride: '',
  bicarbonate: '',
};
