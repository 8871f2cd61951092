import { SegmentedControl, TextInput } from '@mantine/core';
import { IconScan, IconSitemap } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, pages } from '@/api/client';
import type { NodeKind, TraceNode } from '@/api/wire';
import { useWord } from '@/shared/i18n/useWord';
import type { Column } from '@/shared/ui/DataTable';
import { List } from '@/shared/ui/List';
import { PageHeader } from '@/shared/ui/PageHeader';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { useUrl } from '@/shared/ui/url';
import { Day } from '@/shared/ui/values';
import { signOf } from './kinds';
import { sought } from './scan';
import classes from './Tracing.module.css';

const OFFERED = ['SUPPLIER_LOT', 'BATCH', 'KEG_FILL', 'CLIENT'] as const satisfies readonly NodeKind[];

/** Scan or type anything that can be traced; an exact code opens at once. */
export function TracingPage() {
  const { t } = useTranslation();
  const w = useWord();
  const [url, setUrl] = useUrl();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [text, setText] = useState(url.q ?? '');
  const [trouble, setTrouble] = useState<Error | null>(null);
  const kind = OFFERED.find((one) => one === url.kind);
  const found = useInfiniteQuery(pages('traceability', '/v1/trace/nodes', { q: url.q, kind }));

  async function look() {
    const q = sought(text);
    setUrl({ q });
    setTrouble(null);
    if (!q) return;
    try {
      const answer = await client.fetchQuery({
        queryKey: ['traceability', 'exact', q],
        queryFn: ({ signal }) => get('/v1/trace/nodes', { query: { q, limit: 2 } }, signal),
        staleTime: 0,
      });
      const exact = answer.items.filter(
        (node) => node.label.toLocaleLowerCase('es-MX') === q.toLocaleLowerCase('es-MX'),
      );
      const [one] = exact;
      if (exact.length === 1 && one)
        void navigate({ to: '/tracing/$kind/$nodeId', params: { kind: one.kind, nodeId: one.id } });
    } catch (error) {
      setTrouble(error instanceof Error ? error : new Error(String(error)));
    }
  }

  const columns: Column<TraceNode>[] = [
    {
      id: 'label',
      title: t('tracing.code'),
      cell: (row) => {
        const Sign = signOf(row.kind);
        return (
          <span className={classes.name}>
            <Sign size={20} stroke={1.7} aria-hidden /> <strong>{row.label}</strong>
          </span>
        );
      },
      csv: (row) => row.label,
      order: (a, b) => a.label.localeCompare(b.label, 'es'),
    },
    {
      id: 'kind',
      title: t('tracing.kind'),
      cell: (row) => w('nodeKinds', row.kind),
      csv: (row) => row.kind,
      order: (a, b) => a.kind.localeCompare(b.kind),
    },
    { id: 'about', title: t('tracing.about'), cell: (row) => row.about || '—', csv: (row) => row.about, wide: true },
    {
      id: 'at',
      title: t('tracing.date'),
      cell: (row) => <Day value={row.happened_at} />,
      csv: (row) => row.happened_at ?? '',
      order: (a, b) => (a.happened_at ?? '').localeCompare(b.happened_at ?? ''),
      wide: true,
    },
  ];
  return (
    <>
      <PageHeader title={t('tracing.title')} lead={t('tracing.lead')} />
      <form
        className={classes.search}
        onSubmit={(event) => {
          event.preventDefault();
          void look();
        }}
      >
        <TextInput
          type="search"
          size="lg"
          data-page-search
          autoFocus
          aria-label={t('tracing.search')}
          placeholder={t('tracing.search')}
          leftSection={<IconScan size={24} aria-hidden />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <SegmentedControl
          aria-label={t('tracing.kind')}
          value={kind ?? ''}
          onChange={(value) => setUrl({ kind: value || undefined })}
          data={[
            { value: '', label: t('tracing.all') },
            ...OFFERED.map((one) => ({ value: one, label: w('nodeKinds', one) })),
          ]}
        />
      </form>
      {trouble && <ProblemPanel error={trouble} />}
      <List
        name={t('tracing.title')}
        answer={found}
        columns={columns}
        rowId={(row) => row.id}
        link={(row) => ({ to: '/tracing/$kind/$nodeId', params: { kind: row.kind, nodeId: row.id } })}
        narrowedBy={['q', 'kind']}
        empty={{ icon: IconSitemap, title: t('tracing.empty'), body: t('tracing.emptyBody') }}
      />
    </>
  );
}
