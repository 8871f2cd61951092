import { ActionIcon, Button, Group, Modal, Stack, TextInput, Tooltip } from '@mantine/core';
import { IconDeviceFloppy, IconStar, IconStarFilled, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedView } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { useHold } from '@/offline/useHold';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';

/** One's views of a page: other names, which one opens the page, and away with those that nobody uses. */
export function ViewsDialog({ views, onClose }: { views: SavedView[]; onClose: () => void }) {
  const { t } = useTranslation();
  const { run, busy, refusal } = useCommand();
  const hold = useHold();

  function change(view: SavedView, patch: Partial<SavedView>) {
    const { id, ...body } = { ...view, ...patch };
    void run({
      method: 'PUT',
      path: '/v1/me/views/{view_id}',
      at: { view_id: id },
      body,
      label: t('views.saving', { name: body.name }),
    });
  }

  return (
    <Modal opened onClose={onClose} title={t('views.mine')} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <Stack gap="sm">
        {refusal && <ProblemPanel error={refusal} />}
        {views.length === 0 && <span className="quiet">{t('views.none')}</span>}
        {views.map((view) => (
          <Row
            key={`${view.id} ${view.name}`}
            view={view}
            busy={busy}
            onChange={(patch) => change(view, patch)}
            onDelete={() =>
              void hold({
                method: 'DELETE',
                path: '/v1/me/views/{view_id}',
                at: { view_id: view.id },
                label: t('views.deleting', { name: view.name }),
              })
            }
          />
        ))}
        <span className="quiet">{t('views.explained')}</span>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('ui.close')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Row({
  view,
  busy,
  onChange,
  onDelete,
}: {
  view: SavedView;
  busy: boolean;
  onChange: (patch: Partial<SavedView>) => void;
  onDelete: () => void;
}) {
  const { t } = useTranslation();
  const [name, setName] = useState(view.name);
  const other = name.trim() !== '' && name.trim() !== view.name;
  const star = t(view.is_default ? 'views.unsetDefault' : 'views.setDefault', { name: view.name });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (other) onChange({ name: name.trim() });
      }}
    >
      <Group gap="xs" wrap="nowrap">
        <TextInput
          style={{ flex: 1 }}
          aria-label={t('views.nameOf', { name: view.name })}
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {other && (
          <Tooltip label={t('views.rename')}>
            <ActionIcon type="submit" size="lg" loading={busy} aria-label={t('views.rename')}>
              <IconDeviceFloppy size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
        <Tooltip label={star}>
          <ActionIcon
            variant="default"
            size="lg"
            disabled={busy}
            aria-label={star}
            aria-pressed={view.is_default}
            onClick={() => onChange({ is_default: !view.is_default })}
          >
            {view.is_default ? <IconStarFilled size={18} aria-hidden /> : <IconStar size={18} aria-hidden />}
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t('views.delete', { name: view.name })}>
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t('views.delete', { name: view.name })}
            onClick={onDelete}
          >
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Group>
    </form>
  );
}
