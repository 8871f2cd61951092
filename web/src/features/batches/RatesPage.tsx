import { Button, Select, TextInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useForm } from '@mantine/form';
import { IconPlus, IconReceipt2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import type { CostKind, CostRate } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { decimalOf, parseDecimal } from '@/shared/format/decimal';
import { formatMoney, today } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { FormDialog } from '@/shared/ui/FormDialog';
import { useFieldErrors } from '@/shared/ui/form';
import { NumberField } from '@/shared/ui/NumberField';
import { PageHeader } from '@/shared/ui/PageHeader';
import { EmptyState } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { RowsSkeleton } from '@/shared/ui/skeletons';
import { Day } from '@/shared/ui/values';
import { BASES, COSTS_BY_HAND } from './words';

type Basis = (typeof BASES)[number];

/** What an hour, a brew, a litre, a kWh or a batch is charged; every price there ever was. */
export function RatesPage() {
  const { t } = useTranslation();
  const w = useWord();
  const [asked, setAsked] = useState<CostRate | 'new' | null>(null);
  const rates = useQuery(question('production', '/v1/cost-rates'));
  const add = (
    <Button leftSection={<IconPlus size={20} aria-hidden />} onClick={() => setAsked('new')}>
      {t('rates.add')}
    </Button>
  );
  const columns: Column<CostRate>[] = [
    { id: 'name', title: t('rates.name'), cell: (row) => row.name, csv: (row) => row.name },
    { id: 'kind', title: t('costs.kind'), cell: (row) => w('costKinds', row.kind), csv: (row) => row.kind, wide: true },
    { id: 'basis', title: t('rates.basis'), cell: (row) => w('bases', row.basis), csv: (row) => row.basis },
    {
      id: 'amount',
      title: t('rates.amount'),
      cell: (row) => <span className="num">{formatMoney(row.amount)}</span>,
      csv: (row) => row.amount,
      numeric: true,
    },
    { id: 'from', title: t('rates.from'), cell: (row) => <Day value={row.valid_from} />, csv: (row) => row.valid_from },
    { id: 'current', title: t('rates.current'), cell: (row) => (row.current ? t('ui.yes') : '') },
    { id: 'by', title: t('fermentation.by'), cell: (row) => row.set_by_name || '—', wide: true },
    {
      id: 'change',
      title: t('rates.change'),
      cell: (row) =>
        row.current ? (
          <Button variant="subtle" size="compact-md" onClick={() => setAsked(row)}>
            {t('rates.change')}
          </Button>
        ) : null,
    },
  ];
  return (
    <>
      <PageHeader title={t('rates.title')} lead={t('rates.lead')}>
        {rates.data && rates.data.length > 0 && add}
      </PageHeader>
      {rates.isPending && <RowsSkeleton />}
      {rates.error && <ProblemPanel error={rates.error} retry={() => void rates.refetch()} />}
      {rates.data?.length === 0 && (
        <EmptyState icon={IconReceipt2} title={t('rates.empty')} body={t('rates.emptyBody')}>
          {add}
        </EmptyState>
      )}
      {rates.data && rates.data.length > 0 && (
        <DataTable name={t('rates.title')} rows={rates.data} columns={columns} rowId={(row) => row.id} />
      )}
      {asked && <RateDialog rate={asked === 'new' ? null : asked} onClose={() => setAsked(null)} />}
    </>
  );
}

function RateDialog({ rate, onClose }: { rate: CostRate | null; onClose: () => void }) {
  const { t } = useTranslation();
  const w = useWord();
  const form = useForm({
    initialValues: {
      name: rate?.name ?? '',
      kind: (rate?.kind ?? 'LABOR') as CostKind,
      basis: (rate?.basis ?? 'BREW_HOUR') as Basis,
      amount: '',
      valid_from: today() as string | null,
    },
    validate: {
      name: (value) => (value.trim().length >= 2 ? null : t('costs.descriptionMissing')),
      amount: (value) => (parseDecimal(value) ? null : t('ui.numberMissing')),
      valid_from: (value) => (value ? null : t('plan.dayMissing')),
    },
  });
  const { run, busy, refusal } = useCommand(t('rates.saved'), onClose);
  const unplaced = useFieldErrors(form, refusal);

  async function save(values: typeof form.values) {
    const body = { ...values, amount: decimalOf(values.amount), valid_from: values.valid_from ?? '' };
    if (await run({ method: 'POST', path: '/v1/cost-rates', body, label: values.name })) onClose();
  }

  return (
    <FormDialog
      title={t(rate ? 'rates.change' : 'rates.add')}
      act={t('rates.save')}
      command={{ busy, refusal }}
      unplaced={unplaced}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => void save(values))}
    >
      <TextInput label={t('rates.name')} disabled={rate !== null} {...form.getInputProps('name')} />
      <Select
        label={t('costs.kind')}
        allowDeselect={false}
        data={COSTS_BY_HAND.map((kind) => ({ value: kind, label: w('costKinds', kind) }))}
        {...form.getInputProps('kind')}
      />
      <Select
        label={t('rates.basis')}
        allowDeselect={false}
        data={BASES.map((basis) => ({ value: basis, label: w('bases', basis) }))}
        {...form.getInputProps('basis')}
      />
      <NumberField label={t('rates.amount')} unit="MXN" {...form.getInputProps('amount')} />
      <DateInput label={t('rates.from')} valueFormat="DD/MM/YYYY" {...form.getInputProps('valid_from')} />
    </FormDialog>
  );
}
