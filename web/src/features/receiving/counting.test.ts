import { describe, expect, it } from 'vitest';
import {
  acceptAll,
  begun,
  blank,
  type Count,
  countingOf,
  type Draft,
  difference,
  type Order,
  takenOver,
} from './counting';

const ORDER = {
  id: 'order',
  number: 'OC-20261121-00000001',
  state: 'APPROVED',
  supplier_id: 'supplier',
  supplier_name: 'Maltera',
  expected_on: '2026-11-21',
  currency: 'MXN',
  exchange_rate: '1',
  tolerance_pct: '5',
  lines: [
    {
      id: 'malt',
      item_id: 'item',
      item_name: 'Malta',
      item_sku: 'M-1',
      base_unit: 'kg',
      pack_name: 'Saco',
      pack_factor: '25.000000',
      pack_price: '500',
      ordered: '100.000000',
      received: '0',
      outstanding: '100.000000',
      low_c: null,
      high_c: null,
      shelf_life_days: null,
    },
  ],
} satisfies Order;
const [LINE] = ORDER.lines;

const counted = (patch: Partial<Count['entries'][number]>, more: Partial<Count> = {}): Count => ({
  ...begun(ORDER),
  entries: [{ ...blank('malt', 'malt'), ...patch }],
  ...more,
});

describe('a delivery that is being counted', () => {
  it('says the same every time that it is saved', () => {
    const count = counted({ delivered: '4' });
    expect(JSON.stringify(countingOf(ORDER, count))).toBe(JSON.stringify(countingOf(ORDER, { ...count })));
    expect(countingOf(ORDER, count).received_at).toBe(count.at);
  });

  it('is measured in base units, whichever way it was counted; exactly the tolerance is within', () => {
    if (!LINE) throw new Error('no line');
    const at = (patch: Partial<Count['entries'][number]>) => difference(LINE, counted(patch), '5');
    expect(at({ delivered: '4' }).beyond).toBe(false);
    expect(at({ delivered: '95', base: true }).beyond).toBe(false);
    expect(at({ delivered: '94.99', base: true }).beyond).toBe(true);
    expect(at({ delivered: '105.01', base: true }).beyond).toBe(true);
    expect(at({ delivered: '4', rejected: '1' }).beyond).toBe(true);
    expect(at({ delivered: '' }).beyond).toBe(false);
  });

  it('closes a line with its last lot only', () => {
    const entries = ['1', '2', ''].map((delivered, place) => ({ ...blank('malt', `lot-${place}`), delivered }));
    const told = countingOf(ORDER, { ...begun(ORDER), entries, closed: ['malt'] });
    expect(told.lines.map((line) => line.closes)).toEqual([false, true]);
  });

  it('accepts what is left once, and nothing over what was counted', () => {
    const two = [blank('malt', 'one'), blank('malt', 'two')];
    const all = acceptAll(ORDER, { ...begun(ORDER), entries: two });
    expect(all.entries.map((entry) => entry.delivered)).toEqual(['4', '']);
    const some = counted({ delivered: '1' });
    expect(acceptAll(ORDER, some)).toEqual(some);
  });

  it('goes on at another device as it was saved', () => {
    const count = counted(
      { delivered: '80', base: true, rejected: '5', reason: 'DAMAGED', lot: 'PA-1', code: 'M-7', celsius: '4' },
      { note: 'R-1', invoice: 'F-1', closed: ['malt'] },
    );
    const told = countingOf(ORDER, count);
    const draft = { ...told, id: 'draft', lines: told.lines } as unknown as Draft;
    expect(countingOf(ORDER, takenOver(ORDER, draft))).toEqual(told);
  });
});
