import { describe, expect, it } from 'vitest';
import { readStrapping } from './strapping';

describe('a strapping table pasted from a sheet', () => {
  it('is read with tabs, semicolons and commas, with or without a title', () => {
    const expected = [
      { dip_mm: '0', volume_l: '0' },
      { dip_mm: '100', volume_l: '12.5' },
    ];
    expect(readStrapping('mm\tlitros\n0\t0\n100\t12.5\n').points).toEqual(expected);
    expect(readStrapping('0;0\r\n100;12,5').points).toEqual(expected);
    expect(readStrapping('0,0\n100,12.5\n\n').points).toEqual(expected);
  });

  it('keeps thousands and says which lines it cannot read', () => {
    expect(readStrapping('1,500\t826.4').points).toEqual([{ dip_mm: '1500', volume_l: '826.4' }]);
    expect(readStrapping('mm;L\n0;0\nx;5\n20\n30;40')).toEqual({
      points: [
        { dip_mm: '0', volume_l: '0' },
        { dip_mm: '30', volume_l: '40' },
      ],
      wrong: [3, 4],
    });
  });
});
