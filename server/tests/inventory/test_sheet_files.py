"""Files in and out: what is written comes back, and what means harm is refused before it is opened."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desertbrew.kernel.sheets import Cell, Formula
from desertbrew.platform.http.spreadsheet import as_typed, unlike_a_formula
from desertbrew.platform.sheets import MOST_ROWS, SheetUnreadable, read_sheet, write_csv, write_xlsx
from inventory.sheetwork import HEADER, HOSTILE, PLAIN, changed_zip

LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs", "Cn", "Co"))
TEXT = st.text(LETTERS, min_size=1, max_size=30).filter(lambda text: "_x" not in text)
DANGEROUS = st.builds(lambda first, rest: first + rest, st.sampled_from(["=", "+", "-", "@", "'=", "''-"]), TEXT)
FIGURE = st.decimals(min_value=-(10**8), max_value=10**8, places=6, allow_nan=False)
DAY = st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31))
ROW = st.lists(st.one_of(TEXT, DANGEROUS, FIGURE, DAY, st.none()), min_size=3, max_size=3).filter(any)
TABLE = st.lists(ROW, min_size=1, max_size=6)


def cells(content: bytes) -> list[list[Cell]]:
    """The rows under the header, each three cells wide."""
    return [(row + [None] * 3)[:3] for _, row in read_sheet(content).rows[1:]]


def as_text(cell: Any) -> str | None:
    """A cell as CSV would say it."""
    if isinstance(cell, Decimal):
        return format(cell.normalize(), "f") if cell else "0"
    return cell.isoformat() if isinstance(cell, date) else cell


@settings(max_examples=20, deadline=None)
@given(TABLE)
def test_what_is_written_as_xlsx_comes_back(table: list[list[Any]]) -> None:
    found = cells(write_xlsx("hoja", ["a", "b", "c"], table))
    assert found == [list(row) for row in table if any(cell is not None for cell in row)]


@settings(max_examples=80, deadline=None)
@given(TABLE)
def test_what_is_written_as_csv_comes_back(table: list[list[Any]]) -> None:
    found = cells(write_csv(["a", "b", "c"], table))
    assert found == [[as_text(cell) for cell in row] for row in table if any(cell is not None for cell in row)]


@settings(deadline=None)
@given(st.one_of(TEXT, DANGEROUS))
def test_no_text_goes_out_as_a_formula_and_each_comes_back(text: str) -> None:
    safe = unlike_a_formula(text)
    assert safe[0] not in "=+-@\t\r"
    assert as_typed(safe) == text


def test_a_formula_goes_out_as_text_in_both_formats() -> None:
    evil = '=HYPERLINK("http://x.test";"premio")'
    workbook = openpyxl.load_workbook(io.BytesIO(write_xlsx("hoja", ["a"], [[evil]])))
    assert workbook.worksheets[0]["A2"].data_type == "s"
    assert workbook.worksheets[0]["A2"].value.startswith("'=")
    (line,) = list(csv.reader(io.StringIO(write_csv(["a"], [[evil]]).decode("utf-8-sig"))))[1:]
    assert line == ["'" + evil]


def test_a_formula_that_comes_in_is_not_computed() -> None:
    workbook = openpyxl.Workbook()
    for row in (["Clave", "Cantidad"], ["MALT", "=1+1"]):
        workbook.worksheets[0].append(row)
    written = io.BytesIO()
    workbook.save(written)
    assert cells(written.getvalue()) == [["MALT", Formula.FORMULA, None]]


def test_macros_are_not_looked_at() -> None:
    with_macro = changed_zip(PLAIN, lambda _, data: data, **{"xl__vbaProject.bin": b"Sub AutoOpen()"})
    assert read_sheet(with_macro).rows == read_sheet(PLAIN).rows


def test_excel_keeps_floats_and_people_see_fifteen_digits() -> None:
    workbook = openpyxl.Workbook()
    for row in (["a", "b", "c"], [0.1 + 0.2, 25, datetime(2026, 11, 20, 8, 30)]):  # noqa: DTZ001 - Excel has no zones
        workbook.worksheets[0].append(row)
    written = io.BytesIO()
    workbook.save(written)
    assert cells(written.getvalue()) == [[Decimal("0.3"), Decimal(25), date(2026, 11, 20)]]


@pytest.mark.parametrize(
    "content",
    [
        "Clave;Nombre\r\nLÚPULO;Número ñ\r\n".encode("utf-8-sig"),
        "Clave;Nombre\r\nLÚPULO;Número ñ\r\n".encode("cp1252"),
        "Clave\tNombre\nLÚPULO\tNúmero ñ\n".encode("utf-16"),
        "sep=;\nClave;Nombre\nLÚPULO;Número ñ".encode(),
        '"Clave","Nombre"\n\n"LÚPULO"," Número ñ "\n,,\n'.encode(),
    ],
    ids=["utf-8 with a mark", "Windows", "UTF-16", "Excel's own line", "commas and quotes"],
)
def test_a_csv_of_any_program(content: bytes) -> None:
    sheet = read_sheet(content)
    assert [row for _, row in sheet.rows] == [["Clave", "Nombre"], ["LÚPULO", "Número ñ"]]
    assert sheet.decimal_comma == (b";" in content)


def test_rows_keep_the_numbers_that_people_see() -> None:
    assert [number for number, _ in read_sheet(b"Clave\n\n\nA\n\nB\n").rows] == [1, 4, 6]


@pytest.mark.parametrize("content, code", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(SheetUnreadable) as refused:
        read_sheet(content)
    assert refused.value.facts["code"] == code
    assert refused.value.facts["why"].es != refused.value.facts["why"].en


def test_the_largest_honest_sheet_is_read() -> None:
    table = [[f"ITEM-{number}", f"Artículo {number}", "Malta", "kg", "", ""] for number in range(MOST_ROWS)]
    assert len(read_sheet(write_csv(HEADER, table)).rows) == MOST_ROWS + 1
