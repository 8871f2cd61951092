"""A receipt that should never have been posted is taken back out of its order."""

from __future__ import annotations

from collections.abc import Sequence

from desertbrew.contexts.purchasing.commands.moving import lines_of, locked_order, tell
from desertbrew.contexts.purchasing.rules.orders import OrderState
from desertbrew.contexts.purchasing.tables import GoodsReceipt, GoodsReceiptLine, SupplierReturn
from desertbrew.platform.db import Tx


def take_back_receipt(tx: Tx, receipt: GoodsReceipt, lines: Sequence[GoodsReceiptLine], back: SupplierReturn) -> None:
    """Mark the receipt as corrected by `back`, and let its order expect again what it had counted. (INV-P41, INV-P47)

    An order that was closed short stays closed: somebody decided that nothing more comes of it.
    """
    receipt.corrected_by = back.id
    if receipt.order_id is None:
        return
    order = locked_order(tx, receipt.order_id)
    ordered = {line.id: line for line in lines_of(tx, order.id)}
    for line in lines:
        if line.order_line_id is None:
            continue
        of_order = ordered[line.order_line_id]
        of_order.received_quantity -= line.accepted
        of_order.rejected_quantity -= line.rejected
        of_order.closed = order.closed_short or of_order.received_quantity >= of_order.quantity
    if not all(line.closed for line in ordered.values()):
        order.closed_at = None
        order.state = _state(order.sent_at is not None, any(line.received_quantity > 0 for line in ordered.values())).value
    tell(tx, order, "receipt_corrected", receipt.number)


def _state(was_sent: bool, has_received: bool) -> OrderState:  # noqa: FBT001 - two facts of an order
    if has_received:
        return OrderState.PARTIALLY_RECEIVED
    return OrderState.SENT if was_sent else OrderState.APPROVED
