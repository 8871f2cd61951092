"""The day's figures, kept in the transaction that writes the ledger. (INV-L51)"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from desertbrew.contexts.inventory.rules.days import DAY_FIGURE, DAY_FIGURES, day_figure
from desertbrew.contexts.inventory.tables import StockDay
from desertbrew.kernel.ids import Id
from desertbrew.kernel.money import ZERO
from desertbrew.platform.db import Tx


def _adding(dialect: Any) -> Any:  # noqa: ANN401 - the dialect's insert
    made = dialect.insert(StockDay)
    added = {name: StockDay.__table__.c[name] + made.excluded[name] for name in (*DAY_FIGURES, "value_change")}
    return made.on_conflict_do_update(index_elements=["item_id", "day"], set_=added)


_ADD = {"postgresql": _adding(postgresql), "sqlite": _adding(sqlite)}


def keep_day(tx: Tx, movements: Iterable[Mapping[str, Any]]) -> None:
    """Count these new lines of the ledger in today's row of their items: one row an item, in item order.

    Whoever writes a line calls this in the same transaction, with the lines as they are written.
    """
    days: dict[Id, dict[str, Any]] = {}
    for line in movements:
        if line["kind"] not in DAY_FIGURE:
            continue
        item_id = line["item_id"]
        row = days.get(item_id)
        if row is None:
            row = days[item_id] = dict.fromkeys(DAY_FIGURES, Decimal(0)) | {
                "item_id": item_id,
                "day": tx.today,
                "value_change": ZERO,
            }
        figure, quantity = day_figure(line["kind"], line["quantity"])
        row[figure] += quantity
        row["value_change"] += line["cost"]
    if days:
        connection = tx.connection
        connection.execute(_ADD[connection.dialect.name], [days[item_id] for item_id in sorted(days)])
