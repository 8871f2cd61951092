import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { enter, SIZES, settled, shoot, useBrowser, visit } from './browser';

const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);

async function read<T>(page: Page, path: string): Promise<T> {
  return (await (await page.request.get(path)).json()) as T;
}

/** A fermenter that is free for ten days from that day on, with room for the litres. */
async function freeTank(page: Page, from: number, litres: number): Promise<{ id: string; code: string }> {
  const span = `volume_l=${litres}&from_on=${day(from)}&to_on=${day(from + 10)}`;
  const fits = await read<{ rows: { vessel: { id: string; code: string; kind: string } }[] }>(
    page,
    `/v1/vessel-fits?${span}`,
  );
  const row = fits.rows.find(({ vessel }) => vessel.kind === 'FERMENTER');
  if (!row) throw new Error('two months ahead the demo has a free fermenter');
  return row.vessel;
}

async function anyRecipe(page: Page): Promise<{ id: string; name: string }> {
  const recipes = await read<{ items: { id: string; name: string }[] }>(page, '/v1/recipes');
  const first = recipes.items[0];
  if (!first) throw new Error('the demo has recipes');
  return first;
}

const AHEAD = 70;

describe('planning that knows the plant', () => {
  useBrowser();

  it('a plan shows what the brewhouse changes, takes a free tank, and nobody else gets it', async () => {
    const { page, faults } = await visit();
    await enter(page, 'cervecero');
    const tank = await freeTank(page, AHEAD, 400);
    const recipe = await anyRecipe(page);
    await page.goto(`/batches/plan?recipe_id=${recipe.id}`);
    await page.getByRole('heading', { name: 'Lo que lleva' }).waitFor();
    await page.getByLabel('Litros por cocer').fill('400');
    const [year, month, date] = day(AHEAD).split('-');
    const when = page.getByLabel('Fecha planeada', { exact: true });
    await when.fill(`${date}/${month}/${year}`);
    await when.press('Tab');
    await page.getByLabel('Días en el fermentador').fill('10');
    await page.getByText('Agua de maceración').first().waitFor();
    await page
      .getByRole('combobox', { name: 'Fermentador', exact: true })
      .or(page.getByRole('textbox', { name: 'Fermentador', exact: true }))
      .first()
      .click();
    await page.getByRole('option', { name: new RegExp(`^${tank.code} .*libre`) }).click();
    await settled(page);
    await shoot(page, 'plan-brewhouse-desk');
    await page.getByRole('button', { name: 'Planear', exact: true }).click();
    await page.getByRole('heading', { name: 'Plan · revisión 1' }).waitFor();
    await shoot(page, 'batch-plan-desk');

    const batch = page.url().split('/').pop() ?? '';
    const again = await page.request.post('/v1/batches', {
      data: {
        recipe_id: recipe.id,
        planned_volume_l: '400',
        planned_on: day(AHEAD + 3),
        fermenter_id: tank.id,
        fermenter_days: 10,
      },
      headers: { Origin: new URL(page.url()).origin, 'Idempotency-Key': crypto.randomUUID() },
    });
    expect(again.status()).toBe(409);
    const refusal = (await again.json()) as { type: string; detail: string };
    expect(refusal.type).toContain('fermenter-not-free');
    const one = await read<{ number: string; fermenter_id: string }>(page, `/v1/batches/${batch}`);
    expect(one.fermenter_id).toBe(tank.id);
    expect(refusal.detail).toContain(one.number);

    await page.goto(`/tank-calendar?from=${day(AHEAD)}`);
    await page.getByRole('button', { name: new RegExp(`^${tank.code}: .*${one.number}`) }).waitFor();
    await page.setViewportSize(SIZES.tablet);
    await page.goto('/tank-calendar');
    await page.getByRole('heading', { name: 'Calendario de tanques' }).waitFor();
    await page.getByText('Según la fermentación').waitFor();
    await shoot(page, 'calendar-forecast-tablet');
    expect(faults).toEqual([]);
  });

  it('a recipe is edited whole: rests, other ingredients, days in the tank', async () => {
    const { page, faults } = await visit();
    await enter(page, 'cervecero');
    const recipe = await anyRecipe(page);
    await page.goto(`/recipes/${recipe.id}/edit`);
    await page.getByRole('heading', { name: 'Maceración', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Agregar descanso', exact: true }).click();
    await page.getByLabel('Descanso', { exact: true }).last().fill('Descanso de historia');
    await page.getByLabel('Temperatura', { exact: true }).last().fill('72');
    await page.getByLabel('Tiempo', { exact: true }).last().waitFor();
    const rests = page
      .locator('section')
      .filter({ has: page.getByRole('heading', { name: 'Maceración' }) })
      .last();
    await rests.getByLabel('Tiempo', { exact: true }).last().fill('10');
    await page.getByRole('button', { name: 'Agregar otro ingrediente', exact: true }).click();
    const others = page
      .locator('section')
      .filter({ has: page.getByRole('heading', { name: 'Otros ingredientes' }) })
      .last();
    await others.getByLabel('Ingrediente', { exact: true }).last().fill('Clarificante de historia');
    await others.getByLabel('Cantidad', { exact: true }).last().fill('12');
    await page.getByLabel('Días en el fermentador').fill('11');
    await page.getByLabel('Qué cambia y por qué').fill('un descanso más');
    await shoot(page, 'recipe-edit-whole-desk');
    await page.getByRole('button', { name: 'Guardar versión', exact: true }).click();
    await page.waitForURL((url) => !url.pathname.endsWith('/edit'));
    const made = page.url().split('/').pop()?.split('?')[0] ?? '';
    const document = await read<{
      mash_steps: { name: string }[];
      miscs: { name: string }[];
      fermenter_days: number;
    }>(page, `/v1/recipes/${made}/document`);
    expect(document.fermenter_days).toBe(11);
    expect(document.mash_steps.map((step) => step.name)).toContain('Descanso de historia');
    expect(document.miscs.map((misc) => misc.name)).toContain('Clarificante de historia');
    expect(faults).toEqual([]);
  });

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
