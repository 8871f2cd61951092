"""Suppliers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from desertbrew.contexts.purchasing.tables.rows import Row
from desertbrew.kernel.ids import Id
from desertbrew.platform.columns import ID, MOMENT


class Supplier(Row):
    """A company that we buy from."""

    __tablename__ = "supplier"
    __table_args__ = (CheckConstraint("lead_time_days >= 0", name="lead_time_days"),)

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    rfc: Mapped[str | None] = mapped_column(String(13), unique=True)
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(30))
    lead_time_days: Mapped[int | None]
    registered_at: Mapped[datetime] = mapped_column(MOMENT)
