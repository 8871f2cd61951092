import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconArrowUpRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { every } from '@/api/client';
import type { Item } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { decimalOf, parseDecimal } from '@/shared/format/decimal';
import { formatDate, formatMoney, formatQuantity, unitSign } from '@/shared/format/format';
import { useFieldErrors } from '@/shared/ui/form';
import { NumberField } from '@/shared/ui/NumberField';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { useUnits } from './useUnits';

/** Takes some of an item out of stock by hand, oldest lot first, with a reason. */
export function IssueButton({ item }: { item: Item }) {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure(false);
  const units = useUnits(item);
  const lots = useQuery({
    ...every('inventory', '/v1/lots', { item_id: item.id, open_only: true, standing: 'AVAILABLE' }),
    enabled: opened,
  });
  const form = useForm({
    initialValues: {
      quantity: '',
      unit: item.base_unit as string,
      reason: '',
      lot_id: null as string | null,
      override_reason: '',
    },
    validate: {
      quantity: (value) => (parseDecimal(value) ? null : t('ui.numberMissing')),
      reason: (value) => (value.trim().length >= 3 ? null : t('issue.reasonMissing')),
      override_reason: (value, values) =>
        values.lot_id === null || value.trim().length >= 3 ? null : t('issue.overrideMissing'),
    },
  });
  const { run, busy, refusal } = useCommand(undefined, () => {
    form.reset();
    close();
  });
  const unplaced = useFieldErrors(form, refusal);

  async function issue({ quantity, unit, reason, lot_id, override_reason }: typeof form.values) {
    const done = await run({
      method: 'POST',
      path: '/v1/issues',
      body: {
        reason,
        lines: [{ item_id: item.id, quantity: decimalOf(quantity), unit, lot_id }],
        override_reason: lot_id === null ? null : override_reason,
      },
      label: t('issue.issuing', { name: item.name }),
    });
    if (!done) return;
    notifications.show({
      title: t('issue.done', { cost: formatMoney(done.total_cost) }),
      message: done.draws.map((draw) => `${draw.lot_code}: ${formatQuantity(draw.quantity, draw.unit)}`).join(' · '),
      color: 'agave',
    });
    for (const warning of done.warnings) {
      notifications.show({
        title: t('issue.claimed', { name: warning.item_name }),
        message: t('issue.claimedBy', {
          left: formatQuantity(warning.drawable, warning.unit),
          reserved: formatQuantity(warning.reserved, warning.unit),
          batches: warning.batches.join(', '),
        }),
        color: 'yellow',
        autoClose: 12_000,
      });
    }
    form.reset();
    close();
  }

  return (
    <>
      <Button variant="default" leftSection={<IconArrowUpRight size={20} aria-hidden />} onClick={open}>
        {t('issue.act')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('issue.title', { name: item.name })}
        closeButtonProps={{ 'aria-label': t('ui.close') }}
      >
        <form onSubmit={form.onSubmit((values) => void issue(values))} noValidate>
          <Stack gap="sm">
            <Text c="dimmed">{t('issue.lead', { onHand: formatQuantity(item.on_hand, item.base_unit) })}</Text>
            {refusal && <ProblemPanel error={refusal} unplaced={unplaced} kept={t('problem.formKept')} />}
            <Group align="flex-start" grow>
              <NumberField
                label={t('movements.quantity')}
                unit={unitSign(form.values.unit)}
                data-autofocus
                hint={t('issue.hint', { onHand: formatQuantity(item.on_hand, item.base_unit) })}
                {...form.getInputProps('quantity')}
              />
              <Select label={t('inventory.unit')} allowDeselect={false} data={units} {...form.getInputProps('unit')} />
            </Group>
            <TextInput
              label={t('ui.reason')}
              placeholder={t('issue.reasonExample')}
              {...form.getInputProps('reason')}
            />
            <Select
              label={t('issue.lot')}
              placeholder={item.draw_policy === 'FEFO' ? t('issue.byExpiry') : t('issue.byAge')}
              clearable
              clearButtonProps={{ 'aria-label': t('ui.clear') }}
              data={(lots.data ?? []).map((lot) => ({
                value: lot.id,
                label: `${lot.code} · ${formatQuantity(lot.remaining_quantity, lot.unit)} · ${formatDate(lot.received_at)}`,
              }))}
              {...form.getInputProps('lot_id')}
            />
            {form.values.lot_id && (
              <TextInput
                label={t('issue.override')}
                description={t('issue.overrideHint')}
                {...form.getInputProps('override_reason')}
              />
            )}
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {t('ui.back')}
              </Button>
              <Button type="submit" loading={busy}>
                {t('issue.act')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
