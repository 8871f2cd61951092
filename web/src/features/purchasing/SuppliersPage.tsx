import { Button, Checkbox } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconTruck } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { pages } from '@/api/client';
import { useMay } from '@/api/session';
import type { Supplier } from '@/api/wire';
import type { Column } from '@/shared/ui/DataTable';
import { List } from '@/shared/ui/List';
import { PageHeader } from '@/shared/ui/PageHeader';
import { useUrl } from '@/shared/ui/url';
import { SupplierForm } from './SupplierForm';

/** Whom the brewery buys from. */
export function SuppliersPage() {
  const { t } = useTranslation();
  const [url, setUrl] = useUrl();
  const may = useMay();
  const [opened, { open, close }] = useDisclosure(false);
  const suppliers = useInfiniteQuery(
    pages('purchasing', '/v1/suppliers', { q: url.q, active: url.all ? undefined : true }),
  );
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
      cell: (row) => <span className="num">{row.rfc ?? row.tax_id ?? '—'}</span>,
      csv: (row) => row.rfc ?? row.tax_id ?? '',
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
        link={(row) => ({ to: '/suppliers/$supplierId', params: { supplierId: row.id } })}
        filters={
          <Checkbox
            label={t('suppliers.inactiveToo')}
            checked={url.all === '1'}
            onChange={(event) => setUrl({ all: event.currentTarget.checked ? '1' : undefined })}
          />
        }
        search={t('suppliers.search')}
        empty={{ icon: IconTruck, title: t('suppliers.empty'), body: t('suppliers.emptyBody'), act: add }}
      />
      {opened && <SupplierForm onClose={close} />}
    </>
  );
}
