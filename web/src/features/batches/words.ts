import type { BatchState, CostKind } from '@/api/wire';

/** Left to right as a batch lives. */
export const BOARD = [
  'PLANNED',
  'STARTING',
  'BREWING',
  'FERMENTING',
  'CONDITIONING',
  'PACKAGING',
  'COMPLETED',
] as const satisfies readonly BatchState[];

/** Lanes that are shown only while something is in them. */
export const BRIEF: readonly BatchState[] = ['STARTING'];

export const BREW_COUNTS = ['1', '2', '3', '4'];

/** What a rate is charged by. */
export const BASES = ['BREW_HOUR', 'BREW', 'LITRE', 'KWH', 'BATCH'] as const;

/** What a person may book by hand; material comes from stock only. */
export const COSTS_BY_HAND: CostKind[] = ['LABOR', 'ENERGY', 'WATER', 'OVERHEAD'];
export const COST_ORDER: CostKind[] = ['MATERIAL', 'LABOR', 'ENERGY', 'WATER', 'OVERHEAD'];
