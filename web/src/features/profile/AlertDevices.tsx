import { Button, Group, Stack, Text } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconBellOff, IconBellRinging, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AlertDevice } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { Moment } from '@/shared/ui/values';
import { deviceLabel, pushable, subscribe, unsubscribe } from './subscribing';

/** The browsers that I let the house push to: this one on or off, the others to be removed. */
export function AlertDevices({ devices }: { devices: AlertDevice[] }) {
  const { t } = useTranslation();
  // The server knows a browser by its address, which it does not tell; this one remembers its own number.
  const [mine, setMine] = useLocalStorage({ key: 'desertbrew-push', defaultValue: '' });
  const [able, setAble] = useState(pushable);
  const [failed, setFailed] = useState(false);
  const [busy, setBusy] = useState(false);
  const key = useCommand();
  const add = useCommand(t('wishes.deviceOn'));
  const drop = useCommand(t('wishes.deviceOff'));
  const here = devices.find((device) => device.id === mine);
  const refusal = key.refusal ?? add.refusal ?? drop.refusal;

  async function turnOn() {
    const allowed = await Notification.requestPermission();
    setAble(pushable());
    if (allowed !== 'granted') return;
    const label = t('wishes.turnOn');
    const given = await key.run({ method: 'POST', path: '/v1/alert-push-keys', label, secret: true });
    if (!given) return;
    const body = { ...(await subscribe(given.public_key)), label: deviceLabel(navigator.userAgent) };
    const device = await add.run({ method: 'POST', path: '/v1/alert-devices', body, label, secret: true });
    if (device) setMine(device.id);
  }

  async function turnOff(device: AlertDevice) {
    const label = t('wishes.turnOff');
    const at = { device_id: device.id };
    const done = await drop.run({ method: 'DELETE', path: '/v1/alert-devices/{device_id}', at, label });
    if (!done || device.id !== mine) return;
    setMine('');
    await unsubscribe();
  }

  /** The browser's own push service may be out of reach: say so, and leave the button. */
  async function carefully(act: () => Promise<void>) {
    setBusy(true);
    setFailed(false);
    try {
      await act();
    } catch {
      setFailed(true);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Stack gap="sm" align="flex-start">
      {refusal && <ProblemPanel error={refusal} />}
      {failed && (
        <Text c="red" role="alert">
          {t('wishes.pushFailed')}
        </Text>
      )}
      {able === 'no' && <Text>{t('wishes.noPush')}</Text>}
      {able === 'forbidden' && <Text>{t('wishes.forbidden')}</Text>}
      {able === 'yes' && !here && (
        <Button
          size="lg"
          leftSection={<IconBellRinging size={20} aria-hidden />}
          loading={busy}
          onClick={() => void carefully(turnOn)}
        >
          {t('wishes.turnOn')}
        </Button>
      )}
      {here && (
        <Button
          size="lg"
          variant="default"
          leftSection={<IconBellOff size={20} aria-hidden />}
          loading={busy}
          onClick={() => void carefully(() => turnOff(here))}
        >
          {t('wishes.turnOff')}
        </Button>
      )}
      {devices
        .filter((device) => device !== here)
        .map((device) => (
          <Group key={device.id} gap="sm">
            <span>
              {device.label} · <Moment value={device.added_at} />
            </span>
            <Button
              variant="default"
              leftSection={<IconTrash size={18} aria-hidden />}
              aria-label={t('wishes.removeOne', { name: device.label })}
              onClick={() => void carefully(() => turnOff(device))}
            >
              {t('wishes.remove')}
            </Button>
          </Group>
        ))}
    </Stack>
  );
}
