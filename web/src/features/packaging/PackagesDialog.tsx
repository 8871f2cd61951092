import { Select, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { pages, question } from '@/api/client';
import type { PackagingRun } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { compare, parseDecimal, times } from '@/shared/format/decimal';
import { formatQuantity, unitSign } from '@/shared/format/format';
import { FormDialog } from '@/shared/ui/FormDialog';
import { useFieldErrors } from '@/shared/ui/form';
import { NumberField } from '@/shared/ui/NumberField';

/** So many bottles or cans are full. */
export function PackagesDialog({ run: packaging, onClose }: { run: PackagingRun; onClose: () => void }) {
  const { t } = useTranslation();
  const formats = useQuery(question('production', '/v1/package-formats'));
  const items = useInfiniteQuery(pages('inventory', '/v1/items', { kind: 'BEER' }));
  const form = useForm({
    initialValues: { format_id: null as string | null, count: '', product_item_id: null as string | null },
    validate: {
      format_id: (value) => (value ? null : t('ui.numberMissing')),
      count: (value) => (/^[1-9]\d*$/.test(value) ? null : t('ui.numberMissing')),
    },
  });
  const { run, busy, refusal } = useCommand(t('packaging.counted'), onClose);
  const unplaced = useFieldErrors(form, refusal);
  const counted = (formats.data?.items ?? []).filter((format) => format.kind !== 'KEG');
  const format = counted.find((one) => one.id === form.values.format_id);
  const count = parseDecimal(form.values.count);
  const volume = format && count ? times(format.volume_l, count) : null;

  async function record() {
    const done = await run({
      method: 'POST',
      path: '/v1/packaging-runs/{run_id}/packages',
      at: { run_id: packaging.id },
      body: {
        format_id: form.values.format_id ?? '',
        count: Number(form.values.count),
        product_item_id: form.values.product_item_id,
      },
      label: t('packaging.counting', { count: Number(form.values.count), name: format?.name ?? '' }),
    });
    if (done) onClose();
  }

  return (
    <FormDialog
      title={t('packaging.count')}
      act={t('packaging.count')}
      command={{ busy, refusal }}
      unplaced={unplaced}
      onClose={onClose}
      onSubmit={form.onSubmit(() => void record())}
    >
      <Select
        label={t('packaging.format')}
        data={counted.map((one) => ({
          value: one.id,
          label: `${one.name} · ${formatQuantity(one.volume_l, 'L')}`,
        }))}
        {...form.getInputProps('format_id')}
      />
      <NumberField
        label={t('packaging.howMany')}
        unit={unitSign('piece')}
        description={
          volume
            ? compare(volume, packaging.in_tank_l) > 0
              ? t('packaging.tooMuch', { volume: formatQuantity(packaging.in_tank_l, 'L') })
              : t('packaging.willTake', { volume: formatQuantity(volume, 'L') })
            : undefined
        }
        {...form.getInputProps('count')}
      />
      <Select
        label={t('packaging.product')}
        description={t('packaging.productHint')}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('ui.clear') }}
        nothingFoundMessage={t('ui.noneMatch')}
        data={(items.data ?? [])
          .filter((item) => item.base_unit === 'piece')
          .map((item) => ({ value: item.id, label: item.name }))}
        {...form.getInputProps('product_item_id')}
      />
      <Text aria-live="polite" className="quiet">
        {packaging.vessel_code} · {formatQuantity(packaging.in_tank_l, 'L')}
      </Text>
    </FormDialog>
  );
}
