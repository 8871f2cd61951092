import { lineOf, type Node, nodesOf, type Source } from './source';

export type Catalogue = { [key: string]: string | Catalogue };

/** `a.b.c` -> text, for every text of a catalogue. */
export function flat(catalogue: Catalogue, above = ''): Map<string, string> {
  return new Map(
    Object.entries(catalogue).flatMap(([key, value]) =>
      typeof value === 'string' ? [[above + key, value] as const] : [...flat(value, `${above}${key}.`)],
    ),
  );
}

const PLURAL = /_(zero|one|two|few|many|other)$/;

/** Keys without their plural endings. */
export function stems(keys: Iterable<string>): Set<string> {
  return new Set([...keys].map((key) => key.replace(PLURAL, '')));
}

/** The names in `{{braces}}`, sorted. */
export function places(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map((found) => found[1] ?? '').sort();
}

interface Used {
  /** Whole keys, with where they were found. */
  keys: Map<string, string>;
  /** Beginnings of keys whose ending is only known at run time, such as `roles.`. */
  families: Set<string>;
}

/** The keys that the source asks for: `t('a.b')`, `` t(`a.${x}`) ``, `w('family', code)`, and dotted literals in tables. */
export function usedKeys(sources: Source[], known: Set<string>): Used {
  const used: Used = { keys: new Map(), families: new Set() };
  for (const source of sources) {
    for (const node of nodesOf(source)) {
      const where = `${source.path}:${lineOf(source, node.start)}`;
      const called = (node.callee as Node | undefined)?.name;
      if (node.type === 'CallExpression' && (called === 't' || called === 'w')) {
        for (const leaf of leaves((node.arguments as Node[])[0])) {
          if (called === 'w') used.families.add(`${leaf.text}.`);
          else if (leaf.whole) used.keys.set(leaf.text, where);
          else used.families.add(leaf.text);
        }
      }
      // A key that travels as data: the navigation's labels, the shortcuts' words.
      if (node.type === 'Literal' && typeof node.value === 'string' && known.has(node.value))
        used.keys.set(node.value, where);
    }
  }
  return used;
}

function leaves(node: Node | undefined): { text: string; whole: boolean }[] {
  if (!node) return [];
  if (node.type === 'Literal') return [{ text: String(node.value), whole: true }];
  if (node.type === 'TemplateLiteral') {
    const quasis = node.quasis as { value: { cooked: string } }[];
    return [{ text: quasis[0]?.value.cooked ?? '', whole: quasis.length === 1 }];
  }
  if (node.type === 'ConditionalExpression')
    return [...leaves(node.consequent as Node), ...leaves(node.alternate as Node)];
  if (node.type === 'TSAsExpression') return leaves(node.expression as Node);
  return [];
}

/** Attributes whose text a person reads. */
const READ = new Set([
  'label',
  'placeholder',
  'title',
  'aria-label',
  'description',
  'alt',
  'lead',
  'body',
  'act',
  'note',
  'hint',
  'kept',
  'todo',
]);
const LETTERS = /\p{L}{2,}/u;

/** Words written into the source where a catalogue should speak. */
export function hardCoded(sources: Source[]): string[] {
  return sources.flatMap((source) =>
    [...nodesOf(source)].flatMap((node) => {
      const found = (text: unknown) =>
        typeof text === 'string' && LETTERS.test(text)
          ? [`${source.path}:${lineOf(source, node.start)}: ${text.trim()}`]
          : [];
      if (node.type === 'JSXText') return found(node.value);
      if (node.type === 'JSXAttribute' && READ.has(String((node.name as Node).name))) {
        const value = node.value as Node | null;
        const inner = value?.type === 'JSXExpressionContainer' ? (value.expression as Node) : value;
        return inner?.type === 'Literal' ? found(inner.value) : [];
      }
      return [];
    }),
  );
}
