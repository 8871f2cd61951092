"""Who needs which vessel when: no two bookings of a vessel share a day. (INV-V4)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import bindparam, delete, select, update

from desertbrew.contexts.production.commands.vessels import lock_vessels
from desertbrew.contexts.production.errors import FermenterNotFree, OverCapacity, VesselBooked, VesselNotReady
from desertbrew.contexts.production.queries import vessels as queries
from desertbrew.contexts.production.rules.cellar import TANKS, VesselKind, VesselState
from desertbrew.contexts.production.tables import Batch, Vessel, VesselBooking
from desertbrew.kernel.errors import InvalidInput, NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.db import Tx


@dataclass(frozen=True, slots=True)
class NewBooking:
    """A vessel from a day until the day on which it is free again, for a batch or for what the note says."""

    vessel_id: Id
    from_on: date
    to_on: date
    batch_id: Id | None = None
    note: str = ""


LONGEST = timedelta(days=366)

_OVERLAPPING = (
    select(VesselBooking, Batch.number)
    .outerjoin(Batch, Batch.id == VesselBooking.batch_id)
    .where(
        VesselBooking.vessel_id == bindparam("vessel"),
        VesselBooking.from_on < bindparam("end"),
        VesselBooking.to_on > bindparam("start"),
    )
    .order_by(VesselBooking.from_on)
)


def book_vessel(tx: Tx, new: NewBooking) -> VesselBooking:
    """Book a vessel; raises `VesselBooked` that says with what the days collide, also where two ask at once. (INV-V4)"""
    _check_span(new.from_on, new.to_on)
    if new.batch_id is None and not new.note:
        raise InvalidInput("/note", Text(es="Di para qué se aparta.", en="Say what it is booked for."))
    if new.batch_id is not None and tx.session.get(Batch, new.batch_id) is None:
        raise NotFound(what=Text("una cocción", "batch"), id=new.batch_id)
    (vessel,) = lock_vessels(tx, [new.vessel_id])
    _refuse_overlap(tx, vessel, new.from_on, new.to_on, but=None)
    booking = VesselBooking(
        id=new_id(),
        vessel_id=vessel.id,
        batch_id=new.batch_id,
        from_on=new.from_on,
        to_on=new.to_on,
        by_plan=False,
        note=new.note,
        booked_by=tx.origin.actor,
        booked_at=tx.now,
    )
    tx.session.add(booking)
    tx.session.flush()
    return booking


def move_booking(tx: Tx, booking_id: Id, from_on: date, to_on: date) -> VesselBooking:
    """Give a booking other days on the same vessel."""
    _check_span(from_on, to_on)
    booking = _locked(tx, booking_id)
    _refuse_overlap(tx, tx.session.get_one(Vessel, booking.vessel_id), from_on, to_on, but=booking.id)
    booking.from_on, booking.to_on = from_on, to_on
    return booking


def cancel_booking(tx: Tx, booking_id: Id) -> None:
    """Nobody needs the vessel after all; the audit trail remembers that somebody did."""
    tx.session.delete(_locked(tx, booking_id))


def release_bookings(tx: Tx, batch_id: Id) -> None:
    """A batch that is given up needs no vessel."""
    tx.session.execute(delete(VesselBooking).where(VesselBooking.batch_id == batch_id))


def end_all_bookings(tx: Tx, batch_id: Id) -> None:
    """A batch that is over needs no vessel from today on; what it had stays on the calendar."""
    own = VesselBooking.batch_id == batch_id
    tx.session.execute(delete(VesselBooking).where(own, VesselBooking.from_on >= tx.today))
    tx.session.execute(update(VesselBooking).where(own, VesselBooking.to_on > tx.today).values(to_on=tx.today))


def book_plan(tx: Tx, batch: Batch) -> None:
    """Give a planned batch its fermenter from its day on, in place of what its plan had before. (INV-V4)

    Raises `FermenterNotFree` with who has the tank and which are free, `OverCapacity`, and `VesselNotReady` for what is no
    tank or out of service. Of a tank with beer in it and no booking, the beer itself says until when.
    """
    tx.session.execute(delete(VesselBooking).where(VesselBooking.batch_id == batch.id, VesselBooking.by_plan))
    if batch.fermenter_id is None:
        return
    (vessel,) = lock_vessels(tx, [batch.fermenter_id])
    if VesselKind(vessel.kind) not in TANKS or vessel.state == VesselState.OUT_OF_SERVICE:
        raise VesselNotReady(code=vessel.code, state=vessel.state, vessel_id=vessel.id)
    if batch.planned_volume_l > vessel.working_max_l:
        room_l = f"{vessel.working_max_l.normalize():f}"
        raise OverCapacity(code=vessel.code, room_l=room_l, vessel_id=vessel.id)
    from_on, to_on = batch.planned_on, batch.planned_on + timedelta(days=batch.fermenter_days)
    span = {"vessel": vessel.id, "start": from_on, "end": to_on}
    own = []
    for booking, number in tx.session.execute(_OVERLAPPING, span):
        if booking.batch_id != batch.id:
            raise _not_free(tx, vessel, batch, (booking.from_on, booking.to_on, number or booking.note))
        own.append(booking)
    stay = queries.stay_of_beer(tx, vessel.id)
    if stay is not None and from_on < stay.frees_on and batch.id not in stay.batch_ids:
        raise _not_free(tx, vessel, batch, (stay.since_on, stay.frees_on, stay.numbers))
    for booking in own:
        # What somebody booked for it by hand on these days becomes the plan's.
        tx.session.delete(booking)
    tx.session.add(_plan_booking(tx, batch, vessel, from_on, to_on))
    tx.session.flush()


def settle_plan(tx: Tx, batch: Batch, vessel_id: Id) -> None:
    """Its wort is in this tank now: the plan's booking follows it, for as many days as were planned and nobody else's."""
    (vessel,) = lock_vessels(tx, [vessel_id])
    mine = select(VesselBooking).where(VesselBooking.batch_id == batch.id, VesselBooking.vessel_id == vessel_id)
    running = (
        tx.session.execute(mine.where(VesselBooking.to_on > tx.today).order_by(VesselBooking.from_on)).scalars().first()
    )
    if running is not None and not running.by_plan:
        return
    tx.session.execute(delete(VesselBooking).where(VesselBooking.batch_id == batch.id, VesselBooking.by_plan))
    to_on = tx.today + timedelta(days=batch.fermenter_days)
    span = {"vessel": vessel.id, "start": tx.today, "end": to_on}
    following = [booking.from_on for booking, _ in tx.session.execute(_OVERLAPPING, span)]
    to_on = min([to_on, *following])
    if to_on > tx.today:
        tx.session.add(_plan_booking(tx, batch, vessel, tx.today, to_on))


def _plan_booking(tx: Tx, batch: Batch, vessel: Vessel, from_on: date, to_on: date) -> VesselBooking:
    return VesselBooking(
        id=new_id(),
        vessel_id=vessel.id,
        batch_id=batch.id,
        from_on=from_on,
        to_on=to_on,
        by_plan=True,
        note="",
        booked_by=tx.origin.actor,
        booked_at=tx.now,
    )


def _not_free(tx: Tx, vessel: Vessel, batch: Batch, held: tuple[date, date, str]) -> FermenterNotFree:
    from_on, to_on = batch.planned_on, batch.planned_on + timedelta(days=batch.fermenter_days)
    fits = queries.fitting(tx, batch.planned_volume_l, from_on, to_on)
    free = [row.view.vessel for row in fits if row.view.vessel.kind == vessel.kind]
    codes: str | Text = ", ".join(each.code for each in free) or Text("ninguno", "none")
    return FermenterNotFree(
        code=vessel.code,
        from_on=held[0].isoformat(),
        to_on=held[1].isoformat(),
        whose=held[2],
        free_codes=codes,
        free=[{"id": str(each.id), "code": each.code} for each in free],
    )


def refuse_if_booked(tx: Tx, vessel: Vessel, batches: frozenset[Id]) -> None:
    """Raise `VesselBooked` if somebody else has the (locked) vessel today: beer in it would double-book it in deed."""
    tomorrow = tx.today + timedelta(days=1)
    span = {"vessel": vessel.id, "start": tx.today, "end": tomorrow}
    for booking, number in tx.session.execute(_OVERLAPPING, span):
        if booking.batch_id not in batches:
            raise _booked(vessel, booking, number)


_END = (
    update(VesselBooking)
    .where(
        VesselBooking.vessel_id == bindparam("vessel"),
        VesselBooking.from_on < bindparam("today"),
        VesselBooking.to_on > bindparam("today"),
        VesselBooking.batch_id.in_(bindparam("batches", expanding=True)),
    )
    .values(to_on=bindparam("today"))
    .execution_options(synchronize_session=False)
)
_END_OF_TODAY = (
    delete(VesselBooking)
    .where(
        VesselBooking.vessel_id == bindparam("vessel"),
        VesselBooking.from_on == bindparam("today"),
        VesselBooking.batch_id.in_(bindparam("batches", expanding=True)),
    )
    .execution_options(synchronize_session=False)
)


def end_bookings(tx: Tx, vessel: Vessel, batch_ids: Sequence[Id]) -> None:
    """The vessel has just run empty: what was booked for this beer from today on is free."""
    facts = {"vessel": vessel.id, "today": tx.today, "batches": list(batch_ids)}
    tx.session.execute(_END, facts)
    tx.session.execute(_END_OF_TODAY, facts)


def _refuse_overlap(tx: Tx, vessel: Vessel, from_on: date, to_on: date, but: Id | None) -> None:
    span = {"vessel": vessel.id, "start": from_on, "end": to_on}
    for booking, number in tx.session.execute(_OVERLAPPING, span):
        if booking.id != but:
            raise _booked(vessel, booking, number)


def _booked(vessel: Vessel, booking: VesselBooking, number: str | None) -> VesselBooked:
    return VesselBooked(
        code=vessel.code,
        from_on=booking.from_on.isoformat(),
        to_on=booking.to_on.isoformat(),
        whose=number or booking.note,
        booking_id=booking.id,
        batch_id=booking.batch_id,
    )


def _check_span(from_on: date, to_on: date) -> None:
    if not from_on < to_on <= from_on + LONGEST:
        raise InvalidInput("/to_on", Text(es="El final va después del inicio.", en="The end comes after the start."))


def _locked(tx: Tx, booking_id: Id) -> VesselBooking:
    booking = tx.session.get(VesselBooking, booking_id)
    if booking is not None:
        lock_vessels(tx, [booking.vessel_id])
        booking = tx.session.get(VesselBooking, booking_id, populate_existing=True)
    if booking is None:
        raise NotFound(what=Text("un apartado de tanque", "vessel booking"), id=booking_id)
    return booking
