"""What suppliers sell in which packs, and what those cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, Row, and_, or_, select, tuple_

from desertbrew.contexts.purchasing.rules.prices import change_pct, is_jump
from desertbrew.contexts.purchasing.tables import ItemCopy, Supplier, SupplierPack, SupplierPrice
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx
from desertbrew.platform.search import found_in


@dataclass(frozen=True, slots=True)
class PackView:
    """A pack, whose it is, what is in it, what it costs today, and the price that is to come where one is."""

    pack: SupplierPack
    supplier_name: str
    item: ItemCopy
    price: SupplierPrice | None
    next_price: SupplierPrice | None


@dataclass(frozen=True, slots=True)
class PriceView:
    """A price and how it differs from the one before it; None for the first, and across currencies."""

    price: SupplierPrice
    change_pct: Decimal | None
    is_jump: bool


@dataclass(frozen=True, slots=True)
class PackFilter:
    """Which packs; what is None does not matter."""

    supplier_id: Id | None = None
    item_id: Id | None = None
    q: str | None = None
    active: bool | None = None


def packs(tx: ReadTx, wanted: PackFilter, after: tuple[str, Id] | None, limit: int) -> list[PackView]:
    """Packs by the item's name, with the prices of today."""
    query = (
        select(SupplierPack, Supplier.name, ItemCopy)
        .join(Supplier, Supplier.id == SupplierPack.supplier_id)
        .join(ItemCopy, ItemCopy.id == SupplierPack.item_id)
        .order_by(ItemCopy.name, SupplierPack.id)
        .limit(limit)
    )
    if wanted.supplier_id is not None:
        query = query.where(SupplierPack.supplier_id == wanted.supplier_id)
    if wanted.item_id is not None:
        query = query.where(SupplierPack.item_id == wanted.item_id)
    if wanted.active is not None:
        query = query.where(SupplierPack.active == wanted.active)
    if wanted.q:
        query = query.where(found_in(wanted.q, ItemCopy.name, ItemCopy.sku, SupplierPack.supplier_sku))
    if after is not None:
        query = query.where(tuple_(ItemCopy.name, SupplierPack.id) > after)
    return _with_prices(tx, tx.session.execute(query))


def pack(tx: ReadTx, pack_id: Id) -> PackView:
    """One pack."""
    query = (
        select(SupplierPack, Supplier.name, ItemCopy)
        .join(Supplier, Supplier.id == SupplierPack.supplier_id)
        .join(ItemCopy, ItemCopy.id == SupplierPack.item_id)
        .where(SupplierPack.id == pack_id)
    )
    row = tx.session.execute(query).one_or_none()
    if row is None:
        raise NotFound(what=Text("una presentación", "pack"), id=pack_id)
    return _with_prices(tx, [row])[0]


def price_at(tx: ReadTx, pack_id: Id, day: date) -> SupplierPrice | None:
    """What the pack costs on that day; there is one price at the most. (INV-P3)"""
    query = select(SupplierPrice).where(SupplierPrice.pack_id == pack_id, _in_force(day))
    return tx.session.execute(query).scalar_one_or_none()


def prices(tx: ReadTx, pack_id: Id) -> list[PriceView]:
    """Every price of the pack, the newest first; those that were corrected the day they began stay to be seen."""
    pack(tx, pack_id)
    query = (
        select(SupplierPrice).where(SupplierPrice.pack_id == pack_id).order_by(SupplierPrice.valid_from, SupplierPrice.id)
    )
    views: list[PriceView] = []
    before: SupplierPrice | None = None
    for price in tx.session.execute(query).scalars():
        views.append(_compared(price, before))
        if price.valid_to is None or price.valid_to > price.valid_from:
            before = price
    return views[::-1]


def items(tx: ReadTx, q: str | None, after: tuple[str, Id] | None, limit: int) -> Sequence[ItemCopy]:
    """Items that may be ordered, by name."""
    query = select(ItemCopy).where(ItemCopy.active).order_by(ItemCopy.name, ItemCopy.id).limit(limit)
    if q:
        query = query.where(found_in(q, ItemCopy.name, ItemCopy.sku))
    if after is not None:
        query = query.where(tuple_(ItemCopy.name, ItemCopy.id) > after)
    return tx.session.execute(query).scalars().all()


def price_faults(tx: ReadTx) -> list[str]:
    """Packs with two prices on one day. (INV-P3)"""
    query = select(SupplierPrice).order_by(SupplierPrice.pack_id, SupplierPrice.valid_from, SupplierPrice.valid_to)
    faults: list[str] = []
    before: SupplierPrice | None = None
    for price in tx.session.execute(query).scalars():
        if price.valid_to == price.valid_from:
            continue
        same = before is not None and before.pack_id == price.pack_id
        if before is not None and same and (before.valid_to is None or before.valid_to > price.valid_from):
            faults.append(f"pack {price.pack_id} has two prices on {price.valid_from}")
        before = price
    return faults


def _compared(price: SupplierPrice, before: SupplierPrice | None) -> PriceView:
    if before is None or before.currency != price.currency:
        return PriceView(price, None, is_jump=False)
    return PriceView(price, change_pct(before.price, price.price), is_jump(before.price, price.price))


def _in_force(day: date) -> ColumnElement[bool]:
    return and_(SupplierPrice.valid_from <= day, or_(SupplierPrice.valid_to.is_(None), SupplierPrice.valid_to > day))


def _with_prices(tx: ReadTx, rows: Iterable[Row[SupplierPack, str, ItemCopy]]) -> list[PackView]:
    found = list(rows)
    query = (
        select(SupplierPrice)
        .where(
            SupplierPrice.pack_id.in_([pack.id for pack, _, _ in found]),
            or_(SupplierPrice.valid_to.is_(None), SupplierPrice.valid_to > tx.today),
        )
        # An empty span may lie ahead too: a price of next month that was corrected before it began.
        .where(or_(SupplierPrice.valid_to.is_(None), SupplierPrice.valid_to > SupplierPrice.valid_from))
        .order_by(SupplierPrice.valid_from.desc())
    )
    now: dict[Id, SupplierPrice] = {}
    soon: dict[Id, SupplierPrice] = {}
    for price in tx.session.execute(query).scalars():
        (now if price.valid_from <= tx.today else soon)[price.pack_id] = price
    return [PackView(pack, name, item, now.get(pack.id), soon.get(pack.id)) for pack, name, item in found]
