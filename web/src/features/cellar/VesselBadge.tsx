import type { VesselState } from '@/api/wire';
import { useWord } from '@/shared/i18n/useWord';
import { StateBadge } from '@/shared/ui/StateBadge';
import { STATE_LOOKS } from './words';

export function VesselBadge({ state }: { state: VesselState }) {
  const w = useWord();
  const { icon, tone } = STATE_LOOKS[state];
  return (
    <StateBadge tone={tone} icon={icon}>
      {w('vesselStates', state)}
    </StateBadge>
  );
}
