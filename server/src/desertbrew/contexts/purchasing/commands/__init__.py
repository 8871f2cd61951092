"""What one can do in purchasing."""

from __future__ import annotations

from desertbrew.contexts.purchasing.commands.arriving import ArrivedLine, note_receipt
from desertbrew.contexts.purchasing.commands.deciding import Approver, approve_order, cancel_order, set_approval_limit
from desertbrew.contexts.purchasing.commands.moving import lines_of, locked_order
from desertbrew.contexts.purchasing.commands.orders import NewOrder, NewOrderLine, create_order, revise_order
from desertbrew.contexts.purchasing.commands.packs import (
    KnownItem,
    NewPack,
    NewPrice,
    PackDetails,
    add_pack,
    change_item,
    change_pack,
    know_item,
    set_price,
)
from desertbrew.contexts.purchasing.commands.sending import Letter, note_undeliverable, send_by_hand, send_by_mail
from desertbrew.contexts.purchasing.commands.suggesting import (
    approve_suggestion,
    convert_suggestions,
    refresh_suggestions,
    reject_suggestion,
    replenish_daily,
    review_suggestion,
    set_auto_order,
)
from desertbrew.contexts.purchasing.commands.suppliers import (
    NewSupplier,
    change_supplier,
    register_supplier,
    set_supplier_active,
)

__all__ = [
    "Approver",
    "ArrivedLine",
    "KnownItem",
    "Letter",
    "NewOrder",
    "NewOrderLine",
    "NewPack",
    "NewPrice",
    "NewSupplier",
    "PackDetails",
    "add_pack",
    "approve_order",
    "approve_suggestion",
    "cancel_order",
    "change_item",
    "change_pack",
    "change_supplier",
    "convert_suggestions",
    "create_order",
    "know_item",
    "lines_of",
    "locked_order",
    "note_receipt",
    "note_undeliverable",
    "refresh_suggestions",
    "register_supplier",
    "reject_suggestion",
    "replenish_daily",
    "review_suggestion",
    "revise_order",
    "send_by_hand",
    "send_by_mail",
    "set_approval_limit",
    "set_auto_order",
    "set_price",
    "set_supplier_active",
]
