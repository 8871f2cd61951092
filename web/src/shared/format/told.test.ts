import { describe, expect, it } from 'vitest';
import { parts, reportIn, told } from './told';
import { humanised } from './words';

describe('told', () => {
  it.each([
    ['planned_volume_l', '500.000000', '500 L'],
    ['amount', '1234.5', '$1,234.50'],
    ['unit_cost', '0.5', '$0.50'],
    ['alpha_pct', '5.60', '5.6 %'],
    ['planned_on', '2026-12-01', '01/12/2026'],
    ['happened_at', '2026-11-21T03:30:00Z', '20/11/2026 21:30'],
    ['lot_id', '01a1fcd3-2ad5-735e-8afc-6fb3d169b3f8', '…69b3f8'],
    ['password', '**********', '••••••'],
    ['confirmed', true, 'Sí'],
    ['confirmed', false, 'No'],
    ['count', 3, '3'],
    ['factor_to_base', '25.500000', '25.5'],
    ['invoice_number', '007', '007'],
    ['note', 'Llegó mojada', 'Llegó mojada'],
  ])('%s %s is %s', (key, value, text) => expect(told(key, value, 'Sí', 'No').replace(/\s/g, ' ')).toBe(text));
});

describe('a report', () => {
  it('leaves out what says nothing', () =>
    expect(parts({ a: null, b: '', c: [], d: 0, e: false })).toEqual([
      ['d', 0],
      ['e', false],
    ]));

  it('is read from JSON, and is none where there is none', () => {
    expect(reportIn('{"a":1}')).toEqual({ a: 1 });
    for (const text of [null, '', 'x', '[1]', '3', 'null']) expect(reportIn(text)).toBeNull();
  });

  it('has names that can be read even where no catalogue knows them', () => {
    expect(humanised('planned_volume')).toBe('Planned volume');
    expect(humanised('security.sign_in_failed')).toBe('Security sign in failed');
    expect(humanised('WATER_AGENT')).toBe('Water agent');
  });
});
