import {
  type Icon,
  IconArrowBackUp,
  IconArrowDownLeft,
  IconArrowUpRight,
  IconBarrel,
  IconClipboardList,
  IconTransferIn,
  IconTransferOut,
  IconTrash,
  IconTruckReturn,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import type { Item, Lot, Movement } from '@/api/wire';
import { compare, sum } from '@/shared/format/decimal';
import { formatMoney } from '@/shared/format/format';
import type { Word } from '@/shared/i18n/useWord';
import type { Column } from '@/shared/ui/DataTable';
import { StateBadge, type Tone } from '@/shared/ui/StateBadge';
import { Day, Moment, Money, Quantity } from '@/shared/ui/values';
import classes from './Inventory.module.css';
import { Kind } from './KindBadge';
import { StandingBadge, standingOf } from './LotBadge';

/** Name, SKU and kind: how every list of items begins. */
export function itemColumns<T extends Pick<Item, 'name' | 'sku' | 'kind'>>(t: TFunction, w: Word): Column<T>[] {
  return [
    {
      id: 'name',
      title: t('inventory.item'),
      cell: (row) => row.name,
      csv: (row) => row.name,
      order: (a, b) => a.name.localeCompare(b.name, 'es'),
    },
    {
      id: 'sku',
      title: t('inventory.sku'),
      cell: (row) => <span className="num quiet">{row.sku}</span>,
      csv: (row) => row.sku,
      order: (a, b) => a.sku.localeCompare(b.sku),
      wide: true,
    },
    {
      id: 'kind',
      title: t('inventory.kind'),
      cell: (row) => <Kind kind={row.kind} />,
      csv: (row) => w('kinds', row.kind),
      order: (a, b) => a.kind.localeCompare(b.kind),
      wide: true,
    },
  ];
}

/** How much there is of an item, for a row that has `on_hand`. */
export function onHandColumn<T extends { on_hand: string }>(t: TFunction, unitOf: (row: T) => string): Column<T> {
  return {
    id: 'on_hand',
    title: t('inventory.onHand'),
    cell: (row) => <Quantity value={row.on_hand} unit={unitOf(row)} />,
    csv: (row) => row.on_hand,
    order: (a, b) => compare(a.on_hand, b.on_hand),
    numeric: true,
  };
}

/** Columns of a list of lots; on an item's own page its name would say nothing. */
export function lotColumns(t: TFunction, { withItem }: { withItem: boolean }): Column<Lot>[] {
  const columns: (Column<Lot> | false)[] = [
    {
      id: 'code',
      title: t('lots.code'),
      cell: (row) => <span className="num">{row.code}</span>,
      csv: (row) => row.code,
      order: (a, b) => a.code.localeCompare(b.code),
    },
    withItem && {
      id: 'item',
      title: t('inventory.item'),
      cell: (row) => row.item_name,
      csv: (row) => row.item_name,
      order: (a, b) => a.item_name.localeCompare(b.item_name, 'es'),
    },
    {
      id: 'received',
      title: t('lots.received'),
      cell: (row) => <Day value={row.received_at} />,
      csv: (row) => row.received_at,
      order: (a, b) => a.received_at.localeCompare(b.received_at),
      wide: true,
    },
    {
      id: 'supplier',
      title: t('lots.supplier'),
      cell: (row) => <span className={classes.clipped}>{row.supplier_name || '—'}</span>,
      csv: (row) => row.supplier_name,
      wide: true,
    },
    {
      id: 'supplier_lot',
      title: t('lots.supplierLot'),
      cell: (row) => <span className="num">{row.supplier_lot ?? '—'}</span>,
      csv: (row) => row.supplier_lot ?? '',
      wide: true,
    },
    {
      id: 'expires',
      title: t('lots.expires'),
      csv: (row) => row.expires_on ?? '',
      wide: true,
      order: (a, b) => (a.expires_on ?? '9999').localeCompare(b.expires_on ?? '9999'),
      cell: (row) => <Day value={row.expires_on} />,
    },
    {
      id: 'standing',
      title: t('lots.standing'),
      cell: (row) => <StandingBadge standing={standingOf(row)} />,
      csv: (row) => standingOf(row),
      order: (a, b) => standingOf(a).localeCompare(standingOf(b)),
    },
    {
      id: 'remaining',
      title: t('lots.remaining'),
      cell: (row) => <Quantity value={row.remaining_quantity} unit={row.unit} />,
      csv: (row) => row.remaining_quantity,
      order: (a, b) => compare(a.remaining_quantity, b.remaining_quantity),
      numeric: true,
    },
    { id: 'unit', title: t('inventory.unit'), cell: () => null, csv: (row) => row.unit, csvOnly: true },
    {
      id: 'unit_cost',
      title: t('lots.unitCost'),
      cell: (row) => <Money value={row.unit_cost} />,
      csv: (row) => row.unit_cost,
      order: (a, b) => compare(a.unit_cost, b.unit_cost),
      numeric: true,
      wide: true,
    },
    {
      id: 'value',
      title: t('inventory.value'),
      cell: (row) => <Money value={row.remaining_cost} />,
      csv: (row) => row.remaining_cost,
      order: (a, b) => compare(a.remaining_cost, b.remaining_cost),
      numeric: true,
      total: (rows) => formatMoney(sum(rows.map((row) => row.remaining_cost))),
    },
  ];
  return columns.filter((column) => column !== false);
}

const ISSUED = { icon: IconArrowUpRight, tone: 'soon' } as const;
const SIGNS: Record<string, { icon: Icon; tone: Tone }> = {
  RECEIPT: { icon: IconArrowDownLeft, tone: 'well' },
  ISSUE: ISSUED,
  PRODUCTION: { icon: IconBarrel, tone: 'info' },
  OPENING: { icon: IconClipboardList, tone: 'well' },
  RETURN: { icon: IconArrowBackUp, tone: 'info' },
  SUPPLIER_RETURN: { icon: IconTruckReturn, tone: 'soon' },
  ADJUSTMENT: { icon: IconClipboardList, tone: 'info' },
  WASTE: { icon: IconTrash, tone: 'act' },
  TRANSFER_OUT: { icon: IconTransferOut, tone: 'info' },
  TRANSFER_IN: { icon: IconTransferIn, tone: 'info' },
};

export function movementColumns(
  t: TFunction,
  w: Word,
  { withItem, withLot }: { withItem: boolean; withLot: boolean },
): Column<Movement>[] {
  const columns: (Column<Movement> | false)[] = [
    {
      id: 'at',
      title: t('movements.at'),
      cell: (row) => <Moment value={row.happened_at} />,
      csv: (row) => row.happened_at,
      order: (a, b) => a.happened_at.localeCompare(b.happened_at),
    },
    {
      id: 'kind',
      title: t('movements.kind'),
      csv: (row) => w('movements', row.kind),
      wide: true,
      cell: (row) => {
        const sign = SIGNS[row.kind] ?? ISSUED;
        return (
          <StateBadge tone={sign.tone} icon={sign.icon}>
            {w('movements', row.kind)}
          </StateBadge>
        );
      },
    },
    withItem && {
      id: 'item',
      title: t('inventory.item'),
      cell: (row) => (
        <Link to="/items/$itemId" params={{ itemId: row.item_id }}>
          {row.item_name}
        </Link>
      ),
      csv: (row) => row.item_name,
      order: (a, b) => a.item_name.localeCompare(b.item_name, 'es'),
    },
    withLot && {
      id: 'lot',
      title: t('lots.code'),
      cell: (row) => (
        <Link className="num" to="/lots/$lotId" params={{ lotId: row.lot_id }}>
          {row.lot_code}
        </Link>
      ),
      csv: (row) => row.lot_code,
      wide: true,
    },
    {
      id: 'reference',
      title: t('movements.reference'),
      cell: (row) => row.reference || '—',
      csv: (row) => row.reference,
      wide: true,
    },
    {
      id: 'quantity',
      title: t('movements.quantity'),
      cell: (row) => <Quantity value={row.quantity} unit={row.unit} />,
      csv: (row) => row.quantity,
      order: (a, b) => compare(a.quantity, b.quantity),
      numeric: true,
    },
    { id: 'unit', title: t('inventory.unit'), cell: () => null, csv: (row) => row.unit, csvOnly: true },
    {
      id: 'cost',
      title: t('movements.cost'),
      cell: (row) => <Money value={row.cost} />,
      csv: (row) => row.cost,
      order: (a, b) => compare(a.cost, b.cost),
      numeric: true,
      total: (rows) => formatMoney(sum(rows.map((row) => row.cost))),
    },
  ];
  return columns.filter((column) => column !== false);
}
