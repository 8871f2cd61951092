import { Select, Switch } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { parseDecimal } from '@/shared/format/decimal';
import { formatGravity, formatNumber, formatPercent, formatQuantity } from '@/shared/format/format';
import { NumberField } from '@/shared/ui/NumberField';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Facts, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import classes from './Calculators.module.css';

/** What was typed, a moment after the last key; null while a figure is missing. */
function useFigures<K extends string>(typed: Record<K, string>): Record<K, string> | null {
  const read = Object.fromEntries(
    Object.entries<string>(typed).map(([name, value]) => [name, parseDecimal(value)]),
  ) as Record<K, string | null>;
  const whole = Object.values(read).every((value) => value !== null);
  const [asked] = useDebouncedValue(whole ? JSON.stringify(read) : '', 300);
  return asked ? (JSON.parse(asked) as Record<K, string>) : null;
}

function Sum({
  title,
  lead,
  fields,
  error,
  facts,
}: {
  title: string;
  lead: string;
  fields: ReactNode;
  error: Error | null;
  facts: [string, ReactNode][] | null;
}) {
  const { t } = useTranslation();
  return (
    <Panel title={title}>
      <p className="quiet">{lead}</p>
      <div className={classes.fields}>{fields}</div>
      {error && <ProblemPanel error={error} />}
      <div aria-live="polite">{facts ? <Facts facts={facts} /> : <p className="quiet">{t('calculators.type')}</p>}</div>
    </Panel>
  );
}

const figure = (value: string) => <span className="num">{value}</span>;
const ASKED = { placeholderData: keepPreviousData, retry: false } as const;

/** Gas, sugar, yeast and refractometer, by the plant's own altitude. */
export function CalculatorsPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t('calculators.title')} lead={t('calculators.lead')} />
      <div className={classes.sums}>
        <Carbonation />
        <Priming />
        <Starter />
        <Refractometer />
      </div>
    </>
  );
}

function Carbonation() {
  const { t } = useTranslation();
  const [typed, setTyped] = useState({ volumes: '2.5', celsius: '2' });
  const asked = useFigures(typed);
  const answer = useQuery({
    ...question('production', '/v1/calculators/carbonation', { query: asked ?? { volumes: '1', celsius: '1' } }),
    ...ASKED,
    enabled: asked !== null,
  });
  const found = answer.data;
  return (
    <Sum
      title={t('calculators.carbonation')}
      lead={t('calculators.carbonationLead')}
      error={answer.error}
      fields={
        <>
          <NumberField
            label={t('calculators.volumes')}
            unit="vol"
            value={typed.volumes}
            onChange={(volumes) => setTyped({ ...typed, volumes })}
          />
          <NumberField
            label={t('cellar.temperature')}
            unit="°C"
            value={typed.celsius}
            onChange={(celsius) => setTyped({ ...typed, celsius })}
          />
        </>
      }
      facts={
        found
          ? [
              [t('calculators.pressure'), figure(`${formatNumber(found.psi)} psi`)],
              [
                t('calculators.otherUnits'),
                figure(`${formatNumber(found.kgf_cm2)} kg/cm² · ${formatNumber(found.kpa)} kPa`),
              ],
              [t('calculators.gas'), figure(`${formatNumber(found.grams_l)} g/L`)],
              [t('calculators.altitude'), figure(`${formatNumber(found.altitude_m)} m`)],
            ]
          : null
      }
    />
  );
}

function Priming() {
  const { t } = useTranslation();
  const [typed, setTyped] = useState({ volumes: '2.4', celsius: '20', beer_l: '' });
  const asked = useFigures(typed);
  const answer = useQuery({
    ...question('production', '/v1/calculators/priming', {
      query: asked ?? { volumes: '1', celsius: '1', beer_l: '1' },
    }),
    ...ASKED,
    enabled: asked !== null,
  });
  const found = answer.data;
  return (
    <Sum
      title={t('calculators.priming')}
      lead={t('calculators.primingLead')}
      error={answer.error}
      fields={
        <>
          <NumberField
            label={t('calculators.beer')}
            unit="L"
            value={typed.beer_l}
            onChange={(beer_l) => setTyped({ ...typed, beer_l })}
          />
          <NumberField
            label={t('calculators.volumes')}
            unit="vol"
            value={typed.volumes}
            onChange={(volumes) => setTyped({ ...typed, volumes })}
          />
          <NumberField
            label={t('calculators.warmest')}
            unit="°C"
            value={typed.celsius}
            onChange={(celsius) => setTyped({ ...typed, celsius })}
          />
        </>
      }
      facts={
        found && asked
          ? [
              [t('calculators.dextrose'), figure(formatQuantity(found.dextrose_g, 'g'))],
              [t('calculators.sucrose'), figure(formatQuantity(found.sucrose_g, 'g'))],
              [t('calculators.residual'), figure(`${formatNumber(found.residual_volumes)} vol`)],
            ]
          : null
      }
    />
  );
}

function Starter() {
  const { t } = useTranslation();
  const [kind, setKind] = useState<'ale' | 'lager'>('ale');
  const [stirred, setStirred] = useState(true);
  const [typed, setTyped] = useState({
    wort_l: '',
    og: '1.050',
    cells_b: '100',
    days_old: '0',
    starter_l: '2',
    starter_og: '1.037',
  });
  const asked = useFigures(typed);
  const answer = useQuery({
    ...question('production', '/v1/calculators/yeast-starter', {
      query: { ...(asked ?? { ...typed, wort_l: '1' }), kind, stirred },
    }),
    ...ASKED,
    enabled: asked !== null,
  });
  const found = answer.data;
  const units = { wort_l: 'L', og: 'SG', cells_b: '×10⁹', days_old: 'd', starter_l: 'L', starter_og: 'SG' } as const;
  return (
    <Sum
      title={t('calculators.starter')}
      lead={t('calculators.starterLead')}
      error={answer.error}
      fields={
        <>
          <Select
            label={t('calculators.yeastKind')}
            allowDeselect={false}
            data={[
              { value: 'ale', label: t('calculators.ale') },
              { value: 'lager', label: t('calculators.lager') },
            ]}
            value={kind}
            onChange={(value) => setKind(value === 'lager' ? 'lager' : 'ale')}
          />
          {(Object.keys(units) as (keyof typeof units)[]).map((name) => (
            <NumberField
              key={name}
              label={t(`calculators.${name}`)}
              unit={units[name]}
              value={typed[name]}
              onChange={(value) => setTyped({ ...typed, [name]: value })}
            />
          ))}
          <Switch
            label={t('calculators.stirred')}
            checked={stirred}
            onChange={(event) => setStirred(event.currentTarget.checked)}
          />
        </>
      }
      facts={
        found && asked
          ? [
              [t('calculators.needed'), figure(t('calculators.billions', { cells: formatNumber(found.needed_b) }))],
              [t('calculators.alive'), figure(t('calculators.billions', { cells: formatNumber(found.viable_b) }))],
              [t('calculators.white'), figure(t('calculators.billions', { cells: formatNumber(found.grown_white_b) }))],
              [
                t('calculators.kaiser'),
                figure(t('calculators.billions', { cells: formatNumber(found.grown_kaiser_b) })),
              ],
              [
                t('calculators.verdict'),
                <strong key="v">{t(found.enough ? 'calculators.enough' : 'calculators.short')}</strong>,
              ],
            ]
          : null
      }
    />
  );
}

function Refractometer() {
  const { t } = useTranslation();
  const [typed, setTyped] = useState({ initial_brix: '', final_brix: '', correction: '1.04' });
  const asked = useFigures(typed);
  const answer = useQuery({
    ...question('production', '/v1/calculators/refractometer', {
      query: asked ?? { initial_brix: '1', final_brix: '1' },
    }),
    ...ASKED,
    enabled: asked !== null,
  });
  const found = answer.data;
  return (
    <Sum
      title={t('calculators.refractometer')}
      lead={t('calculators.refractometerLead')}
      error={answer.error}
      fields={
        <>
          <NumberField
            label={t('calculators.initial')}
            unit="°Bx"
            value={typed.initial_brix}
            onChange={(initial_brix) => setTyped({ ...typed, initial_brix })}
          />
          <NumberField
            label={t('calculators.final')}
            unit="°Bx"
            value={typed.final_brix}
            onChange={(final_brix) => setTyped({ ...typed, final_brix })}
          />
          <NumberField
            label={t('calculators.correction')}
            unit=""
            value={typed.correction}
            onChange={(correction) => setTyped({ ...typed, correction })}
          />
        </>
      }
      facts={
        found && asked
          ? [
              [t('calculators.og'), figure(formatGravity(found.og))],
              [t('calculators.fg'), figure(formatGravity(found.fg))],
              [t('fermentation.abv'), figure(formatPercent(found.abv_pct))],
              [
                t('calculators.others'),
                figure(
                  ['novotny_quadratic', 'terrill_cubic', 'bonham']
                    .map((name) => formatGravity(found.by_formula[name] ?? null))
                    .join(' · '),
                ),
              ],
            ]
          : null
      }
    />
  );
}
