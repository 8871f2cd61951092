import { describe, expect, it } from 'vitest';
import { formatDate, formatDateTime, formatGravity, formatMoney, formatNumber, formatQuantity, today } from './format';

// Intl separates a figure from a percent sign and such with spaces that look alike; a test reads what a person reads.
const seen = (text: string) => text.replace(/\s/g, ' ');

describe('figures as they are written in Mexico', () => {
  it('money has two decimals, commas and no currency letters', () => {
    expect(seen(formatMoney('1234.5'))).toBe('$1,234.50');
    expect(seen(formatMoney('-55.525'))).toBe('-$55.53');
    expect(seen(formatMoney('123456789012.34'))).toBe('$123,456,789,012.34');
    expect(formatMoney(null)).toBe('—');
  });

  it('a quantity keeps its unit, and no figure is rounded away to zero', () => {
    expect(formatQuantity('51.658536', 'kg')).toBe('51.659 kg');
    expect(formatQuantity('4200.000000', 'piece')).toBe('4,200 pza');
    expect(formatNumber('0.000080')).toBe('0.00008');
    expect(formatNumber('0.000000')).toBe('0');
  });

  it('a gravity keeps three places', () => expect(formatGravity('1.050000')).toBe('1.050'));
});

describe('days of the brewery', () => {
  it('a moment late in UTC is still the same evening in Saltillo', () => {
    expect(formatDate('2026-11-21T03:30:00Z')).toBe('20/11/2026');
    expect(seen(formatDateTime('2026-11-21T03:30:00Z'))).toBe('20/11/2026 21:30');
    expect(today(new Date('2026-11-21T03:30:00Z'))).toBe('2026-11-20');
  });

  it('a plain date is that day everywhere', () => expect(formatDate('2027-10-07')).toBe('07/10/2027'));
});
