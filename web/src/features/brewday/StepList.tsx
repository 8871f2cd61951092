import {
  IconAlertTriangle,
  IconArrowsSplit2,
  IconCircle,
  IconCircleCheck,
  IconCircleMinus,
  IconCloudUpload,
  IconPlayerPlay,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useWord } from '@/shared/i18n/useWord';
import classes from './BrewDay.module.css';
import type { Standing } from './progress';
import { formatFigure, formatStep } from './words';

function Sign({ one }: { one: Standing }) {
  const { t } = useTranslation();
  const size = 24;
  if (one.skipped) return <IconCircleMinus size={size} aria-label={t('brewDay.skipped')} />;
  if (one.finished && one.outside)
    return <IconAlertTriangle size={size} className={classes.bad} aria-label={t('brewDay.outside')} />;
  if (one.finished)
    return <IconCircleCheck size={size} className={classes.good} aria-label={t('brewDay.doneAlready')} />;
  if (one.startedAt !== null) return <IconPlayerPlay size={size} aria-label={t('brewDay.running')} />;
  return <IconCircle size={size} className={classes.open} aria-hidden />;
}

/** The whole sheet in small: what was done, what was measured, what comes; tap one to look at it. */
export function StepList({
  all,
  current,
  onChoose,
}: {
  all: Standing[];
  current: Standing | null;
  onChoose: (stepId: string) => void;
}) {
  const { t } = useTranslation();
  const w = useWord();
  return (
    <nav className={classes.list} aria-label={t('brewDay.steps')}>
      <ol>
        {all.map((one) => (
          <li key={one.step.id}>
            <button
              type="button"
              aria-current={one.step.id === current?.step.id ? 'step' : undefined}
              className={classes.line}
              onClick={() => onChoose(one.step.id)}
            >
              <Sign one={one} />
              <span className={classes.what}>
                {w('brewSteps', one.step.code)}
                {one.step.detail && <small>{one.step.detail}</small>}
              </span>
              <span className={`${classes.figure} num`}>
                {one.value !== null ? formatFigure(one.value, one.step.unit) : formatStep(one.step)}
                {one.contested && (
                  <IconArrowsSplit2 size={18} className={classes.bad} aria-label={t('brewDay.contested')} />
                )}
                {one.said.some((entry) => entry.waiting) && (
                  <IconCloudUpload size={18} aria-label={t('brewDay.notSent')} />
                )}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
