import { describe, expect, it } from 'vitest';
import en from '../src/shared/i18n/en.json' with { type: 'json' };
import es from '../src/shared/i18n/es-MX.json' with { type: 'json' };
import { readSources } from './source';
import { type Catalogue, flat, hardCoded, places, stems, usedKeys } from './words';

const spanish = flat(es as Catalogue);
const english = flat(en as Catalogue);
const sources = readSources();

/** Code words that are the same in every language: file names of units, currency. */
const NOT_WORDS: string[] = [];

describe('every word comes from a catalogue', () => {
  it('both languages have the same keys, and nothing is blank', () => {
    expect([...stems(english.keys())].sort()).toEqual([...stems(spanish.keys())].sort());
    expect([...spanish, ...english].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('both languages fill the same places', () => {
    const differing = [...spanish].filter(
      ([key, text]) => english.has(key) && `${places(text)}` !== `${places(english.get(key) ?? '')}`,
    );
    expect(differing).toEqual([]);
  });

  it('every plural has the forms that its language needs', () => {
    const missing = [...stems([...spanish.keys()].filter((key) => /_other$/.test(key)))].filter(
      (stem) =>
        !['one', 'many', 'other'].every((form) => spanish.has(`${stem}_${form}`)) ||
        !['one', 'other'].every((form) => english.has(`${stem}_${form}`)),
    );
    expect(missing).toEqual([]);
  });

  it('every key that the source asks for exists, and every key is asked for', () => {
    const known = stems(spanish.keys());
    const used = usedKeys(sources, known);
    expect([...used.keys].filter(([key]) => !known.has(key))).toEqual([]);
    const families = [...used.families];
    expect(
      [...known].filter((key) => !used.keys.has(key) && !families.some((family) => key.startsWith(family))),
    ).toEqual([]);
  });

  it('no word is written into the source', () => {
    expect(hardCoded(sources).filter((one) => !NOT_WORDS.some((word) => one.endsWith(`: ${word}`)))).toEqual([]);
  });

  it('is seen failing', () => {
    const bad = (text: string) => [{ path: 'features/x/Bad.tsx', text }];
    expect(hardCoded(bad('const a = <p>Hola</p>;'))).toHaveLength(1);
    expect(hardCoded(bad('const a = <input aria-label="Buscar" />;'))).toHaveLength(1);
    expect(hardCoded(bad("const a = <input placeholder={'Buscar'} />;"))).toHaveLength(1);
    expect(hardCoded(bad('const a = <p>{t("x.y")} · 3</p>;'))).toEqual([]);
    const used = usedKeys(bad("t('a.b'); t(open ? 'a.c' : 'a.d'); t(`roles.${x}`); w('kinds', y);"), new Set());
    expect([...used.keys.keys()]).toEqual(['a.b', 'a.c', 'a.d']);
    expect([...used.families]).toEqual(['roles.', 'kinds.']);
  });
});
