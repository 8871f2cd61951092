import { Button, Stack } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import type { PersonAtDevice } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { useWord } from '@/shared/i18n/useWord';
import { initials } from '@/shared/ui/initials';
import { NumberPad } from '@/shared/ui/NumberPad';
import { EmptyState } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { RowsSkeleton } from '@/shared/ui/skeletons';
import classes from './Entrance.module.css';

const LONGEST_PIN = 8;
const SHORTEST_PIN = 4;

/** A tablet that people share: who you are with one tap, then your PIN on keys for wet fingers. */
export function PinEntrance({ device, onPassword }: { device: string; onPassword: () => void }) {
  const { t } = useTranslation();
  const w = useWord();
  const people = useQuery(question('security', '/v1/shared-devices/current/people'));
  const [chosen, setChosen] = useState<PersonAtDevice | null>(null);
  return (
    <div className={classes.card}>
      {chosen ? (
        <PinPad person={chosen} onBack={() => setChosen(null)} />
      ) : (
        <>
          <h1>{t('pin.who')}</h1>
          <p className={classes.lead}>{t('pin.device', { name: device })}</p>
          {people.error && <ProblemPanel error={people.error} retry={() => void people.refetch()} />}
          {people.isPending && <RowsSkeleton rows={4} />}
          {people.data?.items.length === 0 && (
            <EmptyState icon={IconUsers} title={t('pin.nobody')} body={t('pin.nobodyBody')} />
          )}
          <ul className={classes.people}>
            {people.data?.items.map((person) => (
              <li key={person.id}>
                <button type="button" className={classes.person} onClick={() => setChosen(person)}>
                  <span className={classes.face} aria-hidden="true">
                    {initials(person.display_name)}
                  </span>
                  <strong>{person.display_name}</strong>
                  <small>{person.roles.map((role) => w('roles', role)).join(', ')}</small>
                </button>
              </li>
            ))}
          </ul>
          <Button className={classes.other} variant="default" onClick={onPassword}>
            {t('pin.byPassword')}
          </Button>
        </>
      )}
    </div>
  );
}

function PinPad({ person, onBack }: { person: PersonAtDevice; onBack: () => void }) {
  const { t } = useTranslation();
  const [pin, setPin] = useState('');
  const { run, busy, refusal, clear } = useCommand();

  async function enter(typed: string) {
    await run({
      method: 'POST',
      path: '/v1/pin-sessions',
      body: { person_id: person.id, pin: typed },
      label: t('entrance.enter'),
      secret: true,
    });
    setPin('');
  }

  function key(pressed: string) {
    clear();
    setPin((before) => (pressed === 'Backspace' ? before.slice(0, -1) : (before + pressed).slice(0, LONGEST_PIN)));
  }

  // A keyboard in front of the tablet works too.
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (/^\d$/.test(event.key) || event.key === 'Backspace') key(event.key);
      if (event.key === 'Escape') onBack();
      if (event.key === 'Enter' && pin.length >= SHORTEST_PIN && !(event.target instanceof HTMLButtonElement))
        void enter(pin);
    }
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });

  return (
    <Stack gap="xs">
      <h1 style={{ textAlign: 'center' }}>{t('pin.hello', { name: person.display_name })}</h1>
      <div className={classes.dots} role="status" aria-label={t('pin.typed', { count: pin.length })}>
        {Array.from({ length: Math.max(SHORTEST_PIN, pin.length) }, (_, index) => (
          <span key={index} className={classes.dot} data-full={index < pin.length || undefined} />
        ))}
      </div>
      {refusal && <ProblemPanel error={refusal} />}
      <NumberPad onKey={key} disabled={busy} />
      <Stack gap="xs" maw={420} w="100%" mx="auto" mt="sm">
        <Button onClick={() => void enter(pin)} disabled={pin.length < SHORTEST_PIN} loading={busy}>
          {t('entrance.enter')}
        </Button>
        <Button variant="default" onClick={onBack}>
          {t('pin.notMe')}
        </Button>
      </Stack>
    </Stack>
  );
}
