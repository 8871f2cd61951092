"""A sheet is read and compared with the books; nothing of it is done yet. (INV-H1)"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, insert, select

from desertbrew.contexts.inventory.commands.sheets.planning import plan
from desertbrew.contexts.inventory.errors import SheetEmpty, SheetLacksColumns
from desertbrew.contexts.inventory.rules.sheets import (
    ITEM_COLUMNS,
    OPENING_COLUMNS,
    ColumnsMissing,
    Outcome,
    PlannedRow,
    RowFault,
    SheetKind,
    Tabled,
    digest,
    tabled,
)
from desertbrew.contexts.inventory.tables import SheetImport, SheetRow
from desertbrew.kernel.errors import Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.sheets import Cell, Formula
from desertbrew.platform.counters import next_numbers
from desertbrew.platform.db import Tx
from desertbrew.platform.sheets import read_sheet

KEPT = timedelta(days=30)
"""A preview that nobody applied is of no use to anybody after that."""

COLUMNS = {SheetKind.ITEMS: ITEM_COLUMNS, SheetKind.OPENING: OPENING_COLUMNS}
GRAVITY = {outcome: gravity for gravity, outcome in enumerate(Outcome)}


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A file that was read, before the transaction."""

    name: str
    sha256: str
    table: Tabled
    decimal_comma: bool


def read_sheet_file(kind: SheetKind, name: str, content: bytes) -> SheetFile:
    """Read the rows; raises `SheetUnreadable`, `SheetLacksColumns` or `SheetEmpty` where the file is not such a sheet."""
    sheet = read_sheet(content)
    try:
        table = tabled(sheet, COLUMNS[kind])
    except ColumnsMissing as missing:
        titles = [column.title for column in missing.missing]
        twice = ", ".join(missing.twice)
        raise SheetLacksColumns(
            columns=Text(
                es=", ".join(title.es for title in titles) or f"una sola vez {twice}",
                en=", ".join(title.en for title in titles) or f"{twice} once only",
            )
        ) from missing
    if not table.rows:
        raise SheetEmpty
    return SheetFile(name, hashlib.sha256(content).hexdigest(), table, sheet.decimal_comma)


def preview_sheet(tx: Tx, kind: SheetKind, file: SheetFile) -> SheetImport:
    """Keep what the file says and what it would do, row by row."""
    _forget_old(tx)
    planned = plan(tx, kind, file.table.rows, decimal_comma=file.decimal_comma)
    counted = Counter(row.outcome for row in planned)
    row = SheetImport(
        id=new_id(),
        number=f"HOJA-{next_numbers(tx, 'sheet_import')[0]:05d}",
        kind=kind.value,
        file_name=file.name,
        sha256=file.sha256,
        state="PREVIEWED",
        decimal_comma=file.decimal_comma,
        ignored=json.dumps(file.table.ignored, ensure_ascii=False),
        plan_digest=digest(planned),
        error_rows=counted[Outcome.ERROR],
        change_rows=counted[Outcome.CHANGE],
        new_rows=counted[Outcome.NEW],
        same_rows=counted[Outcome.SAME],
        uploaded_at=tx.now,
        uploaded_by=tx.origin.actor,
    )
    tx.session.add(row)
    tx.session.flush()
    cells = dict(file.table.rows)
    tx.connection.execute(insert(SheetRow), [_stored(row.id, each, cells[each.number]) for each in planned])
    return row


def _forget_old(tx: Tx) -> None:
    old = select(SheetImport.id).where(SheetImport.state == "PREVIEWED", SheetImport.uploaded_at < tx.now - KEPT)
    tx.session.execute(delete(SheetRow).where(SheetRow.import_id.in_(old)))
    tx.session.execute(delete(SheetImport).where(SheetImport.state == "PREVIEWED", SheetImport.uploaded_at < tx.now - KEPT))


def _stored(import_id: Id, row: PlannedRow, cells: Mapping[str, Cell]) -> dict[str, Any]:
    return {
        "import_id": import_id,
        "number": row.number,
        "gravity": GRAVITY[row.outcome],
        "outcome": row.outcome.value,
        "label": row.label,
        "cells": _json({name: written(cell) for name, cell in cells.items()}),
        "changes": _json(
            [{"field": change.field, "before": change.before, "after": change.after} for change in row.changes]
        ),
        "faults": _json(_faults(row.faults)),
        "notes": _json(_faults(row.notes)),
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _faults(faults: Iterable[RowFault]) -> list[dict[str, str]]:
    return [{"column": fault.column, "code": fault.code, "es": fault.say("es"), "en": fault.say("en")} for fault in faults]


def written(cell: Cell) -> str:
    """A cell with its kind before it, as `as_read` takes it back."""
    if isinstance(cell, Formula):
        return "f:"
    if isinstance(cell, Decimal):
        return f"n:{cell:f}"
    return f"d:{cell.isoformat()}" if isinstance(cell, date) else f"t:{cell}"


def as_read(stored: str) -> Cell:
    """The cell that `written` was given."""
    kind, _, value = stored.partition(":")
    if kind == "n":
        return Decimal(value)
    if kind == "d":
        return date.fromisoformat(value)
    return Formula.FORMULA if kind == "f" else value
