import { describe, expect, it } from 'vitest';
import { settled, shoot, signIn, useBrowser, visit } from './browser';

describe('without a network', () => {
  useBrowser();

  it('what is saved waits on the device and is sent once when the network is back', async () => {
    const { page, faults } = await visit();
    await signIn(page, 'almacen');
    await page.goto('/suppliers');
    await settled(page);
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Nuevo proveedor' }).first().click();
    await page.getByRole('dialog').getByLabel('Nombre').fill('Lúpulos sin Red');
    await page.getByRole('dialog').getByRole('button', { name: 'Guardar proveedor' }).click();
    await page.getByText('Guardado en este equipo').waitFor();
    await page.getByRole('button', { name: /Sin conexión/ }).waitFor();
    await shoot(page, 'offline-kept');
    await page.context().setOffline(false);
    await page.getByRole('cell', { name: 'Lúpulos sin Red' }).waitFor();
    await page.getByRole('button', { name: /Sin conexión/ }).waitFor({ state: 'detached' });
    expect(await page.getByRole('cell', { name: 'Lúpulos sin Red' }).count()).toBe(1);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('the shell opens from the device, says what is wrong and comes back by itself', async () => {
    const { page } = await visit();
    await page.goto('/');
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await page.reload();
    await page.context().setOffline(true);
    await page.reload();
    await page.getByText('No hay respuesta del servidor').waitFor();
    await shoot(page, 'offline-shell');
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Intentar de nuevo' }).click();
    await page.getByRole('heading', { name: 'Entra a la casa' }).waitFor();
    await page.context().close();
  });
});
