"""What is on order, how suppliers did, and what is suggested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from desertbrew.contexts.purchasing.rules import orders as order_rules
from desertbrew.contexts.purchasing.rules import replenishment as rules
from desertbrew.contexts.purchasing.rules.orders import OrderState
from desertbrew.contexts.purchasing.tables import (
    OPEN_SUGGESTION,
    PurchaseOrder,
    PurchaseOrderLine,
    ReplenishmentRules,
    Suggestion,
    Supplier,
)
from desertbrew.kernel.clock import business_date
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.kernel.money import ZERO
from desertbrew.platform.db import ReadTx

SCORED_OVER = timedelta(days=182)
"""Six months."""
SHOWN = 5


def on_order(tx: ReadTx) -> dict[Id, Decimal]:
    """What open orders still bring of each item, drafts too: what is written down is not suggested again."""
    left = func.sum(PurchaseOrderLine.quantity - PurchaseOrderLine.received_quantity).label("left")
    query = (
        select(PurchaseOrderLine.item_id, left)
        .join(PurchaseOrder, PurchaseOrder.id == PurchaseOrderLine.order_id)
        .where(
            PurchaseOrder.state.in_([state.value for state in order_rules.OPEN]),
            ~PurchaseOrderLine.closed,
            PurchaseOrderLine.quantity > PurchaseOrderLine.received_quantity,
        )
        .group_by(PurchaseOrderLine.item_id)
    )
    return {row.item_id: row.left for row in tx.connection.execute(query)}


@dataclass(frozen=True, slots=True)
class SupplierScore:
    """How a supplier did in six months, and the orders that say so."""

    supplier_id: Id
    record: rules.SupplierRecord
    on_time_pct: Decimal | None
    cancelled_pct: Decimal | None
    score: Decimal | None


def supplier_scores(tx: ReadTx, supplier_id: Id | None = None) -> dict[Id, SupplierScore]:
    """Every supplier's, or one's."""
    suppliers = select(Supplier.id, Supplier.national)
    orders = select(
        PurchaseOrder.supplier_id,
        PurchaseOrder.state,
        PurchaseOrder.expected_on,
        PurchaseOrder.closed_at,
        PurchaseOrder.closed_short,
    ).where(PurchaseOrder.approved_at.is_not(None), PurchaseOrder.created_at >= tx.now - SCORED_OVER)
    if supplier_id is not None:
        suppliers = suppliers.where(Supplier.id == supplier_id)
        orders = orders.where(PurchaseOrder.supplier_id == supplier_id)
    by_supplier: dict[Id, list[Any]] = {}
    for row in tx.connection.execute(orders):
        by_supplier.setdefault(row.supplier_id, []).append(row)
    told = tx.connection.execute(suppliers)
    return {row.id: _score(tx, row.id, by_supplier.get(row.id, []), row.national) for row in told}


def _score(tx: ReadTx, supplier_id: Id, orders: Sequence[Any], national: bool) -> SupplierScore:  # noqa: FBT001 - a column
    due = on_time = cancelled = 0
    for order in orders:
        if order.state == OrderState.CANCELLED:
            cancelled += 1
        elif order.state == OrderState.RECEIVED:
            due += 1
            whole = order.closed_at is not None and not order.closed_short
            on_time += whole and business_date(order.closed_at, tx.zone) <= order.expected_on
        elif order.expected_on < tx.today:
            due += 1
    record = rules.SupplierRecord(due, on_time, cancelled, len(orders), national)
    return SupplierScore(
        supplier_id,
        record,
        rules.percentage(on_time, due),
        rules.percentage(cancelled, len(orders)),
        rules.supplier_score(record),
    )


def supplier_score(tx: ReadTx, supplier_id: Id) -> SupplierScore:
    """One supplier's."""
    found = supplier_scores(tx, supplier_id).get(supplier_id)
    if found is None:
        raise NotFound(what=Text("un proveedor", "supplier"), id=supplier_id)
    return found


URGENT_FIRST = {each.value: place for place, each in enumerate(rules.Priority)}


def urgent_first(row: Suggestion) -> tuple[int, int, str]:
    """How suggestions are sorted wherever they are listed."""
    return URGENT_FIRST[row.priority], -row.urgency, row.item_name


def open_suggestions(tx: ReadTx) -> list[Suggestion]:
    """What is suggested now: by supplier, the most urgent first, what nobody sells last."""
    rows = tx.session.execute(select(Suggestion).where(OPEN_SUGGESTION)).scalars()
    return sorted(rows, key=lambda row: (row.supplier_id is None, row.supplier_name, *urgent_first(row)))


def suggestion(tx: ReadTx, suggestion_id: Id) -> Suggestion:
    """One suggestion, whatever became of it."""
    found = tx.session.get(Suggestion, suggestion_id)
    if found is None:
        raise NotFound(what=Text("una sugerencia", "suggestion"), id=suggestion_id)
    return found


def auto_order_below(tx: ReadTx) -> Decimal | None:
    """Up to which amount the daily job orders by itself; None where it does not."""
    row = tx.session.get(ReplenishmentRules, "HOUSE")
    return None if row is None else row.auto_order_below


@dataclass(frozen=True, slots=True)
class Overview:
    """What waits for somebody in purchasing today; each list is the first five of its count."""

    waiting: Sequence[PurchaseOrder]
    waiting_count: int
    waiting_total: Decimal
    expected: Sequence[PurchaseOrder]
    expected_count: int
    overdue_count: int
    suggestions: Sequence[Suggestion]
    suggestions_count: int


def overview(tx: ReadTx) -> Overview:
    """Orders that wait for approval, deliveries of today and of days before, and what to buy."""
    drafts = select(PurchaseOrder).where(PurchaseOrder.state == OrderState.DRAFT.value)
    waiting = tx.session.execute(drafts.order_by(PurchaseOrder.id)).scalars().all()
    awaited = [state.value for state in order_rules.AWAITED]
    due = select(PurchaseOrder).where(PurchaseOrder.state.in_(awaited), PurchaseOrder.expected_on <= tx.today)
    expected = tx.session.execute(due.order_by(PurchaseOrder.expected_on, PurchaseOrder.id)).scalars().all()
    found = sorted(open_suggestions(tx), key=urgent_first)
    return Overview(
        waiting[:SHOWN],
        len(waiting),
        sum((order.total_mxn for order in waiting), ZERO),
        expected[:SHOWN],
        len(expected),
        sum(1 for order in expected if order.expected_on < tx.today),
        found[:SHOWN],
        len(found),
    )
