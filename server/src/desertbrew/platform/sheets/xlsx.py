"""Excel's own files: a zip of XML, looked through before anything in it is believed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from xml.parsers import expat

import openpyxl

from desertbrew.kernel.sheets import Cell, Formula
from desertbrew.platform.sheets.reading import MOST_COLUMNS, SheetUnreadable, text_cell, too_large

MOST_PARTS = 2_000
MOST_UNPACKED = 96 * 1024 * 1024
MOST_RATIO = 150
"""Sheets of figures pack ten- to fiftyfold; a bomb packs a thousandfold."""
RATIO_FROM = 1024 * 1024
ROWS_SEEN = 50_000
"""How far down rows are looked for: beyond are only the empty ones that a spreadsheet drags along, or too many."""
WHOLE = Decimal(10) ** 15
PACKED = (".zip", ".xlsx", ".xlsm", ".xlsb", ".docx", ".gz", ".7z", ".rar")


class _Seen(Exception):
    """The root element began: no document type can follow."""


def read_xlsx(content: bytes) -> Iterator[list[Cell]]:
    """The rows of the first sheet; raises `SheetUnreadable` before reading what no honest program writes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _look_through(archive)
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False, keep_vba=False)
        yield from _rows(workbook.worksheets[0])
    except SheetUnreadable:
        raise
    except Exception as error:  # the library answers a broken file with whatever breaks first
        raise _broken() from error


def _broken() -> SheetUnreadable:
    return SheetUnreadable(
        "broken-xlsx",
        "El archivo de Excel está dañado. Ábrelo y guárdalo otra vez como .xlsx.",
        "The Excel file is damaged. Open it and save it again as .xlsx.",
    )


def _hostile() -> SheetUnreadable:
    return SheetUnreadable(
        "suspicious",
        "El archivo trae algo que una hoja de cálculo no lleva, y no lo abrimos. Cópialo a un archivo nuevo.",
        "The file carries what no spreadsheet does, and we did not open it. Copy it into a new file.",
    )


def _look_through(archive: zipfile.ZipFile) -> None:
    """By the zip's own directory, whose sizes the unpacking is then held to."""
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise SheetUnreadable(
            "not-a-sheet", "No es una hoja de cálculo. Usa .xlsx o CSV.", "It is not a spreadsheet. Use .xlsx or CSV."
        )
    if len(parts) > MOST_PARTS or len(names) != len(parts) or any(part.flag_bits & 1 for part in parts):
        raise _hostile()
    if any(part.filename.lower().endswith(PACKED) and "embeddings/" not in part.filename for part in parts):
        raise _hostile()
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise too_large()
    for part in parts:
        if part.file_size > RATIO_FROM and part.file_size > MOST_RATIO * max(1, part.compress_size):
            raise _hostile()
        if part.filename.endswith((".xml", ".rels")):
            _refuse_document_type(archive, part)


def _refuse_document_type(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Entities are declared in a document type, and no program writes one into a sheet."""
    parser = expat.ParserCreate()

    def on_type(*_: object) -> None:
        raise _hostile()

    def on_root(*_: object) -> None:
        raise _Seen

    parser.StartDoctypeDeclHandler = on_type
    parser.StartElementHandler = on_root
    with archive.open(part) as unpacked:
        try:
            while chunk := unpacked.read(4096):
                parser.Parse(chunk)
        except _Seen:
            return


def _rows(sheet: Any) -> Iterator[list[Cell]]:  # noqa: ANN401 - the library has no types
    for number, row in enumerate(sheet.iter_rows(max_row=ROWS_SEEN + 1, max_col=MOST_COLUMNS + 1), 1):
        cells = [_cell(cell) for cell in row]
        if number > ROWS_SEEN or (len(cells) > MOST_COLUMNS and cells[-1] is not None):
            raise too_large()
        yield cells[:MOST_COLUMNS]


def _cell(cell: Any) -> Cell:  # noqa: ANN401 - as above
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        return Formula.FORMULA
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return text_cell(str(value))


def _number(value: float) -> Cell:
    """What the person sees: Excel shows fifteen digits of its floats, and 0.1 + 0.2 as 0.3."""
    try:
        shown = Decimal(f"{value:.15g}")
    except (InvalidOperation, OverflowError):
        return text_cell(str(value))
    return Decimal(int(shown)) if shown == shown.to_integral_value() and abs(shown) < WHOLE else shown
