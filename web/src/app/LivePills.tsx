import { Button, Drawer, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAlertTriangle, IconCloudOff, IconRefresh } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { settle } from '@/offline/held';
import { useDrain, useIntents } from '@/offline/useDrain';
import { formatAgo } from '@/shared/format/format';
import { Moment } from '@/shared/ui/values';
import classes from './Shell.module.css';
import { useLive } from './useLive';

const MINUTE_MS = 60_000;

/** How long, in as few letters as a pill has room for. */
function Age({ since }: { since: string }) {
  const { t } = useTranslation();
  const [minutes, setMinutes] = useState(0);
  useEffect(() => {
    const count = () => setMinutes(Math.floor((Date.now() - Date.parse(since)) / MINUTE_MS));
    count();
    const timer = setInterval(count, MINUTE_MS / 4);
    return () => clearInterval(timer);
  }, [since]);
  if (minutes < 1) return null;
  return (
    <span className={`${classes.age} num`}>
      {minutes < 60 ? t('offline.minutes', { minutes }) : t('offline.hours', { hours: Math.floor(minutes / 60) })}
    </span>
  );
}

/** How the connection is, quietly: nothing when all is well, grey offline, blue while it sends, red to settle. */
export function LivePills({ personId }: { personId: string }) {
  const { t, i18n } = useTranslation();
  const { online, since } = useLive();
  const { syncing, now } = useDrain(personId);
  const intents = useIntents(personId).filter((intent) => intent.dueAt === undefined);
  const [opened, { open, close }] = useDisclosure(false);
  const refused = intents.filter((intent) => intent.state === 'refused');
  const waiting = intents.length - refused.length;

  return (
    <>
      <span role="status" style={{ display: 'contents' }}>
        {!online && (
          <button type="button" className={`${classes.pill} ${classes.grey}`} onClick={open}>
            <IconCloudOff size={17} aria-hidden />
            {t('offline.pill')}
            {waiting > 0 && <span className="num">{waiting}</span>}
            {since && <Age since={since} />}
          </button>
        )}
        {online && waiting > 0 && (
          <button type="button" className={`${classes.pill} ${classes.blue}`} onClick={open}>
            <IconRefresh size={17} aria-hidden />
            {t('offline.sending', { count: waiting })}
          </button>
        )}
        {refused.length > 0 && (
          <button type="button" className={`${classes.pill} ${classes.red}`} onClick={open}>
            <IconAlertTriangle size={17} aria-hidden />
            {t('offline.refused', { count: refused.length })}
          </button>
        )}
      </span>
      <Drawer
        opened={opened}
        onClose={close}
        position="right"
        title={t('offline.title')}
        closeButtonProps={{ 'aria-label': t('ui.close') }}
      >
        <Stack>
          <Text>{online ? t('offline.connected') : t('offline.explained')}</Text>
          {since && <Text c="dimmed">{t('offline.since', { ago: formatAgo(since, i18n.language) })}</Text>}
          {intents.map((intent) => (
            <div key={intent.key}>
              <Text fw={620}>{intent.label}</Text>
              <Text c="dimmed" size="sm">
                <Moment value={intent.madeAt} />
              </Text>
              {intent.problem && <Text c="red">{intent.problem.detail ?? intent.problem.title}</Text>}
              {intent.state === 'refused' && (
                <Group gap="xs" mt={6}>
                  <Button variant="default" onClick={() => void settle(intent.key, 'again').then(now)}>
                    {t('ui.again')}
                  </Button>
                  <Button variant="default" onClick={() => void settle(intent.key, 'discard')}>
                    {t('offline.discard')}
                  </Button>
                </Group>
              )}
            </div>
          ))}
          {waiting > 0 && (
            <Button onClick={now} loading={syncing}>
              {t('offline.now')}
            </Button>
          )}
        </Stack>
      </Drawer>
    </>
  );
}
