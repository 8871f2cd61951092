import { ActionIcon, Button, Checkbox, SegmentedControl, Select, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconClockExclamation, IconFileSpreadsheet, IconPlus, IconShoppingCart } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { pages, question } from '@/api/client';
import { useMay } from '@/api/session';
import type { OrderState, PurchaseOrderRow } from '@/api/wire';
import { compare, sum } from '@/shared/format/decimal';
import { formatDate, formatMoney } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import type { Column } from '@/shared/ui/DataTable';
import { List } from '@/shared/ui/List';
import { PageHeader } from '@/shared/ui/PageHeader';
import { EmptyState } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { StateBadge } from '@/shared/ui/StateBadge';
import { PageSkeleton } from '@/shared/ui/skeletons';
import { type UrlState, useUrl } from '@/shared/ui/url';
import { Day, Money } from '@/shared/ui/values';
import { formatAmount } from './amounts';
import { LimitsDialog } from './LimitsDialog';
import { OrderBadge } from './OrderBadge';
import classes from './Purchasing.module.css';

const LANES: readonly OrderState[] = ['DRAFT', 'APPROVED', 'SENT', 'PARTIALLY_RECEIVED', 'RECEIVED'];
const SHOWN = 10;

const wanted = (url: UrlState) => ({
  q: url.q,
  state: url.state as OrderState | undefined,
  supplier_id: url.supplier_id,
  overdue: url.overdue ? true : undefined,
});

/** What was ordered: as a board by where it stands, or as the table of all there ever were. */
export function OrdersPage() {
  const { t } = useTranslation();
  const [url, setUrl] = useUrl();
  const may = useMay();
  const [opened, { open, close }] = useDisclosure(false);
  const table = url.view === 'table';
  const add = may('purchasing.orders.write') && (
    <Button component={Link} to="/purchase-orders/new" leftSection={<IconPlus size={20} aria-hidden />}>
      {t('orders.add')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('orders.title')} lead={t('orders.lead')}>
        <SegmentedControl
          aria-label={t('ui.view')}
          value={table ? 'table' : 'board'}
          onChange={(view) =>
            setUrl({ view: view === 'table' ? 'table' : undefined, sort: undefined, state: undefined })
          }
          data={[
            { value: 'board', label: t('orders.board') },
            { value: 'table', label: t('ui.table') },
          ]}
        />
        <Button variant="default" onClick={open}>
          {t('orders.limits')}
        </Button>
        {add}
      </PageHeader>
      {table ? <Orders add={add} /> : <Board add={add} />}
      {opened && <LimitsDialog onClose={close} />}
    </>
  );
}

export function Late() {
  const { t } = useTranslation();
  return (
    <StateBadge tone="act" icon={IconClockExclamation}>
      {t('orders.late')}
    </StateBadge>
  );
}

function Board({ add }: { add: React.ReactNode }) {
  const { t } = useTranslation();
  const w = useWord();
  const orders = useInfiniteQuery(pages('purchasing', '/v1/purchase-orders'));
  const sums = useQuery(question('purchasing', '/v1/purchase-order-sums'));
  if (orders.error) return <ProblemPanel error={orders.error} retry={() => void orders.refetch()} />;
  if (!orders.data || !sums.data) return <PageSkeleton />;
  if (orders.data.length === 0) {
    return (
      <EmptyState icon={IconShoppingCart} title={t('orders.empty')} body={t('orders.emptyBody')}>
        {add}
      </EmptyState>
    );
  }
  return (
    <div className={classes.board}>
      {LANES.map((state) => {
        const mine = orders.data.filter((order) => order.state === state);
        const told = sums.data.items.find((each) => each.state === state);
        return (
          <section key={state} className={classes.lane} aria-label={w('orderStates', state)}>
            <h2>
              <OrderBadge state={state} />
              <span className="num">{told?.orders ?? 0}</span>
            </h2>
            <p className={`${classes.sum} num`}>{formatMoney(told?.total_mxn ?? '0')}</p>
            {mine.length === 0 && <p className={classes.none}>{t('orders.none')}</p>}
            <ul>
              {mine.slice(0, SHOWN).map((order) => (
                <li key={order.id}>
                  <Link
                    to="/purchase-orders/$orderId"
                    params={{ orderId: order.id }}
                    className={classes.card}
                    data-late={order.overdue || undefined}
                  >
                    <strong>{order.supplier_name}</strong>
                    <small className="num">{order.number}</small>
                    <span className="num">{formatAmount(order.total, order.currency)}</span>
                    <small className="num">{t('orders.due', { day: formatDate(order.expected_on) })}</small>
                    {order.overdue && <Late />}
                  </Link>
                </li>
              ))}
            </ul>
            {(told?.orders ?? 0) > Math.min(mine.length, SHOWN) && (
              <Link to="/purchase-orders" search={{ view: 'table', state } as never}>
                {t('orders.allOf', { count: told?.orders ?? 0 })}
              </Link>
            )}
          </section>
        );
      })}
    </div>
  );
}

export function useOrderColumns(): Column<PurchaseOrderRow>[] {
  const { t } = useTranslation();
  const w = useWord();
  return [
    {
      id: 'number',
      title: t('orders.number'),
      cell: (row) => <span className="num">{row.number}</span>,
      csv: (row) => row.number,
      order: (a, b) => a.number.localeCompare(b.number),
    },
    {
      id: 'supplier',
      title: t('orders.supplier'),
      cell: (row) => row.supplier_name,
      csv: (row) => row.supplier_name,
      order: (a, b) => a.supplier_name.localeCompare(b.supplier_name, 'es'),
      wide: true,
    },
    {
      id: 'state',
      title: t('orders.state'),
      cell: (row) => <OrderBadge state={row.state} />,
      csv: (row) => w('orderStates', row.state),
      order: (a, b) => a.state.localeCompare(b.state),
    },
    {
      id: 'expected',
      title: t('orders.expected'),
      cell: (row) => (
        <>
          <Day value={row.expected_on} /> {row.overdue && <Late />}
        </>
      ),
      csv: (row) => row.expected_on,
      order: (a, b) => a.expected_on.localeCompare(b.expected_on),
    },
    { id: 'currency', title: t('orders.currency'), cell: () => null, csv: (row) => row.currency, csvOnly: true },
    {
      id: 'total',
      title: t('orders.total'),
      cell: (row) => <span className="num">{formatAmount(row.total, row.currency)}</span>,
      csv: (row) => row.total,
      numeric: true,
      wide: true,
    },
    {
      id: 'pesos',
      title: t('orders.pesos'),
      cell: (row) => <Money value={row.total_mxn} />,
      csv: (row) => row.total_mxn,
      order: (a, b) => compare(a.total_mxn, b.total_mxn),
      numeric: true,
      total: (rows) => formatMoney(sum(rows.map((row) => row.total_mxn))),
    },
  ];
}

function Orders({ add }: { add: React.ReactNode }) {
  const { t } = useTranslation();
  const w = useWord();
  const [url, setUrl] = useUrl();
  const asked = wanted(url);
  const orders = useInfiniteQuery(pages('purchasing', '/v1/purchase-orders', asked));
  const columns = useOrderColumns();
  const given = Object.entries(asked).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const file = `/v1/purchase-order-list/csv?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
  return (
    <List
      name={t('orders.title')}
      answer={orders}
      columns={columns}
      rowId={(row) => row.id}
      link={(row) => ({ to: '/purchase-orders/$orderId', params: { orderId: row.id } })}
      search={t('orders.search')}
      narrowedBy={['q', 'state', 'supplier_id', 'overdue']}
      filters={
        <>
          <Select
            aria-label={t('orders.state')}
            placeholder={t('orders.everyState')}
            clearable
            clearButtonProps={{ 'aria-label': t('ui.clear') }}
            w={200}
            value={url.state ?? null}
            onChange={(value) => setUrl({ state: value ?? undefined })}
            data={[...LANES, 'CANCELLED' as const].map((value) => ({ value, label: w('orderStates', value) }))}
          />
          <Checkbox
            label={t('orders.onlyLate')}
            checked={url.overdue === '1'}
            onChange={(event) => setUrl({ overdue: event.currentTarget.checked ? '1' : undefined })}
          />
          <Tooltip label={t('orders.wholeCsv')}>
            <ActionIcon component="a" href={file} variant="default" aria-label={t('orders.wholeCsv')}>
              <IconFileSpreadsheet size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </>
      }
      empty={{ icon: IconShoppingCart, title: t('orders.empty'), body: t('orders.emptyBody'), act: add }}
    />
  );
}
