import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe';
import { enter, SIZES, settled, shoot, useBrowser, type Visit, visit } from './browser';

const ROUTES = [
  '/',
  '/batches',
  '/batches?view=table',
  '/batches/plan',
  '/cellar',
  '/tank-calendar',
  '/packaging',
  '/packaging?tab=formats',
  '/cost-rates',
  '/yeast',
  '/shortages',
  '/cold-rooms',
  '/gases',
  '/recipes',
  '/recipes?view=table',
  '/recipes/import',
  '/matching?all=1',
  '/stock',
  '/items',
  '/lots',
  '/movements',
  '/kegs',
  '/kegs/scan',
  '/kegs/scan?mode=FILL',
  '/kegs/at-risk',
  '/kegs/figures',
  '/receiving',
  '/receiving?tab=before',
  '/receiving?tab=new',
  '/receiving?tab=received',
  '/supplier-returns',
  '/payables',
  '/suppliers',
  '/tracing',
  '/trace/no-such-keg',
  '/people',
  '/sessions?everyone=1',
  '/audit',
  '/dead-letters',
  '/me',
  '/no-such-page',
];

/** One page of each kind that has an id in its address. */
async function details(page: Page): Promise<string[]> {
  const first = async (list: string) => {
    const answer = (await (await page.request.get(`/v1/${list}`)).json()) as { items: { id: string }[] };
    return answer.items[0]?.id;
  };
  const plant = (await (await page.request.get('/v1/vessels')).json()) as { vessels: { id: string; code: string }[] };
  return [
    `/cellar/${plant.vessels.find((one) => one.code === 'FV-04')?.id}`,
    `/batches/${await first('batches?state=PLANNED')}`,
    `/batches/${await first('batches?state=COMPLETED')}`,
    `/packaging/${await first('packaging-runs')}`,
    `/recipes/${await first('recipes')}`,
    `/tracing/BATCH/${await first('trace/nodes?kind=BATCH&q=L-0001')}`,
    `/tracing/SUPPLIER_LOT/${await first('trace/nodes?kind=SUPPLIER_LOT')}?view=table`,
    `/recalls/${await first('trace/nodes?kind=SUPPLIER_LOT')}`,
    `/items/${await first('items')}`,
    `/lots/${await first('lots')}`,
    `/kegs/${await first('kegs')}`,
    `/receipts/${await first('receipts')}`,
  ];
}

for (const theme of ['light', 'dark'] as const) {
  describe(`axe finds nothing, ${theme}`, () => {
    useBrowser();
    let owner: Visit;
    beforeAll(async () => {
      owner = await visit({ colorScheme: theme });
      await enter(owner.page, 'dueno');
    });
    afterAll(() => owner.page.context().close());

    it('at the door', async () => {
      const { page } = await visit({ colorScheme: theme });
      await page.goto('/');
      await page.getByRole('button', { name: 'Entrar', exact: true }).waitFor();
      await shoot(page, `door-${theme}`);
      expect(await violations(page)).toEqual([]);
      await page.context().close();
    });

    it.each(ROUTES)('%s', async (route) => {
      await owner.page.goto(route);
      await settled(owner.page);
      await shoot(owner.page, `axe-${theme}${route.replace(/\W+/g, '-')}`);
      expect(await violations(owner.page)).toEqual([]);
    });

    it('pages of one thing', async () => {
      for (const route of await details(owner.page)) {
        await owner.page.goto(route);
        await settled(owner.page);
        expect([route, ...(await violations(owner.page))]).toEqual([route]);
      }
    });

    it('dialogs, the palette, the shortcuts, the drawer of places', async () => {
      const { page } = owner;
      await page.goto('/items');
      await settled(page);
      await page.getByRole('button', { name: 'Nuevo artículo' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Guardar artículo' }).click();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+k');
      await page.getByPlaceholder('Busca una cocción, receta, artículo o lugar').fill('malta');
      await page.getByText('Malta Pale 2 hileras').first().waitFor();
      await shoot(page, `palette-${theme}`);
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.keyboard.press('?');
      await page.getByText('Atajos de teclado').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      expect(owner.faults).toEqual([]);
    });
  });
}

describe('at 200 % zoom and on a phone nothing is cut off', () => {
  useBrowser();
  it.each([
    ['200 %', { width: 640, height: 450 }],
    ['phone', SIZES.phone],
  ])('%s', async (_, viewport) => {
    const { page } = await visit({ viewport });
    await enter(page, 'dueno');
    for (const route of [...ROUTES, ...(await details(page))]) {
      await page.goto(route);
      await settled(page);
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect([route, wide <= 0]).toEqual([route, true]);
    }
    await page.context().close();
  });
});
