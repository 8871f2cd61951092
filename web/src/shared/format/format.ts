import { type Decimal, rounded } from './decimal';

const LOCALE = 'es-MX';
const ZONE = 'America/Monterrey';

// Intl formats a decimal string exactly; TypeScript's type wants a template literal for it.
type Exact = `${number}`;

const money = new Intl.NumberFormat(LOCALE, { style: 'currency', currency: 'MXN', currencyDisplay: 'narrowSymbol' });
const short = new Intl.NumberFormat(LOCALE, {
  style: 'currency',
  currency: 'MXN',
  currencyDisplay: 'narrowSymbol',
  notation: 'compact',
  maximumSignificantDigits: 3,
});
const upToThree = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 3 });
const upToSix = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 6 });
const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const day = new Intl.DateTimeFormat(LOCALE, { timeZone: ZONE, day: '2-digit', month: '2-digit', year: 'numeric' });
const dayOnly = new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', day: '2-digit', month: '2-digit', year: 'numeric' });
const moment = new Intl.DateTimeFormat(LOCALE, {
  timeZone: ZONE,
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
});
const isoDay = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE });

/** `$1,234.50`; a missing amount is an em dash, never a zero that nobody said. */
export function formatMoney(amount: Decimal | null | undefined): string {
  return amount == null ? '—' : money.format(rounded(amount, 2) as Exact);
}

/** `$12.4 k`, for a chart on a phone; the exact figure stands in the table beside it. */
export function formatMoneyShort(amount: Decimal): string {
  return short.format(amount as Exact);
}

/** The figure alone, at most three decimals (six when it is so small that three would show zero). */
export function formatNumber(value: Decimal | null | undefined): string {
  if (value == null) return '—';
  const shown = upToThree.format(rounded(value, 3) as Exact);
  return shown === '0' || shown === '-0' ? upToSix.format(rounded(value, 6) as Exact) : shown;
}

/** Wire unit to what people write beside a figure. `piece` is "pza" in Mexico. */
const UNIT_SIGNS: Record<string, string> = { piece: 'pza', l: 'L', ml: 'mL', ML: 'mL', m3: 'm³' };

export function unitSign(unit: string): string {
  return UNIT_SIGNS[unit] ?? unit;
}

export function formatQuantity(value: Decimal | null | undefined, unit: string): string {
  return value == null ? '—' : `${formatNumber(value)} ${unitSign(unit)}`;
}

export function formatPercent(value: Decimal | null | undefined): string {
  return value == null ? '—' : `${formatNumber(value)} %`;
}

/** Specific gravity keeps its three places: 1.050 is not 1.05 to a brewer. */
export function formatGravity(value: Decimal | null | undefined): string {
  return value == null ? '—' : rounded(value, 3);
}

export function formatCount(value: number): string {
  return whole.format(value);
}

/** `dd/mm/aaaa` in the brewery's zone. A plain date (`2026-11-21`) is that day everywhere. */
export function formatDate(iso: string | null | undefined): string {
  if (!iso) return '—';
  return /^\d{4}-\d{2}-\d{2}$/.test(iso) ? dayOnly.format(new Date(`${iso}T00:00:00Z`)) : day.format(new Date(iso));
}

export function formatDateTime(iso: string | null | undefined): string {
  return iso ? moment.format(new Date(iso)).replace(',', '') : '—';
}

/** Today's date in the brewery, as the wire writes dates. */
export function today(now: Date = new Date()): string {
  return isoDay.format(now);
}

/** "hace 3 minutos", in the interface's language. */
export function formatAgo(iso: string, language: string, now: number = Date.now()): string {
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const seconds = Math.round((Date.parse(iso) - now) / 1000);
  const steps: [Intl.RelativeTimeFormatUnit, number][] = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
  ];
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length) return relative.format(Math.round(seconds / length), unit);
  }
  return relative.format(0, 'minute');
}
