import { Button, Menu, Select, TextInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Cylinder } from '@/api/wire';
import { CommandDialog } from '@/offline/CommandDialog';
import { decimalOf, parseDecimal } from '@/shared/format/decimal';
import { formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { NumberField } from '@/shared/ui/NumberField';

const PURPOSES = ['CARBONATION', 'PUSHING', 'AERATION'] as const;
type Act = 'use' | 'refill' | 'return' | 'inspect' | 'maintain';

/** What may be done with a cylinder now, behind one button. */
export function CylinderDialogs({ cylinder }: { cylinder: Cylinder }) {
  const { t } = useTranslation();
  const [act, setAct] = useState<Act | null>(null);
  const close = () => setAct(null);
  const atHand = cylinder.state !== 'RETURNED' && cylinder.state !== 'MAINTENANCE';
  return (
    <>
      <Button.Group>
        <Button
          variant="default"
          size="compact-md"
          disabled={!atHand || cylinder.level === '0'}
          onClick={() => setAct('use')}
        >
          {t('gases.use')}
        </Button>
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" size="compact-md" px={6} aria-label={t('gases.actsOf', { code: cylinder.code })}>
              <IconChevronDown size={18} aria-hidden />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {cylinder.state !== 'MAINTENANCE' && cylinder.state !== 'FULL' && (
              <Menu.Item onClick={() => setAct('refill')}>{t('gases.refill')}</Menu.Item>
            )}
            {cylinder.state !== 'RETURNED' && (
              <Menu.Item onClick={() => setAct('return')}>{t('gases.giveBack')}</Menu.Item>
            )}
            <Menu.Item onClick={() => setAct('inspect')}>{t('gases.inspect')}</Menu.Item>
            {atHand && <Menu.Item onClick={() => setAct('maintain')}>{t('gases.maintain')}</Menu.Item>}
          </Menu.Dropdown>
        </Menu>
      </Button.Group>
      {act === 'use' && <UseDialog cylinder={cylinder} onClose={close} />}
      {act === 'refill' && <RefillDialog cylinder={cylinder} onClose={close} />}
      {(act === 'return' || act === 'maintain') && <ReasonedDialog cylinder={cylinder} act={act} onClose={close} />}
      {act === 'inspect' && <InspectDialog cylinder={cylinder} onClose={close} />}
    </>
  );
}

interface Dialog {
  cylinder: Cylinder;
  onClose: () => void;
}

function UseDialog({ cylinder, onClose }: Dialog) {
  const { t } = useTranslation();
  const w = useWord();
  const title = t('gases.useTitle', { code: cylinder.code });
  return (
    <CommandDialog
      title={title}
      lead={t('gases.left', { left: formatQuantity(cylinder.level, cylinder.unit) })}
      act={t('gases.use')}
      done={t('gases.used')}
      initial={{ purpose: 'CARBONATION' as (typeof PURPOSES)[number], amount: '', batch_number: '' }}
      validate={{ amount: (value) => (parseDecimal(value) ? null : t('ui.numberMissing')) }}
      onClose={onClose}
      send={(values, run) =>
        run({
          method: 'POST',
          path: '/v1/gas-cylinders/{cylinder_id}/uses',
          at: { cylinder_id: cylinder.id },
          body: {
            purpose: values.purpose,
            amount: decimalOf(values.amount),
            batch_number: values.batch_number.trim() || null,
          },
          label: title,
        })
      }
    >
      {(form) => (
        <>
          <Select
            label={t('gases.purpose')}
            allowDeselect={false}
            data={PURPOSES.map((one) => ({ value: one, label: w('gasPurposes', one) }))}
            {...form.getInputProps('purpose')}
          />
          <NumberField
            label={t('movements.quantity')}
            unit={cylinder.unit}
            hint={formatQuantity(cylinder.level, cylinder.unit)}
            data-autofocus
            {...form.getInputProps('amount')}
          />
          <TextInput
            label={t('gases.batch')}
            placeholder={t('receiving.optional')}
            {...form.getInputProps('batch_number')}
          />
        </>
      )}
    </CommandDialog>
  );
}

function RefillDialog({ cylinder, onClose }: Dialog) {
  const { t } = useTranslation();
  const title = t('gases.refillTitle', { code: cylinder.code });
  return (
    <CommandDialog
      title={title}
      lead={t('gases.refillLead', { whole: formatQuantity(cylinder.capacity, cylinder.unit) })}
      act={t('gases.refill')}
      done={t('gases.refilled')}
      initial={{ amount: '' }}
      validate={{ amount: (value) => (!value || parseDecimal(value) ? null : t('ui.numberMissing')) }}
      onClose={onClose}
      send={({ amount }, run) =>
        run({
          method: 'POST',
          path: '/v1/gas-cylinders/{cylinder_id}/refills',
          at: { cylinder_id: cylinder.id },
          body: { amount: amount ? decimalOf(amount) : null },
          label: title,
        })
      }
    >
      {(form) => (
        <NumberField
          label={t('gases.refillAmount')}
          unit={cylinder.unit}
          data-autofocus
          {...form.getInputProps('amount')}
        />
      )}
    </CommandDialog>
  );
}

function ReasonedDialog({ cylinder, act, onClose }: Dialog & { act: 'return' | 'maintain' }) {
  const { t } = useTranslation();
  const back = act === 'return';
  const title = back
    ? t('gases.returnTitle', { code: cylinder.code })
    : t('gases.maintainTitle', { code: cylinder.code });
  return (
    <CommandDialog
      title={title}
      lead={back ? t('gases.returnLead', { left: formatQuantity(cylinder.level, cylinder.unit) }) : undefined}
      act={back ? t('gases.giveBack') : t('gases.maintain')}
      done={back ? t('gases.returned') : t('gases.maintained')}
      initial={{ reason: '' }}
      validate={{ reason: (value) => (back || value.trim().length >= 3 ? null : t('issue.reasonMissing')) }}
      onClose={onClose}
      send={(body, run) =>
        back
          ? run({
              method: 'POST',
              path: '/v1/gas-cylinders/{cylinder_id}/returns',
              at: { cylinder_id: cylinder.id },
              body,
              label: title,
            })
          : run({
              method: 'POST',
              path: '/v1/gas-cylinders/{cylinder_id}/maintenances',
              at: { cylinder_id: cylinder.id },
              body,
              label: title,
            })
      }
    >
      {(form) => <TextInput label={t('ui.reason')} data-autofocus {...form.getInputProps('reason')} />}
    </CommandDialog>
  );
}

function InspectDialog({ cylinder, onClose }: Dialog) {
  const { t } = useTranslation();
  const title = t('gases.inspectTitle', { code: cylinder.code });
  return (
    <CommandDialog
      title={title}
      lead={t('gases.inspectLead')}
      act={t('gases.inspect')}
      done={t('gases.inspected')}
      initial={{ next_due: null as string | null }}
      validate={{ next_due: (value) => (value ? null : t('gases.dueMissing')) }}
      onClose={onClose}
      send={({ next_due }, run) =>
        run({
          method: 'POST',
          path: '/v1/gas-cylinders/{cylinder_id}/inspections',
          at: { cylinder_id: cylinder.id },
          body: { next_due: next_due ?? '' },
          label: title,
        })
      }
    >
      {(form) => <DateInput label={t('gases.nextDue')} valueFormat="DD/MM/YYYY" {...form.getInputProps('next_due')} />}
    </CommandDialog>
  );
}
