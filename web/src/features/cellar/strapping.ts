import type { StrappingPoint } from '@/api/wire';
import { parseDecimal } from '@/shared/format/decimal';

export interface Pasted {
  points: StrappingPoint[];
  /** Lines that say no two numbers, counted from 1; the title line does not count as wrong. */
  wrong: number[];
}

/** Dip and litres as people paste them from a sheet: tabs, semicolons, or commas between two plain numbers. */
export function readStrapping(text: string): Pasted {
  const points: StrappingPoint[] = [];
  const wrong: number[] = [];
  text.split(/\r?\n/).forEach((line, index) => {
    if (line.trim() === '') return;
    const cells = line.includes('\t') || line.includes(';') ? line.split(/[\t;]/) : line.split(',');
    const [dip, volume] = cells.map((cell) => parseDecimal(cell.trim().replace(/^"|"$/g, '')));
    if (cells.length >= 2 && dip && volume) points.push({ dip_mm: dip, volume_l: volume });
    else if (index > 0) wrong.push(index + 1);
  });
  return { points, wrong };
}
