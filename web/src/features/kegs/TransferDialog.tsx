import { ActionIcon, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Keg } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { compare, parseDecimal, sum, times } from '@/shared/format/decimal';
import { formatQuantity } from '@/shared/format/format';
import { NumberField } from '@/shared/ui/NumberField';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { readCode } from './scanning';

interface Target {
  key: number;
  code: string;
  litres: string;
}

/** One full keg over into clean ones; what is not said to go anywhere is lost, and said so before it happens. */
export function TransferDialog({ keg, onClose }: { keg: Keg; onClose: () => void }) {
  const { t } = useTranslation();
  const [targets, setTargets] = useState<Target[]>([{ key: 0, code: '', litres: '20' }]);
  const { run, busy, refusal } = useCommand(t('transfer.done'), onClose);
  const inside = keg.content?.volume_l ?? '0';
  const out = sum(targets.map((one) => parseDecimal(one.litres) ?? '0'));
  const loss = sum([inside, times(out, '-1')]);
  const over = compare(loss, '0') < 0;
  const complete = targets.every((one) => one.code.trim() && parseDecimal(one.litres));
  const change = (key: number, patch: Partial<Target>) =>
    setTargets((before) => before.map((one) => (one.key === key ? { ...one, ...patch } : one)));

  async function rack() {
    const done = await run({
      method: 'POST',
      path: '/v1/keg-transfers',
      label: t('transfer.doing', { serial: keg.serial }),
      body: {
        source: keg.code,
        targets: targets.map((one) => ({ code: readCode(one.code), volume_l: parseDecimal(one.litres) })),
        loss_l: loss,
        reason: '',
        happened_at: new Date().toISOString(),
        location: keg.location,
      },
    });
    if (done) onClose();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('transfer.title', { serial: keg.serial })}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <Stack gap="sm">
        <Text c="dimmed">
          {t('transfer.lead', { litres: formatQuantity(inside, 'L'), beer: keg.content?.beer_name ?? '' })}
        </Text>
        {refusal && (
          <ProblemPanel
            error={refusal}
            unplaced={
              (refusal as { problem?: { errors?: { pointer: string; detail: string }[] } }).problem?.errors ?? []
            }
            kept={t('problem.formKept')}
          />
        )}
        {targets.map((one, index) => (
          <Group key={one.key} align="flex-end" wrap="nowrap">
            <TextInput
              style={{ flex: 1 }}
              label={t('transfer.target')}
              data-autofocus={index === 0 || undefined}
              autoComplete="off"
              value={one.code}
              onChange={(event) => change(one.key, { code: event.currentTarget.value })}
            />
            <NumberField
              label={t('kegs.litres')}
              unit="L"
              w={140}
              value={one.litres}
              onChange={(litres) => change(one.key, { litres })}
            />
            <ActionIcon
              variant="subtle"
              size="xl"
              aria-label={t('transfer.remove')}
              disabled={targets.length === 1}
              onClick={() => setTargets((before) => before.filter((each) => each.key !== one.key))}
            >
              <IconTrash size={20} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        <Group justify="space-between">
          <Button
            variant="default"
            leftSection={<IconPlus size={20} aria-hidden />}
            onClick={() =>
              setTargets((before) => [...before, { key: (before.at(-1)?.key ?? 0) + 1, code: '', litres: '20' }])
            }
          >
            {t('transfer.addTarget')}
          </Button>
          <Text fw={620} c={over ? 'red' : undefined} role="status">
            {over ? t('transfer.over') : `${t('transfer.loss')}: ${formatQuantity(loss, 'L')}`}
          </Text>
        </Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('ui.back')}
          </Button>
          <Button loading={busy} disabled={over || !complete} onClick={() => void rack()}>
            {t('transfer.act')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
