import { v7 as uuidv7 } from 'uuid';
import { request } from '@/api/client';
import { type AnswerOf, type Call, fill, type PathFor } from '@/api/contract';
import { Refusal, Unreachable } from '@/api/problem';
import { device, type Intent } from './store';

export type Verb = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export type Command<M extends Verb, P extends PathFor<M>> = Call<M, P> & {
  /** What the person calls it, in their language: shown while it waits. */
  label: string;
  /** Null before sign-in. A waiting command is only ever sent for the person who gave it. */
  personId: string | null;
  /** Carries a password or a PIN: never written to the device, never sent later. */
  secret?: boolean;
};

/** No answer came, but the command is written down on this device and will be sent again under the same key. */
export class Kept extends Error {
  override readonly name = 'Kept';
}

export interface Pace {
  waits: readonly number[];
  sleep: (ms: number) => Promise<void>;
}

const PACE: Pace = {
  waits: [400, 1_200, 3_000],
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** Keys that a `sendCommand` of this page is trying right now: the drain leaves them alone. */
const trying = new Set<string>();

/** True when trying again may help: no answer, a server in trouble, or one that asked to wait. */
export function mayPass(error: unknown): boolean {
  return error instanceof Unreachable || (error instanceof Refusal && (error.status >= 500 || error.status === 429));
}

/** The command as the device writes it down, under a key that never changes. */
export function intentOf<M extends Verb, P extends PathFor<M>>(command: Command<M, P>): Intent {
  return {
    key: uuidv7(),
    personId: command.personId ?? '',
    method: command.method,
    path: fill(command.path, command.at),
    body: command.body,
    label: command.label,
    madeAt: new Date().toISOString(),
    tries: 0,
    state: 'waiting',
  };
}

async function attempt(intent: Pick<Intent, 'key' | 'method' | 'path' | 'body'>): Promise<unknown> {
  const response = await request(intent.path, {
    method: intent.method,
    headers: {
      'Idempotency-Key': intent.key,
      ...(intent.body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    body: intent.body === undefined ? undefined : JSON.stringify(intent.body),
  });
  return response.status === 204 ? undefined : await response.json();
}

/** Sends a command and returns the server's answer.
 *
 * The intent is on disk before the first try and its key never changes, so a lost answer, a reload or a dead battery
 * can repeat the request but not its effect. Throws `Refusal` when the server says no, `Kept` when no answer came and
 * the device will go on trying, `Unreachable` when no answer came and nothing was kept (secrets, before sign-in).
 */
export async function sendCommand<M extends Verb, P extends PathFor<M>>(
  command: Command<M, P>,
  pace: Pace = PACE,
): Promise<AnswerOf<M, P>> {
  const { secret = false, personId } = command;
  const intent = intentOf(command);
  const { key } = intent;
  const keep = !secret && personId !== null;
  const kept = keep && (await write(intent));
  trying.add(key);
  try {
    for (let tries = 0; ; tries += 1) {
      try {
        const answer = (await attempt(intent)) as AnswerOf<M, P>;
        if (kept) await device.intents.delete(key);
        return answer;
      } catch (error) {
        const wait = pace.waits[tries];
        if (!mayPass(error)) {
          if (kept) await device.intents.delete(key);
          throw error;
        }
        if (wait === undefined) {
          if (!kept) throw error;
          await device.intents.update(key, { tries: tries + 1 });
          throw new Kept(command.label, { cause: error });
        }
        await pace.sleep(wait);
      }
    }
  } finally {
    trying.delete(key);
  }
}

async function write(intent: Intent): Promise<boolean> {
  try {
    await device.intents.add(intent);
    return true;
  } catch {
    // Storage refused (private window, full disk): the command still goes, it just cannot outlive the page.
    return false;
  }
}

/** Sends what waits for `personId`, oldest first, and returns how many went through.
 *
 * Stops at the first silence, so order is kept. A refusal marks the intent for a person to settle and goes on; 401 and
 * 403 leave it waiting, since another sign-in may be all that it needs.
 */
export async function drain(personId: string): Promise<number> {
  const waiting = (await device.intents.where('state').equals('waiting').sortBy('madeAt')).filter(
    (intent) => intent.personId === personId && !trying.has(intent.key),
  );
  let sent = 0;
  for (const intent of waiting) {
    trying.add(intent.key);
    try {
      await attempt(intent);
      await device.intents.delete(intent.key);
      sent += 1;
    } catch (error) {
      if (mayPass(error)) {
        await device.intents.update(intent.key, { tries: intent.tries + 1 });
        return sent;
      }
      if (error instanceof Refusal && error.status !== 401 && error.status !== 403) {
        await device.intents.update(intent.key, { state: 'refused', problem: error.problem });
      }
    } finally {
      trying.delete(intent.key);
    }
  }
  return sent;
}
