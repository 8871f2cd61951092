import { Alert, Button, Group, Modal, SegmentedControl, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Batch, FermentationReading } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { compare, type Decimal, parseDecimal, sum, times } from '@/shared/format/decimal';
import { formatDateTime, formatGravity, formatNumber } from '@/shared/format/format';
import { useFieldErrors } from '@/shared/ui/form';
import { NumberField } from '@/shared/ui/NumberField';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';

const UP = '0.5';
/** One °P is about four points of gravity: near enough to ask twice; the server knows exactly. */
const PLATO_PER_SG = '250';

type GravityUnit = 'SG' | 'PLATO';

/** Whether a figure is more than half a °P above the one before it. */
function climbs(value: Decimal, unit: GravityUnit, before: FermentationReading): boolean {
  if (unit === 'PLATO') return compare(value, sum([before.plato ?? '0', UP])) > 0;
  const points = times(sum([value, times(before.gravity ?? '0', '-1')]), PLATO_PER_SG);
  return compare(points, UP) > 0;
}

/** A reading by hand; a figure that climbs is asked about once more before it is kept. */
export function ReadingDialog({
  batch,
  latest,
  corrects,
  onClose,
}: {
  batch: Batch;
  latest: FermentationReading | null;
  corrects: FermentationReading | null;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [unit, setUnit] = useState<GravityUnit>((corrects?.gravity_unit as GravityUnit | null) ?? 'SG');
  const [doubted, setDoubted] = useState(false);
  const number = (value: string) => (value.trim() === '' || parseDecimal(value) ? null : t('ui.numberMissing'));
  const text = (value: Decimal | null | undefined) => (value ? formatNumber(value).replace(',', '') : '');
  const form = useForm({
    initialValues: {
      gravity: corrects?.gravity_read ?? '',
      sample_c: text(corrects?.sample_c),
      temperature_c: text(corrects?.temperature_c),
      ph: text(corrects?.ph),
      note: '',
    },
    validate: { gravity: number, sample_c: number, temperature_c: number, ph: number },
  });
  const { run, busy, refusal } = useCommand(t('fermentation.saved'), onClose);
  const unplaced = useFieldErrors(form, refusal);
  const before = latest
    ? t('fermentation.before', {
        gravity: formatGravity(latest.gravity),
        plato: formatNumber(latest.plato),
        at: formatDateTime(latest.happened_at),
      })
    : undefined;

  async function save(values: typeof form.values) {
    const gravity = parseDecimal(values.gravity);
    if (gravity && latest && !corrects && !doubted && climbs(gravity, unit, latest)) {
      setDoubted(true);
      return;
    }
    const done = await run({
      method: 'POST',
      path: '/v1/batches/{batch_id}/fermentation-readings',
      at: { batch_id: batch.id },
      body: {
        gravity,
        gravity_unit: unit,
        sample_c: parseDecimal(values.sample_c),
        temperature_c: parseDecimal(values.temperature_c),
        ph: parseDecimal(values.ph),
        note: values.note.trim(),
        happened_at: corrects?.happened_at ?? new Date().toISOString(),
        confirmed: doubted || corrects !== null,
        supersedes_id: corrects?.id ?? null,
      },
      label: t('fermentation.saving', { number: batch.number }),
    });
    if (done) onClose();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t(corrects ? 'fermentation.fixTitle' : 'fermentation.add')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form onSubmit={form.onSubmit((values) => void save(values))} noValidate>
        <Stack gap="sm">
          {refusal && <ProblemPanel error={refusal} unplaced={unplaced} kept={t('problem.formKept')} />}
          {doubted && (
            <Alert
              color="yellow"
              icon={<IconAlertTriangle aria-hidden />}
              title={t('fermentation.climbs')}
              role="alert"
            >
              {t('fermentation.climbsBody')}
            </Alert>
          )}
          <SegmentedControl
            aria-label={t('fermentation.unit')}
            value={unit}
            onChange={(value) => setUnit(value as GravityUnit)}
            data={[
              { value: 'SG', label: 'SG' },
              { value: 'PLATO', label: '°P' },
            ]}
          />
          <NumberField
            data-autofocus
            label={t('fermentation.gravity')}
            unit={unit === 'SG' ? 'SG' : '°P'}
            description={before}
            hint={before}
            {...form.getInputProps('gravity')}
            onChange={(value) => {
              form.setFieldValue('gravity', value);
              setDoubted(false);
            }}
          />
          <NumberField
            label={t('fermentation.sample')}
            unit="°C"
            description={t('fermentation.sampleHint')}
            {...form.getInputProps('sample_c')}
          />
          <SimpleGrid cols={2}>
            <NumberField label={t('fermentation.temperature')} unit="°C" {...form.getInputProps('temperature_c')} />
            <NumberField label={t('fermentation.ph')} unit="pH" {...form.getInputProps('ph')} />
          </SimpleGrid>
          <TextInput label={t('fermentation.note')} {...form.getInputProps('note')} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('ui.back')}
            </Button>
            <Button type="submit" loading={busy} color={doubted ? 'red' : undefined}>
              {t(doubted ? 'fermentation.sure' : 'fermentation.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
