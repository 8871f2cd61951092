"""Whoever changes an item's stock says so when the item runs low, and when it no longer is."""

from __future__ import annotations

from decimal import Decimal

from desertbrew.contexts.inventory.contract import LowStockCleared, LowStockDetected
from desertbrew.contexts.inventory.queries.drawing import KnownItem
from desertbrew.contexts.inventory.rules import DrawPolicy, urgency_of
from desertbrew.contexts.inventory.tables import Item
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.platform.db import Tx


def tell_level(tx: Tx, item: KnownItem, before: Decimal, after: Decimal) -> int:
    """Tell what the change from `before` to `after` means for the item; returns its urgency now. (INV-I4)

    What leaves the stock is told each time it leaves the item low; what comes in, when it lifts it above its minimum.
    `on_hand` is all that the ledger has, also what is held: what is held or out of date has its own warnings.
    """
    minimum = item.minimum if item.active else None
    if minimum is None:
        return 0
    urgency = urgency_of(after, minimum)
    if urgency and after < before:
        tx.emit(LowStockDetected(item.id, item.sku, item.name, after, minimum, item.base_unit, urgency))
    elif not urgency and urgency_of(before, minimum):
        tx.emit(LowStockCleared(item.id, after, minimum))
    return urgency


def known(item: Item) -> KnownItem:
    """A row of the catalogue as receiving and issuing know it, without its units."""
    return KnownItem(
        item.id,
        item.sku,
        item.name,
        item.kind,
        BaseUnit(item.base_unit),
        DrawPolicy(item.draw_policy),
        {},
        item.active,
        item.min_quantity,
    )
