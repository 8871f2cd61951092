import { Button, Stack, Text } from '@mantine/core';
import { IconCopy, IconMailCheck, IconMailExclamation, IconMailForward, IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { useNames } from '@/api/names';
import { useMay } from '@/api/session';
import type { PurchaseOrder } from '@/api/wire';
import { isZero } from '@/shared/format/decimal';
import { formatDate, formatPercent, formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Facts, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { StateBadge, type Tone } from '@/shared/ui/StateBadge';
import { PageSkeleton } from '@/shared/ui/skeletons';
import { Timeline } from '@/shared/ui/Timeline';
import { Moment, Quantity } from '@/shared/ui/values';
import { formatAmount } from './amounts';
import { OrderBadge } from './OrderBadge';
import { OrderMoves } from './OrderMoves';
import { Late } from './OrdersPage';
import classes from './Purchasing.module.css';

type Line = PurchaseOrder['lines'][number];

/** One order: where it stands and what may be done now; what was asked and what came; its mails and its life. */
export function OrderPage() {
  const { t } = useTranslation();
  const { orderId } = useParams({ from: '/purchase-orders/$orderId' });
  const may = useMay();
  const [paper, setPaper] = useState(false);
  const order = useQuery({
    ...question('purchasing', '/v1/purchase-orders/{order_id}', { at: { order_id: orderId } }),
    // A mail leaves within moments, and no event tells of it.
    refetchInterval: ({ state }) => (state.data?.mails.some((mail) => mail.state === 'QUEUED') ? 2_000 : false),
  });
  if (order.error) return <ProblemPanel error={order.error} retry={() => void order.refetch()} />;
  if (!order.data) return <PageSkeleton />;
  const one = order.data;
  const pdf = `/v1/purchase-orders/${one.id}/pdf?revision=${one.revision}&state=${one.state}`;
  return (
    <>
      <PageHeader
        title={one.number}
        eyebrow={
          <>
            <Link to="/purchase-orders">{t('orders.title')}</Link> ·{' '}
            <Link to="/suppliers/$supplierId" params={{ supplierId: one.supplier_id }}>
              {one.supplier_name}
            </Link>
          </>
        }
        badge={
          <>
            <OrderBadge state={one.state} /> {one.overdue && <Late />}
          </>
        }
      >
        <Button
          variant="default"
          leftSection={<IconPrinter size={20} aria-hidden />}
          onClick={() => setPaper((shown) => !shown)}
          aria-expanded={paper}
        >
          {t(paper ? 'orders.hidePdf' : 'orders.pdf')}
        </Button>
        {may('purchasing.orders.write') && (
          <Button
            component={Link}
            to="/purchase-orders/new"
            search={{ copy: one.id } as never}
            variant="default"
            leftSection={<IconCopy size={20} aria-hidden />}
          >
            {t('orders.copy')}
          </Button>
        )}
      </PageHeader>
      <Stack gap="md">
        <OrderMoves order={one} />
        {one.cancel_reason && (
          <Text>
            {t(one.closed_short ? 'orders.closedShort' : 'orders.cancelledFor', { reason: one.cancel_reason })}
          </Text>
        )}
        {paper && (
          <Panel>
            <iframe className={classes.paper} title={t('orders.paper', { number: one.number })} src={pdf} />
            <a href={pdf} target="_blank" rel="noreferrer">
              {t('orders.openPdf')}
            </a>
          </Panel>
        )}
        <Panel>
          <Facts
            facts={[
              [t('orders.total'), <strong key="total">{formatAmount(one.total, one.currency)}</strong>],
              [t('orders.expected'), formatDate(one.expected_on)],
              [
                t('orders.terms'),
                one.supplier.credit_days ? t('orders.credit', { count: one.supplier.credit_days }) : t('orders.cash'),
              ],
              [
                t('orders.revision'),
                <span key="revision" className="num">
                  {one.revision}
                </span>,
              ],
              [t('orders.createdBy'), one.created_by_name || one.created_by],
              [t('orders.approvedBy'), one.approved_by_name ?? '—'],
              ...(one.currency === 'MXN'
                ? []
                : ([[t('orders.pesos'), formatAmount(one.total_mxn, 'MXN')]] as [string, string][])),
            ]}
          />
          {one.notes && <Text mt="sm">{one.notes}</Text>}
        </Panel>
        <Lines order={one} />
        <Mails order={one} />
        <History order={one} />
      </Stack>
    </>
  );
}

function Lines({ order }: { order: PurchaseOrder }) {
  const { t } = useTranslation();
  const w = useWord();
  const columns: Column<Line>[] = [
    {
      id: 'item',
      title: t('inventory.item'),
      cell: (row) => (
        <>
          <Link to="/items/$itemId" params={{ itemId: row.item_id }}>
            {row.item_name}
          </Link>
          <br />
          <small className="quiet num">{[row.item_sku, row.supplier_sku, row.note].filter(Boolean).join(' · ')}</small>
        </>
      ),
      csv: (row) => row.item_name,
    },
    {
      id: 'packs',
      title: t('orders.quantity'),
      cell: (row) => (
        <span className="num">
          {formatQuantity(row.packs, row.pack_id ? row.pack_name : row.base_unit)}
          {row.pack_id && (
            <>
              <br />
              <small className="quiet">{formatQuantity(row.quantity, row.base_unit)}</small>
            </>
          )}
        </span>
      ),
      csv: (row) => row.packs,
      numeric: true,
    },
    {
      id: 'price',
      title: t('orders.price'),
      cell: (row) => <span className="num">{formatAmount(row.pack_price, order.currency)}</span>,
      csv: (row) => row.pack_price,
      numeric: true,
      wide: true,
    },
    {
      id: 'vat',
      title: t('orders.vat'),
      cell: (row) => (
        <>
          {w('vats', row.vat_rate)}
          {row.ieps_pct && (
            <small className="quiet"> · {t('orders.iepsOf', { pct: formatPercent(row.ieps_pct) })}</small>
          )}
        </>
      ),
      csv: (row) => row.vat_rate,
      wide: true,
    },
    {
      id: 'net',
      title: t('orders.net'),
      cell: (row) => <span className="num">{formatAmount(row.net, order.currency)}</span>,
      csv: (row) => row.net,
      numeric: true,
    },
    {
      id: 'received',
      title: t('orders.received'),
      cell: (row) => (
        <>
          <Quantity value={row.received_quantity} unit={row.base_unit} />
          {!isZero(row.rejected_quantity) && (
            <>
              <br />
              <small className="quiet">
                {t('orders.rejected', { quantity: formatQuantity(row.rejected_quantity, row.base_unit) })}
              </small>
            </>
          )}
        </>
      ),
      csv: (row) => row.received_quantity,
      numeric: true,
    },
  ];
  const sums: [string, string][] = [
    [t('orders.subtotal'), order.subtotal],
    ...(isZero(order.ieps) ? [] : ([[t('orders.ieps'), order.ieps]] as [string, string][])),
    [t('orders.vat'), order.vat],
    [t('orders.total'), order.total],
  ];
  return (
    <Panel title={t('orders.lines')}>
      <DataTable name={t('orders.lines')} rows={order.lines} columns={columns} rowId={(row) => row.id} bare />
      <dl className={classes.sums}>
        {sums.map(([name, amount]) => [
          <dt key={`${name} name`}>{name}</dt>,
          <dd key={`${name} amount`} className="num">
            {formatAmount(amount, order.currency)}
          </dd>,
        ])}
      </dl>
    </Panel>
  );
}

const FARES: Record<string, { tone: Tone; icon: typeof IconMailCheck }> = {
  QUEUED: { tone: 'info', icon: IconMailForward },
  SENT: { tone: 'well', icon: IconMailCheck },
  FAILED: { tone: 'act', icon: IconMailExclamation },
  DISCARDED: { tone: 'quiet', icon: IconMailExclamation },
};

function Mails({ order }: { order: PurchaseOrder }) {
  const { t } = useTranslation();
  const w = useWord();
  if (order.mails.length === 0) return null;
  return (
    <Panel title={t('orders.mails')}>
      <Stack gap="sm">
        {order.mails.map((mail) => {
          const { tone, icon } = FARES[mail.state] ?? { tone: 'quiet' as Tone, icon: IconMailForward };
          return (
            <div key={mail.id}>
              <StateBadge tone={tone} icon={icon}>
                {w('mailStates', mail.state)}
              </StateBadge>{' '}
              {mail.recipient} · <Moment value={mail.settled_at ?? mail.posted_at} />
              {mail.last_error && mail.state !== 'SENT' && <Text className="quiet">{mail.last_error}</Text>}
            </div>
          );
        })}
      </Stack>
    </Panel>
  );
}

function History({ order }: { order: PurchaseOrder }) {
  const { t } = useTranslation();
  const w = useWord();
  const who = useNames();
  const happenings = [...order.history].reverse().map(({ at, what, by, by_name, revision, detail }) => {
    const written =
      what === 'created' || what === 'revised' ? order.revisions.find((each) => each.revision === revision) : undefined;
    return {
      at,
      by: by_name || who(by),
      what: (
        <>
          {w('orderHistory', what)}
          {written && (
            <span className="quiet num">
              {' '}
              {t('orders.revisionOf', { number: revision, total: formatAmount(written.total, order.currency) })}
            </span>
          )}
          {detail && <span className="quiet"> {w('orderDetails', detail)}</span>}
        </>
      ),
    };
  });
  return (
    <Panel title={t('orders.history')}>
      <Timeline happenings={happenings} />
    </Panel>
  );
}
