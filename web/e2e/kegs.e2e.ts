import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { enter, SIZES, settled, shoot, useBrowser, visit } from './browser';

/** Serials of steel kegs in a state; the demo has many of each. */
async function serials(page: Page, state: string): Promise<string[]> {
  const answer = await page.request.get(`/v1/kegs?state=${state}&limit=100`);
  const { items } = (await answer.json()) as { items: { serial: string; one_way: boolean }[] };
  return items.filter((keg) => !keg.one_way).map((keg) => keg.serial);
}

describe('kegs', () => {
  useBrowser();

  it('a scanner types, red ones stop the list, and everything goes at once', async () => {
    const { page, faults } = await visit({ viewport: SIZES.tablet });
    await enter(page, 'bodeguero');
    await page.goto('/kegs/scan?mode=WASH');
    await settled(page);
    const wedge = async (...codes: string[]) => {
      for (const code of codes) {
        await page.keyboard.type(code);
        await page.keyboard.press('Enter');
        await page
          .getByRole('status')
          .filter({ hasText: code.slice(-8) })
          .first()
          .waitFor();
      }
    };
    const [first = '', second = ''] = await serials(page, 'DIRTY');
    const [full = ''] = await serials(page, 'FULL');
    await wedge(first, `https://desertbrew.mx/trace/${second}`, full);
    await page.keyboard.type(`${first.toLowerCase()}\n`);
    await page.getByText(`${first} ya está en la lista`).waitFor();
    const list = page.getByRole('region', { name: 'En la lista' }).getByRole('listitem');
    expect(await list.count()).toBe(3);
    const confirm = page.getByRole('button', { name: /^Lavar: / });
    expect(await confirm.isDisabled()).toBe(true);
    await shoot(page, 'kegs-scan');
    await page.getByRole('button', { name: 'Quitar el que no puede' }).click();
    await confirm.click();
    await page.getByText('2 barriles registrados').waitFor();
    expect(await list.count()).toBe(0);
    await page.goto(`/kegs?q=${first}`);
    await page.getByRole('cell', { name: 'Limpio' }).waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('a wash without a network waits on the device and is sent once', async () => {
    const { page } = await visit({ viewport: SIZES.tablet });
    await enter(page, 'bodeguero');
    await page.goto('/kegs/scan?mode=WASH');
    await settled(page);
    const [first = '', second = ''] = await serials(page, 'DIRTY');
    await page.context().setOffline(true);
    await page.keyboard.type(`${first}\n${second}\n`);
    await page.getByRole('button', { name: 'Lavar: 2' }).click();
    await page.getByText('Guardado en este equipo').waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: /Sin conexión/ }).waitFor({ state: 'detached' });
    await page.goto(`/kegs?q=${first}`);
    await page.getByRole('cell', { name: 'Limpio' }).waitFor();
    await page.context().close();
  });
});
