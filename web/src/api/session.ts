import { queryOptions } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { get } from './client';
import { Refusal, Unreachable } from './problem';
import { recall, remember } from './remembered';
import type { Session } from './wire';

const SESSION = ['security', '/v1/session'] as const;

/** Who is signed in on this browser; null when nobody is. */
export const sessionQuestion = queryOptions({
  queryKey: SESSION,
  queryFn: async ({ signal, client }) => {
    // Only the first question of a page is a person's doing; asking again after an event must not keep a session alive.
    const seen = client.getQueryData(SESSION) === undefined ? undefined : false;
    try {
      const session = await get('/v1/session', { query: { seen } }, signal);
      remember(session);
      return session;
    } catch (error) {
      if (error instanceof Refusal && error.status === 401) {
        remember(null);
        return null;
      }
      const known = error instanceof Unreachable ? recall() : null;
      if (known) return known;
      throw error;
    }
  },
  staleTime: 60_000,
});

export const setupQuestion = queryOptions({
  queryKey: ['security', '/v1/setup'],
  queryFn: ({ signal }) => get('/v1/setup', {}, signal),
});

/** The session as the pages inside the shell know it; it outlives none of them, so no page ever renders without one. */
export const SessionContext = createContext<Session | null>(null);

/** The session on a page inside the shell. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('this page is shown only with a session');
  return session;
}

export function useMay(): (permission: string) => boolean {
  const { permissions } = useSession();
  return (permission) => permissions.includes(permission);
}
