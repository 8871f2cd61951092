import { Button, Group, Modal, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KegType } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { parseDecimal } from '@/shared/format/decimal';
import { useWord } from '@/shared/i18n/useWord';
import { useFieldErrors } from '@/shared/ui/form';
import { NumberField } from '@/shared/ui/NumberField';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { AdmitDialog } from './AdmitDialog';
import { KEG_TYPES, OWNERSHIPS, SIZES } from './words';

/** Kegs enter the books: one, or a whole range of serials of the same kind. A guest's are then taken in, if they are here. */
export function RegisterDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const w = useWord();
  const form = useForm({
    initialValues: {
      many: 'one',
      serial: '',
      rfid_tag: '',
      prefix: '',
      first: '1',
      count: '10',
      size_l: '50',
      keg_type: 'SANKE_D' as KegType,
      ownership: 'OWN' as (typeof OWNERSHIPS)[number],
      owner_name: '',
      tare_kg: '',
    },
    validate: {
      serial: (value, all) => (all.many === 'one' && !value.trim() ? t('kegs.serialMissing') : null),
      prefix: (value, all) => (all.many === 'many' && !value.trim() ? t('kegs.serialMissing') : null),
      count: (value, all) => (all.many === 'many' && !/^[1-9]\d*$/.test(value) ? t('ui.numberMissing') : null),
      first: (value, all) => (all.many === 'many' && !/^\d+$/.test(value) ? t('ui.numberMissing') : null),
      owner_name: (value, all) => (all.ownership !== 'OWN' && !value.trim() ? t('kegs.ownerMissing') : null),
    },
  });
  const { run, busy, refusal } = useCommand(t('kegs.added'), onClose);
  const unplaced = useFieldErrors(form, refusal);
  const [arrived, setArrived] = useState<string[] | null>(null);
  const { many, keg_type, ownership, prefix, first } = form.values;

  async function register(values: typeof form.values) {
    const kind = {
      size_l: values.size_l,
      keg_type: values.keg_type,
      ownership: values.ownership,
      owner_name: values.ownership === 'OWN' ? null : values.owner_name.trim(),
      tare_kg: parseDecimal(values.tare_kg),
      one_way: false,
      location: '',
      notes: '',
    };
    const done =
      values.many === 'one'
        ? await run({
            method: 'POST',
            path: '/v1/kegs',
            label: t('kegs.adding', { serial: values.serial }),
            body: { ...kind, serial: values.serial, rfid_tag: values.rfid_tag.trim() || null },
          })
        : await run({
            method: 'POST',
            path: '/v1/keg-batches',
            label: t('kegs.adding', { serial: values.prefix }),
            body: {
              ...kind,
              prefix: values.prefix,
              first: Number(values.first),
              count: Number(values.count),
              digits: 4,
            },
          });
    if (!done) return;
    if (values.ownership !== 'GUEST') onClose();
    else if ('kegs' in done) setArrived(done.kegs.map((each) => each.serial));
    else setArrived([done.serial]);
  }

  if (arrived) return <AdmitDialog codes={arrived} onClose={onClose} />;

  return (
    <Modal opened onClose={onClose} title={t('kegs.add')} closeButtonProps={{ 'aria-label': t('ui.close') }} size="lg">
      <form onSubmit={form.onSubmit((values) => void register(values))} noValidate>
        <Stack gap="sm">
          {refusal && <ProblemPanel error={refusal} unplaced={unplaced} kept={t('problem.formKept')} />}
          <SegmentedControl
            aria-label={t('kegs.add')}
            fullWidth
            data={[
              { value: 'one', label: t('kegs.addOne') },
              { value: 'many', label: t('kegs.addMany') },
            ]}
            {...form.getInputProps('many')}
          />
          {many === 'one' ? (
            <Group grow align="flex-start">
              <TextInput
                label={t('kegs.serial')}
                placeholder={t('kegs.serialExample')}
                data-autofocus
                {...form.getInputProps('serial')}
              />
              <TextInput label={t('kegs.rfid')} {...form.getInputProps('rfid_tag')} />
            </Group>
          ) : (
            <>
              <Group grow align="flex-start">
                <TextInput
                  label={t('kegs.prefix')}
                  placeholder={t('kegs.prefixExample')}
                  data-autofocus
                  {...form.getInputProps('prefix')}
                />
                <TextInput label={t('kegs.first')} inputMode="numeric" {...form.getInputProps('first')} />
                <TextInput label={t('kegs.count')} inputMode="numeric" {...form.getInputProps('count')} />
              </Group>
              {prefix.trim() && (
                <Text size="sm" c="dimmed" className="num">
                  {t('kegs.range', {
                    first: `${prefix.trim().toUpperCase()}${first.padStart(4, '0')}`,
                    count: form.values.count,
                  })}
                </Text>
              )}
            </>
          )}
          <Group grow align="flex-start">
            <Select
              label={t('kegs.kind')}
              allowDeselect={false}
              data={KEG_TYPES.map((value) => ({ value, label: w('kegTypes', value) }))}
              value={keg_type}
              onChange={(value) => {
                const chosen = (value ?? 'SANKE_D') as KegType;
                form.setFieldValue('keg_type', chosen);
                if (!SIZES[chosen].includes(form.values.size_l)) form.setFieldValue('size_l', SIZES[chosen][0] ?? '20');
              }}
            />
            <Select
              label={t('kegs.size')}
              allowDeselect={false}
              data={SIZES[keg_type].map((value) => ({ value, label: `${value} L` }))}
              {...form.getInputProps('size_l')}
            />
            <NumberField label={t('kegs.tare')} unit="kg" {...form.getInputProps('tare_kg')} />
          </Group>
          <Group grow align="flex-start">
            <Select
              label={t('kegs.owner')}
              allowDeselect={false}
              data={OWNERSHIPS.map((value) => ({ value, label: w('kegOwners', value) }))}
              {...form.getInputProps('ownership')}
            />
            {ownership !== 'OWN' && <TextInput label={t('kegs.ownerName')} {...form.getInputProps('owner_name')} />}
          </Group>
          {ownership === 'GUEST' && (
            <Text size="sm" c="dimmed">
              {t('kegs.guestHint')}
            </Text>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('ui.back')}
            </Button>
            <Button type="submit" loading={busy}>
              {t('kegs.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
