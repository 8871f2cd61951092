import {
  type Icon,
  IconCircleCheck,
  IconCircleX,
  IconPackageImport,
  IconPencil,
  IconRubberStamp,
  IconSend,
} from '@tabler/icons-react';
import { useWord } from '@/shared/i18n/useWord';
import { StateBadge, type Tone } from '@/shared/ui/StateBadge';

const LOOKS: Record<string, { icon: Icon; tone: Tone }> = {
  DRAFT: { icon: IconPencil, tone: 'soon' },
  APPROVED: { icon: IconRubberStamp, tone: 'action' },
  SENT: { icon: IconSend, tone: 'info' },
  PARTIALLY_RECEIVED: { icon: IconPackageImport, tone: 'soon' },
  RECEIVED: { icon: IconCircleCheck, tone: 'well' },
  CANCELLED: { icon: IconCircleX, tone: 'quiet' },
};

/** Where an order stands. */
export function OrderBadge({ state }: { state: string }) {
  const w = useWord();
  const { icon, tone } = LOOKS[state] ?? { icon: IconPencil, tone: 'quiet' };
  return (
    <StateBadge tone={tone} icon={icon}>
      {w('orderStates', state)}
    </StateBadge>
  );
}
