import { SegmentedControl } from '@mantine/core';
import { IconClipboardCheck } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Context, pages } from '@/api/client';
import { useNames } from '@/api/names';
import { useMay } from '@/api/session';
import type { AuditEntry } from '@/api/wire';
import { reportIn } from '@/shared/format/told';
import { isId, shortId } from '@/shared/format/words';
import type { Column } from '@/shared/ui/DataTable';
import { List } from '@/shared/ui/List';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Report } from '@/shared/ui/Report';
import { useUrl } from '@/shared/ui/url';
import { Moment } from '@/shared/ui/values';
import { CONTEXTS } from './contexts';
import { idShown, subjectLink, useDeed, useHappened } from './subjects';

const EVENT_ID = ['event_id'];

/** Who did what to which thing; each entry is sealed to the one before. */
export function AuditPage() {
  const { t } = useTranslation();
  const [url, setUrl] = useUrl();
  const may = useMay();
  const readable = CONTEXTS.filter((context) => may(`${context}.audit.read`));
  const context = readable.find((one) => one === url.context) ?? readable[0] ?? 'inventory';
  const entries = useInfiniteQuery(pages(context, `/v1/${context}/audit-entries` as const, { subject: url.subject }));
  const name = useNames();
  const who = (actor: string) => name(actor) ?? (isId(actor) ? shortId(actor) : actor);
  const what = useDeed();
  const columns: Column<AuditEntry>[] = [
    { id: 'at', title: t('movements.at'), cell: (row) => <Moment value={row.at} />, csv: (row) => row.at },
    { id: 'actor', title: t('audit.who'), cell: (row) => who(row.actor), csv: (row) => who(row.actor) },
    {
      id: 'action',
      title: t('audit.what'),
      cell: (row) => <Deed entry={row} what={what(row.action)} nameOf={name} />,
      csv: (row) => what(row.action),
      order: (a, b) => what(a.action).localeCompare(what(b.action), 'es'),
    },
    { id: 'code', title: t('audit.code'), cell: () => null, csv: (row) => row.action, csvOnly: true },
    { id: 'subject', title: t('audit.subject'), cell: () => null, csv: (row) => row.subject, csvOnly: true },
    { id: 'details', title: t('audit.details'), cell: () => null, csv: (row) => row.details ?? '', csvOnly: true },
    {
      id: 'seq',
      title: t('audit.seq'),
      cell: (row) => <span className="num">{row.seq}</span>,
      csv: (row) => String(row.seq),
      numeric: true,
      wide: true,
      order: (a, b) => a.seq - b.seq,
    },
    {
      id: 'hash',
      title: t('audit.seal'),
      cell: (row) => <code title={row.hash}>{row.hash.slice(0, 10)}</code>,
      csv: (row) => row.hash,
      wide: true,
    },
  ];
  return (
    <>
      <PageHeader title={t('audit.title')} lead={t('audit.lead')} />
      <List
        key={context}
        name={t('audit.title')}
        answer={entries}
        columns={columns}
        rowId={(row) => String(row.seq)}
        link={(row) => subjectLink(row, reportIn(row.details)) ?? undefined}
        search={t('audit.search')}
        matches={(row, text) =>
          `${who(row.actor)} ${what(row.action)} ${row.action} ${row.subject} ${row.details ?? ''}`
            .toLocaleLowerCase('es-MX')
            .includes(text)
        }
        narrowedBy={['q', 'subject']}
        filters={
          <ContextChoice
            value={context}
            of={readable}
            onChange={(value) => setUrl({ context: value, sort: undefined })}
          />
        }
        empty={{ icon: IconClipboardCheck, title: t('audit.empty'), body: t('audit.emptyBody') }}
      />
    </>
  );
}

/** What was done, and what was asked for: in words, with the thing itself one tap away. */
function Deed({ entry, what, nameOf }: { entry: AuditEntry; what: string; nameOf: (id: string) => string | null }) {
  const { t } = useTranslation();
  const report = reportIn(entry.details);
  const to = subjectLink(entry, report);
  const person = nameOf(entry.subject);
  const happened = useHappened();
  return (
    <div style={{ padding: '5px 0', whiteSpace: 'normal' }}>
      <strong style={{ fontWeight: 640 }} title={entry.action}>
        {what}
      </strong>
      {person && entry.subject !== entry.actor && <> · {person}</>}
      {to && (
        <>
          {' · '}
          <Link {...to}>{t('audit.open')}</Link>
        </>
      )}
      {entry.details === null ? (
        <div className="quiet">{t('audit.erased')}</div>
      ) : (
        report && (
          <Report
            report={report}
            // The event's own id is for whoever follows it from part to part, in the CSV; nobody reads it here.
            without={EVENT_ID}
            special={(key, value) => (key === 'event' ? happened(value) : idShown(key, value, nameOf))}
          />
        )
      )}
    </div>
  );
}

function ContextChoice({
  value,
  of,
  onChange,
}: {
  value: Context;
  of: Context[];
  onChange: (context: Context) => void;
}) {
  const { t } = useTranslation();
  return (
    <SegmentedControl
      aria-label={t('audit.part')}
      value={value}
      onChange={(one) => onChange(one as Context)}
      data={of.map((one) => ({ value: one, label: t(`contexts.${one}`) }))}
    />
  );
}
