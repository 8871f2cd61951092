import { Group } from '@mantine/core';
import { IconMicroscope } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { useMay } from '@/api/session';
import type { YeastStrain } from '@/api/wire';
import { CommandDialog } from '@/offline/CommandDialog';
import { decimalOf, parseDecimal } from '@/shared/format/decimal';
import { formatPercent } from '@/shared/format/format';
import { DataTable } from '@/shared/ui/DataTable';
import { NumberField } from '@/shared/ui/NumberField';
import { EmptyState, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { RowsSkeleton } from '@/shared/ui/skeletons';

/** How often each strain may be pitched again, and how alive it has to be; whoever keeps the catalogue sets it. */
export function Strains() {
  const { t } = useTranslation();
  const may = useMay();
  const [open, setOpen] = useState<YeastStrain | null>(null);
  const strains = useQuery(question('inventory', '/v1/yeast-strains'));
  return (
    <Panel title={t('strains.title')} flush={(strains.data?.items.length ?? 0) > 0}>
      {strains.isPending ? (
        <RowsSkeleton />
      ) : strains.error ? (
        <ProblemPanel error={strains.error} retry={() => void strains.refetch()} />
      ) : strains.data.items.length === 0 ? (
        <EmptyState icon={IconMicroscope} title={t('strains.empty')} body={t('strains.emptyBody')} />
      ) : (
        <DataTable
          bare
          name={t('strains.title')}
          rows={strains.data.items}
          rowId={(row) => row.item_id}
          onOpen={may('inventory.items.edit') ? setOpen : undefined}
          columns={[
            {
              id: 'name',
              title: t('yeast.strain'),
              cell: (row) => row.name,
              order: (a, b) => a.name.localeCompare(b.name),
            },
            { id: 'sku', title: t('inventory.sku'), cell: (row) => <span className="num">{row.sku}</span>, wide: true },
            {
              id: 'most',
              title: t('strains.most'),
              cell: (row) => t('strains.gen', { number: row.max_generation }),
              numeric: true,
            },
            {
              id: 'least',
              title: t('strains.least'),
              cell: (row) => formatPercent(row.min_viability_pct),
              numeric: true,
            },
          ]}
        />
      )}
      {open && <LimitsDialog strain={open} onClose={() => setOpen(null)} />}
    </Panel>
  );
}

function LimitsDialog({ strain, onClose }: { strain: YeastStrain; onClose: () => void }) {
  const { t } = useTranslation();
  const title = t('strains.limitsOf', { strain: strain.name });
  return (
    <CommandDialog
      title={title}
      lead={t('strains.lead')}
      act={t('items.saveChanges')}
      done={t('strains.saved')}
      initial={{ max_generation: String(strain.max_generation), min_viability_pct: strain.min_viability_pct }}
      validate={{
        max_generation: (value) => (/^[1-9]\d?$/.test(value.trim()) ? null : t('strains.mostMissing')),
        min_viability_pct: (value) => (parseDecimal(value) ? null : t('ui.numberMissing')),
      }}
      onClose={onClose}
      send={(values, run) =>
        run({
          method: 'PUT',
          path: '/v1/yeast-strains/{item_id}',
          at: { item_id: strain.item_id },
          body: {
            max_generation: Number(values.max_generation),
            min_viability_pct: decimalOf(values.min_viability_pct),
          },
          label: title,
        })
      }
    >
      {(form) => (
        <Group grow align="flex-start">
          <NumberField label={t('strains.most')} unit="G" data-autofocus {...form.getInputProps('max_generation')} />
          <NumberField label={t('strains.least')} unit="%" {...form.getInputProps('min_viability_pct')} />
        </Group>
      )}
    </CommandDialog>
  );
}
