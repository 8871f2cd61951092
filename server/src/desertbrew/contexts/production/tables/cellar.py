"""Vessels and the beer in them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from desertbrew.contexts.production.tables.row import Row
from desertbrew.kernel.ids import Id
from desertbrew.platform.columns import ID, MOMENT, QUANTITY, RATIO


class Vessel(Row):
    """A piece of the plant that holds something; the row is locked before what is in it changes."""

    __tablename__ = "vessel"
    __table_args__ = (
        CheckConstraint("nominal_volume_l > 0", name="nominal_volume_l"),
        CheckConstraint("working_max_l > 0", name="working_max_l"),
    )

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(12))
    nominal_volume_l: Mapped[Decimal] = mapped_column(QUANTITY)
    working_max_l: Mapped[Decimal] = mapped_column(QUANTITY)
    glycol_zone: Mapped[str | None] = mapped_column(String(10))
    material: Mapped[str] = mapped_column(String(3))
    expansion_ppm_per_k: Mapped[Decimal] = mapped_column(QUANTITY)
    state: Mapped[str] = mapped_column(String(14))
    state_since: Mapped[datetime] = mapped_column(MOMENT)
    notes: Mapped[str] = mapped_column(String(500))


class StrappingPoint(Row):
    """At this dip the vessel holds so many litres, measured at 20 °C; both grow from row to row. (INV-V5)"""

    __tablename__ = "strapping_point"
    __table_args__ = (
        CheckConstraint("dip_mm >= 0", name="dip_mm"),
        CheckConstraint("volume_l >= 0", name="volume_l"),
    )

    vessel_id: Mapped[Id] = mapped_column(ForeignKey("vessel.id"), primary_key=True)
    dip_mm: Mapped[Decimal] = mapped_column(QUANTITY, primary_key=True)
    volume_l: Mapped[Decimal] = mapped_column(QUANTITY)


class VesselBooking(Row):
    """Somebody needs the vessel from a day until the day on which it is free again; no two overlap. (INV-V4)"""

    __tablename__ = "vessel_booking"
    __table_args__ = (
        CheckConstraint("from_on < to_on", name="span"),
        Index("ix_vessel_booking_vessel_id_from_on", "vessel_id", "from_on"),
    )

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    vessel_id: Mapped[Id] = mapped_column(ForeignKey("vessel.id"))
    batch_id: Mapped[Id | None] = mapped_column(ForeignKey("batch.id"), index=True)
    from_on: Mapped[date]
    to_on: Mapped[date]
    by_plan: Mapped[bool] = mapped_column(server_default=false())
    """Whether the plan of its batch made it, and takes it along to other days and tanks."""
    note: Mapped[str] = mapped_column(String(200))
    booked_by: Mapped[str] = mapped_column(String(64))
    booked_at: Mapped[datetime] = mapped_column(MOMENT)


class VesselContent(Row):
    """So much of a batch is in the vessel now, in litres at 20 °C; a blend has several rows."""

    __tablename__ = "vessel_content"
    __table_args__ = (CheckConstraint("volume_l > 0", name="volume_l"),)

    vessel_id: Mapped[Id] = mapped_column(ForeignKey("vessel.id"), primary_key=True)
    batch_id: Mapped[Id] = mapped_column(ForeignKey("batch.id"), primary_key=True, index=True)
    volume_l: Mapped[Decimal] = mapped_column(QUANTITY)
    since: Mapped[datetime] = mapped_column(MOMENT)


class BeerMovement(Row):
    """One line of the beer ledger: never changed or deleted. (INV-V2)"""

    __tablename__ = "beer_movement"
    __table_args__ = (
        CheckConstraint("volume_l > 0", name="volume_l"),
        CheckConstraint("from_vessel_id IS NOT NULL OR to_vessel_id IS NOT NULL", name="somewhere"),
        CheckConstraint("kind <> 'LOSS' OR loss_reason IS NOT NULL", name="loss_has_a_reason"),
        Index("ix_beer_movement_from_vessel_id_id", "from_vessel_id", "id"),
        Index("ix_beer_movement_to_vessel_id_id", "to_vessel_id", "id"),
    )

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    from_vessel_id: Mapped[Id | None] = mapped_column(ForeignKey("vessel.id"))
    to_vessel_id: Mapped[Id | None] = mapped_column(ForeignKey("vessel.id"))
    volume_l: Mapped[Decimal] = mapped_column(QUANTITY)
    loss_reason: Mapped[str | None] = mapped_column(String(12))
    document_id: Mapped[Id | None] = mapped_column(ID)
    note: Mapped[str] = mapped_column(String(200))
    happened_at: Mapped[datetime] = mapped_column(MOMENT)
    posted_at: Mapped[datetime] = mapped_column(MOMENT)
    by: Mapped[str] = mapped_column(String(64))


class BeerMovementPart(Row):
    """How much of a movement was of which batch; a movement's parts add up to it. Never changed or deleted. (INV-V2)"""

    __tablename__ = "beer_movement_part"
    __table_args__ = (CheckConstraint("volume_l > 0", name="volume_l"),)

    movement_id: Mapped[Id] = mapped_column(ForeignKey("beer_movement.id"), primary_key=True)
    batch_id: Mapped[Id] = mapped_column(ForeignKey("batch.id"), primary_key=True, index=True)
    volume_l: Mapped[Decimal] = mapped_column(QUANTITY)


class TankReading(Row):
    """Somebody looked how much is in a tank; every step to 20 °C is kept. Never changed or deleted. (INV-V6)"""

    __tablename__ = "tank_reading"
    __table_args__ = (
        CheckConstraint("(dip_mm IS NULL) <> (shown_l IS NULL)", name="dip_or_gauge"),
        Index("ix_tank_reading_vessel_id_id", "vessel_id", "id"),
    )

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    vessel_id: Mapped[Id] = mapped_column(ForeignKey("vessel.id"))
    dip_mm: Mapped[Decimal | None] = mapped_column(QUANTITY)
    shown_l: Mapped[Decimal | None] = mapped_column(QUANTITY)
    temperature_c: Mapped[Decimal] = mapped_column(QUANTITY)
    og: Mapped[Decimal] = mapped_column(QUANTITY)
    gravity: Mapped[Decimal] = mapped_column(QUANTITY)
    table_l: Mapped[Decimal] = mapped_column(QUANTITY)
    shell_factor: Mapped[Decimal] = mapped_column(RATIO)
    liquid_factor: Mapped[Decimal] = mapped_column(RATIO)
    volume_20_l: Mapped[Decimal] = mapped_column(QUANTITY)
    ledger_l: Mapped[Decimal] = mapped_column(QUANTITY)
    movement_id: Mapped[Id | None] = mapped_column(ForeignKey("beer_movement.id"))
    note: Mapped[str] = mapped_column(String(200))
    taken_at: Mapped[datetime] = mapped_column(MOMENT)
    posted_at: Mapped[datetime] = mapped_column(MOMENT)
    by: Mapped[str] = mapped_column(String(64))
