import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './StateBadge.module.css';

export type Tone = 'well' | 'act' | 'soon' | 'info' | 'action' | 'quiet';

/** A state as icon, word and colour: never colour alone. */
export function StateBadge({ tone, icon: Sign, children }: { tone: Tone; icon: Icon; children: ReactNode }) {
  return (
    <span className={`${classes.badge} ${classes[tone]}`}>
      <Sign size="1.05em" stroke={2.2} aria-hidden />
      {children}
    </span>
  );
}
