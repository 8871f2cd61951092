import { Button, Group, Menu, Modal, Stack, Switch, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconBookmark,
  IconBookmarkPlus,
  IconCheck,
  IconChevronDown,
  IconFilterOff,
  IconSettings,
  IconStarFilled,
} from '@tabler/icons-react';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '@/offline/useCommand';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { queryOf, stateOf, useUrl } from '@/shared/ui/url';
import { useViews } from './useViews';
import { ViewsDialog } from './ViewsDialog';

/** The page's saved views: open one, keep the present filters as one, put them in order. */
export function ViewsMenu() {
  const { t } = useTranslation();
  const [url] = useUrl();
  const navigate = useNavigate();
  const views = useViews();
  const [naming, name] = useDisclosure(false);
  const [sorting, sort] = useDisclosure(false);
  const query = queryOf(url);
  const present = views.find((view) => queryOf(stateOf(view.query)) === query);
  const open = (text: string) => void navigate({ to: '.', replace: true, search: stateOf(text) as never });
  return (
    <>
      <Menu position="bottom-start" width={270} shadow="md" withinPortal={false} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<IconBookmark size={18} aria-hidden />}
            rightSection={<IconChevronDown size={16} aria-hidden />}
          >
            {present ? present.name : t('views.menu')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{views.length > 0 ? t('views.mine') : t('views.none')}</Menu.Label>
          {views.map((view) => (
            <Menu.Item
              key={view.id}
              onClick={() => open(view.query)}
              leftSection={view === present ? <IconCheck size={18} aria-hidden /> : <span style={{ width: 18 }} />}
              rightSection={
                view.is_default && (
                  <>
                    <IconStarFilled size={15} aria-hidden />
                    <span className="visually-hidden">{t('views.isDefault')}</span>
                  </>
                )
              }
            >
              {view.name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconBookmarkPlus size={18} aria-hidden />}
            disabled={query === '' || present !== undefined}
            onClick={name.open}
          >
            {t('views.save')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconFilterOff size={18} aria-hidden />}
            disabled={query === ''}
            onClick={() => open('')}
          >
            {t('views.unfiltered')}
          </Menu.Item>
          {views.length > 0 && (
            <Menu.Item leftSection={<IconSettings size={18} aria-hidden />} onClick={sort.open}>
              {t('views.arrange')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {naming && <NameDialog query={query} onClose={name.close} />}
      {sorting && <ViewsDialog views={views} onClose={sort.close} />}
    </>
  );
}

function NameDialog({ query, onClose }: { query: string; onClose: () => void }) {
  const { t } = useTranslation();
  const page = useRouterState({ select: (state) => state.location.pathname });
  const [name, setName] = useState('');
  const [isDefault, setDefault] = useState(false);
  const { run, busy, refusal } = useCommand(t('views.saved'), onClose);
  return (
    <Modal opened onClose={onClose} title={t('views.save')} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void run({
            method: 'POST',
            path: '/v1/me/views',
            body: { page, name: name.trim(), query, is_default: isDefault },
            label: t('views.saving', { name: name.trim() }),
          }).then((done) => done && onClose());
        }}
      >
        <Stack gap="sm">
          {refusal && <ProblemPanel error={refusal} kept={t('problem.formKept')} />}
          <TextInput
            label={t('views.name')}
            placeholder={t('views.example')}
            data-autofocus
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Switch
            label={t('views.openWith')}
            checked={isDefault}
            onChange={(event) => setDefault(event.currentTarget.checked)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('ui.back')}
            </Button>
            <Button type="submit" loading={busy} disabled={name.trim() === ''}>
              {t('views.keep')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
