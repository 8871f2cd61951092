import { describe, expect, it } from 'vitest';
import { enter, settled, shoot, signIn, useBrowser, visit } from './browser';

describe('a brew day at the kettle', () => {
  useBrowser();

  it('goes on without a network, survives a reload, and is sent once when the network is back', async () => {
    const { page, faults } = await visit({ viewport: { width: 1180, height: 820 }, hasTouch: true });
    await signIn(page, 'cervecero');
    await enter(page, 'cervecero');
    const { items } = await (await page.request.get('/v1/batches?state=BREWING')).json();
    const batch = await (await page.request.get(`/v1/batches/${items[0].id}`)).json();
    const sheetOf = async () => (await page.request.get(`/v1/brews/${batch.brews[0].id}/sheet`)).json();
    await page.goto(`/brews/${batch.brews[0].id}`);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await page.reload();
    await page.getByRole('navigation', { name: 'Pasos' }).waitFor();

    // The network goes, and so does the page; what the device keeps is enough to go on.
    await page.context().setOffline(true);
    await page.reload();
    await page.getByRole('navigation', { name: 'Pasos' }).waitFor();
    await page.getByRole('button', { name: /pH del macerado/ }).click();
    for (const key of ['5', '.', '9']) {
      await page.getByRole('button', { name: key === '.' ? 'Punto decimal' : key, exact: true }).click();
    }
    await page.getByText('Fuera de rango: di por qué').waitFor();
    expect(await page.getByRole('button', { name: 'Guardar', exact: true }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Algo pasó en el proceso' }).click();
    await page.getByRole('button', { name: 'Guardar', exact: true }).click();
    await page.getByText('1 sin enviar').waitFor();
    await shoot(page, 'brew-day-offline');

    // Still there after another reload, and the server has it once when it is back.
    await page.reload();
    await page.getByText('1 sin enviar').waitFor();
    await page.context().setOffline(false);
    await page.getByText('1 sin enviar').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /pH del macerado/ }).waitFor();
    const step = (await sheetOf()).steps.find((one: { code: string }) => one.code === 'mash_ph');
    expect(step.entries.map((one: { value: string; note: string }) => [one.value, one.note])).toEqual([
      ['5.900000', 'Algo pasó en el proceso'],
    ]);
    expect(step.deviates).toBe(true);
    await settled(page).catch(() => undefined);
    await shoot(page, 'brew-day-sent');
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
