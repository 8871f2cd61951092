import { Alert, Button, Stack } from '@mantine/core';
import { IconAlertTriangle, IconBarrel, IconDownload, IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import type { RecallReport } from '@/api/wire';
import { formatCount, formatDateTime, formatQuantity } from '@/shared/format/format';
import { useWord, type Word } from '@/shared/i18n/useWord';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Facts, Figure, Figures, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { StateBadge } from '@/shared/ui/StateBadge';
import { PageSkeleton } from '@/shared/ui/skeletons';
import { Day } from '@/shared/ui/values';
import { toneOf } from './kinds';
import classes from './Tracing.module.css';

/** A lot that must come back: whom to call, which kegs, and where each is. One page, made to be printed. */
export function RecallPage() {
  const { t } = useTranslation();
  const w = useWord();
  const { lotId } = useParams({ from: '/recalls/$lotId' });
  const report = useQuery(question('traceability', '/v1/recall-reports/{lot_id}', { at: { lot_id: lotId } }));
  if (report.error) return <ProblemPanel error={report.error} retry={() => void report.refetch()} />;
  if (!report.data) return <PageSkeleton />;
  const one = report.data;
  const facts = one.lot.facts;
  return (
    <>
      <PageHeader
        title={t('recalls.title', { lot: one.lot.label })}
        eyebrow={
          <>
            <Link to="/tracing">{t('tracing.title')}</Link> ·{' '}
            <Link to="/tracing/$kind/$nodeId" params={{ kind: one.lot.kind, nodeId: one.lot.id }}>
              {one.lot.label}
            </Link>
          </>
        }
        lead={one.lot.about}
      >
        <Button variant="default" onClick={() => print()} leftSection={<IconPrinter size={18} aria-hidden />}>
          {t('recalls.print')}
        </Button>
        <Button
          component="a"
          href={`/v1/trace/SUPPLIER_LOT/${lotId}/downstream.csv?bom=true`}
          download
          leftSection={<IconDownload size={18} aria-hidden />}
        >
          {t('tracing.csv')}
        </Button>
      </PageHeader>
      <Stack gap="md">
        {one.cut && (
          <Alert color="amber" icon={<IconAlertTriangle aria-hidden />} title={t('tracing.cut')} role="alert">
            {t('tracing.cutBody')}
          </Alert>
        )}
        <p className={classes.printed}>{t('recalls.printed', { at: formatDateTime(new Date().toISOString()) })}</p>
        <Figures>
          <Figure name={t('recalls.clients')} value={formatCount(one.clients.length)} mark="act-now" />
          <Figure
            name={t('recalls.kegs')}
            value={formatCount(one.kegs.length)}
            note={formatQuantity(one.litres, 'L')}
            mark="look-soon"
          />
          <Figure
            name={t('recalls.batches')}
            value={formatCount(one.batches.length)}
            note={one.batches.map((batch) => batch.number).join(', ')}
          />
        </Figures>
        <Panel title={t('recalls.lot')}>
          <Facts
            facts={[
              [w('nodeFacts', 'item'), facts.item ?? '—'],
              [w('nodeFacts', 'supplier'), facts.supplier ?? '—'],
              [w('nodeFacts', 'supplier_lot'), facts.supplier_lot ?? '—'],
              [w('nodeFacts', 'invoice'), facts.invoice ?? '—'],
              [w('nodeFacts', 'received_at'), <Day key="received" value={facts.received_at} />],
            ]}
          />
        </Panel>
        <Panel title={t('recalls.whomToCall')}>
          {one.clients.length === 0 ? (
            <p className={classes.alone}>{t('recalls.noClients')}</p>
          ) : (
            <DataTable
              bare
              name={t('recalls.whomToCall')}
              rows={one.clients}
              columns={clientColumns(t)}
              rowId={(row) => row.id}
            />
          )}
        </Panel>
        <Panel title={t('recalls.whereTheyAre')}>
          <ul className={classes.states}>
            {one.states.map((each) => (
              <li key={each.state}>
                <StateBadge tone={toneOf(each.state)} icon={IconBarrel}>
                  {w('fillStates', each.state)}
                </StateBadge>
                <span className="num">
                  {formatCount(each.count)} · {formatQuantity(each.litres, 'L')}
                </span>
              </li>
            ))}
          </ul>
          {one.kegs.length === 0 ? (
            <p className={classes.alone}>{t('recalls.noKegs')}</p>
          ) : (
            <DataTable
              bare
              name={t('recalls.kegs')}
              rows={one.kegs}
              columns={kegColumns(t, w)}
              rowId={(row) => row.id}
            />
          )}
        </Panel>
      </Stack>
    </>
  );
}

function clientColumns(t: TFunction): Column<RecallReport['clients'][number]>[] {
  return [
    { id: 'name', title: t('recalls.client'), cell: (row) => <strong>{row.name}</strong> },
    { id: 'contact', title: t('recalls.contact'), cell: (row) => row.contact || '—' },
    { id: 'kegs', title: t('recalls.kegs'), cell: (row) => formatCount(row.kegs), numeric: true },
    { id: 'litres', title: t('recalls.litres'), cell: (row) => formatQuantity(row.litres, 'L'), numeric: true },
    { id: 'last', title: t('recalls.last'), cell: (row) => <Day value={row.last_at} />, wide: true },
  ];
}

function kegColumns(t: TFunction, w: Word): Column<RecallReport['kegs'][number]>[] {
  return [
    {
      id: 'serial',
      title: t('recalls.keg'),
      cell: (row) => (
        <Link to="/tracing/$kind/$nodeId" params={{ kind: 'KEG_FILL', nodeId: row.id }}>
          {row.serial}
        </Link>
      ),
      order: (a, b) => a.serial.localeCompare(b.serial, 'es'),
    },
    {
      id: 'state',
      title: t('recalls.state'),
      cell: (row) => (
        <StateBadge tone={toneOf(row.state)} icon={IconBarrel}>
          {w('fillStates', row.state)}
        </StateBadge>
      ),
      order: (a, b) => a.state.localeCompare(b.state),
    },
    { id: 'where', title: t('recalls.where'), cell: (row) => row.client || row.place || '—' },
    { id: 'batch', title: t('recalls.batch'), cell: (row) => row.batch || '—', wide: true },
    {
      id: 'litres',
      title: t('recalls.litres'),
      cell: (row) => (row.litres === null ? '—' : formatQuantity(row.litres, 'L')),
      numeric: true,
    },
  ];
}
