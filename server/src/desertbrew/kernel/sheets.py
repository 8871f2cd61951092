"""A spreadsheet as rows of cells, whichever program and format it came in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum


class Formula(Enum):
    """Stands where a formula stood: what it would come to, nobody here computes."""

    FORMULA = "FORMULA"


Cell = str | Decimal | date | Formula | None
"""Text is stripped and never empty; what Excel keeps as a number or a day arrives as one."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file's first sheet that hold anything, each with the number that the person sees beside it."""

    format: str
    """XLSX, or CSV."""
    rows: list[tuple[int, list[Cell]]]
    decimal_comma: bool = False
    """The file separates with semicolons, as spreadsheets do where 1,5 is one and a half."""
