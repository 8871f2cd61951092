import { describe, expect, it } from 'vitest';
import { enter, SIZES, shoot, useBrowser, visit } from './browser';

describe('everyday sums and the way to them', () => {
  useBrowser();

  it('the sums of every day, and a menu that fits its window and folds', async () => {
    const { page, faults } = await visit();
    await enter(page, 'dueno');
    await page.goto('/calculators');
    await page.getByRole('heading', { name: 'Carbonatación', exact: true }).waitFor();
    await page.getByText('psi').first().waitFor();
    await page.getByLabel('Lectura inicial', { exact: true }).fill('13');
    await page.getByLabel('Lectura final', { exact: true }).fill('7');
    await page.getByText('Densidad final', { exact: true }).waitFor();
    await shoot(page, 'calculators-desk');
    const menu = page.getByRole('navigation', { name: 'Navegación principal' }).first();
    const warehouse = menu.getByRole('button', { name: 'Almacén', exact: true });
    await warehouse.click();
    await expect.poll(() => warehouse.getAttribute('aria-expanded')).toBe('false');
    expect(await menu.getByRole('link', { name: 'Lotes', exact: true }).isVisible()).toBe(false);
    await shoot(page, 'menu-folded-desk');
    await warehouse.click();
    await expect.poll(() => menu.getByRole('link', { name: 'Lotes', exact: true }).isVisible()).toBe(true);
    await page.setViewportSize(SIZES.tablet);
    await shoot(page, 'calculators-tablet');
    expect(faults).toEqual([]);
  });
});
