"""What planned batches will ask for."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from desertbrew.contexts.inventory.tables.rows import Row
from desertbrew.kernel.ids import Id
from desertbrew.platform.columns import ID, MOMENT, QUANTITY


class ReservedBatch(Row):
    """A planned batch as we heard of it; once it is brewed or cancelled it stays so, whatever is heard later."""

    __tablename__ = "reserved_batch"
    __table_args__ = (Index("ix_reserved_batch_state_planned_on", "state", "planned_on"),)

    batch_id: Mapped[Id] = mapped_column(ID, primary_key=True)
    number: Mapped[str] = mapped_column(String(40))
    recipe_name: Mapped[str] = mapped_column(String(200))
    planned_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(10))
    replanned: Mapped[bool]
    heard_at: Mapped[datetime] = mapped_column(MOMENT)


class Reservation(Row):
    """So much of an item for one batch, and how much of it was issued, in the base unit.

    `quantity` is null where nobody said how much one such unit is; `asked` is what the recipes wrote.
    """

    __tablename__ = "reservation"

    batch_id: Mapped[Id] = mapped_column(ForeignKey("reserved_batch.batch_id"), primary_key=True)
    item_id: Mapped[Id] = mapped_column(ForeignKey("item.id"), primary_key=True, index=True)
    quantity: Mapped[Decimal | None] = mapped_column(QUANTITY)
    issued: Mapped[Decimal] = mapped_column(QUANTITY)
    asked: Mapped[str] = mapped_column(String(200))
