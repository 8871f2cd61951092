"""What goes out as a sheet, in the words of whoever asked; each comes in again as it went out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desertbrew.contexts.inventory import queries
from desertbrew.contexts.inventory.contract import ItemKind
from desertbrew.contexts.inventory.rules import DrawPolicy
from desertbrew.contexts.inventory.rules.sheets import (
    ITEM_COLUMNS,
    KIND_WORDS,
    OPENING_COLUMNS,
    CatalogueItem,
    ColumnRule,
    SheetKind,
    conversions_text,
)
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.platform.db import ReadTx

NAMES = {
    SheetKind.ITEMS: {"es": "articulos", "en": "items"},
    SheetKind.OPENING: {"es": "existencia-inicial", "en": "opening-stock"},
}
UNIT_NAMES = {BaseUnit.PIECE: {"es": "pieza", "en": "piece"}}
POLICY_NAMES = {DrawPolicy.FIFO: {"es": "PEPS", "en": "FIFO"}}

Row = Sequence[str | Decimal | int | date | None]


@dataclass(frozen=True, slots=True)
class Template:
    """A sheet on its way out."""

    name: str
    titles: list[str]
    rows: list[Row]
    notes: list[str]


def template_of(tx: ReadTx, kind: SheetKind, language: str, *, empty: bool) -> Template:
    """The catalogue, or a form for opening stock with a row for each item that has none yet."""
    columns = ITEM_COLUMNS if kind is SheetKind.ITEMS else OPENING_COLUMNS
    items: Iterable[CatalogueItem] = [] if empty else queries.catalogue(tx).values()
    if kind is SheetKind.ITEMS:
        rows = [_item(item, language) for item in items]
    else:
        rows = [[item.sku, item.name, None, unit_name(item.base_unit, language)] for item in items if not item.opened]
    return Template(NAMES[kind][language], titles(columns, language), rows, _notes(columns, language))


def titles(columns: Sequence[ColumnRule], language: str) -> list[str]:
    """The header."""
    return [column.title.say(language, {}) for column in columns]


def _notes(columns: Sequence[ColumnRule], language: str) -> list[str]:
    needed = {"es": " (hace falta)", "en": " (needed)"}[language]
    return [
        f"{column.title.say(language, {})}{needed if column.needed else ''}: {column.takes.say(language, {})}"
        for column in columns
    ]


def unit_name(unit: BaseUnit, language: str) -> str:
    """A base unit as people write it."""
    return UNIT_NAMES[unit][language] if unit in UNIT_NAMES else unit.value


def _item(item: CatalogueItem, language: str) -> Row:
    kind = KIND_WORDS[ItemKind(item.kind)]
    policy = DrawPolicy(item.draw_policy)
    return [
        item.sku,
        item.name,
        kind[0] if language == "es" else kind[1],
        unit_name(item.base_unit, language),
        conversions_text(item.conversions),
        POLICY_NAMES[policy][language] if policy in POLICY_NAMES else policy.value,
        item.category,
        item.min_quantity,
        item.max_quantity,
    ]
