"""Rows as a file that a spreadsheet opens; no text in it can be taken for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from desertbrew.platform.http.spreadsheet import unlike_a_formula

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"

Out = str | Decimal | int | date | None
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
WIDEST = 48


def plain(figure: Decimal) -> str:
    """Without the zeros that say nothing: 25.000000 is 25."""
    return format(figure.normalize(), "f") if figure else "0"


def _safe(cell: str) -> str:
    return unlike_a_formula(_UNPRINTABLE.sub(" ", cell))


def write_csv(titles: Sequence[str], rows: Iterable[Sequence[Out]]) -> bytes:
    """UTF-8 with a mark, so that a spreadsheet reads the accents; figures with a point, days as yyyy-mm-dd."""
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow([_safe(title) for title in titles])
    for row in rows:
        lines.writerow([_csv_cell(cell) for cell in row])
    return ("\ufeff" + written.getvalue()).encode()


def _csv_cell(cell: Out) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return plain(cell)
    return cell.isoformat() if isinstance(cell, date) else _safe(str(cell)) if isinstance(cell, str) else str(cell)


def write_xlsx(name: str, titles: Sequence[str], rows: Iterable[Sequence[Out]], notes: Sequence[str] = ()) -> bytes:
    """One sheet with a header that stays in sight, and a second one with `notes` where there are any."""
    from openpyxl import Workbook  # noqa: PLC0415 - large, and most processes never write a spreadsheet
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(name)
    sheet.freeze_panes = "A2"
    for index, title in enumerate(titles, 1):
        sheet.column_dimensions[get_column_letter(index)].width = min(WIDEST, max(14, len(title) + 4))
    head = []
    for title in titles:
        cell = WriteOnlyCell(sheet, value=_safe(title))
        cell.font = Font(bold=True)
        head.append(cell)
    sheet.append(head)
    for row in rows:
        sheet.append([_safe(cell) if isinstance(cell, str) else cell for cell in row])
    if notes:
        explained = workbook.create_sheet("Notas")
        explained.column_dimensions["A"].width = 2 * WIDEST
        for note in notes:
            explained.append([_safe(note)])
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()
