"""Transfers between places: what goes from where to where, and who did what with it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desertbrew.contexts.inventory.tables.rows import ACTOR, Row
from desertbrew.kernel.ids import Id
from desertbrew.platform.columns import ID, MOMENT, QUANTITY


class StockTransfer(Row):
    """One transfer: from where to where, and how far it got."""

    __tablename__ = "stock_transfer"
    __table_args__ = (CheckConstraint("from_location_id <> to_location_id", name="two_places"),)

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    from_location_id: Mapped[Id] = mapped_column(ForeignKey("storage_location.id"))
    to_location_id: Mapped[Id] = mapped_column(ForeignKey("storage_location.id"))
    note: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(12), index=True)


class StockTransferLine(Row):
    """So much of a lot; once the transfer is received, what arrived, what was lost and what was sent back. (INV-L17)"""

    __tablename__ = "stock_transfer_line"
    __table_args__ = (
        UniqueConstraint("transfer_id", "lot_id"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint(
            "received_quantity >= 0 AND lost_quantity >= 0 AND returned_quantity >= 0"
            " AND received_quantity + lost_quantity + returned_quantity = quantity",
            name="adds_up",
        ),
    )

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    transfer_id: Mapped[Id] = mapped_column(ForeignKey("stock_transfer.id"))
    lot_id: Mapped[Id] = mapped_column(ForeignKey("lot.id"))
    quantity: Mapped[Decimal] = mapped_column(QUANTITY)
    received_quantity: Mapped[Decimal | None] = mapped_column(QUANTITY)
    lost_quantity: Mapped[Decimal | None] = mapped_column(QUANTITY)
    returned_quantity: Mapped[Decimal | None] = mapped_column(QUANTITY)


class StockTransferEvent(Row):
    """One thing that somebody did with a transfer, never changed."""

    __tablename__ = "stock_transfer_event"
    __table_args__ = (Index("ix_stock_transfer_event_transfer_id_id", "transfer_id", "id"),)

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    transfer_id: Mapped[Id] = mapped_column(ForeignKey("stock_transfer.id"))
    move: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(200))
    happened_at: Mapped[datetime] = mapped_column(MOMENT)
    done_by: Mapped[str] = mapped_column(ACTOR)
