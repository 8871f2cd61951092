"""Places, and the lots that are carried between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import select

from desertbrew.contexts.inventory.commands.carrying import Carried, carry
from desertbrew.contexts.inventory.commands.holds import locked_lot
from desertbrew.contexts.inventory.commands.placing import require_locations
from desertbrew.contexts.inventory.contract import ColdRoomBackInLimits, ColdRoomOutOfLimits
from desertbrew.contexts.inventory.errors import (
    LocationBuiltIn,
    LocationCodeTaken,
    LocationInUse,
    LotIsEmpty,
    LotIsThere,
    LotOnItsWay,
    NotAColdRoom,
    ReadingImpossible,
)
from desertbrew.contexts.inventory.queries import open_transfer_of
from desertbrew.contexts.inventory.queries.places import standing
from desertbrew.contexts.inventory.rules import (
    BUILT_IN,
    UNPLACED,
    LocationKind,
    RoomLimits,
    default_limits,
    normalize_sku,
    readable_range,
)
from desertbrew.contexts.inventory.tables import HERE, Lot, LotMove, LotPlace, RoomReading, StorageLocation
from desertbrew.kernel.errors import InvalidInput, NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.db import Tx

AHEAD_MAX = timedelta(minutes=5)
BEHIND_MAX = timedelta(days=31)
"""A paper log may be typed in at the end of the month."""


@dataclass(frozen=True, slots=True)
class NewLocation:
    """A place; a cooled one without `limits` gets those that are usual for its kind."""

    code: str
    name: str
    kind: LocationKind
    limits: RoomLimits | None = None


@dataclass(frozen=True, slots=True)
class NewReading:
    """What a thermometer says, in °C and % relative humidity; now, unless it says when."""

    temperature_c: Decimal
    humidity_pct: Decimal | None = None
    read_at: datetime | None = None
    note: str = ""


def create_location(tx: Tx, new: NewLocation) -> StorageLocation:
    """Add a place; refuses a code that another place has."""
    code = normalize_sku(new.code)
    holder = tx.session.execute(select(StorageLocation.name).where(StorageLocation.code == code)).scalar_one_or_none()
    if holder is not None:
        raise LocationCodeTaken(code=code, name=holder)
    place = StorageLocation(id=new_id(), code=code, name=new.name, kind=new.kind.value, created_at=tx.now, active=True)
    _limit(place, new.limits or default_limits(new.kind))
    tx.session.add(place)
    return place


def edit_location(tx: Tx, location_id: Id, name: str, *, active: bool) -> StorageLocation:
    """Call a place otherwise, open it again, or close it where nothing stands there and nothing goes there."""
    place = tx.session.get(StorageLocation, location_id, with_for_update=True)
    if place is None:
        raise _no_location(location_id)
    if place.id in BUILT_IN:
        raise LocationBuiltIn(place=place.name)
    if place.active and not active:
        holds = select(LotPlace.lot_id).where(LotPlace.location_id == place.id, HERE).limit(1)
        if tx.session.execute(holds).first() or open_transfer_of(tx, place.id):
            raise LocationInUse(place=place.name)
    place.name, place.active = name, active
    return place


def set_limits(tx: Tx, location_id: Id, limits: RoomLimits) -> StorageLocation:
    """Say what a room must keep; readings of before keep the judgement of their day."""
    place = location(tx, location_id)
    _limit(place, limits)
    return place


def _limit(place: StorageLocation, limits: RoomLimits | None) -> None:
    if limits is None:
        return
    if not limits.temperature_min_c <= limits.temperature_target_c <= limits.temperature_max_c:
        raise InvalidInput(
            "/temperature_target_c",
            Text(
                es="El objetivo debe estar entre el mínimo y el máximo.",
                en="The target has to lie between the lowest and the highest.",
            ),
        )
    place.temperature_min_c = limits.temperature_min_c
    place.temperature_max_c = limits.temperature_max_c
    place.temperature_target_c = limits.temperature_target_c
    place.humidity_max_pct = limits.humidity_max_pct


def location(tx: Tx, location_id: Id) -> StorageLocation:
    """One place."""
    place = tx.session.get(StorageLocation, location_id)
    if place is None:
        raise _no_location(location_id)
    return place


def _no_location(location_id: Id) -> NotFound:
    return NotFound(what=Text("un lugar", "place"), id=location_id)


def move_lot(tx: Tx, lot_id: Id, location_id: Id, reason: str) -> Lot:
    """Carry a whole lot to another place: it keeps its code, cost and dates; held lots may be carried too. (INV-L11)"""
    lot = locked_lot(tx, lot_id)
    require_locations(tx, {location_id})
    found = standing(tx, [lot.id])[lot.id]
    if not found:
        raise LotOnItsWay(code=lot.code) if lot.remaining_quantity else LotIsEmpty(code=lot.code)
    others = [each for each in found if each.location_id != location_id]
    carried = [Carried(lot, each.location_id, location_id, each.quantity) for each in others]
    if not carried:
        raise LotIsThere(code=lot.code, place=location(tx, location_id).name)
    whole = lot.location_id
    move = LotMove(
        id=new_id(),
        lot_id=lot.id,
        from_location_id=None if whole == UNPLACED else whole,
        to_location_id=location_id,
        reason=reason,
        moved_at=tx.now,
        moved_by=tx.origin.actor,
    )
    tx.session.add(move)
    carry(tx, move.id, reason, carried)
    return lot


def record_reading(tx: Tx, location_id: Id, new: NewReading) -> RoomReading:
    """Write down what a cooled room's thermometer says, and judge it by the limits of today."""
    place = location(tx, location_id)
    limits = RoomLimits.of(place)
    if limits is None:
        raise NotAColdRoom(place=place.name)
    low, high = readable_range(limits)
    if not low <= new.temperature_c <= high:
        raise ReadingImpossible(place=place.name, low=format(low, "f"), high=format(high, "f"))
    read_at = new.read_at or tx.now
    if not tx.now - BEHIND_MAX <= read_at <= tx.now + AHEAD_MAX:
        raise InvalidInput(
            "/read_at", Text(es="La hora no puede ser esa.", en="That cannot be when it was."), read_at=read_at.isoformat()
        )
    reading = RoomReading(
        id=new_id(),
        location_id=place.id,
        read_at=read_at,
        temperature_c=new.temperature_c,
        humidity_pct=new.humidity_pct,
        in_limits=limits.hold(new.temperature_c, new.humidity_pct),
        note=new.note,
        read_by=tx.origin.actor,
    )
    tx.session.add(reading)
    _tell(tx, place, reading)
    return reading


def _tell(tx: Tx, place: StorageLocation, reading: RoomReading) -> None:
    """Say that the room is out of its limits, or within them again; a device that was offline may say so late."""
    others = select(RoomReading).where(RoomReading.location_id == place.id, RoomReading.id != reading.id)
    if not reading.in_limits:
        tx.emit(ColdRoomOutOfLimits(place.id, place.name, reading.temperature_c, reading.humidity_pct, reading.read_at))
        after = others.where(RoomReading.read_at > reading.read_at).order_by(RoomReading.read_at.desc())
        reading = tx.session.execute(after.limit(1)).scalar_one_or_none() or reading
        was_out = reading.in_limits
    else:
        before = others.where(RoomReading.read_at <= reading.read_at).order_by(RoomReading.read_at.desc())
        last = tx.session.execute(before.limit(1)).scalar_one_or_none()
        was_out = last is not None and not last.in_limits
    if was_out:
        tx.emit(ColdRoomBackInLimits(place.id, place.name, reading.temperature_c, reading.humidity_pct, reading.read_at))
