"""Suppliers, what they sell in which packs, and what those cost when."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, literal_column, or_, text, true
from sqlalchemy.orm import Mapped, mapped_column

from desertbrew.contexts.purchasing.tables.rows import Row
from desertbrew.kernel.ids import Id
from desertbrew.platform.columns import ID, MOMENT, QUANTITY, RATIO, UNIT_COST


class Supplier(Row):
    """A company that we buy from."""

    __tablename__ = "supplier"
    __table_args__ = (
        CheckConstraint("lead_time_days >= 0", name="lead_time_days"),
        CheckConstraint("credit_days >= 0", name="credit_days"),
        CheckConstraint("tolerance_pct BETWEEN 0 AND 100000000", name="tolerance_pct"),
    )

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    rfc: Mapped[str | None] = mapped_column(String(13), unique=True)
    tax_id: Mapped[str | None] = mapped_column(String(40), unique=True)
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(30))
    contact_name: Mapped[str] = mapped_column(String(120), server_default="")
    street: Mapped[str] = mapped_column(String(160), server_default="")
    city: Mapped[str] = mapped_column(String(80), server_default="")
    state: Mapped[str] = mapped_column(String(80), server_default="")
    postal_code: Mapped[str] = mapped_column(String(12), server_default="")
    country: Mapped[str] = mapped_column(String(60), server_default="México")
    national: Mapped[bool] = mapped_column(server_default=true())
    lead_time_days: Mapped[int | None]
    credit_days: Mapped[int] = mapped_column(server_default=text("0"))
    tolerance_pct: Mapped[Decimal] = mapped_column(RATIO, server_default=text("5000000"))
    """How many per cent more or less than ordered is taken without asking."""
    currency: Mapped[str] = mapped_column(String(3), server_default="MXN")
    notes: Mapped[str] = mapped_column(String(500), server_default="")
    active: Mapped[bool] = mapped_column(server_default=true())
    registered_at: Mapped[datetime] = mapped_column(MOMENT)


class ItemCopy(Row):
    """Inventory's items as we heard of them."""

    __tablename__ = "item_copy"

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    sku: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(120), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    base_unit: Mapped[str] = mapped_column(String(8))
    active: Mapped[bool] = mapped_column(server_default=true())
    spoken_unit: Mapped[str] = mapped_column(String(8), server_default="")
    """The unit that another program speaks of it in, where that is not the base unit."""


class SupplierPack(Row):
    """How a supplier sells an item: a sack of 25 kg, a box of 12 x 1.2 L."""

    __tablename__ = "supplier_item"
    __table_args__ = (
        CheckConstraint("factor_to_base > 0", name="factor"),
        CheckConstraint("min_packs > 0", name="min_packs"),
        CheckConstraint("lead_time_days >= 0", name="lead_time_days"),
        UniqueConstraint("supplier_id", "item_id", "pack_name"),
    )

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    supplier_id: Mapped[Id] = mapped_column(ForeignKey("supplier.id"))
    item_id: Mapped[Id] = mapped_column(ForeignKey("item_copy.id"), index=True)
    supplier_sku: Mapped[str] = mapped_column(String(60), server_default="")
    pack_name: Mapped[str] = mapped_column(String(60))
    factor_to_base: Mapped[Decimal] = mapped_column(QUANTITY)
    min_packs: Mapped[int] = mapped_column(server_default=text("1"))
    lead_time_days: Mapped[int | None]
    preferred: Mapped[bool]
    active: Mapped[bool] = mapped_column(server_default=true())
    created_at: Mapped[datetime] = mapped_column(MOMENT)


# One pack of an item is the one that is bought unless somebody chooses another. (INV-P2)
Index(
    "uq_supplier_item_preferred",
    SupplierPack.item_id,
    unique=True,
    postgresql_where=SupplierPack.preferred,
    sqlite_where=SupplierPack.preferred,
)


class SupplierPrice(Row):
    """What a pack costs before taxes from a day on, until the day of another: never rewritten, only ended. (INV-P3)"""

    __tablename__ = "supplier_price"
    __table_args__ = (
        CheckConstraint("price >= 0", name="price"),
        CheckConstraint("valid_to >= valid_from", name="validity"),
    )

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    pack_id: Mapped[Id] = mapped_column(ForeignKey("supplier_item.id"), index=True)
    price: Mapped[Decimal] = mapped_column(UNIT_COST)
    currency: Mapped[str] = mapped_column(String(3))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(200))
    by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(120))
    recorded_at: Mapped[datetime] = mapped_column(MOMENT)


# A price that was corrected the day it began spans no day, and may share its beginning with the one that replaced it.
SPANS_A_DAY = or_(SupplierPrice.valid_to.is_(literal_column("NULL")), SupplierPrice.valid_to > SupplierPrice.valid_from)
Index(
    "uq_supplier_price_valid_from",
    SupplierPrice.pack_id,
    SupplierPrice.valid_from,
    unique=True,
    postgresql_where=SPANS_A_DAY,
    sqlite_where=SPANS_A_DAY,
)
RUNS_ON = SupplierPrice.valid_to.is_(literal_column("NULL"))
Index("uq_supplier_price_open", SupplierPrice.pack_id, unique=True, postgresql_where=RUNS_ON, sqlite_where=RUNS_ON)
