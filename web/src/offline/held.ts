import { device, type Intent } from './store';

/** How long a command is held back, so that it can be undone before anybody hears of it. */
const HOLD_MS = 5_000;
/** While a hand or the keyboard rests on the toast: time to read it in. */
const RESTING_MS = 30_000;

const inTime = (ms: number) => new Date(Date.now() + ms).toISOString();

/** What this page holds back, for the moment in which it is closed: there is no time for the disk then. */
const holding = new Map<string, Intent>();
/** What such a closing page has sent, should the browser bring the page back. */
const gone = new Set<string>();

/** Holds a command back: it is on the device, and goes when its time is over, whatever becomes of the page. */
export async function hold(intent: Intent, ms = HOLD_MS): Promise<void> {
  const held: Intent = { ...intent, state: 'held', dueAt: inTime(ms) };
  await device.intents.add(held);
  // Not before: until it is on the device, nobody else can say whether it is held.
  holding.set(held.key, held);
}

/** What the device still holds: another tab may have taken back what this one wrote down. */
export function stillHeld(keys: readonly string[]): void {
  for (const key of holding.keys()) if (!keys.includes(key)) holding.delete(key);
}

/** Takes back what is held or being let go; false when it was too late. */
export async function undo(key: string): Promise<boolean> {
  if (gone.has(key)) return false;
  return device.transaction('rw', device.intents, async () => {
    const intent = await device.intents.get(key);
    if (intent?.state === 'held') await device.intents.delete(key);
    else if (intent?.state === 'dropped') await device.intents.update(key, { state: 'refused', dueAt: undefined });
    else return false;
    holding.delete(key);
    return true;
  });
}

/** Somebody reads the toast: it stays. When they leave it, it has its whole time again. */
export async function rest(key: string, resting: boolean): Promise<void> {
  await device.intents
    .where({ key })
    .filter((intent) => intent.dueAt !== undefined)
    .modify({ dueAt: inTime(resting ? RESTING_MS : HOLD_MS) });
}

/** The page is being left: everything of this person's that is held may go now. */
export async function letGo(personId: string): Promise<void> {
  const now = inTime(0);
  await device.intents
    .where('state')
    .anyOf('held', 'dropped')
    .filter((intent) => intent.personId === personId)
    .modify({ dueAt: now });
}

/** Held commands whose time is over join those that wait to be sent; dropped ones are gone. */
export async function letDueOnesGo(): Promise<void> {
  await device.transaction('rw', device.intents, async () => {
    const now = new Date().toISOString();
    const due = (await device.intents.where('state').anyOf('held', 'dropped').toArray()).filter(
      (intent) => (intent.dueAt ?? '') <= now,
    );
    for (const intent of due) {
      holding.delete(intent.key);
      if (intent.state === 'held') await device.intents.update(intent.key, { state: 'waiting', dueAt: undefined });
      else await device.intents.delete(intent.key);
    }
  });
}

/** A person gives up a refused command, which can be undone for a while, or asks for it to be tried again. */
export async function settle(key: string, choice: 'discard' | 'again'): Promise<void> {
  if (choice === 'discard') await device.intents.update(key, { state: 'dropped', dueAt: inTime(HOLD_MS) });
  else await device.intents.update(key, { state: 'waiting', problem: undefined });
}

/** The tab closes: what it holds is sent at once, by a request that outlives it.
 *
 * What is on the device stays there, and is sent again under the same key when the app is next opened: a request that
 * was lost with the tab is made up for, and one that arrived has no second effect.
 */
export function sendOnTheWayOut(): void {
  for (const intent of holding.values()) {
    gone.add(intent.key);
    void fetch(intent.path, {
      method: intent.method,
      keepalive: true,
      credentials: 'same-origin',
      headers: {
        Accept: 'application/json',
        'Idempotency-Key': intent.key,
        ...(intent.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: intent.body === undefined ? undefined : JSON.stringify(intent.body),
    }).catch(() => undefined);
  }
  // Another tab must not offer to undo what is sent; should there be no time for this, the key prevents a double.
  void device.intents
    .where('key')
    .anyOf([...holding.keys()])
    .modify({ dueAt: inTime(0) })
    .catch(() => undefined);
  holding.clear();
}
