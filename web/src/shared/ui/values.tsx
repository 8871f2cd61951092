import type { Decimal } from '../format/decimal';
import { formatDate, formatDateTime, formatMoney, formatQuantity } from '../format/format';

export function Money({ value }: { value: Decimal | null | undefined }) {
  return <span className="num">{formatMoney(value)}</span>;
}

export function Quantity({ value, unit }: { value: Decimal | null | undefined; unit: string }) {
  return <span className="num">{formatQuantity(value, unit)}</span>;
}

export function Day({ value }: { value: string | null | undefined }) {
  return value ? (
    <time className="num" dateTime={value}>
      {formatDate(value)}
    </time>
  ) : (
    <span className="num">—</span>
  );
}

export function Moment({ value }: { value: string | null | undefined }) {
  return value ? (
    <time className="num" dateTime={value}>
      {formatDateTime(value)}
    </time>
  ) : (
    <span className="num">—</span>
  );
}
