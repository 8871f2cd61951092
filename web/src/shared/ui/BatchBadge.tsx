import {
  type Icon,
  IconCalendarEvent,
  IconCircleCheck,
  IconCircleX,
  IconCooker,
  IconFlask2,
  IconLoader,
  IconPackage,
  IconSnowflake,
} from '@tabler/icons-react';
import { useWord } from '../i18n/useWord';
import { StateBadge, type Tone } from './StateBadge';

const LOOKS = {
  PLANNED: { icon: IconCalendarEvent, tone: 'info', fill: 0 },
  STARTING: { icon: IconLoader, tone: 'soon', fill: 0.15 },
  BREWING: { icon: IconCooker, tone: 'action', fill: 0.4 },
  FERMENTING: { icon: IconFlask2, tone: 'action', fill: 0.82 },
  CONDITIONING: { icon: IconSnowflake, tone: 'info', fill: 0.82 },
  PACKAGING: { icon: IconPackage, tone: 'soon', fill: 0.5 },
  COMPLETED: { icon: IconCircleCheck, tone: 'well', fill: 0.82 },
  CANCELLED: { icon: IconCircleX, tone: 'quiet', fill: 0 },
} satisfies Record<string, { icon: Icon; tone: Tone; fill: number }>;

const looksOf = (state: string): { icon: Icon; tone: Tone; fill: number } =>
  state in LOOKS ? LOOKS[state as keyof typeof LOOKS] : LOOKS.PLANNED;

/** How full the tank of a batch in this state is drawn. */
export function tankFill(state: string): number {
  return looksOf(state).fill;
}

export function BatchBadge({ state }: { state: string }) {
  const w = useWord();
  const { icon, tone } = looksOf(state);
  return (
    <StateBadge tone={tone} icon={icon}>
      {w('states', state)}
    </StateBadge>
  );
}
