import { Button, TextInput } from '@mantine/core';
import { IconAlertOctagon, IconCircleCheck } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useItemChoices, useSupplierChoices } from '@/api/choices';
import { pages } from '@/api/client';
import { useMay } from '@/api/session';
import type { Recall } from '@/api/wire';
import { CommandDialog } from '@/offline/CommandDialog';
import { formatCount } from '@/shared/format/format';
import type { Column } from '@/shared/ui/DataTable';
import { List } from '@/shared/ui/List';
import { PageHeader } from '@/shared/ui/PageHeader';
import { type Choice, Picker } from '@/shared/ui/Picker';
import { StateBadge } from '@/shared/ui/StateBadge';
import { Moment } from '@/shared/ui/values';

/** What was taken out of use, and how much of it still stands on a shelf. */
export function RecallsPage() {
  const { t } = useTranslation();
  const may = useMay();
  const [asking, setAsking] = useState(false);
  const recalls = useInfiniteQuery(pages('inventory', '/v1/recalls'));
  const columns: Column<Recall>[] = [
    {
      id: 'number',
      title: t('lotRecalls.number'),
      cell: (row) => <span className="num">{row.number}</span>,
      csv: (row) => row.number,
    },
    {
      id: 'at',
      title: t('movements.at'),
      cell: (row) => <Moment value={row.declared_at} />,
      csv: (row) => row.declared_at,
      order: (a, b) => a.declared_at.localeCompare(b.declared_at),
      wide: true,
    },
    {
      id: 'supplier',
      title: t('lots.supplier'),
      cell: (row) => row.supplier_name || '—',
      csv: (row) => row.supplier_name,
    },
    {
      id: 'lot',
      title: t('lots.supplierLot'),
      cell: (row) =>
        row.supplier_lot ? (
          <Link className="num" to="/lots" search={{ q: row.supplier_lot, all: '1' } as never}>
            {row.supplier_lot}
          </Link>
        ) : (
          '—'
        ),
      csv: (row) => row.supplier_lot ?? '',
    },
    { id: 'reason', title: t('ui.reason'), cell: (row) => row.reason, csv: (row) => row.reason, wide: true },
    {
      id: 'lots',
      title: t('inventory.lots'),
      cell: (row) => formatCount(row.lots),
      csv: (row) => String(row.lots),
      numeric: true,
    },
    {
      id: 'holding',
      title: t('lotRecalls.holding'),
      csv: (row) => String(row.lots_holding),
      cell: (row) =>
        row.lots_holding > 0 ? (
          <StateBadge tone="act" icon={IconAlertOctagon}>
            {t('lotRecalls.onShelf', { count: row.lots_holding })}
          </StateBadge>
        ) : (
          <StateBadge tone="quiet" icon={IconCircleCheck}>
            {t('lotRecalls.noneLeft')}
          </StateBadge>
        ),
    },
  ];
  const act = may('inventory.lots.recall') && (
    <Button color="red" onClick={() => setAsking(true)} leftSection={<IconAlertOctagon size={20} aria-hidden />}>
      {t('lotRecalls.act')}
    </Button>
  );
  return (
    <>
      <PageHeader
        title={t('lotRecalls.title')}
        lead={t('lotRecalls.lead')}
        eyebrow={<Link to="/lots">{t('lots.title')}</Link>}
      >
        {act}
      </PageHeader>
      <List
        name={t('lotRecalls.title')}
        answer={recalls}
        columns={columns}
        rowId={(row) => row.id}
        narrowedBy={[]}
        empty={{ icon: IconAlertOctagon, title: t('lotRecalls.empty'), body: t('lotRecalls.emptyBody') }}
      />
      {asking && <RecallDialog onClose={() => setAsking(false)} />}
    </>
  );
}

function RecallDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <CommandDialog
      title={t('lotRecalls.act')}
      lead={t('lotRecalls.dialogLead')}
      act={t('lotRecalls.act')}
      done={t('lotRecalls.done')}
      danger
      initial={{ supplier_id: null as Choice | null, supplier_lot: '', item_id: null as Choice | null, reason: '' }}
      validate={{
        supplier_id: (value) => (value ? null : t('receiving.supplierMissing')),
        supplier_lot: (value) => (value.trim() ? null : t('lotRecalls.lotMissing')),
        reason: (value) => (value.trim().length >= 3 ? null : t('issue.reasonMissing')),
      }}
      onClose={onClose}
      send={(values, run) =>
        run({
          method: 'POST',
          path: '/v1/recalls',
          body: {
            supplier_id: values.supplier_id?.id ?? null,
            supplier_lot: values.supplier_lot.trim(),
            item_id: values.item_id?.id ?? null,
            reason: values.reason,
          },
          label: t('lotRecalls.recalling', { lot: values.supplier_lot }),
        })
      }
    >
      {(form) => (
        <>
          <Picker
            label={t('receiving.supplier')}
            placeholder={t('receiving.findSupplier')}
            useChoices={useSupplierChoices}
            value={form.values.supplier_id}
            onChange={(choice) => form.setFieldValue('supplier_id', choice as never)}
            error={form.errors.supplier_id}
          />
          <TextInput
            label={t('lots.supplierLot')}
            description={t('lotRecalls.lotHint')}
            {...form.getInputProps('supplier_lot')}
          />
          <Picker
            label={t('lotRecalls.onlyItem')}
            placeholder={t('receiving.optional')}
            useChoices={useItemChoices}
            value={form.values.item_id}
            onChange={(choice) => form.setFieldValue('item_id', choice as never)}
          />
          <TextInput label={t('ui.reason')} {...form.getInputProps('reason')} />
        </>
      )}
    </CommandDialog>
  );
}
