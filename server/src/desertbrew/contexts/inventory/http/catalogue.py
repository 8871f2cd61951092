"""Items and units on the wire."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.contract import ItemKind
from desertbrew.contexts.inventory.http.permissions import EDIT_ITEMS, READ_STOCK, routes
from desertbrew.contexts.inventory.rules import DrawPolicy, urgency_of
from desertbrew.kernel.ids import Id
from desertbrew.kernel.quantity import UNITS, BaseUnit
from desertbrew.platform.db import ReadTx, Tx
from desertbrew.platform.http.pages import Cursor, Limit, Page, decode_cursor, page_of

Search = Annotated[str | None, Query(max_length=120, description="Looked for in names and codes")]
UnitCode = Annotated[str, Path(pattern=r"^[A-Za-z][A-Za-z0-9_.-]{0,19}$")]


class UnitOut(BaseModel):
    """A unit of the common table."""

    code: str
    dimension: BaseUnit
    factor_to_base: Decimal
    exact: bool


class UnitsOut(BaseModel):
    """All units there are; a short list, so not a page."""

    items: list[UnitOut]


class ConversionOut(BaseModel):
    """How many base units of the item one such unit is."""

    unit: str
    factor_to_base: Decimal


class ConversionIn(BaseModel):
    """How many base units of the item one such unit is."""

    model_config = ConfigDict(extra="forbid")

    factor_to_base: Decimal = Field(gt=0, le=1_000_000, decimal_places=6)


Level = Annotated[Decimal, Field(ge=0, le=100_000_000, decimal_places=6)]
Top = Annotated[Decimal, Field(gt=0, le=100_000_000, decimal_places=6)]


class ItemIn(BaseModel):
    """An item for the catalogue; levels in its base unit; without a draw policy its category or its kind says."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    sku: str = Field(min_length=2, max_length=40)
    name: str = Field(min_length=2, max_length=120)
    kind: ItemKind
    base_unit: BaseUnit
    draw_policy: DrawPolicy | None = None
    category_id: Id | None = None
    description: str = Field(default="", max_length=500)
    min_quantity: Level | None = None
    max_quantity: Top | None = None


class ItemEditIn(BaseModel):
    """An item as it is to be; its code and its base unit stay."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: str = Field(min_length=2, max_length=120)
    kind: ItemKind
    category_id: Id | None = None
    description: str = Field(default="", max_length=500)
    min_quantity: Level | None = None
    max_quantity: Top | None = None
    active: bool = True


class DrawPolicyIn(BaseModel):
    """Which lot of an item goes first."""

    model_config = ConfigDict(extra="forbid")

    draw_policy: DrawPolicy


class ItemOut(BaseModel):
    """An item with what there is of it; `value` in pesos."""

    id: Id
    sku: str
    name: str
    kind: str
    base_unit: BaseUnit
    draw_policy: DrawPolicy
    conversions: list[ConversionOut]
    on_hand: Decimal
    value: Decimal
    category_id: Id | None
    category_name: str | None
    description: str
    min_quantity: Decimal | None
    max_quantity: Decimal | None
    active: bool
    urgency: int
    """0 enough, 1 at or below the minimum, 2 at or below half of it, 3 nothing left."""


def _item(view: queries.ItemView) -> ItemOut:
    row = view.item
    return ItemOut(
        id=row.id,
        sku=row.sku,
        name=row.name,
        kind=row.kind,
        base_unit=BaseUnit(row.base_unit),
        draw_policy=DrawPolicy(row.draw_policy),
        conversions=[ConversionOut(unit=each.unit, factor_to_base=each.factor_to_base) for each in view.conversions],
        on_hand=view.on_hand,
        value=view.value,
        category_id=row.category_id,
        category_name=view.category_name,
        description=row.description,
        min_quantity=row.min_quantity,
        max_quantity=row.max_quantity,
        active=row.active,
        urgency=_urgency(view),
    )


def _urgency(view: queries.ItemView) -> int:
    return urgency_of(view.on_hand, view.item.min_quantity) if view.item.active else 0


@routes.query("/units", READ_STOCK, refusals=())
def list_units(tx: ReadTx) -> UnitsOut:  # noqa: ARG001 - every query takes a transaction
    """The common table of units."""
    return UnitsOut(
        items=[
            UnitOut(code=unit.code, dimension=unit.base, factor_to_base=unit.factor_to_base, exact=unit.exact)
            for unit in UNITS.values()
        ]
    )


class ItemOrder(StrEnum):
    """By name, or what runs low first."""

    NAME = "name"
    LOW = "low"


@routes.query("/items", READ_STOCK, refusals=())
def list_items(  # noqa: PLR0913, PLR0917 - a filter each
    tx: ReadTx,
    q: Search = None,
    kind: ItemKind | None = None,
    category_id: Id | None = None,
    active: bool | None = None,  # noqa: FBT001
    low: Annotated[bool, Query(description="Only what is at or below its minimum")] = False,  # noqa: FBT002
    order: ItemOrder = ItemOrder.NAME,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[ItemOut]:
    """The catalogue by name, or what runs low first."""
    low_first = order is ItemOrder.LOW
    after = decode_cursor(cursor, [int, str, Id] if low_first else [str, Id])
    key = None if after is None else (after[0] if low_first else 0, after[-2], after[-1])
    wanted = queries.ItemFilter(q, kind, category_id, active, low, low_first)
    found = queries.items(tx, wanted, key, limit + 1)

    def place(view: queries.ItemView) -> tuple[int | str, ...]:
        ends = (view.item.name, str(view.item.id))
        return (_urgency(view), *ends) if low_first else ends

    rows, following = page_of(found, limit, place)
    return Page(items=[_item(row) for row in rows], next_cursor=following)


@routes.query("/items/{item_id}", READ_STOCK, quick=True)
def read_item(tx: ReadTx, item_id: Id) -> ItemOut:
    """One item."""
    return _item(queries.item(tx, item_id))


@routes.command("POST", "/items", EDIT_ITEMS)
def create_item(tx: Tx, body: ItemIn) -> ItemOut:
    """Add an item to the catalogue."""
    row = commands.create_item(tx, commands.NewItem(**{name: getattr(body, name) for name in ItemIn.model_fields}))
    tx.session.flush()
    return _item(queries.item(tx, row.id))


@routes.command("PUT", "/items/{item_id}", EDIT_ITEMS, status=200)
def edit_item(tx: Tx, item_id: Id, body: ItemEditIn) -> ItemOut:
    """Say anew what an item is called, what it is for, how much of it there should be, and whether it is used."""
    details = commands.ItemDetails(**{name: getattr(body, name) for name in ItemEditIn.model_fields})
    commands.edit_item(tx, item_id, details)
    tx.session.flush()
    return _item(queries.item(tx, item_id))


@routes.command("PUT", "/items/{item_id}/conversions/{unit}", EDIT_ITEMS, status=200, refusals=(404,))
def set_conversion(tx: Tx, item_id: Id, unit: UnitCode, body: ConversionIn) -> ItemOut:
    """Say how many base units one such unit of this item is."""
    commands.set_conversion(tx, item_id, unit, body.factor_to_base)
    tx.session.flush()
    return _item(queries.item(tx, item_id))


@routes.command("PUT", "/items/{item_id}/draw-policy", EDIT_ITEMS, status=200, refusals=(404,))
def set_draw_policy(tx: Tx, item_id: Id, body: DrawPolicyIn) -> ItemOut:
    """Say which lot of this item goes first from now on: the oldest, or the one that expires soonest."""
    commands.set_draw_policy(tx, item_id, body.draw_policy)
    tx.session.flush()
    return _item(queries.item(tx, item_id))
