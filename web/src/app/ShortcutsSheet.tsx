import { Modal, Table } from '@mantine/core';
import type { ParseKeys } from 'i18next';
import { useTranslation } from 'react-i18next';
import classes from './Shell.module.css';

const KEYS: [string, ParseKeys][] = [
  ['Ctrl K', 'shortcuts.palette'],
  ['/', 'shortcuts.search'],
  ['↑ ↓', 'shortcuts.arrows'],
  ['Enter', 'shortcuts.enter'],
  ['Esc', 'shortcuts.escape'],
  ['Ctrl Z', 'shortcuts.undo'],
  ['▮▯▮', 'shortcuts.scan'],
  ['?', 'shortcuts.help'],
];

export function ShortcutsSheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('shortcuts.title')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <Table verticalSpacing="xs">
        <Table.Tbody>
          {KEYS.map(([key, what]) => (
            <Table.Tr key={key}>
              <Table.Td w={90}>
                <kbd className={classes.key}>{key}</kbd>
              </Table.Td>
              <Table.Td>{t(what)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
