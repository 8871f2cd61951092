import type { Icon } from '@tabler/icons-react';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { CSSProperties, ReactNode } from 'react';
import classes from './panel.module.css';

export function Panel({
  title,
  aside,
  flush,
  children,
  id,
}: {
  title?: string;
  aside?: ReactNode;
  flush?: boolean;
  children: ReactNode;
  id?: string;
}) {
  return (
    <section id={id} className={flush ? `${classes.panel} ${classes.flush}` : classes.panel}>
      {title && (
        <div className={classes.title}>
          <h2>{title}</h2>
          {aside}
        </div>
      )}
      {children}
    </section>
  );
}

/** A few facts of one thing, name over value. */
export function Facts({ facts }: { facts: [string, ReactNode][] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Figures({ children }: { children: ReactNode }) {
  return <div className={classes.figures}>{children}</div>;
}

type Mark = 'well' | 'act-now' | 'look-soon' | 'info' | 'action';

/** One figure that opens where it came from. */
export function Figure({
  name,
  value,
  note,
  link,
  mark,
}: {
  name: string;
  value: ReactNode;
  note?: ReactNode;
  link?: LinkProps;
  mark?: Mark;
}) {
  const style = mark ? ({ '--mark': `var(--${mark})` } as CSSProperties) : undefined;
  const inside = (
    <>
      <span className={classes.name}>{name}</span>
      <span className={`${classes.value} num`}>{value}</span>
      {note && <span className={classes.note}>{note}</span>}
    </>
  );
  return link ? (
    <Link {...link} className={classes.figure} style={style}>
      {inside}
    </Link>
  ) : (
    <div className={classes.figure} style={style}>
      {inside}
    </div>
  );
}

/** An empty page says what goes there and offers the first act. */
export function EmptyState({
  icon: Sign,
  title,
  body,
  children,
}: {
  icon: Icon;
  title: string;
  body: string;
  children?: ReactNode;
}) {
  return (
    <div className={classes.empty}>
      <span className={classes.medallion}>
        <Sign size={34} stroke={1.5} aria-hidden />
      </span>
      <h2>{title}</h2>
      <p>{body}</p>
      {children}
    </div>
  );
}

/** What happened, what was kept, what to do. */
export function Trouble({
  icon: Sign,
  title,
  kept,
  todo,
  small,
  silent,
  children,
}: {
  icon: Icon;
  title: string;
  kept?: string;
  todo?: string;
  small?: string;
  silent?: boolean;
  children?: ReactNode;
}) {
  return (
    <div role="alert" className={silent ? `${classes.alert} ${classes.silent}` : classes.alert}>
      <Sign size={22} aria-hidden />
      <strong>{title}</strong>
      {kept && <p>{kept}</p>}
      {todo && <p>{todo}</p>}
      {children && <div style={{ gridColumn: 2 }}>{children}</div>}
      {small && <small className="num">{small}</small>}
    </div>
  );
}
