import 'fake-indexeddb/auto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Refusal, Unreachable } from '@/api/problem';
import { drain, Kept, type Pace, sendCommand } from './commands';
import { settle } from './held';
import { device } from './store';

type Reply = { status: number; body?: unknown } | 'silence';

let server: Server;
let replies: Reply[];
let seen: { key: string; path: string; body: string; waiting: number }[];
const browserFetch = globalThis.fetch;
const PACE: Pace = { waits: [0, 0], sleep: () => Promise.resolve() };

async function read(message: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of message) text += String(chunk);
  return text;
}

beforeAll(async () => {
  server = createServer((message, response) => {
    void (async () => {
      const body = await read(message);
      const waiting = await device.intents.count();
      seen.push({ key: String(message.headers['idempotency-key']), path: message.url ?? '', body, waiting });
      const reply = replies.shift() ?? { status: 500 };
      if (reply === 'silence') {
        message.socket.destroy();
        return;
      }
      response.writeHead(reply.status, { 'content-type': 'application/json' });
      response.end(reply.body === undefined ? undefined : JSON.stringify(reply.body));
    })();
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
  replies = [];
  seen = [];
});

afterEach(() => device.intents.clear());

const supplier = (name: string, personId: string | null = 'ana') =>
  sendCommand({ method: 'POST', path: '/v1/suppliers', body: { name }, label: name, personId }, PACE);

describe('sendCommand', () => {
  it('writes the intent down before the first try and forgets it after the answer', async () => {
    replies = [{ status: 201, body: { id: 's1', name: 'Maltas' } }];
    expect(await supplier('Maltas')).toMatchObject({ id: 's1' });
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ path: '/v1/suppliers', body: '{"name":"Maltas"}', waiting: 1 });
    expect(seen[0]?.key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(await device.intents.count()).toBe(0);
  });

  it('keeps its key over silence and server errors', async () => {
    replies = ['silence', { status: 503 }, { status: 201, body: { id: 's1' } }];
    await supplier('Maltas');
    expect(new Set(seen.map((one) => one.key)).size).toBe(1);
    expect(seen).toHaveLength(3);
  });

  it('fills the path and escapes what fills it', async () => {
    replies = [{ status: 200, body: {} }];
    const at = { item_id: 'i1', unit: 'caja 24/1' };
    await sendCommand(
      {
        method: 'PUT',
        path: '/v1/items/{item_id}/conversions/{unit}',
        at,
        body: { factor_to_base: '24' },
        label: '',
        personId: 'ana',
      },
      PACE,
    );
    expect(seen[0]?.path).toBe('/v1/items/i1/conversions/caja%2024%2F1');
  });

  it('says a refusal at once and does not try again', async () => {
    replies = [
      { status: 422, body: { type: 'x', title: 'No', status: 422, errors: [{ pointer: '/name', detail: 'Falta.' }] } },
    ];
    const refusal = await supplier('').catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Refusal);
    expect((refusal as Refusal).problem.errors).toEqual([{ pointer: '/name', detail: 'Falta.' }]);
    expect(seen).toHaveLength(1);
    expect(await device.intents.count()).toBe(0);
  });

  it('keeps what got no answer, and the drain sends it under the same key', async () => {
    replies = ['silence', 'silence', 'silence'];
    await expect(supplier('Maltas')).rejects.toBeInstanceOf(Kept);
    expect(await device.intents.count()).toBe(1);
    replies = [{ status: 201, body: { id: 's1' } }];
    expect(await drain('ana')).toBe(1);
    expect(new Set(seen.map((one) => one.key)).size).toBe(1);
    expect(await device.intents.count()).toBe(0);
  });

  it('never writes a secret to the device', async () => {
    replies = ['silence', 'silence', 'silence'];
    const body = { username: 'ana', password: 'x' };
    const sent = sendCommand(
      { method: 'POST', path: '/v1/sessions', body, label: '', personId: null, secret: true },
      PACE,
    );
    await expect(sent).rejects.toBeInstanceOf(Unreachable);
    expect(seen.map((one) => one.waiting)).toEqual([0, 0, 0]);
    expect(await device.intents.count()).toBe(0);
  });
});

describe('drain', () => {
  const wait = async (...names: string[]) => {
    for (const name of names) {
      replies = ['silence', 'silence', 'silence'];
      await supplier(name).catch(() => undefined);
    }
    seen = [];
  };

  it('sends oldest first and stops at the first silence', async () => {
    await wait('uno', 'dos', 'tres');
    replies = [{ status: 201, body: {} }, 'silence'];
    expect(await drain('ana')).toBe(1);
    expect(seen.map((one) => one.body)).toEqual(['{"name":"uno"}', '{"name":"dos"}']);
    expect(await device.intents.count()).toBe(2);
  });

  it("leaves other people's commands alone", async () => {
    await wait('uno');
    expect(await drain('beto')).toBe(0);
    expect(seen).toEqual([]);
  });

  it('keeps a refusal for a person to settle and goes on', async () => {
    await wait('uno', 'dos');
    replies = [
      { status: 409, body: { type: 'taken', title: 'Ya existe', status: 409 } },
      { status: 201, body: {} },
    ];
    expect(await drain('ana')).toBe(1);
    const [refused] = await device.intents.toArray();
    expect(refused).toMatchObject({ label: 'uno', state: 'refused', problem: { title: 'Ya existe' } });
    expect(await drain('ana')).toBe(0);
    await settle(refused?.key ?? '', 'again');
    replies = [{ status: 201, body: {} }];
    expect(await drain('ana')).toBe(1);
  });

  it('waits for a sign-in rather than call it refused', async () => {
    await wait('uno');
    replies = [{ status: 401, body: { type: 'x', title: 'Entra', status: 401 } }];
    expect(await drain('ana')).toBe(0);
    expect((await device.intents.toArray())[0]?.state).toBe('waiting');
  });
});
