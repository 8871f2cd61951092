import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Asks for a typed reason before something that cannot be undone. */
export function ReasonDialog({
  opened,
  title,
  body,
  act,
  busy,
  onClose,
  onReason,
  children,
}: {
  opened: boolean;
  title: string;
  body: string;
  act: string;
  busy?: boolean;
  onClose: () => void;
  onReason: (reason: string) => void;
  children?: React.ReactNode;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onReason(reason.trim());
        }}
      >
        <Stack gap="sm">
          <Text>{body}</Text>
          {children}
          <Textarea
            label={t('ui.reason')}
            data-autofocus
            autosize
            minRows={2}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('ui.back')}
            </Button>
            <Button type="submit" color="red" loading={busy} disabled={reason.trim().length < 3}>
              {act}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
