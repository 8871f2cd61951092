"""Orders: where they stand, what they say, what became of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, func, select

from desertbrew.contexts.purchasing.rules.approval import DEFAULT_LIMITS, ApprovalLimit
from desertbrew.contexts.purchasing.rules.orders import AWAITED, OrderState
from desertbrew.contexts.purchasing.tables import (
    ApprovalLimitRow,
    PurchaseOrder,
    PurchaseOrderEvent,
    PurchaseOrderLine,
    PurchaseOrderRevision,
    Supplier,
)
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.kernel.money import ZERO
from desertbrew.kernel.roles import Role
from desertbrew.platform.db import ReadTx
from desertbrew.platform.search import found_in


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Which orders; what is None does not matter. `since` and `until` are days on which the order was due."""

    state: OrderState | None = None
    supplier_id: Id | None = None
    item_id: Id | None = None
    q: str | None = None
    overdue: bool = False
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order with all that its page shows."""

    order: PurchaseOrder
    supplier: Supplier
    lines: Sequence[PurchaseOrderLine]
    history: Sequence[PurchaseOrderEvent]
    revisions: Sequence[PurchaseOrderRevision]


@dataclass(frozen=True, slots=True)
class StateSum:
    """How many orders stand somewhere, and what they come to in pesos."""

    state: OrderState
    orders: int
    overdue: int
    total_mxn: Decimal


def overdue(day: date) -> ColumnElement[bool]:
    """Orders that should have been here before `day`."""
    return PurchaseOrder.state.in_([state.value for state in AWAITED]) & (PurchaseOrder.expected_on < day)


def orders(tx: ReadTx, wanted: OrderFilter, after: Id | None, limit: int) -> Sequence[PurchaseOrder]:
    """Orders, the newest first; `q` is looked for in number and supplier."""
    query = select(PurchaseOrder).where(*_where(tx, wanted)).order_by(PurchaseOrder.id.desc()).limit(limit)
    if after is not None:
        query = query.where(PurchaseOrder.id < after)
    return tx.session.execute(query).scalars().all()


def order(tx: ReadTx, order_id: Id) -> OrderView:
    """One order, whole."""
    found = tx.session.get(PurchaseOrder, order_id)
    if found is None:
        raise NotFound(what=Text("una orden de compra", "purchase order"), id=order_id)
    lines = select(PurchaseOrderLine).where(PurchaseOrderLine.order_id == order_id).order_by(PurchaseOrderLine.position)
    history = select(PurchaseOrderEvent).where(PurchaseOrderEvent.order_id == order_id).order_by(PurchaseOrderEvent.seq)
    revisions = (
        select(PurchaseOrderRevision)
        .where(PurchaseOrderRevision.order_id == order_id)
        .order_by(PurchaseOrderRevision.revision)
    )
    return OrderView(
        found,
        tx.session.get_one(Supplier, found.supplier_id),
        tx.session.execute(lines).scalars().all(),
        tx.session.execute(history).scalars().all(),
        tx.session.execute(revisions).scalars().all(),
    )


def order_sums(tx: ReadTx, wanted: OrderFilter) -> list[StateSum]:
    """Every state with its orders, late ones among them, and what they come to."""
    query = (
        select(
            PurchaseOrder.state,
            func.count(),
            func.count().filter(overdue(tx.today)),
            func.sum(PurchaseOrder.total_mxn),
        )
        .where(*_where(tx, wanted))
        .group_by(PurchaseOrder.state)
    )
    found = {OrderState(state): (many, late, total) for state, many, late, total in tx.session.execute(query)}
    return [StateSum(state, *found.get(state, (0, 0, ZERO))) for state in OrderState]


def approval_limits(tx: ReadTx) -> Mapping[Role, ApprovalLimit]:
    """What each role may approve: the defaults, and what the owner said since."""
    rows = tx.session.execute(select(ApprovalLimitRow)).scalars()
    return {**DEFAULT_LIMITS, **{Role(row.role): ApprovalLimit(row.amount, row.own_amount) for row in rows}}


def order_faults(tx: ReadTx) -> list[str]:
    """Orders whose totals are not the sums of their lines. (INV-P4)"""
    summed = (
        select(
            PurchaseOrderLine.order_id,
            func.sum(PurchaseOrderLine.net).label("net"),
            func.sum(PurchaseOrderLine.ieps).label("ieps"),
            func.sum(PurchaseOrderLine.vat).label("vat"),
        )
        .group_by(PurchaseOrderLine.order_id)
        .subquery()
    )
    query = select(PurchaseOrder, summed.c.net, summed.c.ieps, summed.c.vat).outerjoin(
        summed, summed.c.order_id == PurchaseOrder.id
    )
    faults = []
    for row, net, ieps, vat in tx.session.execute(query):
        sums = (net or ZERO, ieps or ZERO, vat or ZERO)
        if (row.subtotal, row.ieps, row.vat, row.total) != (*sums, sum(sums, ZERO)):
            faults.append(f"order {row.number} does not come to what its lines do")
    return faults


def _where(tx: ReadTx, wanted: OrderFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.state is not None:
        conditions.append(PurchaseOrder.state == wanted.state.value)
    if wanted.supplier_id is not None:
        conditions.append(PurchaseOrder.supplier_id == wanted.supplier_id)
    if wanted.item_id is not None:
        having = select(PurchaseOrderLine.order_id).where(PurchaseOrderLine.item_id == wanted.item_id)
        conditions.append(PurchaseOrder.id.in_(having))
    if wanted.q:
        conditions.append(found_in(wanted.q, PurchaseOrder.number, PurchaseOrder.supplier_name))
    if wanted.overdue:
        conditions.append(overdue(tx.today))
    if wanted.since is not None:
        conditions.append(PurchaseOrder.expected_on >= wanted.since)
    if wanted.until is not None:
        conditions.append(PurchaseOrder.expected_on <= wanted.until)
    return conditions
