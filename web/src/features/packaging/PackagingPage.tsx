import { Button, Tabs } from '@mantine/core';
import { IconBottle, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pages, question } from '@/api/client';
import { useMay } from '@/api/session';
import type { PackageFormat, PackagingRunRow } from '@/api/wire';
import { compare, sum } from '@/shared/format/decimal';
import { formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { List } from '@/shared/ui/List';
import { PageHeader } from '@/shared/ui/PageHeader';
import { EmptyState } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { PageSkeleton } from '@/shared/ui/skeletons';
import { useUrl } from '@/shared/ui/url';
import { Moment, Quantity } from '@/shared/ui/values';
import { FormatDialog } from './FormatDialog';
import { OpenRunDialog } from './OpenRunDialog';
import { RunBadge } from './RunBadge';

/** Beer on its way from tanks into packages: the runs, and what there is to package it in. */
export function PackagingPage() {
  const { t } = useTranslation();
  const may = useMay();
  const [url, setUrl] = useUrl();
  const [opening, setOpening] = useState(false);
  const [defining, setDefining] = useState<PackageFormat | 'new' | null>(null);
  const formats = url.tab === 'formats';
  const open = may('production.packaging.work') && (
    <Button leftSection={<IconPlus size={20} aria-hidden />} onClick={() => setOpening(true)}>
      {t('packaging.open')}
    </Button>
  );
  const define = may('production.packaging.define') && (
    <Button leftSection={<IconPlus size={20} aria-hidden />} onClick={() => setDefining('new')}>
      {t('packaging.define')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('packaging.title')} lead={t('packaging.lead')}>
        {formats ? define : open}
      </PageHeader>
      <Tabs
        value={formats ? 'formats' : 'runs'}
        onChange={(tab) => setUrl({ tab: tab === 'formats' ? tab : undefined, q: undefined, sort: undefined })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="runs">{t('packaging.runs')}</Tabs.Tab>
          <Tabs.Tab value="formats">{t('packaging.formats')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="runs">
          <Runs act={open} />
        </Tabs.Panel>
        <Tabs.Panel value="formats">
          <Formats act={define} change={may('production.packaging.define') ? setDefining : null} />
        </Tabs.Panel>
      </Tabs>
      {opening && <OpenRunDialog onClose={() => setOpening(false)} />}
      {defining && <FormatDialog format={defining === 'new' ? null : defining} onClose={() => setDefining(null)} />}
    </>
  );
}

function Runs({ act }: { act: React.ReactNode }) {
  const { t } = useTranslation();
  const w = useWord();
  const runs = useInfiniteQuery(pages('production', '/v1/packaging-runs'));
  const columns: Column<PackagingRunRow>[] = [
    {
      id: 'number',
      title: t('packaging.number'),
      cell: (row) => <span className="num">{row.number}</span>,
      csv: (row) => row.number,
      order: (a, b) => a.number.localeCompare(b.number),
    },
    {
      id: 'beer',
      title: t('batches.beer'),
      cell: (row) => row.beer_name,
      csv: (row) => row.beer_name,
      order: (a, b) => a.beer_name.localeCompare(b.beer_name, 'es'),
    },
    {
      id: 'batch',
      title: t('batches.number'),
      cell: (row) => <span className="num">{row.batch_number}</span>,
      csv: (row) => row.batch_number,
      wide: true,
    },
    {
      id: 'vessel',
      title: t('packaging.vessel'),
      cell: (row) => <span className="num">{row.vessel_code}</span>,
      csv: (row) => row.vessel_code,
      wide: true,
    },
    {
      id: 'state',
      title: t('batches.state'),
      cell: (row) => <RunBadge state={row.state} />,
      csv: (row) => w('runStates', row.state),
      order: (a, b) => a.state.localeCompare(b.state),
    },
    {
      id: 'opened',
      title: t('packaging.opened'),
      cell: (row) => <Moment value={row.opened_at} />,
      csv: (row) => row.opened_at,
      order: (a, b) => a.opened_at.localeCompare(b.opened_at),
      wide: true,
    },
    {
      id: 'packaged',
      title: t('packaging.packaged'),
      cell: (row) => <Quantity value={row.packaged_l} unit="L" />,
      csv: (row) => row.packaged_l,
      order: (a, b) => compare(a.packaged_l, b.packaged_l),
      numeric: true,
      total: (rows) => formatQuantity(sum(rows.map((row) => row.packaged_l)), 'L'),
    },
    {
      id: 'difference',
      title: t('packaging.difference'),
      cell: (row) => (row.sum_up ? <Quantity value={row.sum_up.difference_l} unit="L" /> : null),
      csv: (row) => row.sum_up?.difference_l ?? '',
      numeric: true,
      wide: true,
    },
  ];
  return (
    <List
      name={t('packaging.runs')}
      answer={runs}
      columns={columns}
      rowId={(row) => row.id}
      link={(row) => ({ to: '/packaging/$runId', params: { runId: row.id } })}
      search={t('packaging.search')}
      matches={(row, text) =>
        `${row.number} ${row.beer_name} ${row.batch_number}`.toLocaleLowerCase('es-MX').includes(text)
      }
      narrowedBy={['q']}
      empty={{ icon: IconBottle, title: t('packaging.empty'), body: t('packaging.emptyBody'), act }}
    />
  );
}

function Formats({ act, change }: { act: React.ReactNode; change: ((format: PackageFormat) => void) | null }) {
  const { t } = useTranslation();
  const w = useWord();
  const formats = useQuery(question('production', '/v1/package-formats'));
  if (formats.error) return <ProblemPanel error={formats.error} retry={() => void formats.refetch()} />;
  if (!formats.data) return <PageSkeleton />;
  if (formats.data.items.length === 0) {
    return (
      <EmptyState icon={IconBottle} title={t('packaging.noFormats')} body={t('packaging.noFormatsBody')}>
        {act}
      </EmptyState>
    );
  }
  const columns: Column<PackageFormat>[] = [
    {
      id: 'name',
      title: t('packaging.name'),
      cell: (row) =>
        change ? (
          <Button variant="subtle" px={0} onClick={() => change(row)}>
            {row.name}
          </Button>
        ) : (
          row.name
        ),
      csv: (row) => row.name,
    },
    { id: 'code', title: t('packaging.code'), cell: (row) => row.code, csv: (row) => row.code, wide: true },
    {
      id: 'kind',
      title: t('packaging.kind'),
      cell: (row) => w('packageKinds', row.kind),
      csv: (row) => w('packageKinds', row.kind),
    },
    {
      id: 'volume',
      title: t('packaging.holds'),
      cell: (row) => <Quantity value={row.volume_l} unit="L" />,
      csv: (row) => row.volume_l,
      numeric: true,
    },
    {
      id: 'life',
      title: t('packaging.life'),
      cell: (row) => <span className="num">{t('packaging.days', { count: row.shelf_life_days })}</span>,
      csv: (row) => String(row.shelf_life_days),
      numeric: true,
    },
    {
      id: 'materials',
      title: t('packaging.takes'),
      cell: (row) =>
        row.materials.map((each) => `${formatQuantity(each.amount, each.unit)} ${each.item_name}`).join(', '),
      csv: (row) => row.materials.map((each) => `${each.amount} ${each.unit} ${each.item_name}`).join(', '),
      wide: true,
    },
  ];
  return (
    <DataTable name={t('packaging.formats')} rows={formats.data.items} columns={columns} rowId={(row) => row.id} />
  );
}
