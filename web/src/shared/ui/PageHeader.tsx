import { type ReactNode, useEffect } from 'react';
import classes from './PageHeader.module.css';

interface Props {
  title: string;
  /** Shown above the title: where one is, or a way back. */
  eyebrow?: ReactNode;
  lead?: ReactNode;
  badge?: ReactNode;
  children?: ReactNode;
}

/** The page's one question as its title, and beside it what one may do about it. Names the browser tab too. */
export function PageHeader({ title, eyebrow, lead, badge, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Desert Brew OS`;
  }, [title]);
  return (
    <header className={classes.header}>
      <div>
        {eyebrow && <div className={classes.eyebrow}>{eyebrow}</div>}
        <div className={classes.line}>
          <h1 className={classes.title}>{title}</h1>
          {badge}
        </div>
        {lead && <p className={classes.lead}>{lead}</p>}
      </div>
      {children && <div className={classes.actions}>{children}</div>}
    </header>
  );
}
