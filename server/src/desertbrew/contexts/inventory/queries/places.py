"""Where lots stand."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, case, func, or_, select, type_coerce

from desertbrew.contexts.inventory.rules import TRANSIT, Standing
from desertbrew.contexts.inventory.tables import DRAWABLE, HERE, Lot, LotPlace, Movement, StorageLocation
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx

_STANDING = (
    select(LotPlace.lot_id, LotPlace.location_id, LotPlace.quantity)
    .where(LotPlace.lot_id.in_(bindparam("lots", expanding=True)), HERE)
    .order_by(LotPlace.since, LotPlace.location_id)
)


def standing(tx: ReadTx, lot_ids: Collection[Id], *, on_its_way: bool = False) -> dict[Id, list[Standing]]:
    """Where each lot stands, in the order in which it is taken: what was put there first goes first.

    What is between two places is left out, unless it is asked for.
    """
    found: dict[Id, list[Standing]] = {lot_id: [] for lot_id in lot_ids}
    if not found:
        return found
    for lot_id, location_id, quantity in tx.connection.execute(_STANDING, {"lots": list(found)}):
        if on_its_way or location_id != TRANSIT:
            found[lot_id].append(Standing(location_id, quantity))
    return found


_NAMES = select(StorageLocation.id, StorageLocation.name).where(StorageLocation.id.in_(bindparam("sought", expanding=True)))


def place_names(tx: ReadTx, places: Sequence[Standing]) -> str:
    """How a refusal names them: `Silo 1 (20), Cocina (3)`."""
    sought = [place.location_id for place in places]
    names = {row.id: row.name for row in tx.connection.execute(_NAMES, {"sought": sought})}
    return ", ".join(f"{names[place.location_id]} ({place.quantity.normalize():f})" for place in places)


def drawable_elsewhere(tx: ReadTx, item_ids: Sequence[Id], location_id: Id) -> dict[Id, list[Standing]]:
    """Where else there is some of these items that may be drawn, the fullest place first."""
    fresh = or_(Lot.expires_on.is_(None), Lot.expires_on >= tx.today)
    much = func.sum(LotPlace.quantity)
    query = (
        select(Lot.item_id, LotPlace.location_id, type_coerce(much, LotPlace.quantity.type))
        .join(LotPlace, LotPlace.lot_id == Lot.id)
        .where(Lot.item_id.in_(item_ids), DRAWABLE, fresh, HERE, LotPlace.location_id.not_in([location_id, TRANSIT]))
        .group_by(Lot.item_id, LotPlace.location_id)
        .order_by(Lot.item_id, much.desc(), LotPlace.location_id)
    )
    found: dict[Id, list[Standing]] = {item_id: [] for item_id in item_ids}
    for item_id, place, quantity in tx.connection.execute(query):
        found[item_id].append(Standing(place, quantity))
    return found


def place_faults(tx: ReadTx) -> list[str]:
    """Where the places of a lot tell another story than the lot or its ledger lines. (INV-L15)"""
    by_lot = select(LotPlace.lot_id, func.sum(LotPlace.quantity).label("quantity")).group_by(LotPlace.lot_id).subquery()
    differs = by_lot.c.quantity.is_(None) | (by_lot.c.quantity != Lot.remaining_quantity)
    unlike = select(Lot.code).outerjoin(by_lot, by_lot.c.lot_id == Lot.id).where(differs).limit(20)
    faults = [f"lot {code} is not the sum of its places" for code in tx.session.execute(unlike).scalars()]
    by_line = (
        select(Movement.lot_id, Movement.location_id, func.sum(Movement.quantity).label("quantity"))
        .group_by(Movement.lot_id, Movement.location_id)
        .subquery()
    )
    same = (by_line.c.lot_id == LotPlace.lot_id) & (by_line.c.location_id == LotPlace.location_id)
    there = case((LotPlace.quantity.is_(None), 0), else_=LotPlace.quantity)
    wrong = (
        select(Lot.code, StorageLocation.name)
        .select_from(by_line)
        .outerjoin(LotPlace, same)
        .join(Lot, Lot.id == by_line.c.lot_id)
        .join(StorageLocation, StorageLocation.id == by_line.c.location_id)
        .where(by_line.c.quantity != there)
        .limit(20)
    )
    faults += [f"lot {code} in {name} differs from its ledger lines" for code, name in tx.session.execute(wrong)]
    elsewhere = (
        select(Lot.code)
        .join(LotPlace, LotPlace.lot_id == Lot.id)
        .where(Lot.location_id.is_not(None), LotPlace.location_id != Lot.location_id, HERE)
        .limit(20)
    )
    faults += [f"lot {code} does not stand as a whole where it says" for code in tx.session.execute(elsewhere).scalars()]
    return faults
