import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trace, TraceNode } from '@/api/wire';
import { formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { Day } from '@/shared/ui/values';

interface Step {
  id: string;
  from: TraceNode | undefined;
  to: TraceNode | undefined;
  kind: string;
  quantity: string | null;
  unit: string | null;
  at: string;
}

/** Every step of the trace as a line: the drawing for those who do not look at it. */
export function TraceTable({ trace }: { trace: Trace }) {
  const { t } = useTranslation();
  const w = useWord();
  const steps = useMemo<Step[]>(() => {
    const nodes = new Map(trace.nodes.map((node) => [node.id, node]));
    return trace.edges.map((edge, index) => ({
      id: `${index} ${edge.from_id} ${edge.to_id}`,
      from: nodes.get(edge.from_id),
      to: nodes.get(edge.to_id),
      kind: edge.kind,
      quantity: edge.quantity,
      unit: edge.unit,
      at: edge.happened_at,
    }));
  }, [trace]);
  const name = (node: TraceNode | undefined) => node?.label || t('tracing.notTold');
  const columns: Column<Step>[] = [
    {
      id: 'from',
      title: t('tracing.from'),
      cell: (row) => name(row.from),
      csv: (row) => name(row.from),
      order: (a, b) => name(a.from).localeCompare(name(b.from), 'es'),
    },
    {
      id: 'what',
      title: t('tracing.step'),
      cell: (row) => w('edgeKinds', row.kind),
      csv: (row) => row.kind,
      order: (a, b) => a.kind.localeCompare(b.kind),
    },
    {
      id: 'to',
      title: t('tracing.to'),
      cell: (row) => `${name(row.to)}${row.to?.about ? ` · ${row.to.about}` : ''}`,
      csv: (row) => name(row.to),
      order: (a, b) => name(a.to).localeCompare(name(b.to), 'es'),
    },
    {
      id: 'quantity',
      title: t('movements.quantity'),
      cell: (row) => (row.quantity && row.unit ? formatQuantity(row.quantity, row.unit) : '—'),
      csv: (row) => row.quantity ?? '',
      numeric: true,
    },
    {
      id: 'at',
      title: t('tracing.date'),
      cell: (row) => <Day value={row.at} />,
      csv: (row) => row.at,
      order: (a, b) => a.at.localeCompare(b.at),
      wide: true,
    },
  ];
  return <DataTable name={t('tracing.steps')} rows={steps} columns={columns} rowId={(row) => row.id} />;
}
