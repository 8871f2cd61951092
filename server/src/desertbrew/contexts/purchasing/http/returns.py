"""What goes back to suppliers on the wire."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.purchasing.commands import returning as commands
from desertbrew.contexts.purchasing.http.permissions import (
    APPROVE_RETURNS,
    CORRECT_RECEIPTS,
    CREDIT_RETURNS,
    READ_RECEIPTS,
    RETURN_GOODS,
    routes,
)
from desertbrew.contexts.purchasing.queries import receipts as queries
from desertbrew.contexts.purchasing.rules.receipts import RETURN_MOVES, ReturnKind, ReturnMove, ReturnState
from desertbrew.contexts.purchasing.tables import SupplierReturn
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx, Tx
from desertbrew.platform.http.pages import Cursor, Limit, Page, decode_cursor, page_of

Pesos = Annotated[Decimal, Field(ge=0, le=1_000_000_000, decimal_places=2)]


class ReturnLineIn(BaseModel):
    """So much of a receipt's line, in its base unit."""

    model_config = ConfigDict(extra="forbid")

    line_id: Id
    quantity: Decimal = Field(gt=0, le=100_000_000, decimal_places=6)


class SupplierReturnIn(BaseModel):
    """What should go back of a receipt, and why."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    receipt_id: Id
    reason: str = Field(min_length=3, max_length=300)
    lines: list[ReturnLineIn] = Field(min_length=1, max_length=300)


class ReturnReasonIn(BaseModel):
    """Why."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    reason: str = Field(min_length=3, max_length=300)


class CreditNoteIn(BaseModel):
    """What the supplier credited, as the paper says; amounts above zero, in the receipt's currency."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    number: str = Field(min_length=1, max_length=60)
    net: Pesos
    ieps: Pesos = Decimal("0.00")
    vat: Pesos = Decimal("0.00")


class ReturnLineOut(BaseModel):
    """So much of a receipt's line; the lot has the line's id."""

    line_id: Id
    item_id: Id
    item_name: str
    unit: str
    lot_code: str | None
    supplier_lot: str | None
    quantity: Decimal
    net: Decimal
    ieps: Decimal
    vat: Decimal


class MissingLotOut(BaseModel):
    """A lot that did not hold what should go back."""

    lot_id: Id
    lot_code: str
    item_name: str
    wanted: Decimal
    remaining: Decimal
    unit: str


class ReturnEventOut(BaseModel):
    """What happened to a return, and who did it."""

    model_config = ConfigDict(from_attributes=True)

    at: datetime
    what: str
    by_name: str
    detail: str


class SupplierReturnRowOut(BaseModel):
    """A return, or the counter-document that takes a receipt back; `stock_cost` is what its lots left stock with."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    number: str
    kind: ReturnKind
    receipt_id: Id
    supplier_id: Id
    supplier_name: str
    state: ReturnState
    reason: str
    stock_cost: Decimal | None
    credit_note_number: str | None
    net: Decimal
    ieps: Decimal
    vat: Decimal
    total: Decimal
    created_at: datetime


class SupplierReturnOut(SupplierReturnRowOut):
    """The same with its lines, its history, and what may be done with it now."""

    receipt_number: str
    lines: list[ReturnLineOut]
    missing: list[MissingLotOut]
    events: list[ReturnEventOut]
    moves: list[ReturnMove]


def _return_out(tx: ReadTx, back: SupplierReturn) -> SupplierReturnOut:
    lines = [
        ReturnLineOut(
            line_id=line.id,
            item_id=line.item_id,
            item_name=line.item_name,
            unit=line.base_unit,
            lot_code=line.stocked_code,
            supplier_lot=line.supplier_lot,
            quantity=part.quantity,
            net=part.net,
            ieps=part.ieps,
            vat=part.vat,
        )
        for part, line in queries.return_lines(tx, back.id)
    ]
    return SupplierReturnOut(
        **SupplierReturnRowOut.model_validate(back).model_dump(),
        receipt_number=queries.goods_receipt(tx, back.receipt_id).number,
        lines=lines,
        missing=[MissingLotOut.model_validate(each) for each in json.loads(back.missing)],
        events=[ReturnEventOut.model_validate(each) for each in queries.return_events(tx, back.id)],
        moves=sorted(RETURN_MOVES[ReturnState(back.state)]),
    )


@routes.query("/supplier-returns", READ_RECEIPTS, refusals=())
def list_supplier_returns(
    tx: ReadTx,
    state: ReturnState | None = None,
    receipt_id: Id | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[SupplierReturnRowOut]:
    """Returns and corrections, the newest first."""
    after = decode_cursor(cursor, [Id])
    found = queries.supplier_returns(tx, state, receipt_id, after[0] if after else None, limit + 1)
    rows, following = page_of(found, limit, lambda row: (str(row.id),))
    return Page(items=[SupplierReturnRowOut.model_validate(row) for row in rows], next_cursor=following)


@routes.query("/supplier-returns/{return_id}", READ_RECEIPTS)
def read_supplier_return(tx: ReadTx, return_id: Id) -> SupplierReturnOut:
    """One of them."""
    return _return_out(tx, queries.supplier_return(tx, return_id))


@routes.command("POST", "/supplier-returns", RETURN_GOODS)
def draft_supplier_return(tx: Tx, body: SupplierReturnIn) -> SupplierReturnOut:
    """Write down what should go back of a receipt."""
    lines = [commands.NewReturnLine(line.line_id, line.quantity) for line in body.lines]
    return _return_out(tx, commands.draft_return(tx, body.receipt_id, lines, body.reason))


@routes.command("POST", "/goods-receipts/{receipt_id}/corrections", CORRECT_RECEIPTS)
def correct_goods_receipt(tx: Tx, receipt_id: Id, body: ReturnReasonIn) -> SupplierReturnOut:
    """Take back a receipt that should never have been posted; its lots have to be whole in stock."""
    return _return_out(tx, commands.correct_receipt(tx, receipt_id, body.reason))


@routes.command("POST", "/supplier-returns/{return_id}/approvals", APPROVE_RETURNS)
def approve_supplier_return(tx: Tx, return_id: Id) -> SupplierReturnOut:
    """Agree that it goes back."""
    return _return_out(tx, commands.approve_return(tx, return_id))


@routes.command("POST", "/supplier-returns/{return_id}/shipments", RETURN_GOODS)
def ship_supplier_return(tx: Tx, return_id: Id) -> SupplierReturnOut:
    """Ask stock to let go of it; it is on its way once stock has."""
    return _return_out(tx, commands.ship_return(tx, return_id))


@routes.command("POST", "/supplier-returns/{return_id}/credits", CREDIT_RETURNS)
def credit_supplier_return(tx: Tx, return_id: Id, body: CreditNoteIn) -> SupplierReturnOut:
    """Write down the supplier's credit note: so much less is owed."""
    note = commands.CreditNote(body.number, body.net, body.ieps, body.vat)
    return _return_out(tx, commands.credit_return(tx, return_id, note))


@routes.command("POST", "/supplier-returns/{return_id}/closings", CREDIT_RETURNS)
def close_supplier_return(tx: Tx, return_id: Id) -> SupplierReturnOut:
    """Nothing is left to do about it."""
    return _return_out(tx, commands.close_return(tx, return_id))


@routes.command("POST", "/supplier-returns/{return_id}/cancellations", APPROVE_RETURNS)
def cancel_supplier_return(tx: Tx, return_id: Id, body: ReturnReasonIn) -> SupplierReturnOut:
    """It stays here after all."""
    return _return_out(tx, commands.cancel_return(tx, return_id, body.reason))
