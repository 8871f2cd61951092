/** Whether this browser can be pushed to at all, and whether its person forbade it. */
export function pushable(): 'yes' | 'no' | 'forbidden' {
  if (!('serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis)) return 'no';
  return Notification.permission === 'denied' ? 'forbidden' : 'yes';
}

const BROWSERS = ['Edg', 'Firefox', 'Chrome', 'Safari'];
const SYSTEMS = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac', 'Linux'];

/** What a person calls this browser when choosing among theirs, such as `Chrome · Android`. */
export function deviceLabel(agent: string): string {
  const named = [BROWSERS, SYSTEMS].map((known) => known.find((one) => agent.includes(one)));
  return named.filter(Boolean).join(' · ') || 'Web';
}

export interface Subscribed {
  endpoint: string;
  p256dh: string;
  auth: string;
}

/** Subscribes this browser with the house's key; what it had before, under whatever key, ends. */
export async function subscribe(publicKey: string): Promise<Subscribed> {
  await unsubscribe();
  const { pushManager } = await navigator.serviceWorker.ready;
  const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
  const { endpoint = '', keys = {} } = made.toJSON();
  return { endpoint, p256dh: keys.p256dh ?? '', auth: keys.auth ?? '' };
}

export async function unsubscribe(): Promise<void> {
  const { pushManager } = await navigator.serviceWorker.ready;
  await (await pushManager.getSubscription())?.unsubscribe();
}
