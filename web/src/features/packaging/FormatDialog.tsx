import { ActionIcon, Button, Group, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useItemChoices } from '@/api/choices';
import type { PackageFormat } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { decimalOf, isZero, parseDecimal } from '@/shared/format/decimal';
import { unitSign } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { FormDialog } from '@/shared/ui/FormDialog';
import { useFieldErrors } from '@/shared/ui/form';
import { NumberField } from '@/shared/ui/NumberField';
import { type Choice, Picker } from '@/shared/ui/Picker';

const KINDS: PackageFormat['kind'][] = ['KEG', 'BOTTLE', 'CAN', 'GROWLER'];

interface Material {
  key: string;
  item: Choice | null;
  amount: string;
  unit: string;
}

let number = 0;
function material(given: Partial<Material> = {}): Material {
  number += 1;
  return { key: `material-${number}`, item: null, amount: '1', unit: 'piece', ...given };
}

/** What a kind of package holds, how long it keeps and what it is made of. */
export function FormatDialog({ format, onClose }: { format: PackageFormat | null; onClose: () => void }) {
  const { t } = useTranslation();
  const w = useWord();
  const figure = (value: string) =>
    parseDecimal(value) && !isZero(parseDecimal(value) ?? '0') ? null : t('ui.numberMissing');
  const form = useForm({
    initialValues: {
      code: format?.code ?? '',
      name: format?.name ?? '',
      kind: format?.kind ?? ('BOTTLE' as PackageFormat['kind']),
      volume_l: format ? decimalOf(format.volume_l) : '',
      shelf_life_days: format ? String(format.shelf_life_days) : '120',
      materials: (format?.materials ?? []).map((each) =>
        material({ item: { id: each.item_id, name: each.item_name }, amount: decimalOf(each.amount), unit: each.unit }),
      ),
    },
    validate: {
      code: (value) => (value.trim() ? null : t('ui.numberMissing')),
      name: (value) => (value.trim() ? null : t('ui.numberMissing')),
      volume_l: figure,
      shelf_life_days: figure,
      materials: { item: (value) => (value ? null : t('receiving.itemMissing')), amount: figure },
    },
  });
  const { run, busy, refusal } = useCommand(t('packaging.defined'), onClose);
  const unplaced = useFieldErrors(form, refusal);

  async function define(values: typeof form.values) {
    const done = await run({
      method: 'POST',
      path: '/v1/package-formats',
      body: {
        code: values.code.trim(),
        name: values.name.trim(),
        kind: values.kind,
        volume_l: decimalOf(values.volume_l),
        shelf_life_days: Number(values.shelf_life_days),
        materials: values.materials.map((each) => ({
          item_id: each.item?.id ?? '',
          amount: decimalOf(each.amount),
          unit: each.unit,
        })),
      },
      label: t('packaging.defining', { name: values.name }),
    });
    if (done) onClose();
  }

  return (
    <FormDialog
      title={t(format ? 'packaging.edit' : 'packaging.define')}
      act={t('packaging.save')}
      size="lg"
      command={{ busy, refusal }}
      unplaced={unplaced}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => void define(values))}
    >
      <Group grow align="flex-start">
        <TextInput
          label={t('packaging.code')}
          readOnly={format !== null}
          maxLength={20}
          {...form.getInputProps('code')}
        />
        <TextInput label={t('packaging.name')} maxLength={80} {...form.getInputProps('name')} />
      </Group>
      <Group grow align="flex-start">
        <Select
          label={t('packaging.kind')}
          allowDeselect={false}
          data={KINDS.map((value) => ({ value, label: w('packageKinds', value) }))}
          {...form.getInputProps('kind')}
        />
        <NumberField label={t('packaging.holds')} unit="L" {...form.getInputProps('volume_l')} />
        <NumberField
          label={t('packaging.life')}
          unit={t('packaging.daysUnit')}
          {...form.getInputProps('shelf_life_days')}
        />
      </Group>
      {form.values.materials.map((each, index) => (
        <Group key={each.key} align="flex-end" wrap="nowrap">
          <div style={{ flex: 2 }}>
            <Picker
              label={t('packaging.takes')}
              placeholder={t('receiving.findItem')}
              useChoices={useItemChoices}
              value={each.item}
              onChange={(choice) => form.setFieldValue(`materials.${index}.item`, choice)}
              error={form.errors[`materials.${index}.item`] ?? form.errors[`materials.${index}.item_id`]}
            />
          </div>
          <div style={{ flex: 1 }}>
            <NumberField
              label={t('packaging.perPiece')}
              unit={unitSign(each.unit)}
              {...form.getInputProps(`materials.${index}.amount`)}
            />
          </div>
          <ActionIcon
            variant="subtle"
            size={44}
            aria-label={t('receiving.remove', { number: index + 1 })}
            onClick={() => form.removeListItem('materials', index)}
          >
            <IconTrash size={20} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      <Group>
        <Button
          variant="default"
          leftSection={<IconPlus size={18} aria-hidden />}
          onClick={() => form.insertListItem('materials', material())}
        >
          {t('packaging.addMaterial')}
        </Button>
      </Group>
    </FormDialog>
  );
}
