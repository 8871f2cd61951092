import { unitSign } from '@/shared/format/format';
import { question } from './client';
import type { Item, Unit } from './wire';

export const unitsQuestion = { ...question('inventory', '/v1/units'), staleTime: Number.POSITIVE_INFINITY };

/** Units in which an item can be counted: its base unit, its own conversions, and the common ones of its dimension. */
export function unitsOf(
  item: Pick<Item, 'base_unit' | 'conversions'>,
  units: Unit[],
): { value: string; label: string }[] {
  const codes = [
    item.base_unit,
    ...item.conversions.map((one) => one.unit),
    ...units.filter((unit) => unit.dimension === item.base_unit).map((unit) => unit.code),
  ];
  return [...new Set(codes)].map((code) => ({ value: code, label: unitSign(code) }));
}
