import { IconArrowLeft, IconCloudOff, IconCloudUpload, IconConfetti } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useSession } from '@/api/session';
import type { EntryKind } from '@/api/wire';
import { keptQuestion } from '@/offline/kept';
import { useCommand } from '@/offline/useCommand';
import { useIntents } from '@/offline/useDrain';
import type { Decimal } from '@/shared/format/decimal';
import { EmptyState, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { PageSkeleton } from '@/shared/ui/skeletons';
import classes from './BrewDay.module.css';
import { CurrentStep } from './CurrentStep';
import { currentStep, entriesOf, type Said, standings } from './progress';
import { StepList } from './StepList';
import { Timers } from './Timers';
import { useNow, useWakeLock } from './useNow';

/** One brew's sheet at the kettle: the step of now in large, timers, and what comes next; it works without a network. */
export function BrewDayPage() {
  const { t } = useTranslation();
  const { brewId } = useParams({ from: '/brews/$brewId' });
  const { person } = useSession();
  const may = useMay();
  const sheet = useQuery({
    ...keptQuestion('production', '/v1/brews/{brew_id}/sheet', { brew_id: brewId }, person.id),
    refetchInterval: 15_000,
  });
  const intents = useIntents(person.id);
  const [heard, setHeard] = useState<Said[]>([]);
  const [chosen, setChosen] = useState<string | null>(null);
  const { run, refusal } = useCommand();
  const now = useNow();
  useWakeLock();

  const title = sheet.data?.recipe_name;
  useEffect(() => {
    if (title) document.title = `${title} · Desert Brew OS`;
  }, [title]);

  const say = useCallback(
    (stepId: string, kind: EntryKind, label: string, more: { value?: Decimal; note?: string } = {}) => {
      const entry = { step_id: stepId, kind, happened_at: new Date().toISOString(), ...more };
      // Shown at once, and still when the intent is sent and the server's answer is on its way.
      const shown = { ...entry, value: more.value ?? null, note: more.note ?? '', by_name: person.display_name };
      setHeard((before) => [...before, { ...shown, waiting: false }]);
      setChosen(null);
      void run({
        method: 'POST',
        path: '/v1/brews/{brew_id}/entries',
        at: { brew_id: brewId },
        body: { note: '', ...entry },
        label,
      });
    },
    [run, brewId, person.display_name],
  );

  if (sheet.error && !sheet.data) return <ProblemPanel error={sheet.error} retry={() => void sheet.refetch()} />;
  if (!sheet.data) return <PageSkeleton />;
  const waiting = entriesOf(intents, brewId, person.display_name);
  const unsent = new Set(waiting.map((one) => one.happened_at));
  const all = standings(sheet.data, [...waiting, ...heard.filter((one) => !unsent.has(one.happened_at))]);
  const current = all.find((one) => one.step.id === chosen) ?? currentStep(all);
  const done = all.filter((one) => one.finished).length;
  const { batch_id: batchId, batch_number: number, recipe_name: recipe, brew, brews_planned: brews } = sheet.data;

  return (
    <div className={classes.screen}>
      <header className={classes.head}>
        <Link to="/batches/$batchId" params={{ batchId }} className={classes.back} aria-label={t('brewDay.back')}>
          <IconArrowLeft size={30} aria-hidden />
        </Link>
        <div className={classes.name}>
          <h1>{recipe}</h1>
          <p className="num">
            {number}
            {brews > 1 && <> · {t('brewDay.brewOf', { number: brew.number, of: brews })}</>}
          </p>
        </div>
        {waiting.length > 0 && (
          <span className={classes.pill} role="status">
            {navigator.onLine ? <IconCloudUpload size={20} aria-hidden /> : <IconCloudOff size={20} aria-hidden />}
            {t('brewDay.waiting', { count: waiting.length })}
          </span>
        )}
        <span className={`${classes.progress} num`}>{t('brewDay.progress', { done, of: all.length })}</span>
      </header>
      <div className={classes.meter} aria-hidden="true">
        <span style={{ inlineSize: `${all.length ? (100 * done) / all.length : 0}%` }} />
      </div>
      {refusal && <ProblemPanel error={refusal} />}
      {all.length === 0 ? (
        <Panel>
          <EmptyState icon={IconConfetti} title={t('brewDay.none')} body={t('brewDay.noneBody')} />
        </Panel>
      ) : (
        <div className={classes.body}>
          <div className={classes.now}>
            <Timers all={all} now={now} current={current} onChoose={setChosen} />
            {current ? (
              <CurrentStep
                key={current.step.id}
                standing={current}
                all={all}
                now={now}
                mayRecord={may('production.brew_day.record')}
                say={say}
              />
            ) : (
              <EmptyState icon={IconConfetti} title={t('brewDay.finished')} body={t('brewDay.finishedBody')}>
                <Link to="/batches/$batchId" params={{ batchId }} className={classes.go}>
                  {t('brewDay.toBatch')}
                </Link>
              </EmptyState>
            )}
          </div>
          <StepList all={all} current={current} onChoose={setChosen} />
        </div>
      )}
    </div>
  );
}
