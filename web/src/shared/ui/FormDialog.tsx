import { Button, Group, Modal, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemPanel } from './ProblemPanel';

/** A small form over the page: its fields, what the server said of them, and two big buttons. */
export function FormDialog({
  opened = true,
  title,
  act,
  danger,
  command,
  unplaced,
  disabled,
  onClose,
  onSubmit,
  size,
  children,
}: {
  opened?: boolean;
  title: string;
  act: string;
  danger?: boolean;
  command: { busy: boolean; refusal: Error | null };
  unplaced?: { pointer: string; detail: string }[];
  disabled?: boolean;
  onClose: () => void;
  onSubmit: (event?: FormEvent<HTMLFormElement>) => void;
  size?: string;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={size}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="md">
          {command.refusal && <ProblemPanel error={command.refusal} unplaced={unplaced} kept={t('problem.formKept')} />}
          {children}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('ui.back')}
            </Button>
            <Button type="submit" color={danger ? 'red' : undefined} loading={command.busy} disabled={disabled}>
              {act}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
