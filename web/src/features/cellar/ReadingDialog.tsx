import { Checkbox, Group, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import type { LossReason } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { compare, type Decimal, decimalOf, isZero, parseDecimal } from '@/shared/format/decimal';
import { formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { FormDialog } from '@/shared/ui/FormDialog';
import { useFieldErrors } from '@/shared/ui/form';
import { NumberField } from '@/shared/ui/NumberField';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import type { DialogProps } from './PourDialogs';
import { StepsTable } from './StepsTable';
import { LOSS_REASONS } from './words';

/** Somebody reads the tank: what it says is shown at 20 °C step by step, and what is missing gets a name. */
export function ReadingDialog({ vessel, onClose, onDone }: DialogProps) {
  const { t } = useTranslation();
  const w = useWord();
  const at = { vessel_id: vessel.id };
  const table = useQuery(question('production', '/v1/vessels/{vessel_id}/strapping-table', { at }));
  const expected = useQuery(question('production', '/v1/vessels/{vessel_id}/expected-gravities', { at }));
  const form = useForm({
    initialValues: {
      // Until somebody chooses: by dip where there is a table.
      by: '',
      seen: '',
      temperature_c: '',
      og: '',
      gravity: '',
      settle: false,
      loss_reason: 'EVAPORATION' as LossReason | '',
      note: '',
    },
    validate: {
      seen: (value) => (parseDecimal(value) ? null : t('ui.numberMissing')),
      temperature_c: (value) => (parseDecimal(value) ? null : t('ui.numberMissing')),
    },
  });
  const hasTable = (table.data?.points.length ?? 0) > 0;
  const by = form.values.by || (hasTable ? 'dip' : 'shown');
  const { setFieldValue } = form;
  useEffect(() => {
    // What somebody typed while the recipe was looked up stays.
    setFieldValue('og', (typed) => typed || (expected.data?.og ?? ''));
    setFieldValue('gravity', (typed) => typed || (expected.data?.fg ?? ''));
  }, [expected.data, setFieldValue]);

  const command = useCommand(t('cellar.readingKept'), onDone);
  const unplaced = useFieldErrors(form, command.refusal);
  const look = lookOf({ ...form.values, by });
  const [asked] = useDebouncedValue(look && JSON.stringify(look), 250);
  const preview = useQuery({
    ...question('production', '/v1/vessels/{vessel_id}/reading-preview', {
      at,
      query: asked ? (JSON.parse(asked) as NonNullable<typeof look>) : { temperature_c: '20' },
    }),
    enabled: Boolean(asked),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const found = asked ? preview.data : undefined;
  const off = found && !isZero(found.difference_l);

  async function save(values: typeof form.values) {
    if (!look) return;
    const short = found !== undefined && compare(found.difference_l, '0') < 0;
    const after = await command.run({
      method: 'POST',
      path: '/v1/vessels/{vessel_id}/readings',
      at,
      body: {
        ...look,
        settlement:
          values.settle && off
            ? { loss_reason: short && values.loss_reason ? values.loss_reason : null, note: values.note }
            : null,
        note: values.note,
      },
      label: t('cellar.readingOf', { code: vessel.code }),
    });
    if (after) onDone();
  }
  return (
    <FormDialog
      title={t('cellar.readingOf', { code: vessel.code })}
      act={t('cellar.keepReading')}
      command={command}
      unplaced={unplaced}
      size="lg"
      onClose={onClose}
      onSubmit={form.onSubmit((values) => void save(values))}
    >
      <SegmentedControl
        fullWidth
        aria-label={t('cellar.readBy')}
        data={[
          { value: 'dip', label: t('cellar.byDip'), disabled: !hasTable },
          { value: 'shown', label: t('cellar.byGauge') },
        ]}
        value={by}
        onChange={(value) => form.setFieldValue('by', value)}
      />
      <Group grow align="flex-start">
        <NumberField
          label={by === 'dip' ? t('cellar.dip') : t('cellar.shown')}
          unit={by === 'dip' ? 'mm' : 'L'}
          data-autofocus
          {...form.getInputProps('seen')}
        />
        <NumberField label={t('cellar.temperature')} unit="°C" {...form.getInputProps('temperature_c')} />
      </Group>
      <Group grow align="flex-start">
        <NumberField
          label={t('cellar.og')}
          unit="SG"
          description={t('cellar.fromRecipe')}
          {...form.getInputProps('og')}
        />
        <NumberField
          label={t('cellar.gravity')}
          unit="SG"
          description={t('cellar.gravityHint')}
          {...form.getInputProps('gravity')}
        />
      </Group>
      {asked && preview.error && <ProblemPanel error={preview.error} />}
      {found && !preview.error && <StepsTable steps={found} />}
      {off && (
        <Checkbox
          label={t('cellar.settle', { volume: formatQuantity(found.volume_20_l, 'L') })}
          {...form.getInputProps('settle', { type: 'checkbox' })}
        />
      )}
      {off && form.values.settle && compare(found.difference_l, '0') < 0 && (
        <Select
          label={t('cellar.missingBecause')}
          data={[
            { value: '', label: t('cellar.asAdjustment') },
            ...LOSS_REASONS.map((reason) => ({ value: reason, label: w('lossReasons', reason) })),
          ]}
          allowDeselect={false}
          {...form.getInputProps('loss_reason')}
        />
      )}
      <TextInput label={t('cellar.note')} {...form.getInputProps('note')} />
    </FormDialog>
  );
}

interface Look {
  dip_mm?: Decimal;
  shown_l?: Decimal;
  temperature_c: Decimal;
  og?: Decimal;
  gravity?: Decimal;
}

/** What was seen, once it is whole; null while somebody still types. */
function lookOf(values: { by: string; seen: string; temperature_c: string; og: string; gravity: string }): Look | null {
  const seen = parseDecimal(values.seen);
  const temperature = parseDecimal(values.temperature_c);
  if (seen === null || temperature === null) return null;
  return {
    ...(values.by === 'dip' ? { dip_mm: seen } : { shown_l: seen }),
    temperature_c: temperature,
    ...(parseDecimal(values.og) ? { og: decimalOf(values.og) } : {}),
    ...(parseDecimal(values.gravity) ? { gravity: decimalOf(values.gravity) } : {}),
  };
}
