"""What came, what is still expected, what goes back, and what is owed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import desc, func, or_, select

from desertbrew.contexts.purchasing.queries.counting import temperature_limits
from desertbrew.contexts.purchasing.rules.orders import OrderState
from desertbrew.contexts.purchasing.rules.receipts import TemperatureLimits, outstanding
from desertbrew.contexts.purchasing.tables import (
    GoodsReceipt,
    GoodsReceiptLine,
    ItemCopy,
    Payable,
    PurchaseOrder,
    PurchaseOrderLine,
    ReceiptPhoto,
    ReceivingDraft,
    ReceivingLimit,
    Supplier,
    SupplierReturn,
    SupplierReturnEvent,
    SupplierReturnLine,
)
from desertbrew.kernel.clock import business_date
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx
from desertbrew.platform.search import found_in

RECEIVABLE = (OrderState.APPROVED, OrderState.SENT, OrderState.PARTIALLY_RECEIVED)


@dataclass(frozen=True, slots=True)
class ExpectedLine:
    """What is still to come of a line, and what the scale should be asked about it."""

    line: PurchaseOrderLine
    outstanding: Decimal
    limits: TemperatureLimits | None
    shelf_life_days: int | None


@dataclass(frozen=True, slots=True)
class Expected:
    """An order of which something is to come, with its supplier and its open lines."""

    order: PurchaseOrder
    supplier: Supplier
    lines: Sequence[ExpectedLine]


def expected_orders(tx: ReadTx, q: str | None, limit: int) -> list[Expected]:
    """Orders that may be received, the most overdue first; `q` looks in number, supplier and what was ordered."""
    query = (
        select(PurchaseOrder, Supplier)
        .join(Supplier, Supplier.id == PurchaseOrder.supplier_id)
        .where(PurchaseOrder.state.in_([state.value for state in RECEIVABLE]))
        .order_by(PurchaseOrder.expected_on, PurchaseOrder.id)
        .limit(limit)
    )
    if q:
        has_item = (
            select(PurchaseOrderLine.id)
            .where(PurchaseOrderLine.order_id == PurchaseOrder.id, found_in(q, PurchaseOrderLine.item_name))
            .exists()
        )
        query = query.where(or_(found_in(q, PurchaseOrder.number, PurchaseOrder.supplier_name), has_item))
    rows = tx.session.execute(query).all()
    lines = _open_lines(tx, [order.id for order, _ in rows])
    return [Expected(order, supplier, lines.get(order.id, ())) for order, supplier in rows]


def _open_lines(tx: ReadTx, order_ids: Sequence[Id]) -> dict[Id, list[ExpectedLine]]:
    query = (
        select(PurchaseOrderLine, ItemCopy)
        .join(ItemCopy, ItemCopy.id == PurchaseOrderLine.item_id)
        .where(PurchaseOrderLine.order_id.in_(order_ids), PurchaseOrderLine.closed.is_(False))
        .order_by(PurchaseOrderLine.position)
    )
    rows = tx.session.execute(query).all()
    limits = temperature_limits(tx, [item for _, item in rows])
    lives = usual_lives(tx, [item.id for _, item in rows])
    found: dict[Id, list[ExpectedLine]] = {}
    for line, item in rows:
        rest = outstanding(line.quantity, line.received_quantity, closed=line.closed)
        expected = ExpectedLine(line, rest, limits.get(item.id), lives.get(item.id))
        found.setdefault(line.order_id, []).append(expected)
    return found


def usual_lives(tx: ReadTx, item_ids: Sequence[Id]) -> dict[Id, int]:
    """How many days each item was good for when it last came with a date."""
    place = func.row_number().over(partition_by=GoodsReceiptLine.item_id, order_by=desc(GoodsReceiptLine.id))
    dated = (
        select(GoodsReceiptLine.item_id, GoodsReceiptLine.expires_on, GoodsReceipt.received_at, place.label("place"))
        .join(GoodsReceipt, GoodsReceipt.id == GoodsReceiptLine.receipt_id)
        .where(GoodsReceiptLine.item_id.in_(item_ids), GoodsReceiptLine.expires_on.is_not(None))
        .subquery()
    )
    query = select(dated.c.item_id, dated.c.expires_on, dated.c.received_at).where(dated.c.place == 1)
    lives = {}
    for item_id, expires_on, received_at in tx.session.execute(query):
        days = (expires_on - business_date(received_at, tx.zone)).days if expires_on else 0
        if days > 0:
            lives[item_id] = days
    return lives


def drafts(tx: ReadTx) -> Sequence[Any]:
    """(ReceivingDraft, Supplier, PurchaseOrder or None) of what was begun, the newest word first."""
    query = (
        select(ReceivingDraft, Supplier, PurchaseOrder)
        .join(Supplier, Supplier.id == ReceivingDraft.supplier_id)
        .outerjoin(PurchaseOrder, PurchaseOrder.id == ReceivingDraft.order_id)
        .order_by(desc(ReceivingDraft.saved_at))
        .limit(200)
    )
    return tx.session.execute(query).all()


def draft(tx: ReadTx, draft_id: Id) -> ReceivingDraft:
    """What was begun."""
    found = tx.session.get(ReceivingDraft, draft_id)
    if found is None:
        raise NotFound(what=Text("una recepción empezada", "delivery being counted"), id=draft_id)
    return found


@dataclass(frozen=True, slots=True)
class ReceiptFilter:
    """Which receipts."""

    order_id: Id | None = None
    supplier_id: Id | None = None
    q: str | None = None


def goods_receipts(tx: ReadTx, wanted: ReceiptFilter, before: Id | None, limit: int) -> Sequence[GoodsReceipt]:
    """Posted deliveries, the newest first."""
    query = select(GoodsReceipt).order_by(desc(GoodsReceipt.id)).limit(limit)
    if wanted.order_id:
        query = query.where(GoodsReceipt.order_id == wanted.order_id)
    if wanted.supplier_id:
        query = query.where(GoodsReceipt.supplier_id == wanted.supplier_id)
    if wanted.q:
        columns = (GoodsReceipt.number, GoodsReceipt.supplier_name, GoodsReceipt.invoice_number, GoodsReceipt.order_number)
        query = query.where(found_in(wanted.q, *columns))
    if before:
        query = query.where(GoodsReceipt.id < before)
    return tx.session.execute(query).scalars().all()


def goods_receipt(tx: ReadTx, receipt_id: Id) -> GoodsReceipt:
    """One posted delivery."""
    found = tx.session.get(GoodsReceipt, receipt_id)
    if found is None:
        raise NotFound(what=Text("una recepción", "receipt"), id=receipt_id)
    return found


def receipt_lines(tx: ReadTx, receipt_id: Id) -> Sequence[GoodsReceiptLine]:
    """Its lines in their order."""
    query = select(GoodsReceiptLine).where(GoodsReceiptLine.receipt_id == receipt_id).order_by(GoodsReceiptLine.position)
    return tx.session.execute(query).scalars().all()


def photos(tx: ReadTx, receipt_id: Id) -> Sequence[ReceiptPhoto]:
    """Its photos without their bytes, in the order in which they were taken."""
    query = select(ReceiptPhoto).where(ReceiptPhoto.receipt_id == receipt_id).order_by(ReceiptPhoto.id)
    return tx.session.execute(query).scalars().all()


def photo_file(tx: ReadTx, photo_id: Id) -> tuple[str, str, bytes]:
    """A photo's name, media type and bytes."""
    query = select(ReceiptPhoto.file_name, ReceiptPhoto.media_type, ReceiptPhoto.content).where(ReceiptPhoto.id == photo_id)
    row = tx.session.execute(query).one_or_none()
    if row is None:
        raise NotFound(what=Text("una foto", "photo"), id=photo_id)
    return row.file_name, row.media_type, row.content


def payables(tx: ReadTx, supplier_id: Id | None, receipt_id: Id | None, before: Id | None, limit: int) -> Sequence[Payable]:
    """What was recognized as owed, the newest line first."""
    query = select(Payable).order_by(desc(Payable.id)).limit(limit)
    if supplier_id:
        query = query.where(Payable.supplier_id == supplier_id)
    if receipt_id:
        query = query.where(Payable.receipt_id == receipt_id)
    if before:
        query = query.where(Payable.id < before)
    return tx.session.execute(query).scalars().all()


def owed_by_due_day(tx: ReadTx) -> Sequence[Any]:
    """(due_on, currency, total) of everything in the ledger."""
    query = (
        select(Payable.due_on, Payable.currency, func.sum(Payable.total))
        .group_by(Payable.due_on, Payable.currency)
        .order_by(Payable.due_on, Payable.currency)
    )
    return tx.session.execute(query).all()


def supplier_returns(
    tx: ReadTx, state: str | None, receipt_id: Id | None, before: Id | None, limit: int
) -> Sequence[SupplierReturn]:
    """Returns and corrections, the newest first."""
    query = select(SupplierReturn).order_by(desc(SupplierReturn.id)).limit(limit)
    if state:
        query = query.where(SupplierReturn.state == state)
    if receipt_id:
        query = query.where(SupplierReturn.receipt_id == receipt_id)
    if before:
        query = query.where(SupplierReturn.id < before)
    return tx.session.execute(query).scalars().all()


def supplier_return(tx: ReadTx, return_id: Id) -> SupplierReturn:
    """One of them."""
    found = tx.session.get(SupplierReturn, return_id)
    if found is None:
        raise NotFound(what=Text("una devolución", "return"), id=return_id)
    return found


def return_lines(tx: ReadTx, return_id: Id) -> Sequence[Any]:
    """(SupplierReturnLine, GoodsReceiptLine) in the receipt's order."""
    query = (
        select(SupplierReturnLine, GoodsReceiptLine)
        .join(GoodsReceiptLine, GoodsReceiptLine.id == SupplierReturnLine.line_id)
        .where(SupplierReturnLine.return_id == return_id)
        .order_by(GoodsReceiptLine.position)
    )
    return tx.session.execute(query).all()


def return_events(tx: ReadTx, return_id: Id) -> Sequence[SupplierReturnEvent]:
    """What happened to it, the oldest first."""
    query = select(SupplierReturnEvent).where(SupplierReturnEvent.return_id == return_id)
    return tx.session.execute(query.order_by(SupplierReturnEvent.seq)).scalars().all()


def receiving_limits(tx: ReadTx) -> Mapping[str, ReceivingLimit]:
    """What must arrive how cold, by kind or item."""
    return {row.subject: row for row in tx.session.execute(select(ReceivingLimit)).scalars()}


def receiving_faults(tx: ReadTx) -> list[str]:
    """Where orders, receipts, returns and payables do not add up. (INV-P41, INV-P42, INV-P45)"""
    kept = (
        select(GoodsReceiptLine.order_line_id, func.sum(GoodsReceiptLine.accepted).label("accepted"))
        .join(GoodsReceipt, GoodsReceipt.id == GoodsReceiptLine.receipt_id)
        .where(GoodsReceiptLine.order_line_id.is_not(None), GoodsReceipt.corrected_by.is_(None))
        .group_by(GoodsReceiptLine.order_line_id)
        .subquery()
    )
    lines = (
        select(PurchaseOrderLine.id, PurchaseOrderLine.received_quantity, func.coalesce(kept.c.accepted, 0))
        .outerjoin(kept, kept.c.order_line_id == PurchaseOrderLine.id)
        .where(PurchaseOrderLine.received_quantity != func.coalesce(kept.c.accepted, 0))
    )
    found = [
        f"order line {line_id} says {received:f} received, its receipts {accepted}"
        for line_id, received, accepted in tx.session.execute(lines)
    ]
    owed = (
        select(Payable.receipt_id, func.sum(Payable.total).label("total"))
        .where(Payable.return_id.is_(None))
        .group_by(Payable.receipt_id)
        .subquery()
    )
    receipts = (
        select(GoodsReceipt.number, GoodsReceipt.total, func.coalesce(owed.c.total, 0))
        .outerjoin(owed, owed.c.receipt_id == GoodsReceipt.id)
        .where(GoodsReceipt.total != func.coalesce(owed.c.total, 0))
    )
    found += [
        f"receipt {number} comes to {total:f}, its payable to {payable}"
        for number, total, payable in tx.session.execute(receipts)
    ]
    return found
