import { Button, Group, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import type { Item } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { decimalOf, parseDecimal } from '@/shared/format/decimal';
import { formatQuantity } from '@/shared/format/format';
import { useFieldErrors } from '@/shared/ui/form';
import { NumberField } from '@/shared/ui/NumberField';
import { Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';

/** The item's own units: what a sack or a packet of it holds. */
export function Conversions({ item }: { item: Item }) {
  const { t } = useTranslation();
  const may = useMay();
  const form = useForm({
    initialValues: { unit: '', factor_to_base: '' },
    validate: {
      unit: (value) => (value.trim() ? null : t('conversions.unitMissing')),
      factor_to_base: (value) => (parseDecimal(value) ? null : t('ui.numberMissing')),
    },
  });
  const { run, busy, refusal } = useCommand(t('conversions.saved'));
  const unplaced = useFieldErrors(form, refusal);

  async function save({ unit, factor_to_base }: typeof form.values) {
    const done = await run({
      method: 'PUT',
      path: '/v1/items/{item_id}/conversions/{unit}',
      at: { item_id: item.id, unit: unit.trim() },
      body: { factor_to_base: decimalOf(factor_to_base) },
      label: t('conversions.saving', { unit, name: item.name }),
    });
    if (done) form.reset();
  }

  if (item.conversions.length === 0 && !may('inventory.items.edit')) return null;
  return (
    <Panel title={t('conversions.title')}>
      {item.conversions.length > 0 && (
        <ul style={{ margin: '0 0 12px', paddingLeft: 18 }}>
          {item.conversions.map((one) => (
            <li key={one.unit}>
              {t('conversions.one', { unit: one.unit, holds: formatQuantity(one.factor_to_base, item.base_unit) })}
            </li>
          ))}
        </ul>
      )}
      {may('inventory.items.edit') && (
        <form onSubmit={form.onSubmit((values) => void save(values))} noValidate>
          {refusal && <ProblemPanel error={refusal} unplaced={unplaced} />}
          <Group align="flex-start" gap="sm">
            <TextInput
              label={t('conversions.unit')}
              placeholder={t('conversions.example')}
              w={180}
              {...form.getInputProps('unit')}
            />
            <NumberField
              label={t('conversions.holds')}
              unit={item.base_unit}
              w={200}
              {...form.getInputProps('factor_to_base')}
            />
            <Button type="submit" variant="default" mt={24} loading={busy}>
              {t('conversions.save')}
            </Button>
          </Group>
        </form>
      )}
    </Panel>
  );
}
