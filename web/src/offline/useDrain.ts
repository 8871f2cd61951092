import { useQueryClient } from '@tanstack/react-query';
import { useLiveQuery } from 'dexie-react-hooks';
import { useCallback, useEffect, useState } from 'react';
import { drain } from './commands';
import { letDueOnesGo, letGo, sendOnTheWayOut, stillHeld } from './held';
import { device, type Intent } from './store';

const EVERY_MS = 15_000;

/** What waits on this device for this person, oldest first. */
export function useIntents(personId: string): Intent[] {
  return (
    useLiveQuery(
      () =>
        device.intents
          .orderBy('madeAt')
          .filter((intent) => intent.personId === personId)
          .toArray(),
      [personId],
    ) ?? []
  );
}

/** One tab drains at a time where the browser has locks (a secure page); elsewhere the key alone prevents doubles. */
async function alone(work: () => Promise<number>): Promise<number> {
  if (!('locks' in navigator)) return work();
  return navigator.locks.request('desertbrew-drain', { ifAvailable: true }, (lock) => (lock ? work() : 0));
}

/** Somebody signs out: what they still hold goes first, while the server knows whose it is. */
export async function sendEverything(personId: string): Promise<void> {
  await letGo(personId);
  await letDueOnesGo();
  await drain(personId);
}

/** Tries what waits when the network comes back, when the page is looked at again, and every fifteen seconds. */
export function useDrain(personId: string): { syncing: boolean; now: () => void } {
  const client = useQueryClient();
  const [syncing, setSyncing] = useState(false);
  const due = useLiveQuery(async () => {
    const held = await device.intents.where('state').anyOf('held', 'dropped').toArray();
    stillHeld(held.map((intent) => intent.key));
    return held.map((intent) => intent.dueAt ?? '').sort()[0];
  }, []);
  const now = useCallback(() => {
    void (async () => {
      await letDueOnesGo();
      const waits = await device.intents.where('state').equals('waiting').count();
      if (waits === 0) return;
      setSyncing(true);
      try {
        const sent = await alone(() => drain(personId));
        if (sent > 0) await client.invalidateQueries();
      } finally {
        setSyncing(false);
      }
    })();
  }, [client, personId]);

  useEffect(() => {
    const seen = () => document.visibilityState === 'visible' && now();
    now();
    const timer = setInterval(now, EVERY_MS);
    addEventListener('online', now);
    addEventListener('pagehide', sendOnTheWayOut);
    document.addEventListener('visibilitychange', seen);
    return () => {
      clearInterval(timer);
      removeEventListener('online', now);
      removeEventListener('pagehide', sendOnTheWayOut);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [now]);

  // What is held goes when its five seconds are over.
  useEffect(() => {
    if (due === undefined) return;
    const timer = setTimeout(now, Math.max(0, Date.parse(due) - Date.now()) + 20);
    return () => clearTimeout(timer);
  }, [due, now]);
  return { syncing, now };
}
