import { describe, expect, inject, it } from 'vitest';
import { violations } from './axe';
import { enter, SIZES, settled, shoot, useBrowser, visit } from './browser';

const SKU = 'CUENTA-MALTA';
const CATALOGUE = `Clave,Nombre,Tipo,Unidad base,Equivalencias\n${SKU},Malta de la cuenta,Malta,kg,saco=25\n`;
const BROKEN = 'Clave;Nombre;Tipo;Unidad base\nCUENTA-X;Cosa rara;Piedra;kg\nCUENTA-Y;;Malta;barril\n';
const OPENING = `Clave;Cantidad;Unidad;Costo unitario\n${SKU};4;saco;512,50\n`;

/** CSS pixels that the bar of places takes below every screen of a tablet. */
const PLACES_BAR = 65;

describe('sheets and counts', () => {
  useBrowser();

  it('a sheet shows its errors by row, and one without errors is applied', async () => {
    const { page, faults } = await visit();
    await enter(page, 'almacen');
    await page.goto('/sheets');
    await page.getByRole('heading', { level: 1, name: 'Hojas de cálculo' }).waitFor();
    const upload = (name: string, text: string) =>
      page
        .locator('[data-sheet-file]')
        .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text, 'latin1') });
    await upload('rota.csv', BROKEN);
    await page.getByRole('heading', { name: 'Vista previa: rota.csv' }).waitFor();
    await page.getByText('No es una de las opciones: Malta').waitFor();
    expect(await page.getByRole('button', { name: 'Aplicar todo' }).isDisabled()).toBe(true);
    await settled(page);
    expect(await violations(page)).toEqual([]);
    await shoot(page, 'sheets-errors');

    await upload('catalogo.csv', CATALOGUE);
    await page.getByRole('heading', { name: 'Vista previa: catalogo.csv' }).waitFor();
    await page.getByRole('button', { name: 'Aplicar todo' }).click();
    await page.getByText('Aplicada', { exact: true }).waitFor();

    await page.goto('/sheets?kind=OPENING');
    await page.getByRole('heading', { level: 1, name: 'Hojas de cálculo' }).waitFor();
    await upload('inicial.csv', OPENING);
    await page.getByRole('heading', { name: 'Vista previa: inicial.csv' }).waitFor();
    await page.getByText('100 kg').waitFor();
    await shoot(page, 'sheets-opening');
    await page.getByRole('button', { name: 'Aplicar todo' }).click();
    await page.getByText('Aplicada', { exact: true }).waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('a tablet counts blind, also without a network; the office sees the variance, approves, and the books follow', async () => {
    const office = await visit();
    await enter(office.page, 'almacen');
    const items = await (await office.page.request.get(`/v1/items?q=${SKU}`)).json();
    const itemId = items.items[0].id;
    const planned = await office.page.request.post('/v1/stock-counts', {
      data: { scope: 'ITEMS', ids: [itemId], blind: true },
      headers: { Origin: inject('base'), 'Idempotency-Key': crypto.randomUUID() },
    });
    const countId = (await planned.json()).id;
    await office.page.goto(`/counts/${countId}`);
    await office.page.getByRole('button', { name: 'Empezar a contar' }).click();
    await office.page.getByText('Es a ciegas').waitFor();

    const tablet = await visit({ viewport: SIZES.tablet, hasTouch: true });
    await enter(tablet.page, 'bodeguero');
    await tablet.page.goto(`/counts/${countId}/count`);
    await tablet.page.getByRole('heading', { level: 1, name: 'Contar' }).waitFor();
    await settled(tablet.page);
    expect(await violations(tablet.page)).toEqual([]);
    await tablet.page.getByText('saco', { exact: true }).click();
    await tablet.page.getByRole('button', { name: '3', exact: true }).click();
    const save = tablet.page.getByRole('button', { name: 'Guardar y seguir' });
    for (const each of [save, tablet.page.getByRole('button', { name: '0', exact: true })]) {
      const box = await each.boundingBox();
      expect(box && box.y + box.height).toBeLessThanOrEqual(SIZES.tablet.height - PLACES_BAR);
    }
    await shoot(tablet.page, 'count-tablet');
    await tablet.page.context().setOffline(true);
    await tablet.page.getByRole('button', { name: 'Guardar y seguir' }).click();
    await tablet.page.getByText('1 de 1 contados').waitFor();
    await tablet.page.context().setOffline(false);
    await tablet.page.getByRole('button', { name: /Sin conexión/ }).waitFor({ state: 'detached' });
    await tablet.page.getByRole('button', { name: 'Entregar conteo' }).click();
    await tablet.page.getByText('Por aprobar', { exact: true }).waitFor();

    const manager = await visit();
    await enter(manager.page, 'dueno');
    await manager.page.goto(`/counts/${countId}`);
    await settled(manager.page);
    await shoot(manager.page, 'count-variances');
    await manager.page.getByRole('row', { name: /Malta de la cuenta.*Crítica/ }).waitFor();
    expect(await violations(manager.page)).toEqual([]);
    await manager.page.getByRole('button', { name: 'Aprobar y ajustar' }).click();
    await manager.page.getByRole('dialog').getByLabel('Motivo').fill('revisado');
    await manager.page.getByRole('dialog').getByRole('button', { name: 'Aprobar y ajustar' }).click();
    await manager.page.getByText('Aprobado', { exact: true }).waitFor();
    const item = await (await manager.page.request.get(`/v1/items/${itemId}`)).json();
    expect([item.on_hand, item.value]).toEqual(['75.000000', '1537.50']);
    for (const one of [office, tablet, manager]) {
      expect(one.faults).toEqual([]);
      await one.page.context().close();
    }
  });
});
