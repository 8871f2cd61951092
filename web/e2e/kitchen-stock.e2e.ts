import type { Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { violations } from './axe';
import { enter, SIZES, settled, shoot, useBrowser, visit } from './browser';

async function post<T>(page: Page, path: string, data: object): Promise<T> {
  const headers = { Origin: inject('base'), 'Idempotency-Key': crypto.randomUUID() };
  const answer = await page.request.post(path, { data, headers });
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as T;
}

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

/** Cream of the story's own, six litres of which there should be four: three for a few days, three for weeks. */
async function cream(page: Page, name: string): Promise<void> {
  const category = await post<{ id: string }>(page, '/v1/item-categories', { name: `Lácteos ${name}` });
  const item = await post<{ id: string }>(page, '/v1/items', {
    sku: name.toUpperCase(),
    name,
    kind: 'FOOD',
    base_unit: 'L',
    category_id: category.id,
    min_quantity: '4',
    max_quantity: '12',
  });
  const suppliers = (await (await page.request.get('/v1/suppliers')).json()) as { items: { id: string }[] };
  const line = { item_id: item.id, quantity: '3', unit: 'L', total_cost: '150.00' };
  await post(page, '/v1/receipts', {
    supplier_id: suppliers.items[0]?.id,
    lines: [
      { ...line, expires_on: inDays(40), code: `${name}-B` },
      { ...line, expires_on: inDays(3), code: `${name}-A` },
    ],
  });
}

/** CSS pixels that the bars above and below every screen of a tablet take. */
const TOP_BAR = 80;
const PLACES_BAR = 65;

describe('in the kitchen', () => {
  useBrowser();

  it('what expires first goes first, by the pad, and what runs low is seen', async () => {
    const { page, faults } = await visit({ viewport: SIZES.tablet, hasTouch: true });
    await enter(page, 'dueno');
    await cream(page, 'Crema-7');

    await page.goto('/consumption');
    await page.getByRole('heading', { level: 1, name: 'Consumo' }).waitFor();
    await page.getByRole('textbox', { name: 'Buscar por nombre o SKU' }).fill('Crema-7');
    await page.getByRole('button', { name: /Crema-7.*6/ }).click();
    const pad = page.getByRole('group', { name: 'Teclado numérico' });
    await pad.getByRole('button', { name: '4', exact: true }).click();
    await page.getByText(/Crema-7-A.*3.*Crema-7-B.*1/).waitFor();
    await page.getByRole('textbox', { name: 'Motivo' }).fill('Salsas del turno');
    const act = page.getByRole('button', { name: 'Registrar consumo' });
    const box = await act.boundingBox();
    expect(box && box.y >= TOP_BAR && box.y + box.height <= SIZES.tablet.height - PLACES_BAR).toBe(true);
    expect(await violations(page)).toEqual([]);
    await shoot(page, 'kitchen-consumption');
    await act.click();
    await page.getByText('Crema-7: Muy bajo').waitFor();
    await page.getByText('Nada elegido').waitFor();

    await page.goto('/items?q=Crema-7');
    await page.getByRole('heading', { level: 1, name: 'Artículos' }).waitFor();
    const row = page.getByRole('row', { name: /Crema-7/ });
    await row.getByText('Muy bajo').waitFor();
    await settled(page);
    await shoot(page, 'kitchen-items');

    await page.goto('/valuation');
    await page.getByRole('heading', { level: 1, name: 'Valuación' }).waitFor();
    await page.getByRole('row', { name: /Lácteos Crema-7.*100\.00/ }).waitFor();
    await shoot(page, 'kitchen-valuation');

    await page.goto('/expiring?days=30');
    await page.getByRole('heading', { level: 1, name: 'Por caducar' }).waitFor();
    await settled(page);
    await shoot(page, 'kitchen-expiring');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('a scanned lot is the one that goes, and what is used up is not taken', async () => {
    const { page, faults } = await visit({ viewport: SIZES.tablet, hasTouch: true });
    await enter(page, 'dueno');
    await cream(page, 'Crema-8');
    await page.goto('/consumption');
    await page.getByRole('heading', { level: 1, name: 'Consumo' }).waitFor();
    await settled(page);
    const pad = page.getByRole('group', { name: 'Teclado numérico' });
    const act = page.getByRole('button', { name: 'Registrar consumo' });

    await page.keyboard.type('CREMA-8-B\n');
    await page.getByRole('button', { name: /^Crema-8 0/, pressed: true }).waitFor();
    await pad.getByRole('button', { name: '3', exact: true }).click();
    expect(await page.getByRole('textbox', { name: 'Por qué a mano' }).inputValue()).toBe('Se tomó el lote escaneado');
    await page.getByRole('textbox', { name: 'Motivo' }).fill('Panna cotta');
    await shoot(page, 'kitchen-consumption-lot');
    await act.click();
    await page.getByText('Nada elegido').waitFor();
    await page.locator('h2').first().click();
    await page.keyboard.type('CREMA-8-B\n');
    await page.getByText('Crema-8-B no se puede usar').waitFor();
    await page.getByText('Nada elegido').waitFor();

    await page.keyboard.type('CREMA-8\n');
    await page.getByRole('button', { name: /^Crema-8 0/, pressed: true }).waitFor();
    await pad.getByRole('button', { name: '1', exact: true }).click();
    await page.getByText(/Crema-8-A.*: 1 L · /).waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
