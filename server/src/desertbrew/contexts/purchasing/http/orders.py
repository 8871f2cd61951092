"""Purchase orders on the wire."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from fastapi import Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.purchasing import commands, queries
from desertbrew.contexts.purchasing.http.permissions import (
    APPROVE_ORDERS,
    READ_ORDERS,
    SET_LIMITS,
    WRITE_ORDERS,
    routes,
)
from desertbrew.contexts.purchasing.http.suppliers import CURRENCY, SupplierOut
from desertbrew.contexts.purchasing.rules.approval import NOTHING, ApprovalLimit, why_not_approve
from desertbrew.contexts.purchasing.rules.orders import AWAITED, OrderMove, OrderState, Vat, may
from desertbrew.contexts.purchasing.tables import PurchaseOrder
from desertbrew.kernel.errors import InvalidInput, Text
from desertbrew.kernel.ids import Id
from desertbrew.kernel.roles import PEOPLE_ROLES, Role
from desertbrew.platform.auth import Caller
from desertbrew.platform.db import ReadTx, Tx
from desertbrew.platform.http.pages import Cursor, Limit, Page, decode_cursor, page_of
from desertbrew.platform.messages import Outgoing

MOST_LINES = 200


class PurchaseOrderLineIn(BaseModel):
    """So many of a pack, or of the item's base unit where no pack is named; the price is of one of those, before taxes."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    item_id: Id
    pack_id: Id | None = None
    packs: Decimal = Field(gt=0, le=10_000_000, decimal_places=6)
    pack_price: Decimal = Field(ge=0, le=100_000_000, decimal_places=6)
    vat_rate: Vat = Vat.V16
    ieps_pct: Decimal | None = Field(default=None, gt=0, le=200, decimal_places=4)
    note: str = Field(default="", max_length=200)


class PurchaseOrderIn(BaseModel):
    """An order; without `expected_on` the lead times say when, `exchange_rate` is pesos for one of another currency."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    supplier_id: Id
    lines: list[PurchaseOrderLineIn] = Field(min_length=1, max_length=MOST_LINES)
    currency: str | None = Field(default=None, pattern=CURRENCY)
    exchange_rate: Decimal | None = Field(default=None, gt=0, le=10_000, decimal_places=6)
    expected_on: date | None = None
    notes: str = Field(default="", max_length=1000)


class PurchaseOrderRevisionIn(PurchaseOrderIn):
    """An order written anew, on top of the `revision` that was looked at."""

    revision: int = Field(ge=1, le=100_000)


class PurchaseOrderApprovalIn(BaseModel):
    """Which revision is approved: nobody approves what they have not seen."""

    model_config = ConfigDict(extra="forbid")

    revision: int = Field(ge=1, le=100_000)


class PurchaseOrderCancellationIn(BaseModel):
    """Why nothing more is wanted."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    reason: str = Field(min_length=3, max_length=500)


class PurchaseOrderOut(BaseModel):
    """An order; totals in its currency, `total_mxn` in pesos. `overdue` says that it should have been here."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    number: str
    supplier_id: Id
    supplier_name: str
    state: str
    revision: int
    currency: str
    exchange_rate: Decimal
    expected_on: date
    notes: str
    subtotal: Decimal
    ieps: Decimal
    vat: Decimal
    total: Decimal
    total_mxn: Decimal
    created_at: datetime
    created_by: str
    created_by_name: str
    approved_at: datetime | None
    approved_by_name: str | None
    sent_at: datetime | None
    sent_how: str | None
    sent_note: str
    closed_at: datetime | None
    closed_short: bool
    cancel_reason: str
    overdue: bool = False


class PurchaseOrderLineOut(BaseModel):
    """One line, with what came of it so far in base units."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    position: int
    item_id: Id
    item_sku: str
    item_name: str
    base_unit: str
    pack_id: Id | None
    pack_name: str
    supplier_sku: str
    pack_factor: Decimal
    packs: Decimal
    quantity: Decimal
    pack_price: Decimal
    unit_price: Decimal
    vat_rate: Vat
    ieps_pct: Decimal | None
    net: Decimal
    ieps: Decimal
    vat: Decimal
    note: str
    received_quantity: Decimal
    rejected_quantity: Decimal
    closed: bool


class PurchaseOrderMoveOut(BaseModel):
    """Something one may do to an order, or why not now (a slug for the screens to word)."""

    name: str
    allowed: bool
    why_not: str | None


class PurchaseOrderEventOut(BaseModel):
    """Something that happened to the order."""

    model_config = ConfigDict(from_attributes=True)

    at: datetime
    what: str
    by: str
    by_name: str
    revision: int
    detail: str


class PurchaseOrderRevisionOut(BaseModel):
    """The order as it was written once."""

    revision: int
    at: datetime
    by_name: str
    total: Decimal
    document: dict[str, Any]


class PurchaseOrderMailOut(BaseModel):
    """A mail that carried the order: QUEUED, SENT (their server has it), FAILED or DISCARDED."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    recipient: str
    state: str
    posted_at: datetime
    settled_at: datetime | None
    last_error: str


class PurchaseOrderDetailOut(PurchaseOrderOut):
    """An order with all that its page shows."""

    supplier: SupplierOut
    lines: list[PurchaseOrderLineOut]
    moves: list[PurchaseOrderMoveOut]
    history: list[PurchaseOrderEventOut]
    revisions: list[PurchaseOrderRevisionOut]
    mails: list[PurchaseOrderMailOut]
    mail_ready: bool = Field(description="Whether this installation can send mail at all")


class OrderSumOut(BaseModel):
    """How many orders stand in a state, and what they come to in pesos."""

    model_config = ConfigDict(from_attributes=True)

    state: OrderState
    orders: int
    overdue: int
    total_mxn: Decimal


class OrderSumsOut(BaseModel):
    """All states, those without orders too."""

    items: list[OrderSumOut]


class ApprovalLimitIn(BaseModel):
    """What a role may approve, in pesos with taxes; null is any amount, 0 nothing."""

    model_config = ConfigDict(extra="forbid")

    amount: Decimal | None = Field(ge=0, le=1_000_000_000, decimal_places=2)
    own_amount: Decimal | None = Field(ge=0, le=1_000_000_000, decimal_places=2)


class ApprovalLimitOut(BaseModel):
    """What a role may approve."""

    role: Role
    amount: Decimal | None
    own_amount: Decimal | None


class ApprovalLimitsOut(BaseModel):
    """Every role's limit."""

    items: list[ApprovalLimitOut]


def wanted_orders(
    state: OrderState | None = None,
    supplier_id: Id | None = None,
    item_id: Id | None = None,
    q: Annotated[str | None, Query(max_length=120, description="Part of a number or of a supplier's name")] = None,
    overdue: bool = False,  # noqa: FBT001, FBT002 - a query parameter
    since: Annotated[date | None, Query(description="Due on this day or later")] = None,
    until: Annotated[date | None, Query(description="Due on this day or earlier")] = None,
) -> queries.OrderFilter:
    """The filter that a list, its sums and its CSV share."""
    return queries.OrderFilter(state, supplier_id, item_id, q, overdue, since, until)


Wanted = Annotated[queries.OrderFilter, Depends(wanted_orders)]


def order_out(tx: ReadTx, row: PurchaseOrder) -> PurchaseOrderOut:
    """One row of the list."""
    late = OrderState(row.state) in AWAITED and row.expected_on < tx.today
    return PurchaseOrderOut.model_validate(row).model_copy(update={"overdue": late})


def _moves(tx: ReadTx, row: PurchaseOrder, caller: Caller) -> list[PurchaseOrderMoveOut]:
    state = OrderState(row.state)
    moves = []
    for move in OrderMove:
        why_not = None if may(state, move) else f"state-{state.value.lower().replace('_', '-')}"
        needed = APPROVE_ORDERS if move is OrderMove.APPROVE else WRITE_ORDERS
        if why_not is None and needed.name not in caller.permissions:
            why_not = "not-allowed"
        if why_not is None and move is OrderMove.APPROVE:
            own = row.created_by == caller.person_id
            why_not = why_not_approve(queries.approval_limits(tx), caller.roles, row.total_mxn, own=own)
        moves.append(PurchaseOrderMoveOut(name=move.value, allowed=why_not is None, why_not=why_not))
    return moves


def detail(tx: ReadTx, order_id: Id, caller: Caller) -> PurchaseOrderDetailOut:
    """An order, whole, as it stands in the database, and what the caller may do to it."""
    view = queries.order(tx, order_id)
    return PurchaseOrderDetailOut(
        **order_out(tx, view.order).model_dump(),
        supplier=SupplierOut.model_validate(view.supplier),
        lines=[PurchaseOrderLineOut.model_validate(line) for line in view.lines],
        moves=_moves(tx, view.order, caller),
        history=[PurchaseOrderEventOut.model_validate(event) for event in view.history],
        revisions=[
            PurchaseOrderRevisionOut(
                revision=row.revision, at=row.at, by_name=row.by_name, total=row.total, document=json.loads(row.document)
            )
            for row in view.revisions
        ],
        mails=[PurchaseOrderMailOut.model_validate(mail) for mail in queries.order_mails(tx, order_id)],
        mail_ready=tx.ports.get(Outgoing).mail,
    )


def after(tx: Tx, row: PurchaseOrder, caller: Caller) -> PurchaseOrderDetailOut:
    """An order, whole, as a command has just left it."""
    tx.session.flush()
    # Read again as stored: an answer given now and one given tomorrow show the same decimals.
    tx.session.expire_all()
    return detail(tx, row.id, caller)


def _new(body: PurchaseOrderIn) -> commands.NewOrder:
    lines = [commands.NewOrderLine(**line.model_dump()) for line in body.lines]
    return commands.NewOrder(body.supplier_id, lines, body.currency, body.exchange_rate, body.expected_on, body.notes)


@routes.query("/purchase-orders", READ_ORDERS, refusals=())
def list_purchase_orders(tx: ReadTx, wanted: Wanted, limit: Limit = 100, cursor: Cursor = None) -> Page[PurchaseOrderOut]:
    """Orders, the newest first."""
    after = decode_cursor(cursor, [Id])
    found = queries.orders(tx, wanted, after[0] if after else None, limit + 1)
    rows, following = page_of(found, limit, lambda row: (str(row.id),))
    return Page(items=[order_out(tx, row) for row in rows], next_cursor=following)


@routes.query("/purchase-order-sums", READ_ORDERS, refusals=())
def sum_purchase_orders(tx: ReadTx, wanted: Wanted) -> OrderSumsOut:
    """What the same filter comes to, state by state."""
    return OrderSumsOut(items=[OrderSumOut.model_validate(each) for each in queries.order_sums(tx, wanted)])


@routes.query("/purchase-orders/{order_id}", READ_ORDERS)
def read_purchase_order(tx: ReadTx, caller: Caller, order_id: Id) -> PurchaseOrderDetailOut:
    """One order, whole."""
    return detail(tx, order_id, caller)


@routes.command("POST", "/purchase-orders", WRITE_ORDERS)
def create_purchase_order(tx: Tx, caller: Caller, body: PurchaseOrderIn) -> PurchaseOrderDetailOut:
    """Write an order; it is a draft until somebody approves it."""
    return after(tx, commands.create_order(tx, _new(body)), caller)


@routes.command("PUT", "/purchase-orders/{order_id}", WRITE_ORDERS, status=200)
def revise_purchase_order(tx: Tx, caller: Caller, order_id: Id, body: PurchaseOrderRevisionIn) -> PurchaseOrderDetailOut:
    """Write an order anew; what was approved is a draft again."""
    return after(tx, commands.revise_order(tx, order_id, body.revision, _new(body)), caller)


@routes.command("POST", "/purchase-orders/{order_id}/approvals", APPROVE_ORDERS)
def approve_purchase_order(tx: Tx, caller: Caller, order_id: Id, body: PurchaseOrderApprovalIn) -> PurchaseOrderDetailOut:
    """Say yes to an order, within the limit of one's roles."""
    approver = commands.Approver(caller.person_id, caller.roles)
    return after(tx, commands.approve_order(tx, order_id, body.revision, approver), caller)


@routes.command("POST", "/purchase-orders/{order_id}/cancellations", WRITE_ORDERS)
def cancel_purchase_order(tx: Tx, caller: Caller, order_id: Id, body: PurchaseOrderCancellationIn) -> PurchaseOrderDetailOut:
    """Want nothing of it any more; where something came already, only the rest is given up."""
    return after(tx, commands.cancel_order(tx, order_id, body.reason), caller)


@routes.query("/approval-limits", READ_ORDERS, refusals=())
def list_approval_limits(tx: ReadTx) -> ApprovalLimitsOut:
    """What each role may approve."""
    limits = queries.approval_limits(tx)
    return ApprovalLimitsOut(items=[_limit(role, limits.get(role, NOTHING)) for role in PEOPLE_ROLES if _may_hold(role)])


@routes.command("PUT", "/approval-limits/{role}", SET_LIMITS, status=200, refusals=())
def set_approval_limit(tx: Tx, role: Role, body: ApprovalLimitIn) -> ApprovalLimitOut:
    """Say what a role may approve from now on."""
    if not _may_hold(role):
        raise InvalidInput("role", Text(es="Ese rol no aprueba compras.", en="That role approves no purchases."))
    limit = ApprovalLimit(body.amount, body.own_amount)
    commands.set_approval_limit(tx, role, limit)
    return _limit(role, limit)


def _may_hold(role: Role) -> bool:
    return APPROVE_ORDERS.granted_to(frozenset({role}))


def _limit(role: Role, limit: ApprovalLimit) -> ApprovalLimitOut:
    return ApprovalLimitOut(role=role, amount=limit.amount, own_amount=limit.own_amount)
