"""Sheets: how their cells are read, and what each row would do."""

from __future__ import annotations

from desertbrew.contexts.inventory.rules.sheets.cells import FaultCode, RowFault, Unreadable, day, number, words
from desertbrew.contexts.inventory.rules.sheets.columns import ColumnRule, ColumnsMissing, SheetKind, Tabled, folded, tabled
from desertbrew.contexts.inventory.rules.sheets.items import (
    ITEM_COLUMNS,
    KIND_WORDS,
    Catalogue,
    CatalogueItem,
    ItemRecord,
    KnownCategory,
    conversions_text,
    plan_items,
)
from desertbrew.contexts.inventory.rules.sheets.opening import OPENING_COLUMNS, OpeningRecord, Surroundings, plan_opening
from desertbrew.contexts.inventory.rules.sheets.planning import FieldChange, Outcome, PlannedRow, digest

__all__ = [
    "ITEM_COLUMNS",
    "KIND_WORDS",
    "OPENING_COLUMNS",
    "Catalogue",
    "CatalogueItem",
    "ColumnRule",
    "ColumnsMissing",
    "FaultCode",
    "FieldChange",
    "ItemRecord",
    "KnownCategory",
    "OpeningRecord",
    "Outcome",
    "PlannedRow",
    "RowFault",
    "SheetKind",
    "Surroundings",
    "Tabled",
    "Unreadable",
    "conversions_text",
    "day",
    "digest",
    "folded",
    "number",
    "plan_items",
    "plan_opening",
    "tabled",
    "words",
]
