"""What every move of an order shares: the row is locked, the table is asked, and what happened is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from sqlalchemy import select

from desertbrew.contexts.purchasing.contract import OrderedLine
from desertbrew.contexts.purchasing.errors import OrderMoveNotAllowed
from desertbrew.contexts.purchasing.rules.orders import OrderMove, OrderState, may
from desertbrew.contexts.purchasing.tables import PurchaseOrder, PurchaseOrderEvent, PurchaseOrderLine
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import Tx


class OrderNamed(TypedDict):
    """What every event of an order says of it."""

    order_id: Id
    number: str
    supplier_id: Id
    supplier_name: str


def locked_order(tx: Tx, order_id: Id) -> PurchaseOrder:
    """The order as it is now, nobody else's until the commit."""
    tx.session.flush()  # reading it anew must not undo what this transaction did to it
    order = tx.session.get(PurchaseOrder, order_id, with_for_update={"key_share": True}, populate_existing=True)
    if order is None:
        raise NotFound(what=Text("una orden de compra", "purchase order"), id=order_id)
    return order


def lines_of(tx: Tx, order_id: Id) -> Sequence[PurchaseOrderLine]:
    """Its lines in their order; whoever holds the order owns them."""
    query = select(PurchaseOrderLine).where(PurchaseOrderLine.order_id == order_id).order_by(PurchaseOrderLine.position)
    return tx.session.execute(query.execution_options(populate_existing=True)).scalars().all()


def require_move(order: PurchaseOrder, move: OrderMove) -> None:
    """Raise `OrderMoveNotAllowed` where the table does not allow the move. (INV-P5)"""
    if not may(OrderState(order.state), move):
        why_not = f"state-{order.state.lower().replace('_', '-')}"
        raise OrderMoveNotAllowed(number=order.number, state=order.state, move=move.value, why_not=why_not)


def tell(tx: Tx, order: PurchaseOrder, what: str, detail: str = "") -> None:
    """Write it into the order's history, with the name that whoever did it had then."""
    by, name = tx.origin.actor, tx.origin.actor_name
    tx.session.add(
        PurchaseOrderEvent(
            order_id=order.id, at=tx.now, what=what, by=by, by_name=name, revision=order.revision, detail=detail[:500]
        )
    )


def named(order: PurchaseOrder) -> OrderNamed:
    """The order, as its events name it."""
    return OrderNamed(
        order_id=order.id, number=order.number, supplier_id=order.supplier_id, supplier_name=order.supplier_name
    )


def told_lines(lines: Sequence[PurchaseOrderLine]) -> tuple[OrderedLine, ...]:
    """The lines, as others hear of them."""
    return tuple(
        OrderedLine(line.id, line.item_id, line.item_name, line.quantity, line.base_unit, line.unit_price) for line in lines
    )
