"""Spreadsheets in and out: .xlsx and CSV as rows of cells, whatever program wrote them, and whoever means harm."""

from __future__ import annotations

from desertbrew.platform.sheets.reading import (
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    SheetUnreadable,
    read_sheet,
)
from desertbrew.platform.sheets.writing import CSV, XLSX, write_csv, write_xlsx

__all__ = [
    "CSV",
    "MOST_BYTES",
    "MOST_COLUMNS",
    "MOST_ROWS",
    "XLSX",
    "SheetUnreadable",
    "read_sheet",
    "write_csv",
    "write_xlsx",
]
