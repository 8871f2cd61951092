"""Tables that a spreadsheet opens."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from fastapi import Response

from desertbrew.platform.http.spreadsheet import unlike_a_formula


class CsvResponse(Response):
    """A table for a spreadsheet, as the OpenAPI document announces it."""

    media_type = "text/csv"


def csv_file(name: str, head: Sequence[str], lines: Iterable[Sequence[str | int | Decimal | None]]) -> CsvResponse:
    """A file of that name, UTF-8 with a mark so that a spreadsheet reads the accents; text never runs as a formula."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(head)
    for line in lines:
        table.writerow([unlike_a_formula(cell) if isinstance(cell, str) else "" if cell is None else cell for cell in line])
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return CsvResponse("\ufeff" + written.getvalue(), 200, headers)
