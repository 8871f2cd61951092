import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Person } from '@/api/wire';
import { SecretForm } from '@/offline/SecretForm';

export function SecretDialog({
  person,
  kind,
  own,
  onClose,
}: {
  person: Person;
  kind: 'password' | 'pin';
  own: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(kind === 'pin' ? 'secret.pinOf' : 'secret.passwordOf', { name: person.display_name })}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <SecretForm personId={person.id} kind={kind} own={own} onDone={onClose} />
    </Modal>
  );
}
