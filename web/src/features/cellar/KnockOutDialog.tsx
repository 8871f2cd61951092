import { Checkbox, Group, Select } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { every, question } from '@/api/client';
import { useCommand } from '@/offline/useCommand';
import { decimalOf, parseDecimal } from '@/shared/format/decimal';
import { formatQuantity } from '@/shared/format/format';
import { FormDialog } from '@/shared/ui/FormDialog';
import { useFieldErrors } from '@/shared/ui/form';
import { NumberField } from '@/shared/ui/NumberField';
import type { DialogProps } from './PourDialogs';
import { roomIn } from './words';

/** The wort of the brew that is in the kettle comes into the tank. */
export function KnockOutDialog({ vessel, onClose, onDone }: DialogProps) {
  const { t } = useTranslation();
  const batches = useQuery(every('production', '/v1/batches', { state: 'BREWING' }));
  const form = useForm({
    initialValues: { batch_id: null as string | null, volume_l: '', og: '', blend: false },
    validate: {
      batch_id: (value) => (value ? null : t('cellar.batchMissing')),
      volume_l: (value) => (parseDecimal(value) ? null : t('ui.numberMissing')),
      og: (value) => (value === '' || parseDecimal(value) ? null : t('ui.numberMissing')),
    },
  });
  const batchId = form.values.batch_id;
  const batch = useQuery({
    ...question('production', '/v1/batches/{batch_id}', { at: { batch_id: batchId ?? '' } }),
    enabled: batchId !== null,
  });
  const brew = batch.data?.brews.find((one) => one.state === 'BREWING');
  const command = useCommand(t('cellar.knockedOut'), onDone);
  const unplaced = useFieldErrors(form, command.refusal);
  const foreign = vessel.contents.some((content) => content.batch_id !== batchId);

  async function save(values: typeof form.values) {
    if (!brew) return;
    const after = await command.run({
      method: 'POST',
      path: '/v1/brews/{brew_id}/knock-outs',
      at: { brew_id: brew.id },
      body: {
        volume_l: decimalOf(values.volume_l),
        vessel_id: vessel.id,
        blend: values.blend,
        og: values.og === '' ? null : decimalOf(values.og),
      },
      label: t('cellar.knockingOut', { code: vessel.code }),
    });
    if (after) onDone();
  }
  return (
    <FormDialog
      title={t('cellar.knockOutInto', { code: vessel.code })}
      act={t('cellar.knockOut')}
      command={command}
      unplaced={unplaced}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => void save(values))}
    >
      <Select
        label={t('cellar.batch')}
        placeholder={batches.data?.length === 0 ? t('cellar.noBrew') : t('cellar.chooseBatch')}
        nothingFoundMessage={t('cellar.noBrew')}
        data={(batches.data ?? []).map((one) => ({ value: one.id, label: `${one.number} · ${one.recipe_name}` }))}
        {...form.getInputProps('batch_id')}
        error={form.errors.batch_id ?? (batch.data && !brew ? t('cellar.noKettle') : undefined)}
      />
      <Group grow align="flex-start">
        <NumberField
          label={t('cellar.litres')}
          unit="L"
          description={t('cellar.roomFor', { volume: formatQuantity(roomIn(vessel), 'L') })}
          hint={t('cellar.roomFor', { volume: formatQuantity(roomIn(vessel), 'L') })}
          {...form.getInputProps('volume_l')}
        />
        <NumberField label={t('cellar.og')} unit="SG" {...form.getInputProps('og')} />
      </Group>
      {batchId && vessel.contents.length > 0 && foreign && (
        <Checkbox label={t('cellar.blendOk')} {...form.getInputProps('blend', { type: 'checkbox' })} />
      )}
    </FormDialog>
  );
}
