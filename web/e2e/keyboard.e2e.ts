import { describe, expect, it } from 'vitest';
import { enter, settled, shoot, slash, useBrowser, visit } from './browser';

describe('with the keyboard alone', () => {
  useBrowser();

  it('one signs in, finds a page by the palette, and walks a table', async () => {
    const { page, faults } = await visit();
    await page.goto('/');
    await page.getByLabel('Usuario').waitFor();
    // The name has the focus already.
    await page.keyboard.type('almacen');
    await page.keyboard.press('Tab');
    await page.keyboard.type('desierto-2026');
    await page.keyboard.press('Enter');
    await page.getByRole('navigation').first().waitFor();
    await settled(page);

    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Busca una cocción, receta, artículo o lugar').waitFor();
    await page.keyboard.type('existencias');
    await expect.poll(() => page.getByRole('dialog').getByRole('button').count()).toBe(1);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/stock');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await slash(page, 'Existencias');
    await page.keyboard.type('malta');
    await page.waitForURL('**/stock?q=malta');
    await page.waitForFunction(() =>
      [...document.querySelectorAll('tbody tr')].every((row) => /malta/i.test(row.textContent ?? '')),
    );
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const second = await page.evaluate(() => document.activeElement?.textContent);
    expect(second).toBe(await page.locator('tbody tr').nth(1).getByRole('link').textContent());
    await shoot(page, 'keyboard-table');
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/items/*');
    await page.getByRole('heading', { level: 1 }).waitFor();

    await page.keyboard.press('?');
    await page.getByText('Atajos de teclado').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('Atajos de teclado').waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('the first stop skips to the content, and focus is always to be seen', async () => {
    const { page } = await visit();
    await enter(page, 'dueno');
    await page.goto('/stock');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await settled(page);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Ir al contenido');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('page');
    for (let stop = 0; stop < 12; stop += 1) {
      await page.keyboard.press('Tab');
      const seen = await page.evaluate(() => {
        const at = document.activeElement;
        if (!(at instanceof HTMLElement)) return false;
        const style = getComputedStyle(at);
        const row = at.closest('tr');
        const drawn = (one: CSSStyleDeclaration) =>
          one.outlineStyle !== 'none' || one.boxShadow !== 'none' || one.borderColor !== '';
        return drawn(style) || (row !== null && drawn(getComputedStyle(row)));
      });
      expect(seen).toBe(true);
    }
    await page.context().close();
  });
});
