import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '@/offline/useCommand';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';

/** Makes the device at hand a shared one: from now on its door shows the people, and asks for a PIN. */
export function DeviceDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const { run, busy, refusal } = useCommand(t('device.done'));
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('device.share')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void run({
            method: 'POST',
            path: '/v1/shared-devices',
            body: { name },
            label: t('device.share'),
            secret: true,
          }).then((done) => done && onClose());
        }}
      >
        <Stack gap="sm">
          <Text>{t('device.explained')}</Text>
          {refusal && <ProblemPanel error={refusal} />}
          <TextInput
            label={t('device.name')}
            placeholder={t('device.example')}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('ui.back')}
            </Button>
            <Button type="submit" loading={busy} disabled={name.trim().length < 2}>
              {t('device.act')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
