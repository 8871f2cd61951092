import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconTruck } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { pages } from '@/api/client';
import { useMay } from '@/api/session';
import type { Supplier } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import type { Column } from '@/shared/ui/DataTable';
import { useFieldErrors } from '@/shared/ui/form';
import { List } from '@/shared/ui/List';
import { NumberField } from '@/shared/ui/NumberField';
import { PageHeader } from '@/shared/ui/PageHeader';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { useUrl } from '@/shared/ui/url';

/** Whom the brewery buys from. */
export function SuppliersPage() {
  const { t } = useTranslation();
  const [url] = useUrl();
  const may = useMay();
  const [opened, { open, close }] = useDisclosure(false);
  const suppliers = useInfiniteQuery(pages('purchasing', '/v1/suppliers', { q: url.q }));
  const columns: Column<Supplier>[] = [
    {
      id: 'name',
      title: t('suppliers.name'),
      cell: (row) => <strong style={{ fontWeight: 620 }}>{row.name}</strong>,
      csv: (row) => row.name,
      order: (a, b) => a.name.localeCompare(b.name, 'es'),
    },
    {
      id: 'rfc',
      title: t('suppliers.rfc'),
      cell: (row) => <span className="num">{row.rfc ?? '—'}</span>,
      csv: (row) => row.rfc ?? '',
      wide: true,
    },
    {
      id: 'email',
      title: t('suppliers.email'),
      cell: (row) => (row.email ? <a href={`mailto:${row.email}`}>{row.email}</a> : '—'),
      csv: (row) => row.email ?? '',
      wide: true,
    },
    {
      id: 'phone',
      title: t('suppliers.phone'),
      cell: (row) =>
        row.phone ? (
          <a className="num" href={`tel:${row.phone}`}>
            {row.phone}
          </a>
        ) : (
          '—'
        ),
      csv: (row) => row.phone ?? '',
    },
    {
      id: 'lead',
      title: t('suppliers.lead'),
      cell: (row) => (row.lead_time_days === null ? '—' : t('suppliers.days', { count: row.lead_time_days })),
      csv: (row) => String(row.lead_time_days ?? ''),
      order: (a, b) => (a.lead_time_days ?? 999) - (b.lead_time_days ?? 999),
      numeric: true,
    },
  ];
  const add = may('purchasing.suppliers.register') && (
    <Button onClick={open} leftSection={<IconPlus size={20} aria-hidden />}>
      {t('suppliers.add')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('suppliers.title')} lead={t('suppliers.intro')}>
        {add}
      </PageHeader>
      <List
        name={t('suppliers.title')}
        answer={suppliers}
        columns={columns}
        rowId={(row) => row.id}
        link={(row) =>
          may('inventory.stock.read') ? { to: '/lots', search: { q: row.name, all: '1' } as never } : undefined
        }
        search={t('suppliers.search')}
        empty={{ icon: IconTruck, title: t('suppliers.empty'), body: t('suppliers.emptyBody'), act: add }}
      />
      <SupplierForm opened={opened} onClose={close} />
    </>
  );
}

function SupplierForm({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: { name: '', rfc: '', email: '', phone: '', lead_time_days: '' },
    validate: {
      name: (value) => (value.trim().length >= 2 ? null : t('suppliers.nameMissing')),
      lead_time_days: (value) => (value === '' || /^\d{1,3}$/.test(value) ? null : t('suppliers.leadWrong')),
    },
  });
  const { run, busy, refusal } = useCommand(t('suppliers.added'), () => {
    form.reset();
    onClose();
  });
  const unplaced = useFieldErrors(form, refusal);

  async function save(values: typeof form.values) {
    const done = await run({
      method: 'POST',
      path: '/v1/suppliers',
      label: t('suppliers.adding', { name: values.name }),
      body: {
        name: values.name.trim(),
        rfc: values.rfc.trim().toUpperCase() || null,
        email: values.email.trim() || null,
        phone: values.phone.trim() || null,
        lead_time_days: values.lead_time_days === '' ? null : Number.parseInt(values.lead_time_days, 10),
      },
    });
    if (!done) return;
    form.reset();
    onClose();
  }

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('suppliers.add')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form onSubmit={form.onSubmit((values) => void save(values))} noValidate>
        <Stack gap="sm">
          {refusal && <ProblemPanel error={refusal} unplaced={unplaced} kept={t('problem.formKept')} />}
          <TextInput label={t('suppliers.name')} data-autofocus {...form.getInputProps('name')} />
          <TextInput label={t('suppliers.rfc')} autoCapitalize="characters" {...form.getInputProps('rfc')} />
          <TextInput label={t('suppliers.email')} type="email" {...form.getInputProps('email')} />
          <TextInput label={t('suppliers.phone')} type="tel" {...form.getInputProps('phone')} />
          <NumberField
            label={t('suppliers.lead')}
            unit={t('suppliers.dayUnit')}
            {...form.getInputProps('lead_time_days')}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('ui.back')}
            </Button>
            <Button type="submit" loading={busy}>
              {t('suppliers.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
