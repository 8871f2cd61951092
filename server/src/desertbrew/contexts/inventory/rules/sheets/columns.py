"""Which columns a sheet has, by whatever name people give them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desertbrew.kernel.errors import Text
from desertbrew.kernel.sheets import Cell, Sheet

HEADER_WITHIN = 10
"""A header stands among the first rows, under a logo or a title perhaps."""


class SheetKind(StrEnum):
    """What a sheet holds."""

    ITEMS = "ITEMS"
    OPENING = "OPENING"
    COUNT = "COUNT"


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """One column: its titles, the other names it goes by, and what it takes, in a sentence for the template."""

    name: str
    title: Text
    takes: Text
    needed: bool = False
    aliases: tuple[str, ...] = ()

    def goes_by(self) -> frozenset[str]:
        """All its names, folded."""
        return frozenset(map(folded, (self.name, self.title.es, self.title.en, *self.aliases)))


class ColumnsMissing(ValueError):
    """No row looks like the header of such a sheet."""

    def __init__(self, missing: Sequence[ColumnRule], twice: Sequence[str]) -> None:
        super().__init__("columns")
        self.missing = missing
        self.twice = twice


@dataclass(frozen=True, slots=True)
class Tabled:
    """A sheet's rows by column name, and the titles that nobody knows what to do with."""

    rows: list[tuple[int, Mapping[str, Cell]]]
    ignored: tuple[str, ...]
    columns: frozenset[str]


def folded(title: str) -> str:
    """The same for `Unidad base`, `UNIDAD BASE *` and `unidad_base`."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", title) if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", " ", bare.casefold()).strip()


def tabled(sheet: Sheet, columns: Sequence[ColumnRule]) -> Tabled:
    """Find the header and read the rows under it; raises `ColumnsMissing` where a needed column is not there, or twice."""
    best: list[str | None] = []
    best_at, best_row = 0, sheet.rows[0][1] if sheet.rows else []
    for index, (_, cells) in enumerate(sheet.rows[:HEADER_WITHIN]):
        named = [_column(cell, columns) for cell in cells]
        if sum(name is not None for name in named) > sum(name is not None for name in best):
            best, best_at, best_row = named, index, cells
    known = [name for name in best if name is not None]
    missing = [column for column in columns if column.needed and column.name not in known]
    twice = sorted({name for name in known if known.count(name) > 1})
    if missing or twice:
        raise ColumnsMissing(missing, twice)
    rows = [(number, _row(cells, best)) for number, cells in sheet.rows[best_at + 1 :]]
    ignored = tuple(str(cell) for cell, name in zip(best_row, best, strict=True) if name is None and cell is not None)
    return Tabled([(number, row) for number, row in rows if row], ignored, frozenset(known))


def _column(cell: Cell, columns: Sequence[ColumnRule]) -> str | None:
    if not isinstance(cell, str):
        return None
    title = folded(cell)
    return next((column.name for column in columns if title in column.goes_by()), None)


def _row(cells: Sequence[Cell], named: Sequence[str | None]) -> dict[str, Cell]:
    return {name: cell for cell, name in zip(cells, named, strict=False) if name is not None and cell is not None}
