"""Goods came for an order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from desertbrew.contexts.purchasing.commands.moving import lines_of, locked_order, named, require_move, tell
from desertbrew.contexts.purchasing.contract import PurchaseOrderReceived
from desertbrew.contexts.purchasing.rules.orders import OrderMove, OrderState, state_after_receipt
from desertbrew.contexts.purchasing.tables import PurchaseOrder
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import Tx


@dataclass(frozen=True, slots=True)
class ArrivedLine:
    """What came of one line, in base units; `closes` says that nothing more is expected of it although less came."""

    line_id: Id
    received: Decimal
    rejected: Decimal = Decimal(0)
    closes: bool = False


def note_receipt(tx: Tx, order_id: Id, arrived: Sequence[ArrivedLine], reference: str = "") -> PurchaseOrder:
    """Count what came into the order, which is then partially or wholly received. (INV-P5)

    How much more or less than ordered is taken is the receipt's to decide: here it is only counted. `reference` is what
    people call the receipt. The order is locked until the commit, so receipts of one order come one after the other.
    """
    order = locked_order(tx, order_id)
    require_move(order, OrderMove.RECEIVE)
    lines = {line.id: line for line in lines_of(tx, order.id)}
    for each in arrived:
        line = lines.get(each.line_id)
        if line is None:
            raise NotFound(what=Text("una línea de la orden", "line of the order"), id=each.line_id)
        assert each.received >= 0, "what was received is counted from nothing"
        assert each.rejected >= 0, "what was rejected is counted from nothing"
        line.received_quantity += each.received
        line.rejected_quantity += each.rejected
        line.closed = line.closed or each.closes or line.received_quantity >= line.quantity
    complete = all(line.closed for line in lines.values())
    received = [line.received_quantity for line in lines.values()]
    order.state = state_after_receipt(OrderState(order.state), received, complete=complete).value
    if complete:
        order.closed_at = tx.now
    tell(tx, order, "received" if complete else "partially_received", reference)
    tx.emit(PurchaseOrderReceived(**named(order), complete=complete))
    return order
