import { compare, ratio } from '@/shared/format/decimal';
import { formatNumber } from '@/shared/format/format';

const DAY_MINUTES = '1440';

/** Minutes as a brewer says them: a dry hop of 5,760 minutes is four days. */
export function duration(minutes: string): string {
  return compare(minutes, DAY_MINUTES) < 0
    ? `${formatNumber(minutes)} min`
    : `${formatNumber(ratio(minutes, DAY_MINUTES))} d`;
}
