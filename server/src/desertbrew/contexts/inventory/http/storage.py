"""Places and the carrying of lots between them, on the wire."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.http.permissions import EDIT_LOCATIONS, MOVE_LOTS, READ_STOCK, routes
from desertbrew.contexts.inventory.http.stock import LotOut, lot_out
from desertbrew.contexts.inventory.rules import LocationKind, RoomLimits
from desertbrew.contexts.inventory.tables import StorageLocation
from desertbrew.kernel.ids import Id
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.platform.db import ReadTx, Tx

Degrees = Annotated[Decimal, Field(ge=-60, le=60, decimal_places=2)]
Humidity = Annotated[Decimal, Field(ge=0, le=100, decimal_places=1)]


class LimitsIn(BaseModel):
    """What a cooled room must keep, in °C and % RH."""

    model_config = ConfigDict(extra="forbid")

    temperature_min_c: Degrees
    temperature_max_c: Degrees
    temperature_target_c: Degrees
    humidity_max_pct: Humidity | None = None


class LocationIn(BaseModel):
    """A place; one of a cooled kind has the usual limits unless it says others."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    code: str = Field(min_length=1, max_length=20, pattern=r"[A-Za-z0-9]")
    name: str = Field(min_length=2, max_length=60)
    kind: LocationKind
    limits: LimitsIn | None = None


class LocationOut(BaseModel):
    """A place, and how many lots that hold something stand in it; limits are null where nothing is cooled."""

    id: Id
    code: str
    name: str
    kind: str
    temperature_min_c: Decimal | None
    temperature_max_c: Decimal | None
    temperature_target_c: Decimal | None
    humidity_max_pct: Decimal | None
    created_at: datetime
    active: bool
    open_lots: int


class LocationsOut(BaseModel):
    """All places; a short list, so not a page."""

    items: list[LocationOut]


class LocationEditIn(BaseModel):
    """What a place is called, and whether it is open."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: str = Field(min_length=2, max_length=60)
    active: bool = True


class PlaceStockOut(BaseModel):
    """How much of an item stands in a place, in its base unit, and in how many lots."""

    item_id: Id
    sku: str
    item_name: str
    unit: BaseUnit
    quantity: Decimal
    lots: int


class PlaceStocksOut(BaseModel):
    """All that stands in a place."""

    items: list[PlaceStockOut]


class MoveIn(BaseModel):
    """Where a lot is carried, and why."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    location_id: Id
    reason: str = Field(default="", max_length=200)


def limits_of(body: LimitsIn | None) -> RoomLimits | None:
    """As a command takes them."""
    return None if body is None else RoomLimits(**body.model_dump())


def location_out(row: StorageLocation, open_lots: int) -> LocationOut:
    """A place as it goes out."""
    names = LocationOut.model_fields.keys() - {"open_lots"}
    return LocationOut(**{name: getattr(row, name) for name in names}, open_lots=open_lots)


@routes.query("/storage-locations", READ_STOCK, refusals=())
def list_locations(tx: ReadTx) -> LocationsOut:
    """Every place by code."""
    return LocationsOut(items=[location_out(place, count) for place, count in queries.locations(tx)])


@routes.command("POST", "/storage-locations", EDIT_LOCATIONS, refusals=(409,))
def create_location(tx: Tx, body: LocationIn) -> LocationOut:
    """Add a silo, a shelf, a freezer, a cold room."""
    new = commands.NewLocation(body.code, body.name, body.kind, limits_of(body.limits))
    return location_out(commands.create_location(tx, new), 0)


@routes.command("PUT", "/storage-locations/{location_id}", EDIT_LOCATIONS, status=200)
def edit_location(tx: Tx, location_id: Id, body: LocationEditIn) -> LocationOut:
    """Rename a place, close it once it is empty, or open it again."""
    place = commands.edit_location(tx, location_id, body.name, active=body.active)
    counts = {each.id: count for each, count in queries.locations(tx)}
    return location_out(place, counts[place.id])


@routes.query("/storage-locations/{location_id}/stock", READ_STOCK)
def list_stock_in_place(tx: ReadTx, location_id: Id) -> PlaceStocksOut:
    """What stands in a place, by item."""
    return PlaceStocksOut(
        items=[
            PlaceStockOut(
                item_id=item.id,
                sku=item.sku,
                item_name=item.name,
                unit=BaseUnit(item.base_unit),
                quantity=quantity,
                lots=lots,
            )
            for item, quantity, lots in queries.stock_in(tx, location_id)
        ]
    )


@routes.command("POST", "/lots/{lot_id}/moves", MOVE_LOTS)
def move_lot(tx: Tx, lot_id: Id, body: MoveIn) -> LotOut:
    """Carry a whole lot to another place; it keeps its code, its cost and its dates."""
    commands.move_lot(tx, lot_id, body.location_id, body.reason)
    tx.session.flush()
    return lot_out(tx, queries.lot(tx, lot_id))
