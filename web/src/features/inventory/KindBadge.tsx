import { useWord } from '@/shared/i18n/useWord';
import { kindIcon } from './words';

/** What an item is for, as icon and word. */
export function Kind({ kind }: { kind: string }) {
  const w = useWord();
  const Sign = kindIcon(kind);
  return (
    <span
      style={{ display: 'inline-flex', gap: 6, alignItems: 'center', whiteSpace: 'nowrap', verticalAlign: 'middle' }}
    >
      <Sign size={18} stroke={1.7} aria-hidden color="var(--quiet)" />
      {w('kinds', kind)}
    </span>
  );
}
