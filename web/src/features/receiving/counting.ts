import type { Schemas } from '@/api/contract';
import { compare, isZero, parseDecimal, ratio, rounded, sum } from '@/shared/format/decimal';

export type Order = Schemas['ReceivableOrderOut'];
export type OrderLine = Schemas['ReceivableLineOut'];
export const REASONS = [
  'DAMAGED',
  'EXPIRED',
  'TEMPERATURE',
  'QUALITY',
  'WRONG_ITEM',
  'EXCESS',
  'NO_PAPERS',
  'OTHER',
] as const satisfies Schemas['Rejection'][];

/** One line as somebody fills it in: figures as they were typed, in packs. */
export interface Entry {
  key: string;
  lineId: string;
  delivered: string;
  rejected: string;
  reason: (typeof REASONS)[number] | null;
  note: string;
  lot: string;
  expires: string | null;
  hold: string;
  celsius: string;
  why: string;
  place: string | null;
  price: string;
}

export interface Count {
  invoice: string;
  entries: Entry[];
}

export const blank = (line: OrderLine, key: string): Entry => ({
  key,
  lineId: line.id,
  delivered: '',
  rejected: '',
  reason: null,
  note: '',
  lot: '',
  expires: null,
  hold: '',
  celsius: '',
  why: '',
  place: null,
  price: '',
});

const figure = (typed: string) => parseDecimal(typed) ?? '0';
export const isCounted = (entry: Entry) => !isZero(figure(entry.delivered));

/** What is still expected, in packs. */
export function packsLeft(line: OrderLine): string {
  return rounded(ratio(line.outstanding, line.pack_factor) ?? '0', 6).replace(/\.?0+$/, '');
}

/** The delivery as the server takes it; lines of which nothing came are simply still expected. */
export function countingOf(order: Order, count: Count, at: Date): Schemas['CountingIn'] {
  const items = new Map(order.lines.map((line) => [line.id, line.item_id]));
  return {
    received_at: at.toISOString(),
    order_id: order.id,
    invoice_number: count.invoice.trim() || null,
    notes: '',
    lines: count.entries.filter(isCounted).map((entry) => ({
      item_id: items.get(entry.lineId) ?? '',
      order_line_id: entry.lineId,
      delivered: figure(entry.delivered),
      in_base: false,
      rejected: figure(entry.rejected),
      rejection: isZero(figure(entry.rejected)) ? null : entry.reason,
      rejection_note: entry.note.trim(),
      supplier_lot: entry.lot.trim() || null,
      expires_on: entry.expires,
      hold_reason: entry.hold.trim() || null,
      temperature_c: parseDecimal(entry.celsius),
      temperature_reason: entry.why.trim(),
      location_id: entry.place,
      pack_price: parseDecimal(entry.price),
      ieps_creditable: false,
      closes: false,
    })),
  };
}

/** By how many per cent more or less than is outstanding came, and whether that is beyond the tolerance. */
export function difference(line: OrderLine, count: Count, tolerance: string): { kept: string; beyond: boolean } {
  const mine = count.entries.filter((entry) => entry.lineId === line.id && isCounted(entry));
  const packs = sum(mine.flatMap((entry) => [figure(entry.delivered), `-${figure(entry.rejected)}`].map(plain)));
  const left = packsLeft(line);
  const off = sum([packs, plain(`-${left}`)]).replace('-', '');
  const ordered = ratio(line.ordered, line.pack_factor) ?? '1';
  const pct = ratio(off, ordered) ?? '0';
  const allowed = ratio(tolerance, '100') ?? '0';
  return { kept: packs, beyond: mine.length > 0 && compare(pct, allowed) > 0 };
}

const plain = (text: string) => (/^-0*\.?0*$/.test(text) ? '0' : text);

const KEY = (draftId: string) => `desertbrew-counting-${draftId}`;

/** What was typed so far stays on the device: a reload, a dead battery or no network loses nothing. */
export function remembered(draftId: string): Count | null {
  try {
    return JSON.parse(localStorage.getItem(KEY(draftId)) ?? 'null') as Count | null;
  } catch {
    return null;
  }
}

export function remember(draftId: string, count: Count | null): void {
  try {
    if (count) localStorage.setItem(KEY(draftId), JSON.stringify(count));
    else localStorage.removeItem(KEY(draftId));
  } catch {
    // A private window forgets on reload; what is on the screen stays.
  }
}
