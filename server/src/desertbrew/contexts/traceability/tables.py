"""Rows of traceability: a graph, the kegs as they are now, and what fermenting batches read."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from desertbrew.kernel.ids import Id
from desertbrew.platform.columns import ID, MOMENT, QUANTITY, RATIO
from desertbrew.platform.tables import NAMING

METADATA = MetaData(naming_convention=NAMING)


class Row(DeclarativeBase):
    """The rows of this context."""

    metadata = METADATA


class Node(Row):
    """One thing in the genealogy, under its own id; without a label it was spoken of and not yet told. (INV-T2)"""

    __tablename__ = "node"

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    label: Mapped[str] = mapped_column(String(120))
    """What people call it: a lot code, a batch number, a serial; empty on a placeholder."""
    about: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(String(600))
    """Everything that one may look for, folded: lower case, no accents."""
    sought: Mapped[str] = mapped_column(String(120), index=True)
    """The label, folded: what a scanner sends."""
    facts: Mapped[str] = mapped_column(Text)
    """JSON: name -> [value, stamp]; the newest stamp wins, so the order of events does not matter."""
    happened_at: Mapped[datetime | None] = mapped_column(MOMENT)


class Edge(Row):
    """One thing went into another; said by a document once, however often it is told. (INV-T1)"""

    __tablename__ = "edge"
    # Following an edge reads the index alone: the key covers the way down, the other index the way up.
    __table_args__ = (Index("ix_edge_to_id_from_id", "to_id", "from_id"), {"sqlite_with_rowid": False})

    from_id: Mapped[Id] = mapped_column(ForeignKey("node.id"), primary_key=True)
    to_id: Mapped[Id] = mapped_column(ForeignKey("node.id"), primary_key=True)
    document_id: Mapped[Id] = mapped_column(ID, primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    quantity: Mapped[Decimal | None] = mapped_column(QUANTITY)
    unit: Mapped[str | None] = mapped_column(String(8))
    happened_at: Mapped[datetime] = mapped_column(MOMENT)


class Keg(Row):
    """A keg as it was last heard of; `stamp` says when, and an older word changes nothing."""

    __tablename__ = "keg"

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    serial: Mapped[str] = mapped_column(String(60))
    serial_sought: Mapped[str] = mapped_column(String(60), index=True)
    fill_id: Mapped[Id | None] = mapped_column(ID)
    stamp: Mapped[str] = mapped_column(String(80))


class Reading(Row):
    """One look at a fermenting batch; a second word of the same moment changes nothing."""

    __tablename__ = "reading"

    batch_id: Mapped[Id] = mapped_column(ID, primary_key=True)
    at: Mapped[datetime] = mapped_column(MOMENT, primary_key=True)
    gravity: Mapped[Decimal | None] = mapped_column(RATIO)
    """Specific gravity, 20/20 °C."""
    temperature_c: Mapped[Decimal | None] = mapped_column(RATIO)
