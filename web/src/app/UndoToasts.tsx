import { Button } from '@mantine/core';
import { IconArrowBackUp, IconTrash } from '@tabler/icons-react';
import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { letGo, rest, undo } from '@/offline/held';
import type { Intent } from '@/offline/store';
import { useIntents } from '@/offline/useDrain';
import { typing } from '@/shared/keys/shortcuts';
import classes from './UndoToasts.module.css';

const TICK_MS = 250;

/** What is held back for five seconds, each with its countdown and a way back; leaving the page sends it at once. */
export function UndoToasts({ personId }: { personId: string }) {
  const { t } = useTranslation();
  const held = useIntents(personId).filter((intent) => intent.dueAt !== undefined);
  const page = useRouterState({ select: (state) => state.location.pathname });
  const before = useRef(page);
  useEffect(() => {
    if (before.current === page) return;
    before.current = page;
    void letGo(personId);
  }, [page, personId]);
  const newest = held.at(-1)?.key;
  useEffect(() => {
    if (newest === undefined) return;
    // A dialog keeps the focus to itself, so the keyboard needs a way to the toast that is not Tab.
    function onKey(event: KeyboardEvent) {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z' || typing(event.target)) return;
      event.preventDefault();
      if (newest) void undo(newest);
    }
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [newest]);
  return (
    <div className={classes.toasts} role="region" aria-label={t('undo.region')} aria-live="polite" data-no-print>
      {held.map((intent) => (
        <Toast key={intent.key} intent={intent} />
      ))}
    </div>
  );
}

function Toast({ intent }: { intent: Intent }) {
  const { t } = useTranslation();
  const [now, setNow] = useState(Date.now());
  const [resting, setResting] = useState(false);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const stay = (wanted: boolean) => {
    setResting(wanted);
    void rest(intent.key, wanted);
  };
  const seconds = Math.max(0, Math.ceil((Date.parse(intent.dueAt ?? '') - now) / 1000));
  const what = intent.state === 'dropped' ? t('undo.dropped', { what: intent.label }) : intent.label;
  return (
    <div
      className={classes.toast}
      onPointerEnter={(event) => event.pointerType === 'mouse' && stay(true)}
      onPointerLeave={(event) => event.pointerType === 'mouse' && stay(false)}
      onFocus={() => stay(true)}
      onBlur={() => stay(false)}
    >
      <IconTrash size={20} aria-hidden />
      <span className={classes.what}>{what}</span>
      <span className={`${classes.count} num`} aria-hidden="true">
        {resting ? t('undo.resting') : t('undo.seconds', { seconds })}
      </span>
      <Button
        size="compact-md"
        variant="white"
        className={classes.undo}
        leftSection={<IconArrowBackUp size={18} aria-hidden />}
        aria-label={t('undo.undoWhat', { what })}
        onClick={() => void undo(intent.key)}
      >
        {t('undo.undo')}
      </Button>
    </div>
  );
}
