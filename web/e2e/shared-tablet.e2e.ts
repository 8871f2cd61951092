import { describe, expect, it } from 'vitest';
import { SIZES, settled, shoot, signIn, useBrowser, visit } from './browser';

describe('a tablet that people share', () => {
  useBrowser();

  it('the owner shares it; a brewer comes in by face and PIN on big keys', async () => {
    const { page, faults } = await visit({ viewport: SIZES.tablet, hasTouch: true });
    await signIn(page, 'cervecero');
    await page.goto('/me');
    await page.getByLabel('PIN nuevo').fill('7391');
    await page.getByRole('button', { name: 'Cambiar PIN' }).click();
    await page.getByText('PIN cambiado').waitFor();
    await page.getByRole('button', { name: /^Menú de/ }).click();
    await page.getByRole('menuitem', { name: 'Salir' }).click();

    await signIn(page, 'gerente');
    await page.goto('/people');
    await page.getByRole('button', { name: 'Compartir esta tableta' }).click();
    await page.getByRole('dialog').getByLabel('Cómo se llama').fill('Sala de cocción');
    await page.getByRole('dialog').getByRole('button', { name: 'Compartir' }).click();
    await page.getByText('Este equipo ya es compartido').waitFor();
    await page.getByRole('button', { name: /^Menú de/ }).click();
    await page.getByRole('menuitem', { name: 'Salir' }).click();

    await page.getByRole('heading', { name: '¿Quién eres?' }).waitFor();
    await page.getByRole('button', { name: /Cervecer/ }).waitFor();
    await shoot(page, 'pin-people');
    await page.getByRole('button', { name: /Cervecer/ }).click();
    const key = page.getByRole('button', { name: '7', exact: true });
    await key.waitFor();
    const box = await key.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(64);

    // A wrong PIN says so and lets one try again.
    for (const digit of '1111') await page.getByRole('button', { name: digit, exact: true }).click();
    await page.getByRole('button', { name: 'Entrar', exact: true }).click();
    await page.getByRole('alert').waitFor();
    for (const digit of '7391') await page.getByRole('button', { name: digit, exact: true }).click();
    await shoot(page, 'pin-pad');
    await page.getByRole('button', { name: 'Entrar', exact: true }).click();
    await page.getByRole('navigation').first().waitFor();
    await settled(page);

    // Wet gloves: what a brewer touches on a tablet is at least 64 px high.
    await page.goto('/receiving?tab=new');
    await settled(page);
    for (const target of [
      page.getByRole('button', { name: 'Recibir', exact: true }),
      page.getByLabel('Factura o remisión'),
    ]) {
      expect((await target.boundingBox())?.height ?? 0).toBeGreaterThanOrEqual(64);
    }
    await shoot(page, 'gloves-receiving');
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
