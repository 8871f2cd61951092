import { Group, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Item, ItemKind } from '@/api/wire';
import { CommandDialog } from '@/offline/CommandDialog';
import { compare, decimalOf, parseDecimal } from '@/shared/format/decimal';
import { unitSign } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { NumberField } from '@/shared/ui/NumberField';
import { useCategories } from './categories';
import { ITEM_KINDS } from './words';

const figure = (typed: string) => (typed.trim() === '' ? null : decimalOf(typed));

/** What an item is called and for, how much of it there should be, and whether it is still used. */
export function EditItem({ item, onClose }: { item: Item; onClose: () => void }) {
  const { t } = useTranslation();
  const w = useWord();
  const { all } = useCategories();
  const title = t('items.editTitle', { name: item.name });
  const missing = (value: string) => (value.trim() === '' || parseDecimal(value) ? null : t('ui.numberMissing'));
  return (
    <CommandDialog
      title={title}
      act={t('items.saveChanges')}
      done={t('items.changed')}
      initial={{
        name: item.name,
        kind: item.kind as ItemKind,
        category_id: item.category_id,
        description: item.description,
        min_quantity: item.min_quantity ?? '',
        max_quantity: item.max_quantity ?? '',
        active: item.active,
      }}
      validate={{
        name: (value) => (value.trim().length >= 2 ? null : t('items.nameMissing')),
        min_quantity: missing,
        max_quantity: (value, values) => {
          const [least, most] = [parseDecimal(values.min_quantity), parseDecimal(value)];
          return least && most && compare(least, most) >= 0 ? t('items.maxBelowMin') : missing(value);
        },
      }}
      onClose={onClose}
      send={(values, run) =>
        run({
          method: 'PUT',
          path: '/v1/items/{item_id}',
          at: { item_id: item.id },
          body: { ...values, min_quantity: figure(values.min_quantity), max_quantity: figure(values.max_quantity) },
          label: title,
        })
      }
    >
      {(form) => (
        <>
          <TextInput label={t('inventory.name')} data-autofocus {...form.getInputProps('name')} />
          <Select
            label={t('inventory.kind')}
            allowDeselect={false}
            data={ITEM_KINDS.map((kind) => ({ value: kind, label: w('kinds', kind) }))}
            {...form.getInputProps('kind')}
          />
          <Select
            label={t('categories.one')}
            clearable
            clearButtonProps={{ 'aria-label': t('ui.clear') }}
            data={all
              .filter((one) => one.active || one.id === item.category_id)
              .map((one) => ({ value: one.id, label: one.name }))}
            {...form.getInputProps('category_id')}
          />
          <Group grow align="flex-start">
            <NumberField
              label={t('levels.minimum')}
              unit={unitSign(item.base_unit)}
              {...form.getInputProps('min_quantity')}
            />
            <NumberField
              label={t('levels.maximum')}
              unit={unitSign(item.base_unit)}
              {...form.getInputProps('max_quantity')}
            />
          </Group>
          <Textarea label={t('items.description')} autosize maxRows={4} {...form.getInputProps('description')} />
          <Switch
            label={t('items.active')}
            description={t('items.activeHint')}
            {...form.getInputProps('active', { type: 'checkbox' })}
          />
        </>
      )}
    </CommandDialog>
  );
}
