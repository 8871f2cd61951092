import { type Decimal, ratio, rounded, sum, times } from '@/shared/format/decimal';
import { formatMoney } from '@/shared/format/format';

export const VATS = ['16', '8', '0', 'EXEMPT'] as const;
export type Vat = (typeof VATS)[number];

const SHARE: Record<Vat, Decimal> = { '16': '0.16', '8': '0.08', '0': '0', EXEMPT: '0' };

export interface Amounts {
  net: Decimal;
  ieps: Decimal;
  vat: Decimal;
}

/** What a line comes to, as the server will say it: each figure to the centavo, IVA on net and IEPS. */
export function lineAmounts(packs: Decimal, price: Decimal, vat: Vat, iepsPct: Decimal | null): Amounts {
  const net = rounded(times(packs, price), 2);
  const ieps = iepsPct ? rounded(ratio(times(net, iepsPct), '100') ?? '0', 2) : '0.00';
  return { net, ieps, vat: rounded(times(sum([net, ieps]), SHARE[vat]), 2) };
}

export const totalOf = (lines: readonly Amounts[]): Decimal =>
  sum(lines.flatMap((line) => [line.net, line.ieps, line.vat]));

/** Money of any currency: pesos as everywhere, others with their code. */
export function formatAmount(amount: Decimal, currency: string): string {
  return currency === 'MXN' ? formatMoney(amount) : `${formatMoney(amount)} ${currency}`;
}
