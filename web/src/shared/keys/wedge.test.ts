import { beforeEach, describe, expect, it } from 'vitest';
import { type Stroke, Wedge } from './wedge';

let wedge: Wedge;
let clock: number;
beforeEach(() => {
  wedge = new Wedge();
  clock = 1_000;
});

const stroke = (key: string, more: Partial<Stroke> = {}): Stroke => ({
  key,
  code: '',
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  timeStamp: clock,
  ...more,
});

function type(text: string, gap: number): string[] | null {
  for (const key of text) {
    clock += gap;
    wedge.feed(stroke(key));
  }
  clock += gap;
  return wedge.feed(stroke('Enter'));
}

describe('a scanner', () => {
  it.each([1, 8, 30])('is heard with %i ms between its keys', (gap) =>
    expect(type('LOTE-000123', gap)).toEqual(['LOTE-000123']),
  );

  it('is heard twice in a row', () => {
    type('LOTE-000123', 5);
    expect(type('L-0007', 5)).toEqual(['L-0007']);
  });

  it('presses Shift between its letters', () => {
    for (const key of 'KEG-9') {
      clock += 3;
      wedge.feed(stroke('Shift'));
      wedge.feed(stroke(key));
    }
    expect(wedge.feed(stroke('Enter'))).toEqual(['KEG-9']);
  });

  it('set to another keyboard is read by the place of its keys too', () => {
    const keys: [string, string, boolean][] = [
      ['L', 'KeyL', true],
      ["'", 'Minus', false],
      ['0', 'Digit0', false],
      ['7', 'Digit7', false],
    ];
    for (const [key, code, shiftKey] of keys) wedge.feed(stroke(key, { code, shiftKey }));
    expect(wedge.feed(stroke('Enter'))).toEqual(["L'07", 'L-07']);
    for (const [key, code, shiftKey] of [
      ['h', 'KeyH', false],
      ['Ñ', 'Semicolon', true],
      ['-', 'Slash', false],
      ['_', 'Slash', true],
    ] as const)
      wedge.feed(stroke(key, { code, shiftKey }));
    expect(wedge.feed(stroke('Enter'))?.[1]).toBe('h:/?');
  });

  it('says so from its second key on, so that a slash in an address is no shortcut', () => {
    wedge.feed(stroke('h'));
    expect(wedge.bursting).toBe(false);
    wedge.feed(stroke('t'));
    expect(wedge.bursting).toBe(true);
  });
});

describe('a person', () => {
  it('who types fast is not a scanner', () => expect(type('LOTE-000123', 90)).toBeNull());

  it('who presses Enter, or a few keys and Enter, is not a scanner', () => {
    expect(type('', 5)).toBeNull();
    expect(type('abc', 5)).toBeNull();
  });

  it('who moves about in between ends the burst', () => {
    for (const key of ['L', 'O', 'T', 'ArrowDown', 'E', '1']) wedge.feed(stroke(key));
    expect(wedge.feed(stroke('Enter'))).toBeNull();
  });

  it('who holds Ctrl gives a command', () => {
    for (const key of 'LOTE') wedge.feed(stroke(key, { ctrlKey: true }));
    expect(wedge.feed(stroke('Enter'))).toBeNull();
  });
});
