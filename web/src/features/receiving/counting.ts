import type { Schemas } from '@/api/contract';
import { compare, isZero, parseDecimal, ratio, rounded, sum, times } from '@/shared/format/decimal';

export type Order = Schemas['ReceivableOrderOut'];
export type OrderLine = Schemas['ReceivableLineOut'];
export type Draft = Schemas['ReceivingDraftOut'];
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

/** One line as somebody fills it in: figures as they were typed, in packs, or in base units where `base` says so. */
export interface Entry {
  key: string;
  lineId: string;
  delivered: string;
  base: boolean;
  rejected: string;
  reason: (typeof REASONS)[number] | null;
  note: string;
  lot: string;
  code: string;
  expires: string | null;
  hold: string;
  celsius: string;
  why: string;
  place: string | null;
  price: string;
}

export interface Count {
  /** When it came: said once, so that saving the same again is the same delivery and keeps what was allowed for it. */
  at: string;
  invoice: string;
  note: string;
  entries: Entry[];
  /** Lines of which nothing more will come. */
  closed: string[];
  /** Why a difference is all right, by whoever counts and may say so. */
  reason: string;
  /** What the server was told last, word for word. */
  saved: string | null;
}

export const begun = (order: Order): Count => ({
  at: new Date().toISOString(),
  invoice: '',
  note: '',
  entries: order.lines.map((line) => blank(line.id, line.id)),
  closed: [],
  reason: '',
  saved: null,
});

export const blank = (lineId: string, key: string): Entry => ({
  key,
  lineId,
  delivered: '',
  base: false,
  rejected: '',
  reason: null,
  note: '',
  lot: '',
  code: '',
  expires: null,
  hold: '',
  celsius: '',
  why: '',
  place: null,
  price: '',
});

const figure = (typed: string) => parseDecimal(typed) ?? '0';
export const isCounted = (entry: Entry) => !isZero(figure(entry.delivered));

const short = (value: string) => rounded(value, 6).replace(/\.?0+$/, '');

/** What is still expected, in packs. */
export function packsLeft(line: OrderLine): string {
  return short(ratio(line.outstanding, line.pack_factor) ?? '0');
}

/** Everything that is expected came: where nothing was counted yet, all that is left. */
export function acceptAll(order: Order, count: Count): Count {
  const open = new Map(
    order.lines
      .filter((line) => !count.entries.some((entry) => entry.lineId === line.id && isCounted(entry)))
      .map((line) => [line.id, line]),
  );
  const entries = count.entries.map((entry) => {
    const line = open.get(entry.lineId);
    open.delete(entry.lineId);
    return line ? { ...entry, base: false, delivered: packsLeft(line) } : entry;
  });
  return { ...count, entries };
}

/** The delivery as the server takes it; lines of which nothing came are simply still expected. */
export function countingOf(order: Order, count: Count): Schemas['CountingIn'] {
  const items = new Map(order.lines.map((line) => [line.id, line.item_id]));
  const counted = count.entries.filter(isCounted);
  const last = new Map(counted.map((entry) => [entry.lineId, entry.key]));
  return {
    received_at: count.at,
    order_id: order.id,
    invoice_number: count.invoice.trim() || null,
    delivery_note: count.note.trim() || null,
    notes: '',
    lines: counted.map((entry) => ({
      item_id: items.get(entry.lineId) ?? '',
      order_line_id: entry.lineId,
      delivered: figure(entry.delivered),
      in_base: entry.base,
      rejected: figure(entry.rejected),
      rejection: isZero(figure(entry.rejected)) ? null : entry.reason,
      rejection_note: entry.note.trim(),
      supplier_lot: entry.lot.trim() || null,
      lot_code: entry.code.trim() || null,
      expires_on: entry.expires,
      hold_reason: entry.hold.trim() || null,
      temperature_c: parseDecimal(entry.celsius),
      temperature_reason: entry.why.trim(),
      location_id: entry.place,
      pack_price: parseDecimal(entry.price),
      ieps_creditable: false,
      closes: count.closed.includes(entry.lineId) && last.get(entry.lineId) === entry.key,
    })),
  };
}

/** A delivery that another device counted, to go on with here. */
export function takenOver(order: Order, draft: Draft): Count {
  const entries = (draft.lines ?? []).map(
    (line, place): Entry => ({
      key: `${draft.id}-${place}`,
      lineId: line.order_line_id ?? '',
      delivered: short(line.delivered),
      base: line.in_base ?? false,
      rejected: isZero(line.rejected ?? '0') ? '' : short(line.rejected ?? '0'),
      reason: line.rejection ?? null,
      note: line.rejection_note ?? '',
      lot: line.supplier_lot ?? '',
      code: line.lot_code ?? '',
      expires: line.expires_on ?? null,
      hold: line.hold_reason ?? '',
      celsius: line.temperature_c ?? '',
      why: line.temperature_reason ?? '',
      place: line.location_id ?? null,
      price: line.pack_price ?? '',
    }),
  );
  const untouched = order.lines.filter((line) => !entries.some((entry) => entry.lineId === line.id));
  return {
    ...begun(order),
    at: draft.received_at ?? new Date().toISOString(),
    invoice: draft.invoice_number ?? '',
    note: draft.delivery_note ?? '',
    entries: [...entries, ...untouched.map((line) => blank(line.id, line.id))],
    closed: (draft.lines ?? []).flatMap((line) => (line.closes && line.order_line_id ? [line.order_line_id] : [])),
  };
}

/** What is kept of a line, in base units, and whether that differs from what is outstanding beyond the tolerance. */
export function difference(line: OrderLine, count: Count, tolerance: string): { kept: string; beyond: boolean } {
  const mine = count.entries.filter((entry) => entry.lineId === line.id && isCounted(entry));
  const kept = sum(
    mine.map((entry) => {
      const stays = sum([figure(entry.delivered), minus(figure(entry.rejected))]);
      return entry.base ? stays : times(stays, line.pack_factor);
    }),
  );
  const off = sum([kept, minus(line.outstanding)]).replace('-', '');
  return { kept, beyond: mine.length > 0 && compare(times(off, '100'), times(tolerance, line.ordered)) > 0 };
}

const minus = (value: string) => (isZero(value) ? '0' : value.startsWith('-') ? value.slice(1) : `-${value}`);

const KEY = (draftId: string) => `desertbrew-counting-${draftId}`;

const NOTHING = { at: new Date().toISOString(), note: '', closed: [], reason: '', saved: null };

/** What was typed so far stays on the device: a reload, a dead battery or no network loses nothing. */
export function remembered(draftId: string): Count | null {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY(draftId)) ?? 'null') as Count | null;
    // A count that was begun before these were asked for lacks them.
    return kept && { ...NOTHING, ...kept, entries: kept.entries.map((entry) => ({ ...blank('', ''), ...entry })) };
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
