"""Packs and prices on the wire."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.purchasing import commands, queries
from desertbrew.contexts.purchasing.http.permissions import READ_ORDERS, SET_PRICES, routes
from desertbrew.contexts.purchasing.http.suppliers import CURRENCY
from desertbrew.contexts.purchasing.rules.orders import per_base_unit
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx, Tx
from desertbrew.platform.http.pages import Cursor, Limit, Page, decode_cursor, page_of

Search = Annotated[str | None, Query(max_length=120, description="Looked for in names and codes")]


class OrderableItemOut(BaseModel):
    """An item that may be ordered."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    sku: str
    name: str
    kind: str
    base_unit: str


class SupplierPackIn(BaseModel):
    """How a supplier sells an item: one `pack_name` is `factor_to_base` of the item's base unit."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    item_id: Id
    pack_name: str = Field(min_length=1, max_length=60)
    factor_to_base: Decimal = Field(gt=0, le=1_000_000, decimal_places=6)
    supplier_sku: str = Field(default="", max_length=60)
    min_packs: int = Field(default=1, ge=1, le=100_000)
    lead_time_days: int | None = Field(default=None, ge=0, le=365)
    preferred: bool = False


class SupplierPackChangeIn(BaseModel):
    """What may change of a pack."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    supplier_sku: str = Field(default="", max_length=60)
    min_packs: int = Field(default=1, ge=1, le=100_000)
    lead_time_days: int | None = Field(default=None, ge=0, le=365)
    preferred: bool
    active: bool


class SupplierPriceIn(BaseModel):
    """What a pack costs before taxes from a day on; today where none is said, the supplier's currency where none is."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    price: Decimal = Field(ge=0, le=100_000_000, decimal_places=6)
    currency: str | None = Field(default=None, pattern=CURRENCY)
    valid_from: date | None = None
    note: str = Field(default="", max_length=200)


class PackPriceOut(BaseModel):
    """What a pack costs, and from when."""

    model_config = ConfigDict(from_attributes=True)

    price: Decimal
    currency: str
    valid_from: date
    valid_to: date | None


class SupplierPackOut(BaseModel):
    """A pack; `unit_price` is today's price of one base unit, `next_price` one that is to come."""

    id: Id
    supplier_id: Id
    supplier_name: str
    item_id: Id
    item_sku: str
    item_name: str
    base_unit: str
    supplier_sku: str
    pack_name: str
    factor_to_base: Decimal
    min_packs: int
    lead_time_days: int | None
    preferred: bool
    active: bool
    price: PackPriceOut | None
    next_price: PackPriceOut | None
    unit_price: Decimal | None


class SupplierPriceOut(PackPriceOut):
    """One price of the history; it was in force from `valid_from` on, before `valid_to`."""

    id: Id
    pack_id: Id
    note: str
    by_name: str
    recorded_at: datetime
    change_pct: Decimal | None
    is_jump: bool


class SupplierPricesOut(BaseModel):
    """All prices of a pack, the newest first; a short list, so not a page."""

    items: list[SupplierPriceOut]


def _pack(view: queries.PackView) -> SupplierPackOut:
    row = view.pack
    return SupplierPackOut(
        id=row.id,
        supplier_id=row.supplier_id,
        supplier_name=view.supplier_name,
        item_id=row.item_id,
        item_sku=view.item.sku,
        item_name=view.item.name,
        base_unit=view.item.base_unit,
        supplier_sku=row.supplier_sku,
        pack_name=row.pack_name,
        factor_to_base=row.factor_to_base,
        min_packs=row.min_packs,
        lead_time_days=row.lead_time_days,
        preferred=row.preferred,
        active=row.active,
        price=PackPriceOut.model_validate(view.price) if view.price else None,
        next_price=PackPriceOut.model_validate(view.next_price) if view.next_price else None,
        unit_price=per_base_unit(view.price.price, row.factor_to_base) if view.price else None,
    )


def _history(tx: ReadTx, pack_id: Id) -> SupplierPricesOut:
    return SupplierPricesOut(
        items=[
            SupplierPriceOut(
                **PackPriceOut.model_validate(view.price).model_dump(),
                id=view.price.id,
                pack_id=view.price.pack_id,
                note=view.price.note,
                by_name=view.price.by_name,
                recorded_at=view.price.recorded_at,
                change_pct=view.change_pct,
                is_jump=view.is_jump,
            )
            for view in queries.prices(tx, pack_id)
        ]
    )


@routes.query("/purchasing/items", READ_ORDERS, refusals=())
def list_orderable_items(tx: ReadTx, q: Search = None, limit: Limit = 100, cursor: Cursor = None) -> Page[OrderableItemOut]:
    """What may be ordered, by name: the catalogue as purchasing heard of it."""
    after = decode_cursor(cursor, [str, Id])
    found = queries.items(tx, q, (after[0], after[1]) if after else None, limit + 1)
    rows, following = page_of(found, limit, lambda row: (row.name, str(row.id)))
    return Page(items=[OrderableItemOut.model_validate(row) for row in rows], next_cursor=following)


@routes.query("/supplier-packs", READ_ORDERS, refusals=())
def list_supplier_packs(
    tx: ReadTx,
    supplier_id: Id | None = None,
    item_id: Id | None = None,
    q: Search = None,
    active: bool | None = None,  # noqa: FBT001 - a query parameter
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[SupplierPackOut]:
    """Who sells what in which packs, with what they cost today; by the item's name."""
    after = decode_cursor(cursor, [str, Id])
    wanted = queries.PackFilter(supplier_id, item_id, q, active)
    found = queries.packs(tx, wanted, (after[0], after[1]) if after else None, limit + 1)
    rows, following = page_of(found, limit, lambda view: (view.item.name, str(view.pack.id)))
    return Page(items=[_pack(row) for row in rows], next_cursor=following)


@routes.command("POST", "/suppliers/{supplier_id}/packs", SET_PRICES)
def add_supplier_pack(tx: Tx, supplier_id: Id, body: SupplierPackIn) -> SupplierPackOut:
    """Say that a supplier sells an item in a pack."""
    return _after(tx, commands.add_pack(tx, commands.NewPack(supplier_id=supplier_id, **body.model_dump())).id)


@routes.command("PUT", "/supplier-packs/{pack_id}", SET_PRICES, status=200, refusals=(404,))
def change_supplier_pack(tx: Tx, pack_id: Id, body: SupplierPackChangeIn) -> SupplierPackOut:
    """Change how a pack is bought, or put it aside."""
    return _after(tx, commands.change_pack(tx, pack_id, commands.PackDetails(**body.model_dump())).id)


@routes.query("/supplier-packs/{pack_id}/prices", READ_ORDERS)
def list_supplier_prices(tx: ReadTx, pack_id: Id) -> SupplierPricesOut:
    """The history of a pack's price."""
    return _history(tx, pack_id)


@routes.command("POST", "/supplier-packs/{pack_id}/prices", SET_PRICES, refusals=(404,))
def set_supplier_price(tx: Tx, pack_id: Id, body: SupplierPriceIn) -> SupplierPricesOut:
    """Say what a pack costs from a day on; the price in force that day ends."""
    commands.set_price(tx, pack_id, commands.NewPrice(**body.model_dump()))
    tx.session.flush()
    tx.session.expire_all()
    return _history(tx, pack_id)


def _after(tx: Tx, pack_id: Id) -> SupplierPackOut:
    tx.session.flush()
    tx.session.expire_all()
    return _pack(queries.pack(tx, pack_id))
