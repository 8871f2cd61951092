import {
  type Icon,
  IconArrowsLeftRight,
  IconBan,
  IconCircleCheck,
  IconDropletDown,
  IconDropletOff,
  IconDropletPlus,
  IconFileInfo,
  IconPlayerPlay,
  IconRulerMeasure,
  IconSparkles,
  IconTool,
  IconTransferIn,
  IconTrash,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import type { Vessel, VesselState } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { useWord } from '@/shared/i18n/useWord';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import classes from './Cellar.module.css';
import { KnockOutDialog } from './KnockOutDialog';
import { EmptyingDialog, LossDialog, WaterDialog } from './PourDialogs';
import { ReadingDialog } from './ReadingDialog';
import { TransferDialog } from './TransferDialog';
import { isTank } from './words';

type Asked = 'transfer' | 'knockOut' | 'loss' | 'empty' | 'water' | 'reading';

const STATE_ICONS: Record<VesselState, Icon> = {
  AVAILABLE: IconCircleCheck,
  IN_USE: IconPlayerPlay,
  DIRTY: IconDropletOff,
  CLEANING: IconSparkles,
  MAINTENANCE: IconTool,
  OUT_OF_SERVICE: IconBan,
};

/** What may be done with a vessel now, as big tiles; each opens its own small form. */
export function VesselActions({
  vessel,
  others,
  withLink,
  onDone,
  onAsking,
}: {
  vessel: Vessel;
  /** The tanks that beer may go to. */
  others: Vessel[];
  withLink?: boolean;
  onDone?: () => void;
  /** Told whether a form is open, so that what is behind it does not take its Escape. */
  onAsking?: (asking: boolean) => void;
}) {
  const { t } = useTranslation();
  const w = useWord();
  const may = useMay();
  const [asked, ask] = useState<Asked | null>(null);
  const state = useCommand(t('cellar.stateChanged'), onDone);
  const works = may('production.cellar.work');
  const brews = may('production.batches.brew');
  const full = vessel.contents.length > 0;
  const tank = isTank(vessel);
  const setAsked = (what: Asked | null) => {
    ask(what);
    onAsking?.(what !== null);
  };
  const close = () => setAsked(null);
  const done = () => {
    close();
    onDone?.();
  };

  async function take(to: VesselState) {
    const after = await state.run({
      method: 'POST',
      path: '/v1/vessels/{vessel_id}/state-changes',
      at: { vessel_id: vessel.id },
      body: { state: to },
      label: t('cellar.changingState', { code: vessel.code, state: w('vesselStates', to) }),
    });
    if (after) onDone?.();
  }

  const tiles: { name: string; label: string; icon: Icon; act: () => void }[] = [];
  const tile = (name: Asked, label: string, icon: Icon) => tiles.push({ name, label, icon, act: () => setAsked(name) });
  if (works && tank) {
    if (full) tile('transfer', t('cellar.transfer'), IconArrowsLeftRight);
    if (brews && (full || vessel.state === 'AVAILABLE')) tile('knockOut', t('cellar.knockOut'), IconTransferIn);
    if (full) {
      tile('reading', t('cellar.reading'), IconRulerMeasure);
      tile('loss', t('cellar.loss'), IconDropletDown);
      tile('water', t('cellar.water'), IconDropletPlus);
      tile('empty', t('cellar.emptyOut'), IconTrash);
    }
  }
  if (works) {
    for (const next of vessel.next_states) {
      tiles.push({ name: next, label: w('vesselMoves', next), icon: STATE_ICONS[next], act: () => void take(next) });
    }
  }
  return (
    <>
      {state.refusal && <ProblemPanel error={state.refusal} />}
      <div className={classes.tiles}>
        {tiles.map(({ name, label, icon: Sign, act }) => (
          <button key={name} type="button" className={classes.tile} onClick={act} disabled={state.busy}>
            <Sign size={30} stroke={1.7} aria-hidden />
            {label}
          </button>
        ))}
        {withLink && (
          <Link to="/cellar/$vesselId" params={{ vesselId: vessel.id }} className={classes.tile}>
            <IconFileInfo size={30} stroke={1.7} aria-hidden />
            {t('cellar.detail')}
          </Link>
        )}
      </div>
      {asked === 'transfer' && <TransferDialog vessel={vessel} others={others} onClose={close} onDone={done} />}
      {asked === 'knockOut' && <KnockOutDialog vessel={vessel} onClose={close} onDone={done} />}
      {asked === 'loss' && <LossDialog vessel={vessel} onClose={close} onDone={done} />}
      {asked === 'water' && <WaterDialog vessel={vessel} onClose={close} onDone={done} />}
      {asked === 'empty' && <EmptyingDialog vessel={vessel} onClose={close} onDone={done} />}
      {asked === 'reading' && <ReadingDialog vessel={vessel} onClose={close} onDone={done} />}
    </>
  );
}
