import {
  type Icon,
  IconAlertOctagon,
  IconCircleCheck,
  IconCircleDashed,
  IconClockExclamation,
  IconHourglass,
  IconLock,
} from '@tabler/icons-react';
import type { Lot, LotStatus } from '@/api/wire';
import { isZero } from '@/shared/format/decimal';
import { useWord } from '@/shared/i18n/useWord';
import { StateBadge, type Tone } from '@/shared/ui/StateBadge';

export type Standing = LotStatus | 'EXPIRED' | 'SPENT';

const SIGNS: Record<Standing, { icon: Icon; tone: Tone }> = {
  AVAILABLE: { icon: IconCircleCheck, tone: 'well' },
  QUARANTINE: { icon: IconHourglass, tone: 'soon' },
  BLOCKED: { icon: IconLock, tone: 'act' },
  RECALLED: { icon: IconAlertOctagon, tone: 'act' },
  EXPIRED: { icon: IconClockExclamation, tone: 'act' },
  SPENT: { icon: IconCircleDashed, tone: 'quiet' },
};

/** How a lot stands today: what somebody decided, then the calendar, then whether there is any left. */
export function standingOf(lot: Pick<Lot, 'status' | 'expired' | 'remaining_quantity'>): Standing {
  if (lot.status !== 'AVAILABLE') return lot.status;
  if (isZero(lot.remaining_quantity)) return 'SPENT';
  return lot.expired ? 'EXPIRED' : 'AVAILABLE';
}

export function StandingBadge({ standing }: { standing: Standing }) {
  const w = useWord();
  const sign = SIGNS[standing];
  return (
    <StateBadge tone={sign.tone} icon={sign.icon}>
      {w('standings', standing)}
    </StateBadge>
  );
}
