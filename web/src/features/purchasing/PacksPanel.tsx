import { Button, Checkbox, SimpleGrid, TextInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useForm } from '@mantine/form';
import { IconPackage, IconPlus, IconStar } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useItemChoices } from '@/api/choices';
import { pages } from '@/api/client';
import { useMay } from '@/api/session';
import type { Item, Supplier, SupplierPack } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { decimalOf, isZero, parseDecimal } from '@/shared/format/decimal';
import { formatDate, formatQuantity, today, unitSign } from '@/shared/format/format';
import type { Column } from '@/shared/ui/DataTable';
import { FormDialog } from '@/shared/ui/FormDialog';
import { useFieldErrors } from '@/shared/ui/form';
import { List } from '@/shared/ui/List';
import { NumberField } from '@/shared/ui/NumberField';
import { Panel } from '@/shared/ui/Panel';
import { type Choice, Picker } from '@/shared/ui/Picker';
import { StateBadge } from '@/shared/ui/StateBadge';
import { formatAmount } from './amounts';
import { PackDialog } from './PackDialog';

/** How a supplier sells what, and what that costs today; a row opens the history of its price. */
export function PacksPanel({ supplier }: { supplier: Supplier }) {
  const { t } = useTranslation();
  const may = useMay();
  const [adding, setAdding] = useState(false);
  const [opened, setOpened] = useState<string | null>(null);
  const packs = useInfiniteQuery(pages('purchasing', '/v1/supplier-packs', { supplier_id: supplier.id }));
  const columns: Column<SupplierPack>[] = [
    {
      id: 'item',
      title: t('inventory.item'),
      cell: (row) => row.item_name,
      csv: (row) => row.item_name,
      order: (a, b) => a.item_name.localeCompare(b.item_name, 'es'),
    },
    {
      id: 'pack',
      title: t('packs.pack'),
      cell: (row) => (
        <>
          {row.pack_name}{' '}
          {row.preferred && (
            <StateBadge tone="well" icon={IconStar}>
              {t('packs.preferred')}
            </StateBadge>
          )}
          {!row.active && <small className="quiet"> · {t('packs.aside')}</small>}
        </>
      ),
      csv: (row) => row.pack_name,
    },
    {
      id: 'factor',
      title: t('packs.holds'),
      cell: (row) => <span className="num">{formatQuantity(row.factor_to_base, row.base_unit)}</span>,
      csv: (row) => row.factor_to_base,
      numeric: true,
      wide: true,
    },
    {
      id: 'price',
      title: t('packs.price'),
      cell: (row) => (
        <span className="num">
          {row.price ? formatAmount(row.price.price, row.price.currency) : '—'}
          {row.next_price && (
            <small className="quiet">
              <br />
              {t('packs.next', {
                price: formatAmount(row.next_price.price, row.next_price.currency),
                day: formatDate(row.next_price.valid_from),
              })}
            </small>
          )}
        </span>
      ),
      csv: (row) => row.price?.price ?? '',
      numeric: true,
    },
    {
      id: 'unit',
      title: t('packs.each'),
      cell: (row) => (
        <span className="num">
          {row.unit_price && row.price
            ? `${formatAmount(row.unit_price, row.price.currency)}/${unitSign(row.base_unit)}`
            : '—'}
        </span>
      ),
      csv: (row) => row.unit_price ?? '',
      numeric: true,
      wide: true,
    },
  ];
  const add = may('purchasing.prices.set') && (
    <Button variant="default" leftSection={<IconPlus size={20} aria-hidden />} onClick={() => setAdding(true)}>
      {t('packs.add')}
    </Button>
  );
  const shown = packs.data?.find((pack) => pack.id === opened);
  return (
    <Panel title={t('packs.title')} aside={add}>
      <List
        name={t('packs.title')}
        answer={packs}
        columns={columns}
        rowId={(row) => row.id}
        onOpen={(row) => setOpened(row.id)}
        narrowedBy={[]}
        bare
        empty={{ icon: IconPackage, title: t('packs.empty'), body: t('packs.emptyBody') }}
      />
      {adding && <NewPack supplier={supplier} onClose={() => setAdding(false)} />}
      {shown && <PackDialog pack={shown} onClose={() => setOpened(null)} />}
    </Panel>
  );
}

function NewPack({ supplier, onClose }: { supplier: Supplier; onClose: () => void }) {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: {
      item_id: null as (Choice & { item: Item }) | null,
      pack_name: '',
      factor_to_base: '',
      supplier_sku: '',
      price: '',
      valid_from: today() as string | null,
      preferred: false,
    },
    validate: {
      item_id: (value) => (value ? null : t('receiving.itemMissing')),
      pack_name: (value) => (value.trim() ? null : t('packs.nameMissing')),
      factor_to_base: (value) =>
        parseDecimal(value) && !isZero(parseDecimal(value) ?? '0') ? null : t('ui.numberMissing'),
      price: (value) => (value === '' || parseDecimal(value) ? null : t('ui.numberMissing')),
    },
  });
  const command = useCommand(t('packs.added'), onClose);
  const unplaced = useFieldErrors(form, command.refusal);

  async function save(values: typeof form.values) {
    const label = t('packs.adding', { pack: values.pack_name });
    const made = await command.run({
      method: 'POST',
      path: '/v1/suppliers/{supplier_id}/packs',
      at: { supplier_id: supplier.id },
      body: {
        item_id: values.item_id?.id ?? '',
        pack_name: values.pack_name.trim(),
        factor_to_base: decimalOf(values.factor_to_base),
        supplier_sku: values.supplier_sku.trim(),
        preferred: values.preferred,
      },
      label,
    });
    if (!made) return;
    if (values.price !== '')
      await command.run({
        method: 'POST',
        path: '/v1/supplier-packs/{pack_id}/prices',
        at: { pack_id: made.id },
        body: { price: decimalOf(values.price), valid_from: values.valid_from },
        label,
      });
    onClose();
  }

  const unit = unitSign(form.values.item_id?.item.base_unit ?? 'kg');
  return (
    <FormDialog
      title={t('packs.add')}
      act={t('packs.save')}
      command={command}
      unplaced={unplaced}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => void save(values))}
    >
      <Picker
        label={t('inventory.item')}
        placeholder={t('receiving.findItem')}
        useChoices={useItemChoices}
        value={form.values.item_id}
        onChange={(choice) => form.setFieldValue('item_id', choice as typeof form.values.item_id)}
        error={form.errors.item_id}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <TextInput label={t('packs.pack')} placeholder={t('packs.example')} {...form.getInputProps('pack_name')} />
        <NumberField label={t('packs.holds')} unit={unit} {...form.getInputProps('factor_to_base')} />
        <NumberField label={t('packs.price')} unit={supplier.currency} {...form.getInputProps('price')} />
        <DateInput label={t('packs.from')} valueFormat="DD/MM/YYYY" {...form.getInputProps('valid_from')} />
        <TextInput label={t('packs.sku')} {...form.getInputProps('supplier_sku')} />
      </SimpleGrid>
      <Checkbox label={t('packs.prefer')} {...form.getInputProps('preferred', { type: 'checkbox' })} />
    </FormDialog>
  );
}
