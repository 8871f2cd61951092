import { Button, TextInput } from '@mantine/core';
import { IconCamera, IconCameraOff, IconCircleCheck, IconScan } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { every, get } from '@/api/client';
import { Refusal } from '@/api/problem';
import { useMay } from '@/api/session';
import type { Keg } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { useUrl } from '@/shared/ui/url';
import { Camera } from './Camera';
import { ModeFields } from './ModeFields';
import classes from './Scan.module.css';
import { ScanRow } from './ScanRow';
import { doubtOf, indexOf, readCode, type Scanned, withRefusal, withScan } from './scanning';
import { type Fields, isComplete, LEAVES_BEER, NO_FIELDS, type Order, orderOf } from './sending';
import { signal } from './signals';
import { MODES, moveIcon, type ScanMode } from './words';

interface Said {
  tone: 'good' | 'bad' | 'again';
  text: string;
}

type Send = (command: Order & { method: 'POST'; label: string }) => Promise<object | null>;

/** Scan after scan with a gun, the camera or by hand; then everything at once, or nothing. */
export function ScanPage() {
  const { t } = useTranslation();
  const w = useWord();
  const may = useMay();
  const [url, setUrl] = useUrl();
  const mine = MODES.filter((each) => may(each.needs));
  const mode: ScanMode = mine.find((each) => each.mode === url.mode)?.mode ?? mine[0]?.mode ?? 'WASH';
  const [list, setList] = useState<Scanned[]>([]);
  const [fields, setFields] = useState<Fields>(NO_FIELDS);
  const [camera, setCamera] = useState(false);
  const [said, setSaid] = useState<Said | null>(null);
  const forget = () => setList([]);
  const { run, busy, refusal, clear } = useCommand(t('scan.done', { count: list.length }), forget);
  const scan = useScan(list, setList, setSaid);

  const first = useRef(url.code);
  useEffect(() => {
    // A keg's own page sends its keg along.
    if (first.current) void scan(first.current);
    first.current = undefined;
  }, [scan]);

  const litres = fields.volume === null ? null : Number(fields.volume);
  const doubts = list.map((one) => doubtOf(one, mode, litres, fields.weighed));
  const bad = list.filter((one, index) => one.refused || doubts[index]);
  const codes = list.map((one) => one.keg?.code ?? one.code);
  const ready = list.length > 0 && bad.length === 0 && isComplete(mode, codes, fields);

  async function confirm() {
    const order = orderOf(mode, codes, fields, new Date());
    const label = t('scan.sending', { what: w('kegMoves', mode), count: list.length });
    // Which body belongs to which path is `orderOf`'s to know; a union of calls is more than the compiler follows.
    const done = await (run as unknown as Send)({ method: 'POST', ...order, label });
    if (!done) return;
    signal('good');
    forget();
    setSaid(null);
    setFields((before) => ({ ...before, reason: '', writtenOff: false, left: {}, gross: {} }));
  }

  useEffect(() => {
    if (!(refusal instanceof Refusal)) return;
    const { errors } = refusal.problem;
    signal('bad');
    if (errors) setList((before) => withRefusal(before, errors));
  }, [refusal]);

  function startOver() {
    clear();
    forget();
  }

  function choose(chosen: ScanMode) {
    clear();
    setUrl({ mode: chosen });
  }

  const stateOf = (one: Scanned) => (one.keg ? w('kegStates', one.keg.state).toLocaleLowerCase('es-MX') : '');

  const asked = mode === 'FILL' && fields.weighed ? 'gross' : LEAVES_BEER.has(mode) ? 'left' : null;
  function say(code: string, figure: string) {
    if (asked) setFields((was) => ({ ...was, [asked]: { ...was[asked], [code]: figure } }));
  }

  function remove(codes: Set<string>) {
    clear();
    setList((before) => before.filter((one) => !codes.has(one.code)).map((one) => ({ ...one, refused: null })));
  }

  return (
    <>
      <PageHeader title={t('scan.title')} lead={t('scan.lead')} eyebrow={<Link to="/kegs">{t('kegs.title')}</Link>} />
      <div className={classes.page}>
        <Panel>
          <ModeButtons mode={mode} modes={mine} choose={choose} />
          <div className={classes.fields}>
            <ModeFields mode={mode} fields={fields} change={(patch) => setFields((was) => ({ ...was, ...patch }))} />
          </div>
          <Wedge onCode={(text) => void scan(text)} camera={camera} toggle={() => setCamera((was) => !was)} />
          <p className={classes.last} data-tone={said?.tone} role="status">
            {said?.text}
          </p>
          {camera && <Camera onCode={(text) => void scan(text)} />}
        </Panel>
        <section className={classes.cart} aria-label={t('scan.list')}>
          <div className={classes.head}>
            <h2>
              {t('scan.list')} <span className="num">{list.length}</span>
            </h2>
            {list.length > 0 && (
              <Button variant="subtle" onClick={startOver}>
                {t('scan.forget')}
              </Button>
            )}
          </div>
          {list.length === 0 ? (
            <p className={classes.nothing}>
              <IconScan size={34} stroke={1.5} aria-hidden />
              <br />
              {t('scan.nothing')}
            </p>
          ) : (
            <ul className={classes.list}>
              {list.map((one, index) => (
                <ScanRow
                  key={one.code}
                  one={one}
                  why={
                    one.refused ?? (doubts[index] ? t(`scan.doubt.${doubts[index]}`, { state: stateOf(one) }) : null)
                  }
                  asked={asked}
                  said={fields[asked ?? 'left'][one.keg?.code ?? one.code] ?? ''}
                  say={(figure) => say(one.keg?.code ?? one.code, figure)}
                  remove={() => remove(new Set([one.code]))}
                />
              ))}
            </ul>
          )}
          <div className={classes.foot}>
            {refusal && <ProblemPanel error={refusal} unplaced={[]} kept={t('scan.kept')} />}
            {bad.length > 0 && (
              <Button variant="default" onClick={() => remove(new Set(bad.map((one) => one.code)))}>
                {t('scan.dropBad', { count: bad.length })}
              </Button>
            )}
            <Button
              className={classes.confirm}
              loading={busy}
              disabled={!ready}
              leftSection={<IconCircleCheck size={24} aria-hidden />}
              onClick={() => void confirm()}
            >
              {t('scan.confirm', { what: w('kegMoves', mode), count: list.length })}
            </Button>
          </div>
        </section>
      </div>
    </>
  );
}

/** Looks a scan up: in the fleet that this device holds, then at the server, and without either takes it on trust. */
function useScan(
  list: Scanned[],
  setList: (change: (before: Scanned[]) => Scanned[]) => void,
  setSaid: (said: Said) => void,
): (text: string) => Promise<void> {
  const { t } = useTranslation();
  const w = useWord();
  const fleet = useQuery({ ...every('inventory', '/v1/kegs'), staleTime: 60_000 });
  const known = useMemo(() => indexOf(fleet.data ?? []), [fleet.data]);
  // What changed elsewhere meanwhile shows on the list too: it is coloured by what the fleet says now.
  useEffect(() => {
    setList((before) => before.map((one) => ({ ...one, keg: known.get(one.keg?.code ?? one.code) ?? one.keg })));
  }, [known, setList]);
  const now = useRef(list);
  now.current = list;
  return useCallback(
    async (text: string) => {
      const code = readCode(text);
      if (!code) return;
      let keg: Keg | null = known.get(code) ?? null;
      let unchecked = false;
      if (!keg) {
        try {
          keg = await get('/v1/keg-scans/{code}', { at: { code } });
        } catch (error) {
          unchecked = !(error instanceof Refusal);
        }
      }
      const scanned: Scanned = { code, keg, unchecked, refused: null };
      if (!withScan(now.current, scanned)) {
        signal('again');
        setSaid({ tone: 'again', text: t('scan.already', { serial: keg?.serial ?? code }) });
        return;
      }
      setList((before) => withScan(before, scanned) ?? before);
      const good = keg !== null || unchecked;
      signal(good ? 'good' : 'bad');
      const told = keg
        ? `${keg.serial} · ${formatQuantity(keg.size_l, 'L')} · ${w('kegStates', keg.state)}`
        : unchecked
          ? code
          : t('scan.notFound', { code });
      setSaid({ tone: good ? 'good' : 'bad', text: told });
    },
    [known, setList, setSaid, t, w],
  );
}

function ModeButtons({
  mode,
  modes,
  choose,
}: {
  mode: ScanMode;
  modes: readonly { mode: ScanMode; daily: boolean }[];
  choose: (mode: ScanMode) => void;
}) {
  const { t } = useTranslation();
  const w = useWord();
  const buttons = (daily: boolean) =>
    modes
      .filter((each) => each.daily === daily)
      .map((each) => {
        const Sign = moveIcon(each.mode);
        return (
          <button
            key={each.mode}
            type="button"
            className={classes.mode}
            aria-pressed={each.mode === mode}
            onClick={() => choose(each.mode)}
          >
            <Sign size={26} aria-hidden />
            {w('kegMoves', each.mode)}
          </button>
        );
      });
  const rare = buttons(false);
  const open = modes.some((each) => each.mode === mode && !each.daily);
  return (
    <div>
      <div className={classes.modes}>{buttons(true)}</div>
      {rare.length > 0 && (
        <details className={classes.rare} open={open}>
          <summary>{t('scan.rare')}</summary>
          <div className={classes.modes} style={{ marginTop: 8 }}>
            {rare}
          </div>
        </details>
      )}
    </div>
  );
}

/** The field that a scanner types into. Keys that are meant for no other field land here too. */
function Wedge({ onCode, camera, toggle }: { onCode: (text: string) => void; camera: boolean; toggle: () => void }) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  useEffect(() => {
    field.current?.focus({ preventScroll: true });
    function onKey(event: KeyboardEvent) {
      const target = event.target as HTMLElement | null;
      const elsewhere = target?.closest('input, textarea, select, [contenteditable="true"], [role="dialog"]');
      if (elsewhere || event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
      // The key goes on to the field that has the focus now.
      field.current?.focus({ preventScroll: true });
    }
    addEventListener('keydown', onKey, { capture: true });
    return () => removeEventListener('keydown', onKey, { capture: true });
  }, []);
  function take() {
    onCode(text);
    setText('');
  }
  return (
    <div className={classes.wedge}>
      <TextInput
        ref={field}
        label={t('scan.field')}
        description={t('scan.fieldHint')}
        data-page-search
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        enterKeyHint="done"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          take();
        }}
      />
      <Button
        variant={camera ? 'filled' : 'default'}
        leftSection={camera ? <IconCameraOff size={22} aria-hidden /> : <IconCamera size={22} aria-hidden />}
        aria-pressed={camera}
        onClick={toggle}
      >
        {t(camera ? 'scan.cameraOff' : 'scan.cameraOn')}
      </Button>
    </div>
  );
}
