"""Gas cylinders and what happened to each."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from desertbrew.contexts.inventory.tables.rows import ACTOR, Row
from desertbrew.kernel.ids import Id
from desertbrew.platform.columns import ID, MOMENT, MONEY, QUANTITY


class GasCylinder(Row):
    """A bottle of gas as a thing of its own; `capacity` and `level` in `unit`, kg or m3."""

    __tablename__ = "gas_cylinder"
    __table_args__ = (
        CheckConstraint("capacity > 0", name="capacity"),
        CheckConstraint("level BETWEEN 0 AND capacity", name="level"),
    )

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    gas: Mapped[str] = mapped_column(String(8))
    unit: Mapped[str] = mapped_column(String(4))
    capacity: Mapped[Decimal] = mapped_column(QUANTITY)
    level: Mapped[Decimal] = mapped_column(QUANTITY)
    state: Mapped[str] = mapped_column(String(12))
    ownership: Mapped[str] = mapped_column(String(8))
    deposit_amount: Mapped[Decimal | None] = mapped_column(MONEY)
    inspection_due: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(MOMENT)


class GasEvent(Row):
    """One use, refill, return, inspection or maintenance; never changed. (INV-G1)"""

    __tablename__ = "gas_event"
    __table_args__ = (Index("ix_gas_event_cylinder_id_id", "cylinder_id", "id"),)

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    cylinder_id: Mapped[Id] = mapped_column(ForeignKey("gas_cylinder.id"))
    kind: Mapped[str] = mapped_column(String(12))
    purpose: Mapped[str | None] = mapped_column(String(12))
    amount: Mapped[Decimal] = mapped_column(QUANTITY)
    level_after: Mapped[Decimal] = mapped_column(QUANTITY)
    state_after: Mapped[str] = mapped_column(String(12))
    batch_number: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(String(200))
    happened_at: Mapped[datetime] = mapped_column(MOMENT)
    done_by: Mapped[str] = mapped_column(ACTOR)
