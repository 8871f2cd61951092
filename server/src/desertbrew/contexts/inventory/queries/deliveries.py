"""What a delivery may be asked about before it is posted, and what is looked up when its lots come in."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from desertbrew.contexts.inventory.contract import DeliveryFault, DeliveryLine
from desertbrew.contexts.inventory.rules import TRANSIT, is_own_code
from desertbrew.contexts.inventory.tables import Item, Lot, StorageLocation
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx


def codes_taken(tx: ReadTx, codes: Sequence[str]) -> set[str]:
    """Those of `codes` that a lot has, or that our own series may reach."""
    if not codes:
        return set()
    held = set(tx.session.execute(select(Lot.code).where(Lot.code.in_(codes))).scalars())
    return held | {code for code in codes if is_own_code(code)}


def places_known(tx: ReadTx, location_ids: Sequence[Id]) -> set[Id]:
    """Those of `location_ids` that are places in use."""
    if not location_ids:
        return set()
    in_use = select(StorageLocation.id).where(
        StorageLocation.id.in_(location_ids), StorageLocation.active, StorageLocation.id != TRANSIT
    )
    return set(tx.session.execute(in_use).scalars())


def delivery_faults(tx: ReadTx, lines: Sequence[DeliveryLine]) -> list[tuple[DeliveryFault, ...]]:
    """What is wrong with each line, in their order."""
    sought = {line.item_id for line in lines}
    items = {row.id: row for row in tx.session.execute(select(Item).where(Item.id.in_(sought))).scalars()}
    taken = codes_taken(tx, [line.lot_code for line in lines if line.lot_code])
    places = places_known(tx, [line.location_id for line in lines if line.location_id])
    return [tuple(_faults(line, items.get(line.item_id), taken, places)) for line in lines]


def _faults(line: DeliveryLine, item: Item | None, taken: set[str], places: set[Id]) -> list[DeliveryFault]:
    found = []
    if item is None:
        found.append(DeliveryFault.UNKNOWN_ITEM)
    elif not item.active:
        found.append(DeliveryFault.INACTIVE_ITEM)
    elif item.base_unit != line.unit:
        found.append(DeliveryFault.OTHER_UNIT)
    if line.lot_code is not None and is_own_code(line.lot_code):
        found.append(DeliveryFault.CODE_RESERVED)
    elif line.lot_code in taken:
        found.append(DeliveryFault.CODE_TAKEN)
    if line.location_id is not None and line.location_id not in places:
        found.append(DeliveryFault.UNKNOWN_PLACE)
    return found
