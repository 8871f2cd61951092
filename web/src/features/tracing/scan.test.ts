import { describe, expect, it } from 'vitest';
import { sought } from './scan';

describe('what is looked for', () => {
  it.each([
    [' LOTE-000001 ', 'LOTE-000001'],
    ['KEG-DB-0042-0A1B2C3D', 'DB-0042'],
    ['https://cerveza.example/trace/KEG-DB-0042-0A1B2C3D?x=1', 'DB-0042'],
    ['https://id.gs1.org/8003/07501234567890DB42', 'DB42'],
    ['KEG-12-BEEF', 'KEG-12-BEEF'],
    ['malta pálida', 'malta pálida'],
  ])('%s is %s', (typed, code) => {
    expect(sought(typed)).toBe(code);
  });
});
