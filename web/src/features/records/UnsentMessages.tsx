import { Button, Code, Group, Stack } from '@mantine/core';
import { IconClockPause, IconMailX, IconRefresh, IconTrashX } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Context, question } from '@/api/client';
import { useMay } from '@/api/session';
import type { Message } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { Facts, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { ReasonDialog } from '@/shared/ui/ReasonDialog';
import { StateBadge } from '@/shared/ui/StateBadge';
import { Moment } from '@/shared/ui/values';

const SHOWN = 200;

/** Mails and pushes that did not leave: waiting for their next try, or given up and waiting for a person. */
export function UnsentMessages({ contexts }: { contexts: Context[] }) {
  const { t } = useTranslation();
  const answers = useQueries({
    queries: contexts.map((context) =>
      question(context, `/v1/${context}/messages` as const, { query: { state: ['FAILED', 'QUEUED'], limit: SHOWN } }),
    ),
  });
  const unsent = contexts.flatMap((context, index) =>
    (answers[index]?.data?.items ?? []).map((message) => ({ context, message })),
  );
  const mute = answers.some((answer) => answer.data && !answer.data.mail_ready);
  const more = answers.some((answer) => answer.data?.next_cursor);
  return (
    <>
      {answers.map(
        (answer, index) =>
          answer.error && (
            <ProblemPanel key={contexts[index]} error={answer.error} retry={() => void answer.refetch()} />
          ),
      )}
      {answers.every((answer) => answer.isSuccess) && (
        <Panel title={t('messages.title')}>
          <Stack gap="lg">
            {mute && <span>{t('messages.mute')}</span>}
            {unsent.length === 0 && <span className="quiet">{t('messages.empty')}</span>}
            {unsent.map(({ context, message }) => (
              <Unsent key={message.id} context={context} message={message} />
            ))}
            {more && <span className="quiet">{t('messages.more', { count: SHOWN })}</span>}
          </Stack>
        </Panel>
      )}
    </>
  );
}

function Unsent({ context, message }: { context: Context; message: Message }) {
  const { t } = useTranslation();
  const may = useMay();
  const [discarding, setDiscarding] = useState(false);
  const replay = useCommand(t('letters.replayed'));
  const discard = useCommand(t('letters.discarded'));
  const at = { message_id: message.id };
  const failed = message.state === 'FAILED';
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <StateBadge tone={failed ? 'act' : 'soon'} icon={failed ? IconMailX : IconClockPause}>
          {t(failed ? 'messages.failed' : 'messages.queued')}
        </StateBadge>
        <strong>{message.title}</strong>
      </Group>
      <Facts
        facts={[
          [t('messages.from'), t(`contexts.${context}`)],
          [t('messages.way'), t(message.kind === 'PUSH' ? 'wishes.channels.PUSH' : 'wishes.channels.MAIL')],
          [t('messages.to'), message.kind === 'PUSH' ? t('messages.browser') : message.recipient],
          [t('messages.posted'), <Moment key="posted" value={message.posted_at} />],
          [t('letters.attempts'), String(message.attempts)],
          [t('letters.next'), <Moment key="next" value={message.next_attempt_at} />],
        ]}
      />
      {message.last_error && <Code block>{message.last_error}</Code>}
      {replay.refusal && <ProblemPanel error={replay.refusal} />}
      {may(`${context}.dead_letters.settle`) && (
        <Group gap="sm">
          {failed && (
            <Button
              leftSection={<IconRefresh size={18} aria-hidden />}
              loading={replay.busy}
              onClick={() =>
                void replay.run({
                  method: 'POST',
                  path: `/v1/${context}/messages/{message_id}/replays` as const,
                  at,
                  label: t('letters.replay'),
                })
              }
            >
              {t('letters.replay')}
            </Button>
          )}
          <Button
            variant="default"
            leftSection={<IconTrashX size={18} aria-hidden />}
            onClick={() => setDiscarding(true)}
          >
            {t('letters.discard')}
          </Button>
        </Group>
      )}
      <ReasonDialog
        opened={discarding}
        title={t('letters.discard')}
        body={t('messages.discardBody')}
        act={t('letters.discard')}
        busy={discard.busy}
        onClose={() => setDiscarding(false)}
        onReason={(reason) =>
          void discard
            .run({
              method: 'POST',
              path: `/v1/${context}/messages/{message_id}/discards` as const,
              at,
              body: { reason },
              label: t('letters.discard'),
            })
            .then((done) => done && setDiscarding(false))
        }
      >
        {discard.refusal && <ProblemPanel error={discard.refusal} />}
      </ReasonDialog>
    </Stack>
  );
}
