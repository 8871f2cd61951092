import { Select, SimpleGrid, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import type { Batch, Brew } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { parseDecimal, ratio, rounded } from '@/shared/format/decimal';
import { formatQuantity } from '@/shared/format/format';
import { FormDialog } from '@/shared/ui/FormDialog';
import { useFieldErrors } from '@/shared/ui/form';
import { NumberField } from '@/shared/ui/NumberField';
import { useFermenters } from './useFermenters';

/** The wort of one brew goes into a fermenter: how much, how strong, and what the brew used. */
export function KnockOutDialog({
  batch,
  brew,
  opened,
  onClose,
}: {
  batch: Batch;
  brew: Brew;
  opened: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const choices = useFermenters();
  const optional = (value: string) => (value.trim() === '' || parseDecimal(value) ? null : t('ui.numberMissing'));
  const form = useForm({
    initialValues: { volume_l: '', og: '', preboil_volume_l: '', vessel_id: batch.fermenter_id, energy_kwh: '' },
    validate: {
      volume_l: (value) => (parseDecimal(value) ? null : t('ui.numberMissing')),
      og: optional,
      preboil_volume_l: optional,
      energy_kwh: optional,
    },
  });
  // What was measured on the sheet need not be typed again.
  const sheet = useQuery({
    ...question('production', '/v1/brews/{brew_id}/sheet', { at: { brew_id: brew.id } }),
    enabled: opened,
  });
  const { setValues } = form;
  useEffect(() => {
    if (!sheet.data) return;
    const measured = (code: string) => {
      const figures = sheet.data.steps.find((step) => step.code === code)?.entries.filter((entry) => entry.value);
      return figures?.at(-1)?.value?.replace(/\.?0+$/, '') ?? '';
    };
    setValues((before) => ({
      ...before,
      volume_l: before.volume_l || measured('fermenter_volume'),
      og: before.og || measured('og').replace(/^(1\.\d{1,2})$/, (read) => read.padEnd(5, '0')),
      preboil_volume_l: before.preboil_volume_l || measured('preboil_volume'),
    }));
  }, [sheet.data, setValues]);
  const { run, busy, refusal } = useCommand(t('batches.knockedOut'), onClose);
  const unplaced = useFieldErrors(form, refusal);
  const planned = ratio(batch.planned_volume_l, String(batch.brews_planned));
  const hint = planned ? t('batches.plannedWas', { volume: formatQuantity(rounded(planned, 1), 'L') }) : undefined;

  async function knockOut(values: typeof form.values) {
    const done = await run({
      method: 'POST',
      path: '/v1/brews/{brew_id}/knock-outs',
      at: { brew_id: brew.id },
      body: {
        volume_l: parseDecimal(values.volume_l) ?? '',
        og: parseDecimal(values.og),
        preboil_volume_l: parseDecimal(values.preboil_volume_l),
        energy_kwh: parseDecimal(values.energy_kwh),
        vessel_id: values.vessel_id,
        blend: false,
        at: new Date().toISOString(),
      },
      label: `${t('moves.knock_out')} ${batch.number}`,
    });
    if (done) onClose();
  }

  return (
    <FormDialog
      opened={opened}
      title={t('batches.knockOutTitle', { number: brew.number, of: batch.brews_planned })}
      act={t('moves.knock_out')}
      command={{ busy, refusal }}
      unplaced={unplaced}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => void knockOut(values))}
    >
      <Text>{t('batches.knockOutBody')}</Text>
      {choices.length > 0 && (
        <Select
          label={t('batches.fermenter')}
          data={choices}
          clearable
          clearButtonProps={{ 'aria-label': t('ui.clear') }}
          {...form.getInputProps('vessel_id')}
        />
      )}
      <NumberField
        data-autofocus
        label={t('batches.intoFermenter')}
        unit="L"
        description={hint}
        hint={hint}
        {...form.getInputProps('volume_l')}
      />
      <SimpleGrid cols={2}>
        <NumberField label={t('brews.og')} unit="SG" {...form.getInputProps('og')} />
        <NumberField label={t('brews.preboil_volume')} unit="L" {...form.getInputProps('preboil_volume_l')} />
      </SimpleGrid>
      <NumberField label={t('batches.energy')} unit="kWh" {...form.getInputProps('energy_kwh')} />
    </FormDialog>
  );
}
