"""What happened to each item on each day."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from desertbrew.contexts.inventory.tables.rows import Row
from desertbrew.kernel.ids import Id
from desertbrew.platform.columns import MOMENT, MONEY, QUANTITY, RATIO


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


class RotationLimitsRow(Row):
    """From which index of thirty days on each class begins, where somebody set it; one row at most."""

    __tablename__ = "rotation_limits"
    __table_args__ = (CheckConstraint("name = 'HOUSE'", name="one_row"),)

    name: Mapped[str] = mapped_column(String(5), primary_key=True)
    very_fast: Mapped[Decimal] = mapped_column(RATIO)
    fast: Mapped[Decimal] = mapped_column(RATIO)
    medium: Mapped[Decimal] = mapped_column(RATIO)
    slow: Mapped[Decimal] = mapped_column(RATIO)
    changed_at: Mapped[datetime] = mapped_column(MOMENT)
    changed_by: Mapped[str] = mapped_column(String(64))
