import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, inject } from 'vitest';

const SHOTS = fileURLToPath(new URL('./screenshots/', import.meta.url));
const PASSWORD = 'desierto-2026';

export const SIZES = {
  desk: { width: 1440, height: 900 },
  tablet: { width: 1024, height: 768 },
  phone: { width: 390, height: 844 },
} as const;

let browser: Browser;

/** Opens Debian's own Chromium for the stories of a file. */
export function useBrowser(): void {
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  });
  afterAll(() => browser.close());
}

export interface Visit {
  page: Page;
  /** Errors of scripts and of the content policy so far; a story ends by finding none. */
  faults: string[];
}

/** A browser of its own, in Spanish; a page that is told to hold still, so that screenshots agree. */
export async function visit(options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({
    baseURL: inject('base'),
    locale: 'es-MX',
    timezoneId: 'America/Monterrey',
    viewport: SIZES.desk,
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    // A refused or missing answer is part of some stories; a script's own error or a broken policy is not.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      faults.push(message.text());
  });
  return { page, faults };
}

/** Signs in the way a person does, by name and password. */
export async function signIn(page: Page, username: string): Promise<void> {
  await page.goto('/');
  await page.getByLabel('Usuario').fill(username);
  await page.getByRole('textbox', { name: 'Contraseña' }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Entrar', exact: true }).click();
  await page.getByRole('navigation').first().waitFor();
}

/** Signs in without the door, for stories about something else. */
export async function enter(page: Page, username: string): Promise<void> {
  const answer = await page.request.post('/v1/sessions', {
    data: { username, password: PASSWORD },
    headers: { Origin: inject('base'), 'Idempotency-Key': crypto.randomUUID() },
  });
  if (answer.status() !== 201) throw new Error(`${username} was not let in: ${answer.status()} ${await answer.text()}`);
}

/** The screen has come to rest: nothing waits for an answer, no skeleton is left. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main').waitFor();
  await page.waitForFunction(() => document.querySelectorAll('[aria-busy="true"]').length === 0);
  await page.evaluate(() => document.fonts.ready);
}

/** `/` on a page that is there: its search has the focus when this returns. The page before it may still be shown. */
export async function slash(page: Page, heading: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
  await page.locator('[data-page-search]').waitFor();
  await settled(page);
  await page.keyboard.press('/');
  await page.waitForFunction(() => document.activeElement?.hasAttribute('data-page-search'));
}

export async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${SHOTS}${name}.png` });
}
