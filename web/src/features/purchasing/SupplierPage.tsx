import { Button, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBan, IconPencil, IconPlus, IconShoppingCart, IconTruck } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { pages, question } from '@/api/client';
import { useMay } from '@/api/session';
import type { Supplier } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { formatPercent } from '@/shared/format/format';
import { List } from '@/shared/ui/List';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Facts, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { StateBadge } from '@/shared/ui/StateBadge';
import { PageSkeleton } from '@/shared/ui/skeletons';
import { useOrderColumns } from './OrdersPage';
import { PacksPanel } from './PacksPanel';
import { SupplierForm } from './SupplierForm';

/** One supplier: who it is, what it sells at which price, and what we ordered there. */
export function SupplierPage() {
  const { t } = useTranslation();
  const { supplierId } = useParams({ from: '/suppliers/$supplierId' });
  const may = useMay();
  const [opened, { open, close }] = useDisclosure(false);
  const supplier = useQuery(question('purchasing', '/v1/suppliers/{supplier_id}', { at: { supplier_id: supplierId } }));
  const activity = useCommand(t('suppliers.changed'));
  if (supplier.error) return <ProblemPanel error={supplier.error} retry={() => void supplier.refetch()} />;
  if (!supplier.data) return <PageSkeleton />;
  const one = supplier.data;
  const edits = may('purchasing.suppliers.register');
  return (
    <>
      <PageHeader
        title={one.name}
        eyebrow={<Link to="/suppliers">{t('suppliers.title')}</Link>}
        badge={
          !one.active && (
            <StateBadge tone="quiet" icon={IconBan}>
              {t('suppliers.inactive')}
            </StateBadge>
          )
        }
      >
        {edits && (
          <>
            <Button variant="default" leftSection={<IconPencil size={20} aria-hidden />} onClick={open}>
              {t('suppliers.edit')}
            </Button>
            <Button
              variant="default"
              loading={activity.busy}
              leftSection={one.active ? <IconBan size={20} aria-hidden /> : <IconTruck size={20} aria-hidden />}
              onClick={() =>
                void activity.run({
                  method: 'PUT',
                  path: '/v1/suppliers/{supplier_id}/activity',
                  at: { supplier_id: one.id },
                  body: { active: !one.active },
                  label: `${t(one.active ? 'suppliers.deactivate' : 'suppliers.activate')} ${one.name}`,
                })
              }
            >
              {t(one.active ? 'suppliers.deactivate' : 'suppliers.activate')}
            </Button>
          </>
        )}
        {may('purchasing.orders.write') && one.active && (
          <Button
            component={Link}
            to="/purchase-orders/new"
            search={{ supplier_id: one.id } as never}
            leftSection={<IconPlus size={20} aria-hidden />}
          >
            {t('orders.add')}
          </Button>
        )}
      </PageHeader>
      <Stack gap="md">
        {activity.refusal && <ProblemPanel error={activity.refusal} />}
        <Panel title={t('suppliers.data')}>
          <Data supplier={one} />
        </Panel>
        {may('purchasing.orders.read') && (
          <>
            <PacksPanel supplier={one} />
            <Orders supplierId={one.id} />
          </>
        )}
      </Stack>
      {opened && <SupplierForm supplier={one} onClose={close} />}
    </>
  );
}

function Data({ supplier }: { supplier: Supplier }) {
  const { t } = useTranslation();
  const place = [supplier.street, supplier.city, supplier.state, supplier.postal_code, supplier.country];
  return (
    <Facts
      facts={[
        supplier.national ? [t('suppliers.rfc'), supplier.rfc ?? '—'] : [t('suppliers.taxId'), supplier.tax_id ?? '—'],
        [t('suppliers.contact'), supplier.contact_name || '—'],
        [
          t('suppliers.email'),
          supplier.email ? (
            <a key="email" href={`mailto:${supplier.email}`}>
              {supplier.email}
            </a>
          ) : (
            '—'
          ),
        ],
        [
          t('suppliers.phone'),
          supplier.phone ? (
            <a key="phone" className="num" href={`tel:${supplier.phone}`}>
              {supplier.phone}
            </a>
          ) : (
            '—'
          ),
        ],
        [t('suppliers.address'), place.filter(Boolean).join(', ') || '—'],
        [
          t('suppliers.lead'),
          supplier.lead_time_days === null ? '—' : t('suppliers.days', { count: supplier.lead_time_days }),
        ],
        [
          t('orders.terms'),
          supplier.credit_days ? t('orders.credit', { count: supplier.credit_days }) : t('orders.cash'),
        ],
        [t('suppliers.tolerance'), formatPercent(supplier.tolerance_pct)],
        [t('orders.currency'), supplier.currency],
        ...(supplier.notes ? ([[t('suppliers.notes'), supplier.notes]] as [string, string][]) : []),
      ]}
    />
  );
}

function Orders({ supplierId }: { supplierId: string }) {
  const { t } = useTranslation();
  const orders = useInfiniteQuery(pages('purchasing', '/v1/purchase-orders', { supplier_id: supplierId }));
  const columns = useOrderColumns().filter((column) => column.id !== 'supplier');
  return (
    <Panel
      title={t('orders.title')}
      aside={
        <Link to="/purchase-orders" search={{ view: 'table', supplier_id: supplierId } as never}>
          {t('orders.all')}
        </Link>
      }
    >
      <List
        name={t('orders.title')}
        answer={orders}
        columns={columns}
        rowId={(row) => row.id}
        link={(row) => ({ to: '/purchase-orders/$orderId', params: { orderId: row.id } })}
        narrowedBy={[]}
        bare
        empty={{ icon: IconShoppingCart, title: t('orders.empty'), body: t('orders.emptyBody') }}
      />
    </Panel>
  );
}
