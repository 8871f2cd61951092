"""Deliveries, lots and the ledger on the wire."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from fastapi import Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.contract import ItemKind, LotStatus
from desertbrew.contexts.inventory.http.catalogue import Search
from desertbrew.contexts.inventory.http.permissions import READ_STOCK, RECEIVE_LOTS, routes
from desertbrew.contexts.inventory.rules import UNPLACED, Standing, is_expired
from desertbrew.contexts.inventory.tables import Receipt
from desertbrew.kernel.ids import Id
from desertbrew.kernel.money import unit_cost
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.platform.db import ReadTx, Tx
from desertbrew.platform.http.pages import Cursor, Limit, Page, decode_cursor, page_of

Amount = Annotated[Decimal, Field(gt=0, le=100_000_000, decimal_places=6)]
UnitText = Annotated[str, Field(min_length=1, max_length=20)]


class LotStanding(StrEnum):
    """How a lot stands today: its status, or EXPIRED, which the calendar says before the night's job does."""

    AVAILABLE = "AVAILABLE"
    QUARANTINE = "QUARANTINE"
    BLOCKED = "BLOCKED"
    RECALLED = "RECALLED"
    EXPIRED = queries.EXPIRED


class LineIn(BaseModel):
    """One lot of a delivery; `total_cost` for all of it, before taxes, in `currency` at `exchange_rate` pesos for one.

    What does not expire after today is taken only with an `expiry_reason`, and comes in held.
    """

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    item_id: Id
    quantity: Amount
    unit: UnitText
    total_cost: Decimal = Field(ge=0, le=1_000_000_000, decimal_places=2)
    supplier_lot: str | None = Field(default=None, max_length=60)
    expires_on: date | None = None
    location_id: Id | None = None
    code: str | None = Field(default=None, pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]{1,19}$")
    currency: str = Field(default="MXN", pattern=r"^[A-Z]{3}$")
    exchange_rate: Decimal | None = Field(default=None, gt=0, le=1_000_000, decimal_places=6)
    expiry_reason: str | None = Field(default=None, max_length=200)


class ReceiptIn(BaseModel):
    """One delivery; `received_at` is now unless it says otherwise."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    supplier_id: Id
    invoice_number: str | None = Field(default=None, max_length=60)
    received_at: AwareDatetime | None = None
    lines: list[LineIn] = Field(min_length=1, max_length=500)


class LotPlaceOut(BaseModel):
    """So much of a lot stands there."""

    location_id: Id
    quantity: Decimal


class LotOut(BaseModel):
    """A lot: what came, what is left, and what it cost; costs in pesos, `unit_cost` pesos a base unit.

    `unit_price` is what was paid for a base unit, in `currency`. `location_id` is where all of it stands, null where nobody
    placed it or its `places` are several; those come in the order in which it is taken, what is on its way among them.
    """

    id: Id
    code: str
    item_id: Id
    item_name: str
    sku: str
    receipt_id: Id
    supplier_name: str
    supplier_lot: str | None
    received_at: datetime
    expires_on: date | None
    expired: bool
    status: LotStatus
    location_id: Id | None
    places: list[LotPlaceOut]
    initial_quantity: Decimal
    remaining_quantity: Decimal
    unit: BaseUnit
    initial_cost: Decimal
    remaining_cost: Decimal
    unit_cost: Decimal
    currency: str
    unit_price: Decimal
    exchange_rate: Decimal | None


class ReceiptOut(BaseModel):
    """A delivery, or a finished batch."""

    id: Id
    number: str
    source: str
    supplier_id: Id | None
    supplier_name: str
    invoice_number: str | None
    received_at: datetime
    posted_at: datetime
    total_cost: Decimal


class ReceiptWithLotsOut(ReceiptOut):
    """A delivery with the lots it made."""

    lots: list[LotOut]


class StockOut(BaseModel):
    """What there is of an item."""

    item_id: Id
    sku: str
    name: str
    kind: str
    unit: BaseUnit
    on_hand: Decimal
    value: Decimal
    lots: int


def lot_out(tx: ReadTx, row: Any) -> LotOut:  # noqa: ANN401 - a (Lot, Item) row
    """A lot as it goes out."""
    return lots_out(tx, [row])[0]


def lots_out(tx: ReadTx, rows: Sequence[Any]) -> list[LotOut]:
    """Lots as they go out, (Lot, Item) each; where those that stand in several places do is asked once for all."""
    several = queries.standing(tx, [lot.id for lot, _ in rows if lot.location_id is None], on_its_way=True)
    return [_lot(tx, lot, item, several.get(lot.id)) for lot, item in rows]


def _lot(tx: ReadTx, lot: Any, item: Any, several: Sequence[Standing] | None) -> LotOut:  # noqa: ANN401 - its rows
    places = [Standing(lot.location_id, lot.remaining_quantity)] if several is None else several
    paid = lot.initial_cost if lot.original_cost is None else lot.original_cost
    return LotOut(
        id=lot.id,
        code=lot.code,
        item_id=item.id,
        item_name=item.name,
        sku=item.sku,
        receipt_id=lot.receipt_id,
        supplier_name=lot.supplier_name,
        supplier_lot=lot.supplier_lot,
        received_at=lot.received_at,
        expires_on=lot.expires_on,
        expired=is_expired(lot.expires_on, tx.today),
        status=LotStatus(lot.status),
        location_id=None if lot.location_id == UNPLACED else lot.location_id,
        places=[LotPlaceOut(location_id=each.location_id, quantity=each.quantity) for each in places if each.quantity],
        initial_quantity=lot.initial_quantity,
        remaining_quantity=lot.remaining_quantity,
        unit=BaseUnit(item.base_unit),
        initial_cost=lot.initial_cost,
        remaining_cost=lot.remaining_cost,
        unit_cost=unit_cost(lot.initial_cost, lot.initial_quantity),
        currency=lot.currency,
        unit_price=unit_cost(paid, lot.initial_quantity),
        exchange_rate=lot.exchange_rate,
    )


def _receipt(row: Receipt) -> ReceiptOut:
    return ReceiptOut(**{name: getattr(row, name) for name in ReceiptOut.model_fields})


def _with_lots(tx: ReadTx, row: Receipt) -> ReceiptWithLotsOut:
    wanted = queries.LotFilter(receipt_id=row.id)
    lots = lots_out(tx, queries.lots(tx, wanted, None, 500))
    return ReceiptWithLotsOut(**_receipt(row).model_dump(), lots=lots)


@routes.command("POST", "/receipts", RECEIVE_LOTS)
def receive_lots(tx: Tx, body: ReceiptIn) -> ReceiptWithLotsOut:
    """Take a delivery into stock, one lot a line."""
    lines = [commands.NewLine(**line.model_dump()) for line in body.lines]
    new = commands.NewReceipt(body.supplier_id, lines, body.invoice_number, body.received_at)
    received = commands.receive_lots(tx, new)
    lots = lots_out(tx, received.lots)
    return ReceiptWithLotsOut(**_receipt(received.receipt).model_dump(), lots=lots)


@routes.query("/receipts", READ_STOCK, refusals=())
def list_receipts(tx: ReadTx, limit: Limit = 50, cursor: Cursor = None) -> Page[ReceiptOut]:
    """Receipts, the newest first."""
    after = decode_cursor(cursor, [Id])
    found = queries.receipts(tx, after[0] if after else None, limit + 1)
    rows, following = page_of(found, limit, lambda row: (str(row.id),))
    return Page(items=[_receipt(row) for row in rows], next_cursor=following)


@routes.query("/receipts/{receipt_id}", READ_STOCK)
def read_receipt(tx: ReadTx, receipt_id: Id) -> ReceiptWithLotsOut:
    """One receipt with its lots."""
    return _with_lots(tx, queries.receipt(tx, receipt_id))


@routes.query("/lots", READ_STOCK, refusals=())
def list_lots(  # noqa: PLR0913, PLR0917 - a filter each
    tx: ReadTx,
    item_id: Id | None = None,
    receipt_id: Id | None = None,
    open_only: Annotated[bool, Query(description="Only lots that still hold something")] = False,  # noqa: FBT002
    standing: LotStanding | None = None,
    location_id: Id | None = None,
    kind: ItemKind | None = None,
    q: Search = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[LotOut]:
    """Lots in the order in which they would be drawn, oldest first."""
    after = decode_cursor(cursor, [moment, Id])
    wanted = queries.LotFilter(item_id, receipt_id, open_only, standing, location_id, kind, q)
    found = queries.lots(tx, wanted, (after[0], after[1]) if after else None, limit + 1)
    rows, following = page_of(found, limit, lambda row: (row[0].received_at.isoformat(), str(row[0].id)))
    return Page(items=lots_out(tx, rows), next_cursor=following)


def moment(written: str) -> datetime:
    """A cursor's moment in UTC; raises OverflowError where that would be before the year 1."""
    moment = datetime.fromisoformat(written)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


@routes.query("/lots/{lot_id}", READ_STOCK, quick=True)
def read_lot(tx: ReadTx, lot_id: Id) -> LotOut:
    """One lot."""
    return lot_out(tx, queries.lot(tx, lot_id))


@routes.query("/stock", READ_STOCK, refusals=())
def list_stock(
    tx: ReadTx, q: Search = None, kind: ItemKind | None = None, limit: Limit = 100, cursor: Cursor = None
) -> Page[StockOut]:
    """What there is, by name."""
    after = decode_cursor(cursor, [str, Id])
    found = queries.stock(tx, q, kind, (after[0], after[1]) if after else None, limit + 1)
    rows, following = page_of(found, limit, lambda row: (row[0].name, str(row[0].id)))
    items = [
        StockOut(
            item_id=item.id,
            sku=item.sku,
            name=item.name,
            kind=item.kind,
            unit=BaseUnit(item.base_unit),
            on_hand=quantity,
            value=value,
            lots=lots,
        )
        for item, quantity, value, lots in rows
    ]
    return Page(items=items, next_cursor=following)
