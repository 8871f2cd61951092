import { Button, Textarea } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { parseDecimal, sum, times } from '@/shared/format/decimal';
import { useWord } from '@/shared/i18n/useWord';
import { NumberPad } from '@/shared/ui/NumberPad';
import classes from './BrewDay.module.css';
import { isOutside, type Say, type Standing } from './progress';
import { formatFigure } from './words';

const REASONS = ['instrument', 'process', 'material', 'seen'] as const;

/** A figure by big keys, beside its target; one that lies outside wants a word of why. */
export function Measure({
  standing,
  mayRecord,
  label,
  say,
}: {
  standing: Standing;
  mayRecord: boolean;
  label: string;
  say: Say;
}) {
  const { t } = useTranslation();
  const w = useWord();
  const { step } = standing;
  const [typed, setTyped] = useState('');
  const [why, setWhy] = useState('');
  const value = parseDecimal(typed);
  const outside = isOutside(step, value);
  const low = step.target !== null && step.tolerance !== null ? sum([step.target, times(step.tolerance, '-1')]) : null;
  const high = step.target !== null && step.tolerance !== null ? sum([step.target, step.tolerance]) : null;

  function key(pressed: string) {
    setTyped((before) => {
      if (pressed === 'Backspace') return before.slice(0, -1);
      if (pressed === '.' && before.includes('.')) return before;
      return before.length < 9 ? before + pressed : before;
    });
  }

  return (
    <div className={classes.measure}>
      <div>
        <dl className={classes.beside}>
          <div>
            <dt>{t('brewDay.target')}</dt>
            <dd className="num">
              {step.target === null ? '—' : formatFigure(step.target, step.unit)}
              {low !== null && high !== null && (
                <small>
                  {formatFigure(low, step.unit)} – {formatFigure(high, step.unit)}
                </small>
              )}
            </dd>
          </div>
          <div data-tone={typed === '' ? 'none' : outside ? 'bad' : 'good'}>
            <dt>{t('brewDay.measured')}</dt>
            <dd className="num" aria-live="polite">
              {typed || (standing.value === null ? '—' : formatFigure(standing.value, step.unit))}
              {typed && <small>{step.unit}</small>}
            </dd>
          </div>
        </dl>
        {value !== null && step.target !== null && (
          <p className={outside ? classes.bad : classes.good} role="status">
            {outside ? <IconAlertTriangle size={24} aria-hidden /> : <IconCircleCheck size={24} aria-hidden />}
            {t(outside ? 'brewDay.outsideBody' : 'brewDay.inside')}
          </p>
        )}
        {outside && (
          <div className={classes.why}>
            <div className={classes.chips}>
              {REASONS.map((reason) => (
                <Button
                  key={reason}
                  variant={why === w('deviations', reason) ? 'filled' : 'default'}
                  onClick={() => setWhy(w('deviations', reason))}
                >
                  {w('deviations', reason)}
                </Button>
              ))}
            </div>
            <Textarea
              label={t('brewDay.why')}
              autosize
              minRows={1}
              value={why}
              onChange={(event) => setWhy(event.currentTarget.value)}
            />
          </div>
        )}
      </div>
      {mayRecord && (
        <div className={classes.keys}>
          <NumberPad onKey={key} corner="." />
          <Button
            className={classes.big}
            fullWidth
            disabled={value === null || (outside && why.trim().length < 2)}
            leftSection={<IconCheck size={34} aria-hidden />}
            onClick={() => value && say(step.id, 'MEASURED', label, { value, note: outside ? why.trim() : '' })}
          >
            {t('brewDay.save')}
          </Button>
        </div>
      )}
    </div>
  );
}
