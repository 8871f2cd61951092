import Big from 'big.js';

/** A decimal as the wire carries it: digits in a string. It never becomes a float on its way to the screen or back. */
export type Decimal = string;

// More places than any stored figure has (six), so that a quotient shown with two is rounded once.
Big.DP = 20;
Big.RM = Big.roundHalfUp;

export function isDecimal(text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(text);
}

/** What a person typed ("1,234.50", "12,5", " 7 ") as a wire decimal, or null when it is not a number.
 *
 * A lone comma followed by one or two digits, or by four or more, is a decimal comma; a comma before exactly three
 * digits groups thousands, as on a Mexican invoice.
 */
export function parseDecimal(typed: string): Decimal | null {
  const text = typed.trim().replace(/[\s$]/g, '');
  const grouped = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text);
  const plain = grouped ? text.replaceAll(',', '') : text.replace(/^(-?\d*),(\d+)$/, '$1.$2');
  const whole = plain.startsWith('.') ? `0${plain}` : plain.endsWith('.') ? plain.slice(0, -1) : plain;
  return isDecimal(whole) ? whole : null;
}

/** A form's figure that its validation has already found to be a number. */
export function decimalOf(typed: string): Decimal {
  const value = parseDecimal(typed);
  if (value === null) throw new TypeError(`not a number: ${typed}`);
  return value;
}

export function sum(values: Iterable<Decimal>): Decimal {
  let total = new Big(0);
  for (const value of values) total = total.plus(value);
  return total.toFixed();
}

export function compare(left: Decimal, right: Decimal): number {
  return new Big(left).cmp(right);
}

export function times(left: Decimal, right: Decimal): Decimal {
  return new Big(left).times(right).toFixed();
}

/** The quotient, or null when the divisor is zero. */
export function ratio(part: Decimal, whole: Decimal): Decimal | null {
  return new Big(whole).eq(0) ? null : new Big(part).div(whole).toFixed(20);
}

export function isZero(value: Decimal): boolean {
  return new Big(value).eq(0);
}

/** Rounded to `places`, half up, trailing zeros kept. */
export function rounded(value: Decimal, places: number): Decimal {
  return new Big(value).toFixed(places);
}

/** For a pixel on a chart only; never for a figure that anyone reads or stores. */
export function toPixels(value: Decimal): number {
  return new Big(value).toNumber();
}
