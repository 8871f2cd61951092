import type { Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { enter, SIZES, settled, shoot, useBrowser, visit } from './browser';

/** A tank of the story's own: the demo's are booked for weeks. */
async function newTank(page: Page, code: string, kind: 'BRITE' | 'FERMENTER'): Promise<void> {
  await enter(page, 'dueno');
  const answer = await page.request.post('/v1/vessels', {
    data: { code, name: `Tanque ${code}`, kind, nominal_volume_l: '826', working_max_l: '826' },
    headers: { Origin: inject('base'), 'Idempotency-Key': crypto.randomUUID() },
  });
  if (!answer.ok()) throw new Error(`${code}: ${answer.status()} ${await answer.text()}`);
}

/** The fullest fermenter and its litres; the demo always has some with a double brew inside. */
async function fullest(page: Page): Promise<{ code: string; litres: number }> {
  const { vessels } = (await (await page.request.get('/v1/vessels')).json()) as {
    vessels: { code: string; kind: string; volume_l: string }[];
  };
  const tanks = vessels
    .filter((each) => each.kind === 'FERMENTER')
    .map((each) => ({ code: each.code, litres: Number(each.volume_l) }))
    .sort((a, b) => b.litres - a.litres);
  if (!tanks[0] || tanks[0].litres < 706) throw new Error('the demo has a full fermenter');
  return tanks[0];
}

describe('in the cellar', () => {
  useBrowser();

  it('beer goes to a brite tank with its loss, and the tank is read at 20 °C', async () => {
    const { page, faults } = await visit({ viewport: SIZES.tablet, hasTouch: true });
    await newTank(page, 'BT-91', 'BRITE');
    const { code, litres } = await fullest(page);
    await enter(page, 'bodeguero');
    await page.goto('/cellar');
    await settled(page);
    await page.getByRole('button', { name: new RegExp(code) }).click();
    await page.getByRole('button', { name: 'Trasegar' }).click();
    const transfer = page.getByRole('dialog', { name: `Trasegar de ${code}` });
    await transfer.getByText('BT-91', { exact: true }).click();
    await transfer.getByRole('textbox', { name: 'Litros que llegan' }).fill('700');
    await transfer.getByRole('textbox', { name: 'Merma en el camino' }).fill('5.5');
    await transfer.getByText(`Quedan ${Number((litres - 705.5).toFixed(3))} L en ${code}.`).waitFor();
    await shoot(page, 'cellar-transfer');
    await transfer.getByRole('button', { name: 'Trasegar', exact: true }).click();
    await transfer.waitFor({ state: 'detached' });
    await settled(page);

    await page.getByRole('button', { name: /BT-91/ }).click();
    await page.getByRole('link', { name: 'Ver todo del tanque' }).click();
    await page.getByRole('heading', { level: 1, name: 'BT-91' }).waitFor();
    await settled(page);
    await page.getByRole('button', { name: 'Leer el tanque' }).click();
    const reading = page.getByRole('dialog', { name: 'Leer BT-91' });
    await reading.getByText('Por litros que marca').click();
    await reading.getByRole('textbox', { name: 'Litros que marca' }).fill('698');
    await reading.getByRole('textbox', { name: 'Temperatura' }).fill('2');
    await reading.getByText('El tanque se encoge o se estira').waitFor();
    await reading.getByText('× 0.999066').waitFor();
    await reading.getByText(/^Poner el libro en/).click();
    await shoot(page, 'cellar-reading');
    await reading.getByRole('button', { name: 'Guardar lectura' }).click();
    await reading.waitFor({ state: 'detached' });
    await page.getByText(/Merma · Evaporación/).waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('a tank is booked with the keyboard alone, and once', async () => {
    const { page, faults } = await visit();
    await newTank(page, 'FV-91', 'FERMENTER');
    await enter(page, 'cervecero');
    await page.goto('/tank-calendar');
    await settled(page);
    await page.getByRole('button', { name: 'Apartar FV-91' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Apartar tanque' });
    await dialog.getByRole('textbox', { name: 'Nota' }).focus();
    await page.keyboard.type('Pasivado');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /^FV-91: Pasivado/ }).waitFor();
    await shoot(page, 'tank-calendar');

    await page.getByRole('button', { name: 'Apartar tanque' }).click();
    // Booked now, so it is not offered a second time.
    await expect.poll(() => dialog.getByRole('radio', { name: /FV-91/ }).isDisabled()).toBe(true);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
