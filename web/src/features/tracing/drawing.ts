import dagre from '@dagrejs/dagre';
import type { Trace, TraceNode } from '@/api/wire';

/** One box: a thing, or several that came and went alike, such as the forty kegs of one run for one client. */
export interface Box {
  id: string;
  kind: string;
  members: TraceNode[];
  x: number;
  y: number;
}

export interface Arrow {
  id: string;
  from: string;
  to: string;
  /** What went along it, as the documents say it. */
  parts: { quantity: string | null; unit: string | null }[];
}

export const BOX = { width: 190, height: 66 };
/** Fewer alike are drawn one by one. */
const ALIKE = 4;

/** Boxes and arrows from left to right, as the beer went. */
export function draw(trace: Trace): { boxes: Box[]; arrows: Arrow[] } {
  const boxOf = gather(trace);
  const boxes = new Map<string, Box>();
  for (const node of trace.nodes) {
    const id = boxOf.get(node.id) ?? node.id;
    const box = boxes.get(id) ?? { id, kind: node.kind, members: [], x: 0, y: 0 };
    box.members.push(node);
    boxes.set(id, box);
  }
  const arrows = new Map<string, Arrow>();
  for (const edge of trace.edges) {
    const from = boxOf.get(edge.from_id) ?? edge.from_id;
    const to = boxOf.get(edge.to_id) ?? edge.to_id;
    const id = `${from} ${to}`;
    const arrow = arrows.get(id) ?? { id, from, to, parts: [] };
    arrow.parts.push({ quantity: edge.quantity, unit: edge.unit });
    arrows.set(id, arrow);
  }
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 12, ranksep: 64 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const box of boxes.values()) graph.setNode(box.id, { ...BOX });
  for (const arrow of arrows.values()) graph.setEdge(arrow.from, arrow.to);
  dagre.layout(graph);
  for (const box of boxes.values()) {
    const place = graph.node(box.id);
    box.x = place.x - BOX.width / 2;
    box.y = place.y - BOX.height / 2;
  }
  return { boxes: [...boxes.values()], arrows: [...arrows.values()] };
}

/** Thing -> the box that it shares: same kind, same things before and after it. The start stands alone. */
function gather(trace: Trace): Map<string, string> {
  const before = new Map<string, Set<string>>();
  const after = new Map<string, Set<string>>();
  const note = (map: Map<string, Set<string>>, key: string, value: string) =>
    map.set(key, (map.get(key) ?? new Set()).add(value));
  for (const edge of trace.edges) {
    note(after, edge.from_id, edge.to_id);
    note(before, edge.to_id, edge.from_id);
  }
  const alike = new Map<string, string[]>();
  for (const node of trace.nodes) {
    if (node.id === trace.start.id) continue;
    const sorted = (map: Map<string, Set<string>>) => [...(map.get(node.id) ?? [])].sort().join(',');
    const key = `${node.kind}|${sorted(before)}|${sorted(after)}`;
    alike.set(key, [...(alike.get(key) ?? []), node.id]);
  }
  const boxOf = new Map<string, string>();
  for (const members of alike.values()) {
    const first = members[0];
    if (members.length >= ALIKE && first) for (const id of members) boxOf.set(id, `alike ${first}`);
  }
  return boxOf;
}
