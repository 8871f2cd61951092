"""Cold rooms and their readings on the wire."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated

from fastapi import Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.http.permissions import EDIT_LOCATIONS, READ_STOCK, RECORD_ROOMS, routes
from desertbrew.contexts.inventory.http.storage import Degrees, Humidity, LimitsIn, LocationOut, limits_of, location_out
from desertbrew.contexts.inventory.rules import readable_range
from desertbrew.contexts.inventory.tables import RoomReading
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx, Tx

MOST_READINGS = 3000
"""A month of one every quarter of an hour."""


class RoomReadingIn(BaseModel):
    """What a thermometer says, in °C and % RH; `read_at` is now unless it says otherwise."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    temperature_c: Degrees
    humidity_pct: Humidity | None = None
    read_at: AwareDatetime | None = None
    note: str = Field(default="", max_length=200)


class RoomReadingOut(BaseModel):
    """A reading, judged by the limits of its day."""

    id: Id
    read_at: datetime
    temperature_c: Decimal
    humidity_pct: Decimal | None
    in_limits: bool
    note: str
    read_by: str


class RoomReadingsOut(BaseModel):
    """A room's readings, the oldest first; at most 3,000, the newest ones."""

    items: list[RoomReadingOut]


class ColdRoomOut(BaseModel):
    """A cooled room with its limits, in °C and % RH.

    `alert`: a reading of the last half hour was out of limits. `silent`: nobody read it in the last half hour.
    """

    location_id: Id
    code: str
    name: str
    kind: str
    temperature_min_c: Decimal
    temperature_max_c: Decimal
    temperature_target_c: Decimal
    humidity_max_pct: Decimal | None
    readable_min_c: Decimal
    readable_max_c: Decimal
    last: RoomReadingOut | None
    alert: bool
    silent: bool


class ColdRoomsOut(BaseModel):
    """All cooled rooms; a short list, so not a page."""

    items: list[ColdRoomOut]


def _reading(row: RoomReading) -> RoomReadingOut:
    return RoomReadingOut(**{name: getattr(row, name) for name in RoomReadingOut.model_fields})


def _room(view: queries.RoomView) -> ColdRoomOut:
    place, limits = view.place, view.limits
    low, high = readable_range(limits)
    return ColdRoomOut(
        location_id=place.id,
        code=place.code,
        name=place.name,
        kind=place.kind,
        temperature_min_c=limits.temperature_min_c,
        temperature_max_c=limits.temperature_max_c,
        temperature_target_c=limits.temperature_target_c,
        humidity_max_pct=limits.humidity_max_pct,
        readable_min_c=low,
        readable_max_c=high,
        last=_reading(view.last) if view.last else None,
        alert=view.alert,
        silent=view.silent,
    )


@routes.query("/cold-rooms", READ_STOCK, refusals=())
def list_cold_rooms(tx: ReadTx) -> ColdRoomsOut:
    """Every cooled room, its last reading, and whether it gives an alert."""
    return ColdRoomsOut(items=[_room(view) for view in queries.rooms(tx)])


@routes.command("PUT", "/cold-rooms/{location_id}/limits", EDIT_LOCATIONS, status=200, refusals=(404,))
def set_limits(tx: Tx, location_id: Id, body: LimitsIn) -> LocationOut:
    """Say what a room must keep from now on."""
    limits = limits_of(body)
    assert limits is not None
    return location_out(commands.set_limits(tx, location_id, limits), 0)


@routes.query("/cold-rooms/{location_id}/readings", READ_STOCK)
def list_readings(
    tx: ReadTx,
    location_id: Id,
    hours: Annotated[int, Query(ge=1, le=24 * 92, description="How far back")] = 24,
) -> RoomReadingsOut:
    """What a room's thermometer said, the oldest first."""
    found = queries.readings(tx, location_id, tx.now - timedelta(hours=hours), tx.now + timedelta(hours=1), MOST_READINGS)
    return RoomReadingsOut(items=[_reading(row) for row in found])


@routes.command("POST", "/cold-rooms/{location_id}/readings", RECORD_ROOMS)
def record_reading(tx: Tx, location_id: Id, body: RoomReadingIn) -> RoomReadingOut:
    """Write down what a thermometer says."""
    new = commands.NewReading(body.temperature_c, body.humidity_pct, body.read_at, body.note)
    return _reading(commands.record_reading(tx, location_id, new))
