"""What stock asks of somebody today, on the wire."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import BaseModel

from desertbrew.contexts.inventory import queries
from desertbrew.contexts.inventory.http.permissions import READ_STOCK, routes
from desertbrew.kernel.ids import Id
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.platform.db import ReadTx


class LowItemOut(BaseModel):
    """An item at or below its minimum."""

    item_id: Id
    sku: str
    name: str
    on_hand: Decimal
    minimum: Decimal | None
    unit: BaseUnit


class ExpiringLotOut(BaseModel):
    """A lot that expires within a month, or has; `days_left` is negative then."""

    lot_id: Id
    code: str
    item_id: Id
    item_name: str
    remaining: Decimal
    unit: BaseUnit
    expires_on: date
    days_left: int


class StockOverviewOut(BaseModel):
    """What stock asks of somebody today; each list is the first five of its count, `value` in pesos."""

    low: list[LowItemOut]
    low_count: int
    expiring: list[ExpiringLotOut]
    expiring_count: int
    expired_count: int
    value: Decimal
    items: int


@routes.query("/stock-overview", READ_STOCK, refusals=())
def show_stock_overview(tx: ReadTx) -> StockOverviewOut:
    """What is low, what expires, and what all of it is worth."""
    found = queries.stock_overview(tx)
    return StockOverviewOut(
        low=[
            LowItemOut(
                item_id=item.id,
                sku=item.sku,
                name=item.name,
                on_hand=quantity,
                minimum=item.min_quantity,
                unit=BaseUnit(item.base_unit),
            )
            for item, quantity in found.low
        ],
        low_count=found.low_count,
        expiring=[
            ExpiringLotOut(
                lot_id=lot.id,
                code=lot.code,
                item_id=item.id,
                item_name=item.name,
                remaining=lot.remaining_quantity,
                unit=BaseUnit(item.base_unit),
                expires_on=lot.expires_on,
                days_left=(lot.expires_on - tx.today).days,
            )
            for lot, item in found.expiring
        ],
        expiring_count=found.expiring_count,
        expired_count=found.expired_count,
        value=found.value,
        items=found.items,
    )
