import type { Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { enter, SIZES, settled, shoot, useBrowser, visit } from './browser';

const KEGS = ['E2E-701', 'E2E-702', 'E2E-703'];
const CLIENT = 'Bar La Prueba';

async function post(page: Page, path: string, data: object): Promise<void> {
  const answer = await page.request.post(path, {
    data,
    headers: { Origin: inject('base'), 'Idempotency-Key': crypto.randomUUID() },
  });
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
}

interface Node {
  id: string;
  kind: string;
  label: string;
  about: string;
}

async function nodes(page: Page, path: string): Promise<Node[]> {
  const answer = (await (await page.request.get(path)).json()) as { items?: Node[]; nodes?: Node[] };
  return answer.items ?? answer.nodes ?? [];
}

/** Three kegs of a finished batch: one goes to a client, one stays full, one stays empty. Answers a malt lot of it. */
async function fillAndDeliver(page: Page): Promise<Node> {
  const batches = (await (await page.request.get('/v1/batches?state=COMPLETED')).json()) as {
    items: { id: string; number: string; recipe_name: string }[];
  };
  const batch = batches.items[0];
  if (!batch) throw new Error('the demo has a finished batch');
  for (const serial of KEGS) await post(page, '/v1/kegs', { serial, size_l: '60', keg_type: 'SANKE_D' });
  await post(page, '/v1/keg-washes', { codes: KEGS });
  const content = { batch_id: batch.id, batch_number: batch.number, beer_name: batch.recipe_name };
  await post(page, '/v1/keg-fillings', { ...content, fills: KEGS.slice(0, 2).map((code) => ({ code })) });
  await post(page, '/v1/keg-deliveries', { codes: KEGS.slice(0, 1), client_name: CLIENT });
  // What happened travels by event; the client is the last to arrive.
  await expect.poll(() => nodes(page, `/v1/trace/nodes?kind=CLIENT&q=${encodeURIComponent(CLIENT)}`)).toHaveLength(1);
  const above = await nodes(page, `/v1/trace/BATCH/${batch.id}/upstream`);
  const malt = above.find((node) => node.kind === 'SUPPLIER_LOT' && node.about.startsWith('Malta'));
  if (!malt) throw new Error('a batch holds malt');
  return malt;
}

describe('tracing', () => {
  useBrowser();

  it('a malt lot is recalled to kegs and clients in under a minute, and a guest sees the beer without an account', async () => {
    const { page, faults } = await visit();
    await enter(page, 'dueno');
    const malt = await fillAndDeliver(page);

    // INV-T4, INV-T5: scan the lot, open the report, read whom to call. Three acts.
    const began = Date.now();
    await page.goto('/tracing');
    await page.getByRole('searchbox', { name: /Código, serie/ }).fill(malt.label);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: malt.label, level: 1 }).waitFor();
    await settled(page);
    await shoot(page, 'trace-graph');
    await page.getByRole('link', { name: 'Reporte de retiro' }).click();
    await page.getByRole('heading', { name: `Retiro del lote ${malt.label}` }).waitFor();
    await page.getByRole('table', { name: 'A quién llamar' }).getByText(CLIENT).waitFor();
    await page.getByRole('table', { name: 'Barriles' }).getByRole('link', { name: 'E2E-701' }).waitFor();
    expect(Date.now() - began).toBeLessThan(60_000);
    await shoot(page, 'recall-report');

    const file = await page.request.get(`/v1/trace/SUPPLIER_LOT/${malt.id}/downstream.csv?bom=true`);
    const lines = (await file.text()).split('\r\n');
    expect(lines.some((line) => line.includes('E2E-701') && line.includes(CLIENT))).toBe(true);

    // Keyboard: a box of the drawing can be reached and chosen without a mouse.
    await page.goto(`/tracing/SUPPLIER_LOT/${malt.id}`);
    await settled(page);
    await page.locator('.react-flow__node').first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Ver todo' }).waitFor();
    expect(faults).toEqual([]);
    await page.context().close();

    const guest = await visit({ viewport: SIZES.phone });
    const asked: string[] = [];
    guest.page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.startsWith('/v1/')) asked.push(pathname);
    });
    await guest.page.goto('/trace/E2E-701');
    await guest.page.getByRole('heading', { level: 1 }).waitFor();
    await settled(guest.page);
    await guest.page.getByText('Lo que lleva').waitFor();
    expect(await guest.page.content()).not.toContain(CLIENT);
    // INV-T6: one question, of nobody, and nothing stays in the browser.
    expect(asked).toEqual(['/v1/public/trace/E2E-701']);
    expect(await guest.page.context().cookies()).toEqual([]);
    expect(await guest.page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
    await shoot(guest.page, 'guest');
    await guest.page.goto('/trace/E2E-703');
    await guest.page.getByRole('heading', { name: 'Este barril está descansando' }).waitFor();
    await guest.page.goto('/trace/E2E-999');
    await guest.page.getByRole('heading', { name: 'No encontramos este barril' }).waitFor();
    expect(guest.faults).toEqual([]);
    await guest.page.context().close();
  });
});
