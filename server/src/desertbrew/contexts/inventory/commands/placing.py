"""What stands where: every line of the ledger names a place, and that place holds so much more or less of the lot.

Whoever calls these holds the balance of the lot's item, so a lot's places need no locks of their own. (INV-L15)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, case, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from desertbrew.contexts.inventory.errors import (
    LocationClosed,
    LotHoldsLess,
    LotInSeveralPlaces,
    LotOnItsWay,
    PlaceHoldsLess,
)
from desertbrew.contexts.inventory.queries.places import place_names, standing
from desertbrew.contexts.inventory.rules import TRANSIT, Standing
from desertbrew.contexts.inventory.tables import HERE, Lot, LotPlace, StorageLocation
from desertbrew.kernel.errors import DomainError, NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import Tx

# Held shared, as whoever closes a place holds it alone: nothing arrives in a place that is being closed.
_OPEN_PLACES = (
    select(StorageLocation.id, StorageLocation.name, StorageLocation.active)
    .where(StorageLocation.id.in_(bindparam("sought", expanding=True)))
    .order_by(StorageLocation.id)
    .with_for_update(read=True)
)


def require_locations(tx: Tx, location_ids: AbstractSet[Id]) -> None:
    """Refuse a place that there is not, or that is closed; what is on its way is no place to put things."""
    if not location_ids:
        return
    known = {row.id: row for row in tx.connection.execute(_OPEN_PLACES, {"sought": sorted(location_ids)})}
    missing = (location_ids - known.keys()) | (location_ids & {TRANSIT})
    if missing:
        raise NotFound(what=Text("un lugar", "place"), id=min(missing))
    for row in known.values():
        if not row.active:
            raise LocationClosed(place=row.name)


def open_places(tx: Tx, location_ids: AbstractSet[Id]) -> set[Id]:
    """Those of `location_ids` into which something may be put."""
    if not location_ids:
        return set()
    rows = tx.connection.execute(_OPEN_PLACES, {"sought": sorted(location_ids)})
    return {row.id for row in rows if row.active and row.id != TRANSIT}


_NEW = insert(LotPlace)


def place_new_lots(tx: Tx, lots: Sequence[dict[str, Any]]) -> None:
    """All of each lot that has just come stands in its `location_id`."""
    rows = [
        {"lot_id": lot["id"], "location_id": lot["location_id"], "quantity": lot["initial_quantity"], "since": tx.now}
        for lot in lots
    ]
    tx.connection.execute(_NEW, rows)


_TAKE = (
    update(LotPlace)
    .where(LotPlace.lot_id == bindparam("lot"), LotPlace.location_id == bindparam("place"))
    .values(quantity=LotPlace.quantity - bindparam("taken", type_=LotPlace.quantity.type))
)


def take_from_places(tx: Tx, parts: Sequence[dict[str, Any]]) -> None:
    """Take each of `parts` (`lot`, `place`, `taken`) from where it stands; below zero the database refuses."""
    tx.connection.execute(_TAKE, parts)


def _put(dialect: Any) -> Any:  # noqa: ANN401 - the dialect's insert
    made = dialect.insert(LotPlace)
    more = {
        "quantity": LotPlace.quantity + made.excluded.quantity,
        "since": case((HERE, LotPlace.since), else_=made.excluded.since),
    }
    return made.on_conflict_do_update(index_elements=["lot_id", "location_id"], set_=more)


_DIALECTS: dict[str, Any] = {"postgresql": postgresql, "sqlite": sqlite}
_PUT = {name: _put(each) for name, each in _DIALECTS.items()}


def put_into_places(tx: Tx, parts: Iterable[tuple[Id, Id, Decimal]]) -> None:
    """Put (lot, place, quantity) where it stands from now on, and note which lots stand in one place alone."""
    rows: list[dict[str, Any]] = [
        {"lot_id": lot, "location_id": place, "quantity": much, "since": tx.now} for lot, place, much in parts
    ]
    for row in rows:
        tx.connection.execute(_PUT[tx.connection.dialect.name], row)
    _note_whole(tx, {row["lot_id"] for row in rows})


_ALL_PLACES = select(LotPlace.lot_id, LotPlace.location_id).where(
    LotPlace.lot_id.in_(bindparam("lots", expanding=True)), HERE
)
_NOTE = update(Lot).where(Lot.id == bindparam("lot")).values(location_id=bindparam("whole_in"))


def _note_whole(tx: Tx, lot_ids: AbstractSet[Id]) -> None:
    """Drawing looks no further where all of a lot stands in one place."""
    places: dict[Id, list[Id]] = defaultdict(list)
    for lot_id, location_id in tx.connection.execute(_ALL_PLACES, {"lots": list(lot_ids)}):
        places[lot_id].append(location_id)
    rows = [{"lot": lot_id, "whole_in": found[0] if len(found) == 1 else None} for lot_id, found in sorted(places.items())]
    tx.connection.execute(_NOTE, rows)


def the_place_of(tx: Tx, lot: Lot, location_id: Id | None) -> Standing:
    """Where somebody who counts or throws away stands, and how much of the lot the books say is there.

    Without a `location_id` that is the one place where it stands; raises `LotInSeveralPlaces` where there are more, and
    `LotOnItsWay` where it is between two.
    """
    if location_id is not None:
        require_locations(tx, {location_id})
    found = standing(tx, [lot.id])[lot.id]
    if location_id is not None:
        return next((place for place in found if place.location_id == location_id), Standing(location_id, Decimal(0)))
    if len(found) > 1:
        raise LotInSeveralPlaces(code=lot.code, places=place_names(tx, found))
    if found:
        return found[0]
    if lot.remaining_quantity:
        raise LotOnItsWay(code=lot.code)
    rows = tx.connection.execute(_LAST_PLACE, {"lot": lot.id})
    return Standing(rows.scalar_one(), Decimal(0))


_LAST_PLACE = (
    select(LotPlace.location_id)
    .where(LotPlace.lot_id == bindparam("lot"), LotPlace.location_id != bindparam("transit", TRANSIT))
    .order_by(LotPlace.since.desc(), LotPlace.location_id)
    .limit(1)
)


def holds_less(tx: Tx, code: str, unit: str, available: Decimal, elsewhere: Sequence[Standing]) -> DomainError:
    """The refusal of more than there is: of the whole lot, or of a place, and then it says where else the lot stands."""
    there = format(available, "f")
    if not elsewhere:
        return LotHoldsLess(code=code, available=there, unit=unit)
    places = [{"location_id": each.location_id, "quantity": each.quantity} for each in elsewhere]
    return PlaceHoldsLess(code=code, available=there, unit=unit, elsewhere=place_names(tx, elsewhere), places=places)
