import { describe, expect, it } from 'vitest';
import { codeIn, type Reader, read } from './scans';

describe('codeIn', () => {
  it.each([
    ['LOTE-000123', 'LOTE-000123'],
    [' L-0007 ', 'L-0007'],
    ['https://cerveceria.example/trace/KEG-0001', 'KEG-0001'],
    ['http://192.168.1.9:8000/trace/KEG-0001/?k=1', 'KEG-0001'],
    ['https://cerveceria.example/trace/KEG%2F7', 'KEG/7'],
    ['https://cerveceria.example/trace/%E0%A4%A', '%E0%A4%A'],
    ['https://cerveceria.example/otra/KEG-0001', 'https://cerveceria.example/otra/KEG-0001'],
  ])('of %s is %s', (scanned, code) => expect(codeIn(scanned)).toBe(code));
});

describe('read', () => {
  const asked: string[] = [];
  const reader = (name: string, knows: RegExp, has: string[]): Reader => ({
    knows: (code) => knows.test(code),
    find: async (code) => {
      asked.push(`${name} ${code}`);
      return has.includes(code) ? { label: `${name} ${code}` } : null;
    },
  });
  const house = [reader('lote', /^LOTE-/, ['LOTE-1']), reader('clave', /./, ['MALTA-1', 'LOTE-2'])];

  it('asks only who knows such a code, in order, until one finds it', async () => {
    asked.length = 0;
    expect(await read(['LOTE-1'], house)).toEqual({ label: 'lote LOTE-1' });
    expect(await read(['LOTE-2'], house)).toEqual({ label: 'clave LOTE-2' });
    expect(asked).toEqual(['lote LOTE-1', 'lote LOTE-2', 'clave LOTE-2']);
  });

  it('tries every reading, and says null when nobody knows any', async () => {
    expect(await read(["LOTE'1", 'LOTE-1'], house)).toEqual({ label: 'lote LOTE-1' });
    expect(await read(['NADA-1'], house)).toBeNull();
  });

  it('reads the code of an address', async () => {
    expect(await read(['https://cerveceria.example/trace/LOTE-1'], house)).toEqual({ label: 'lote LOTE-1' });
  });
});
