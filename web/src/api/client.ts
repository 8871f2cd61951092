import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import i18next from 'i18next';
import { type AnswerOf, fill, type PathFor, type PlaceOf, type QueryOf } from './contract';
import { refusalFrom, Unreachable } from './problem';

export type Context = 'security' | 'inventory' | 'purchasing' | 'production' | 'traceability' | 'alerts';
const PATIENCE_MS = 15_000;

/** Each request tells the page how it went, so that one place can say "offline" (see `onContact`). */
const contact = new EventTarget();
function tell(what: 'answered' | 'silent'): void {
  contact.dispatchEvent(new Event(what));
}

/** Calls back when the server answers anything, and when it does not answer. Returns how to stop. */
export function onContact(answered: () => void, silent: () => void): () => void {
  contact.addEventListener('answered', answered);
  contact.addEventListener('silent', silent);
  return () => {
    contact.removeEventListener('answered', answered);
    contact.removeEventListener('silent', silent);
  };
}

const TOUCHED_WITHIN_MS = 30_000;
let touchedAt = Date.now();
for (const what of ['pointerdown', 'keydown', 'wheel', 'touchstart'])
  globalThis.addEventListener?.(what, () => (touchedAt = Date.now()), { capture: true, passive: true });

/** What a page asks again by itself, with nobody there, must not keep the session alive. */
function attendance(): Record<string, string> {
  return Date.now() - touchedAt > TOUCHED_WITHIN_MS ? { 'X-Desertbrew-Unattended': '1' } : {};
}

/** One request and its answer. Throws `Refusal` on 4xx and 5xx, `Unreachable` when no answer came. */
export async function request(path: string, init: RequestInit = {}, patience = PATIENCE_MS): Promise<Response> {
  const limit = AbortSignal.timeout(patience);
  const signal = init.signal ? AbortSignal.any([init.signal, limit]) : limit;
  let response: Response;
  try {
    response = await fetch(path, {
      ...init,
      signal,
      credentials: 'same-origin',
      headers: {
        Accept: 'application/json',
        'Accept-Language': i18next.language ?? 'es-MX',
        ...attendance(),
        ...init.headers,
      },
    });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    tell('silent');
    throw new Unreachable(String(cause), { cause });
  }
  // A dev proxy or nginx without its upstream answers in place of the server: that is silence, not a refusal.
  if ([502, 504].includes(response.status)) {
    tell('silent');
    throw new Unreachable(String(response.status));
  }
  tell('answered');
  if (!response.ok) throw await refusalFrom(response);
  return response;
}

function withQuery(path: string, query: object): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return given.length === 0
    ? path
    : // One of several is asked for by repeating the name.
      `${path}?${new URLSearchParams(given.flatMap(([name, value]) => [value].flat().map((one) => [name, String(one)])))}`;
}

type Readable = PathFor<'GET'>;
type Answer<P extends Readable> = AnswerOf<'GET', P>;
/** Absent and empty filters are left out of the address, so a page may pass its search text as it is. */
type Query<P extends Readable> = { [K in keyof QueryOf<'GET', P>]?: QueryOf<'GET', P>[K] | undefined };
type Ask<P extends Readable> = { at?: PlaceOf<'GET', P>; query?: Query<P> };

export async function get<P extends Readable>(path: P, ask: Ask<P> = {}, signal?: AbortSignal): Promise<Answer<P>> {
  const response = await request(withQuery(fill(path, ask.at), ask.query ?? {}), { signal });
  return (await response.json()) as Answer<P>;
}

/** A question to one context; its key starts with the context so that live events know what to ask again. */
export function question<P extends Readable>(context: Context, path: P, ask: Ask<P> = {}) {
  return queryOptions({
    queryKey: [context, path, ask],
    queryFn: ({ signal }) => get(path, ask, signal),
  });
}

/** The paths whose answer is a page, and what such a page holds. */
type Listed = { [P in Readable]: Answer<P> extends { items: unknown[]; next_cursor?: unknown } ? P : never }[Readable];
type Row<P extends Readable> = Answer<P> extends { items: (infer R)[] } ? R : never;
type Page<P extends Readable> = { items: Row<P>[]; next_cursor: string | null };

const PAGE = 100;
const LARGEST_PAGE = 500;
const MOST_PAGES = 20;

async function page<P extends Listed>(path: P, query: object, signal: AbortSignal): Promise<Page<P>> {
  const response = await request(withQuery(path, query), { signal });
  return (await response.json()) as Page<P>;
}

/** A list, page after page by cursor. */
export function pages<P extends Listed>(context: Context, path: P, query: Query<P> = {}) {
  return infiniteQueryOptions({
    queryKey: [context, path, 'pages', query],
    queryFn: ({ pageParam, signal }) => page(path, { limit: PAGE, ...query, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    select: (data) => data.pages.flatMap((each) => each.items),
    // While a new search is asked, the last answer stays: the page must not vanish under the person who types.
    placeholderData: keepPreviousData,
  });
}

/** A whole list, for a sum or a count; at most twenty pages of the largest size. */
export function every<P extends Listed>(context: Context, path: P, query: Query<P> = {}) {
  return queryOptions({
    queryKey: [context, path, 'every', query],
    queryFn: async ({ signal }) => {
      const rows: Row<P>[] = [];
      let cursor: string | null = null;
      for (let turn = 0; turn < MOST_PAGES; turn += 1) {
        const next: Page<P> = await page(path, { limit: LARGEST_PAGE, ...query, cursor }, signal);
        rows.push(...next.items);
        cursor = next.next_cursor;
        if (cursor === null) break;
      }
      return rows;
    },
  });
}
