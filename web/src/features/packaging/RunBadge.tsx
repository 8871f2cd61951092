import { IconBarrel, IconCircleCheck, IconLoader2 } from '@tabler/icons-react';
import type { PackagingRunRow } from '@/api/wire';
import { useWord } from '@/shared/i18n/useWord';
import { StateBadge } from '@/shared/ui/StateBadge';

const LOOKS = {
  OPEN: { tone: 'action', icon: IconBarrel },
  CLOSING: { tone: 'info', icon: IconLoader2 },
  CLOSED: { tone: 'well', icon: IconCircleCheck },
} as const;

export function RunBadge({ state }: { state: PackagingRunRow['state'] }) {
  const w = useWord();
  const { tone, icon } = LOOKS[state];
  return (
    <StateBadge tone={tone} icon={icon}>
      {w('runStates', state)}
    </StateBadge>
  );
}
