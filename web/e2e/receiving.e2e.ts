import type { Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { enter, SIZES, settled, shoot, useBrowser, visit } from './browser';

const headers = () => ({ Origin: inject('base'), 'Idempotency-Key': crypto.randomUUID() });

async function post<T>(page: Page, path: string, data: object): Promise<T> {
  const answer = await page.request.post(path, { data, headers: headers() });
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** An approved order of the story's own: 100 kg of a malt that nobody else touches. */
async function approvedOrder(page: Page): Promise<{ number: string; item: string }> {
  const mark = crypto.randomUUID().slice(0, 6);
  const item = `Malta de recepción ${mark}`;
  const made = await post<{ id: string }>(page, '/v1/items', {
    sku: `REC-${mark}`,
    name: item,
    kind: 'MALT',
    base_unit: 'kg',
  });
  const supplier = await post<{ id: string }>(page, '/v1/suppliers', { name: `Maltera ${mark}` });
  const body = {
    supplier_id: supplier.id,
    lines: [{ item_id: made.id, packs: '100', pack_price: '20', vat_rate: '0' }],
  };
  // Purchasing hears of a new item a moment later.
  let order: { id: string; number: string; revision: number } | null = null;
  await expect
    .poll(
      async () => {
        const answer = await page.request.post('/v1/purchase-orders', { data: body, headers: headers() });
        if (answer.ok()) order = await answer.json();
        return answer.status();
      },
      { timeout: 20_000 },
    )
    .toBe(201);
  const written = order as unknown as { id: string; number: string; revision: number };
  await post(page, `/v1/purchase-orders/${written.id}/approvals`, { revision: written.revision });
  return { number: written.number, item };
}

describe('receiving on a tablet', () => {
  useBrowser();

  it('an order comes in two deliveries, the first with rejects and a photo', async () => {
    const { page, faults } = await visit({ viewport: SIZES.tablet, hasTouch: true });
    await enter(page, 'dueno');
    const { number, item } = await approvedOrder(page);
    await page.goto('/receiving');
    await page.getByRole('heading', { level: 1, name: 'Recibir mercancía' }).waitFor();
    await page.getByRole('textbox', { name: 'Busca o escanea orden, proveedor o artículo' }).fill(number);
    await shoot(page, 'receiving-expected');
    await page.getByRole('link', { name: new RegExp(number) }).click();

    const line = page.getByRole('region', { name: item });
    await line.getByText('Faltan 100 × kg').waitFor();
    await line.getByRole('textbox', { name: 'Llegó' }).fill('60');
    await line.getByRole('textbox', { name: 'Se rechaza' }).fill('10');
    await line.getByText('Dañado', { exact: true }).click();
    await line.getByRole('textbox', { name: 'Lote del proveedor' }).fill('PA-1');
    await page.getByRole('textbox', { name: 'Por qué se acepta la diferencia' }).fill('El resto llega el lunes');
    await page
      .getByLabel('Agregar foto')
      .locator('xpath=self::input')
      .setInputFiles({
        name: 'saco.png',
        mimeType: 'image/png',
        buffer: Buffer.from(
          'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
          'base64',
        ),
      });
    await page.getByText('1 foto guardada').waitFor();
    await shoot(page, 'receiving-counting');
    // A reload loses nothing of what was typed.
    await page.reload();
    await expect.poll(() => line.getByRole('textbox', { name: 'Llegó' }).inputValue()).toBe('60');
    await page.getByRole('textbox', { name: 'Por qué se acepta la diferencia' }).fill('El resto llega el lunes');
    await page.getByRole('button', { name: 'Registrar recepción' }).click();

    await page.getByRole('heading', { level: 1, name: /^Recepción EM-/ }).waitFor();
    await page.getByRole('link', { name: /^LOTE-/ }).waitFor();
    await page.getByRole('img', { name: 'saco.png' }).waitFor();
    await settled(page);
    await shoot(page, 'receiving-receipt');

    await page.goto('/receiving');
    await page.getByRole('link', { name: new RegExp(number) }).click();
    await line.getByText('Faltan 50 × kg').waitFor();
    await page.getByRole('button', { name: 'Aceptar todo' }).click();
    await page.getByRole('button', { name: 'Registrar recepción' }).click();
    await page.getByRole('heading', { level: 1, name: /^Recepción EM-/ }).waitFor();
    await page.getByRole('link', { name: /^LOTE-/ }).waitFor();
    const { items } = (await (await page.request.get('/v1/receivable-orders')).json()) as {
      items: { number: string }[];
    };
    expect(items.map((order) => order.number)).not.toContain(number);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
