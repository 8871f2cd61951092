"""Physical counts: who counted what, what the books said at that moment, and what came of it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desertbrew.contexts.inventory.tables.rows import ACTOR, Row
from desertbrew.kernel.ids import Id
from desertbrew.platform.columns import ID, MOMENT, QUANTITY, UNIT_COST


class StockCount(Row):
    """One count: what of, whether its counters see the books, and how far it got."""

    __tablename__ = "stock_count"

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    note: Mapped[str] = mapped_column(String(120))
    scope: Mapped[str] = mapped_column(String(10))
    scope_ids: Mapped[str] = mapped_column(Text)
    """Of a category, a place or items, as JSON."""
    moved_since: Mapped[date | None]
    blind: Mapped[bool]
    state: Mapped[str] = mapped_column(String(10), index=True)
    created_at: Mapped[datetime] = mapped_column(MOMENT)
    created_by: Mapped[str] = mapped_column(ACTOR)
    started_at: Mapped[datetime | None] = mapped_column(MOMENT)
    submitted_at: Mapped[datetime | None] = mapped_column(MOMENT)
    submitted_by: Mapped[str | None] = mapped_column(ACTOR)
    decided_at: Mapped[datetime | None] = mapped_column(MOMENT)
    decided_by: Mapped[str | None] = mapped_column(ACTOR)
    reason: Mapped[str] = mapped_column(String(200))
    """Why it was cancelled, or what was said at its approval."""


class CountLine(Row):
    """What there is of a lot in one place, to count; once counted, what the books had of it there at that very moment."""

    __tablename__ = "count_line"
    __table_args__ = (
        UniqueConstraint("count_id", "lot_id", "location_id"),
        CheckConstraint("counted_quantity >= 0", name="counted_quantity"),
        CheckConstraint("(counted_quantity IS NULL) = (book_quantity IS NULL)", name="book_of_its_moment"),
        CheckConstraint("lot_id IS NULL OR location_id IS NOT NULL", name="lot_somewhere"),
    )

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    count_id: Mapped[Id] = mapped_column(ForeignKey("stock_count.id"))
    item_id: Mapped[Id] = mapped_column(ForeignKey("item.id"))
    lot_id: Mapped[Id | None] = mapped_column(ForeignKey("lot.id"))
    """None of a lot that nobody knew."""
    location_id: Mapped[Id | None] = mapped_column(ForeignKey("storage_location.id"))
    supplier_lot: Mapped[str | None] = mapped_column(String(60))
    expires_on: Mapped[date | None]
    unit_cost: Mapped[Decimal] = mapped_column(UNIT_COST)
    counted_quantity: Mapped[Decimal | None] = mapped_column(QUANTITY)
    book_quantity: Mapped[Decimal | None] = mapped_column(QUANTITY)
    counted_at: Mapped[datetime | None] = mapped_column(MOMENT)
    counted_by: Mapped[str | None] = mapped_column(ACTOR)
    recount: Mapped[bool]
    """Somebody asked to count it again."""


class CountTally(Row):
    """One counting of one line, never changed; the latest is in force. (INV-N1)"""

    __tablename__ = "count_tally"
    __table_args__ = (Index("ix_count_tally_line_id_id", "line_id", "id"),)

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    line_id: Mapped[Id] = mapped_column(ForeignKey("count_line.id"))
    entered_quantity: Mapped[Decimal] = mapped_column(QUANTITY)
    entered_unit: Mapped[str] = mapped_column(String(20))
    counted_quantity: Mapped[Decimal] = mapped_column(QUANTITY)
    book_quantity: Mapped[Decimal] = mapped_column(QUANTITY)
    counted_at: Mapped[datetime] = mapped_column(MOMENT)
    counted_by: Mapped[str] = mapped_column(ACTOR)
    posted_at: Mapped[datetime] = mapped_column(MOMENT)
