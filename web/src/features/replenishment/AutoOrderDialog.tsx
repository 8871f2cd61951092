import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '@/offline/useCommand';
import { parseDecimal } from '@/shared/format/decimal';
import { NumberField } from '@/shared/ui/NumberField';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';

/** Below which amount the daily job writes an order by itself; an empty field is never. */
export function AutoOrderDialog({ below, onClose }: { below: string | null; onClose: () => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(below ?? '');
  const { run, busy, refusal } = useCommand(t('suggestions.autoSet'));
  const wrong = typed.trim() !== '' && parseDecimal(typed) === null;

  async function keep() {
    const done = await run({
      method: 'PUT',
      path: '/v1/replenishment-rules',
      body: { below: parseDecimal(typed) },
      label: t('suggestions.auto'),
    });
    if (done) onClose();
  }

  return (
    <Modal opened onClose={onClose} title={t('suggestions.auto')} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <Stack gap="sm">
        <Text c="dimmed">{t('suggestions.autoBody')}</Text>
        {refusal && <ProblemPanel error={refusal} kept={t('problem.formKept')} />}
        <NumberField
          label={t('suggestions.autoBelow')}
          placeholder={t('suggestions.autoNever')}
          unit="MXN"
          value={typed}
          onChange={setTyped}
          data-autofocus
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('ui.back')}
          </Button>
          <Button loading={busy} disabled={wrong} onClick={() => void keep()}>
            {t('suggestions.autoKeep')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
