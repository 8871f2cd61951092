import { Button, Group, Select, Text, TextInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useForm } from '@mantine/form';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { every, question } from '@/api/client';
import type { BatchState, Vessel, VesselBooking } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { formatQuantity } from '@/shared/format/format';
import { FormDialog } from '@/shared/ui/FormDialog';
import { useFieldErrors } from '@/shared/ui/form';
import classes from './Cellar.module.css';
import { addDays } from './words';

/** What the dialog is opened for: a new booking from a day on, or one that there is. */
export interface Asked {
  vessel_id?: string;
  from_on: string;
  booking?: VesselBooking;
}

const USUAL_DAYS = 14;
const WAITING: BatchState[] = ['PLANNED', 'STARTING', 'BREWING', 'FERMENTING', 'CONDITIONING'];

/** Books a tank for a batch, or for what a note says; shows which tanks are free and big enough. */
export function BookingDialog({
  asked,
  tanks,
  writes,
  onClose,
}: {
  asked: Asked;
  tanks: Vessel[];
  writes: boolean;
  onClose: () => void;
}) {
  return asked.booking ? (
    <ChangeDialog booking={asked.booking} tanks={tanks} writes={writes} onClose={onClose} />
  ) : (
    <NewDialog asked={asked} tanks={tanks} onClose={onClose} />
  );
}

function NewDialog({ asked, tanks, onClose }: { asked: Asked; tanks: Vessel[]; onClose: () => void }) {
  const { t } = useTranslation();
  const batches = useQuery(every('production', '/v1/batches'));
  const waiting = (batches.data ?? []).filter((batch) => WAITING.includes(batch.state as BatchState));
  const form = useForm({
    initialValues: {
      batch_id: null as string | null,
      vessel_id: asked.vessel_id ?? '',
      from_on: asked.from_on as string | null,
      to_on: addDays(asked.from_on, USUAL_DAYS) as string | null,
      note: '',
    },
    validate: {
      vessel_id: (value) => (value ? null : t('calendar.vesselMissing')),
      from_on: (value) => (value ? null : t('plan.dayMissing')),
      to_on: (value, values) => (value && (!values.from_on || value > values.from_on) ? null : t('calendar.endsFirst')),
      note: (value, values) => (values.batch_id || value.trim() ? null : t('calendar.noteMissing')),
    },
  });
  const command = useCommand(t('calendar.booked'), onClose);
  const unplaced = useFieldErrors(form, command.refusal);
  const batch = waiting.find((one) => one.id === form.values.batch_id);
  const { from_on, to_on } = form.values;
  const whole = from_on !== null && to_on !== null && to_on > from_on;
  const fits = useQuery({
    ...question('production', '/v1/vessel-fits', {
      query: { volume_l: batch?.planned_volume_l ?? '0.001', from_on: from_on ?? '', to_on: to_on ?? '' },
    }),
    enabled: whole,
    placeholderData: keepPreviousData,
  });
  const fitting = new Set((fits.data?.rows ?? []).map((row) => row.vessel.id));

  async function save(values: typeof form.values) {
    const done = await command.run({
      method: 'POST',
      path: '/v1/vessel-bookings',
      label: t('calendar.booking', { code: tanks.find((tank) => tank.id === values.vessel_id)?.code ?? '' }),
      body: {
        vessel_id: values.vessel_id,
        batch_id: values.batch_id,
        from_on: values.from_on ?? '',
        to_on: values.to_on ?? '',
        note: values.note.trim(),
      },
    });
    if (done) onClose();
  }
  return (
    <FormDialog
      title={t('calendar.book')}
      act={t('calendar.save')}
      command={command}
      unplaced={unplaced}
      size="lg"
      onClose={onClose}
      onSubmit={form.onSubmit((values) => void save(values))}
    >
      <Select
        label={t('cellar.batch')}
        placeholder={t('calendar.noBatch')}
        clearable
        clearButtonProps={{ 'aria-label': t('ui.clear') }}
        data={waiting.map((one) => ({
          value: one.id,
          label: `${one.number} · ${one.recipe_name} · ${formatQuantity(one.planned_volume_l, 'L')}`,
        }))}
        {...form.getInputProps('batch_id')}
      />
      <Group grow align="flex-start">
        <DateInput
          label={t('calendar.from')}
          description={t('calendar.fromHint')}
          valueFormat="DD/MM/YYYY"
          {...form.getInputProps('from_on')}
        />
        <DateInput
          label={t('calendar.to')}
          description={t('calendar.toHint')}
          valueFormat="DD/MM/YYYY"
          minDate={from_on ? addDays(from_on, 1) : undefined}
          {...form.getInputProps('to_on')}
        />
      </Group>
      <fieldset className={classes.choices}>
        <legend>{t('calendar.vessel')}</legend>
        {tanks.map((tank) => (
          <label key={tank.id} className={classes.choice}>
            <input
              type="radio"
              name="vessel"
              disabled={fits.data !== undefined && !fitting.has(tank.id)}
              checked={form.values.vessel_id === tank.id}
              onChange={() => form.setFieldValue('vessel_id', tank.id)}
            />
            <strong>{tank.code}</strong>
            <small className="num">{formatQuantity(tank.working_max_l, 'L')}</small>
            <small>{fits.data && !fitting.has(tank.id) ? t('calendar.doesNotFit') : t('calendar.fits')}</small>
          </label>
        ))}
      </fieldset>
      {form.errors.vessel_id && (
        <span role="alert" style={{ color: 'var(--act-now)' }}>
          {form.errors.vessel_id}
        </span>
      )}
      <TextInput label={t('cellar.note')} {...form.getInputProps('note')} />
    </FormDialog>
  );
}

function ChangeDialog({
  booking,
  tanks,
  writes,
  onClose,
}: {
  booking: VesselBooking;
  tanks: Vessel[];
  writes: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: { from_on: booking.from_on as string | null, to_on: booking.to_on as string | null },
    validate: {
      from_on: (value) => (value ? null : t('plan.dayMissing')),
      to_on: (value, values) => (value && (!values.from_on || value > values.from_on) ? null : t('calendar.endsFirst')),
    },
  });
  const command = useCommand(t('calendar.changed'), onClose);
  const unplaced = useFieldErrors(form, command.refusal);
  const code = tanks.find((tank) => tank.id === booking.vessel_id)?.code ?? '';
  const at = { booking_id: booking.id };

  async function save(values: typeof form.values) {
    const body = { from_on: values.from_on ?? '', to_on: values.to_on ?? '' };
    const label = t('calendar.booking', { code });
    if (await command.run({ method: 'PUT', path: '/v1/vessel-bookings/{booking_id}', at, label, body })) onClose();
  }
  async function cancel() {
    const label = t('calendar.cancelling', { code });
    const path = '/v1/vessel-bookings/{booking_id}/cancellations';
    if (await command.run({ method: 'POST', path, at, label })) onClose();
  }
  return (
    <FormDialog
      title={`${code} · ${booking.recipe_name ?? booking.note}`}
      act={t('calendar.save')}
      command={command}
      unplaced={unplaced}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => void save(values))}
    >
      {booking.batch_number && (
        <Text className="num">
          {booking.batch_number}
          {booking.note && ` · ${booking.note}`}
        </Text>
      )}
      <Group grow align="flex-start">
        <DateInput
          label={t('calendar.from')}
          description={t('calendar.fromHint')}
          valueFormat="DD/MM/YYYY"
          disabled={!writes}
          {...form.getInputProps('from_on')}
        />
        <DateInput
          label={t('calendar.to')}
          description={t('calendar.toHint')}
          valueFormat="DD/MM/YYYY"
          disabled={!writes}
          {...form.getInputProps('to_on')}
        />
      </Group>
      {writes && (
        <Button variant="default" color="red" onClick={() => void cancel()} loading={command.busy}>
          {t('calendar.cancel')}
        </Button>
      )}
    </FormDialog>
  );
}
