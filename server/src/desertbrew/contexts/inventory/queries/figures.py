"""Stock as purchasing asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import func, or_, select

from desertbrew.contexts.inventory.contract import StockFigure
from desertbrew.contexts.inventory.queries.rotation import turnovers
from desertbrew.contexts.inventory.queries.shortages import forecasts
from desertbrew.contexts.inventory.rules import rotation
from desertbrew.contexts.inventory.tables import DRAWABLE, Lot
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx

LONG_DAYS, SHORT_DAYS, AHEAD_DAYS = 90, 30, 30
BREW_WEEKS = 8
"""As far ahead as planned brews are bought for."""


def stock_figures(tx: ReadTx, item_ids: Sequence[Id] = ()) -> list[StockFigure]:
    """What there is, what is used and what planned brews wait for, of these active items or of all of them."""
    recent = {each.item_id: each.daily for each in turnovers(tx, SHORT_DAYS, item_ids)}
    planned = {each.item.id: each for each in forecasts(tx, BREW_WEEKS)}
    usable = _usable(tx)
    found = []
    for each in turnovers(tx, LONG_DAYS, item_ids):
        need = planned.get(each.item_id)
        found.append(
            StockFigure(
                item_id=each.item_id,
                sku=each.sku,
                name=each.name,
                kind=each.kind,
                unit=each.unit,
                on_hand=each.on_hand,
                usable=usable.get(each.item_id, Decimal(0)),
                minimum=each.minimum,
                maximum=each.maximum,
                days=each.days,
                consumed=each.consumed,
                daily=each.daily,
                mean_30=recent[each.item_id],
                projected_30=rotation.project(each.daily, AHEAD_DAYS, each.factor).base,
                reserved=need.reserved if need else Decimal(0),
                short_on=need.short_on if need else None,
                batches=tuple(batch.number for batch in need.batches) if need else (),
            )
        )
    return found


def _usable(tx: ReadTx) -> dict[Id, Decimal]:
    query = (
        select(Lot.item_id, func.sum(Lot.remaining_quantity).label("quantity"))
        .where(DRAWABLE, or_(Lot.expires_on.is_(None), Lot.expires_on >= tx.today))
        .group_by(Lot.item_id)
    )
    return {row.item_id: row.quantity for row in tx.connection.execute(query)}
