"""Sending orders to suppliers, on the wire."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.purchasing import commands
from desertbrew.contexts.purchasing.http.orders import PurchaseOrderDetailOut, after
from desertbrew.contexts.purchasing.http.permissions import WRITE_ORDERS, routes
from desertbrew.kernel.ids import Id
from desertbrew.platform.auth import Caller
from desertbrew.platform.db import Tx


class HandSendingIn(BaseModel):
    """How the supplier was told."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    note: str = Field(min_length=3, max_length=200)


@routes.command("POST", "/purchase-orders/{order_id}/hand-sendings", WRITE_ORDERS)
def send_purchase_order_by_hand(tx: Tx, caller: Caller, order_id: Id, body: HandSendingIn) -> PurchaseOrderDetailOut:
    """Write down that somebody told the supplier, by phone or by message."""
    return after(tx, commands.send_by_hand(tx, order_id, body.note), caller)
