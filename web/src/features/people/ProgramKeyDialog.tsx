import { Button, Code, CopyButton, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';

/** Makes a key for another program, and shows it this once: what is kept of it opens nothing. */
export function ProgramKeyDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [key, setKey] = useState<string | null>(null);
  const { run, busy, refusal } = useCommand();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('programKey.title', { name: person.display_name })}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      {key === null ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void run({
              method: 'POST',
              path: '/v1/people/{person_id}/program-keys',
              at: { person_id: person.id },
              body: { name },
              label: t('programKey.act'),
              secret: true,
            }).then((done) => done && setKey(done.key));
          }}
        >
          <Stack gap="sm">
            <Text>{t('programKey.explained')}</Text>
            {refusal && <ProblemPanel error={refusal} />}
            <TextInput
              label={t('programKey.name')}
              placeholder={t('programKey.example')}
              data-autofocus
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {t('ui.back')}
              </Button>
              <Button type="submit" loading={busy} disabled={name.trim().length < 2}>
                {t('programKey.act')}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <Stack gap="sm">
          <Text>{t('programKey.once')}</Text>
          <Code block>{key}</Code>
          <Group justify="flex-end">
            <CopyButton value={key}>
              {({ copied, copy }) => (
                <Button variant="default" onClick={copy}>
                  {t(copied ? 'programKey.copied' : 'programKey.copy')}
                </Button>
              )}
            </CopyButton>
            <Button onClick={onClose}>{t('programKey.kept')}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
