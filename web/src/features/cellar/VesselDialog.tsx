import { Group, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { VesselKind } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { decimalOf, parseDecimal } from '@/shared/format/decimal';
import { useWord } from '@/shared/i18n/useWord';
import { FormDialog } from '@/shared/ui/FormDialog';
import { useFieldErrors } from '@/shared/ui/form';
import { NumberField } from '@/shared/ui/NumberField';

const KINDS: VesselKind[] = ['FERMENTER', 'BRITE', 'MASH_TUN', 'KETTLE', 'HLT', 'BREWHOUSE'];

/** A vessel comes into the plant. */
export function VesselDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const w = useWord();
  const form = useForm({
    initialValues: {
      code: '',
      name: '',
      kind: 'FERMENTER' as VesselKind,
      nominal_volume_l: '',
      working_max_l: '',
      glycol_zone: '',
      material: '304' as '304' | '316',
    },
    validate: {
      code: (value) => (value.trim() ? null : t('cellar.codeMissing')),
      name: (value) => (value.trim() ? null : t('cellar.nameMissing')),
      nominal_volume_l: (value) => (parseDecimal(value) ? null : t('ui.numberMissing')),
      working_max_l: (value) => (parseDecimal(value) ? null : t('ui.numberMissing')),
    },
  });
  const command = useCommand(t('cellar.added'), onClose);
  const unplaced = useFieldErrors(form, command.refusal);

  async function save(values: typeof form.values) {
    const done = await command.run({
      method: 'POST',
      path: '/v1/vessels',
      label: t('cellar.adding', { code: values.code }),
      body: {
        code: values.code.trim(),
        name: values.name.trim(),
        kind: values.kind,
        nominal_volume_l: decimalOf(values.nominal_volume_l),
        working_max_l: decimalOf(values.working_max_l),
        glycol_zone: values.glycol_zone.trim() || null,
        material: values.material,
        notes: '',
      },
    });
    if (done) onClose();
  }
  return (
    <FormDialog
      title={t('cellar.add')}
      act={t('cellar.saveVessel')}
      command={command}
      unplaced={unplaced}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => void save(values))}
    >
      <Group grow align="flex-start">
        <TextInput
          label={t('cellar.code')}
          data-autofocus
          autoCapitalize="characters"
          {...form.getInputProps('code')}
        />
        <TextInput label={t('cellar.name')} {...form.getInputProps('name')} />
      </Group>
      <Select
        label={t('cellar.kind')}
        allowDeselect={false}
        data={KINDS.map((kind) => ({ value: kind, label: w('vesselKinds', kind) }))}
        {...form.getInputProps('kind')}
      />
      <Group grow align="flex-start">
        <NumberField label={t('cellar.nominal')} unit="L" {...form.getInputProps('nominal_volume_l')} />
        <NumberField label={t('cellar.working')} unit="L" {...form.getInputProps('working_max_l')} />
      </Group>
      <Group grow align="flex-start">
        <TextInput label={t('cellar.glycolZone')} maxLength={10} {...form.getInputProps('glycol_zone')} />
        <Select
          label={t('cellar.material')}
          allowDeselect={false}
          data={['304', '316'].map((steel) => ({ value: steel, label: t('cellar.steel', { steel }) }))}
          {...form.getInputProps('material')}
        />
      </Group>
    </FormDialog>
  );
}
