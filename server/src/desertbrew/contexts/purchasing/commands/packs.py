"""What suppliers sell in which packs, and what those cost from when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select, update

from desertbrew.contexts.purchasing.contract import SupplierPriceChanged
from desertbrew.contexts.purchasing.errors import PackTaken
from desertbrew.contexts.purchasing.rules.prices import Span, fit, is_jump
from desertbrew.contexts.purchasing.tables import ItemCopy, Supplier, SupplierPack, SupplierPrice
from desertbrew.kernel.errors import InvalidInput, NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.platform.db import Tx
from desertbrew.platform.inbox import insert_once

AHEAD_MAX = timedelta(days=2 * 365)
BEHIND_MAX = timedelta(days=10 * 365)
"""Prices that begin further away than these are slipped fingers."""


@dataclass(frozen=True, slots=True)
class KnownItem:
    """An item as inventory told of it."""

    item_id: Id
    sku: str
    name: str
    kind: str
    base_unit: str
    spoken_unit: str = ""


@dataclass(frozen=True, slots=True)
class NewPack:
    """How a supplier sells an item: one `pack_name` is `factor_to_base` of the item's base unit."""

    supplier_id: Id
    item_id: Id
    pack_name: str
    factor_to_base: Decimal
    supplier_sku: str = ""
    min_packs: int = 1
    lead_time_days: int | None = None
    preferred: bool = False


@dataclass(frozen=True, slots=True)
class PackDetails:
    """What may change of a pack; another size is another pack, for its prices would mean something else."""

    supplier_sku: str
    min_packs: int
    lead_time_days: int | None
    preferred: bool
    active: bool


@dataclass(frozen=True, slots=True)
class NewPrice:
    """What a pack costs before taxes from a day on; today where none is said."""

    price: Decimal
    currency: str | None = None
    valid_from: date | None = None
    note: str = ""


def know_item(tx: Tx, item: KnownItem) -> None:
    """Keep a copy of an item that inventory created; what was heard of it later already stays."""
    values = {
        "id": item.item_id,
        "sku": item.sku,
        "name": item.name,
        "kind": item.kind,
        "base_unit": item.base_unit,
        "spoken_unit": item.spoken_unit,
    }
    insert_once(tx.connection, ItemCopy.__table__, values)


def change_item(tx: Tx, item: KnownItem, *, active: bool) -> None:
    """Keep what inventory says of an item now."""
    tx.session.merge(
        ItemCopy(
            id=item.item_id,
            sku=item.sku,
            name=item.name,
            kind=item.kind,
            base_unit=item.base_unit,
            active=active,
            spoken_unit=item.spoken_unit,
        )
    )


def add_pack(tx: Tx, new: NewPack) -> SupplierPack:
    """Say that a supplier sells an item in a pack; the first pack of an item is the preferred one. (INV-P2)"""
    supplier = tx.session.get(Supplier, new.supplier_id)
    if supplier is None:
        raise NotFound(what=Text("un proveedor", "supplier"), id=new.supplier_id)
    # Held: the item's preferred pack is chosen by one at a time.
    item = tx.session.get(ItemCopy, new.item_id, with_for_update={"key_share": True})
    if item is None:
        raise NotFound(what=Text("un artículo", "item"), id=new.item_id)
    if item.base_unit == BaseUnit.PIECE and new.factor_to_base % 1:
        raise InvalidInput(
            "/factor_to_base", Text(es="Una presentación trae piezas enteras.", en="A pack holds whole pieces.")
        )
    packs = tx.session.execute(select(SupplierPack).where(SupplierPack.item_id == item.id)).scalars().all()
    if any(pack.supplier_id == supplier.id and pack.pack_name == new.pack_name for pack in packs):
        raise PackTaken(supplier=supplier.name, item=item.name, pack=new.pack_name)
    preferred = new.preferred or not any(pack.preferred for pack in packs)
    if preferred:
        _prefer_none(tx, item.id)
    pack = SupplierPack(
        id=new_id(),
        supplier_id=supplier.id,
        item_id=item.id,
        supplier_sku=new.supplier_sku,
        pack_name=new.pack_name,
        factor_to_base=new.factor_to_base,
        min_packs=new.min_packs,
        lead_time_days=new.lead_time_days,
        preferred=preferred,
        active=True,
        created_at=tx.now,
    )
    tx.session.add(pack)
    return pack


def change_pack(tx: Tx, pack_id: Id, details: PackDetails) -> SupplierPack:
    """Change how a pack is bought; a pack that is put aside is not the preferred one any more. (INV-P2)"""
    known = pack_of(tx, pack_id)
    tx.session.get(ItemCopy, known.item_id, with_for_update={"key_share": True})
    pack = held_pack(tx, pack_id)
    preferred = details.preferred and details.active
    if preferred and not pack.preferred:
        _prefer_none(tx, pack.item_id)
    pack.supplier_sku = details.supplier_sku
    pack.min_packs = details.min_packs
    pack.lead_time_days = details.lead_time_days
    pack.preferred = preferred
    pack.active = details.active
    return pack


def set_price(tx: Tx, pack_id: Id, new: NewPrice) -> SupplierPrice:
    """A pack costs something else from a day on: the price in force that day ends, and no day has two. (INV-P3)"""
    pack = held_pack(tx, pack_id)
    supplier, item = tx.session.get_one(Supplier, pack.supplier_id), tx.session.get_one(ItemCopy, pack.item_id)
    starts = new.valid_from or tx.today
    if not tx.today - BEHIND_MAX <= starts <= tx.today + AHEAD_MAX:
        raise InvalidInput("/valid_from", Text(es="La fecha es imposible.", en="The date is impossible."))
    history = (
        select(SupplierPrice).where(SupplierPrice.pack_id == pack_id).order_by(SupplierPrice.valid_from, SupplierPrice.id)
    )
    rows = tx.session.execute(history.execution_options(populate_existing=True)).scalars().all()
    fitting = fit([Span(row.valid_from, row.valid_to) for row in rows], starts)
    before = None if fitting.cuts is None else rows[fitting.cuts]
    if before is not None:
        before.valid_to = starts
        tx.session.flush()  # ended before the other begins: the database lets no two run at once
    price = SupplierPrice(
        id=new_id(),
        pack_id=pack_id,
        price=new.price,
        currency=new.currency or supplier.currency,
        valid_from=starts,
        valid_to=fitting.valid_to,
        note=new.note,
        by=tx.origin.actor,
        by_name=tx.origin.actor_name,
        recorded_at=tx.now,
    )
    tx.session.add(price)
    comparable = before is not None and before.currency == price.currency
    tx.emit(
        SupplierPriceChanged(
            supplier.id,
            supplier.name,
            pack.id,
            pack.pack_name,
            item.id,
            item.name,
            price.price,
            price.currency,
            starts,
            before.price if before is not None and comparable else None,
            is_jump=before is not None and comparable and is_jump(before.price, price.price),
        )
    )
    return price


def held_pack(tx: Tx, pack_id: Id) -> SupplierPack:
    """The pack, nobody else's until the commit: its prices are written by one at a time. (INV-P3)"""
    pack = tx.session.get(SupplierPack, pack_id, with_for_update={"key_share": True}, populate_existing=True)
    if pack is None:
        raise NotFound(what=Text("una presentación", "pack"), id=pack_id)
    return pack


def pack_of(tx: Tx, pack_id: Id) -> SupplierPack:
    """The pack as it stands."""
    pack = tx.session.get(SupplierPack, pack_id)
    if pack is None:
        raise NotFound(what=Text("una presentación", "pack"), id=pack_id)
    return pack


def _prefer_none(tx: Tx, item_id: Id) -> None:
    tx.session.execute(
        update(SupplierPack).where(SupplierPack.item_id == item_id, SupplierPack.preferred).values(preferred=False)
    )
