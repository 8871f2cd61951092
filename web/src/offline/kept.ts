import { queryOptions } from '@tanstack/react-query';
import { type Context, get } from '@/api/client';
import { type AnswerOf, fill, type PathFor, type PlaceOf } from '@/api/contract';
import { Unreachable } from '@/api/problem';
import { device } from './store';

const MOST_KEPT = 20;

/** A question whose last answer stays on this device, so that its page opens without a network too.
 *
 * For the person who asked: another one at the same tablet does not read it.
 */
export function keptQuestion<P extends PathFor<'GET'>>(
  context: Context,
  path: P,
  at: PlaceOf<'GET', P>,
  personId: string,
) {
  const key = `${personId} ${fill(path, at as object)}`;
  return queryOptions({
    queryKey: [context, path, { at }],
    queryFn: async ({ signal }): Promise<AnswerOf<'GET', P>> => {
      try {
        const answer = await get(path, { at } as never, signal);
        await keep(key, answer);
        return answer;
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error;
        const kept = await device.answers.get(key).catch(() => undefined);
        if (!kept) throw error;
        return kept.body as AnswerOf<'GET', P>;
      }
    },
  });
}

async function keep(key: string, body: unknown): Promise<void> {
  try {
    await device.answers.put({ key, body, keptAt: new Date().toISOString() });
    const old = await device.answers.orderBy('keptAt').reverse().offset(MOST_KEPT).primaryKeys();
    await device.answers.bulkDelete(old);
  } catch {
    // A full disk or a private window: the page works, it only cannot be opened again without a network.
  }
}
