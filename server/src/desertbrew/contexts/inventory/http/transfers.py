"""Transfers between places on the wire."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.http.permissions import ACCEPT_LOSSES, READ_STOCK, TRANSFER_STOCK, routes
from desertbrew.contexts.inventory.http.stock import Amount
from desertbrew.contexts.inventory.rules.transfers import Remainder, TransferMove, TransferState
from desertbrew.contexts.inventory.tables import StockTransfer
from desertbrew.kernel.ids import Id
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.platform.auth import Caller
from desertbrew.platform.db import ReadTx, Tx
from desertbrew.platform.http.pages import Cursor, Limit, Page, decode_cursor, page_of

Arrived = Annotated[Decimal, Field(ge=0, le=100_000_000, decimal_places=6)]


class StockTransferLineIn(BaseModel):
    """So much of a lot, in its item's base unit."""

    model_config = ConfigDict(extra="forbid")

    lot_id: Id
    quantity: Amount


class StockTransferIn(BaseModel):
    """What goes from where to where; `at_once` where whoever asks carries it there themselves."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    from_id: Id
    to_id: Id
    lines: list[StockTransferLineIn] = Field(min_length=1, max_length=100)
    note: str = Field(default="", max_length=120)
    at_once: bool = False


class StockArrivalIn(BaseModel):
    """How much of a lot arrived, and whether the rest was lost or sent back."""

    model_config = ConfigDict(extra="forbid")

    lot_id: Id
    received: Arrived
    remainder: Remainder = Remainder.LOST


class StockTransferReceiptIn(BaseModel):
    """What arrived otherwise than it was sent; lots that are not named arrived whole."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    lines: list[StockArrivalIn] = Field(default_factory=list, max_length=100)
    reason: str = Field(default="", max_length=120)


class StockTransferCancelIn(BaseModel):
    """Why it is called off."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    reason: str = Field(min_length=3, max_length=120)


class StockTransferLineOut(BaseModel):
    """A line; what arrived, was lost and went back is null until that is known."""

    lot_id: Id
    lot_code: str
    item_id: Id
    item_name: str
    unit: BaseUnit
    quantity: Decimal
    received_quantity: Decimal | None
    lost_quantity: Decimal | None
    returned_quantity: Decimal | None


class StockTransferEventOut(BaseModel):
    """What somebody did with it."""

    move: TransferMove
    reason: str
    happened_at: datetime
    done_by: str


class StockTransferOut(BaseModel):
    """A transfer with its lines and what happened to it."""

    id: Id
    number: str
    from_location_id: Id
    to_location_id: Id
    note: str
    state: TransferState
    lines: list[StockTransferLineOut]
    events: list[StockTransferEventOut]


def _out(tx: ReadTx, rows: Sequence[StockTransfer]) -> list[StockTransferOut]:
    lines: dict[Id, list[StockTransferLineOut]] = {row.id: [] for row in rows}
    events: dict[Id, list[StockTransferEventOut]] = {row.id: [] for row in rows}
    for line, lot, item in queries.transferred(tx, list(lines)):
        own = {name: getattr(line, name) for name in StockTransferLineOut.model_fields if hasattr(line, name)}
        told = StockTransferLineOut(
            **own, lot_code=lot.code, item_id=item.id, item_name=item.name, unit=BaseUnit(item.base_unit)
        )
        lines[line.transfer_id].append(told)
    for event in queries.transfer_events(tx, *events):
        own = {name: getattr(event, name) for name in StockTransferEventOut.model_fields}
        events[event.transfer_id].append(StockTransferEventOut(**own))
    names = StockTransferOut.model_fields.keys() - {"lines", "events"}
    return [
        StockTransferOut(**{name: getattr(row, name) for name in names}, lines=lines[row.id], events=events[row.id])
        for row in rows
    ]


def _one(tx: ReadTx, row: StockTransfer) -> StockTransferOut:
    return _out(tx, [row])[0]


@routes.command("POST", "/stock-transfers", TRANSFER_STOCK)
def create_transfer(tx: Tx, body: StockTransferIn) -> StockTransferOut:
    """Ask for a transfer, or carry it out at once."""
    parts = [commands.TransferredPart(line.lot_id, line.quantity) for line in body.lines]
    new = commands.NewStockTransfer(body.from_id, body.to_id, parts, body.note)
    return _one(tx, commands.transfer_at_once(tx, new) if body.at_once else commands.request_transfer(tx, new))


@routes.query("/stock-transfers", READ_STOCK, refusals=())
def list_transfers(
    tx: ReadTx, state: TransferState | None = None, limit: Limit = 50, cursor: Cursor = None
) -> Page[StockTransferOut]:
    """Transfers, the newest first."""
    after = decode_cursor(cursor, [Id])
    found = queries.transfers(tx, state, after[0] if after else None, limit + 1)
    rows, following = page_of(found, limit, lambda row: (str(row.id),))
    return Page(items=_out(tx, rows), next_cursor=following)


@routes.query("/stock-transfers/{transfer_id}", READ_STOCK)
def read_transfer(tx: ReadTx, transfer_id: Id) -> StockTransferOut:
    """One transfer."""
    return _one(tx, queries.transfer(tx, transfer_id))


@routes.command("POST", "/stock-transfers/{transfer_id}/dispatches", TRANSFER_STOCK)
def dispatch_transfer(tx: Tx, transfer_id: Id) -> StockTransferOut:
    """Send it off."""
    return _one(tx, commands.dispatch_transfer(tx, transfer_id))


@routes.command("POST", "/stock-transfers/{transfer_id}/receipts", TRANSFER_STOCK)
def receive_transfer(tx: Tx, transfer_id: Id, body: StockTransferReceiptIn, caller: Caller) -> StockTransferOut:
    """Take in what arrived; the rest is lost or goes back."""
    arrivals = [commands.Arrival(line.lot_id, line.received, line.remainder) for line in body.lines]
    may_lose = ACCEPT_LOSSES.name in caller.permissions
    return _one(tx, commands.receive_transfer(tx, transfer_id, arrivals, body.reason, may_lose=may_lose))


@routes.command("POST", "/stock-transfers/{transfer_id}/cancellations", TRANSFER_STOCK)
def cancel_transfer(tx: Tx, transfer_id: Id, body: StockTransferCancelIn) -> StockTransferOut:
    """Call it off; what is on its way goes back."""
    return _one(tx, commands.cancel_transfer(tx, transfer_id, body.reason))
