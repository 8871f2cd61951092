import type { Intent } from '@/offline/store';
import type { CountLine } from './words';

/** A line with what this tablet knows of it beyond the server. */
export interface Standing {
  line: CountLine;
  /** What was counted, in `unit`; null while nobody counted, or it is to be counted again. */
  quantity: string | null;
  unit: string;
  /** It is only on this tablet yet. */
  waiting: boolean;
}

interface Tally {
  quantity: string;
  unit: string;
}

/** What was said of a line, on the server or only on this tablet so far: what waits here is newer, and wins. */
export function standings(
  lines: CountLine[],
  countId: string,
  intents: Intent[],
  heard: Map<string, Tally>,
): Standing[] {
  const here = new Map<string, Tally>();
  for (const intent of intents) {
    const found = new RegExp(`^/v1/stock-counts/${countId}/lines/([^/]+)/tallies$`).exec(intent.path);
    if (found?.[1] && intent.state === 'waiting') here.set(found[1], intent.body as Tally);
  }
  return lines.map((line) => {
    const said = here.get(line.id) ?? heard.get(line.id);
    if (said) return { line, quantity: said.quantity, unit: said.unit, waiting: here.has(line.id) };
    return { line, quantity: line.recount ? null : line.counted_quantity, unit: line.unit, waiting: false };
  });
}

/** The next line that nobody counted, after the one at hand and then from the top; null when all are counted. */
export function nextOpen(all: Standing[], after: string | null): string | null {
  const at = all.findIndex((one) => one.line.id === after);
  const round = [...all.slice(at + 1), ...all.slice(0, at + 1)];
  return round.find((one) => one.quantity === null)?.line.id ?? null;
}

const plain = (code: string | null) => (code ?? '').toLocaleUpperCase('es-MX');

/** The line that a scanned code speaks of: its lot, the supplier's number on the sack, or the item. */
export function lineOf(lines: CountLine[], code: string): CountLine | null {
  const wanted = plain(code.trim());
  return (
    lines.find((line) => plain(line.lot_code) === wanted) ??
    lines.find((line) => plain(line.supplier_lot) === wanted) ??
    lines.find((line) => plain(line.sku) === wanted) ??
    null
  );
}
