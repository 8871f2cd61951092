import { describe, expect, it } from 'vitest';
import { climbing, rings } from './layers';
import { readSources } from './source';

const sources = readSources();

describe('layers: app > features > offline > api > shared', () => {
  it('no file imports from above itself, and no feature from another', () => {
    expect(sources.length).toBeGreaterThan(60);
    expect(climbing(sources)).toEqual([]);
  });

  it('no files import each other in a ring', () => {
    expect(rings(sources)).toEqual([]);
  });

  it('is seen failing', () => {
    expect(climbing([{ path: 'shared/ui/Bad.tsx', text: "import type { Item } from '@/api/wire';" }])).toHaveLength(1);
    expect(
      climbing([{ path: 'features/home/Bad.tsx', text: "import { STATES } from '../batches/words';" }]),
    ).toHaveLength(1);
    expect(
      climbing([{ path: 'features/home/Bad.tsx', text: "const Page = () => import('@/app/router');" }]),
    ).toHaveLength(1);
    expect(
      climbing([{ path: 'features/home/Bad.tsx', text: "export { x } from '@/api/generated/schema';" }]),
    ).toHaveLength(1);
    const ring = [
      { path: 'api/a.ts', text: "import { b } from './b';" },
      { path: 'api/b.ts', text: "import { a } from './a';" },
    ];
    expect(rings(ring)).toEqual(['api/a -> api/b -> api/a']);
  });
});
