import type { BrewStep } from '@/api/wire';
import { compare, rounded } from '@/shared/format/decimal';
import { formatGravity, formatNumber, formatQuantity } from '@/shared/format/format';

/** A figure of a step in its unit; a gravity keeps its places. */
export function formatFigure(value: string, unit: string): string {
  return unit === 'SG' ? formatGravity(value) : formatQuantity(value, unit);
}

/** An amount as a scale at the kettle shows it: whole grams from 50 on, kilos and litres to two places. */
export function formatAmount(value: string, unit: string): string {
  const places = unit === 'g' || unit === 'ml' ? (compare(value, '50') >= 0 ? 0 : 1) : 2;
  return formatQuantity(rounded(value, places), unit);
}

/** What a step asks for, in few letters: an amount, a target, or minutes. */
export function formatStep(step: BrewStep): string {
  if (step.kind === 'TIMER')
    return step.duration_min === null ? '' : `${formatNumber(rounded(step.duration_min, 0))} min`;
  if (step.target === null) return '';
  return (step.kind === 'ADDITION' ? formatAmount : formatFigure)(step.target, step.unit);
}
