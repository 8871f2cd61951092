import type { LinkProps } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

/** What a code turned out to be. Without an address the page at hand took it for itself, and nobody goes anywhere. */
export interface Found {
  /** What people call it: "Lote LOTE-000123". */
  label: string;
  to?: LinkProps;
}

/** Somebody who knows a kind of code. */
export interface Reader {
  /** Whether a code looks like theirs; nobody is asked about other codes. */
  knows: (code: string) => boolean;
  /** What it is, or null where there is no such thing. May throw when no answer came. */
  find: (code: string) => Promise<Found | null>;
}

const readers: Reader[] = [];

/** A page that takes scans itself, such as a list of kegs being filled, is asked before the house's own readers.
 *
 * @public for features: the shell itself has none.
 */
export function useReader(reader: Reader): void {
  const latest = useRef(reader);
  latest.current = reader;
  useEffect(() => {
    const mine: Reader = {
      knows: (code) => latest.current.knows(code),
      find: (code) => latest.current.find(code),
    };
    readers.unshift(mine);
    return () => {
      readers.splice(readers.indexOf(mine), 1);
    };
  }, []);
}

/** The code in what was scanned: itself, or the end of an address that a label carries (…/trace/KEG-0001). */
export function codeIn(scanned: string): string {
  const address = /^https?:\/\/[^?#]*\/trace\/([^/?#]+)\/?(?:[?#].*)?$/i.exec(scanned.trim());
  if (!address?.[1]) return scanned.trim();
  try {
    return decodeURIComponent(address[1]);
  } catch {
    return address[1];
  }
}

/** Asks everybody who knows such a code, the page at hand first; the first who finds it says what it is. */
export async function read(readings: string[], house: readonly Reader[]): Promise<Found | null> {
  for (const code of new Set(readings.map(codeIn))) {
    for (const reader of [...readers, ...house]) {
      if (!reader.knows(code)) continue;
      const found = await reader.find(code);
      if (found) return found;
    }
  }
  return null;
}
