import { Button, Textarea } from '@mantine/core';
import { IconCheck, IconPlayerPlay, IconPlayerSkipForward } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import classes from './BrewDay.module.css';
import { Measure } from './Measure';
import { clock, dueAt, type Say, type Standing } from './progress';
import { formatAmount, formatFigure, formatStep } from './words';

/** The step of now: what to do, how much, until when; and the one big button that says it is done. */
export function CurrentStep({
  standing,
  all,
  now,
  mayRecord,
  say,
}: {
  standing: Standing;
  all: Standing[];
  now: number;
  mayRecord: boolean;
  say: Say;
}) {
  const { t } = useTranslation();
  const w = useWord();
  const { step } = standing;
  const title = w('brewSteps', step.code);
  const label = `${title} ${step.detail}`.trim();
  const [noting, setNoting] = useState(false);
  const at = dueAt(all, standing);
  const runs = step.kind === 'TIMER' && standing.startedAt !== null && !standing.finished;

  return (
    <section className={classes.step} aria-label={label}>
      <p className={classes.kind}>{w('stepKinds', step.kind)}</p>
      <h2 className={classes.title}>{title}</h2>
      {step.detail && <p className={classes.detail}>{step.detail}</p>}
      {step.kind !== 'MEASURE' && step.target !== null && (
        <p className={`${classes.amount} num`}>
          {step.kind === 'ADDITION' ? formatAmount(step.target, step.unit) : formatFigure(step.target, step.unit)}
        </p>
      )}
      {step.kind === 'TIMER' && standing.startedAt === null && (
        <p className={`${classes.clock} num`}>{formatStep(step) || '—'}</p>
      )}
      {at !== null && !standing.finished && (
        <p className={at <= now ? `${classes.clock} ${classes.late} num` : `${classes.clock} num`} role="timer">
          {clock(at - now)}
          <small>{t(at <= now ? 'brewDay.over' : step.kind === 'TIMER' ? 'brewDay.left' : 'brewDay.until')}</small>
        </p>
      )}
      {step.kind === 'MEASURE' && (
        <Measure key={step.id} standing={standing} mayRecord={mayRecord} label={label} say={say} />
      )}
      {mayRecord && step.kind !== 'MEASURE' && (
        <div className={classes.acts}>
          {step.kind === 'TIMER' && standing.startedAt === null && !standing.finished ? (
            <Button
              className={classes.big}
              leftSection={<IconPlayerPlay size={34} aria-hidden />}
              onClick={() => say(step.id, 'STARTED', label)}
            >
              {t('brewDay.start')}
            </Button>
          ) : (
            <Button
              className={classes.big}
              disabled={standing.finished}
              variant={runs && at !== null && at > now ? 'default' : 'filled'}
              leftSection={<IconCheck size={34} aria-hidden />}
              onClick={() => say(step.id, 'DONE', label)}
            >
              {t(
                standing.finished
                  ? 'brewDay.doneAlready'
                  : runs && at !== null && at > now
                    ? 'brewDay.endEarly'
                    : 'brewDay.done',
              )}
            </Button>
          )}
        </div>
      )}
      {mayRecord && (
        <div className={classes.minor}>
          <Button variant="subtle" onClick={() => setNoting((open) => !open)}>
            {t('brewDay.note')}
          </Button>
          {!standing.finished && (
            <Button
              variant="subtle"
              color="gray"
              leftSection={<IconPlayerSkipForward size={20} aria-hidden />}
              onClick={() => say(step.id, 'SKIPPED', label)}
            >
              {t('brewDay.skip')}
            </Button>
          )}
        </div>
      )}
      {noting && <Note onNote={(note) => say(step.id, 'NOTE', label, { note })} />}
      <Story standing={standing} />
    </section>
  );
}

function Note({ onNote }: { onNote: (note: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  return (
    <form
      className={classes.noteForm}
      onSubmit={(event) => {
        event.preventDefault();
        onNote(text.trim());
      }}
    >
      <Textarea
        label={t('brewDay.note')}
        autosize
        minRows={2}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" disabled={text.trim().length < 2}>
        {t('brewDay.saveNote')}
      </Button>
    </form>
  );
}

/** All that anybody said of the step, also where they disagree. */
function Story({ standing }: { standing: Standing }) {
  const { t } = useTranslation();
  const w = useWord();
  if (standing.said.length === 0) return null;
  return (
    <div className={classes.story}>
      {standing.contested && <p className={classes.bad}>{t('brewDay.contestedBody')}</p>}
      <ul>
        {standing.said.map((one) => (
          <li key={`${one.happened_at}-${one.kind}`}>
            <strong className="num">
              {one.value === null ? w('entryKinds', one.kind) : formatFigure(one.value, standing.step.unit)}
            </strong>{' '}
            {one.note && <span>«{one.note}» </span>}
            <small className="quiet num">
              {formatDateTime(one.happened_at)} · {one.by_name}
              {one.waiting && <> · {t('brewDay.notSent')}</>}
            </small>
          </li>
        ))}
      </ul>
    </div>
  );
}
