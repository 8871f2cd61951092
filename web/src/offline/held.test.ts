import 'fake-indexeddb/auto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { drain, intentOf } from './commands';
import { hold, letDueOnesGo, letGo, rest, sendOnTheWayOut, settle, stillHeld, undo } from './held';
import { device } from './store';
import { sendEverything } from './useDrain';

let server: Server;
let seen: { key: string; path: string }[];
let status: number;
let arrived: () => void;
const browserFetch = globalThis.fetch;

beforeAll(async () => {
  server = createServer((message, response) => {
    seen.push({ key: String(message.headers['idempotency-key']), path: `${message.method} ${message.url}` });
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(status === 204 ? undefined : JSON.stringify({ type: 'x', title: 'No se puede', status }));
    arrived();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  // The page's own origin, which Node has none of.
  globalThis.fetch = (input, init) => browserFetch(new URL(String(input), `http://127.0.0.1:${port}`), init);
});

afterAll(() => {
  globalThis.fetch = browserFetch;
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  seen = [];
  status = 204;
  arrived = () => undefined;
});

afterEach(() => {
  stillHeld([]);
  return device.intents.clear();
});

const deletion = (id: string) =>
  intentOf({ method: 'DELETE', path: '/v1/me/views/{view_id}', at: { view_id: id }, label: id, personId: 'ana' });

describe('a command that is held back', () => {
  it('is on the device at once and goes nowhere while it can be undone', async () => {
    await hold(deletion('v1'));
    expect(await device.intents.toArray()).toMatchObject([{ state: 'held', path: '/v1/me/views/v1', label: 'v1' }]);
    await letDueOnesGo();
    expect(await drain('ana')).toBe(0);
    expect(seen).toEqual([]);
  });

  it('is forgotten when it is undone', async () => {
    const intent = deletion('v1');
    await hold(intent);
    expect(await undo(intent.key)).toBe(true);
    expect(await device.intents.count()).toBe(0);
  });

  it('goes under its own key when its time is over, and can no longer be undone', async () => {
    const intent = deletion('v1');
    await hold(intent, 0);
    await letDueOnesGo();
    expect(await undo(intent.key)).toBe(false);
    expect(await drain('ana')).toBe(1);
    expect(seen).toEqual([{ key: intent.key, path: 'DELETE /v1/me/views/v1' }]);
    expect(await device.intents.count()).toBe(0);
  });

  it('stays while somebody reads its toast, and then has its whole time again', async () => {
    const intent = deletion('v1');
    await hold(intent, 0);
    await rest(intent.key, true);
    const resting = (await device.intents.get(intent.key))?.dueAt ?? '';
    await letDueOnesGo();
    expect((await device.intents.get(intent.key))?.state).toBe('held');
    await rest(intent.key, false);
    const then = (await device.intents.get(intent.key))?.dueAt ?? '';
    expect(then > new Date().toISOString() && then < resting).toBe(true);
  });

  it("goes when its page is left; other people's stays theirs", async () => {
    await hold(deletion('v1'));
    await hold({ ...deletion('v2'), personId: 'beto' });
    await letGo('ana');
    await letDueOnesGo();
    expect((await device.intents.toArray()).map((one) => `${one.label} ${one.state}`).sort()).toEqual([
      'v1 waiting',
      'v2 held',
    ]);
  });

  it('goes before somebody signs out', async () => {
    await hold(deletion('v1'));
    await sendEverything('ana');
    expect(seen).toHaveLength(1);
    expect(await device.intents.count()).toBe(0);
  });

  it('is sent as the tab closes, and once more under the same key when the app opens again', async () => {
    const intent = deletion('v1');
    await hold(intent);
    const sent = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    sendOnTheWayOut();
    await sent;
    expect(await undo(intent.key)).toBe(false);
    await letGo('ana');
    await letDueOnesGo();
    expect(await drain('ana')).toBe(1);
    expect(seen.map((one) => one.key)).toEqual([intent.key, intent.key]);
  });
});

it('what another tab took back is not sent as this one closes', async () => {
  const intent = deletion('v1');
  await hold(intent);
  await device.intents.delete(intent.key);
  stillHeld([]);
  sendOnTheWayOut();
  await hold(deletion('v2'), 0);
  await letDueOnesGo();
  expect(await drain('ana')).toBe(1);
  expect(seen.map((one) => one.path)).toEqual(['DELETE /v1/me/views/v2']);
});

describe('a refused command that is let go', () => {
  it('comes back when that is undone, and is gone when nobody does', async () => {
    status = 409;
    const intent = deletion('v1');
    await hold(intent, 0);
    await letDueOnesGo();
    await drain('ana');
    await settle(intent.key, 'discard');
    await letDueOnesGo();
    expect(await undo(intent.key)).toBe(true);
    expect(await device.intents.toArray()).toMatchObject([{ state: 'refused', problem: { title: 'No se puede' } }]);
    await settle(intent.key, 'discard');
    await letGo('ana');
    await letDueOnesGo();
    expect(await device.intents.count()).toBe(0);
    expect(seen).toHaveLength(1);
  });
});
