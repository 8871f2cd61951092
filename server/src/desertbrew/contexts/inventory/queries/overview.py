"""What stock asks of somebody today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from desertbrew.contexts.inventory.tables import Item, Lot, StockBalance
from desertbrew.kernel.money import ZERO
from desertbrew.platform.db import ReadTx

SHOWN = 5
EXPIRING_WITHIN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class StockOverview:
    """Low items by how little of the minimum is left, lots that expire within a month, and what all stock is worth."""

    low: Sequence[Any]
    """(Item, on hand)."""
    low_count: int
    expiring: Sequence[Any]
    """(Lot, Item), what has expired already first."""
    expiring_count: int
    expired_count: int
    value: Decimal
    items: int


def stock_overview(tx: ReadTx) -> StockOverview:
    """Each list is the first five of its count."""
    low = (
        select(Item, StockBalance.quantity)
        .join(StockBalance, StockBalance.item_id == Item.id)
        .where(Item.active, Item.min_quantity.is_not(None), StockBalance.quantity <= Item.min_quantity)
    )
    lowest = sorted(tx.session.execute(low).all(), key=lambda row: (_left(row[1], row[0].min_quantity), row[0].name))
    soon = (Lot.remaining_quantity > 0, Lot.expires_on <= tx.today + EXPIRING_WITHIN)
    lots = select(Lot, Item).join(Item, Item.id == Lot.item_id).where(*soon).order_by(Lot.expires_on, Lot.id).limit(SHOWN)
    expired = func.count().filter(Lot.expires_on < tx.today)
    counted = tx.session.execute(select(func.count(), expired).select_from(Lot).where(*soon)).one()
    worth = select(func.sum(StockBalance.value), func.count()).where(StockBalance.quantity > 0)
    value, items = tx.session.execute(worth).one()
    return StockOverview(
        lowest[:SHOWN],
        len(lowest),
        tx.session.execute(lots).all(),
        counted[0],
        counted[1],
        value or ZERO,
        items,
    )


def _left(quantity: Decimal, minimum: Decimal | None) -> Decimal:
    return quantity / minimum if minimum else Decimal(0)
