import { SegmentedControl, Stack, Text, useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMay, useSession } from '@/api/session';
import { SecretForm } from '@/offline/SecretForm';
import { type Language, language, speak } from '@/shared/i18n/i18n';
import { useWord } from '@/shared/i18n/useWord';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Facts, Panel } from '@/shared/ui/Panel';
import { AlertWishes } from './AlertWishes';

/** How the app looks and speaks to me, and what lets me in. */
export function ProfilePage() {
  const { t } = useTranslation();
  const w = useWord();
  const session = useSession();
  const may = useMay();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <PageHeader title={t('me.profile')} />
      <Stack gap="md" maw={860}>
        <Panel>
          <Facts
            facts={[
              [t('people.name'), session.person.display_name],
              [t('entrance.username'), session.person.username],
              [t('people.roles'), session.person.roles.map((role) => w('roles', role)).join(', ')],
            ]}
          />
        </Panel>
        <Panel title={t('me.looks')}>
          <Stack gap="sm" align="flex-start">
            <Text fw={600} id="me-language">
              {t('me.language')}
            </Text>
            <SegmentedControl
              aria-labelledby="me-language"
              value={language()}
              onChange={(value) => speak(value as Language)}
              data={[
                { value: 'es-MX', label: t('languages.es') },
                { value: 'en', label: t('languages.en') },
              ]}
            />
            <Text fw={600} id="me-theme">
              {t('me.theme')}
            </Text>
            <SegmentedControl
              aria-labelledby="me-theme"
              value={colorScheme}
              onChange={(value) => setColorScheme(value as typeof colorScheme)}
              data={[
                { value: 'light', label: t('me.light') },
                { value: 'dark', label: t('me.dark') },
                { value: 'auto', label: t('me.auto') },
              ]}
            />
          </Stack>
        </Panel>
        {may('alerts.inbox.choose') && <AlertWishes />}
        {session.kind === 'password' && (
          <>
            <Panel title={t('secret.pin')}>
              <SecretForm personId={session.person.id} kind="pin" own />
            </Panel>
            <Panel title={t('secret.password')}>
              <SecretForm personId={session.person.id} kind="password" own />
            </Panel>
          </>
        )}
      </Stack>
    </>
  );
}
