import { useQuery } from '@tanstack/react-query';
import { unitsOf, unitsQuestion } from '@/api/units';
import type { Item } from '@/api/wire';

/** The units in which an item can be counted, its base unit first. */
export function useUnits(item: Item): { value: string; label: string }[] {
  return unitsOf(item, useQuery(unitsQuestion).data?.items ?? []);
}
