"""The plan of a sheet against the books as this transaction sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desertbrew.contexts.inventory import queries
from desertbrew.contexts.inventory.rules.sheets import (
    Catalogue,
    PlannedRow,
    SheetKind,
    Surroundings,
    plan_items,
    plan_opening,
)
from desertbrew.kernel.sheets import Cell
from desertbrew.platform.db import ReadTx

Rows = Sequence[tuple[int, Mapping[str, Cell]]]


def plan(tx: ReadTx, kind: SheetKind, rows: Rows, *, decimal_comma: bool) -> list[PlannedRow]:
    """What the rows would do now."""
    catalogue = queries.catalogue(tx)
    if kind is SheetKind.ITEMS:
        return plan_items(rows, Catalogue(catalogue, queries.categories_by_name(tx)), decimal_comma=decimal_comma)
    return plan_opening(rows, Surroundings(catalogue, queries.places_by_name(tx), tx.today, decimal_comma))
