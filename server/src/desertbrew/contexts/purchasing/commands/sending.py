"""The supplier gets to know of an order."""

from __future__ import annotations

from desertbrew.contexts.purchasing.commands.moving import locked_order, named, require_move, tell
from desertbrew.contexts.purchasing.contract import PurchaseOrderSent
from desertbrew.contexts.purchasing.rules.orders import OrderMove, OrderState, SentHow
from desertbrew.contexts.purchasing.tables import PurchaseOrder
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import Tx


def send_by_hand(tx: Tx, order_id: Id, note: str) -> PurchaseOrder:
    """Somebody told the supplier (by phone, by message): `note` says how. (INV-P5)"""
    return _sent(tx, order_id, SentHow.HAND, note)


def _sent(tx: Tx, order_id: Id, how: SentHow, note: str) -> PurchaseOrder:
    order = locked_order(tx, order_id)
    require_move(order, OrderMove.SEND)
    if order.state == OrderState.APPROVED:
        order.state = OrderState.SENT.value
    order.sent_at, order.sent_how, order.sent_note = tx.now, how.value, note
    tell(tx, order, "sent", f"{how.value} {note}".strip())
    tx.emit(PurchaseOrderSent(**named(order), how=how.value, expected_on=order.expected_on))
    return order
