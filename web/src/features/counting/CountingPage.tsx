import { Button, Progress, SegmentedControl } from '@mantine/core';
import { IconCircleCheck, IconCloudUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/api/session';
import { keptQuestion } from '@/offline/kept';
import { useCommand } from '@/offline/useCommand';
import { useIntents } from '@/offline/useDrain';
import { parseDecimal } from '@/shared/format/decimal';
import { formatQuantity, unitSign } from '@/shared/format/format';
import { useReader } from '@/shared/keys/scans';
import { NumberPad } from '@/shared/ui/NumberPad';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { StateBadge } from '@/shared/ui/StateBadge';
import { PageSkeleton } from '@/shared/ui/skeletons';
import classes from './Counting.module.css';
import { lineOf, nextOpen, type Standing, standings } from './tallies';

/** A count at the shelf: the list, big keys, and the next line by itself; it works without a network. */
export function CountingPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { countId } = useParams({ from: '/counts/$countId/count' });
  const { person } = useSession();
  const at = { count_id: countId };
  const asked = useQuery(keptQuestion('inventory', '/v1/stock-counts/{count_id}/lines', at, person.id));
  const intents = useIntents(person.id);
  const [heard, setHeard] = useState(new Map<string, { quantity: string; unit: string }>());
  const [chosen, setChosen] = useState<string | null>(null);
  const { run, refusal } = useCommand();
  const submit = useCommand(t('counts.submitted'));

  const lines = asked.data?.items ?? [];
  const all = standings(lines, countId, intents, heard);
  const current = all.find((one) => one.line.id === (chosen ?? nextOpen(all, null))) ?? null;
  useReader({
    knows: (code) => lineOf(lines, code) !== null,
    find: async (code) => {
      const found = lineOf(lines, code);
      if (!found) return null;
      setChosen(found.id);
      return { label: found.item_name };
    },
  });

  if (asked.error) return <ProblemPanel error={asked.error} retry={() => void asked.refetch()} />;
  if (!asked.data) return <PageSkeleton />;
  const counted = all.filter((one) => one.quantity !== null).length;
  // Handed in before them, the office would approve a count without what still waits on this device.
  const unsent = intents.some((intent) => intent.state === 'waiting' && intent.path.includes(countId));

  function say(line: string, quantity: string, unit: string) {
    setHeard((before) => new Map(before).set(line, { quantity, unit }));
    const after = all.map((one) => (one.line.id === line ? { ...one, quantity } : one));
    setChosen(nextOpen(after, line));
    void run({
      method: 'POST',
      path: '/v1/stock-counts/{count_id}/lines/{line_id}/tallies',
      at: { count_id: countId, line_id: line },
      body: { quantity, unit, counted_at: new Date().toISOString() },
      label: t('counts.tallying', { name: all.find((one) => one.line.id === line)?.line.item_name ?? '' }),
    });
  }

  async function handIn() {
    const done = await submit.run({
      method: 'POST',
      path: '/v1/stock-counts/{count_id}/submissions',
      at,
      body: { leave_uncounted: true },
      label: t('counts.submit'),
    });
    if (done) await navigate({ to: '/counts/$countId', params: { countId } });
  }

  return (
    <>
      <PageHeader
        title={t('counts.counting')}
        eyebrow={
          <Link to="/counts/$countId" params={{ countId }}>
            {t('counts.toOffice')}
          </Link>
        }
        lead={t('counts.progress', { counted, lines: all.length })}
      >
        <Button
          className={classes.big}
          loading={submit.busy}
          disabled={counted === 0 || unsent}
          onClick={() => void handIn()}
        >
          {t('counts.submit')}
        </Button>
      </PageHeader>
      <Progress
        value={all.length === 0 ? 0 : (100 * counted) / all.length}
        mb="md"
        aria-label={t('counts.progressBar')}
      />
      {(refusal ?? submit.refusal) && <ProblemPanel error={(refusal ?? submit.refusal) as Error} />}
      <div className={classes.grid}>
        <ul className={classes.lines} aria-label={t('counts.list')}>
          {all.map((one) => (
            <li key={one.line.id}>
              <Line standing={one} current={one === current} onPick={() => setChosen(one.line.id)} />
            </li>
          ))}
        </ul>
        <div className={classes.pad}>
          {current ? (
            <Pad key={current.line.id} standing={current} onSay={say} />
          ) : (
            <Panel title={t('counts.allCounted')}>
              <p>{t('counts.allCountedBody')}</p>
            </Panel>
          )}
        </div>
      </div>
    </>
  );
}

function Line({ standing, current, onPick }: { standing: Standing; current: boolean; onPick: () => void }) {
  const { t } = useTranslation();
  const { line, quantity, unit, waiting } = standing;
  return (
    <button type="button" className={classes.line} aria-current={current} onClick={onPick}>
      <span>
        {line.item_name}
        <small>{[line.place, line.lot_code, line.supplier_lot].filter(Boolean).join(' · ')}</small>
      </span>
      {quantity === null ? (
        <span className="quiet">{t(line.recount ? 'counts.again' : 'counts.uncounted')}</span>
      ) : (
        <StateBadge tone={waiting ? 'quiet' : 'well'} icon={waiting ? IconCloudUpload : IconCircleCheck}>
          <span className="num">{formatQuantity(quantity, unit)}</span>
        </StateBadge>
      )}
    </button>
  );
}

function Pad({
  standing,
  onSay,
}: {
  standing: Standing;
  onSay: (line: string, quantity: string, unit: string) => void;
}) {
  const { t } = useTranslation();
  const { line } = standing;
  const [typed, setTyped] = useState('');
  const [unit, setUnit] = useState(line.unit as string);
  const units = [line.unit, ...line.units.map((one) => one.unit)];
  const figure = parseDecimal(typed);
  return (
    <Panel title={line.item_name}>
      <p className={`${classes.lot} quiet`}>
        {[line.place, line.lot_code, line.supplier_lot].filter(Boolean).join(' · ')}
      </p>
      {units.length > 1 && (
        <SegmentedControl
          fullWidth
          size="md"
          aria-label={t('counts.unit')}
          value={unit}
          onChange={setUnit}
          data={units.map((one) => ({ value: one, label: unitSign(one) }))}
        />
      )}
      <div className={classes.said}>
        <div className={`${classes.figure} num`} role="status" aria-label={t('counts.typed')}>
          {typed || '—'} <small>{unitSign(unit)}</small>
        </div>
        <Button
          className={classes.big}
          disabled={figure === null}
          onClick={() => figure !== null && onSay(line.id, figure, unit)}
        >
          {t('counts.save')}
        </Button>
      </div>
      <NumberPad
        corner="."
        onKey={(key) =>
          setTyped((before) =>
            key === 'Backspace' ? before.slice(0, -1) : key === '.' && before.includes('.') ? before : before + key,
          )
        }
      />
    </Panel>
  );
}
