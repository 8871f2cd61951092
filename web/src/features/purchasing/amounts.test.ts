import { expect, test } from 'vitest';
import { formatAmount, lineAmounts, totalOf } from './amounts';

test('a line comes to what the server says of it', () => {
  expect(lineAmounts('3', '180.333333', '16', '8')).toEqual({ net: '541.00', ieps: '43.28', vat: '93.48' });
  expect(lineAmounts('40', '1087.50', '0', null)).toEqual({ net: '43500.00', ieps: '0.00', vat: '0.00' });
  expect(lineAmounts('1', '0.045', 'EXEMPT', null).net).toBe('0.05');
});

test('the total is the sum of what stands in the lines', () => {
  expect(totalOf([lineAmounts('3', '180.333333', '16', '8'), lineAmounts('500', '0.25', '16', null)])).toBe('822.76');
  expect(totalOf([])).toBe('0');
});

test('another currency says its name', () => {
  expect(formatAmount('1234.5', 'MXN')).toBe('$1,234.50');
  expect(formatAmount('1234.5', 'USD')).toBe('$1,234.50 USD');
});
