import type { Schemas } from '@/api/contract';
import { isZero, parseDecimal } from '@/shared/format/decimal';
import type { ScanMode } from './words';

export interface Fields {
  client: string;
  reason: string;
  location: string;
  releaseTo: 'DIRTY' | 'FULL' | 'TAPPED' | 'AT_CLIENT';
  writtenOff: boolean;
  /** The open packaging run that they are filled for; it knows the batch and how long the beer keeps. */
  packaging: { id: string; number: string; name: string; batch_id: string; batch_number: string } | null;
  volume: string | null;
  bestBefore: string | null;
  /** Each keg is told by what it weighs full, not by litres; the server takes its tare off. */
  weighed: boolean;
  /** kg with the beer inside, by code, as typed. */
  gross: Record<string, string>;
  /** What the litres of a weighed keg are reckoned with. */
  gravity: string;
  co2: string;
  /** Litres that came back, by code, as typed. */
  left: Record<string, string>;
}

export const NO_FIELDS: Fields = {
  client: '',
  reason: '',
  location: '',
  releaseTo: 'DIRTY',
  writtenOff: false,
  packaging: null,
  volume: null,
  bestBefore: null,
  weighed: false,
  gross: {},
  gravity: '1.010',
  co2: '5',
  left: {},
};

export type Order =
  | { path: '/v1/keg-fillings'; body: Schemas['KegFillingIn'] }
  | { path: '/v1/keg-dispatches' | '/v1/keg-deliveries'; body: Schemas['KegDeliveryIn'] }
  | { path: '/v1/keg-releases'; body: Schemas['KegReleaseIn'] }
  | { path: '/v1/keg-retirements'; body: Schemas['KegRetirementIn'] }
  | { path: '/v1/keg-quarantines' | '/v1/keg-losses'; body: Schemas['KegsWithReasonIn'] }
  | { path: '/v1/keg-returns' | '/v1/keg-emptyings'; body: Schemas['KegReturnIn'] }
  | { path: (typeof PLAIN)[keyof typeof PLAIN]; body: Schemas['KegsIn'] };

const PLAIN = {
  WASH: '/v1/keg-washes',
  UNLOAD: '/v1/keg-unloadings',
  COLLECT: '/v1/keg-collections',
  TAP: '/v1/keg-tappings',
  FIND: '/v1/keg-findings',
  HAND_BACK: '/v1/keg-handovers',
} as const;

export const NEEDS_REASON = new Set<ScanMode>(['QUARANTINE', 'RELEASE', 'LOSE', 'RETIRE']);
export const LEAVES_BEER = new Set<ScanMode>(['RETURN', 'EMPTY']);
export const NEEDS_CLIENT = new Set<ScanMode>(['DISPATCH', 'DELIVER']);

/** Whether everything is said that the mode needs besides kegs. */
export function isComplete(mode: ScanMode, codes: string[], fields: Fields): boolean {
  if (mode === 'FILL') return fields.packaging !== null && (!fields.weighed || allWeighed(codes, fields));
  return !NEEDS_REASON.has(mode) || fields.reason.trim().length >= 3;
}

function allWeighed(codes: string[], { gross, gravity, co2 }: Fields): boolean {
  return [gravity, co2, ...codes.map((code) => gross[code] ?? '')].every((said) => parseDecimal(said) !== null);
}

function fillOf(code: string, { weighed, gross, volume }: Fields) {
  return weighed ? { code, gross_kg: parseDecimal(gross[code] ?? '') } : { code, volume_l: volume };
}

function leftovers(codes: string[], left: Record<string, string>) {
  return codes.flatMap((code) => {
    const litres = parseDecimal(left[code] ?? '');
    return litres === null || isZero(litres) ? [] : [{ code, left_l: litres }];
  });
}

/** The list as the server takes it; it happened now, whenever the network brings it there. */
export function orderOf(mode: ScanMode, codes: string[], fields: Fields, now: Date): Order {
  const common = { happened_at: now.toISOString(), location: fields.location.trim() };
  const reason = fields.reason.trim();
  switch (mode) {
    case 'FILL':
      return {
        path: '/v1/keg-fillings',
        body: {
          ...common,
          packaging_run_id: fields.packaging?.id ?? '',
          batch_id: fields.packaging?.batch_id ?? '',
          batch_number: fields.packaging?.batch_number ?? '',
          beer_name: fields.packaging?.name ?? '',
          best_before: fields.bestBefore,
          final_gravity: parseDecimal(fields.gravity) ?? NO_FIELDS.gravity,
          co2_g_l: parseDecimal(fields.co2) ?? NO_FIELDS.co2,
          fills: codes.map((code) => fillOf(code, fields)),
        },
      };
    case 'DISPATCH':
    case 'DELIVER':
      return {
        path: mode === 'DISPATCH' ? '/v1/keg-dispatches' : '/v1/keg-deliveries',
        body: { ...common, codes, reason, client_name: fields.client.trim() || null },
      };
    case 'RELEASE':
      return { path: '/v1/keg-releases', body: { ...common, codes, reason, to: fields.releaseTo } };
    case 'RETIRE':
      return {
        path: '/v1/keg-retirements',
        body: { ...common, codes, reason, content_written_off: fields.writtenOff },
      };
    case 'QUARANTINE':
    case 'LOSE':
      return {
        path: mode === 'LOSE' ? '/v1/keg-losses' : '/v1/keg-quarantines',
        body: { ...common, codes, reason },
      };
    case 'RETURN':
    case 'EMPTY':
      return {
        path: mode === 'RETURN' ? '/v1/keg-returns' : '/v1/keg-emptyings',
        body: { ...common, codes, reason, leftovers: leftovers(codes, fields.left) },
      };
    default:
      return { path: PLAIN[mode], body: { ...common, codes, reason } };
  }
}
