import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconBarcode } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { codeIn, type Found, read } from '@/shared/keys/scans';
import { typing } from '@/shared/keys/shortcuts';
import { wedge } from '@/shared/keys/wedge';
import classes from '../Shell.module.css';
import { houseReaders } from './house';

interface Scan {
  code: string;
  found: Found | null;
  state: 'asking' | 'found' | 'unknown' | 'silent';
}

/** An open form would be lost with its page: a scan says what it found and goes nowhere by itself. */
const inDialog = () => document.querySelector('[role="dialog"][aria-modal="true"]') !== null;

/** Listens for a scanner on every page, opens what it reads, and keeps the last scan in sight. */
export function Scanner() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [last, setLast] = useState<Scan | null>(null);
  const turn = useRef(0);

  const onScan = useRef<(readings: string[]) => void>(() => undefined);
  onScan.current = (readings) => {
    const mine = ++turn.current;
    const code = codeIn(readings[0] ?? '');
    const say = (scan: Scan) => {
      // A later scan may have been answered first; the last one scanned is the one in sight.
      if (mine === turn.current) setLast(scan);
    };
    say({ code, found: null, state: 'asking' });
    read(readings, houseReaders(t)).then(
      (found) => {
        say({ code, found, state: found ? 'found' : 'unknown' });
        if (!found)
          notifications.show({ title: t('wedge.unknown', { code }), message: t('wedge.unknownBody'), color: 'yellow' });
        else if (found.to && mine === turn.current && !inDialog())
          void navigate(found.to as Parameters<typeof navigate>[0]);
      },
      () => say({ code, found: null, state: 'silent' }),
    );
  };

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      // Where somebody writes, a scanner writes too: what it reads belongs into that field.
      if (typing(event.target)) {
        wedge.reset();
        return;
      }
      const readings = wedge.feed(event);
      if (!readings) return;
      // This Enter ends a code; it must not press whatever has the focus.
      event.preventDefault();
      event.stopPropagation();
      onScan.current(readings);
    }
    addEventListener('keydown', onKey, { capture: true });
    return () => removeEventListener('keydown', onKey, { capture: true });
  }, []);

  const inside = last && (
    <>
      {last.state === 'unknown' || last.state === 'silent' ? (
        <IconAlertTriangle size={17} aria-hidden />
      ) : (
        <IconBarcode size={17} aria-hidden />
      )}
      <span className="visually-hidden">{t(`wedge.states.${last.state}`)}</span>
      <span className={`${classes.scanned} num`}>{last.code}</span>
    </>
  );
  const look = last?.state === 'unknown' || last?.state === 'silent' ? classes.amber : classes.grey;
  return (
    <span role="status" style={{ display: 'contents' }}>
      {last?.found?.to ? (
        <Link {...last.found.to} className={`${classes.pill} ${look}`} title={last.found.label}>
          {inside}
        </Link>
      ) : (
        last && (
          <span className={`${classes.pill} ${look}`} style={{ cursor: 'default' }} title={last.found?.label}>
            {inside}
          </span>
        )
      )}
    </span>
  );
}
