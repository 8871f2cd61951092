import {
  Background,
  Controls,
  type Edge,
  Handle,
  MarkerType,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
} from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trace } from '@/api/wire';
import { sum } from '@/shared/format/decimal';
import { formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { type Arrow, BOX, type Box, draw } from './drawing';
import { signOf } from './kinds';
import classes from './Tracing.module.css';

type BoxNode = Node<{ box: Box; start: boolean }, 'thing'>;

const KINDS = { thing: Thing };

/** The trace as boxes and arrows; a click or Enter on a box tells more of it. */
export function TraceGraph({
  trace,
  chosen,
  onChoose,
}: {
  trace: Trace;
  chosen: string | null;
  onChoose: (box: Box) => void;
}) {
  const { t } = useTranslation();
  const w = useWord();
  const drawing = useMemo(() => draw(trace), [trace]);
  const nodes: BoxNode[] = drawing.boxes.map((box) => ({
    id: box.id,
    type: 'thing',
    position: { x: box.x, y: box.y },
    data: { box, start: box.members.some((each) => each.id === trace.start.id) },
    selected: box.id === chosen,
    width: BOX.width,
    height: BOX.height,
    ariaLabel: nameOf(box, t('tracing.several', { figure: box.members.length, kind: w('nodeKinds', box.kind) })),
  }));
  const edges: Edge[] = drawing.arrows.map((arrow) => ({
    id: arrow.id,
    source: arrow.from,
    target: arrow.to,
    label: amountOf(arrow),
    focusable: false,
    markerEnd: { type: MarkerType.ArrowClosed, width: 18, height: 18, color: 'var(--line-strong)' },
  }));
  return (
    <section className={classes.graph} aria-label={t('tracing.graph')}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={KINDS}
        fitView
        fitViewOptions={{ maxZoom: 1.1, padding: 0.12 }}
        minZoom={0.1}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        deleteKeyCode={null}
        onNodeClick={(_event, node) => onChoose(node.data.box)}
        onNodesChange={(changes) => {
          for (const change of changes) {
            const box =
              change.type === 'select' && change.selected && drawing.boxes.find((one) => one.id === change.id);
            if (box) onChoose(box);
          }
        }}
        proOptions={{ hideAttribution: true }}
        ariaLabelConfig={{
          'node.a11yDescription.default': t('tracing.howToChoose'),
          'controls.ariaLabel': t('tracing.controls'),
          'controls.zoomIn.ariaLabel': t('tracing.zoomIn'),
          'controls.zoomOut.ariaLabel': t('tracing.zoomOut'),
          'controls.fitView.ariaLabel': t('tracing.fit'),
        }}
      >
        <Background gap={24} color="var(--line)" />
        <Controls showInteractive={false} />
      </ReactFlow>
    </section>
  );
}

function nameOf(box: Box, several: string): string {
  const [first] = box.members;
  return box.members.length > 1 || !first ? several : `${first.label} ${first.about}`.trim();
}

function amountOf(arrow: Arrow): string | undefined {
  const units = new Set(arrow.parts.map((part) => part.unit));
  const told = arrow.parts.flatMap((part) => (part.quantity === null ? [] : [part.quantity]));
  const unit = [...units][0];
  return units.size === 1 && unit && told.length > 0 ? formatQuantity(sum(told), unit) : undefined;
}

function Thing({ data, selected }: NodeProps<BoxNode>) {
  const { t } = useTranslation();
  const w = useWord();
  const { box, start } = data;
  const Sign = signOf(box.kind);
  const [first] = box.members;
  const several = box.members.length > 1;
  const name = several
    ? t('tracing.several', { figure: box.members.length, kind: w('nodeKinds', box.kind) })
    : first?.label || t('tracing.notTold');
  return (
    <div
      className={classes.box}
      data-kind={box.kind}
      data-start={start || undefined}
      data-chosen={selected || undefined}
    >
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <Sign size={26} stroke={1.6} aria-hidden />
      <div>
        <strong>{name}</strong>
        <span>{(!several && first?.about) || w('nodeKinds', box.kind)}</span>
      </div>
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  );
}
