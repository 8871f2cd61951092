import { Button, NativeSelect, Stack, Table, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import type { AlertKind, AlertPreferences, AlertSeverity } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { language } from '@/shared/i18n/i18n';
import { Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { RowsSkeleton } from '@/shared/ui/skeletons';
import { AlertDevices } from './AlertDevices';

const CHANNELS = ['MAIL', 'PUSH'] as const;
const SEVERITIES: AlertSeverity[] = ['NOTICE', 'WARNING', 'CRITICAL'];
type Channel = (typeof CHANNELS)[number];
type Chosen = Record<string, AlertSeverity>;

/** What I want to hear of outside the app, and on which browsers. */
export function AlertWishes() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(question('alerts', '/v1/alert-preferences'));
  return (
    <Panel title={t('wishes.title')}>
      {error && <ProblemPanel error={error} retry={() => void refetch()} />}
      {!data && !error && <RowsSkeleton rows={3} />}
      {data && (
        <Stack gap="lg">
          <AlertDevices devices={data.devices} />
          <Wishes kept={data} />
        </Stack>
      )}
    </Panel>
  );
}

function place(channel: Channel, kind: AlertKind): string {
  return `${channel} ${kind}`;
}

function Wishes({ kept }: { kept: AlertPreferences }) {
  const { t } = useTranslation();
  const [mailTo, setMailTo] = useState(kept.mail_to);
  const [chosen, setChosen] = useState<Chosen>(() =>
    Object.fromEntries(kept.choices.map((one) => [place(one.channel, one.kind), one.minimum])),
  );
  const keep = useCommand(t('wishes.kept'));

  function choose(where: string, minimum: string) {
    setChosen(({ [where]: _, ...rest }) => (minimum ? { ...rest, [where]: minimum as AlertSeverity } : rest));
  }

  function save(event: FormEvent) {
    event.preventDefault();
    const choices = kept.kinds.flatMap((kind) =>
      CHANNELS.flatMap((channel) => {
        const minimum = chosen[place(channel, kind)];
        return minimum ? [{ channel, kind, minimum }] : [];
      }),
    );
    void keep.run({
      method: 'PUT',
      path: '/v1/alert-preferences',
      body: { language: language() === 'en' ? 'en' : 'es', mail_to: mailTo.trim(), choices },
      label: t('wishes.title'),
    });
  }

  return (
    <form onSubmit={save} noValidate>
      <Stack gap="sm" align="flex-start">
        {keep.refusal && <ProblemPanel error={keep.refusal} kept={t('problem.formKept')} />}
        <Text>{t('wishes.lead')}</Text>
        <TextInput
          size="md"
          type="email"
          w="100%"
          maw={420}
          label={t('wishes.mailTo')}
          description={kept.mail_ready ? undefined : t('wishes.mailNotReady')}
          value={mailTo}
          onChange={(event) => setMailTo(event.currentTarget.value)}
        />
        <Table.ScrollContainer minWidth={420} w="100%">
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('wishes.kind')}</Table.Th>
                {CHANNELS.map((channel) => (
                  <Table.Th key={channel}>{t(`wishes.channels.${channel}`)}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {kept.kinds.map((kind) => (
                <Table.Tr key={kind}>
                  <Table.Th scope="row">{t(`wishes.kinds.${kind}`)}</Table.Th>
                  {CHANNELS.map((channel) => (
                    <Table.Td key={channel}>
                      <NativeSelect
                        size="md"
                        aria-label={t('wishes.minimum', {
                          kind: t(`wishes.kinds.${kind}`),
                          channel: t(`wishes.channels.${channel}`),
                        })}
                        value={chosen[place(channel, kind)] ?? ''}
                        onChange={(event) => choose(place(channel, kind), event.currentTarget.value)}
                        data={[
                          { value: '', label: t('wishes.never') },
                          ...SEVERITIES.map((one) => ({ value: one, label: t(`wishes.from.${one}`) })),
                        ]}
                      />
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
        <Button type="submit" size="lg" loading={keep.busy}>
          {t('wishes.keep')}
        </Button>
      </Stack>
    </form>
  );
}
