import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';

const ROOT = fileURLToPath(new URL('../src', import.meta.url));

/** A source file: its path below `src`, and its text. */
export interface Source {
  path: string;
  text: string;
}

export function readSources(): Source[] {
  return readdirSync(ROOT, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.(test|d)\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: relative(ROOT, file), text: readFileSync(file, 'utf8') }))
    .filter(({ path }) => !path.startsWith('api/generated/'));
}

/** Where a file's own imports lead, as paths below `src` without extension; packages are left out. */
export function importsOf({ path, text }: Source): string[] {
  const { module } = parseSync(path, text);
  const named = [
    ...module.staticImports.map((one) => one.moduleRequest.value),
    ...module.staticExports.flatMap((one) => one.entries.map((entry) => entry.moduleRequest?.value)),
    ...module.dynamicImports.map((one) =>
      text.slice(one.moduleRequest.start, one.moduleRequest.end).replace(/^['"`]|['"`]$/g, ''),
    ),
  ];
  return named
    .filter((name) => name !== undefined)
    .map((name) =>
      name.startsWith('@/') ? name.slice(2) : name.startsWith('.') ? normalize(join(dirname(path), name)) : null,
    )
    .filter((name) => name !== null);
}

export interface Node {
  type: string;
  start: number;
  [key: string]: unknown;
}

/** Every node of a file's syntax tree. */
export function* nodesOf({ path, text }: Source): Generator<Node> {
  yield* walk(parseSync(path, text).program as unknown as Node);
}

function* walk(node: Node): Generator<Node> {
  yield node;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (child !== null && typeof child === 'object' && typeof (child as Node).type === 'string')
        yield* walk(child as Node);
    }
  }
}

export function lineOf({ text }: Source, start: number): number {
  return text.slice(0, start).split('\n').length;
}
