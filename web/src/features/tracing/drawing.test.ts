import { describe, expect, it } from 'vitest';
import type { Trace } from '@/api/wire';
import { draw } from './drawing';

function trace(pairs: [string, string][], kinds: Record<string, string> = {}): Trace {
  const ids = [...new Set(pairs.flat())];
  const node = (id: string) => ({
    id,
    kind: kinds[id] ?? 'BATCH',
    label: id,
    about: '',
    known: true,
    happened_at: null,
    depth: 0,
    facts: {},
  });
  const edges = pairs.map(([from_id, to_id]) => ({
    from_id,
    to_id,
    kind: 'MOVED',
    quantity: '1',
    unit: 'L',
    happened_at: '2026-11-20T00:00:00Z',
  }));
  const start = node(ids[0] ?? 'a');
  return { start, direction: 'downstream', nodes: ids.map(node), edges, cut: null };
}

describe('a trace as a drawing', () => {
  it('goes from left to right', () => {
    const { boxes, arrows } = draw(
      trace([
        ['malt', 'batch'],
        ['batch', 'keg'],
      ]),
    );
    const x = Object.fromEntries(boxes.map((box) => [box.id, box.x]));
    expect(x.malt).toBeLessThan(x.batch ?? 0);
    expect(x.batch).toBeLessThan(x.keg ?? 0);
    expect(arrows).toHaveLength(2);
  });

  it('shares a box among many that came and went alike, and no other', () => {
    const kegs = ['k1', 'k2', 'k3', 'k4', 'k5'];
    const pairs: [string, string][] = kegs.map((keg) => ['run', keg]);
    const { boxes, arrows } = draw(trace([...pairs, ['k5', 'bar']]));
    const shared = boxes.find((box) => box.members.length > 1);
    expect(shared?.members.map((each) => each.id)).toEqual(['k1', 'k2', 'k3', 'k4']);
    expect(boxes.map((box) => box.id)).toContain('k5');
    expect(arrows.find((arrow) => arrow.to === shared?.id)?.parts).toHaveLength(4);
  });

  it('draws what goes round and comes back', () => {
    expect(
      draw(
        trace([
          ['a', 'b'],
          ['b', 'a'],
        ]),
      ).boxes,
    ).toHaveLength(2);
  });
});
