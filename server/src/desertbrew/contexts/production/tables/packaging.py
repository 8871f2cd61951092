"""What beer is packaged in, the runs that do it, and what they filled."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from desertbrew.contexts.production.tables.row import Row
from desertbrew.kernel.ids import Id
from desertbrew.platform.columns import ID, MOMENT, MONEY, QUANTITY


class PackageFormat(Row):
    """One kind of package: how much goes in, how long it keeps, what it is made of."""

    __tablename__ = "package_format"
    __table_args__ = (
        CheckConstraint("volume_l > 0", name="volume_l"),
        CheckConstraint("shelf_life_days > 0", name="shelf_life_days"),
    )

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(10))
    volume_l: Mapped[Decimal] = mapped_column(QUANTITY)
    shelf_life_days: Mapped[int]


class PackageMaterial(Row):
    """What one package of a format takes from the warehouse."""

    __tablename__ = "package_material"
    __table_args__ = (CheckConstraint("amount > 0", name="amount"),)

    format_id: Mapped[Id] = mapped_column(ForeignKey("package_format.id"), primary_key=True)
    item_id: Mapped[Id] = mapped_column(ID, primary_key=True)
    amount: Mapped[Decimal] = mapped_column(QUANTITY)
    unit: Mapped[str] = mapped_column(String(20))


class PackagingRun(Row):
    """Beer of one tank goes into packages; one run a tank at a time. (INV-E1)"""

    __tablename__ = "packaging_run"
    __table_args__ = (
        Index(
            "uq_packaging_run_open_vessel",
            "vessel_id",
            unique=True,
            sqlite_where=text("state <> 'CLOSED'"),
            postgresql_where=text("state <> 'CLOSED'"),
        ),
        CheckConstraint("(state = 'CLOSED') = (closed_at IS NOT NULL)", name="closed"),
    )

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    vessel_id: Mapped[Id] = mapped_column(ForeignKey("vessel.id"))
    state: Mapped[str] = mapped_column(String(10))
    beer_name: Mapped[str] = mapped_column(String(200))
    batch_id: Mapped[Id] = mapped_column(ForeignKey("batch.id"), index=True)
    """The batch that most of the beer is of; a blend has others besides."""
    batch_number: Mapped[str] = mapped_column(String(20))
    before_l: Mapped[Decimal] = mapped_column(QUANTITY)
    """What the ledger says was in the tank, at 20 °C."""
    left_l: Mapped[Decimal | None] = mapped_column(QUANTITY)
    """What the tank was found to hold at the end, at 20 °C."""
    keeps_rest: Mapped[bool | None]
    difference_l: Mapped[Decimal | None] = mapped_column(QUANTITY)
    difference_note: Mapped[str] = mapped_column(String(200))
    kegs_told: Mapped[int | None]
    """How many kegs inventory filled for this run, once it has said so."""
    kegs_told_l: Mapped[Decimal | None] = mapped_column(QUANTITY)
    opened_at: Mapped[datetime] = mapped_column(MOMENT)
    opened_by_name: Mapped[str] = mapped_column(String(120))
    closed_at: Mapped[datetime | None] = mapped_column(MOMENT)
    closed_by_name: Mapped[str] = mapped_column(String(120))


class PackagingLine(Row):
    """So many packages of one kind that were filled at once, and the material that they took."""

    __tablename__ = "packaging_line"
    __table_args__ = (CheckConstraint("count > 0", name="count"), CheckConstraint("volume_l > 0", name="volume_l"))

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    run_id: Mapped[Id] = mapped_column(ForeignKey("packaging_run.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    format_id: Mapped[Id | None] = mapped_column(ForeignKey("package_format.id"))
    product_item_id: Mapped[Id | None] = mapped_column(ID)
    count: Mapped[int]
    volume_l: Mapped[Decimal] = mapped_column(QUANTITY)
    best_before: Mapped[date | None]
    issue_id: Mapped[Id | None] = mapped_column(ID, unique=True)
    material_state: Mapped[str] = mapped_column(String(10))
    shortages: Mapped[str] = mapped_column(Text)
    happened_at: Mapped[datetime] = mapped_column(MOMENT)
    by_name: Mapped[str] = mapped_column(String(120))


class PackagingPart(Row):
    """How much of a line is of which batch, and what that came to cost once the batch was completed. (INV-E4)"""

    __tablename__ = "packaging_part"
    __table_args__ = (CheckConstraint("volume_l > 0", name="volume_l"),)

    line_id: Mapped[Id] = mapped_column(ForeignKey("packaging_line.id"), primary_key=True)
    batch_id: Mapped[Id] = mapped_column(ForeignKey("batch.id"), primary_key=True, index=True)
    volume_l: Mapped[Decimal] = mapped_column(QUANTITY)
    cost: Mapped[Decimal | None] = mapped_column(MONEY)


class PackagedKeg(Row):
    """One keg that inventory filled for a run; a filling counts once, however often it is told. (INV-E3)"""

    __tablename__ = "packaged_keg"

    fill_id: Mapped[Id] = mapped_column(ID, primary_key=True)
    line_id: Mapped[Id] = mapped_column(ForeignKey("packaging_line.id"), index=True)
    keg_id: Mapped[Id] = mapped_column(ID)
    serial: Mapped[str] = mapped_column(String(50))
    volume_l: Mapped[Decimal] = mapped_column(QUANTITY)
