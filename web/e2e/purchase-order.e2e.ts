import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { violations } from './axe';
import { enter, SIZES, settled, shoot, useBrowser, visit } from './browser';

const MARK = crypto.randomUUID().slice(0, 6);
const CHEESE = `Queso asadero ${MARK}`;
const DAIRY = `Lácteos Demo ${MARK}`;
const MAILBOX = `pedidos-${MARK}@lacteos-demo.example`;
const PATIENCE = { timeout: 30_000 };

async function post<T>(page: Page, path: string, data: object): Promise<T> {
  const headers = { Origin: inject('base'), 'Idempotency-Key': crypto.randomUUID() };
  const answer = await page.request.post(path, { data, headers });
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as T;
}

async function get<T>(page: Page, path: string): Promise<T> {
  return (await (await page.request.get(path)).json()) as T;
}

/** What the mail server took for somebody, as it came. */
async function mailsTo(address: string): Promise<string[]> {
  const folder = inject('mails');
  const mails = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'latin1')));
  return mails.filter((mail) => new RegExp(`^To: .*${address}`, 'm').test(mail));
}

/** The first attachment of a mail. */
function attachmentOf(mail: string): { name: string; bytes: Buffer } {
  const [, head = '', body = ''] =
    /(Content-Type: application\/pdf[\s\S]*?)\r\n\r\n([A-Za-z0-9+/=\r\n]+)/.exec(mail) ?? [];
  return { name: /filename="([^"]+)"/.exec(head)?.[1] ?? '', bytes: Buffer.from(body, 'base64') };
}

/** The day so many days from now, as a person types it. */
function typedDay(ahead: number): string {
  const day = new Date(Date.now() + ahead * 86_400_000);
  return day.toLocaleDateString('es-MX', { day: '2-digit', month: '2-digit', year: 'numeric' });
}

async function pick(page: Page, label: string, name: string): Promise<void> {
  const field = page.getByRole('textbox', { name: label, exact: true });
  await field.click();
  await field.fill(name);
  await page.getByRole('option', { name: new RegExp(`^${name}`) }).click();
}

/** Leaves a visit: no script failed and no policy was broken. */
async function leave({ page, faults }: { page: Page; faults: string[] }): Promise<void> {
  expect(faults).toEqual([]);
  await page.context().close();
}

describe('from the order to the books', () => {
  useBrowser();
  let number = '';
  let orderId = '';
  let itemId = '';

  it('the warehouse orders what the kitchen needs, and its supplier’s pack and price are there', async () => {
    const desk = await visit();
    const { page } = desk;
    await enter(page, 'almacen');
    itemId = (
      await post<{ id: string }>(page, '/v1/items', {
        sku: `QUESO-${MARK}`,
        name: CHEESE,
        kind: 'FOOD',
        base_unit: 'kg',
      })
    ).id;
    const supplier = await post<{ id: string }>(page, '/v1/suppliers', {
      name: DAIRY,
      email: MAILBOX,
      lead_time_days: 3,
    });
    // Purchasing hears of a new item a moment later.
    await expect
      .poll(
        async () => (await get<{ items: unknown[] }>(page, `/v1/purchasing/items?q=${MARK}`)).items.length,
        PATIENCE,
      )
      .toBe(1);

    await page.goto(`/suppliers/${supplier.id}`);
    await page.getByRole('heading', { level: 1, name: DAIRY }).waitFor();
    await page.getByRole('button', { name: 'Nueva presentación' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Presentación' }).fill('caja 5 kg');
    await dialog.getByRole('textbox', { name: 'Contiene' }).fill('5');
    await dialog.getByRole('textbox', { name: 'Precio sin impuestos' }).fill('540');
    await pick(page, 'Artículo', CHEESE);
    await shoot(page, 'order-pack');
    await dialog.getByRole('button', { name: 'Guardar presentación' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('cell', { name: /caja 5 kg/ }).waitFor();
    await settled(page);
    await shoot(page, 'order-supplier');
    expect(await violations(page)).toEqual([]);

    await page.getByRole('link', { name: 'Nueva orden' }).click();
    await page.getByRole('heading', { level: 1, name: 'Nueva orden' }).waitFor();
    await expect
      .poll(() => page.getByRole('textbox', { name: 'Proveedor', exact: true }).inputValue(), PATIENCE)
      .toBe(DAIRY);
    await pick(page, 'Artículo', CHEESE);
    await expect.poll(() => page.getByRole('textbox', { name: 'Precio' }).inputValue(), PATIENCE).toBe('540');
    await page.getByRole('textbox', { name: 'Cantidad' }).fill('12');
    await page.getByText('Importe $6,480.00').waitFor();
    await settled(page);
    await shoot(page, 'order-editor');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Guardar orden' }).click();
    const heading = page.getByRole('heading', { level: 1, name: /^OC-/ });
    await heading.waitFor();
    number = ((await heading.textContent()) ?? '').trim();
    orderId = page.url().split('/').at(-1) ?? '';
    // Whoever wrote it may not say yes to it.
    expect(await page.getByRole('button', { name: 'Aprobar', exact: true }).isDisabled()).toBe(true);
    await leave(desk);
  });

  it('another person approves it, and the supplier gets it by mail with the paper attached', async () => {
    const desk = await visit();
    const { page } = desk;
    await enter(page, 'gerente');
    await page.goto('/purchase-orders');
    await page.getByRole('heading', { level: 1, name: 'Órdenes de compra' }).waitFor();
    await page.getByRole('link', { name: new RegExp(number) }).waitFor();
    await settled(page);
    await shoot(page, 'order-board');
    await page.goto('/purchase-orders?view=table');
    await page.getByRole('link', { name: new RegExp(number) }).waitFor();
    await settled(page);
    await shoot(page, 'order-list');
    await page.getByRole('link', { name: new RegExp(number) }).click();
    await page.getByRole('heading', { level: 1, name: number }).waitFor();
    await page.getByRole('button', { name: 'Aprobar', exact: true }).click();
    await page.getByRole('button', { name: 'Enviar por correo' }).waitFor();

    await page.getByRole('button', { name: 'Ver PDF' }).click();
    await page.getByTitle(`Orden ${number} en PDF`).waitFor();
    // A paper that the content policy keeps out leaves an error page in the frame, and a fault.
    const framed = () => page.frames().map((frame) => frame.url());
    await expect
      .poll(() => framed().some((url) => url.includes(`/v1/purchase-orders/${orderId}/pdf`)), PATIENCE)
      .toBe(true);
    expect(framed().filter((url) => url.startsWith('chrome-error'))).toEqual([]);
    await settled(page);
    await shoot(page, 'order-paper');
    await page.getByRole('button', { name: 'Ocultar PDF' }).click();

    await page.getByRole('button', { name: 'Enviar por correo' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('textbox', { name: 'Correo del proveedor' }).inputValue()).toBe(MAILBOX);
    await dialog.getByRole('textbox', { name: 'Mensaje' }).fill('Entregar por la puerta de atrás, por favor.');
    await dialog.getByRole('button', { name: 'Enviar', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });

    await expect.poll(async () => (await mailsTo(MAILBOX)).length, PATIENCE).toBe(1);
    const [mail = ''] = await mailsTo(MAILBOX);
    expect(mail).toContain('compras@demo.example');
    expect(mail).toContain(number);
    const attached = attachmentOf(mail);
    expect(attached.name).toBe(`${number}.pdf`);
    expect(attached.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    await expect
      .poll(
        async () =>
          (await get<{ mails: { state: string }[] }>(page, `/v1/purchase-orders/${orderId}`)).mails.map(
            ({ state }) => state,
          ),
        PATIENCE,
      )
      .toEqual(['SENT']);
    await page.reload();
    await page.getByText('Entregado a su servidor').waitFor();
    await settled(page);
    await shoot(page, 'order-sent');
    expect(await violations(page)).toEqual([]);
    await leave(desk);
  });

  it('a tablet takes part of it in two lots with their expiries', async () => {
    const tablet = await visit({ viewport: SIZES.tablet, hasTouch: true });
    const { page } = tablet;
    await enter(page, 'gerente');
    await page.goto('/receiving');
    await page.getByRole('heading', { level: 1, name: 'Recibir mercancía' }).waitFor();
    await page.getByRole('textbox', { name: 'Busca o escanea orden, proveedor o artículo' }).fill(number);
    await page.getByRole('link', { name: new RegExp(number) }).click();
    const line = page.getByRole('region', { name: CHEESE });
    await line.getByText('Faltan 12 × caja 5 kg').waitFor();
    await line.getByRole('button', { name: 'Otro lote del mismo artículo' }).click();
    const lots = [
      { code: `QA-${MARK}`, expires: typedDay(20) },
      { code: `QB-${MARK}`, expires: typedDay(45) },
    ];
    for (const [place, { code, expires }] of lots.entries()) {
      await line.getByRole('textbox', { name: 'Llegó' }).nth(place).fill('4');
      await line.getByRole('textbox', { name: 'Lote del proveedor' }).nth(place).fill(code);
      const day = line.getByRole('textbox', { name: 'Caducidad' }).nth(place);
      await day.fill(expires);
      await day.press('Tab');
    }
    await page.getByRole('textbox', { name: 'Por qué se acepta la diferencia' }).fill('El resto llega el lunes');
    await settled(page);
    await shoot(page, 'order-receiving');
    await page.getByRole('button', { name: 'Registrar recepción' }).click();
    await page.getByRole('heading', { level: 1, name: /^Recepción EM-/ }).waitFor();
    await page
      .getByRole('link', { name: /^LOTE-/ })
      .nth(1)
      .waitFor();
    await settled(page);
    await shoot(page, 'order-receipt');

    const order = await get<{ state: string; lines: { received_quantity: string }[] }>(
      page,
      `/v1/purchase-orders/${orderId}`,
    );
    expect([order.state, order.lines[0]?.received_quantity]).toEqual(['PARTIALLY_RECEIVED', '40.000000']);
    const { items } = await get<{
      items: { supplier_lot: string; expires_on: string; remaining_quantity: string }[];
    }>(page, `/v1/lots?item_id=${itemId}`);
    const typed = (iso: string) => iso.split('-').reverse().join('/');
    expect(
      items
        .map((lot) => [lot.supplier_lot, typed(lot.expires_on), lot.remaining_quantity])
        .sort((a, b) => String(a[0]).localeCompare(String(b[0]))),
    ).toEqual(lots.map(({ code, expires }) => [code, expires, '20.000000']));
    await leave(tablet);
  });

  it('what came is counted, a kilo is missing, and with another yes the books say so', async () => {
    const desk = await visit();
    await enter(desk.page, 'almacen');
    const count = await post<{ id: string }>(desk.page, '/v1/stock-counts', {
      scope: 'ITEMS',
      ids: [itemId],
      blind: true,
    });
    await desk.page.goto(`/counts/${count.id}`);
    await desk.page.getByRole('button', { name: 'Empezar a contar' }).click();
    await desk.page.getByText('Es a ciegas').waitFor();
    await leave(desk);

    const tablet = await visit({ viewport: SIZES.tablet, hasTouch: true });
    const { page } = tablet;
    await enter(page, 'cocina');
    await page.goto(`/counts/${count.id}/count`);
    await page.getByRole('heading', { level: 1, name: 'Contar' }).waitFor();
    for (const [place, figure] of ['20', '19'].entries()) {
      await page.getByText(`${place} de 2 contados`).waitFor();
      for (const digit of figure) await page.getByRole('button', { name: digit, exact: true }).click();
      await page.getByRole('button', { name: 'Guardar y seguir' }).click();
    }
    await page.getByText('2 de 2 contados').waitFor();
    await shoot(page, 'order-counted');
    await page.getByRole('button', { name: 'Entregar conteo' }).click();
    await page.getByText('Por aprobar', { exact: true }).waitFor();
    await leave(tablet);

    const manager = await visit();
    await enter(manager.page, 'gerente');
    await manager.page.goto(`/counts/${count.id}`);
    await manager.page.getByRole('button', { name: 'Aprobar y ajustar' }).waitFor();
    await settled(manager.page);
    await shoot(manager.page, 'order-variance');
    await manager.page.getByRole('button', { name: 'Aprobar y ajustar' }).click();
    const dialog = manager.page.getByRole('dialog');
    await dialog.getByLabel('Motivo').fill('Una pieza se fue a la basura');
    await dialog.getByRole('button', { name: 'Aprobar y ajustar' }).click();
    await manager.page.getByText('Aprobado', { exact: true }).waitFor();
    const item = await get<{ on_hand: string; value: string }>(manager.page, `/v1/items/${itemId}`);
    expect([item.on_hand, item.value]).toEqual(['39.000000', '4212.00']);
    await leave(manager);
  });
});
