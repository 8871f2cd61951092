import { describe, expect, it } from 'vitest';
import { compare, parseDecimal, ratio, rounded, sum, times } from './decimal';

describe('parseDecimal', () => {
  it.each([
    ['1234.50', '1234.50'],
    ['1,234.50', '1234.50'],
    ['1,234,567', '1234567'],
    ['12,5', '12.5'],
    ['12,50', '12.50'],
    ['$ 1 250', '1250'],
    ['.5', '0.5'],
    ['7.', '7'],
    ['-0.075', '-0.075'],
    ['123456789012.345678', '123456789012.345678'],
  ])('reads %s as %s', (typed, expected) => expect(parseDecimal(typed)).toBe(expected));

  it.each(['', 'abc', '1.2.3', '1,23,4', '--1', '1e5', '٣'])('refuses %s', (typed) =>
    expect(parseDecimal(typed)).toBeNull(),
  );
});

describe('arithmetic', () => {
  it('adds what a float cannot', () => {
    expect(sum(Array<string>(10).fill('0.1'))).toBe('1');
    expect(sum(['123456789012.345678', '0.000001'])).toBe('123456789012.345679');
  });

  it('prices a litre: 10,000 over 850 L is 11.76', () => {
    expect(rounded(ratio('10000', '850') ?? '', 2)).toBe('11.76');
    expect(ratio('1', '0')).toBeNull();
  });

  it('compares and scales by value, not by text', () => {
    expect(compare('10', '9.5')).toBe(1);
    expect(compare('1.0', '1')).toBe(0);
    expect(times('1.005', '100')).toBe('100.5');
  });
});
