import { Button, Checkbox, Group, Select } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { LossReason, Vessel } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { compare, decimalOf, parseDecimal, ratio, rounded, sum } from '@/shared/format/decimal';
import { formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { FormDialog } from '@/shared/ui/FormDialog';
import { useFieldErrors } from '@/shared/ui/form';
import { NumberField } from '@/shared/ui/NumberField';
import classes from './Cellar.module.css';
import type { DialogProps } from './PourDialogs';
import { LOSS_REASONS, mixes, roomIn } from './words';

/** Beer goes to another tank: all of it, or a part (a split); onto other beer only when somebody means a blend. */
export function TransferDialog({ vessel, others, onClose, onDone }: DialogProps & { others: Vessel[] }) {
  const { t } = useTranslation();
  const w = useWord();
  const form = useForm({
    initialValues: {
      to_vessel_id: '',
      volume_l: '',
      loss_l: '',
      loss_reason: 'TRANSFER' as LossReason,
      blend: false,
    },
    validate: {
      to_vessel_id: (value) => (value ? null : t('cellar.targetMissing')),
      volume_l: (value) => (parseDecimal(value) ? null : t('ui.numberMissing')),
      loss_l: (value) => (value === '' || parseDecimal(value) ? null : t('ui.numberMissing')),
    },
  });
  const command = useCommand(t('cellar.transferred'), onDone);
  const unplaced = useFieldErrors(form, command.refusal);
  const target = others.find((one) => one.id === form.values.to_vessel_id);
  const blends = target !== undefined && mixes(vessel, target);
  const going = parseDecimal(form.values.volume_l);
  const lost = form.values.loss_l === '' ? '0' : parseDecimal(form.values.loss_l);
  const left = going && lost ? sum([vessel.volume_l, `-${going}`, `-${lost}`]) : null;
  const shown = others.filter((one) => one.id !== vessel.id);

  function amount(part: '1' | '2') {
    const share = ratio(vessel.volume_l, part);
    if (share) form.setFieldValue('volume_l', part === '1' ? sum([vessel.volume_l]) : rounded(share, 1));
  }

  async function save(values: typeof form.values) {
    const after = await command.run({
      method: 'POST',
      path: '/v1/vessels/{vessel_id}/transfers',
      at: { vessel_id: vessel.id },
      body: {
        to_vessel_id: values.to_vessel_id,
        volume_l: decimalOf(values.volume_l),
        loss_l: values.loss_l === '' ? '0' : decimalOf(values.loss_l),
        loss_reason: values.loss_l === '' ? null : values.loss_reason,
        blend: blends && values.blend,
      },
      label: t('cellar.transferring', { from: vessel.code, to: target?.code ?? '' }),
    });
    if (after) onDone();
  }
  return (
    <FormDialog
      title={t('cellar.transferFrom', { code: vessel.code })}
      act={t('cellar.transfer')}
      command={command}
      unplaced={unplaced}
      size="lg"
      onClose={onClose}
      onSubmit={form.onSubmit((values) => void save(values))}
    >
      <fieldset className={classes.choices}>
        <legend>{t('cellar.target')}</legend>
        {shown.map((one) => {
          const open = one.state === 'AVAILABLE' || one.contents.length > 0;
          return (
            <label key={one.id} className={classes.choice}>
              <input
                type="radio"
                name="target"
                disabled={!open}
                checked={form.values.to_vessel_id === one.id}
                onChange={() => form.setFieldValue('to_vessel_id', one.id)}
              />
              <strong>{one.code}</strong>
              <small className="num">
                {one.contents[0]
                  ? `${one.contents.map((content) => content.batch_number).join(' + ')}, ${t('cellar.roomFor', { volume: formatQuantity(rounded(roomIn(one), 0), 'L') })}`
                  : open
                    ? t('cellar.roomFor', { volume: formatQuantity(rounded(roomIn(one), 0), 'L') })
                    : w('vesselStates', one.state)}
              </small>
            </label>
          );
        })}
      </fieldset>
      {form.errors.to_vessel_id && (
        <span role="alert" style={{ color: 'var(--act-now)' }}>
          {form.errors.to_vessel_id}
        </span>
      )}
      <NumberField
        label={t('cellar.arrives')}
        unit="L"
        description={t('cellar.thereAre', { volume: formatQuantity(vessel.volume_l, 'L') })}
        hint={t('cellar.thereAre', { volume: formatQuantity(vessel.volume_l, 'L') })}
        {...form.getInputProps('volume_l')}
      />
      <Group gap="sm">
        <Button variant="default" onClick={() => amount('1')}>
          {t('cellar.all')}
        </Button>
        <Button variant="default" onClick={() => amount('2')}>
          {t('cellar.half')}
        </Button>
      </Group>
      <Group grow align="flex-start">
        <NumberField label={t('cellar.lossOnTheWay')} unit="L" {...form.getInputProps('loss_l')} />
        <Select
          label={t('cellar.reason')}
          allowDeselect={false}
          disabled={form.values.loss_l === ''}
          data={LOSS_REASONS.map((reason) => ({ value: reason, label: w('lossReasons', reason) }))}
          {...form.getInputProps('loss_reason')}
        />
      </Group>
      {left !== null && (
        <p aria-live="polite" style={{ margin: 0 }} className="num">
          {compare(left, '0') < 0
            ? t('cellar.tooMuch', { volume: formatQuantity(vessel.volume_l, 'L') })
            : compare(left, '0') === 0
              ? t('cellar.runsEmpty', { code: vessel.code })
              : t('cellar.stays', { volume: formatQuantity(left, 'L'), code: vessel.code })}
        </p>
      )}
      {blends && (
        <Checkbox
          label={t('cellar.blendWith', { batches: target.contents.map((one) => one.batch_number).join(', ') })}
          {...form.getInputProps('blend', { type: 'checkbox' })}
        />
      )}
    </FormDialog>
  );
}
