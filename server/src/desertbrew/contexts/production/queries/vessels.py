"""The plant as it stands, and who has which vessel when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import bindparam, or_, select

from desertbrew.contexts.production.queries.cellar import NOTHING, VESSEL, Content
from desertbrew.contexts.production.queries.plans import forecasts
from desertbrew.contexts.production.rules.cellar import TANKS, VesselKind, VesselState
from desertbrew.contexts.production.rules.tank_time import Basis, Forecast
from desertbrew.contexts.production.tables import (
    Batch,
    BeerMovement,
    BeerMovementPart,
    Recipe,
    Vessel,
    VesselBooking,
    VesselContent,
)
from desertbrew.kernel.clock import business_date
from desertbrew.kernel.errors import InvalidInput, NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx


@dataclass(frozen=True, slots=True)
class VesselView:
    """A vessel with what is in it now."""

    vessel: Vessel
    contents: Sequence[Content]

    @property
    def volume_l(self) -> Decimal:
        """All of it, at 20 °C."""
        return sum((each.row.volume_l for each in self.contents), NOTHING)


@dataclass(frozen=True, slots=True)
class Booked:
    """A booking, and the batch it is for where it is for one."""

    row: VesselBooking
    batch: Batch | None


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A vessel's days: what is in it, who booked it, and when it frees up."""

    view: VesselView
    bookings: Sequence[Booked]
    frees_on: date | None
    """The day from which nobody has it, as far as is known; None where beer is in it and nobody said until when."""
    is_overdue: bool
    """Whether beer is still in it though its booking is over."""
    forecast: Forecast | None = None
    """What the fermentation in it tells of when it frees up."""
    late_for: Booked | None = None
    """The next booking, where by the forecast the beer will still be there."""


@dataclass(frozen=True, slots=True)
class Stay:
    """Beer that is in a tank which nobody booked for it."""

    batch_ids: frozenset[Id]
    numbers: str
    since_on: date
    frees_on: date


@dataclass(frozen=True, slots=True)
class MovementView:
    """A line of the beer ledger with its parts."""

    row: BeerMovement
    from_code: str | None
    to_code: str | None
    parts: Sequence[tuple[BeerMovementPart, Batch]]


_VESSELS = select(Vessel).order_by(Vessel.code)
_ALL_CONTENTS = (
    select(VesselContent, Batch, Recipe.color_srm)
    .join(Batch, Batch.id == VesselContent.batch_id)
    .join(Recipe, Recipe.id == Batch.recipe_id)
    .order_by(VesselContent.since, Batch.number)
)
_BOOKINGS = (
    select(VesselBooking, Batch)
    .outerjoin(Batch, Batch.id == VesselBooking.batch_id)
    .where(VesselBooking.from_on < bindparam("end"), VesselBooking.to_on > bindparam("start"))
    .order_by(VesselBooking.from_on)
)


def plant(tx: ReadTx) -> list[VesselView]:
    """Every vessel, by its code."""
    inside = _contents_by_vessel(tx)
    return [VesselView(vessel, inside[vessel.id]) for vessel in tx.session.execute(_VESSELS).scalars()]


def vessel(tx: ReadTx, vessel_id: Id) -> VesselView:
    """One vessel."""
    found = tx.session.get(Vessel, vessel_id)
    if found is None:
        raise NotFound(what=VESSEL, id=vessel_id)
    query = _ALL_CONTENTS.where(VesselContent.vessel_id == vessel_id)
    return VesselView(found, [Content(*row) for row in tx.session.execute(query)])


def booking(tx: ReadTx, booking_id: Id) -> Booked:
    """One booking with its batch."""
    query = select(VesselBooking, Batch).outerjoin(Batch, Batch.id == VesselBooking.batch_id)
    found = tx.session.execute(query.where(VesselBooking.id == booking_id)).one_or_none()
    if found is None:
        raise NotFound(what=Text("un apartado de tanque", "vessel booking"), id=booking_id)
    return Booked(*found)


def calendar(tx: ReadTx, from_on: date, to_on: date) -> list[CalendarRow]:
    """What is where between two days, the second one left out, and when each vessel frees up."""
    check_span(from_on, to_on)
    by_vessel: defaultdict[Id, list[Booked]] = defaultdict(list)
    # Read from today on in any case: when a vessel frees up does not depend on the days that are shown.
    span = {"start": min(from_on, tx.today), "end": date.max}
    for found in tx.session.execute(_BOOKINGS, span):
        by_vessel[found[0].vessel_id].append(Booked(*found))
    views = plant(tx)
    told = forecasts(tx, {each.batch.id for view in views if _ferments(view) for each in view.contents})
    return [
        _calendar_row(
            tx, view, by_vessel[view.vessel.id], (from_on, to_on), _latest(view, told) if _ferments(view) else None
        )
        for view in views
    ]


def stay_of_beer(tx: ReadTx, vessel_id: Id) -> Stay | None:
    """The beer in a fermenter that has no booking today, and until when it stays; None where there is none."""
    view = vessel(tx, vessel_id)
    inside = frozenset(each.batch.id for each in view.contents)
    span = {"start": tx.today, "end": tx.today + timedelta(days=1)}
    booked = [row for row, _ in tx.session.execute(_BOOKINGS, span) if row.vessel_id == vessel_id]
    told = _latest(view, forecasts(tx, inside)) if inside and not booked else None
    if told is None:
        return None
    numbers = ", ".join(each.batch.number for each in view.contents)
    since = min(business_date(each.row.since, tx.zone) for each in view.contents)
    return Stay(inside, numbers, since, told.frees_on)


def _ferments(view: VesselView) -> bool:
    return view.vessel.kind == VesselKind.FERMENTER


def _latest(view: VesselView, told: Mapping[Id, Forecast]) -> Forecast | None:
    """What a fermenter's beer tells; of a blend, the one that stays longest."""
    if not _ferments(view):
        return None
    known = [told[each.batch.id] for each in view.contents if each.batch.id in told]
    return max(known, key=lambda each: each.frees_on, default=None)


def fitting(tx: ReadTx, volume_l: Decimal, from_on: date, to_on: date) -> list[CalendarRow]:
    """The tanks that are free on all these days and hold so much, the tightest fit first."""
    rows = [
        row
        for row in calendar(tx, from_on, to_on)
        if row.view.vessel.kind in TANKS
        and row.view.vessel.working_max_l >= volume_l
        and row.view.vessel.state != VesselState.OUT_OF_SERVICE
        and not row.bookings
        and (not row.view.contents or (row.frees_on is not None and row.frees_on <= from_on))
    ]
    return sorted(rows, key=lambda row: (row.view.vessel.working_max_l, row.view.vessel.code))


def movements(tx: ReadTx, vessel_id: Id | None, batch_id: Id | None, after: Id | None, limit: int) -> list[MovementView]:
    """The beer ledger, the newest line first."""
    query = select(BeerMovement).order_by(BeerMovement.id.desc()).limit(limit)
    if vessel_id is not None:
        query = query.where(or_(BeerMovement.from_vessel_id == vessel_id, BeerMovement.to_vessel_id == vessel_id))
    if batch_id is not None:
        of_batch = select(BeerMovementPart.movement_id).where(BeerMovementPart.batch_id == batch_id)
        query = query.where(BeerMovement.id.in_(of_batch))
    if after is not None:
        query = query.where(BeerMovement.id < after)
    rows = tx.session.execute(query).scalars().all()
    parts: defaultdict[Id, list[tuple[BeerMovementPart, Batch]]] = defaultdict(list)
    with_batch = select(BeerMovementPart, Batch).join(Batch, Batch.id == BeerMovementPart.batch_id).order_by(Batch.number)
    for part, batch in tx.session.execute(with_batch.where(BeerMovementPart.movement_id.in_([row.id for row in rows]))):
        parts[part.movement_id].append((part, batch))
    codes: dict[Id | None, str] = {row.id: row.code for row in tx.session.execute(select(Vessel.id, Vessel.code))}
    return [MovementView(row, codes.get(row.from_vessel_id), codes.get(row.to_vessel_id), parts[row.id]) for row in rows]


def check_span(from_on: date, to_on: date) -> None:
    """Refuse days that end before they begin, and more than two years of them."""
    if not 0 < (to_on - from_on).days <= LONGEST_SPAN_DAYS:
        raise InvalidInput("to_on", Text(es="El final va después del inicio.", en="The end comes after the start."))


LONGEST_SPAN_DAYS = 732


def _contents_by_vessel(tx: ReadTx) -> defaultdict[Id, list[Content]]:
    inside: defaultdict[Id, list[Content]] = defaultdict(list)
    for row in tx.session.execute(_ALL_CONTENTS):
        inside[row[0].vessel_id].append(Content(*row))
    return inside


def _calendar_row(
    tx: ReadTx, view: VesselView, booked: Sequence[Booked], shown: tuple[date, date], told: Forecast | None
) -> CalendarRow:
    frees_on: date | None = tx.today
    current = [each.row for each in booked if each.row.from_on <= tx.today < each.row.to_on]
    inside = {content.row.batch_id for content in view.contents}
    if view.contents:
        ends = [row.to_on for row in current if row.batch_id in inside or row.batch_id is None]
        # What a person said wins over what is usual, but not over the beer itself.
        beer = [told.frees_on] if told and (told.basis is Basis.GRAVITY or not ends) else []
        frees_on = max([*ends, *beer], default=None)
    elif current:
        frees_on = current[0].to_on
    others = (each for each in booked if view.contents and each.row.from_on > tx.today and each.row.batch_id not in inside)
    late_for = next((each for each in others if frees_on is not None and each.row.from_on < frees_on), None)
    # Bookings that follow on without a free day between them are one stay for whoever waits for the vessel.
    for each in booked:
        if frees_on is not None and each.row.from_on <= frees_on < each.row.to_on:
            frees_on = each.row.to_on
    in_sight = [each for each in booked if each.row.from_on < shown[1] and each.row.to_on > shown[0]]
    return CalendarRow(view, in_sight, frees_on, bool(view.contents) and not current, told, late_for)
