import type { Keg } from '@/api/wire';
import type { ScanMode } from './words';

/** What a scanner gave, as the server looks it up: a code, a serial or a tag, out of whatever a label wraps it in.
 *
 * A wedge may add group separators and blanks; a camera gives the whole address of the guest's page.
 */
export function readCode(scanned: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what a wedge adds.
  const bare = scanned.replace(/[\u0000-\u001f\u007f\s]+/g, '');
  const link = /^[a-z][a-z0-9+.-]*:\/\/[^?#]*\/([^/?#]+)\/?(?:[?#].*)?$/i.exec(bare);
  return (link?.[1] ?? bare).toUpperCase();
}

/** Why a keg of the list cannot go along; null where it can, as far as this device knows. */
export type Doubt = 'unknown' | 'state' | 'full' | 'maintenance' | 'tare' | null;

export interface Scanned {
  code: string;
  /** Null for a code that is nobody's, or that nobody could be asked about. */
  keg: Keg | null;
  /** No answer came: the server will say when the list reaches it. */
  unchecked: boolean;
  /** What the server said of this keg when it refused the list. */
  refused: string | null;
}

/** What stands in the way of this keg, by what the device knows; the server decides when the list is sent. */
export function doubtOf(one: Scanned, mode: ScanMode, litres: number | null, weighed = false): Doubt {
  if (one.unchecked) return null;
  if (!one.keg) return 'unknown';
  if (!one.keg.allowed.includes(mode)) return mode === 'FILL' && one.keg.needs_maintenance ? 'maintenance' : 'state';
  if (mode === 'FILL' && weighed) return one.keg.tare_kg === null ? 'tare' : null;
  return mode === 'FILL' && litres !== null && litres > Number(one.keg.size_l) ? 'full' : null;
}

/** The list with a scan added, or null where the keg is in it already. */
export function withScan(list: readonly Scanned[], scan: Scanned): Scanned[] | null {
  const same = (one: Scanned) => one.code === scan.code || (one.keg !== null && one.keg.id === scan.keg?.id);
  return list.some(same) ? null : [scan, ...list];
}

/** Finds kegs by everything that a label may say. */
export function indexOf(kegs: readonly Keg[]): Map<string, Keg> {
  const found = new Map<string, Keg>();
  for (const keg of kegs) if (keg.rfid_tag) found.set(keg.rfid_tag, keg);
  for (const keg of kegs) found.set(keg.serial, keg);
  for (const keg of kegs) found.set(keg.code, keg);
  return found;
}

/** Puts each sentence of a refusal at the keg that it is about; `pointer` is /codes/3 or /fills/3/code. */
export function withRefusal(
  list: readonly Scanned[],
  errors: readonly { pointer: string; detail: string }[],
): Scanned[] {
  const said = new Map(errors.map((one) => [Number(/^\/(?:codes|fills)\/(\d+)/.exec(one.pointer)?.[1]), one.detail]));
  return list.map((one, index) => ({ ...one, refused: said.get(index) ?? null }));
}
