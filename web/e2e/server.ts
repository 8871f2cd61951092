import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { postbox } from './postbox';

declare module 'vitest' {
  interface ProvidedContext {
    base: string;
    /** The folder of what the brewery has mailed, a file a mail. */
    mails: string;
  }
}

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const DIST = fileURLToPath(new URL('../dist/index.html', import.meta.url));
const BINARY = process.env.DESERTBREW_BIN ?? join(REPOSITORY, '.venv/bin/desertbrew');
const PATIENCE_MS = 240_000;

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/** Asks until the brewery is open: ready, and the demo's people known where it is the demo. */
async function open(base: string, server: ChildProcess, said: () => string, demo: boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}:\n${said()}`);
    if (Date.now() > deadline) throw new Error(`the server was not ready within ${PATIENCE_MS} ms:\n${said()}`);
    try {
      const ready = await fetch(`${base}/readyz`);
      const setup = (await (await fetch(`${base}/v1/setup`)).json()) as { demo_accounts: unknown[] };
      if (ready.ok && (!demo || setup.demo_accounts.length > 0)) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

export interface Brewery {
  base: string;
  mails: string;
  /** What the server has printed so far. */
  said: () => string;
  close: () => Promise<void>;
}

/** Runs the real server in a folder of its own, with the demo brewery or as it is on its very first day. */
export async function brewery({ demo }: { demo: boolean }): Promise<Brewery> {
  if (!existsSync(DIST)) throw new Error('web/dist is missing; run: npm run build');
  if (!existsSync(BINARY)) throw new Error(`${BINARY} is missing; run: make up (or set DESERTBREW_BIN)`);
  const folder = await mkdtemp(join(tmpdir(), 'desertbrew-e2e-'));
  const mails = join(folder, 'mails');
  await mkdir(mails);
  const post = await postbox(mails);
  const port = await freePort();
  const server = spawn(BINARY, ['up', ...(demo ? ['--demo'] : []), '--port', String(port), '--data-dir', folder], {
    cwd: REPOSITORY,
    env: { ...process.env, DESERTBREW_SMTP_URL: post.url, DESERTBREW_MAIL_FROM: 'Desert Brew <compras@demo.example>' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const keep = (chunk: unknown) => {
    text = (text + String(chunk)).slice(-8_000);
  };
  server.stdout.on('data', keep);
  server.stderr.on('data', keep);
  // One name all along: cookies belong to a host, and a service worker needs a page that counts as secure.
  const base = `http://localhost:${port}`;
  await open(base, server, () => text, demo);
  return {
    base,
    mails,
    said: () => text,
    close: async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
      await post.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The demo brewery, for as long as the stories last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { base, mails, close } = await brewery({ demo: true });
  project.provide('base', base);
  project.provide('mails', mails);
  return close;
}
