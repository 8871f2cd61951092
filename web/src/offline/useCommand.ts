import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useContext, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnswerOf, Call, PathFor } from '@/api/contract';
import { Refusal } from '@/api/problem';
import { SessionContext } from '@/api/session';
import { type Command, Kept, sendCommand, type Verb } from './commands';

type Given<M extends Verb, P extends PathFor<M>> = Call<M, P> & Pick<Command<M, P>, 'label' | 'secret'>;

/** An answer, or an empty object where the server answers with nothing: either way it went through. */
type Done<M extends Verb, P extends PathFor<M>> = AnswerOf<M, P> extends undefined ? object : AnswerOf<M, P>;

export interface Running {
  /** Resolves to the answer, or to null when the server refused (see `refusal`) or the device kept it for later. */
  run: <M extends Verb, P extends PathFor<M>>(command: Given<M, P>) => Promise<Done<M, P> | null>;
  busy: boolean;
  refusal: Error | null;
  clear: () => void;
}

/** Runs one command from a screen: busy while it is tried, the refusal where the form can show it.
 *
 * `done` says what to tell the person when it went through. A command that only reached the device says so, once, and
 * calls `kept`: the form may close, for what it held is safe.
 */
export function useCommand(done?: string, kept?: () => void): Running {
  const client = useQueryClient();
  const { t } = useTranslation();
  // None at the door, where nothing is kept for later.
  const session = useContext(SessionContext);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Error | null>(null);
  const personId = session?.person.id ?? null;

  const afterKept = useRef(kept);
  afterKept.current = kept;

  const run = useCallback(
    async <M extends Verb, P extends PathFor<M>>(command: Given<M, P>): Promise<Done<M, P> | null> => {
      setBusy(true);
      setRefusal(null);
      try {
        const answer = await sendCommand({ ...command, personId } as Command<M, P>);
        await client.invalidateQueries();
        if (done) {
          // The newest word only: three of them would hide what they speak of.
          notifications.clean();
          notifications.show({ message: done, color: 'agave', withBorder: true, autoClose: 3_000 });
        }
        // A 204 has no body; the caller still has to tell it from a refusal.
        return (answer ?? {}) as Done<M, P>;
      } catch (error) {
        if (error instanceof Kept) {
          notifications.show({
            title: t('offline.kept'),
            message: t('offline.keptDetail', { what: error.message }),
            color: 'gray',
          });
          afterKept.current?.();
        } else {
          setRefusal(error instanceof Error ? error : new Error(String(error)));
          if (error instanceof Refusal && error.status === 401)
            await client.invalidateQueries({ queryKey: ['security'] });
        }
        return null;
      } finally {
        setBusy(false);
      }
    },
    [client, done, personId, t],
  );
  return { run, busy, refusal, clear: useCallback(() => setRefusal(null), []) };
}
