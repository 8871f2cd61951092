import { Checkbox, SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { Supplier } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { parseDecimal } from '@/shared/format/decimal';
import { FormDialog } from '@/shared/ui/FormDialog';
import { useFieldErrors } from '@/shared/ui/form';
import { NumberField } from '@/shared/ui/NumberField';

const days = (text: string) => text === '' || /^\d{1,3}$/.test(text);

/** Everything known of a supplier, new or to be corrected. */
export function SupplierForm({ supplier, onClose }: { supplier?: Supplier; onClose: () => void }) {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: {
      name: supplier?.name ?? '',
      national: supplier?.national ?? true,
      rfc: supplier?.rfc ?? '',
      tax_id: supplier?.tax_id ?? '',
      contact_name: supplier?.contact_name ?? '',
      email: supplier?.email ?? '',
      phone: supplier?.phone ?? '',
      street: supplier?.street ?? '',
      city: supplier?.city ?? '',
      state: supplier?.state ?? '',
      postal_code: supplier?.postal_code ?? '',
      country: supplier?.country ?? 'México',
      lead_time_days: supplier?.lead_time_days?.toString() ?? '',
      credit_days: supplier ? String(supplier.credit_days) : '',
      tolerance_pct: supplier ? String(Number(supplier.tolerance_pct)) : '5',
      currency: supplier?.currency ?? 'MXN',
      notes: supplier?.notes ?? '',
    },
    validate: {
      name: (value) => (value.trim().length >= 2 ? null : t('suppliers.nameMissing')),
      lead_time_days: (value) => (days(value) ? null : t('suppliers.leadWrong')),
      credit_days: (value) => (days(value) ? null : t('suppliers.leadWrong')),
      tolerance_pct: (value) => (parseDecimal(value) ? null : t('ui.numberMissing')),
    },
  });
  const command = useCommand(t(supplier ? 'suppliers.changed' : 'suppliers.added'), onClose);
  const unplaced = useFieldErrors(form, command.refusal);

  async function save(values: typeof form.values) {
    const body = {
      ...values,
      name: values.name.trim(),
      rfc: values.national ? values.rfc.trim().toUpperCase() || null : null,
      tax_id: values.tax_id.trim() || null,
      email: values.email.trim() || null,
      phone: values.phone.trim() || null,
      lead_time_days: values.lead_time_days === '' ? null : Number.parseInt(values.lead_time_days, 10),
      credit_days: values.credit_days === '' ? 0 : Number.parseInt(values.credit_days, 10),
      tolerance_pct: parseDecimal(values.tolerance_pct) ?? '5',
    };
    const label = t('suppliers.adding', { name: body.name });
    const done = supplier
      ? await command.run({
          method: 'PUT',
          path: '/v1/suppliers/{supplier_id}',
          at: { supplier_id: supplier.id },
          body,
          label,
        })
      : await command.run({ method: 'POST', path: '/v1/suppliers', body, label });
    if (done) onClose();
  }

  return (
    <FormDialog
      title={t(supplier ? 'suppliers.edit' : 'suppliers.add')}
      act={t('suppliers.save')}
      command={command}
      unplaced={unplaced}
      size="lg"
      onClose={onClose}
      onSubmit={form.onSubmit((values) => void save(values))}
    >
      <TextInput label={t('suppliers.name')} data-autofocus {...form.getInputProps('name')} />
      <Checkbox label={t('suppliers.national')} {...form.getInputProps('national', { type: 'checkbox' })} />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {form.values.national ? (
          <TextInput label={t('suppliers.rfc')} autoCapitalize="characters" {...form.getInputProps('rfc')} />
        ) : (
          <TextInput label={t('suppliers.taxId')} autoCapitalize="characters" {...form.getInputProps('tax_id')} />
        )}
        <TextInput label={t('suppliers.contact')} {...form.getInputProps('contact_name')} />
        <TextInput label={t('suppliers.email')} type="email" {...form.getInputProps('email')} />
        <TextInput label={t('suppliers.phone')} type="tel" {...form.getInputProps('phone')} />
        <NumberField
          label={t('suppliers.lead')}
          unit={t('suppliers.dayUnit')}
          {...form.getInputProps('lead_time_days')}
        />
        <NumberField
          label={t('suppliers.credit')}
          unit={t('suppliers.dayUnit')}
          {...form.getInputProps('credit_days')}
        />
        <NumberField label={t('suppliers.tolerance')} unit="%" {...form.getInputProps('tolerance_pct')} />
        <TextInput label={t('orders.currency')} maxLength={3} {...form.getInputProps('currency')} />
        <TextInput label={t('suppliers.street')} {...form.getInputProps('street')} />
        <TextInput label={t('suppliers.city')} {...form.getInputProps('city')} />
        <TextInput label={t('suppliers.state')} {...form.getInputProps('state')} />
        <TextInput label={t('suppliers.postalCode')} inputMode="numeric" {...form.getInputProps('postal_code')} />
        <TextInput label={t('suppliers.country')} {...form.getInputProps('country')} />
      </SimpleGrid>
      <Textarea label={t('suppliers.notes')} autosize maxLength={500} {...form.getInputProps('notes')} />
    </FormDialog>
  );
}
