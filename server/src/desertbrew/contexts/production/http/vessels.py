"""The plant on the wire: vessels, their states, and their calendar."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.production import queries
from desertbrew.contexts.production.commands import bookings, vessels
from desertbrew.contexts.production.http.permissions import READ_CELLAR, SET_UP_PLANT, WORK_CELLAR, routes
from desertbrew.contexts.production.queries.vessels import Booked, CalendarRow, VesselView
from desertbrew.contexts.production.rules.cellar import Material, VesselKind, VesselState, states_by_hand
from desertbrew.contexts.production.rules.tank_time import Basis
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx, Tx

Litres = Annotated[Decimal, Field(gt=0, le=1_000_000, decimal_places=3)]


class VesselIn(BaseModel):
    """A vessel to take into the plant; without a coefficient it expands as its steel does (1e-6 per kelvin, linear)."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    code: str = Field(min_length=1, max_length=20)
    name: str = Field(min_length=1, max_length=80)
    kind: VesselKind
    nominal_volume_l: Litres
    working_max_l: Litres
    glycol_zone: str | None = Field(default=None, min_length=1, max_length=10)
    material: Material = Material.STEEL_304
    expansion_ppm_per_k: Decimal | None = Field(default=None, gt=0, le=100, decimal_places=3)
    notes: str = Field(default="", max_length=500)


class VesselStateChangeIn(BaseModel):
    """The state to take a vessel to by hand."""

    model_config = ConfigDict(extra="forbid")

    state: VesselState


class VesselContentOut(BaseModel):
    """So much of one batch in the vessel, at 20 °C."""

    batch_id: Id
    batch_number: str
    recipe_name: str
    color_srm: Decimal | None
    volume_l: Decimal
    since: datetime


class VesselOut(BaseModel):
    """A vessel with what is in it; volumes in litres at 20 °C."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    code: str
    name: str
    kind: VesselKind
    nominal_volume_l: Decimal
    working_max_l: Decimal
    glycol_zone: str | None
    material: Material
    expansion_ppm_per_k: Decimal
    state: VesselState
    state_since: datetime
    notes: str
    volume_l: Decimal
    contents: list[VesselContentOut]
    next_states: list[VesselState] = Field(description="Where a person may take it from here")


class PlantOut(BaseModel):
    """The whole plant: it is small, and its screen shows all of it."""

    vessels: list[VesselOut]


class VesselBookingIn(BaseModel):
    """A vessel from a day until the day on which it is free again."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    vessel_id: Id
    from_on: date
    to_on: date
    batch_id: Id | None = None
    note: str = Field(default="", max_length=200)


class BookingSpanIn(BaseModel):
    """Other days for a booking."""

    model_config = ConfigDict(extra="forbid")

    from_on: date
    to_on: date


class VesselBookingOut(BaseModel):
    """Who has a vessel from a day until the day on which it is free again."""

    id: Id
    vessel_id: Id
    from_on: date
    to_on: date
    batch_id: Id | None
    batch_number: str | None
    recipe_name: str | None
    batch_state: str | None
    by_plan: bool = Field(description="Whether its batch's plan made it, and takes it along")
    note: str


class VesselCalendarRowOut(BaseModel):
    """A vessel's days; `frees_on` is null where beer is in it and nobody can tell until when.

    `forecast_on` is what its fermentation tells: PLAN before the gravity falls, GRAVITY by how it falls, STALLED where it
    stands too high. `late_for` is the next booking, where the beer will still be there by then.
    """

    vessel: VesselOut
    bookings: list[VesselBookingOut]
    frees_on: date | None
    overdue: bool
    forecast_on: date | None
    forecast_basis: Basis | None
    late_for: VesselBookingOut | None


class VesselCalendarOut(BaseModel):
    """Who has which vessel; `today` is the business day at the brewery."""

    today: date
    rows: list[VesselCalendarRowOut]


def vessel_out(view: VesselView) -> VesselOut:
    """On the wire."""
    row = view.vessel
    columns = {name: getattr(row, name) for name in VesselOut.model_fields if hasattr(row, name)}
    return VesselOut(
        **columns,
        volume_l=view.volume_l,
        contents=[
            VesselContentOut(
                batch_id=each.batch.id,
                batch_number=each.batch.number,
                recipe_name=each.batch.recipe_name,
                color_srm=each.color_srm,
                volume_l=each.row.volume_l,
                since=each.row.since,
            )
            for each in view.contents
        ],
        next_states=sorted(states_by_hand(VesselKind(row.kind), VesselState(row.state))),
    )


def vessel_after(tx: Tx, vessel_id: Id) -> VesselOut:
    """A vessel as it is stored after a command: an answer given now and one given tomorrow show the same decimals."""
    tx.session.flush()
    tx.session.expire_all()
    return vessel_out(queries.vessel(tx, vessel_id))


def _booking_out(booked: Booked) -> VesselBookingOut:
    row, batch = booked.row, booked.batch
    return VesselBookingOut(
        id=row.id,
        vessel_id=row.vessel_id,
        from_on=row.from_on,
        to_on=row.to_on,
        batch_id=row.batch_id,
        batch_number=batch.number if batch else None,
        recipe_name=batch.recipe_name if batch else None,
        batch_state=batch.state if batch else None,
        by_plan=row.by_plan,
        note=row.note,
    )


def _calendar_out(tx: ReadTx, rows: list[CalendarRow]) -> VesselCalendarOut:
    return VesselCalendarOut(
        today=tx.today,
        rows=[
            VesselCalendarRowOut(
                vessel=vessel_out(row.view),
                bookings=[_booking_out(each) for each in row.bookings],
                frees_on=row.frees_on,
                overdue=row.is_overdue,
                forecast_on=row.forecast.frees_on if row.forecast else None,
                forecast_basis=row.forecast.basis if row.forecast else None,
                late_for=_booking_out(row.late_for) if row.late_for else None,
            )
            for row in rows
        ],
    )


@routes.query("/vessels", READ_CELLAR, refusals=())
def list_vessels(tx: ReadTx) -> PlantOut:
    """Every vessel with what is in it, by its code."""
    return PlantOut(vessels=[vessel_out(view) for view in queries.plant(tx)])


@routes.query("/vessels/{vessel_id}", READ_CELLAR)
def read_vessel(tx: ReadTx, vessel_id: Id) -> VesselOut:
    """One vessel."""
    return vessel_out(queries.vessel(tx, vessel_id))


@routes.command("POST", "/vessels", SET_UP_PLANT, refusals=(409,))
def register_vessel(tx: Tx, body: VesselIn) -> VesselOut:
    """Take a vessel into the plant; it counts as clean."""
    return vessel_after(tx, vessels.register_vessel(tx, vessels.NewVessel(**body.model_dump())).id)


@routes.command("POST", "/vessels/{vessel_id}/state-changes", WORK_CELLAR)
def move_vessel(tx: Tx, vessel_id: Id, body: VesselStateChangeIn) -> VesselOut:
    """Clean it, take it into maintenance or out of service, or say that it is clean."""
    return vessel_after(tx, vessels.move_vessel(tx, vessel_id, body.state).id)


@routes.query("/vessel-calendar", READ_CELLAR, refusals=())
def read_calendar(tx: ReadTx, from_on: date, to_on: date) -> VesselCalendarOut:
    """What is where between two days, the second left out, and when each vessel frees up."""
    return _calendar_out(tx, queries.calendar(tx, from_on, to_on))


@routes.query("/vessel-fits", READ_CELLAR, refusals=())
def list_fits(
    tx: ReadTx, volume_l: Annotated[Decimal, Query(gt=0, le=1_000_000)], from_on: date, to_on: date
) -> VesselCalendarOut:
    """The tanks that hold so much and are free on all these days, the tightest fit first."""
    return _calendar_out(tx, queries.fitting(tx, volume_l, from_on, to_on))


def _booked_after(tx: Tx, booking_id: Id) -> VesselBookingOut:
    tx.session.flush()
    return _booking_out(queries.booking(tx, booking_id))


@routes.command("POST", "/vessel-bookings", WORK_CELLAR)
def book_vessel(tx: Tx, body: VesselBookingIn) -> VesselBookingOut:
    """Book a vessel; refused with who has it where the days collide."""
    return _booked_after(tx, bookings.book_vessel(tx, bookings.NewBooking(**body.model_dump())).id)


@routes.command("PUT", "/vessel-bookings/{booking_id}", WORK_CELLAR, status=200)
def move_booking(tx: Tx, booking_id: Id, body: BookingSpanIn) -> VesselBookingOut:
    """Give a booking other days on the same vessel."""
    return _booked_after(tx, bookings.move_booking(tx, booking_id, body.from_on, body.to_on).id)


@routes.command("POST", "/vessel-bookings/{booking_id}/cancellations", WORK_CELLAR, status=204, refusals=(404,))
def cancel_booking(tx: Tx, booking_id: Id) -> None:
    """Nobody needs the vessel after all."""
    bookings.cancel_booking(tx, booking_id)
