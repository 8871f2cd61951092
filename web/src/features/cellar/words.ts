import {
  type Icon,
  IconBan,
  IconCircleCheck,
  IconDroplet,
  IconDropletOff,
  IconSparkles,
  IconTool,
} from '@tabler/icons-react';
import type { LossReason, Vessel, VesselKind, VesselState } from '@/api/wire';
import { compare, type Decimal, ratio, sum, toPixels } from '@/shared/format/decimal';
import type { Tone } from '@/shared/ui/StateBadge';

/** The vessels whose litres the ledger keeps. */
const TANKS: VesselKind[] = ['FERMENTER', 'BRITE'];

export const isTank = (vessel: Vessel) => TANKS.includes(vessel.kind);

export const STATE_LOOKS: Record<VesselState, { icon: Icon; tone: Tone }> = {
  AVAILABLE: { icon: IconCircleCheck, tone: 'well' },
  IN_USE: { icon: IconDroplet, tone: 'action' },
  DIRTY: { icon: IconDropletOff, tone: 'soon' },
  CLEANING: { icon: IconSparkles, tone: 'info' },
  MAINTENANCE: { icon: IconTool, tone: 'quiet' },
  OUT_OF_SERVICE: { icon: IconBan, tone: 'quiet' },
};

/** Why beer is lost, the usual ones first. */
export const LOSS_REASONS: LossReason[] = [
  'YEAST',
  'TRUB',
  'DRY_HOP',
  'SAMPLE',
  'TRANSFER',
  'FILTRATION',
  'PACKAGING',
  'SPILL',
  'EVAPORATION',
  'DUMPED',
  'OTHER',
];

/** How full a vessel is, 0 to 1, for its drawing. */
export function fullness(vessel: Vessel): number {
  const part = ratio(vessel.volume_l, vessel.nominal_volume_l);
  return part === null ? 0 : Math.min(1, toPixels(part));
}

/** Litres that still fit. */
export function roomIn(vessel: Vessel): Decimal {
  const room = sum([vessel.working_max_l, `-${vessel.volume_l}`]);
  return compare(room, '0') > 0 ? room : '0';
}

/** Whether beer from `from` into `to` would mix batches. */
export function mixes(from: Vessel, to: Vessel): boolean {
  const ids = (vessel: Vessel) => vessel.contents.map((content) => content.batch_id).sort();
  return to.contents.length > 0 && `${ids(from)}` !== `${ids(to)}`;
}

/** Whole days since a moment. */
export function daysSince(iso: string, now: number = Date.now()): number {
  return Math.max(0, Math.floor((now - Date.parse(iso)) / 86_400_000));
}

const DAY_MS = 86_400_000;

/** A plain date so many days later, as the wire writes dates. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Days from one plain date to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}
