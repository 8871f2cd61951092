"""What the program suggests to buy, and how far it may go by itself."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from desertbrew.contexts.purchasing.tables.rows import Row
from desertbrew.kernel.ids import Id
from desertbrew.platform.columns import ID, MOMENT, MONEY, QUANTITY, UNIT_COST


class Suggestion(Row):
    """So much of an item from somebody, with the figures that asked for it as they were. (INV-P21)"""

    __tablename__ = "suggestion"
    __table_args__ = (
        CheckConstraint("packs > 0", name="packs"),
        CheckConstraint("quantity > 0", name="quantity"),
        Index("ix_suggestion_state_supplier_id", "state", "supplier_id"),
    )

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    item_id: Mapped[Id] = mapped_column(ForeignKey("item_copy.id"))
    item_sku: Mapped[str] = mapped_column(String(40))
    item_name: Mapped[str] = mapped_column(String(120))
    base_unit: Mapped[str] = mapped_column(String(8))
    supplier_id: Mapped[Id | None] = mapped_column(ForeignKey("supplier.id"))
    supplier_name: Mapped[str] = mapped_column(String(120))
    pack_id: Mapped[Id | None] = mapped_column(ForeignKey("supplier_item.id"))
    pack_name: Mapped[str] = mapped_column(String(60))
    pack_factor: Mapped[Decimal] = mapped_column(QUANTITY)
    pack_price: Mapped[Decimal | None] = mapped_column(UNIT_COST)
    currency: Mapped[str] = mapped_column(String(3))
    packs: Mapped[Decimal] = mapped_column(QUANTITY)
    quantity: Mapped[Decimal] = mapped_column(QUANTITY)
    state: Mapped[str] = mapped_column(String(10))
    engine: Mapped[str] = mapped_column(String(10))
    priority: Mapped[str] = mapped_column(String(8))
    urgency: Mapped[int]
    figures: Mapped[str] = mapped_column(Text)
    """Everything that was looked at, as JSON."""
    made_at: Mapped[datetime] = mapped_column(MOMENT)
    expires_on: Mapped[date]
    decided_at: Mapped[datetime | None] = mapped_column(MOMENT)
    decided_by: Mapped[str] = mapped_column(String(64))
    decided_by_name: Mapped[str] = mapped_column(String(120))
    reject_reason: Mapped[str] = mapped_column(String(200))
    order_id: Mapped[Id | None] = mapped_column(ForeignKey("purchase_order.id"))


OPEN_SUGGESTION = Suggestion.state.in_([literal_column(f"'{each}'") for each in ("PENDING", "REVIEWED", "APPROVED")])
Index(
    "uq_suggestion_open",
    Suggestion.item_id,
    unique=True,
    postgresql_where=OPEN_SUGGESTION,
    sqlite_where=OPEN_SUGGESTION,
)


class ReplenishmentRules(Row):
    """What the owner lets the daily job do; one row at most. NULL: it orders nothing by itself."""

    __tablename__ = "replenishment_rules"
    __table_args__ = (
        CheckConstraint("name = 'HOUSE'", name="one_row"),
        CheckConstraint("auto_order_below > 0", name="auto_order_below"),
    )

    name: Mapped[str] = mapped_column(String(5), primary_key=True)
    auto_order_below: Mapped[Decimal | None] = mapped_column(MONEY)
    changed_at: Mapped[datetime] = mapped_column(MOMENT)
    changed_by: Mapped[str] = mapped_column(String(64))
