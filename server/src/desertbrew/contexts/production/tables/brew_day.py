"""The brew day's sheet and the fermentation's readings."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desertbrew.contexts.production.tables.row import Row
from desertbrew.kernel.ids import Id
from desertbrew.platform.columns import ID, MOMENT, QUANTITY, RATIO


class BrewStep(Row):
    """One line of a brew's sheet, written when its material came and not changed since."""

    __tablename__ = "brew_step"
    __table_args__ = (UniqueConstraint("brew_id", "position"),)

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    brew_id: Mapped[Id] = mapped_column(ForeignKey("brew.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    code: Mapped[str] = mapped_column(String(30))
    detail: Mapped[str] = mapped_column(String(200))
    target: Mapped[Decimal | None] = mapped_column(QUANTITY)
    tolerance: Mapped[Decimal | None] = mapped_column(QUANTITY)
    unit: Mapped[str] = mapped_column(String(20))
    duration_min: Mapped[Decimal | None] = mapped_column(QUANTITY)
    due_min: Mapped[Decimal | None] = mapped_column(QUANTITY)


class BrewStepEntry(Row):
    """What somebody said of a step, when it happened and when we heard; never changed, also where two disagree. (INV-B8)"""

    __tablename__ = "brew_step_entry"
    __table_args__ = (
        CheckConstraint("(kind = 'MEASURED') = (value IS NOT NULL)", name="measured_has_a_value"),
        Index("ix_brew_step_entry_brew_id_id", "brew_id", "id"),
    )

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    brew_id: Mapped[Id] = mapped_column(ForeignKey("brew.id"))
    step_id: Mapped[Id] = mapped_column(ForeignKey("brew_step.id"))
    kind: Mapped[str] = mapped_column(String(10))
    value: Mapped[Decimal | None] = mapped_column(QUANTITY)
    note: Mapped[str] = mapped_column(String(500))
    by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(120))
    happened_at: Mapped[datetime] = mapped_column(MOMENT)
    posted_at: Mapped[datetime] = mapped_column(MOMENT)


class FermentationReading(Row):
    """What somebody read off a fermenting beer; a correction is a reading that takes another's place. (INV-B9)"""

    __tablename__ = "fermentation_reading"
    __table_args__ = (
        CheckConstraint("gravity IS NOT NULL OR temperature_c IS NOT NULL OR ph IS NOT NULL", name="says_something"),
        CheckConstraint("(gravity IS NULL) = (gravity_read IS NULL)", name="gravity_as_read"),
        Index("ix_fermentation_reading_batch_id_happened_at", "batch_id", "happened_at"),
    )

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    batch_id: Mapped[Id] = mapped_column(ForeignKey("batch.id"))
    gravity: Mapped[Decimal | None] = mapped_column(RATIO)
    """SG at 20 °C."""
    gravity_read: Mapped[Decimal | None] = mapped_column(QUANTITY)
    gravity_unit: Mapped[str | None] = mapped_column(String(6))
    sample_c: Mapped[Decimal | None] = mapped_column(QUANTITY)
    temperature_c: Mapped[Decimal | None] = mapped_column(QUANTITY)
    ph: Mapped[Decimal | None] = mapped_column(QUANTITY)
    note: Mapped[str] = mapped_column(String(500))
    confirmed: Mapped[bool]
    supersedes_id: Mapped[Id | None] = mapped_column(ForeignKey("fermentation_reading.id"), unique=True)
    by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(120))
    happened_at: Mapped[datetime] = mapped_column(MOMENT)
    posted_at: Mapped[datetime] = mapped_column(MOMENT)
