import { describe, expect, it } from 'vitest';
import type { Intent } from '@/offline/store';
import { lineOf, nextOpen, standings } from './tallies';
import type { CountLine } from './words';

const line = (id: string, more: Partial<CountLine> = {}): CountLine => ({
  id,
  item_id: `i-${id}`,
  sku: `SKU-${id}`,
  item_name: id,
  unit: 'kg',
  units: [],
  lot_id: id,
  lot_code: `LOTE-${id}`,
  supplier_lot: null,
  expires_on: null,
  location_id: null,
  place: null,
  found: false,
  counted_quantity: null,
  counted_at: null,
  counted_by: null,
  recount: false,
  book_quantity: null,
  ...more,
});

const waiting = (id: string, quantity: string, state: Intent['state'] = 'waiting'): Intent => ({
  key: id,
  personId: 'p',
  method: 'POST',
  path: `/v1/stock-counts/c/lines/${id}/tallies`,
  body: { quantity, unit: 'saco' },
  label: '',
  madeAt: '2026-11-20T15:00:00Z',
  tries: 0,
  state,
});

describe('what a tablet shows of a count', () => {
  const lines = [line('1', { counted_quantity: '5' }), line('2'), line('3', { counted_quantity: '7', recount: true })];

  it('is what the server says, unless it waits here', () => {
    const shown = standings(lines, 'c', [waiting('2', '4'), waiting('1', '9', 'refused')], new Map());
    expect(shown.map((one) => [one.quantity, one.unit, one.waiting])).toEqual([
      ['5', 'kg', false],
      ['4', 'saco', true],
      [null, 'kg', false],
    ]);
  });

  it('forgets what was asked to be counted again', () => {
    expect(standings(lines, 'c', [], new Map())[2]?.quantity).toBeNull();
    expect(standings(lines, 'c', [], new Map([['3', { quantity: '8', unit: 'kg' }]]))[2]?.quantity).toBe('8');
  });

  it('goes on to the next open line, round the list', () => {
    const shown = standings(lines, 'c', [], new Map());
    expect(nextOpen(shown, '2')).toBe('3');
    expect(nextOpen(shown, '3')).toBe('2');
    expect(nextOpen([], null)).toBeNull();
  });

  it('finds the line of a scanned code', () => {
    expect(lineOf(lines, 'lote-2')?.id).toBe('2');
    expect(lineOf(lines, 'sku-3')?.id).toBe('3');
    expect(lineOf(lines, 'nada')).toBeNull();
  });
});
