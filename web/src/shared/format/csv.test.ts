import { expect, it } from 'vitest';
import { toCsv } from './csv';

it('quotes what must be quoted and lets no cell become a formula', () => {
  const text = toCsv([
    ['Malta, Pale', 'di "hola"', '-12.50'],
    ['=HYPERLINK("x")', '@sum', '-cmd'],
  ]);
  expect(text.slice(1).split('\r\n')).toEqual([
    '"Malta, Pale","di ""hola""",-12.50',
    '"\'=HYPERLINK(""x"")",\'@sum,\'-cmd',
    '',
  ]);
  expect(text.charCodeAt(0)).toBe(0xfeff);
});
