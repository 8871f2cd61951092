"""Cells of files that a spreadsheet opens."""

from __future__ import annotations

FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")


def unlike_a_formula(cell: str) -> str:
    """A spreadsheet runs what begins like a formula, and a client's name may: it gets a quote before it."""
    return f"'{cell}" if cell.startswith(FORMULA_BEGINS) else cell
