import { Button, Group, Modal, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Item, ItemKind } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { useWord } from '@/shared/i18n/useWord';
import { useFieldErrors } from '@/shared/ui/form';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { ITEM_KINDS } from './words';

/** A new thing for the catalogue; its base unit is for good, since every lot counts in it. */
export function ItemForm({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const w = useWord();
  const navigate = useNavigate();
  const form = useForm({
    initialValues: { sku: '', name: '', kind: 'MALT' as ItemKind, base_unit: 'kg' as Item['base_unit'] },
    validate: {
      sku: (value) => (value.trim().length >= 2 ? null : t('items.skuMissing')),
      name: (value) => (value.trim().length >= 2 ? null : t('items.nameMissing')),
    },
  });
  const { run, busy, refusal, clear } = useCommand(t('items.added'), onClose);
  const unplaced = useFieldErrors(form, refusal);

  async function create(body: typeof form.values) {
    const item = await run({ method: 'POST', path: '/v1/items', body, label: t('items.adding', { name: body.name }) });
    if (!item) return;
    form.reset();
    onClose();
    await navigate({ to: '/items/$itemId', params: { itemId: item.id } });
  }

  return (
    <Modal
      opened={opened}
      onClose={() => {
        clear();
        onClose();
      }}
      title={t('items.add')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form onSubmit={form.onSubmit((values) => void create(values))} noValidate>
        <Stack gap="sm">
          {refusal && <ProblemPanel error={refusal} unplaced={unplaced} kept={t('problem.formKept')} />}
          <TextInput label={t('inventory.name')} data-autofocus {...form.getInputProps('name')} />
          <TextInput
            label={t('inventory.sku')}
            description={t('items.skuHint')}
            autoCapitalize="characters"
            {...form.getInputProps('sku')}
          />
          <Select
            label={t('inventory.kind')}
            allowDeselect={false}
            data={ITEM_KINDS.map((kind) => ({ value: kind, label: w('kinds', kind) }))}
            {...form.getInputProps('kind')}
          />
          <div>
            <Text component="label" fw={600} id="base-unit">
              {t('inventory.baseUnit')}
            </Text>
            <SegmentedControl
              fullWidth
              aria-labelledby="base-unit"
              data={[
                { value: 'kg', label: t('units.kg') },
                { value: 'L', label: t('units.L') },
                { value: 'piece', label: t('units.piece') },
              ]}
              {...form.getInputProps('base_unit')}
            />
            <Text size="sm" c="dimmed" mt={4}>
              {t('items.baseUnitHint')}
            </Text>
          </div>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('ui.back')}
            </Button>
            <Button type="submit" loading={busy}>
              {t('items.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
