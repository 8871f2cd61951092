import { useWord } from '@/shared/i18n/useWord';
import { StateBadge } from '@/shared/ui/StateBadge';
import { kegLook } from './words';

export function KegBadge({ state }: { state: string }) {
  const w = useWord();
  const { icon, tone } = kegLook(state);
  return (
    <StateBadge tone={tone} icon={icon}>
      {w('kegStates', state)}
    </StateBadge>
  );
}
