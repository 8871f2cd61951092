"""Counts to try, one call for each thing that people do."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.commands import Find, NewCount, NewTally
from desertbrew.contexts.inventory.queries import CountLineView
from desertbrew.contexts.inventory.rules.counts import CountScope
from desertbrew.contexts.inventory.tables import CountLine, StockCount
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.db import Origin
from inventory.warehouse import Warehouse

COUNTER = Origin(str(new_id()), "counter", "Quien cuenta")


def begun(warehouse: Warehouse, *item_ids: Id, blind: bool = True) -> StockCount:
    """A count of items, or of everything, on its way."""
    scope = CountScope.ITEMS if item_ids else CountScope.ALL
    row = warehouse.write(lambda tx: commands.plan_count(tx, NewCount(scope, item_ids, blind=blind)))
    return warehouse.write(lambda tx: commands.start_count(tx, row.id))


def lines(warehouse: Warehouse, row: StockCount) -> list[CountLineView]:
    """Its lines, the way one walks."""
    with warehouse.database.read() as tx:
        return queries.count_lines(tx, row.id)


def tally(
    warehouse: Warehouse,
    row: StockCount,
    lot_id: Id,
    quantity: str,
    *,
    unit: str = "kg",
    at: datetime | None = None,
    place: Id | None = None,
) -> CountLine:
    """Somebody else than who approves counts a lot."""
    ours = [view for view in lines(warehouse, row) if view.line.lot_id == lot_id]
    (view,) = [view for view in ours if place in {None, view.line.location_id}]
    new = NewTally(Decimal(quantity), unit, at)
    return warehouse.database.write(lambda tx: commands.tally_line(tx, row.id, view.line.id, new), COUNTER)


def find(
    warehouse: Warehouse,
    row: StockCount,
    quantity: str,
    item_id: Id | None = None,
    lot_id: Id | None = None,
    *,
    place: Id | None = None,
) -> CountLine:
    """Something that was not on the list."""
    new = Find(NewTally(Decimal(quantity), "kg"), item_id, lot_id, "PA-99" if item_id else None, location_id=place)
    return warehouse.database.write(lambda tx: commands.find_lot(tx, row.id, new), COUNTER)


def submit(warehouse: Warehouse, row: StockCount, *, leave: bool = False) -> StockCount:
    """Hand it in."""
    return warehouse.write(lambda tx: commands.submit_count(tx, row.id, leave_uncounted=leave))


def approve(warehouse: Warehouse, row: StockCount) -> StockCount:
    """Bring the books to it."""
    return warehouse.write(lambda tx: commands.approve_count(tx, row.id, "revisado", is_owner=False))
