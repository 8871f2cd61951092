import type { Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { enter, SIZES, settled, shoot, useBrowser, visit } from './browser';

async function post<T>(page: Page, path: string, data: object): Promise<T> {
  const headers = { Origin: inject('base'), 'Idempotency-Key': crypto.randomUUID() };
  const answer = await page.request.post(path, { data, headers });
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as T;
}

async function items<T>(page: Page, path: string): Promise<T[]> {
  return ((await (await page.request.get(path)).json()) as { items: T[] }).items;
}

/** A page that is there and at rest. */
async function at(page: Page, path: string, heading: string | RegExp): Promise<void> {
  await page.goto(path);
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
  await settled(page);
}

/** An open packaging run with beer left in its tank: the demo's, or a new one where another story closed it. */
async function openRun(page: Page): Promise<string> {
  const runs = await items<{ id: string; in_tank_l: string }>(page, '/v1/packaging-runs?state=OPEN');
  const open = runs.find((run) => Number(run.in_tank_l) > 30);
  if (open) return open.id;
  const vessels = await items<{ id: string; kind: string; volume_l: string | null }>(page, '/v1/vessels');
  const bright = vessels.find((one) => one.kind === 'BRIGHT_TANK' && Number(one.volume_l) > 30);
  return (await post<{ id: string }>(page, '/v1/packaging-runs', { vessel_id: bright?.id })).id;
}

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

describe('what is rarely done', () => {
  useBrowser();

  it('a strain gets its limits, a cylinder tells its life, and one lot alone is recalled', async () => {
    const { page, faults } = await visit();
    await enter(page, 'dueno');
    const yeast = { kind: 'YEAST', base_unit: 'kg', sku: 'CEPA-GAPS', name: 'Cepa del desierto' };
    const item = await post<{ id: string }>(page, '/v1/items', yeast);
    await at(page, '/yeast', 'Levadura');
    const strains = page.getByRole('table', { name: 'Límites por cepa' });
    await strains.getByRole('button', { name: 'Cepa del desierto' }).click();
    const limits = page.getByRole('dialog', { name: 'Límites de Cepa del desierto' });
    await limits.getByLabel('Hasta qué generación').fill('0');
    await limits.getByLabel('Viabilidad mínima').fill('72.5');
    await limits.getByRole('button', { name: 'Guardar' }).click();
    await limits.getByText('Una generación, de 1 a 99.').waitFor();
    await limits.getByLabel('Hasta qué generación').fill('14');
    await shoot(page, 'strain-limits');
    await limits.getByRole('button', { name: 'Guardar' }).click();
    await strains.getByRole('row', { name: /Cepa del desierto.*G14.*72\.5/ }).waitFor();
    await settled(page);
    await shoot(page, 'strains');

    const cylinder = { code: 'GAPS-1', gas: 'CO2', unit: 'kg', capacity: '25', ownership: 'RENTED' };
    const { id } = await post<{ id: string }>(page, '/v1/gas-cylinders', cylinder);
    await post(page, `/v1/gas-cylinders/${id}/uses`, { purpose: 'PUSHING', amount: '3' });
    await at(page, '/gases', 'Gases');
    await page.getByRole('button', { name: 'Historia del cilindro GAPS-1' }).click();
    const life = page.getByRole('dialog', { name: 'Historia del cilindro GAPS-1' });
    await life
      .getByRole('listitem')
      .filter({ hasText: /Uso.*Empujar.*3.*kg.*Quedan 22/ })
      .waitFor();
    await life.getByRole('listitem').filter({ hasText: 'Llegada' }).waitFor();
    await shoot(page, 'cylinder-history');

    const [supplier] = await items<{ id: string }>(page, '/v1/suppliers');
    const line = { item_id: item.id, quantity: '1', unit: 'kg', total_cost: '900.00' };
    await post(page, '/v1/receipts', {
      supplier_id: supplier?.id,
      lines: [
        { ...line, code: 'GAPS-A' },
        { ...line, code: 'GAPS-B' },
      ],
    });
    const lots = await items<{ id: string; code: string }>(page, `/v1/lots?item_id=${item.id}`);
    const bad = lots.find((lot) => lot.code === 'GAPS-A');
    const good = lots.find((lot) => lot.code === 'GAPS-B');
    await at(page, `/lots/${bad?.id}`, /GAPS-A/);
    await page.getByRole('button', { name: 'Retirar', exact: true }).click();
    const recall = page.getByRole('dialog', { name: 'Retirar el lote GAPS-A' });
    await recall.getByLabel('Motivo').fill('Huele a vinagre');
    await shoot(page, 'lot-recall');
    await recall.getByRole('button', { name: 'Retirar', exact: true }).click();
    await page.getByText('Retirado', { exact: true }).first().waitFor();
    await settled(page);
    await shoot(page, 'lot-recalled');
    const left = (await (await page.request.get(`/v1/lots/${good?.id}`)).json()) as { status: string };
    expect(left.status).toBe('AVAILABLE');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('a guest keg comes with its beer, and a keg of ours is filled by what it weighs', async () => {
    const { page, faults } = await visit({ viewport: SIZES.tablet });
    await enter(page, 'dueno');
    await at(page, '/kegs', 'Barriles');
    await page.getByRole('main').getByRole('button', { name: 'Más', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Dar de alta barriles' }).click();
    const register = page.getByRole('dialog', { name: 'Dar de alta barriles' });
    await register.getByLabel('Serie', { exact: true }).fill('VISITA-1');
    await register.getByRole('combobox', { name: 'Dueño' }).click();
    await page.getByRole('option', { name: 'Invitado' }).click();
    await register.getByLabel('De quién es').fill('Cervecería Vecina');
    await shoot(page, 'keg-guest-tablet');
    await register.getByRole('button', { name: 'Dar de alta', exact: true }).click();
    const admit = page.getByRole('dialog', { name: 'Recibir barriles de otros' });
    await expect.poll(() => admit.getByLabel('Barriles', { exact: true }).inputValue()).toBe('VISITA-1');
    await admit.getByLabel('Vienen con cerveza').check();
    await admit.getByLabel('Qué cerveza').fill('Porter de la casa vecina');
    await shoot(page, 'keg-admission-tablet');
    await admit.getByRole('button', { name: 'Recibir', exact: true }).click();
    await admit.waitFor({ state: 'hidden' });
    const [guest] = await items<{ state: string; content: { beer_name: string } | null }>(page, '/v1/kegs?q=VISITA-1');
    expect(guest?.state).toBe('FULL');
    expect(guest?.content?.beer_name).toBe('Porter de la casa vecina');

    const kind = { size_l: '20', keg_type: 'SANKE_D' };
    const own = await post<{ id: string; code: string }>(page, '/v1/kegs', { ...kind, serial: 'PESO-1' });
    await post(page, '/v1/keg-washes', { codes: ['PESO-1'] });
    const run = await openRun(page);
    await at(page, `/kegs/scan?mode=FILL&run=${run}&code=PESO-1`, 'Escanear barriles');
    await page.getByRole('region', { name: 'En la lista' }).getByText('PESO-1', { exact: true }).waitFor();
    await page.getByLabel('Por peso').check();
    await page.getByText('Nadie sabe cuánto pesa vacío: corrige su tara').waitFor();

    await at(page, `/kegs/${own.id}`, 'PESO-1');
    await page.getByRole('button', { name: 'Corregir', exact: true }).click();
    const correct = page.getByRole('dialog', { name: 'Corregir PESO-1' });
    await correct.getByRole('textbox', { name: 'Tara' }).fill('9.5');
    await correct.getByLabel('Etiqueta RFID').fill('E200-PESO-1');
    await correct.getByLabel('Notas').fill('Golpe en el aro de abajo');
    await shoot(page, 'keg-correct-tablet');
    await correct.getByRole('button', { name: 'Guardar' }).click();
    await page.getByText('Golpe en el aro de abajo').waitFor();
    await page.getByText('E200-PESO-1').waitFor();
    await settled(page);
    await shoot(page, 'keg-corrected-tablet');

    await at(page, `/kegs/scan?mode=FILL&run=${run}&code=PESO-1`, 'Escanear barriles');
    await page.getByRole('region', { name: 'En la lista' }).getByText('PESO-1', { exact: true }).waitFor();
    await page.getByLabel('Por peso').check();
    const fill = page.getByRole('button', { name: 'Llenar: 1' });
    expect(await fill.isDisabled()).toBe(true);
    await page.getByLabel('Peso lleno de PESO-1').fill('28.9');
    await shoot(page, 'keg-weighed-tablet');
    await fill.click();
    await page.getByText('1 barril registrado').waitFor();
    const [fills] = await items<{ volume_l: string; gross_kg: string }>(page, `/v1/keg-fills?keg_id=${own.id}`);
    expect(Number(fills?.gross_kg)).toBe(28.9);
    expect(Number(fills?.volume_l)).toBeGreaterThan(18.5);
    expect(Number(fills?.volume_l)).toBeLessThan(19.5);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
