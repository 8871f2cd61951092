"""A file's bytes as rows of cells; what it is, its first bytes say, not its name.

Nothing in a file is run: no formula is computed, no macro and no link is followed, no entity of XML is expanded.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from desertbrew.kernel.errors import DomainError, Text
from desertbrew.kernel.sheets import Cell, Sheet
from desertbrew.platform.http.spreadsheet import as_typed

MOST_BYTES = 8 * 1024 * 1024
MOST_ROWS = 10_000
MOST_COLUMNS = 60
LONGEST_CELL = 1_000


class SheetUnreadable(DomainError):
    """The file as a whole is refused; `why` says what to do."""

    slug = "sheet-unreadable"
    status = 422
    title = Text(es="No pudimos leer el archivo", en="We could not read the file")
    detail = Text(es="{why} No se guardó nada.", en="{why} Nothing was kept.")

    def __init__(self, code: str, es: str, en: str) -> None:
        super().__init__(code=code, why=Text(es=es, en=en))


def read_sheet(content: bytes) -> Sheet:
    """Read .xlsx or CSV; raises `SheetUnreadable` for everything else, and for what is larger than a person's work is."""
    if len(content) > MOST_BYTES:
        raise too_large()
    if content.startswith(b"PK\x03\x04"):
        # Only where it is needed: the library is large, and most processes never see a spreadsheet.
        from desertbrew.platform.sheets.xlsx import read_xlsx  # noqa: PLC0415

        return Sheet("XLSX", _within_limits(read_xlsx(content)))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise SheetUnreadable(
            "old-excel",
            "Es un .xls de Excel viejo, o tiene contraseña. Guárdalo como .xlsx sin contraseña, o como CSV.",
            "This is an old Excel .xls, or it has a password. Save it as .xlsx without a password, or as CSV.",
        )
    return _read_csv(content)


def too_large() -> SheetUnreadable:
    """One sentence for every way of being too large."""
    return SheetUnreadable(
        "too-large",
        f"Es demasiado grande: caben {MOST_ROWS:,} renglones y {MOST_BYTES // 1024 // 1024} MB. Divídelo en partes.",
        f"It is too large: {MOST_ROWS:,} rows and {MOST_BYTES // 1024 // 1024} MB fit. Split it.",
    )


def _within_limits(rows: Iterable[list[Cell]]) -> list[tuple[int, list[Cell]]]:
    """Rows that hold anything, numbered from 1; the header is one row more than `MOST_ROWS`."""
    kept: list[tuple[int, list[Cell]]] = []
    for number, row in enumerate(rows, 1):
        while row and row[-1] is None:
            row.pop()
        if not row:
            continue
        if len(kept) > MOST_ROWS or len(row) > MOST_COLUMNS:
            raise too_large()
        kept.append((number, row))
    return kept


def text_cell(written: str) -> str | None:
    """Text as the person meant it: stripped, and without the quote that keeps it from being a formula."""
    if len(written) > LONGEST_CELL:
        raise SheetUnreadable(
            "long-cell",
            f"Una celda tiene más de {LONGEST_CELL:,} letras. ¿Es el archivo correcto?",
            f"A cell has more than {LONGEST_CELL:,} letters. Is it the right file?",
        )
    return as_typed(written.strip().replace("\N{NO-BREAK SPACE}", " ")) or None


def _read_csv(content: bytes) -> Sheet:
    text = _decode(content)
    if "\0" in text:
        raise SheetUnreadable(
            "not-a-sheet",
            "No es una hoja de cálculo. Usa .xlsx o CSV.",
            "It is not a spreadsheet. Use .xlsx or CSV.",
        )
    delimiter, text = _delimiter(text)
    return Sheet("CSV", _within_limits(_csv_rows(text, delimiter)), decimal_comma=delimiter == ";")


def _decode(content: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 by its mark, else the code page of Windows in the west."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(text: str) -> tuple[str, str]:
    """What separates, and the text without Excel's own `sep=;` line."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == len("sep=;"):
        return first.strip()[-1], "\n" + rest
    head = next((line for line in text.splitlines() if line.strip()), "")
    bare = "".join(part for index, part in enumerate(head.split('"')) if index % 2 == 0)
    return max(",;\t", key=bare.count), text


def _csv_rows(text: str, delimiter: str) -> Iterator[list[Cell]]:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for line in lines:
            if len(line) > MOST_COLUMNS and any(cell.strip() for cell in line[MOST_COLUMNS:]):
                raise too_large()
            yield [text_cell(cell) for cell in line[:MOST_COLUMNS]]
    except csv.Error as error:
        raise SheetUnreadable(
            "broken-csv",
            f"El CSV está roto en la línea {lines.line_num}: revisa las comillas.",
            f"The CSV is broken at line {lines.line_num}: look at the quotes.",
        ) from error
