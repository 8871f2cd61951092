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

  it('a manager allows a difference on a second tablet, and the keeper posts', async () => {
    const keeper = await visit({ viewport: SIZES.tablet, hasTouch: true });
    const boss = await visit({ viewport: SIZES.tablet, hasTouch: true });
    await enter(boss.page, 'dueno');
    const { number, item } = await approvedOrder(boss.page);
    await enter(boss.page, 'gerente');
    await enter(keeper.page, 'almacen');

    // A scanner that writes into the search opens the order.
    const tablet = keeper.page;
    await tablet.goto('/receiving');
    await tablet.getByRole('link', { name: new RegExp(number) }).waitFor();
    const search = tablet.getByRole('textbox', { name: 'Busca o escanea orden, proveedor o artículo' });
    await search.fill(number);
    await search.press('Enter');
    const line = tablet.getByRole('region', { name: item });
    await line.getByRole('textbox', { name: 'Llegó' }).fill('60');
    await line.getByRole('textbox', { name: 'Se rechaza' }).fill('1');
    await line.getByText('Dañado', { exact: true }).click();
    await line.getByRole('checkbox', { name: 'Ya no llegará más' }).check();
    await tablet.getByRole('textbox', { name: 'Remisión' }).fill('R-77');
    const chip = await line.locator('label').filter({ hasText: 'Dañado' }).boundingBox();
    expect(chip?.height ?? 0).toBeGreaterThanOrEqual(48);
    const save = tablet.getByRole('button', { name: 'Guardar', exact: true });
    expect((await save.boundingBox())?.height ?? 0).toBeGreaterThanOrEqual(64);
    await save.click();
    await tablet.getByText('Guardado. Cuando un gerente lo autorice desde su tableta, aquí lo verás.').waitFor();
    await shoot(tablet, 'receiving-waiting');

    await boss.page.goto('/receiving');
    await boss.page
      .getByRole('list', { name: 'Por autorizar' })
      .getByRole('link', { name: new RegExp(number) })
      .click();
    await boss.page
      .getByRole('textbox', { name: 'Por qué se acepta la diferencia' })
      .fill('El proveedor cerró la planta');
    await settled(boss.page);
    await shoot(boss.page, 'receiving-allowing');
    await boss.page.getByRole('button', { name: 'Autorizar diferencia' }).click();
    await boss.page.getByText(/autorizó la diferencia: El proveedor cerró la planta/).waitFor();

    await tablet.getByText(/autorizó la diferencia: El proveedor cerró la planta/).waitFor();
    await tablet.getByRole('button', { name: 'Registrar recepción' }).click();
    await tablet.getByRole('heading', { level: 1, name: /^Recepción EM-/ }).waitFor();
    await tablet.getByText('El proveedor cerró la planta', { exact: false }).waitFor();
    await tablet.getByText('R-77', { exact: true }).waitFor();
    await shoot(tablet, 'receiving-allowed');
    // The line was closed: nothing more is expected of the order.
    const { items } = (await (await tablet.request.get('/v1/receivable-orders')).json()) as {
      items: { number: string }[];
    };
    expect(items.map((order) => order.number)).not.toContain(number);
    expect([...keeper.faults, ...boss.faults]).toEqual([]);
    await keeper.page.context().close();
    await boss.page.context().close();
  });
});
