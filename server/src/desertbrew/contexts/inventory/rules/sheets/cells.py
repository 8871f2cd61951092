"""What a cell says: each reading gives a value, or a fault in words for the person who typed it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from desertbrew.kernel.errors import Text
from desertbrew.kernel.sheets import Cell, Formula

MOST_DECIMALS = 6


class FaultCode(StrEnum):
    """Why a cell or a row is not taken; the words may change, these may not."""

    MISSING = "MISSING"
    FORMULA = "FORMULA"
    TOO_LONG = "TOO_LONG"
    NOT_A_NUMBER = "NOT_A_NUMBER"
    AMBIGUOUS_NUMBER = "AMBIGUOUS_NUMBER"
    OUT_OF_RANGE = "OUT_OF_RANGE"
    NOT_A_DAY = "NOT_A_DAY"
    NOT_A_CHOICE = "NOT_A_CHOICE"
    NOT_A_SKU = "NOT_A_SKU"
    BAD_CONVERSION = "BAD_CONVERSION"
    DUPLICATE = "DUPLICATE"
    UNKNOWN = "UNKNOWN"
    BASE_UNIT_CHANGES = "BASE_UNIT_CHANGES"
    MIN_ABOVE_MAX = "MIN_ABOVE_MAX"
    UNIT_DOES_NOT_CONVERT = "UNIT_DOES_NOT_CONVERT"
    EXPIRED = "EXPIRED"
    ALREADY_OPENED = "ALREADY_OPENED"
    LOOKS_LIKE = "LOOKS_LIKE"
    CANNOT_CHANGE = "CANNOT_CHANGE"


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with one row, and in which column; `column` is empty where it is the row as a whole."""

    column: str
    code: FaultCode
    text: Text
    facts: Mapping[str, str] = field(default_factory=dict)

    def say(self, language: str) -> str:
        """The sentence."""
        return self.text.say(language, dict(self.facts))


class Unreadable(ValueError):
    """A cell that does not say what its column asks."""

    def __init__(self, code: FaultCode, es: str, en: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.text = Text(es=es, en=en)
        self.facts = facts

    def at(self, column: str) -> RowFault:
        """The same, as a fault of that column."""
        return RowFault(column, self.code, self.text, self.facts)


def words(cell: Cell, longest: int, shortest: int = 1) -> str | None:
    """Text of a bounded length; None where the cell is empty."""
    if cell is None:
        return None
    said = _as_text(cell)
    if not shortest <= len(said) <= longest:
        raise Unreadable(
            FaultCode.TOO_LONG,
            "Debe llevar entre {shortest} y {longest} letras.",
            "It must have between {shortest} and {longest} letters.",
            shortest=str(shortest),
            longest=str(longest),
        )
    return said


def _as_text(cell: Cell) -> str:
    if isinstance(cell, Formula):
        raise Unreadable(
            FaultCode.FORMULA,
            "Es una fórmula, y aquí no se calculan. Cópiala y pégala como valor.",
            "This is a formula, and none is computed here. Copy it and paste it as a value.",
        )
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


_DRESS = re.compile(r"[\s$'’ ]")
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_GROUPED = {",": re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?"), ".": re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d*)?")}


def number(cell: Cell, *, decimal_comma: bool = False) -> Decimal | None:
    """A decimal as people write it: 1234.5, 1,234.5, 1.234,5, 0,5, $ 12; None where the cell is empty.

    `decimal_comma` is for files that separate with semicolons: there 1,234 is a little over one, while 1.234 may be that
    or a thousand, and is asked again instead of guessed.
    """
    if cell is None:
        return None
    if isinstance(cell, Decimal):
        return _in_bounds(cell)
    written = _DRESS.sub("", _as_text(cell))
    figure = _with_point(written, decimal_comma=decimal_comma)
    if not _PLAIN.fullmatch(figure):
        raise Unreadable(FaultCode.NOT_A_NUMBER, "«{typed}» no es un número.", "“{typed}” is not a number.", typed=written)
    return _in_bounds(Decimal(figure))


def _with_point(written: str, *, decimal_comma: bool) -> str:
    commas, points = written.count(","), written.count(".")
    if commas and points:
        thousands = "," if written.rfind(".") > written.rfind(",") else "."
        return written.replace(thousands, "").replace(",", ".") if _GROUPED[thousands].fullmatch(written) else written
    if commas == 1 and (decimal_comma or not _GROUPED[","].fullmatch(written)):
        return written.replace(",", ".")
    if commas and _GROUPED[","].fullmatch(written):
        return written.replace(",", "")
    if points and decimal_comma and _GROUPED["."].fullmatch(written) and not written.lstrip("+-").startswith("0"):
        if points > 1:
            return written.replace(".", "")
        raise Unreadable(
            FaultCode.AMBIGUOUS_NUMBER,
            "«{typed}» puede ser mil o uno. Escríbelo sin separar los miles.",
            "“{typed}” may be a thousand or one. Write it without separating thousands.",
            typed=written,
        )
    return written


def _in_bounds(figure: Decimal) -> Decimal:
    if not figure.is_finite() or abs(figure) > Decimal(10) ** 12:
        raise Unreadable(FaultCode.OUT_OF_RANGE, "La cifra es imposible.", "The figure is impossible.")
    stepped = figure.quantize(Decimal(1).scaleb(-MOST_DECIMALS))
    if stepped != figure:
        raise Unreadable(
            FaultCode.OUT_OF_RANGE,
            "Lleva más de {decimals} decimales.",
            "It has more than {decimals} decimals.",
            decimals=str(MOST_DECIMALS),
        )
    return stepped


def between(figure: Decimal | None, low: Decimal, high: Decimal, *, low_is_in: bool = True) -> Decimal | None:
    """The figure, if it lies there."""
    if figure is not None and not (low < figure <= high or (low_is_in and figure == low)):
        raise Unreadable(
            FaultCode.OUT_OF_RANGE,
            "Debe ser {than} {low} y a lo más {high}.",
            "It must be {than_en} {low} and {high} at the most.",
            than="al menos" if low_is_in else "mayor que",
            than_en="at least" if low_is_in else "above",
            low=format(low.normalize(), "f"),
            high=format(high.normalize(), "f"),
        )
    return figure


_DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%Y/%m/%d")
_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_DAYS = (20_000, 80_000)
"""1954 to 2119: a number there in a column of days is a day that lost its format."""


def day(cell: Cell) -> date | None:
    """A day as people here write it, the day before the month; None where the cell is empty."""
    if cell is None:
        return None
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, Decimal) and _EXCEL_DAYS[0] <= cell <= _EXCEL_DAYS[1]:
        return _EXCEL_EPOCH + timedelta(days=int(cell))
    written = _as_text(cell)
    for form in _DAY_FORMS:
        try:
            return datetime.strptime(written.split("T")[0], form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise Unreadable(
        FaultCode.NOT_A_DAY,
        "«{typed}» no es una fecha: escribe día/mes/año.",
        "“{typed}” is not a date: write day/month/year.",
        typed=written,
    )
