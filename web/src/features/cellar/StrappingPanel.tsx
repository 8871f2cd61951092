import { Button, Group, SegmentedControl, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconRuler2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { useMay } from '@/api/session';
import type { StrappingPoint, Vessel } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { decimalOf, parseDecimal } from '@/shared/format/decimal';
import { formatCount, formatQuantity } from '@/shared/format/format';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { FormDialog } from '@/shared/ui/FormDialog';
import { useFieldErrors } from '@/shared/ui/form';
import { NumberField } from '@/shared/ui/NumberField';
import { EmptyState, Panel } from '@/shared/ui/Panel';
import { Quantity } from '@/shared/ui/values';
import { readStrapping } from './strapping';

const SHOWN = 12;

/** A vessel's strapping table: what it says, and how to bring in a better one. */
export function StrappingPanel({ vessel }: { vessel: Vessel }) {
  const { t } = useTranslation();
  const may = useMay();
  const [loading, setLoading] = useState(false);
  const table = useQuery(
    question('production', '/v1/vessels/{vessel_id}/strapping-table', { at: { vessel_id: vessel.id } }),
  );
  const points = table.data?.points ?? [];
  const step = Math.max(1, Math.ceil(points.length / SHOWN));
  const columns: Column<StrappingPoint>[] = [
    { id: 'dip', title: t('cellar.dip'), cell: (row) => <Quantity value={row.dip_mm} unit="mm" />, numeric: true },
    {
      id: 'litres',
      title: t('cellar.litres'),
      cell: (row) => <Quantity value={row.volume_l} unit="L" />,
      numeric: true,
    },
  ];
  const load = may('production.plant.set_up') && (
    <Button variant="default" onClick={() => setLoading(true)}>
      {t('strapping.load')}
    </Button>
  );
  return (
    <Panel title={t('strapping.title')} flush aside={points.length > 0 && load}>
      {table.data && points.length === 0 ? (
        <EmptyState icon={IconRuler2} title={t('strapping.none')} body={t('strapping.noneBody')}>
          {load}
        </EmptyState>
      ) : (
        <>
          <DataTable
            bare
            name={t('strapping.title')}
            rows={points.filter((_, index) => index % step === 0 || index === points.length - 1)}
            columns={columns}
            rowId={(row) => row.dip_mm}
          />
          {step > 1 && (
            <Text px="md" py="xs" className="quiet num">
              {t('strapping.someOf', { count: points.length, figure: formatCount(points.length) })}
            </Text>
          )}
        </>
      )}
      {loading && <LoadDialog vessel={vessel} onClose={() => setLoading(false)} />}
    </Panel>
  );
}

function LoadDialog({ vessel, onClose }: { vessel: Vessel; onClose: () => void }) {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: { by: 'paste', text: '', radius_mm: '', half_angle_deg: '30', cylinder_mm: '', step_mm: '10' },
  });
  const command = useCommand(t('strapping.loaded'), onClose);
  const unplaced = useFieldErrors(form, command.refusal);
  const pasted = readStrapping(form.values.text);
  const drawn = form.values.by === 'drawing';
  const last = pasted.points.at(-1);

  async function save(values: typeof form.values) {
    const at = { vessel_id: vessel.id };
    const label = t('strapping.loading', { code: vessel.code });
    if (drawn) {
      const figures = [values.radius_mm, values.half_angle_deg, values.cylinder_mm, values.step_mm];
      if (figures.some((figure) => parseDecimal(figure) === null)) {
        form.setErrors({ radius_mm: t('ui.numberMissing') });
        return;
      }
      const body = {
        radius_mm: decimalOf(values.radius_mm),
        half_angle_deg: decimalOf(values.half_angle_deg),
        cylinder_mm: decimalOf(values.cylinder_mm),
        step_mm: Number.parseInt(values.step_mm, 10),
      };
      if (await command.run({ method: 'POST', path: '/v1/vessels/{vessel_id}/strapping-drawings', at, label, body }))
        onClose();
      return;
    }
    const body = { points: pasted.points };
    if (await command.run({ method: 'PUT', path: '/v1/vessels/{vessel_id}/strapping-table', at, label, body }))
      onClose();
  }
  return (
    <FormDialog
      title={t('strapping.of', { code: vessel.code })}
      act={t('strapping.save')}
      command={command}
      unplaced={unplaced}
      size="lg"
      onClose={onClose}
      onSubmit={form.onSubmit((values) => void save(values))}
    >
      <SegmentedControl
        fullWidth
        aria-label={t('strapping.how')}
        data={[
          { value: 'paste', label: t('strapping.paste') },
          { value: 'drawing', label: t('strapping.drawing') },
        ]}
        {...form.getInputProps('by')}
      />
      {drawn ? (
        <>
          <Text>{t('strapping.drawingLead')}</Text>
          <Group grow align="flex-start">
            <NumberField label={t('strapping.radius')} unit="mm" {...form.getInputProps('radius_mm')} />
            <NumberField label={t('strapping.cylinder')} unit="mm" {...form.getInputProps('cylinder_mm')} />
          </Group>
          <Group grow align="flex-start">
            <NumberField
              label={t('strapping.angle')}
              unit="°"
              description={t('strapping.angleHint')}
              {...form.getInputProps('half_angle_deg')}
            />
            <NumberField label={t('strapping.step')} unit="mm" {...form.getInputProps('step_mm')} />
          </Group>
        </>
      ) : (
        <>
          <Textarea
            label={t('strapping.text')}
            description={t('strapping.textHint')}
            data-autofocus
            autosize
            minRows={8}
            maxRows={16}
            styles={{ input: { fontVariantNumeric: 'tabular-nums' } }}
            {...form.getInputProps('text')}
          />
          <Text aria-live="polite" className="num">
            {t('strapping.read', { count: pasted.points.length, figure: formatCount(pasted.points.length) })}
            {last && ` · ${t('strapping.upTo', { volume: formatQuantity(last.volume_l, 'L') })}`}
            {pasted.wrong.length > 0 && ` · ${t('strapping.unread', { lines: pasted.wrong.join(', ') })}`}
          </Text>
        </>
      )}
    </FormDialog>
  );
}
