"""Spreadsheets that came in: what each would do, and whether it was done."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desertbrew.contexts.inventory.tables.rows import ACTOR, Row
from desertbrew.kernel.ids import Id
from desertbrew.platform.columns import ID, MOMENT


class SheetImport(Row):
    """One file that was uploaded: read and compared, and applied whole or not at all."""

    __tablename__ = "sheet_import"

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[str] = mapped_column(String(12))
    subject_id: Mapped[Id | None] = mapped_column(ID)
    """The document that it is for, such as a stock count."""
    file_name: Mapped[str] = mapped_column(String(120))
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10))
    decimal_comma: Mapped[bool]
    ignored: Mapped[str] = mapped_column(Text)
    """Titles of columns that nobody knows, as JSON."""
    plan_digest: Mapped[str] = mapped_column(String(64))
    """What the person was shown; another one now means that the books moved."""
    error_rows: Mapped[int]
    change_rows: Mapped[int]
    new_rows: Mapped[int]
    same_rows: Mapped[int]
    uploaded_at: Mapped[datetime] = mapped_column(MOMENT, index=True)
    uploaded_by: Mapped[str] = mapped_column(ACTOR)
    applied_at: Mapped[datetime | None] = mapped_column(MOMENT)
    applied_by: Mapped[str | None] = mapped_column(ACTOR)
    document_id: Mapped[Id | None] = mapped_column(ID)
    """What applying it made: opening stock's receipt."""


class SheetRow(Row):
    """One row of a file as it was read, and what it would do; JSON throughout, for its shape is the file's."""

    __tablename__ = "sheet_row"
    __table_args__ = (Index("ix_sheet_row_import_id_gravity_number", "import_id", "gravity", "number"),)

    import_id: Mapped[Id] = mapped_column(ForeignKey("sheet_import.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    gravity: Mapped[int]
    """Errors are 0: a person sees them first."""
    outcome: Mapped[str] = mapped_column(String(8))
    label: Mapped[str] = mapped_column(String(160))
    cells: Mapped[str] = mapped_column(Text)
    changes: Mapped[str] = mapped_column(Text)
    faults: Mapped[str] = mapped_column(Text)
    notes: Mapped[str] = mapped_column(Text)
