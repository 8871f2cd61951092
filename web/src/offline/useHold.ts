import { useLiveQuery } from 'dexie-react-hooks';
import { useCallback } from 'react';
import type { Call, PathFor } from '@/api/contract';
import { useSession } from '@/api/session';
import { type Command, intentOf, sendCommand, type Verb } from './commands';
import { hold } from './held';
import { device } from './store';

type Given<M extends Verb, P extends PathFor<M>> = Call<M, P> & Pick<Command<M, P>, 'label'>;

/** Does what can be undone: the command waits five seconds on the device, and a toast offers to take it back.
 *
 * `label` says what is being done, as the toast shows it. A refusal comes later, in the list of what is to be settled,
 * so this is for commands that the screen offers only where they are allowed.
 */
export function useHold(): <M extends Verb, P extends PathFor<M>>(command: Given<M, P>) => Promise<void> {
  const personId = useSession().person.id;
  return useCallback(
    async <M extends Verb, P extends PathFor<M>>(given: Given<M, P>) => {
      const command = { ...given, personId } as Command<M, P>;
      try {
        await hold(intentOf(command));
      } catch {
        // Storage refused (private window, full disk): there is nowhere to hold it, so it goes at once.
        await sendCommand(command);
      }
    },
    [personId],
  );
}

/** Whether a deletion of what is at this address is under way: the screen already shows it as gone. */
export function useGoing(): (path: string) => boolean {
  const going = useLiveQuery(() =>
    device.intents.filter((intent) => intent.method === 'DELETE' && intent.state !== 'refused').toArray(),
  );
  const paths = new Set((going ?? []).map((intent) => intent.path));
  return (path) => paths.has(path);
}
