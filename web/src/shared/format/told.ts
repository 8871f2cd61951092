import { isDecimal } from './decimal';
import { formatDate, formatDateTime, formatMoney, formatQuantity } from './format';
import { isId, shortId } from './words';

/** What the last word of a field's name says about its figure. */
const UNITS: [RegExp, string][] = [
  [/_l$/, 'L'],
  [/_kg$/, 'kg'],
  [/_pct(_min|_max)?$/, '%'],
  [/(^|_)c$|_c_(min|max)$|_temp(erature)?_c$/, '°C'],
  [/_minutes$/, 'min'],
  [/_days$/, 'd'],
  [/_mm$/, 'mm'],
  [/_g_l$/, 'g/L'],
  [/_kwh$/, 'kWh'],
];
const MONEY = /(^|_)(amount|cost|price|value)$/;

/** A single value of a machine's report as a person reads it; `yes` and `no` are their words for true and false. */
export function told(key: string, value: unknown, yes: string, no: string): string {
  if (typeof value === 'boolean') return value ? yes : no;
  const text = String(value);
  if (/^\*+$/.test(text)) return '••••••';
  if (isId(text)) return shortId(text);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return formatDate(text);
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text)) return formatDateTime(text);
  if (isDecimal(text)) {
    if (MONEY.test(key)) return formatMoney(text);
    const unit = UNITS.find(([name]) => name.test(key))?.[1];
    if (unit) return formatQuantity(text, unit);
    // 500.000000 says no more than 500; a lone "007" is a name.
    return /\./.test(text) ? text.replace(/\.?0+$/, '') : text;
  }
  return text;
}

/** A report's own parts that say something: nothing empty, nothing null. */
export function parts(report: unknown): [string, unknown][] {
  if (report === null || typeof report !== 'object' || Array.isArray(report)) return [];
  return Object.entries(report).filter(
    ([, value]) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0),
  );
}

/** The report in a text of JSON, null where it is none. */
export function reportIn(text: string | null | undefined): object | null {
  if (!text) return null;
  try {
    const report: unknown = JSON.parse(text);
    return report !== null && typeof report === 'object' && !Array.isArray(report) ? report : null;
  } catch {
    return null;
  }
}
