import { SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import {
  IconAlertOctagon,
  IconArrowsMove,
  IconArrowsSplit,
  IconCalendarEvent,
  IconCircleCheck,
  IconClipboardList,
  IconLock,
  IconTrash,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocations } from '@/api/locations';
import { useMay } from '@/api/session';
import type { Lot, WasteClass } from '@/api/wire';
import { CommandDialog } from '@/offline/CommandDialog';
import { decimalOf, isZero, parseDecimal } from '@/shared/format/decimal';
import { formatQuantity, unitSign } from '@/shared/format/format';
import { type Move, Moves } from '@/shared/ui/Moves';
import { NumberField } from '@/shared/ui/NumberField';
import { TransferDialog } from './TransferDialog';

type Act = 'hold' | 'release' | 'move' | 'part' | 'count' | 'waste' | 'redate' | 'recall';

/** What may be done with a lot now: hold it, let it go, carry it, count it, throw some away. */
export function LotActs({ lot }: { lot: Lot }) {
  const { t } = useTranslation();
  const may = useMay();
  const [act, setAct] = useState<Act | null>(null);
  const close = () => setAct(null);
  const moves: (Move | false)[] = [
    may('inventory.lots.release') &&
      lot.status !== 'AVAILABLE' &&
      lot.status !== 'EXPIRED' && {
        name: 'release',
        label: t('lots.release'),
        icon: IconCircleCheck,
        allowed: true,
        main: true,
        onMove: () => setAct('release'),
      },
    may('inventory.lots.hold') && {
      name: 'hold',
      label: t('lots.hold'),
      icon: IconLock,
      allowed: lot.status !== 'RECALLED' && lot.status !== 'EXPIRED',
      whyNot: lot.status === 'EXPIRED' ? t('lots.expiredAlready') : t('lots.recalledAlready'),
      onMove: () => setAct('hold'),
    },
    may('inventory.lots.move') && {
      name: 'move',
      label: t('lots.move'),
      icon: IconArrowsMove,
      allowed: true,
      onMove: () => setAct('move'),
    },
    may('inventory.transfers.work') && {
      name: 'part',
      label: t('transfers.part'),
      icon: IconArrowsSplit,
      allowed: !isZero(lot.remaining_quantity),
      whyNot: t('lots.nothingLeft'),
      onMove: () => setAct('part'),
    },
    may('inventory.stock.correct') && {
      name: 'count',
      label: t('lots.count'),
      icon: IconClipboardList,
      allowed: true,
      onMove: () => setAct('count'),
    },
    may('inventory.lots.correct_expiry') && {
      name: 'redate',
      label: t('lots.redate'),
      icon: IconCalendarEvent,
      allowed: true,
      onMove: () => setAct('redate'),
    },
    may('inventory.stock.waste') && {
      name: 'waste',
      label: t('lots.waste'),
      icon: IconTrash,
      allowed: !isZero(lot.remaining_quantity),
      whyNot: t('lots.nothingLeft'),
      onMove: () => setAct('waste'),
    },
    may('inventory.lots.recall') &&
      lot.status !== 'RECALLED' && {
        name: 'recall',
        label: t('lots.recall'),
        icon: IconAlertOctagon,
        allowed: true,
        onMove: () => setAct('recall'),
      },
  ];
  const shown = moves.filter((move) => move !== false);
  return (
    <>
      {shown.length > 0 && <Moves moves={shown} />}
      {act === 'hold' && <HoldDialog lot={lot} onClose={close} />}
      {act === 'release' && <ReleaseDialog lot={lot} onClose={close} />}
      {act === 'move' && <MoveDialog lot={lot} onClose={close} />}
      {act === 'part' && <TransferDialog lot={lot} onClose={close} />}
      {act === 'redate' && <RedateDialog lot={lot} onClose={close} />}
      {act === 'recall' && <RecallDialog lot={lot} onClose={close} />}
      {(act === 'count' || act === 'waste') && <CorrectDialog lot={lot} how={act} onClose={close} />}
    </>
  );
}

interface Dialog {
  lot: Lot;
  onClose: () => void;
}

const longEnough = (missing: string) => (value: string) => (value.trim().length >= 3 ? null : missing);

function HoldDialog({ lot, onClose }: Dialog) {
  const { t } = useTranslation();
  const kinds = (['QUARANTINE', 'BLOCKED'] as const).filter((kind) => kind !== lot.status);
  return (
    <CommandDialog
      title={t('lots.holdTitle', { code: lot.code })}
      lead={t('lots.holdLead')}
      act={t('lots.hold')}
      done={t('lots.held')}
      danger
      initial={{ kind: kinds[0] as 'QUARANTINE' | 'BLOCKED', reason: '' }}
      validate={{ reason: longEnough(t('issue.reasonMissing')) }}
      onClose={onClose}
      send={(body, run) =>
        run({
          method: 'POST',
          path: '/v1/lots/{lot_id}/holds',
          at: { lot_id: lot.id },
          body,
          label: t('lots.holdTitle', { code: lot.code }),
        })
      }
    >
      {(form) => (
        <>
          <SegmentedControl
            fullWidth
            aria-label={t('lots.hold')}
            data={kinds.map((kind) => ({
              value: kind,
              label: kind === 'BLOCKED' ? t('lots.block') : t('lots.quarantine'),
            }))}
            {...form.getInputProps('kind')}
          />
          <Textarea label={t('ui.reason')} data-autofocus autosize minRows={2} {...form.getInputProps('reason')} />
        </>
      )}
    </CommandDialog>
  );
}

function ReleaseDialog({ lot, onClose }: Dialog) {
  const { t } = useTranslation();
  return (
    <CommandDialog
      title={t('lots.releaseTitle', { code: lot.code })}
      lead={t('lots.releaseLead')}
      act={t('lots.release')}
      done={t('lots.released')}
      initial={{ reason: '' }}
      validate={{ reason: longEnough(t('issue.reasonMissing')) }}
      onClose={onClose}
      send={(body, run) =>
        run({
          method: 'POST',
          path: '/v1/lots/{lot_id}/releases',
          at: { lot_id: lot.id },
          body,
          label: t('lots.releaseTitle', { code: lot.code }),
        })
      }
    >
      {(form) => (
        <Textarea label={t('ui.reason')} data-autofocus autosize minRows={2} {...form.getInputProps('reason')} />
      )}
    </CommandDialog>
  );
}

function MoveDialog({ lot, onClose }: Dialog) {
  const { t } = useTranslation();
  const places = useLocations();
  return (
    <CommandDialog
      title={t('lots.moveTitle', { code: lot.code })}
      lead={t('lots.moveLead', { place: places.nameOf(lot.location_id) })}
      act={t('lots.move')}
      done={t('lots.moved')}
      initial={{ location_id: '', reason: '' }}
      validate={{ location_id: (value) => (value ? null : t('places.missing')) }}
      onClose={onClose}
      send={(body, run) =>
        run({
          method: 'POST',
          path: '/v1/lots/{lot_id}/moves',
          at: { lot_id: lot.id },
          body,
          label: t('lots.moveTitle', { code: lot.code }),
        })
      }
    >
      {(form) => (
        <>
          <Select
            label={t('places.one')}
            data={places.options.filter((one) => one.value !== lot.location_id)}
            searchable
            data-autofocus
            nothingFoundMessage={t('places.none')}
            {...form.getInputProps('location_id')}
          />
          <TextInput label={t('places.why')} {...form.getInputProps('reason')} />
        </>
      )}
    </CommandDialog>
  );
}

function RedateDialog({ lot, onClose }: Dialog) {
  const { t } = useTranslation();
  const title = t('lots.redateTitle', { code: lot.code });
  return (
    <CommandDialog
      title={title}
      lead={t('lots.redateLead')}
      act={t('lots.redate')}
      done={t('lots.redated')}
      initial={{ expires_on: lot.expires_on ?? '', reason: '' }}
      validate={{ reason: longEnough(t('issue.reasonMissing')) }}
      onClose={onClose}
      send={({ expires_on, reason }, run) =>
        run({
          method: 'POST',
          path: '/v1/lots/{lot_id}/expiry-corrections',
          at: { lot_id: lot.id },
          body: { expires_on: expires_on || null, reason },
          label: title,
        })
      }
    >
      {(form) => (
        <>
          <TextInput type="date" label={t('lots.expires')} data-autofocus {...form.getInputProps('expires_on')} />
          <TextInput label={t('ui.reason')} {...form.getInputProps('reason')} />
        </>
      )}
    </CommandDialog>
  );
}

/** This lot alone, whatever its supplier says of the others. */
function RecallDialog({ lot, onClose }: Dialog) {
  const { t } = useTranslation();
  const title = t('lots.recallTitle', { code: lot.code });
  return (
    <CommandDialog
      title={title}
      lead={t('lots.recallLead')}
      act={t('lots.recall')}
      done={t('lots.recalled')}
      danger
      initial={{ reason: '' }}
      validate={{ reason: longEnough(t('issue.reasonMissing')) }}
      onClose={onClose}
      send={({ reason }, run) =>
        run({ method: 'POST', path: '/v1/recalls', body: { lot_ids: [lot.id], reason: reason.trim() }, label: title })
      }
    >
      {(form) => (
        <Textarea label={t('ui.reason')} data-autofocus autosize minRows={2} {...form.getInputProps('reason')} />
      )}
    </CommandDialog>
  );
}

const WASTE_CLASSES: WasteClass[] = ['PROCESS', 'SPOILAGE', 'EXPIRY', 'BREAKAGE', 'STAFF_MEAL', 'TASTING', 'THEFT'];

function CorrectDialog({ lot, how, onClose }: Dialog & { how: 'count' | 'waste' }) {
  const { t } = useTranslation();
  const counting = how === 'count';
  const title = counting ? t('lots.countTitle', { code: lot.code }) : t('lots.wasteTitle', { code: lot.code });
  return (
    <CommandDialog
      title={title}
      lead={
        counting
          ? t('lots.countLead', { left: formatQuantity(lot.remaining_quantity, lot.unit) })
          : t('lots.wasteLead', { left: formatQuantity(lot.remaining_quantity, lot.unit) })
      }
      act={counting ? t('lots.count') : t('lots.waste')}
      done={t('lots.corrected')}
      danger={!counting}
      initial={{ quantity: '', reason: '', waste_class: 'SPOILAGE' as WasteClass }}
      validate={{
        quantity: (value) => (parseDecimal(value) ? null : t('ui.numberMissing')),
        reason: longEnough(t('issue.reasonMissing')),
      }}
      onClose={onClose}
      send={({ quantity, reason, waste_class }, run) =>
        counting
          ? run({
              method: 'POST',
              path: '/v1/lots/{lot_id}/counts',
              at: { lot_id: lot.id },
              body: { counted_quantity: decimalOf(quantity), reason },
              label: title,
            })
          : run({
              method: 'POST',
              path: '/v1/lots/{lot_id}/wastes',
              at: { lot_id: lot.id },
              body: { quantity: decimalOf(quantity), reason, waste_class },
              label: title,
            })
      }
    >
      {(form) => (
        <>
          <NumberField
            label={counting ? t('lots.counted') : t('lots.wasted')}
            unit={unitSign(lot.unit)}
            data-autofocus
            hint={formatQuantity(lot.remaining_quantity, lot.unit)}
            {...form.getInputProps('quantity')}
          />
          {!counting && (
            <Select
              label={t('wasteClasses.title')}
              allowDeselect={false}
              data={WASTE_CLASSES.map((one) => ({ value: one, label: t(`wasteClasses.${one}`) }))}
              {...form.getInputProps('waste_class')}
            />
          )}
          <TextInput label={t('ui.reason')} {...form.getInputProps('reason')} />
        </>
      )}
    </CommandDialog>
  );
}
