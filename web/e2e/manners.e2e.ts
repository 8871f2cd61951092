import type { Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { violations } from './axe';
import { enter, SIZES, settled, shoot, slash, useBrowser, visit } from './browser';

/** What a scanner does: every key at once, and Enter. */
async function scan(page: Page, code: string): Promise<void> {
  await page.evaluate((text) => {
    const at = document.activeElement ?? document.body;
    for (const key of [...text, 'Enter'])
      at.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, composed: true }));
  }, code);
}

describe('saved views', () => {
  useBrowser();

  it('are named, open the page, follow the person, and go with an undo', async () => {
    const { page, faults } = await visit();
    await enter(page, 'almacen');
    await page.goto('/items?kind=MALT&q=malta');
    await settled(page);
    await page.getByRole('button', { name: 'Vistas' }).click();
    await page.getByRole('menuitem', { name: 'Guardar esta vista…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Nombre de la vista').fill('Solo maltas');
    await dialog.getByLabel('Abrir esta página siempre así').check();
    await shoot(page, 'views-name');
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Guardar vista' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Solo maltas' }).waitFor();

    // Another device of the same person: the page opens with it, and it can be left for everything.
    const other = await visit({ viewport: SIZES.tablet });
    await enter(other.page, 'almacen');
    await other.page.goto('/items');
    await other.page.waitForURL('**/items?kind=MALT&q=malta');
    await settled(other.page);
    await other.page.getByRole('button', { name: 'Solo maltas' }).click();
    await shoot(other.page, 'views-menu');
    expect(await violations(other.page)).toEqual([]);
    await other.page.getByRole('menuitem', { name: 'Ver todo, sin filtros' }).click();
    await other.page.waitForURL((url) => url.search === '');
    // Somewhere else and back: the page is as it was left.
    await other.page.locator('tbody a[data-row]').first().click();
    await other.page.waitForURL('**/items/*');
    await other.page.goBack();
    await settled(other.page);
    expect(new URL(other.page.url()).search).toBe('');
    await other.page.context().close();

    // Nobody else has it.
    const stranger = await visit();
    await enter(stranger.page, 'dueno');
    await stranger.page.goto('/items');
    await settled(stranger.page);
    expect(new URL(stranger.page.url()).search).toBe('');
    await stranger.page.context().close();

    // Renamed; then deleted, taken back, and deleted for good by leaving the page.
    await page.getByRole('button', { name: 'Solo maltas' }).click();
    await page.getByRole('menuitem', { name: 'Ordenar mis vistas…' }).click();
    await page.getByLabel('Nombre de «Solo maltas»').fill('Maltas');
    await page.getByRole('button', { name: 'Guardar el nombre nuevo' }).click();
    await page.getByRole('button', { name: 'Borrar «Maltas»' }).click();
    await page.getByText('Vista «Maltas» borrada').waitFor();
    await shoot(page, 'undo-toast');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: /^Deshacer/ }).click();
    await page.getByRole('button', { name: 'Borrar «Maltas»' }).click();
    const deleted = page.waitForResponse(
      (one) => one.request().method() === 'DELETE' && one.url().includes('/me/views/'),
    );
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Existencias' }).click();
    expect((await deleted).status()).toBe(204);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe('what can be undone', () => {
  useBrowser();

  it('waits five seconds, comes back when asked, and survives a closed tab', async () => {
    const { page } = await visit();
    await enter(page, 'mesero');
    await enter(page, 'mesero');
    await page.goto('/sessions');
    const mine = page.getByRole('button', { name: /^Cerrar la sesión de/ });
    const other = await visit();
    await enter(other.page, 'mesero');
    await page.reload();
    await settled(page);
    const before = await mine.count();
    expect(before).toBeGreaterThan(0);
    await mine.first().click();
    await page.getByText('Cerrándose').waitFor();
    await page.keyboard.press('Control+z');
    await expect.poll(() => mine.count()).toBe(before);

    await mine.first().click();
    await page.getByText('Cerrándose').waitFor();
    await page.close({ runBeforeUnload: true });
    // The session that was ended by a tab that is gone: it opens nothing any more.
    await expect
      .poll(async () => (await other.page.request.get('/v1/session')).status(), { timeout: 15_000 })
      .toBe(401);
    await other.page.context().close();
    await page.context().close();
  });
});

describe('a scanner', () => {
  useBrowser();

  it('opens lot, batch and item from any page, shows the last scan, and leaves fields alone', async () => {
    const { page, faults } = await visit();
    await enter(page, 'cervecero');
    const first = async (list: string) => {
      const answer = (await (await page.request.get(`/v1/${list}`)).json()) as { items: Record<string, string>[] };
      return answer.items[0] ?? {};
    };
    const [lot, batch, item] = [await first('lots'), await first('batches'), await first('items')];
    await page.goto('/recipes');
    await settled(page);
    await scan(page, lot.code ?? '');
    await page.waitForURL(`**/lots/${lot.id}`);
    await page.getByRole('link', { name: `Último escaneo: ${lot.code}` }).waitFor();
    await settled(page);
    await shoot(page, 'scan-found');
    // The end of an address on a label, with slashes that are no shortcut and a focus that must not be pressed.
    await page.getByRole('link', { name: 'Existencias' }).focus();
    await scan(page, `https://cerveceria.example/trace/${batch.number}`);
    await page.waitForURL(`**/batches/${batch.id}`);
    await scan(page, item.sku ?? '');
    await page.waitForURL(`**/items/${item.id}`);
    await scan(page, 'LOTE-999999');
    await page.getByText('Nadie conoce «LOTE-999999»').waitFor();
    await page.getByText('Escaneado, sin resultado:').waitFor({ state: 'attached' });
    expect(await violations(page)).toEqual([]);
    await shoot(page, 'scan-unknown');

    await page.goto('/stock');
    await slash(page, 'Existencias');
    await scan(page, lot.code ?? '');
    await settled(page);
    expect(new URL(page.url()).pathname).toBe('/stock');
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe('the audit trail', () => {
  useBrowser();

  it('says who did what in words, with names, links and details that can be read', async () => {
    const { page, faults } = await visit();
    await enter(page, 'dueno');
    // Something that a person did, with lines inside.
    const supplier = ((await (await page.request.get('/v1/suppliers')).json()) as { items: { id: string }[] }).items[0];
    const item = ((await (await page.request.get('/v1/items?kind=MALT')).json()) as { items: { id: string }[] })
      .items[0];
    const received = await page.request.post('/v1/receipts', {
      data: {
        supplier_id: supplier?.id,
        invoice_number: 'B-77',
        lines: [{ item_id: item?.id, quantity: '25', unit: 'kg', total_cost: '500.00' }],
      },
      headers: { Origin: inject('base'), 'Idempotency-Key': crypto.randomUUID() },
    });
    expect(received.status()).toBe(201);
    await page.goto('/audit?context=inventory');
    await settled(page);
    const row = page.locator('tbody tr').filter({ hasText: 'Recibió material' }).first();
    await row.getByText('B-77').waitFor();
    await row.getByText('Dueña Demo').waitFor();
    await row.getByText('1 dato más').click();
    await row.getByText('$500.00').waitFor();
    const rows = (await page.locator('tbody td:nth-child(-n+3)').allTextContents()).join('\n');
    expect(rows).not.toMatch(/[{}"_]/);
    expect(rows).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
    await shoot(page, 'audit-words');
    expect(await violations(page)).toEqual([]);
    await row.getByRole('link', { name: 'Abrir' }).click();
    await page.waitForURL(/\/receipts\//);
    await page.goto('/audit?context=security');
    await settled(page);
    await page.getByText('Entró').first().waitFor();
    await page.setViewportSize(SIZES.phone);
    await shoot(page, 'audit-phone');
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
