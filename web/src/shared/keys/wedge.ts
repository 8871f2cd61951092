/** What a scanner that types like a keyboard sent, told apart from a person's typing by its speed alone.
 *
 * Nobody types four keys and Enter with less than `GAP_MS` between them; a scanner does nothing else.
 */
const GAP_MS = 60;
const SHORTEST = 4;
const LONGEST = 2_000;

export interface Stroke {
  key: string;
  code: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  timeStamp: number;
}

/** The letters of a keyboard of the United States by their place, which is what scanners come set to. */
const PLAIN: Record<string, string> = {
  Minus: '-',
  Equal: '=',
  Slash: '/',
  Period: '.',
  Comma: ',',
  Semicolon: ';',
  Quote: "'",
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Backquote: '`',
  Space: ' ',
};
const SHIFTED: Record<string, string> = {
  Minus: '_',
  Equal: '+',
  Slash: '?',
  Period: '>',
  Comma: '<',
  Semicolon: ':',
  Quote: '"',
  Digit1: '!',
  Digit2: '@',
  Digit3: '#',
  Digit4: '$',
  Digit5: '%',
  Digit6: '^',
  Digit7: '&',
  Digit8: '*',
  Digit9: '(',
  Digit0: ')',
  Backslash: '|',
};

function byPlace({ code, shiftKey, key }: Stroke): string {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter) return shiftKey ? letter : letter.toLowerCase();
  if (shiftKey && SHIFTED[code]) return SHIFTED[code];
  return /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1] ?? PLAIN[code] ?? key;
}

export class Wedge {
  private asTyped = '';
  private asPlaced = '';
  private last = Number.NEGATIVE_INFINITY;

  /** True from the second key of a burst on: such a key is no shortcut. */
  get bursting(): boolean {
    return this.asTyped.length > 1;
  }

  reset(): void {
    this.asTyped = '';
    this.asPlaced = '';
  }

  /** Takes one key; on the Enter that ends a burst returns what it may read as, the likeliest first, else null.
   *
   * A scanner set to a keyboard of the United States on a computer set to a Spanish one writes `LOTE'000123` for
   * `LOTE-000123`; so the same keys are read by their place as well.
   */
  feed(stroke: Stroke): string[] | null {
    const { key, timeStamp } = stroke;
    if (key === 'Shift' || key === 'CapsLock' || key === 'AltGraph' || key === 'Dead') return null;
    const quick = timeStamp - this.last <= GAP_MS;
    this.last = timeStamp;
    if (!quick || stroke.ctrlKey || stroke.metaKey) this.reset();
    if (key === 'Enter') {
      const readings = [...new Set([this.asTyped.trim(), this.asPlaced.trim()])];
      const long = this.asTyped.length >= SHORTEST;
      this.reset();
      return long ? readings : null;
    }
    if (key.length !== 1 || stroke.ctrlKey || stroke.metaKey || this.asTyped.length >= LONGEST) {
      this.reset();
      return null;
    }
    this.asTyped += key;
    this.asPlaced += byPlace(stroke);
    return null;
  }
}

/** The one of this page. */
export const wedge = new Wedge();
