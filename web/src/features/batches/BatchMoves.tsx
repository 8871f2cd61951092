import { Text } from '@mantine/core';
import {
  type Icon,
  IconBarrel,
  IconBucketDroplet,
  IconCalendarEvent,
  IconCash,
  IconCircleX,
  IconFlask2,
  IconPackage,
  IconPlayerPlay,
  IconRefresh,
  IconSnowflake,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import type { Batch } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { useWord } from '@/shared/i18n/useWord';
import { type Move, Moves } from '@/shared/ui/Moves';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { CancelDialog } from './CancelDialog';
import { CompleteDialog } from './CompleteDialog';
import { CostDialog } from './CostDialog';
import { KnockOutDialog } from './KnockOutDialog';
import { ReplanDialog } from './ReplanDialog';

const AT_ONCE = {
  start: '/v1/batches/{batch_id}/starts',
  ask_again: '/v1/batches/{batch_id}/material-requests',
  ferment: '/v1/batches/{batch_id}/fermentations',
  condition: '/v1/batches/{batch_id}/conditionings',
  package: '/v1/batches/{batch_id}/packagings',
} as const;

const LOOKS = {
  start: { icon: IconPlayerPlay, needs: 'production.batches.brew', main: true },
  ask_again: { icon: IconRefresh, needs: 'production.batches.brew', main: false },
  knock_out: { icon: IconBucketDroplet, needs: 'production.batches.brew', main: true },
  ferment: { icon: IconFlask2, needs: 'production.batches.brew', main: false },
  condition: { icon: IconSnowflake, needs: 'production.batches.brew', main: false },
  package: { icon: IconPackage, needs: 'production.batches.brew', main: true },
  complete: { icon: IconBarrel, needs: 'production.batches.brew', main: true },
  record_cost: { icon: IconCash, needs: 'production.costs.record', main: false },
  replan: { icon: IconCalendarEvent, needs: 'production.batches.plan', main: false },
  cancel: { icon: IconCircleX, needs: 'production.batches.plan', main: false },
} satisfies Record<string, { icon: Icon; needs: string; main: boolean }>;

type Name = keyof typeof LOOKS;

const NAMES = Object.keys(LOOKS) as Name[];

const isAtOnce = (name: Name): name is keyof typeof AT_ONCE => name in AT_ONCE;

/** What may be done to a batch now. Finished and cancelled batches have no moves left, so none are shown. */
export function BatchMoves({ batch }: { batch: Batch }) {
  const { t } = useTranslation();
  const w = useWord();
  const may = useMay();
  const [asked, setAsked] = useState<Name | null>(null);
  const go = useCommand(t('batches.done'));
  const close = () => setAsked(null);

  const moves: Move[] = NAMES.flatMap((name) => {
    const told = batch.moves.find((move) => move.name === name);
    if (!told) return [];
    // Moves of another stage of life would be noise; a plan explains what bars its start.
    if (!told.allowed && !(name === 'start' && batch.state === 'PLANNED')) return [];
    const { icon, needs, main } = LOOKS[name];
    const mine = may(needs);
    return [
      {
        name,
        label: name === 'start' && batch.state === 'BREWING' ? t('moves.startNext') : t(`moves.${name}`),
        icon,
        main,
        allowed: told.allowed && mine,
        whyNot: !mine ? t('moves.notYours') : told.why_not && w('whyNot', told.why_not),
        onMove: () =>
          isAtOnce(name)
            ? void go.run({
                method: 'POST',
                path: AT_ONCE[name],
                at: { batch_id: batch.id },
                label: `${t(`moves.${name}`)} ${batch.number}`,
              })
            : setAsked(name),
      },
    ];
  });
  const brew = batch.brews.find((each) => each.state === 'BREWING');

  return (
    <>
      {go.refusal && <ProblemPanel error={go.refusal} />}
      {batch.brews.some((each) => each.state === 'STARTING') && batch.state !== 'CANCELLED' && (
        <Text role="status">{t('batches.startingNow')}</Text>
      )}
      {moves.length > 0 && <Moves moves={moves} busy={go.busy} />}
      <CompleteDialog batch={batch} opened={asked === 'complete'} onClose={close} />
      <CostDialog batch={batch} opened={asked === 'record_cost'} onClose={close} />
      {brew && <KnockOutDialog batch={batch} brew={brew} opened={asked === 'knock_out'} onClose={close} />}
      {asked === 'replan' && <ReplanDialog batch={batch} onClose={close} />}
      {asked === 'cancel' && <CancelDialog batch={batch} onClose={close} />}
    </>
  );
}
