"""What happened to each item on each day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from desertbrew.contexts.inventory.tables.rows import Row
from desertbrew.kernel.ids import Id
from desertbrew.platform.columns import MONEY, QUANTITY


class StockDay(Row):
    """The ledger of one item and one business day, added up as it is written, by the day of posting. (INV-L51)

    No closing is kept: it is today's balance less what came later, which no rival around midnight can make wrong.
    `received` and `consumed` are net of what went back; `adjusted` is signed.
    """

    __tablename__ = "stock_day"

    item_id: Mapped[Id] = mapped_column(ForeignKey("item.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True, index=True)
    received: Mapped[Decimal] = mapped_column(QUANTITY)
    consumed: Mapped[Decimal] = mapped_column(QUANTITY)
    wasted: Mapped[Decimal] = mapped_column(QUANTITY)
    adjusted: Mapped[Decimal] = mapped_column(QUANTITY)
    value_change: Mapped[Decimal] = mapped_column(MONEY)


NET = StockDay.received - StockDay.consumed - StockDay.wasted + StockDay.adjusted
"""How much more there was of the item in the evening than in the morning."""
