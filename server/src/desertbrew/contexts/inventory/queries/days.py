"""Whether the days say what the ledger says."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, time, timedelta
from decimal import Decimal

from sqlalchemy import bindparam, func, or_, select

from desertbrew.contexts.inventory.rules.days import DAY_FIGURE, DAY_FIGURES, day_figure
from desertbrew.contexts.inventory.tables import NET, Item, Movement, StockBalance, StockDay
from desertbrew.kernel.clock import business_date, local_moment
from desertbrew.kernel.ids import Id
from desertbrew.platform.columns import MOMENT
from desertbrew.platform.db import ReadTx

LOOKED_THROUGH = timedelta(days=31)
FAULTS_TOLD = 20

_TOTALS = select(StockDay.item_id, func.sum(NET).label("quantity"), func.sum(StockDay.value_change).label("value")).group_by(
    StockDay.item_id
)
_LINES = select(Movement.item_id, Movement.kind, Movement.quantity, Movement.cost, Movement.posted_at).where(
    Movement.posted_at >= bindparam("since", type_=MOMENT), Movement.kind.in_([kind.value for kind in DAY_FIGURE])
)


def day_faults(tx: ReadTx) -> list[str]:
    """Items whose days do not add up to their balance, and days of the last month that differ from the ledger. (INV-L51)"""
    totals = _TOTALS.subquery()
    unlike = (
        select(Item.sku)
        .join(StockBalance, StockBalance.item_id == Item.id)
        .outerjoin(totals, totals.c.item_id == Item.id)
        .where(
            or_(
                func.coalesce(totals.c.quantity, 0) != StockBalance.quantity,
                func.coalesce(totals.c.value, 0) != StockBalance.value,
            )
        )
        .order_by(Item.sku)
    )
    skus = tx.session.execute(unlike.limit(FAULTS_TOLD)).scalars()
    faults = [f"the days of item {sku} do not add up to its balance" for sku in skus]
    first = tx.today - LOOKED_THROUGH
    kept = _kept_since(tx, first)
    posted = _posted_since(tx, first)
    wrong = sorted(key for key in kept.keys() | posted.keys() if kept.get(key) != posted.get(key))
    return faults + [f"{day} of item {item_id} differs from its ledger lines" for item_id, day in wrong[:FAULTS_TOLD]]


Figures = dict[str, Decimal]


def _kept_since(tx: ReadTx, first: date) -> dict[tuple[Id, date], Figures]:
    rows = tx.connection.execute(select(StockDay).where(StockDay.day >= first)).all()
    return {(row.item_id, row.day): {name: getattr(row, name) for name in (*DAY_FIGURES, "value_change")} for row in rows}


def _posted_since(tx: ReadTx, first: date) -> dict[tuple[Id, date], Figures]:
    found: dict[tuple[Id, date], Figures] = defaultdict(lambda: dict.fromkeys((*DAY_FIGURES, "value_change"), Decimal(0)))
    for line in tx.connection.execute(_LINES, {"since": local_moment(first, time(), tx.zone)}):
        row = found[line.item_id, business_date(line.posted_at, tx.zone)]
        figure, quantity = day_figure(line.kind, line.quantity)
        row[figure] += quantity
        row["value_change"] += line.cost
    return dict(found)
