import type { ReactNode } from 'react';
import classes from './Timeline.module.css';
import { Moment } from './values';

export interface Happening {
  at: string;
  what: ReactNode;
  by?: ReactNode;
}

/** What happened in a thing's life, the newest on top. */
export function Timeline({ happenings }: { happenings: Happening[] }) {
  return (
    <ol className={classes.timeline}>
      {happenings.map((one, index) => (
        <li key={`${one.at}-${index}`}>
          <div className={classes.what}>{one.what}</div>
          <div className={classes.meta}>
            <Moment value={one.at} />
            {one.by ? <> · {one.by}</> : null}
          </div>
        </li>
      ))}
    </ol>
  );
}
