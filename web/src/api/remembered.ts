import type { Session } from './wire';

const KEY = 'desertbrew-session';

/** Who was signed in on this browser when the server last answered: names and rights, nothing that opens a door.
 *
 * Without a network the pages that this device keeps can then be read and filled in; what is sent later needs the real
 * session.
 */
export function recall(now: number = Date.now()): Session | null {
  try {
    const session = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Session | null;
    return session && Date.parse(session.expires_at) > now ? session : null;
  } catch {
    return null;
  }
}

export function remember(session: Session | null): void {
  try {
    if (session) localStorage.setItem(KEY, JSON.stringify(session));
    else localStorage.removeItem(KEY);
  } catch {
    // A private window forgets; it only cannot be read without a network.
  }
}
