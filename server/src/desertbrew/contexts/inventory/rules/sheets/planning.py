"""What a sheet would do, row by row, before anything is done."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from rapidfuzz import fuzz, process

from desertbrew.contexts.inventory.rules.sheets.cells import FaultCode, RowFault, Unreadable
from desertbrew.contexts.inventory.rules.sheets.columns import folded
from desertbrew.kernel.errors import Text
from desertbrew.kernel.sheets import Cell

T = TypeVar("T")

MOST_SUGGESTIONS = 200
"""A sheet of thousands of unknown names is the wrong sheet; it need not be compared with the catalogue to the end."""
ALIKE = 82.0
"""Of a hundred; «Malta Plae» is like «Malta Pale» (90), «Malta Munich» is not (64)."""


class Outcome(StrEnum):
    """What becomes of a row, the gravest first."""

    ERROR = "ERROR"
    CHANGE = "CHANGE"
    NEW = "NEW"
    SAME = "SAME"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What a row changes; `before` is None where there was nothing."""

    field: str
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row, and what it would do."""

    number: int
    label: str
    outcome: Outcome
    changes: tuple[FieldChange, ...] = ()
    faults: tuple[RowFault, ...] = ()
    notes: tuple[RowFault, ...] = ()
    """Worth a look, and no reason to refuse."""
    record: Any = None
    """What was understood, for whoever applies it; None where the row is in error."""


class RowReader:
    """Reads a row's cells; what cannot be read is collected, so that a person sees all of it at once."""

    def __init__(self, row: Mapping[str, Cell]) -> None:
        self._row = row
        self.faults: list[RowFault] = []

    def take(self, column: str, read: Callable[[Cell], T | None], *, needed: bool = False) -> T | None:
        """The column's value, or None where it is empty or cannot be read."""
        cell = self._row.get(column)
        if cell is None:
            if needed:
                self.faults.append(RowFault(column, FaultCode.MISSING, Text(es="Falta este dato.", en="This is missing.")))
            return None
        try:
            return read(cell)
        except Unreadable as unreadable:
            self.faults.append(unreadable.at(column))
            return None

    def label(self, *columns: str) -> str:
        """What the row is called in a list, from whatever it has."""
        return " · ".join(str(self._row[column]) for column in columns if isinstance(self._row.get(column), str))[:160]


class Duplicates:
    """The first row of each key; every later one is at fault."""

    def __init__(self) -> None:
        self._first: dict[Any, int] = {}

    def fault(self, key: Any, number: int, column: str) -> list[RowFault]:  # noqa: ANN401 - anything hashable
        """What is wrong with meeting `key` in this row."""
        first = self._first.setdefault(key, number)
        if first == number:
            return []
        said = Text(es="Está repetido: también en el renglón {row}.", en="It is there twice: row {row} has it too.")
        return [RowFault(column, FaultCode.DUPLICATE, said, {"row": str(first)})]


class Alike:
    """Finds what was probably meant by a name that is not there."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """`names`: what may be meant, by what is shown for it."""
        self._shown = list(names)
        self._folded = [folded(name) for name in names.values()]
        self._left = MOST_SUGGESTIONS

    def to(self, typed: str) -> str | None:
        """The nearest name, as it is shown; None where none is near."""
        if self._left == 0 or not typed:
            return None
        self._left -= 1
        found = process.extractOne(folded(typed), self._folded, scorer=fuzz.ratio, score_cutoff=ALIKE)
        return None if found is None else self._shown[found[2]]


def unknown(column: str, typed: str, meant: str | None) -> RowFault:
    """Nothing goes by that name, and what may have been meant."""
    if meant is None:
        said = Text(es="No conocemos «{typed}».", en="We know no “{typed}”.")
        return RowFault(column, FaultCode.UNKNOWN, said, {"typed": typed})
    said = Text(es="No conocemos «{typed}». ¿Será {meant}?", en="We know no “{typed}”. Is it {meant}?")
    return RowFault(column, FaultCode.UNKNOWN, said, {"typed": typed, "meant": meant})


def digest(rows: Sequence[PlannedRow]) -> str:
    """The same for two plans that would do the same; what a person saw, in 64 letters."""
    told = [
        (row.number, row.outcome, [(change.field, change.before, change.after) for change in row.changes]) for row in rows
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
