import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe';
import { SIZES, settled, shoot, useBrowser, visit } from './browser';
import { type Brewery, brewery } from './server';

/** The device turns to its other theme, and the page has finished turning with it. */
async function turn(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.waitForFunction((now) => document.documentElement.dataset.mantineColorScheme === now, colorScheme);
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((each) => each.finished)));
}

describe('the first start of a brewery that is no demo', () => {
  useBrowser();
  let house: Brewery;
  beforeAll(async () => {
    house = await brewery({ demo: false });
  });
  afterAll(() => house.close());

  it('the owner brings the code that the server printed, chooses a password and is in', async () => {
    const code = /create the owner: (\S+)/.exec(house.said())?.[1] ?? '';
    expect(code).not.toBe('');
    const { page, faults } = await visit({ baseURL: house.base, colorScheme: 'light' });
    await page.goto('/stock');
    await page.getByRole('heading', { level: 1 }).waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await turn(page, colorScheme);
      for (const [name, size] of Object.entries(SIZES)) {
        await page.setViewportSize(size);
        await shoot(page, `first-start-${colorScheme}-${name}`);
      }
      expect(await violations(page)).toEqual([]);
    }
    await page.setViewportSize(SIZES.desk);

    // A wrong code, and two passwords that differ, each say so where they are, and what was typed stays.
    const field = (name: string) => page.getByRole('textbox', { name, exact: true });
    await field('Código de instalación').fill('NO-ES-ESTE');
    await field('Tu nombre').fill('Persona Dueña');
    await field('Usuario').fill('duena');
    await field('Contraseña').fill('vías del tren lejano');
    await field('Repite la contraseña').fill('vías del tren cercano');
    await page.getByRole('button', { name: 'Crear la cuenta' }).click();
    await page.getByText('No coincide con la de arriba').waitFor();
    await field('Repite la contraseña').fill('vías del tren lejano');
    await page.getByRole('button', { name: 'Crear la cuenta' }).click();
    await page.getByText('El código de arranque no coincide').waitFor();
    await shoot(page, 'first-start-wrong');
    expect(await violations(page)).toEqual([]);

    await field('Código de instalación').fill(code);
    await page.getByRole('button', { name: 'Crear la cuenta' }).click();
    await page.getByRole('navigation').first().waitFor();
    await settled(page);
    await page.getByText('Persona Dueña').first().waitFor();
    await shoot(page, 'first-start-in');
    for (const colorScheme of ['dark', 'light'] as const) {
      await turn(page, colorScheme);
      expect(await violations(page)).toEqual([]);
    }

    // The house is empty, and every page says what goes there.
    for (const route of ['/stock', '/items', '/lots', '/movements', '/suppliers', '/batches', '/recipes']) {
      await page.goto(route);
      await settled(page);
      await page.getByRole('heading', { level: 2 }).first().waitFor();
      expect([route, ...(await violations(page))]).toEqual([route]);
      await shoot(page, `first-start${route.replace('/', '-')}`);
    }

    // The door is an ordinary one from now on.
    const other = await visit({ baseURL: house.base });
    await other.page.goto('/');
    await other.page.getByRole('button', { name: 'Entrar', exact: true }).waitFor();
    expect(await other.page.getByLabel('Código de instalación').count()).toBe(0);
    await other.page.context().close();
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
