import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type Context, onContact } from '@/api/client';

/** Whose answers an event makes stale: an event's context, and those that show its facts. */
const STALE: Record<string, Context[]> = {
  inventory: ['inventory', 'production', 'traceability'],
  production: ['production', 'inventory', 'traceability'],
  purchasing: ['purchasing', 'inventory'],
  security: ['security'],
  alerts: ['alerts'],
};

/** A page that nobody looked at for this long lets its connection go; browsers have only six for a server. */
const REST_MS = 60_000;
const AGAIN_MS = 4_000;

/** Listens to the server and asks again for what changed. `since` is when contact was lost, null while there is any.
 *
 * A feed whose network vanished looks open for minutes, so a request without an answer and the browser's own word count
 * as loss too; a feed that opens, or any answer, ends it.
 */
export function useLive(): { online: boolean; since: string | null } {
  const client = useQueryClient();
  const [since, setSince] = useState<string | null>(null);

  useEffect(() => {
    let source: EventSource | null = null;
    let rest: ReturnType<typeof setTimeout> | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    let missed = false;

    function found() {
      clearTimeout(again);
      setSince(null);
      // What happened while nobody listened was not told: ask for everything that is on screen.
      if (missed) void client.invalidateQueries();
      missed = false;
    }
    function lost() {
      missed = true;
      setSince((before) => before ?? new Date().toISOString());
      clearTimeout(again);
      again = setTimeout(open, AGAIN_MS);
    }
    function open() {
      source?.close();
      source = new EventSource('/v1/live');
      source.onopen = found;
      source.onmessage = (message: MessageEvent<string>) => {
        const { name } = JSON.parse(message.data) as { name: string };
        for (const context of STALE[name.split('.')[0] ?? ''] ?? []) {
          void client.invalidateQueries({ queryKey: [context] });
        }
      };
      source.onerror = () => {
        // An HTTP error closes the source for good: perhaps the session has ended, and the door has to show.
        if (source?.readyState === EventSource.CLOSED)
          void client.invalidateQueries({ queryKey: ['security', '/v1/session'] });
        lost();
      };
    }
    function seen() {
      clearTimeout(rest);
      if (document.visibilityState === 'hidden') {
        rest = setTimeout(() => {
          source?.close();
          source = null;
          missed = true;
        }, REST_MS);
      } else if (source === null) open();
    }
    const answered = () => {
      // The feed of before may be a dead one; a fresh one says what it missed.
      if (missed) open();
    };
    open();
    const stop = onContact(answered, lost);
    addEventListener('offline', lost);
    addEventListener('online', open);
    document.addEventListener('visibilitychange', seen);
    return () => {
      stop();
      removeEventListener('offline', lost);
      removeEventListener('online', open);
      document.removeEventListener('visibilitychange', seen);
      clearTimeout(rest);
      clearTimeout(again);
      source?.close();
    };
  }, [client]);
  return { online: since === null, since };
}
