"""Holds, releases, recalls and corrections of lots on the wire."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.contract import LotStatus, WasteClass
from desertbrew.contexts.inventory.http.permissions import (
    CORRECT_STOCK,
    HOLD_LOTS,
    READ_STOCK,
    RECALL_LOTS,
    RELEASE_LOTS,
    WASTE_STOCK,
    routes,
)
from desertbrew.contexts.inventory.http.stock import Amount, LotOut, lot_out
from desertbrew.contexts.inventory.tables import LotStatusChange, Recall
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx, Tx
from desertbrew.platform.http.pages import Cursor, Limit, Page, decode_cursor, page_of

Reason = Annotated[str, Field(min_length=3, max_length=200)]


class HoldIn(BaseModel):
    """How a lot is held, and why."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    kind: Literal[LotStatus.QUARANTINE, LotStatus.BLOCKED]
    reason: Reason


class ReasonIn(BaseModel):
    """Why."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    reason: Reason


class LotRecallIn(BaseModel):
    """All that came of a supplier's lot (of one item, where said), or lots named one by one; and why."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    reason: Reason
    supplier_id: Id | None = None
    supplier_lot: str | None = Field(default=None, min_length=1, max_length=60)
    item_id: Id | None = None
    lot_ids: list[Id] = Field(default_factory=list, max_length=500)


class CountIn(BaseModel):
    """What was counted of a lot, in its item's base unit, and why the books differ."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    counted_quantity: Decimal = Field(ge=0, le=100_000_000, decimal_places=6)
    reason: Reason
    location_id: Id | None = None
    """Needed where the lot stands in several places."""


class WasteIn(BaseModel):
    """What was thrown away of a lot, in its item's base unit, and why."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    quantity: Amount
    waste_class: WasteClass = WasteClass.SPOILAGE
    reason: Reason
    location_id: Id | None = None
    """Needed where the lot stands in several places."""


class StatusChangeOut(BaseModel):
    """One decision about a lot."""

    id: Id
    before: LotStatus
    after: LotStatus
    reason: str
    recall_id: Id | None
    recall_number: str | None
    changed_at: datetime
    changed_by: str


class LotMoveOut(BaseModel):
    """One carrying of a lot."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    from_location_id: Id | None
    to_location_id: Id
    reason: str
    moved_at: datetime
    moved_by: str


class LotUseOut(BaseModel):
    """One document that took from a lot; quantity in the base unit, cost in pesos, both positive."""

    model_config = ConfigDict(from_attributes=True)

    document_id: Id
    reference: str
    override_reason: str | None
    batch_id: Id | None
    happened_at: datetime
    quantity: Decimal
    cost: Decimal


class LotHistoryOut(BaseModel):
    """What was decided about a lot, where it was carried, and what took from it; each the newest first."""

    status_changes: list[StatusChangeOut]
    moves: list[LotMoveOut]
    uses: list[LotUseOut]


class LotRecallOut(BaseModel):
    """A recall; `lots` that it took out of use, `lots_holding` of them still on the shelf."""

    id: Id
    number: str
    reason: str
    supplier_id: Id | None
    supplier_name: str
    supplier_lot: str | None
    item_id: Id | None
    declared_at: datetime
    declared_by: str
    lots: int
    lots_holding: int


def _change(row: LotStatusChange, number: str | None) -> StatusChangeOut:
    names = StatusChangeOut.model_fields.keys() - {"recall_number"}
    return StatusChangeOut(**{name: getattr(row, name) for name in names}, recall_number=number)


def _recall(row: Recall, lots: int, holding: int | Decimal | None) -> LotRecallOut:
    names = LotRecallOut.model_fields.keys() - {"lots", "lots_holding"}
    return LotRecallOut(**{name: getattr(row, name) for name in names}, lots=lots, lots_holding=int(holding or 0))


@routes.command("POST", "/lots/{lot_id}/holds", HOLD_LOTS)
def hold_lot(tx: Tx, lot_id: Id, body: HoldIn) -> LotOut:
    """Quarantine or block a lot: nobody draws from it until it is released."""
    commands.hold_lot(tx, lot_id, body.kind, body.reason)
    return lot_out(tx, queries.lot(tx, lot_id))


@routes.command("POST", "/lots/{lot_id}/releases", RELEASE_LOTS)
def release_lot(tx: Tx, lot_id: Id, body: ReasonIn) -> LotOut:
    """Let a held or recalled lot be drawn again."""
    commands.release_lot(tx, lot_id, body.reason)
    return lot_out(tx, queries.lot(tx, lot_id))


@routes.command("POST", "/lots/{lot_id}/counts", CORRECT_STOCK)
def count_lot(tx: Tx, lot_id: Id, body: CountIn) -> LotOut:
    """Bring the books of a lot to what was counted of it."""
    commands.count_lot(tx, lot_id, body.counted_quantity, body.reason, body.location_id)
    tx.session.flush()
    return lot_out(tx, queries.lot(tx, lot_id))


@routes.command("POST", "/lots/{lot_id}/wastes", WASTE_STOCK)
def waste_lot(tx: Tx, lot_id: Id, body: WasteIn) -> LotOut:
    """Throw some of a lot away, whatever its status."""
    commands.waste_lot(tx, lot_id, body.quantity, body.reason, body.waste_class, body.location_id)
    tx.session.flush()
    return lot_out(tx, queries.lot(tx, lot_id))


@routes.query("/lots/{lot_id}/history", READ_STOCK)
def read_lot_history(tx: ReadTx, lot_id: Id) -> LotHistoryOut:
    """What was decided about a lot, where it was carried, and what took from it."""
    changes = [_change(row, number) for row, number in queries.status_history(tx, lot_id)]
    moves = [LotMoveOut.model_validate(row) for row in queries.moves(tx, lot_id)]
    uses = [LotUseOut.model_validate(row) for row in queries.uses(tx, lot_id)]
    return LotHistoryOut(status_changes=changes, moves=moves, uses=uses)


@routes.command("POST", "/recalls", RECALL_LOTS)
def recall_lots(tx: Tx, body: LotRecallIn) -> LotRecallOut:
    """Take all our lots of a supplier's lot out of use at once, also what is used up."""
    criteria = commands.RecallCriteria(body.supplier_id, body.supplier_lot, body.item_id, tuple(body.lot_ids))
    recall, lots = commands.recall_lots(tx, criteria, body.reason)
    return _recall(recall, len(lots), sum(lot.remaining_quantity > 0 for lot in lots))


@routes.query("/recalls", READ_STOCK, refusals=())
def list_recalls(tx: ReadTx, limit: Limit = 50, cursor: Cursor = None) -> Page[LotRecallOut]:
    """Recalls, the newest first."""
    after = decode_cursor(cursor, [Id])
    found = queries.recalls(tx, after[0] if after else None, limit + 1)
    rows, following = page_of(found, limit, lambda row: (str(row[0].id),))
    return Page(items=[_recall(*row) for row in rows], next_cursor=following)
