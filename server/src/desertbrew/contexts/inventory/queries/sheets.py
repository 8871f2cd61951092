"""What sheets are compared with, and what came of those that were uploaded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, tuple_

from desertbrew.contexts.inventory.rules import TRANSIT, DrawPolicy, MovementKind
from desertbrew.contexts.inventory.rules.sheets import CatalogueItem, KnownCategory, folded
from desertbrew.contexts.inventory.tables import (
    Item,
    ItemCategory,
    ItemConversion,
    Movement,
    SheetImport,
    SheetRow,
    StockBalance,
    StorageLocation,
)
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.platform.db import ReadTx

_CATALOGUE = (
    select(Item.__table__, StockBalance.quantity, ItemCategory.name.label("category"))
    .join(StockBalance, StockBalance.item_id == Item.id)
    .outerjoin(ItemCategory, ItemCategory.id == Item.category_id)
    .order_by(Item.name, Item.id)
)
_CONVERSIONS = select(ItemConversion.item_id, ItemConversion.unit, ItemConversion.factor_to_base)
_OPENED = select(Movement.item_id).where(Movement.kind == MovementKind.OPENING.value).distinct()
_PLACES = select(StorageLocation.id, StorageLocation.code, StorageLocation.name).where(
    StorageLocation.active, StorageLocation.id != TRANSIT
)


def catalogue(tx: ReadTx) -> dict[str, CatalogueItem]:
    """Every item by its SKU, in the order of names."""
    connection = tx.connection
    own: dict[Id, dict[str, Any]] = {}
    for item_id, unit, factor in connection.execute(_CONVERSIONS):
        own.setdefault(item_id, {})[unit] = factor
    opened = set(connection.execute(_OPENED).scalars())
    return {
        row.sku: CatalogueItem(
            row.id,
            row.sku,
            row.name,
            row.kind,
            BaseUnit(row.base_unit),
            row.draw_policy,
            own.get(row.id, {}),
            row.quantity,
            row.id in opened,
            row.category,
            row.min_quantity,
            row.max_quantity,
        )
        for row in connection.execute(_CATALOGUE)
    }


def categories_by_name(tx: ReadTx) -> dict[str, KnownCategory]:
    """Every category that takes items, by its folded name."""
    query = select(ItemCategory.id, ItemCategory.name, ItemCategory.draw_policy).where(ItemCategory.active)
    return {
        folded(row.name): KnownCategory(row.id, row.name, DrawPolicy(row.draw_policy) if row.draw_policy else None)
        for row in tx.connection.execute(query)
    }


def places_by_name(tx: ReadTx) -> dict[str, Id]:
    """Every place by its name and by its code, folded; a code wins."""
    rows = tx.connection.execute(_PLACES).all()
    return {folded(row.name): row.id for row in rows} | {folded(row.code): row.id for row in rows}


def sheet_imports(tx: ReadTx, kind: str | None, after: Id | None, limit: int) -> Sequence[SheetImport]:
    """Uploaded sheets, the newest first."""
    query = select(SheetImport).order_by(SheetImport.id.desc()).limit(limit)
    if kind:
        query = query.where(SheetImport.kind == kind)
    if after:
        query = query.where(SheetImport.id < after)
    return tx.session.execute(query).scalars().all()


def sheet_import(tx: ReadTx, import_id: Id) -> SheetImport:
    """One of them."""
    found = tx.session.get(SheetImport, import_id)
    if found is None:
        raise NotFound(what=Text("una hoja", "sheet"), id=import_id)
    return found


def sheet_rows(
    tx: ReadTx, import_id: Id, outcome: str | None, after: tuple[int, int] | None, limit: int
) -> Sequence[SheetRow]:
    """A sheet's rows, those in error first, then as they stand in the file."""
    query = (
        select(SheetRow)
        .where(SheetRow.import_id == sheet_import(tx, import_id).id)
        .order_by(SheetRow.gravity, SheetRow.number)
        .limit(limit)
    )
    if outcome:
        query = query.where(SheetRow.outcome == outcome)
    if after:
        query = query.where(tuple_(SheetRow.gravity, SheetRow.number) > after)
    return tx.session.execute(query).scalars().all()
