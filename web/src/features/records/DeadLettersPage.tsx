import { Button, Code, Group, Stack } from '@mantine/core';
import { IconClockPause, IconLifebuoy, IconMoodSmile, IconRefresh, IconTrashX } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Context, every } from '@/api/client';
import { useNames } from '@/api/names';
import { useMay } from '@/api/session';
import type { DeadLetter } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { reportIn } from '@/shared/format/told';
import { useWord } from '@/shared/i18n/useWord';
import { PageHeader } from '@/shared/ui/PageHeader';
import { EmptyState, Facts, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { ReasonDialog } from '@/shared/ui/ReasonDialog';
import { Report } from '@/shared/ui/Report';
import { StateBadge } from '@/shared/ui/StateBadge';
import { RowsSkeleton } from '@/shared/ui/skeletons';
import { Moment } from '@/shared/ui/values';
import { CONTEXTS } from './contexts';
import { idShown, useHappened } from './subjects';
import { UnsentMessages } from './UnsentMessages';

/** Facts that one part of the house told and another could not take: try again, or settle by hand with a reason. */
export function DeadLettersPage() {
  const { t } = useTranslation();
  const may = useMay();
  const readable = CONTEXTS.filter((context) => may(`${context}.dead_letters.read`));
  const answers = useQueries({
    queries: readable.map((context) => every(context, `/v1/${context}/dead-letters` as const)),
  });
  const held = readable
    .map((context, index) => ({ context, letters: answers[index]?.data ?? [] }))
    .filter(({ letters }) => letters.length > 0);
  return (
    <>
      <PageHeader title={t('letters.title')} lead={t('letters.lead')} />
      <Stack gap="md">
        {answers.map(
          (answer, index) =>
            answer.error && (
              <ProblemPanel key={readable[index]} error={answer.error} retry={() => void answer.refetch()} />
            ),
        )}
        {answers.some((answer) => answer.isPending) && <RowsSkeleton rows={3} />}
        {answers.every((answer) => answer.isSuccess) && held.length === 0 && (
          <EmptyState icon={IconMoodSmile} title={t('letters.empty')} body={t('letters.emptyBody')} />
        )}
        {held.map(({ context, letters }) => (
          <Panel key={context} title={t(`contexts.${context}`)}>
            <Stack gap="lg">
              {letters.map((letter) => (
                <Letter key={letter.id} context={context} letter={letter} />
              ))}
            </Stack>
          </Panel>
        ))}
        <UnsentMessages contexts={readable} />
      </Stack>
    </>
  );
}

function Letter({ context, letter }: { context: Context; letter: DeadLetter }) {
  const { t } = useTranslation();
  const w = useWord();
  const may = useMay();
  const [discarding, setDiscarding] = useState(false);
  const replay = useCommand(t('letters.replayed'));
  const discard = useCommand(t('letters.discarded'));
  const at = { event_id: letter.id };
  const name = useNames();
  const happened = useHappened();
  const payload = reportIn(letter.payload);
  const settled = letter.state === 'DISCARDED';
  const looks = {
    DEAD: ['act', IconLifebuoy],
    RETRYING: ['soon', IconClockPause],
    DISCARDED: ['quiet', IconTrashX],
  } as const;
  const [tone, icon] = looks[letter.state as keyof typeof looks] ?? looks.DEAD;
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <StateBadge tone={tone} icon={icon}>
          {t(`letters.states.${letter.state}` as never, { defaultValue: letter.state })}
        </StateBadge>
        <strong title={letter.name}>{happened(letter.name)}</strong>
      </Group>
      <Facts
        facts={[
          [t('letters.from'), w('contexts', letter.context)],
          [t('letters.held'), <Moment key="held" value={letter.held_at} />],
          [t('letters.attempts'), String(letter.attempts)],
          [t('letters.next'), <Moment key="next" value={letter.next_attempt_at} />],
        ]}
      />
      <Code block>{letter.last_error}</Code>
      {letter.reason && <span>{t('letters.because', { reason: letter.reason })}</span>}
      <details>
        <summary>{t('letters.payload')}</summary>
        {payload ? (
          <Report report={payload} first={12} special={(key, value) => idShown(key, value, name)} />
        ) : (
          <Code block mt={6}>
            {letter.payload}
          </Code>
        )}
      </details>
      {replay.refusal && <ProblemPanel error={replay.refusal} />}
      {!settled && may(`${context}.dead_letters.settle`) && (
        <Group gap="sm">
          <Button
            leftSection={<IconRefresh size={18} aria-hidden />}
            loading={replay.busy}
            onClick={() =>
              void replay.run({
                method: 'POST',
                path: `/v1/${context}/dead-letters/{event_id}/replays` as const,
                at,
                label: t('letters.replay'),
              })
            }
          >
            {t('letters.replay')}
          </Button>
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
        body={t('letters.discardBody')}
        act={t('letters.discard')}
        busy={discard.busy}
        onClose={() => setDiscarding(false)}
        onReason={(reason) =>
          void discard
            .run({
              method: 'POST',
              path: `/v1/${context}/dead-letters/{event_id}/discards` as const,
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
