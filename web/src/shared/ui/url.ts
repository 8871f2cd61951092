import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

export type UrlState = Record<string, string | undefined>;

/** The page's filters, which live in its address: a filtered list can be sent to a colleague. */
export function useUrl(): [UrlState, (patch: UrlState) => void] {
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate();
  const change = useCallback(
    (patch: UrlState) => {
      void navigate({
        to: '.',
        replace: true,
        search: ((before: UrlState) => {
          const after = { ...before, ...patch };
          for (const key of Object.keys(after)) if (!after[key]) delete after[key];
          return after;
        }) as never,
      });
    },
    [navigate],
  );
  const state: UrlState = {};
  for (const [key, value] of Object.entries(search)) state[key] = value == null ? undefined : String(value);
  return [state, change];
}

/** The filters as one text, the same whatever the order in which they were set. */
export function queryOf(state: UrlState): string {
  const given = Object.entries(state).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return new URLSearchParams(given.sort(([a], [b]) => (a < b ? -1 : 1))).toString();
}

export function stateOf(query: string): UrlState {
  return Object.fromEntries(new URLSearchParams(query));
}
