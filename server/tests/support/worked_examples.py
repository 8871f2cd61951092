"""Tables that were worked by hand, read out of the documentation so that it and the code cannot say different things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

ALGORITHMS = Path(__file__).parents[3] / "docs" / "algorithms"
MARK = re.compile(r"^Worked by hand: `(\w+)`$")
BESIDE = "by hand"
"""The column that shows the arithmetic to a reader."""


@dataclass(frozen=True, slots=True)
class Example:
    """One row: what goes in, and what comes out, as they are written."""

    formula: str
    given: tuple[str, ...]
    result: str

    def __str__(self) -> str:
        return f"{self.formula}({', '.join(self.given)}) = {self.result}"


def examples(document: str) -> list[Example]:
    """Every row of every table that follows a mark."""
    lines = iter((ALGORITHMS / document).read_text(encoding="utf-8").splitlines())
    return [example for line in lines if (mark := MARK.match(line)) for example in _table(mark.group(1), lines)]


def _table(formula: str, lines: Iterator[str]) -> Iterator[Example]:
    assert next(lines) == "", f"an empty line before the table of {formula}"
    head = _cells(next(lines))
    assert head[-1].startswith("="), f"the last column of {formula} is the result"
    next(lines)
    for line in lines:
        if not line.startswith("|"):
            return
        cells = _cells(line)
        assert len(cells) == len(head), f"{formula}: {line}"
        given = tuple(cell for name, cell in zip(head[:-1], cells[:-1], strict=True) if name != BESIDE)
        yield Example(formula, given, cells[-1])


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def number(cell: str) -> Decimal | None:
    """A figure; – and ∞ have none."""
    return None if cell in {"–", "∞"} else Decimal(cell)


def figure(cell: str) -> Decimal:
    """A figure that must be there."""
    return Decimal(cell)


def yes(cell: str) -> bool:
    """A flag."""
    return {"yes": True, "no": False}[cell]
