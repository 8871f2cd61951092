import { Button } from '@mantine/core';
import { type Icon, IconLock } from '@tabler/icons-react';
import classes from './Moves.module.css';

export interface Move {
  name: string;
  label: string;
  icon: Icon;
  allowed: boolean;
  whyNot?: string | null;
  /** The one that carries the thing forward. */
  main?: boolean;
  onMove: () => void;
}

/** What may be done now; a move that may not stays visible, locked, with its reason beside it. */
export function Moves({ moves, busy }: { moves: Move[]; busy?: boolean }) {
  return (
    <div className={classes.moves}>
      {moves.map(({ name, label, icon: Sign, allowed, whyNot, main, onMove }) =>
        allowed ? (
          <Button
            key={name}
            variant={main ? 'filled' : 'default'}
            leftSection={<Sign size={20} aria-hidden />}
            onClick={onMove}
            loading={busy}
          >
            {label}
          </Button>
        ) : (
          <div key={name} className={classes.refused}>
            <Button
              variant="default"
              leftSection={<IconLock size={18} aria-hidden />}
              disabled
              aria-describedby={`why-${name}`}
            >
              {label}
            </Button>
            <span className={classes.why} id={`why-${name}`}>
              {whyNot}
            </span>
          </div>
        ),
      )}
    </div>
  );
}
