import { IconAlarm } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useWord } from '@/shared/i18n/useWord';
import classes from './BrewDay.module.css';
import { clock, dueAt, type Standing } from './progress';
import { ring } from './useNow';

/** Timers that run while something else is looked at; each rings once when its time comes. */
export function Timers({
  all,
  now,
  current,
  onChoose,
}: {
  all: Standing[];
  now: number;
  current: Standing | null;
  onChoose: (stepId: string) => void;
}) {
  const { t } = useTranslation();
  const w = useWord();
  const rung = useRef(new Set<string>());
  const due = all
    .filter((one) => !one.finished)
    .flatMap((one) => {
      const at = dueAt(all, one);
      return at === null ? [] : [{ one, at }];
    });
  const ripe = due.filter(({ at }) => at <= now).map(({ one }) => one.step.id);
  const ripeKey = ripe.join(' ');
  const opened = useRef(false);
  useEffect(() => {
    const fresh = ripeKey.split(' ').filter((id) => id && !rung.current.has(id));
    for (const id of fresh) rung.current.add(id);
    // What was over before the page was opened has been heard, or is on the screen in red.
    if (fresh.length > 0 && opened.current) ring();
    opened.current = true;
  }, [ripeKey]);

  const running = due.filter(({ one }) => one.step.kind === 'TIMER' && one.step.id !== current?.step.id);
  if (running.length === 0) return null;
  return (
    <ul className={classes.timers} aria-label={t('brewDay.timers')}>
      {running.map(({ one, at }) => (
        <li key={one.step.id}>
          <button
            type="button"
            className={at <= now ? `${classes.timer} ${classes.over}` : classes.timer}
            onClick={() => onChoose(one.step.id)}
          >
            <IconAlarm size={26} aria-hidden />
            <span>{one.step.detail || w('brewSteps', one.step.code)}</span>
            <strong className="num" role="timer">
              {clock(at - now)}
            </strong>
          </button>
        </li>
      ))}
    </ul>
  );
}
