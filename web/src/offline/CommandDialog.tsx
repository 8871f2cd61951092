import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { type UseFormReturnType, useForm } from '@mantine/form';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFieldErrors } from '@/shared/ui/form';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { type Running, useCommand } from './useCommand';

type Values = Record<string, unknown>;

/** A dialog that asks for a few figures and gives one command; mount it while it is open. */
export function CommandDialog<V extends Values>({
  title,
  lead,
  act,
  done,
  danger,
  initial,
  validate,
  onClose,
  send,
  children,
}: {
  title: string;
  lead?: ReactNode;
  act: string;
  done: string;
  danger?: boolean;
  initial: V;
  validate?: { [K in keyof V]?: (value: V[K], values: V) => string | null };
  onClose: () => void;
  /** Gives the command; resolves to what `run` resolved to. */
  send: (values: V, run: Running['run']) => Promise<unknown>;
  children: (form: UseFormReturnType<V>) => ReactNode;
}) {
  const { t } = useTranslation();
  const form = useForm<V>({ initialValues: initial, validate: (validate ?? {}) as never });
  const { run, busy, refusal } = useCommand(done, onClose);
  const unplaced = useFieldErrors(form, refusal);
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <form
        noValidate
        onSubmit={form.onSubmit((values) => {
          void send(values as V, run).then((answer) => answer && onClose());
        })}
      >
        <Stack gap="sm">
          {lead && <Text c="dimmed">{lead}</Text>}
          {refusal && <ProblemPanel error={refusal} unplaced={unplaced} kept={t('problem.formKept')} />}
          {children(form)}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('ui.back')}
            </Button>
            <Button type="submit" loading={busy} color={danger ? 'red' : undefined}>
              {act}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
