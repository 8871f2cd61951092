"""Items, lots, balances and the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, case, false, func, literal_column, or_, select, tuple_

from desertbrew.contexts.inventory.contract import LotStatus
from desertbrew.contexts.inventory.tables import (
    HERE,
    Item,
    ItemCategory,
    ItemConversion,
    Lot,
    LotPlace,
    Movement,
    Receipt,
    StockBalance,
)
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx
from desertbrew.platform.search import found_in

EXPIRED = "EXPIRED"
"""Not a status that anybody sets: the calendar does."""


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item with what there is of it."""

    item: Any
    """An `Item`, or a row with its columns."""
    on_hand: Decimal
    value: Decimal
    conversions: Sequence[Any]
    """`ItemConversion`s, or rows with their columns."""
    category_name: str | None = None


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Which items to list, and whether what runs low comes first."""

    q: str | None = None
    kind: str | None = None
    category_id: Id | None = None
    active: bool | None = None
    low_only: bool = False
    low_first: bool = False


ItemKey = tuple[int, str, Id]
"""How urgent (0 where that does not count), name and id of the last item of a page."""


@dataclass(frozen=True, slots=True)
class LotFilter:
    """Which lots to list."""

    item_id: Id | None = None
    receipt_id: Id | None = None
    open_only: bool = False
    standing: str | None = None
    """A `LotStatus`, or EXPIRED, which outranks AVAILABLE."""
    location_id: Id | None = None
    kind: str | None = None
    q: str | None = None
    """Looked for in codes, supplier lots, suppliers and items."""


def _with_balance(q: str | None, kind: str | None) -> Select[Item, Decimal, Decimal]:
    query = (
        select(Item, StockBalance.quantity, StockBalance.value)
        .join(StockBalance, StockBalance.item_id == Item.id)
        .order_by(Item.name, Item.id)
    )
    if kind:
        query = query.where(Item.kind == kind)
    if q:
        query = query.where(found_in(q, Item.name, Item.sku))
    return query


_urgency = case(
    (or_(Item.min_quantity.is_(None), Item.active.is_(false()), StockBalance.quantity > Item.min_quantity), 0),
    (StockBalance.quantity <= literal_column("0"), 3),
    (StockBalance.quantity + StockBalance.quantity <= Item.min_quantity, 2),
    else_=1,
)
"""`urgency_of`, in the database."""


def items(tx: ReadTx, wanted: ItemFilter, after: ItemKey | None, limit: int) -> list[ItemView]:
    """The catalogue by name, or what runs low first, with balances."""
    query = (
        _with_balance(wanted.q, wanted.kind)
        .add_columns(ItemCategory.name)
        .outerjoin(ItemCategory, ItemCategory.id == Item.category_id)
        .limit(limit)
    )
    if wanted.category_id:
        query = query.where(Item.category_id == wanted.category_id)
    if wanted.active is not None:
        query = query.where(Item.active == wanted.active)
    if wanted.low_only:
        query = query.where(Item.active, StockBalance.quantity <= Item.min_quantity)
    if wanted.low_first:
        query = query.order_by(None).order_by(-_urgency, Item.name, Item.id)
    if after:
        last: ColumnElement[bool] = tuple_(Item.name, Item.id) > after[1:]
        calmer = or_(_urgency < after[0], and_(_urgency == after[0], last))
        query = query.where(calmer if wanted.low_first else last)
    rows = tx.session.execute(query).all()
    own: dict[Id, list[ItemConversion]] = {row[0].id: [] for row in rows}
    conversions = select(ItemConversion).where(ItemConversion.item_id.in_(own)).order_by(ItemConversion.unit)
    for conversion in tx.session.execute(conversions).scalars():
        own[conversion.item_id].append(conversion)
    return [ItemView(item, quantity, value, own[item.id], category) for item, quantity, value, category in rows]


def categories(tx: ReadTx) -> Sequence[Any]:
    """(ItemCategory, how many items) by name; a brewery has dozens, not pages."""
    counted = select(func.count()).where(Item.category_id == ItemCategory.id).correlate(ItemCategory).scalar_subquery()
    return tx.session.execute(select(ItemCategory, counted).order_by(ItemCategory.name, ItemCategory.id)).all()


# Asked on every page that shows an item, so it is written once and read without the ORM's objects.
_ONE_ITEM = (
    select(Item.__table__, StockBalance.quantity, StockBalance.value, ItemCategory.name.label("category_name"))
    .join(StockBalance, StockBalance.item_id == Item.id)
    .outerjoin(ItemCategory, ItemCategory.id == Item.category_id)
    .where(Item.id == bindparam("sought"))
)
_ITS_UNITS = (
    select(ItemConversion.__table__).where(ItemConversion.item_id == bindparam("sought")).order_by(ItemConversion.unit)
)


def item(tx: ReadTx, item_id: Id) -> ItemView:
    """One item, its units and its balance."""
    connection = tx.connection
    row = connection.execute(_ONE_ITEM, {"sought": item_id}).one_or_none()
    if row is None:
        raise NotFound(what=Text("un artículo", "item"), id=item_id)
    units = connection.execute(_ITS_UNITS, {"sought": item_id}).all()
    return ItemView(row, row.quantity, row.value, units, row.category_name)


def stock(tx: ReadTx, q: str | None, kind: str | None, after: tuple[str, Id] | None, limit: int) -> Sequence[Any]:
    """What there is: (Item, quantity, value, open lots) of every item that is not out."""
    open_lots = (
        select(func.count()).where(Lot.item_id == Item.id, Lot.remaining_quantity > 0).correlate(Item).scalar_subquery()
    )
    query = _with_balance(q, kind).add_columns(open_lots).where(StockBalance.quantity > 0).limit(limit)
    if after:
        query = query.where(tuple_(Item.name, Item.id) > after)
    return tx.session.execute(query).all()


def _stands(tx: ReadTx, standing: str) -> ColumnElement[bool]:
    """The calendar outranks AVAILABLE, and nothing else."""
    if standing == EXPIRED:
        return Lot.expires_on < tx.today
    if standing == LotStatus.AVAILABLE:
        return and_(Lot.status == standing, or_(Lot.expires_on.is_(None), Lot.expires_on >= tx.today))
    return Lot.status == standing


def lots(tx: ReadTx, wanted: LotFilter, after: tuple[datetime, Id] | None, limit: int) -> Sequence[Any]:
    """(Lot, Item) in the order in which they would be drawn."""
    query = select(Lot, Item).join(Item, Item.id == Lot.item_id).order_by(Lot.received_at, Lot.id).limit(limit)
    if wanted.item_id:
        query = query.where(Lot.item_id == wanted.item_id)
    if wanted.receipt_id:
        query = query.where(Lot.receipt_id == wanted.receipt_id)
    if wanted.open_only:
        query = query.where(Lot.remaining_quantity > 0)
    if wanted.kind:
        query = query.where(Item.kind == wanted.kind)
    if wanted.location_id:
        there = select(LotPlace.lot_id).where(LotPlace.location_id == wanted.location_id, HERE)
        query = query.where(Lot.id.in_(there))
    if wanted.q:
        query = query.where(found_in(wanted.q, Lot.code, Lot.supplier_lot, Lot.supplier_name, Item.name, Item.sku))
    if wanted.standing:
        query = query.where(_stands(tx, wanted.standing))
    if after:
        query = query.where(tuple_(Lot.received_at, Lot.id) > after)
    return tx.session.execute(query).all()


def lot(tx: ReadTx, lot_id: Id) -> Row[Lot, Item]:
    """(Lot, Item) of one lot."""
    row = tx.session.execute(select(Lot, Item).join(Item, Item.id == Lot.item_id).where(Lot.id == lot_id)).one_or_none()
    if row is None:
        raise NotFound(what=Text("un lote", "lot"), id=lot_id)
    return row


def receipts(tx: ReadTx, after: Id | None, limit: int) -> Sequence[Receipt]:
    """Receipts, the newest first."""
    query = select(Receipt).order_by(Receipt.id.desc()).limit(limit)
    if after:
        query = query.where(Receipt.id < after)
    return tx.session.execute(query).scalars().all()


def receipt(tx: ReadTx, receipt_id: Id) -> Receipt:
    """One receipt."""
    found = tx.session.get(Receipt, receipt_id)
    if found is None:
        raise NotFound(what=Text("una recepción", "receipt"), id=receipt_id)
    return found


def ledger_faults(tx: ReadTx) -> list[str]:
    """Where the ledger, the lots and the balances tell different stories. (INV-L1, INV-L2, INV-L3)"""
    faults = []
    by_lot = (
        select(Movement.lot_id, func.sum(Movement.quantity).label("quantity"), func.sum(Movement.cost).label("cost"))
        .group_by(Movement.lot_id)
        .subquery()
    )
    differs = (by_lot.c.quantity != Lot.remaining_quantity) | (by_lot.c.cost != Lot.remaining_cost)
    unlike = select(Lot.code).outerjoin(by_lot, by_lot.c.lot_id == Lot.id).where(differs | by_lot.c.quantity.is_(None))
    faults += [f"lot {code} differs from its ledger lines" for code in tx.session.execute(unlike.limit(20)).scalars()]
    by_item = (
        select(
            Lot.item_id,
            func.sum(Lot.remaining_quantity).label("quantity"),
            func.sum(Lot.remaining_cost).label("cost"),
        )
        .group_by(Lot.item_id)
        .subquery()
    )
    quantity = case((by_item.c.quantity.is_(None), 0), else_=by_item.c.quantity)
    value = case((by_item.c.cost.is_(None), 0), else_=by_item.c.cost)
    wrong = (
        select(Item.sku)
        .join(StockBalance, StockBalance.item_id == Item.id)
        .outerjoin(by_item, by_item.c.item_id == Item.id)
        .where((quantity != StockBalance.quantity) | (value != StockBalance.value))
    )
    faults += [f"item {sku} differs from the sum of its lots" for sku in tx.session.execute(wrong.limit(20)).scalars()]
    return faults
