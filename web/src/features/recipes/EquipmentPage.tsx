import { Button, Modal, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconCircleCheck, IconPencil, IconPlus, IconTool } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pages } from '@/api/client';
import { useMay } from '@/api/session';
import type { Equipment } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { parseDecimal } from '@/shared/format/decimal';
import { formatNumber, formatPercent, formatQuantity } from '@/shared/format/format';
import { useFieldErrors } from '@/shared/ui/form';
import { NumberField } from '@/shared/ui/NumberField';
import { PageHeader } from '@/shared/ui/PageHeader';
import { EmptyState, Facts, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { StateBadge } from '@/shared/ui/StateBadge';
import { RowsSkeleton } from '@/shared/ui/skeletons';
import classes from './Recipes.module.css';

/** Every figure of a brewhouse with its unit and what it usually is; those that may be blank have none. */
const FIGURES = [
  ['batch_volume_l', 'L', ''],
  ['efficiency_pct', '%', '75'],
  ['boil_minutes', 'min', '60'],
  ['boil_off_pct', '%/h', '10'],
  ['shrinkage_pct', '%', '4'],
  ['trub_loss_l', 'L', '0'],
  ['fermenter_loss_l', 'L', '0'],
  ['lauter_deadspace_l', 'L', '0'],
  ['kettle_volume_l', 'L', ''],
  ['mash_tun_volume_l', 'L', ''],
  ['mash_thickness_l_kg', 'L/kg', '3'],
  ['grain_absorption_l_kg', 'L/kg', '1.04'],
  ['grain_temp_c', '°C', '20'],
  ['altitude_m', 'm', '0'],
  ['utilization_pct', '%', '100'],
  ['calcium_mg_l', 'mg/L', '0'],
  ['magnesium_mg_l', 'mg/L', '0'],
  ['sodium_mg_l', 'mg/L', '0'],
  ['sulfate_mg_l', 'mg/L', '0'],
  ['chloride_mg_l', 'mg/L', '0'],
  ['bicarbonate_mg_l', 'mg/L', '0'],
] as const;
type Figure = (typeof FIGURES)[number][0];
const BLANK: readonly Figure[] = ['kettle_volume_l', 'mash_tun_volume_l'];

/** The brewhouses that recipes are computed and scaled for. */
export function EquipmentPage() {
  const { t } = useTranslation();
  const may = useMay();
  const profiles = useInfiniteQuery(pages('production', '/v1/equipment-profiles'));
  const [open, setOpen] = useState<Equipment | 'new' | null>(null);
  const add = may('production.plant.set_up') && (
    <Button onClick={() => setOpen('new')} leftSection={<IconPlus size={20} aria-hidden />}>
      {t('equipment.add')}
    </Button>
  );
  return (
    <>
      <PageHeader
        title={t('equipment.title')}
        eyebrow={<Link to="/recipes">{t('recipes.title')}</Link>}
        lead={t('equipment.lead')}
      >
        {add}
      </PageHeader>
      {profiles.isPending && <RowsSkeleton />}
      {profiles.error && <ProblemPanel error={profiles.error} retry={() => void profiles.refetch()} />}
      {profiles.data?.length === 0 && (
        <EmptyState icon={IconTool} title={t('equipment.empty')} body={t('equipment.emptyBody')}>
          {add}
        </EmptyState>
      )}
      <Stack gap="md">
        {profiles.data?.map((one) => (
          <Panel
            key={one.id}
            title={one.name}
            aside={
              <span style={{ display: 'flex', gap: 12, alignItems: 'center' }}>
                {one.is_default && (
                  <StateBadge tone="well" icon={IconCircleCheck}>
                    {t('equipment.default')}
                  </StateBadge>
                )}
                {may('production.plant.set_up') && (
                  <Button
                    variant="default"
                    onClick={() => setOpen(one)}
                    leftSection={<IconPencil size={18} aria-hidden />}
                  >
                    {t('equipment.change')}
                  </Button>
                )}
              </span>
            }
          >
            <Facts
              facts={[
                [t('equipment.batch_volume_l'), formatQuantity(one.batch_volume_l, 'L')],
                [t('equipment.efficiency_pct'), formatPercent(one.efficiency_pct)],
                [t('equipment.boil_off_pct'), `${formatNumber(one.boil_off_pct)} %/h`],
                [t('equipment.trub_loss_l'), formatQuantity(one.trub_loss_l, 'L')],
                [t('equipment.kettle_volume_l'), formatQuantity(one.kettle_volume_l, 'L')],
                [t('equipment.mash_tun_volume_l'), formatQuantity(one.mash_tun_volume_l, 'L')],
                [t('equipment.altitude_m'), formatQuantity(one.altitude_m, 'm')],
                [
                  t('sheet.convention'),
                  `${one.convention === 'standard' ? t('sheet.standard') : t('sheet.beersmith')} · ${one.formula === 'rager' ? 'Rager' : 'Tinseth'}`,
                ],
              ]}
            />
          </Panel>
        ))}
      </Stack>
      {open && (
        <EquipmentForm
          key={open === 'new' ? 'new' : open.id}
          before={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}

function EquipmentForm({ before, onClose }: { before: Equipment | null; onClose: () => void }) {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: {
      name: before?.name ?? '',
      is_default: before?.is_default ?? false,
      convention: before?.convention ?? 'beersmith-2',
      formula: before?.formula ?? 'tinseth',
      ...(Object.fromEntries(
        FIGURES.map(([name, , usual]) => [
          name,
          before ? (before[name] === null ? '' : String(Number(before[name]))) : usual,
        ]),
      ) as Record<Figure, string>),
    },
    validate: {
      name: (value) => (value.trim() ? null : t('versions.nameMissing')),
      ...(Object.fromEntries(
        FIGURES.map(([name]) => [
          name,
          (value: string) =>
            parseDecimal(value) || (BLANK.includes(name) && value === '') ? null : t('ui.numberMissing'),
        ]),
      ) as Record<Figure, (value: string) => string | null>),
    },
  });
  const { run, busy, refusal } = useCommand(t('equipment.saved'), onClose);
  const unplaced = useFieldErrors(form, refusal);

  async function save(values: typeof form.values) {
    const figures = Object.fromEntries(FIGURES.map(([name]) => [name, parseDecimal(values[name])])) as Record<
      Figure,
      string
    >;
    const body = {
      name: values.name.trim(),
      is_default: values.is_default,
      convention: values.convention,
      formula: values.formula,
      ...figures,
    };
    const label = t('equipment.saving', { name: values.name });
    const done = before
      ? await run({
          method: 'PUT',
          path: '/v1/equipment-profiles/{equipment_id}',
          at: { equipment_id: before.id },
          label,
          body,
        })
      : await run({ method: 'POST', path: '/v1/equipment-profiles', label, body });
    if (done) onClose();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={before ? before.name : t('equipment.add')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form onSubmit={form.onSubmit((values) => void save(values))} noValidate>
        <Stack gap="md">
          {refusal && <ProblemPanel error={refusal} unplaced={unplaced} kept={t('problem.formKept')} />}
          <TextInput label={t('equipment.name')} data-autofocus {...form.getInputProps('name')} />
          <div className={classes.formGrid}>
            {FIGURES.map(([name, unit]) => (
              <NumberField key={name} label={t(`equipment.${name}`)} unit={unit} {...form.getInputProps(name)} />
            ))}
            <Select
              label={t('sheet.convention')}
              allowDeselect={false}
              data={[
                { value: 'beersmith-2', label: t('sheet.beersmith') },
                { value: 'standard', label: t('sheet.standard') },
              ]}
              {...form.getInputProps('convention')}
            />
            <Select
              label={t('sheet.formula')}
              allowDeselect={false}
              data={[
                { value: 'tinseth', label: 'Tinseth' },
                { value: 'rager', label: 'Rager' },
              ]}
              {...form.getInputProps('formula')}
            />
          </div>
          <Switch label={t('equipment.makeDefault')} {...form.getInputProps('is_default', { type: 'checkbox' })} />
          <Button type="submit" loading={busy}>
            {t('equipment.save')}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
