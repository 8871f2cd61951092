"""Cells of files that a spreadsheet opens."""

from __future__ import annotations

import re

_LIKE_A_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_WITH_ITS_QUOTE = re.compile(r"'+[=+\-@\t\r]")


def unlike_a_formula(cell: str) -> str:
    """A spreadsheet runs what begins like a formula, and a client's name may: it gets a quote before it."""
    return f"'{cell}" if _LIKE_A_FORMULA.match(cell) else cell


def as_typed(cell: str) -> str:
    """What `unlike_a_formula` was given, when the file comes back."""
    return cell[1:] if _WITH_ITS_QUOTE.match(cell) else cell
