import type { Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { violations } from './axe';
import { enter, SIZES, settled, shoot, useBrowser, visit } from './browser';

const SOON_MS = 1_000;
const TRIES = 3;

async function post<T>(page: Page, path: string, data: object): Promise<T> {
  const headers = { Origin: inject('base'), 'Idempotency-Key': crypto.randomUUID() };
  const answer = await page.request.post(path, { data, headers });
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** Six litres of a cream of the story's own, of which there should be four. */
async function cream(page: Page, name: string): Promise<void> {
  const item = await post<{ id: string }>(page, '/v1/items', {
    sku: name.toUpperCase(),
    name,
    kind: 'FOOD',
    base_unit: 'L',
    min_quantity: '4',
    max_quantity: '12',
  });
  const suppliers = (await (await page.request.get('/v1/suppliers')).json()) as { items: { id: string }[] };
  await post(page, '/v1/receipts', {
    supplier_id: suppliers.items[0]?.id,
    lines: [{ item_id: item.id, quantity: '6', unit: 'L', total_cost: '150.00', code: `${name}-A` }],
  });
}

/** The cook takes four of the six litres; returns when the server has said yes. */
async function consume(page: Page, name: string): Promise<void> {
  await page.goto('/consumption');
  await page.getByRole('heading', { level: 1, name: 'Consumo' }).waitFor();
  await page.getByRole('textbox', { name: 'Buscar por nombre o SKU' }).fill(name);
  await page.getByRole('button', { name: new RegExp(`${name}.*6`) }).click();
  await page.getByRole('group', { name: 'Teclado numérico' }).getByRole('button', { name: '4', exact: true }).click();
  await page.getByRole('textbox', { name: 'Motivo' }).fill('Salsas del turno');
  const told = page.waitForResponse((one) => one.request().method() === 'POST' && one.url().endsWith('/v1/issues'));
  await page.getByRole('button', { name: 'Registrar consumo' }).click();
  expect((await told).status()).toBe(201);
}

async function inbox(page: Page): Promise<void> {
  await page.goto('/alerts');
  await page.getByRole('heading', { level: 1, name: 'Alertas' }).waitFor();
  await settled(page);
}

/** The bell says what the server counts. */
async function bellAgrees(page: Page): Promise<number> {
  let waiting = 0;
  await expect
    .poll(
      async () => {
        const count = (await (await page.request.get('/v1/alerts/waiting')).json()) as Record<string, number>;
        waiting = Object.values(count).reduce((sum, each) => sum + each, 0);
        return page.getByRole('link', { name: `Alertas: ${waiting} sin atender`, exact: true }).count();
      },
      { timeout: 15_000 },
    )
    .toBe(1);
  return waiting;
}

describe('alerts', () => {
  useBrowser();

  it('what runs low in the kitchen rings elsewhere within a second, and whoever takes it is seen by all', async () => {
    const kitchen = await visit({ viewport: SIZES.tablet, hasTouch: true });
    const store = await visit();
    await enter(kitchen.page, 'dueno');
    await enter(store.page, 'almacen');
    await inbox(store.page);

    // A busy machine may be slow once, the house may not: the quickest of three is what it takes.
    let quickest = Number.POSITIVE_INFINITY;
    let name = '';
    for (let turn = 1; turn <= TRIES && quickest >= SOON_MS; turn += 1) {
      name = `Nata-${turn}`;
      await cream(kitchen.page, name);
      await bellAgrees(store.page);
      await consume(kitchen.page, name);
      const since = performance.now();
      await store.page.getByRole('link', { name: `Poca existencia: ${name}`, exact: true }).waitFor();
      quickest = Math.min(quickest, performance.now() - since);
    }
    expect(quickest).toBeLessThan(SOON_MS);
    expect(await bellAgrees(store.page)).toBeGreaterThan(0);
    await store.page.getByText('Quedan 2 L; el mínimo es 4 L.').first().waitFor();

    for (const scheme of ['light', 'dark'] as const) {
      await store.page.emulateMedia({ colorScheme: scheme });
      await store.page.waitForFunction(
        (theme) => document.documentElement.getAttribute('data-mantine-color-scheme') === theme,
        scheme,
      );
      await shoot(store.page, `alerts-inbox-${scheme}`);
      expect(await violations(store.page)).toEqual([]);
    }

    await kitchen.page.goto('/alerts?show=open');
    await kitchen.page.getByRole('heading', { level: 1, name: 'Alertas' }).waitFor();
    await kitchen.page.getByRole('button', { name: `Yo me encargo: ${name}`, exact: true }).waitFor();
    await store.page.getByRole('button', { name: `Yo me encargo: ${name}`, exact: true }).click();
    await store.page
      .getByRole('link', { name: `Poca existencia: ${name}`, exact: true })
      .waitFor({ state: 'detached' });
    await kitchen.page
      .getByRole('button', { name: `Yo me encargo: ${name}`, exact: true })
      .waitFor({ state: 'detached' });
    await kitchen.page.getByText('La atiende').first().waitFor();
    await bellAgrees(kitchen.page);
    await shoot(kitchen.page, 'alerts-taken');
    expect([...kitchen.faults, ...store.faults]).toEqual([]);
    await kitchen.page.context().close();
    await store.page.context().close();
  });
});
