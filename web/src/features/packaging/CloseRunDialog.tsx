import { Group, SegmentedControl, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import type { PackagingRun } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { type Decimal, parseDecimal } from '@/shared/format/decimal';
import { formatQuantity } from '@/shared/format/format';
import { FormDialog } from '@/shared/ui/FormDialog';
import { useFieldErrors } from '@/shared/ui/form';
import { NumberField } from '@/shared/ui/NumberField';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';

const CLOSE_ENOUGH = 0.003;

type Look = { dip_mm?: Decimal; shown_l?: Decimal; temperature_c: Decimal };

/** What was read off the tank, once it is whole; null where somebody knows the litres, or still types. */
function lookOf(values: { by: string; seen: string; temperature_c: string }): Look | null {
  const [seen, temperature_c] = [parseDecimal(values.seen), parseDecimal(values.temperature_c)];
  if (values.by === 'litres' || seen === null || temperature_c === null) return null;
  return values.by === 'dip' ? { dip_mm: seen, temperature_c } : { shown_l: seen, temperature_c };
}

/** What the tank was found to hold, read here and brought to 20 °C; what becomes of it, and what a difference is called. */
export function CloseRunDialog({ run: packaging, onClose }: { run: PackagingRun; onClose: () => void }) {
  const { t } = useTranslation();
  const at = { vessel_id: packaging.vessel_id };
  const table = useQuery(question('production', '/v1/vessels/{vessel_id}/strapping-table', { at }));
  const hasTable = (table.data?.points.length ?? 0) > 0;
  const form = useForm({
    initialValues: { by: 'litres', seen: '', temperature_c: '', left_l: '', rest: 'keeps', note: '' },
    validate: {
      left_l: (value, { by }) => (by === 'litres' && parseDecimal(value) === null ? t('ui.numberMissing') : null),
      seen: (value, { by }) => (by !== 'litres' && parseDecimal(value) === null ? t('ui.numberMissing') : null),
      temperature_c: (value, { by }) =>
        by !== 'litres' && parseDecimal(value) === null ? t('ui.numberMissing') : null,
    },
  });
  const { by } = form.values;
  const look = lookOf(form.values);
  const [asked] = useDebouncedValue(look && JSON.stringify(look), 250);
  const preview = useQuery({
    ...question('production', '/v1/vessels/{vessel_id}/reading-preview', {
      at,
      query: asked ? (JSON.parse(asked) as Look) : { temperature_c: '20' },
    }),
    enabled: Boolean(asked),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const closing = useCommand(t('packaging.closed'), onClose);
  const reading = useCommand(t('cellar.readingKept'));
  const refusal = closing.refusal ?? reading.refusal;
  const unplaced = useFieldErrors(form, refusal);
  const read = asked && look && !preview.error ? (preview.data?.volume_20_l ?? null) : null;
  const left = by === 'litres' ? parseDecimal(form.values.left_l) : read;
  // Only to show: the server computes what counts.
  const before = Number(packaging.before_l);
  const difference = left === null ? null : before - Number(packaging.packaged_l) - Number(left);
  const fine = difference !== null && Math.abs(difference) <= before * CLOSE_ENOUGH;

  async function close() {
    const note = form.values.note.trim();
    let found: Decimal | null = left;
    if (look) {
      const kept = await reading.run({
        method: 'POST',
        path: '/v1/vessels/{vessel_id}/readings',
        at,
        body: { ...look, settlement: null, note: note || packaging.number },
        label: t('cellar.readingOf', { code: packaging.vessel_code }),
      });
      if (!kept) return;
      found = 'volume_20_l' in kept ? kept.volume_20_l : found;
    }
    if (found === null) return;
    const done = await closing.run({
      method: 'POST',
      path: '/v1/packaging-runs/{run_id}/closings',
      at: { run_id: packaging.id },
      body: { left_l: found, keeps_rest: form.values.rest === 'keeps', note },
      label: t('packaging.closing', { number: packaging.number }),
    });
    if (done) onClose();
  }

  const hint = t('packaging.leftHint', { volume: formatQuantity(packaging.in_tank_l, 'L') });
  return (
    <FormDialog
      title={t('packaging.close')}
      act={t('packaging.close')}
      command={{ busy: closing.busy || reading.busy, refusal }}
      unplaced={unplaced}
      disabled={by !== 'litres' && left === null}
      onClose={onClose}
      onSubmit={form.onSubmit(() => void close())}
    >
      <SegmentedControl
        fullWidth
        aria-label={t('cellar.readBy')}
        data={[
          { value: 'litres', label: t('packaging.byLitres') },
          { value: 'dip', label: t('cellar.byDip'), disabled: !hasTable },
          { value: 'shown', label: t('cellar.byGauge') },
        ]}
        {...form.getInputProps('by')}
      />
      {by === 'litres' ? (
        <NumberField
          data-autofocus
          label={t('packaging.leftLabel')}
          unit="L"
          description={hint}
          hint={hint}
          {...form.getInputProps('left_l')}
        />
      ) : (
        <Group grow align="flex-start">
          <NumberField
            label={by === 'dip' ? t('cellar.dip') : t('cellar.shown')}
            unit={by === 'dip' ? 'mm' : 'L'}
            {...form.getInputProps('seen')}
          />
          <NumberField label={t('cellar.temperature')} unit="°C" {...form.getInputProps('temperature_c')} />
        </Group>
      )}
      {asked && preview.error && <ProblemPanel error={preview.error} />}
      {read !== null && (
        <Text aria-live="polite" className="num">
          {t('packaging.at20', { volume: formatQuantity(read, 'L') })}
        </Text>
      )}
      <SegmentedControl
        aria-label={t('packaging.left')}
        data={[
          { value: 'drain', label: t('packaging.drain') },
          { value: 'keeps', label: t('packaging.keeps') },
        ]}
        {...form.getInputProps('rest')}
      />
      {difference !== null && (
        <Text aria-live="polite" className="num">
          {t('packaging.differenceIs', {
            volume: formatQuantity(difference.toFixed(3), 'L'),
            percent: before ? ((100 * difference) / before).toFixed(2) : '0',
          })}{' '}
          {fine ? t('packaging.fine') : t('packaging.sayWhy')}
        </Text>
      )}
      <TextInput label={t('packaging.note')} maxLength={200} {...form.getInputProps('note')} />
    </FormDialog>
  );
}
