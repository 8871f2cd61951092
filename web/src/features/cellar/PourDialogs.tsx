import { Select, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { LossReason, Vessel } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { decimalOf, parseDecimal } from '@/shared/format/decimal';
import { formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { FormDialog } from '@/shared/ui/FormDialog';
import { useFieldErrors } from '@/shared/ui/form';
import { NumberField } from '@/shared/ui/NumberField';
import { LOSS_REASONS, roomIn } from './words';

export interface DialogProps {
  vessel: Vessel;
  onClose: () => void;
  onDone: () => void;
}

function useReasons(): { value: LossReason; label: string }[] {
  const w = useWord();
  return LOSS_REASONS.map((reason) => ({ value: reason, label: w('lossReasons', reason) }));
}

/** So much of the tank is gone, and why. */
export function LossDialog({ vessel, onClose, onDone }: DialogProps) {
  const { t } = useTranslation();
  const reasons = useReasons();
  const form = useForm({
    initialValues: { volume_l: '', reason: 'YEAST' as LossReason, note: '' },
    validate: { volume_l: (value) => (parseDecimal(value) ? null : t('ui.numberMissing')) },
  });
  const command = useCommand(t('cellar.lost'), onDone);
  const unplaced = useFieldErrors(form, command.refusal);

  async function save(values: typeof form.values) {
    const after = await command.run({
      method: 'POST',
      path: '/v1/vessels/{vessel_id}/losses',
      at: { vessel_id: vessel.id },
      body: { ...values, volume_l: decimalOf(values.volume_l) },
      label: t('cellar.losing', { code: vessel.code }),
    });
    if (after) onDone();
  }
  return (
    <FormDialog
      title={t('cellar.lossFrom', { code: vessel.code })}
      act={t('cellar.loss')}
      command={command}
      unplaced={unplaced}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => void save(values))}
    >
      <NumberField
        label={t('cellar.litres')}
        unit="L"
        data-autofocus
        description={t('cellar.thereAre', { volume: formatQuantity(vessel.volume_l, 'L') })}
        hint={t('cellar.thereAre', { volume: formatQuantity(vessel.volume_l, 'L') })}
        {...form.getInputProps('volume_l')}
      />
      <Select label={t('cellar.reason')} allowDeselect={false} data={reasons} {...form.getInputProps('reason')} />
      <TextInput label={t('cellar.note')} {...form.getInputProps('note')} />
    </FormDialog>
  );
}

/** Deaerated water comes to the beer. */
export function WaterDialog({ vessel, onClose, onDone }: DialogProps) {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: { volume_l: '', note: '' },
    validate: { volume_l: (value) => (parseDecimal(value) ? null : t('ui.numberMissing')) },
  });
  const command = useCommand(t('cellar.watered'), onDone);
  const unplaced = useFieldErrors(form, command.refusal);

  async function save(values: typeof form.values) {
    const after = await command.run({
      method: 'POST',
      path: '/v1/vessels/{vessel_id}/dilutions',
      at: { vessel_id: vessel.id },
      body: { ...values, volume_l: decimalOf(values.volume_l) },
      label: t('cellar.watering', { code: vessel.code }),
    });
    if (after) onDone();
  }
  return (
    <FormDialog
      title={t('cellar.waterInto', { code: vessel.code })}
      act={t('cellar.water')}
      command={command}
      unplaced={unplaced}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => void save(values))}
    >
      <NumberField
        label={t('cellar.litres')}
        unit="L"
        data-autofocus
        description={t('cellar.roomFor', { volume: formatQuantity(roomIn(vessel), 'L') })}
        hint={t('cellar.roomFor', { volume: formatQuantity(roomIn(vessel), 'L') })}
        {...form.getInputProps('volume_l')}
      />
      <TextInput label={t('cellar.note')} {...form.getInputProps('note')} />
    </FormDialog>
  );
}

/** What is left goes down the drain; it cannot come back, so the reason is asked for. */
export function EmptyingDialog({ vessel, onClose, onDone }: DialogProps) {
  const { t } = useTranslation();
  const reasons = useReasons();
  const form = useForm({ initialValues: { reason: 'DUMPED' as LossReason, note: '' } });
  const command = useCommand(t('cellar.emptied'), onDone);
  const unplaced = useFieldErrors(form, command.refusal);

  async function save(values: typeof form.values) {
    const after = await command.run({
      method: 'POST',
      path: '/v1/vessels/{vessel_id}/emptyings',
      at: { vessel_id: vessel.id },
      body: values,
      label: t('cellar.emptying', { code: vessel.code }),
    });
    if (after) onDone();
  }
  return (
    <FormDialog
      title={t('cellar.emptyOf', { code: vessel.code })}
      act={t('cellar.emptyOut')}
      danger
      command={command}
      unplaced={unplaced}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => void save(values))}
    >
      <Text>{t('cellar.emptyLead', { volume: formatQuantity(vessel.volume_l, 'L') })}</Text>
      <Select label={t('cellar.reason')} allowDeselect={false} data={reasons} {...form.getInputProps('reason')} />
      <TextInput label={t('cellar.note')} {...form.getInputProps('note')} />
    </FormDialog>
  );
}
