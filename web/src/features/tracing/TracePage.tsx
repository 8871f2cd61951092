import { Alert, Button, SegmentedControl, Switch } from '@mantine/core';
import { IconAlertTriangle, IconDownload, IconFileAlert } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import type { NodeKind, Trace } from '@/api/wire';
import { useWord } from '@/shared/i18n/useWord';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { PageSkeleton } from '@/shared/ui/skeletons';
import { useUrl } from '@/shared/ui/url';
import type { Box } from './drawing';
import { NodeFacts } from './NodeFacts';
import { TraceGraph } from './TraceGraph';
import { TraceTable } from './TraceTable';
import classes from './Tracing.module.css';

const MANY = 400;

/** Where one thing came from, or where it went: drawn, as a table, or as a file. */
export function TracePage() {
  const { kind, nodeId } = useParams({ from: '/tracing/$kind/$nodeId' });
  // What was chosen belongs to one trace: another address begins anew.
  return <OneTrace key={`${kind} ${nodeId}`} kind={kind as NodeKind} nodeId={nodeId} />;
}

/** What came out is asked of what came in, and the other way round. */
function usualWay(kind: NodeKind): 'upstream' | 'downstream' {
  return kind === 'SUPPLIER' || kind === 'SUPPLIER_LOT' ? 'downstream' : 'upstream';
}

function OneTrace({ kind, nodeId }: { kind: NodeKind; nodeId: string }) {
  const { t } = useTranslation();
  const w = useWord();
  const [url, setUrl] = useUrl();
  const way = url.way === 'upstream' || url.way === 'downstream' ? url.way : usualWay(kind);
  const ask = { at: { kind, node_id: nodeId } };
  const up = useQuery({
    ...question('traceability', '/v1/trace/{kind}/{node_id}/upstream', ask),
    enabled: way === 'upstream',
  });
  const down = useQuery({
    ...question('traceability', '/v1/trace/{kind}/{node_id}/downstream', ask),
    enabled: way === 'downstream',
  });
  const trace = way === 'upstream' ? up : down;
  const [chosen, setChosen] = useState<Box | null>(null);
  const [bom, setBom] = useState(true);
  if (trace.error) return <ProblemPanel error={trace.error} retry={() => void trace.refetch()} />;
  if (!trace.data) return <PageSkeleton />;
  const found: Trace = trace.data;
  const asTable = url.view ? url.view === 'table' : found.nodes.length > MANY;
  const start = found.start;
  return (
    <>
      <PageHeader
        title={start.label || t('tracing.notTold')}
        eyebrow={
          <>
            <Link to="/tracing">{t('tracing.title')}</Link> · {w('nodeKinds', start.kind)}
          </>
        }
        lead={start.about}
      >
        <SegmentedControl
          aria-label={t('tracing.way')}
          value={way}
          onChange={(value) => {
            setChosen(null);
            setUrl({ way: value });
          }}
          data={[
            { value: 'upstream', label: t('tracing.upstream') },
            { value: 'downstream', label: t('tracing.downstream') },
          ]}
        />
        <SegmentedControl
          aria-label={t('ui.view')}
          value={asTable ? 'table' : 'graph'}
          onChange={(view) => setUrl({ view })}
          data={[
            { value: 'graph', label: t('tracing.drawing') },
            { value: 'table', label: t('ui.table') },
          ]}
        />
      </PageHeader>
      {found.cut && (
        <Alert color="amber" icon={<IconAlertTriangle aria-hidden />} title={t('tracing.cut')} mb="md" role="alert">
          {t('tracing.cutBody')}
        </Alert>
      )}
      <div className={classes.files} data-no-print>
        <Button
          component="a"
          variant="default"
          href={`/v1/trace/${kind}/${nodeId}/${way}.csv${bom ? '?bom=true' : ''}`}
          download
          leftSection={<IconDownload size={18} aria-hidden />}
        >
          {t('tracing.csv')}
        </Button>
        <Switch label={t('tracing.excel')} checked={bom} onChange={(event) => setBom(event.currentTarget.checked)} />
        {kind === 'SUPPLIER_LOT' && (
          <Button
            component={Link}
            to={`/recalls/${nodeId}` as '/recalls/$lotId'}
            leftSection={<IconFileAlert size={18} aria-hidden />}
          >
            {t('recalls.open')}
          </Button>
        )}
      </div>
      {found.nodes.length === 1 && <p className={classes.alone}>{t(`tracing.alone.${way}`)}</p>}
      {asTable ? (
        <TraceTable trace={found} />
      ) : (
        <div className={classes.two}>
          <TraceGraph trace={found} chosen={chosen?.id ?? null} onChoose={setChosen} />
          <Panel title={t('tracing.details')}>
            <NodeFacts members={chosen?.members ?? [start]} />
          </Panel>
        </div>
      )}
    </>
  );
}
