import type { Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { violations } from './axe';
import { enter, settled, shoot, useBrowser, visit } from './browser';

const NAME = 'Harina de reposición';

async function post<T>(page: Page, path: string, data?: object): Promise<T> {
  const headers = { Origin: inject('base'), 'Idempotency-Key': crypto.randomUUID() };
  const answer = await page.request.post(path, { data, headers });
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** Nothing of an item that should never be under ten, and somebody who sells sacks of five. */
async function flour(page: Page): Promise<void> {
  const item = await post<{ id: string }>(page, '/v1/items', {
    sku: 'REPONER-1',
    name: NAME,
    kind: 'FOOD',
    base_unit: 'kg',
    min_quantity: '10',
    max_quantity: '20',
  });
  const supplier = await post<{ id: string }>(page, '/v1/suppliers', {
    name: 'Molino de la reposición',
    lead_time_days: 3,
  });
  // Purchasing hears of an item a moment after the warehouse.
  const known = async () => {
    const answer = await page.request.get('/v1/purchasing/items?q=REPONER-1');
    return ((await answer.json()) as { items: unknown[] }).items.length > 0;
  };
  await expect.poll(known, { timeout: 20_000 }).toBe(true);
  const pack = await post<{ id: string }>(page, `/v1/suppliers/${supplier.id}/packs`, {
    item_id: item.id,
    pack_name: 'costal',
    factor_to_base: '5',
    preferred: true,
  });
  await post(page, `/v1/supplier-packs/${pack.id}/prices`, { price: '120' });
}

describe('replenishment', () => {
  useBrowser();

  it('what is low is suggested with its reasons, corrected by a person, and becomes an order', async () => {
    const { page, faults } = await visit();
    await enter(page, 'dueno');
    await flour(page);
    await page.goto('/suggestions');
    await page.getByRole('heading', { level: 1, name: 'Qué comprar' }).waitFor();
    await page.getByRole('button', { name: 'Calcular de nuevo' }).click();
    await page.getByRole('heading', { name: 'Molino de la reposición' }).waitFor();
    await settled(page);
    expect(await violations(page)).toEqual([]);
    await shoot(page, 'suggestions');

    await page.getByRole('button', { name: 'Orden automática' }).click();
    const auto = page.getByRole('dialog', { name: 'Orden automática' });
    await auto.getByLabel('Monto menor a').fill('100');
    await auto.getByRole('button', { name: 'Guardar monto' }).click();
    await auto.waitFor({ state: 'detached' });

    await page.getByRole('button', { name: `Por qué ${NAME}` }).click();
    const why = page.getByRole('dialog', { name: `Por qué ${NAME}` });
    await why.getByText('Punto de reorden', { exact: true }).waitFor();
    expect(await violations(page)).toEqual([]);
    await shoot(page, 'suggestion-why');
    await why.getByLabel('Cuánto pedir').fill('6');
    await why.getByRole('button', { name: 'Guardar cantidad' }).click();
    await why.waitFor({ state: 'detached' });
    await page.getByText(/6 × costal = 30 kg · \$720\.00/).waitFor();

    await page.goto('/office');
    await page.getByRole('heading', { level: 1, name: 'Hoy en almacén' }).waitFor();
    await page.getByRole('link', { name: /Órdenes por aprobar/ }).waitFor();
    await settled(page);
    expect(await violations(page)).toEqual([]);
    await shoot(page, 'office');

    await page.goto('/suggestions');
    await page.getByRole('button', { name: /^Hacer orden · \$720\.00/ }).click();
    await page.getByRole('heading', { name: 'Órdenes hechas en borrador' }).waitFor();
    await page.getByText(NAME, { exact: true }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: /^OC-/ }).click();
    await page.getByRole('heading', { level: 1, name: /OC-/ }).waitFor();
    await page.getByText(NAME).first().waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('rotation says how fast everything moves, over the period asked for', async () => {
    const { page, faults } = await visit();
    await enter(page, 'dueno');
    await page.goto('/rotation');
    await page.getByRole('heading', { level: 1, name: 'Rotación' }).waitFor();
    await page.getByRole('heading', { name: 'Artículos por clase' }).waitFor();
    await page.getByText('365 días', { exact: true }).click();
    await page.waitForURL(/days=365/);
    await settled(page);
    expect(await page.locator('tbody tr').count()).toBeGreaterThan(0);
    expect(await violations(page)).toEqual([]);
    await shoot(page, 'rotation');
    await page.getByRole('button', { name: 'Clases de rotación' }).click();
    const classes = page.getByRole('dialog', { name: 'Clases de rotación' });
    await classes.getByLabel('Muy rápida desde').waitFor();
    expect(await violations(page)).toEqual([]);
    await shoot(page, 'rotation-classes');
    await classes.getByRole('button', { name: 'Guardar clases' }).click();
    await classes.waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('what was thrown away is told by class and by item', async () => {
    const { page, faults } = await visit();
    await enter(page, 'dueno');
    await page.goto('/waste');
    await page.getByRole('heading', { level: 1, name: 'Merma' }).waitFor();
    await page.getByText('Costo de lo recibido').waitFor();
    await settled(page);
    expect(await violations(page)).toEqual([]);
    await shoot(page, 'waste');
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
