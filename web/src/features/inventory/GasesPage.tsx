import { Button, Group, Select, TextInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { IconAlertTriangle, IconCylinder, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { useMay } from '@/api/session';
import type { Cylinder } from '@/api/wire';
import { CommandDialog } from '@/offline/CommandDialog';
import { decimalOf, parseDecimal, ratio, rounded, times } from '@/shared/format/decimal';
import { formatMoney, formatPercent, formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { NumberField } from '@/shared/ui/NumberField';
import { PageHeader } from '@/shared/ui/PageHeader';
import { EmptyState } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { StateBadge } from '@/shared/ui/StateBadge';
import { RowsSkeleton } from '@/shared/ui/skeletons';
import { useUrl } from '@/shared/ui/url';
import { Day } from '@/shared/ui/values';
import { CylinderDialogs } from './CylinderDialogs';
import { CylinderHistory } from './CylinderHistory';

const GASES = ['CO2', 'O2', 'N2', 'MIXED'] as const;
const OWNERS = ['RENTED', 'DEPOSIT', 'OWNED'] as const;

/** The gas bottles: how full, where, whose, and which somebody has to see to. */
export function GasesPage() {
  const { t } = useTranslation();
  const w = useWord();
  const may = useMay();
  const [url, setUrl] = useUrl();
  const [adding, setAdding] = useState(false);
  const asked = useQuery(question('inventory', '/v1/gas-cylinders'));
  const all = asked.data?.items ?? [];
  const worrying = all.filter((one) => one.low || one.inspection_soon);
  const shown = url.only === 'attention' ? worrying : all;
  const columns: Column<Cylinder>[] = [
    {
      id: 'code',
      title: t('gases.code'),
      cell: (row) => <strong className="num">{row.code}</strong>,
      csv: (row) => row.code,
      order: (a, b) => a.code.localeCompare(b.code),
    },
    { id: 'gas', title: t('gases.gas'), cell: (row) => w('gasNames', row.gas), csv: (row) => row.gas },
    {
      id: 'level',
      title: t('gases.level'),
      cell: (row) => <Level cylinder={row} />,
      csv: (row) => row.level,
      numeric: true,
    },
    { id: 'state', title: t('gases.state'), cell: (row) => w('cylinderStates', row.state), csv: (row) => row.state },
    {
      id: 'ownership',
      title: t('gases.ownership'),
      cell: (row) =>
        row.deposit_amount
          ? `${w('ownerships', row.ownership)} · ${formatMoney(row.deposit_amount)}`
          : w('ownerships', row.ownership),
      csv: (row) => row.ownership,
      wide: true,
    },
    {
      id: 'due',
      title: t('gases.inspection'),
      cell: (row) =>
        row.inspection_soon ? (
          <StateBadge tone="soon" icon={IconAlertTriangle}>
            <Day value={row.inspection_due} />
          </StateBadge>
        ) : (
          <Day value={row.inspection_due} />
        ),
      csv: (row) => row.inspection_due ?? '',
      wide: true,
    },
    {
      id: 'acts',
      title: t('ui.acts'),
      cell: (row) => (
        <Group gap={8} wrap="nowrap">
          {may('inventory.gases.handle') && <CylinderDialogs cylinder={row} />}
          <CylinderHistory cylinder={row} />
        </Group>
      ),
    },
  ];
  const add = may('inventory.gases.handle') && (
    <Button onClick={() => setAdding(true)} leftSection={<IconPlus size={20} aria-hidden />}>
      {t('gases.add')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('gases.title')} lead={t('gases.lead')}>
        {add}
      </PageHeader>
      {asked.isPending ? (
        <RowsSkeleton />
      ) : asked.error ? (
        <ProblemPanel error={asked.error} retry={() => void asked.refetch()} />
      ) : all.length === 0 ? (
        <EmptyState icon={IconCylinder} title={t('gases.empty')} body={t('gases.emptyBody')}>
          {add}
        </EmptyState>
      ) : (
        <DataTable
          name={t('gases.title')}
          rows={shown}
          columns={columns}
          rowId={(row) => row.id}
          filters={
            worrying.length > 0 && (
              <Button
                variant={url.only === 'attention' ? 'filled' : 'default'}
                leftSection={<IconAlertTriangle size={18} aria-hidden />}
                aria-pressed={url.only === 'attention'}
                onClick={() => setUrl({ only: url.only === 'attention' ? undefined : 'attention' })}
              >
                {t('gases.attention', { count: worrying.length })}
              </Button>
            )
          }
        />
      )}
      {adding && <NewCylinder onClose={() => setAdding(false)} />}
    </>
  );
}

function Level({ cylinder }: { cylinder: Cylinder }) {
  const share = times(ratio(cylinder.level, cylinder.capacity) ?? '0', '100');
  const percent = rounded(share, 0);
  return (
    <span style={{ display: 'inline-grid', gap: 3, minWidth: 120, justifyItems: 'end' }}>
      <span className="num">
        {formatQuantity(cylinder.level, cylinder.unit)} · {formatPercent(percent)}
      </span>
      <span
        aria-hidden
        style={{ width: '100%', height: 6, borderRadius: 3, background: 'var(--line)', overflow: 'hidden' }}
      >
        <span
          style={{
            display: 'block',
            height: '100%',
            width: `${percent}%`,
            background: cylinder.low ? 'var(--act-now)' : 'var(--well)',
          }}
        />
      </span>
    </span>
  );
}

function NewCylinder({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const w = useWord();
  return (
    <CommandDialog
      title={t('gases.add')}
      lead={t('gases.addLead')}
      act={t('gases.add')}
      done={t('gases.added')}
      initial={{
        code: '',
        gas: 'CO2' as (typeof GASES)[number],
        unit: 'kg' as 'kg' | 'm3',
        capacity: '',
        ownership: 'RENTED' as (typeof OWNERS)[number],
        deposit_amount: '',
        inspection_due: null as string | null,
      }}
      validate={{
        code: (value) => (value.trim() ? null : t('gases.codeMissing')),
        capacity: (value) => (parseDecimal(value) ? null : t('ui.numberMissing')),
        deposit_amount: (value, values) =>
          values.ownership === 'DEPOSIT' && !parseDecimal(value) ? t('ui.numberMissing') : null,
      }}
      onClose={onClose}
      send={(values, run) =>
        run({
          method: 'POST',
          path: '/v1/gas-cylinders',
          body: {
            ...values,
            capacity: decimalOf(values.capacity),
            deposit_amount: values.ownership === 'DEPOSIT' ? decimalOf(values.deposit_amount) : null,
          },
          label: t('gases.adding', { code: values.code }),
        })
      }
    >
      {(form) => (
        <>
          <Group grow align="flex-start">
            <TextInput label={t('gases.code')} data-autofocus {...form.getInputProps('code')} />
            <Select
              label={t('gases.gas')}
              allowDeselect={false}
              data={GASES.map((one) => ({ value: one, label: w('gasNames', one) }))}
              {...form.getInputProps('gas')}
            />
          </Group>
          <Group grow align="flex-start">
            <NumberField
              label={t('gases.capacity')}
              unit={form.values.unit as string}
              {...form.getInputProps('capacity')}
            />
            <Select
              label={t('inventory.unit')}
              allowDeselect={false}
              data={['kg', 'm3']}
              {...form.getInputProps('unit')}
            />
          </Group>
          <Group grow align="flex-start">
            <Select
              label={t('gases.ownership')}
              allowDeselect={false}
              data={OWNERS.map((one) => ({ value: one, label: w('ownerships', one) }))}
              {...form.getInputProps('ownership')}
            />
            {form.values.ownership === 'DEPOSIT' && (
              <NumberField label={t('gases.deposit')} unit="MXN" {...form.getInputProps('deposit_amount')} />
            )}
          </Group>
          <DateInput
            label={t('gases.inspection')}
            valueFormat="DD/MM/YYYY"
            clearable
            clearButtonProps={{ 'aria-label': t('ui.clear') }}
            {...form.getInputProps('inspection_due')}
          />
        </>
      )}
    </CommandDialog>
  );
}
