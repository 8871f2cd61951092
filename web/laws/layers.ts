import { importsOf, type Source } from './source';

/** From the top down; a file imports from its own layer or from those below. */
const LAYERS = ['app', 'features', 'offline', 'api', 'shared'];

function layerOf(path: string): number {
  const found = LAYERS.indexOf(path.split('/')[0] ?? '');
  // `main.tsx` and `sw.ts` stand above the layers.
  return found < 0 ? -1 : found;
}

/** Every import that climbs, and every feature that reaches into another. */
export function climbing(sources: Source[]): string[] {
  return sources.flatMap((source) =>
    importsOf(source).flatMap((to) => {
      const said = `${source.path} -> ${to}`;
      if (layerOf(source.path) > layerOf(to))
        return [`${said}: ${LAYERS[layerOf(source.path)]} may not know what is above it`];
      const [from, feature] = source.path.split('/');
      const [into, other] = to.split('/');
      if (from === 'features' && into === 'features' && feature !== other)
        return [`${said}: features do not know each other`];
      if (to.startsWith('api/generated') && from !== 'api') return [`${said}: generated types are named in api only`];
      return [];
    }),
  );
}

/** Files that import each other in a ring, each ring once. */
export function rings(sources: Source[]): string[] {
  const short = (path: string) => path.replace(/\.tsx?$/, '');
  const graph = new Map(sources.map((source) => [short(source.path), importsOf(source).map(short)]));
  const done = new Set<string>();
  const found: string[] = [];
  function visit(path: string, trail: string[]): void {
    const at = trail.indexOf(path);
    if (at >= 0) {
      found.push([...trail.slice(at), path].join(' -> '));
      return;
    }
    if (done.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  }
  for (const path of graph.keys()) visit(path, []);
  return found;
}
