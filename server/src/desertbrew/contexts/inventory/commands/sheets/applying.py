"""A sheet that a person has seen is applied: all of it in one transaction, or nothing. (INV-H1, INV-H2)"""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import insert, select

from desertbrew.contexts.inventory.commands.catalogue import ItemDetails, edit_item
from desertbrew.contexts.inventory.commands.issuing import lock_balances
from desertbrew.contexts.inventory.commands.opening import OpeningLot, open_stock
from desertbrew.contexts.inventory.commands.sheets.planning import plan
from desertbrew.contexts.inventory.commands.sheets.previewing import as_read
from desertbrew.contexts.inventory.contract import ItemCreated, ItemKind
from desertbrew.contexts.inventory.errors import BooksMoved, SheetHasErrors
from desertbrew.contexts.inventory.rules import usual_policy
from desertbrew.contexts.inventory.rules.sheets import ItemRecord, OpeningRecord, Outcome, PlannedRow, SheetKind, digest
from desertbrew.contexts.inventory.tables import Item, ItemConversion, SheetImport, SheetRow, StockBalance
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.db import Tx


def apply_sheet(tx: Tx, import_id: Id) -> SheetImport:
    """Do what the preview said; a second time it is done already, and nothing happens.

    Raises `SheetHasErrors` while any row is in error, and `BooksMoved` where the same rows would now do something else
    than the person was shown.
    """
    row = tx.session.get(SheetImport, import_id, with_for_update=True)
    if row is None:
        raise NotFound(what=Text("una hoja", "sheet"), id=import_id)
    if row.state == "APPLIED":
        return row
    if row.error_rows:
        raise SheetHasErrors(count=row.error_rows)
    kind = SheetKind(row.kind)
    planned = _plan_again(tx, row, kind)
    if kind is SheetKind.ITEMS:
        # In item order, like every other change of balances, whose rows an edit locks.
        records = [each.record for each in planned if each.outcome is not Outcome.SAME]
        _apply_items(tx, sorted(records, key=lambda record: str(record.known.id) if record.known else ""))
    else:
        row.document_id = _apply_opening(tx, row.id, [each.record for each in planned])
    row.state = "APPLIED"
    row.applied_at = tx.now
    row.applied_by = tx.origin.actor
    return row


def _plan_again(tx: Tx, row: SheetImport, kind: SheetKind) -> Sequence[PlannedRow]:
    stored = tx.connection.execute(
        select(SheetRow.number, SheetRow.cells).where(SheetRow.import_id == row.id).order_by(SheetRow.number)
    )
    rows = [(number, {name: as_read(cell) for name, cell in json.loads(cells).items()}) for number, cells in stored]
    planned = plan(tx, kind, rows, decimal_comma=row.decimal_comma)
    if kind is SheetKind.OPENING:
        # Whoever holds the balances owns the stock: what is compared now is what is added to.
        lock_balances(tx, {each.record.item.id for each in planned if each.record is not None})
        planned = plan(tx, kind, rows, decimal_comma=row.decimal_comma)
    if digest(planned) != row.plan_digest:
        raise BooksMoved
    return planned


def _apply_items(tx: Tx, records: Sequence[ItemRecord]) -> None:
    """Whole sets at a time, for a catalogue may have thousands."""
    new = [record for record in records if record.known is None]
    ids = {record.sku: new_id() for record in new}
    connection = tx.connection
    if new:
        connection.execute(insert(Item), [_columns(tx, ids[record.sku], record) for record in new])
        # The balance row is there from the start, so that issues have something to lock.
        connection.execute(
            insert(StockBalance),
            [{"item_id": item_id, "quantity": Decimal(0), "value": Decimal(0)} for item_id in ids.values()],
        )
    for record in records:
        if record.known is None:
            tx.emit(ItemCreated(ids[record.sku], record.sku, *record.whole()))
        else:
            _change(tx, record)
    units = [
        {"item_id": ids[record.sku], "unit": unit, "factor_to_base": factor}
        for record in new
        for unit, factor in record.conversions.items()
    ]
    if units:
        connection.execute(insert(ItemConversion), units)


def _columns(tx: Tx, item_id: Id, record: ItemRecord) -> dict[str, object]:
    name, kind, base_unit = record.whole()
    of_category = record.category.draw_policy if record.category else None
    return {
        "id": item_id,
        "sku": record.sku,
        "name": name,
        "kind": kind.value,
        "base_unit": base_unit.value,
        "draw_policy": (record.draw_policy or usual_policy(kind, of_category)).value,
        "category_id": record.category.id if record.category else None,
        "description": "",
        "min_quantity": record.min_quantity,
        "max_quantity": record.max_quantity,
        "active": True,
        "created_at": tx.now,
    }


def _change(tx: Tx, record: ItemRecord) -> None:
    assert record.known is not None, "only what is known changes"
    item = tx.session.get_one(Item, record.known.id)
    details = ItemDetails(
        record.name or item.name,
        record.kind or ItemKind(item.kind),
        record.category.id if record.category else item.category_id,
        item.description,
        item.min_quantity if record.min_quantity is None else record.min_quantity,
        item.max_quantity if record.max_quantity is None else record.max_quantity,
        item.active,
    )
    edit_item(tx, item.id, details)
    item.draw_policy = record.draw_policy.value if record.draw_policy else item.draw_policy
    for unit, factor in record.conversions.items():
        tx.session.merge(ItemConversion(item_id=item.id, unit=unit, factor_to_base=factor))


def _apply_opening(tx: Tx, import_id: Id, records: Sequence[OpeningRecord]) -> Id:
    lots = [
        OpeningLot(
            record.item.id,
            record.quantity,
            record.cost,
            record.supplier_lot,
            record.expires_on,
            record.location_id,
        )
        for record in records
    ]
    return open_stock(tx, import_id, lots).id
