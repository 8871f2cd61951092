"""Yeast from generation to generation."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from desertbrew.contexts.inventory.tables.rows import ACTOR, Row
from desertbrew.kernel.ids import Id
from desertbrew.platform.columns import ID, MOMENT, QUANTITY, RATIO


class YeastStrain(Row):
    """How far a strain of the catalogue may be repitched; a strain without a row has the usual limits."""

    __tablename__ = "yeast_strain"
    __table_args__ = (CheckConstraint("max_generation BETWEEN 1 AND 99", name="max_generation"),)

    item_id: Mapped[Id] = mapped_column(ForeignKey("item.id"), primary_key=True)
    max_generation: Mapped[int]
    min_viability_pct: Mapped[Decimal] = mapped_column(RATIO)


class YeastCulture(Row):
    """A vessel of living yeast: grown from a lot, or harvested from a batch. Either a lot or a culture is behind it."""

    __tablename__ = "yeast_culture"
    __table_args__ = (
        CheckConstraint("remaining_l BETWEEN 0 AND volume_l", name="remaining"),
        CheckConstraint("volume_l > 0", name="volume"),
        CheckConstraint("(source_lot_id IS NULL) <> (parent_id IS NULL)", name="source"),
        CheckConstraint("generation >= 1", name="generation"),
    )

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    item_id: Mapped[Id] = mapped_column(ForeignKey("item.id"), index=True)
    generation: Mapped[int]
    source_lot_id: Mapped[Id | None] = mapped_column(ForeignKey("lot.id"), index=True)
    parent_id: Mapped[Id | None] = mapped_column(ForeignKey("yeast_culture.id"), index=True)
    from_batch_id: Mapped[Id | None] = mapped_column(ID)
    from_batch_number: Mapped[str | None] = mapped_column(String(40))
    location_id: Mapped[Id | None] = mapped_column(ForeignKey("storage_location.id"))
    volume_l: Mapped[Decimal] = mapped_column(QUANTITY)
    remaining_l: Mapped[Decimal] = mapped_column(QUANTITY)
    cells_per_ml_e9: Mapped[Decimal | None] = mapped_column(RATIO)
    viability_pct: Mapped[Decimal] = mapped_column(RATIO)
    viability_measured: Mapped[bool]
    viability_at: Mapped[datetime] = mapped_column(MOMENT)
    state: Mapped[str] = mapped_column(String(10))
    discard_reason: Mapped[str | None] = mapped_column(String(200))
    harvested_at: Mapped[datetime] = mapped_column(MOMENT)
    made_by: Mapped[str] = mapped_column(ACTOR)


class YeastPitch(Row):
    """So much of a culture went into a batch, at this viability; never changed. (INV-Y1)"""

    __tablename__ = "yeast_pitch"
    __table_args__ = (Index("ix_yeast_pitch_culture_id_id", "culture_id", "id"),)

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    culture_id: Mapped[Id] = mapped_column(ForeignKey("yeast_culture.id"))
    batch_id: Mapped[Id | None] = mapped_column(ID)
    batch_number: Mapped[str] = mapped_column(String(40), index=True)
    volume_l: Mapped[Decimal] = mapped_column(QUANTITY)
    viability_pct: Mapped[Decimal] = mapped_column(RATIO)
    override_reason: Mapped[str | None] = mapped_column(String(200))
    pitched_at: Mapped[datetime] = mapped_column(MOMENT)
    pitched_by: Mapped[str] = mapped_column(ACTOR)
