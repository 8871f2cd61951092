import { useRegisterSW } from 'virtual:pwa-register/react';
import { Button, Group, Paper, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Says that a newer app is here; the person decides when, since a reload in the middle of a receipt would be ours. */
export function UpdatePrompt() {
  const { t } = useTranslation();
  const {
    needRefresh: [needed, setNeeded],
    updateServiceWorker,
  } = useRegisterSW();
  if (!needed) return null;
  return (
    <Paper
      withBorder
      shadow="md"
      p="md"
      role="status"
      style={{ position: 'fixed', right: 16, bottom: 88, zIndex: 300, maxWidth: 340 }}
    >
      <Text mb="sm">{t('update.ready')}</Text>
      <Group gap="xs">
        <Button onClick={() => void updateServiceWorker(true)}>{t('update.now')}</Button>
        <Button variant="default" onClick={() => setNeeded(false)}>
          {t('update.later')}
        </Button>
      </Group>
    </Paper>
  );
}
