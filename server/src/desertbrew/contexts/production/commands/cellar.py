"""Beer comes into tanks, goes from one to another, into packages, or away with a reason: every litre is somewhere. (INV-V1)

Every command takes its volumes in litres at 20 °C, to the millilitre. Batches are locked before vessels, vessels in id
order, so that two hands at the same tank take turns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import bindparam, select

from desertbrew.contexts.production.commands.bookings import end_bookings, refuse_if_booked
from desertbrew.contexts.production.commands.moving import locked
from desertbrew.contexts.production.commands.vessels import lock_vessels, set_state
from desertbrew.contexts.production.contract import BeerMoved, BeerPart
from desertbrew.contexts.production.errors import (
    BatchHasNoBeer,
    BlendNotConfirmed,
    NotEnoughBeer,
    OverCapacity,
    VesselNotReady,
)
from desertbrew.contexts.production.queries.cellar import NOTHING, contents, volumes_of_batch
from desertbrew.contexts.production.rules.batches import BatchState
from desertbrew.contexts.production.rules.cellar import (
    TANKS,
    LossReason,
    MovementKind,
    VesselKind,
    VesselState,
    is_millilitres,
    mixes,
    shares,
)
from desertbrew.contexts.production.tables import Batch, BeerMovement, BeerMovementPart, Vessel, VesselContent
from desertbrew.kernel.errors import InvalidInput, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.db import Tx

__all__ = [
    "adjust_content",
    "contents",
    "dilute",
    "empty_vessel",
    "knock_out",
    "moment",
    "record_loss",
    "surplus",
    "take_for_packaging",
    "transfer",
    "volumes_of_batch",
]

WITHOUT_WORT = frozenset({BatchState.PLANNED, BatchState.STARTING, BatchState.COMPLETED, BatchState.CANCELLED})
CLOCK_SLACK = timedelta(minutes=5)
"""A tablet's clock may be a little ahead of ours."""

MOST_LITRES = Decimal(1_000_000)


def knock_out(
    tx: Tx, batch_id: Id, vessel_id: Id, volume_l: Decimal, *, blend: bool = False, happened_at: datetime | None = None
) -> BeerMovement:
    """Wort of a brew comes into a tank; several brews of one batch may fill the same one.

    Raises `VesselNotReady` for a tank that is not clean, `OverCapacity`, `VesselBooked` where somebody else has it today,
    and `BlendNotConfirmed` where another batch's beer is in it and nobody said `blend`.
    """
    _check_volume(volume_l)
    batch = locked(tx, batch_id)
    if batch.state in WITHOUT_WORT:
        raise BatchHasNoBeer(number=batch.number, state=batch.state)
    (vessel,) = lock_vessels(tx, [vessel_id])
    at = moment(tx, happened_at)
    _receive(tx, vessel, {batch_id: volume_l}, at, blend=blend)
    return _post(tx, MovementKind.KNOCK_OUT, None, vessel, {batch_id: volume_l}, at)


def transfer(
    tx: Tx,
    from_vessel_id: Id,
    to_vessel_id: Id,
    volume_l: Decimal,
    *,
    loss_l: Decimal = NOTHING,
    loss_reason: LossReason | None = None,
    blend: bool = False,
    happened_at: datetime | None = None,
) -> BeerMovement:
    """`volume_l` of a tank arrive in another one; `loss_l` leave the first besides and are lost on the way.

    Of a mixed tank every batch's share goes, to the millilitre. A first tank that is empty afterwards is dirty.
    """
    if from_vessel_id == to_vessel_id:
        raise InvalidInput("/to_vessel_id", Text(es="Es el mismo tanque.", en="It is the same vessel."))
    _check_volume(volume_l)
    if loss_l:
        _check_volume(loss_l, "/loss_l")
    both = {vessel.id: vessel for vessel in lock_vessels(tx, [from_vessel_id, to_vessel_id])}
    source, target = both[from_vessel_id], both[to_vessel_id]
    at = moment(tx, happened_at)
    _check_there(tx, source, volume_l + loss_l)
    going = _release(tx, source, volume_l, at)
    _receive(tx, target, going, at, blend=blend)
    moved = _post(tx, MovementKind.TRANSFER, source, target, going, at)
    if loss_l:
        lost = _release(tx, source, loss_l, at)
        _post(tx, MovementKind.LOSS, source, None, lost, at, Why(loss_reason or LossReason.TRANSFER))
    return moved


def record_loss(
    tx: Tx, vessel_id: Id, volume_l: Decimal, reason: LossReason, note: str = "", happened_at: datetime | None = None
) -> BeerMovement:
    """So much of a tank is gone, and why."""
    _check_volume(volume_l)
    (vessel,) = lock_vessels(tx, [vessel_id])
    _check_there(tx, vessel, volume_l)
    at = moment(tx, happened_at)
    gone = _release(tx, vessel, volume_l, at)
    return _post(tx, MovementKind.LOSS, vessel, None, gone, at, Why(reason, note))


def empty_vessel(
    tx: Tx, vessel_id: Id, reason: LossReason, note: str = "", happened_at: datetime | None = None
) -> BeerMovement | None:
    """What is left in a tank goes down the drain, and the tank is dirty; None where nothing was in it."""
    (vessel,) = lock_vessels(tx, [vessel_id])
    left = sum((row.volume_l for row in _rows(tx, vessel)), NOTHING)
    if not left:
        return None
    at = moment(tx, happened_at)
    gone = _release(tx, vessel, left, at)
    return _post(tx, MovementKind.LOSS, vessel, None, gone, at, Why(reason, note))


def take_for_packaging(
    tx: Tx, vessel_id: Id, volume_l: Decimal, document_id: Id, happened_at: datetime | None = None
) -> tuple[BeerPart, ...]:
    """So much of a tank goes into packages under `document_id`; answers whose beer it was."""
    _check_volume(volume_l)
    (vessel,) = lock_vessels(tx, [vessel_id])
    _check_there(tx, vessel, volume_l)
    at = moment(tx, happened_at)
    gone = _release(tx, vessel, volume_l, at)
    _post(tx, MovementKind.PACKAGED, vessel, None, gone, at, Why(document_id=document_id))
    return _parts(tx, gone)


def dilute(tx: Tx, vessel_id: Id, volume_l: Decimal, note: str = "", happened_at: datetime | None = None) -> BeerMovement:
    """Water comes into a tank with beer: every batch in it grows by its share."""
    _check_volume(volume_l)
    return _grow(tx, vessel_id, volume_l, MovementKind.DILUTION, note, happened_at)


def adjust_content(
    tx: Tx, vessel_id: Id, to_volume_l: Decimal, note: str, document_id: Id | None = None, at: datetime | None = None
) -> BeerMovement | None:
    """The tank holds `to_volume_l`, whatever the ledger thought; the difference is posted under its own name.

    None where the ledger was right. Every batch in the tank grows or shrinks by its share.
    """
    (vessel,) = lock_vessels(tx, [vessel_id])
    difference = to_volume_l - sum((row.volume_l for row in _rows(tx, vessel)), NOTHING)
    if not difference:
        return None
    _check_volume(abs(difference))
    if difference > 0:
        return _grow(tx, vessel_id, difference, MovementKind.ADJUSTMENT, note, at, document_id)
    then = moment(tx, at)
    _check_there(tx, vessel, -difference)
    gone = _release(tx, vessel, -difference, then)
    return _post(tx, MovementKind.ADJUSTMENT, vessel, None, gone, then, Why(None, note, document_id))


def surplus(tx: Tx, vessel_id: Id, volume_l: Decimal, batch_id: Id, note: str, document_id: Id) -> BeerMovement:
    """More beer came out of a tank than the ledger knew of: the difference is posted before it leaves.

    Of a tank that the ledger thought empty it is `batch_id`'s. It is as good as out again: the tank's size does not bar it.
    """
    (vessel,) = lock_vessels(tx, [vessel_id])
    if _rows(tx, vessel):
        return _grow(tx, vessel_id, volume_l, MovementKind.ADJUSTMENT, note[:200], None, document_id, MOST_LITRES)
    _check_volume(volume_l)
    tx.session.add(VesselContent(vessel_id=vessel.id, batch_id=batch_id, volume_l=volume_l, since=tx.now))
    set_state(tx, vessel, VesselState.IN_USE, tx.now)
    return _post(tx, MovementKind.ADJUSTMENT, None, vessel, {batch_id: volume_l}, tx.now, Why(None, note[:200], document_id))


def _grow(
    tx: Tx,
    vessel_id: Id,
    volume_l: Decimal,
    kind: MovementKind,
    note: str,
    happened_at: datetime | None,
    document_id: Id | None = None,
    most_l: Decimal | None = None,
) -> BeerMovement:
    (vessel,) = lock_vessels(tx, [vessel_id])
    there = {row.batch_id: row.volume_l for row in _rows(tx, vessel)}
    total = sum(there.values(), NOTHING)
    if not total:
        raise NotEnoughBeer(code=vessel.code, available_l="0")
    # More water than beer has no running share of the beer: spread it as whole multiples first, then the rest.
    times, rest = divmod(volume_l, total)
    added = {batch_id: volume * times for batch_id, volume in there.items() if times}
    for batch_id, volume in shares(there, rest).items() if rest else ():
        added[batch_id] = added.get(batch_id, NOTHING) + volume
    at = moment(tx, happened_at)
    # A reading may find the tank fuller than it should be filled, though never fuller than it is.
    own_l = vessel.nominal_volume_l if kind is MovementKind.ADJUSTMENT else vessel.working_max_l
    _receive(tx, vessel, added, at, blend=True, most_l=most_l or own_l)
    return _post(tx, kind, None, vessel, added, at, Why(None, note, document_id))


# ------------------------------------------------------------------------------------------------ what is in the vessel

_ROWS = (
    select(VesselContent)
    .where(VesselContent.vessel_id == bindparam("vessel"))
    .order_by(VesselContent.since, VesselContent.batch_id)
    # What this transaction saw before it held the vessel may have gone elsewhere since.
    .execution_options(populate_existing=True)
)
_NUMBERS = select(Batch.id, Batch.number).where(Batch.id.in_(bindparam("batches", expanding=True)))


def _rows(tx: Tx, vessel: Vessel) -> Sequence[VesselContent]:
    """Of a vessel that is locked; what this transaction changed is flushed first."""
    tx.session.flush()
    return tx.session.execute(_ROWS, {"vessel": vessel.id}).scalars().all()


def _check_there(tx: Tx, vessel: Vessel, volume_l: Decimal) -> None:
    total = sum((row.volume_l for row in _rows(tx, vessel)), NOTHING)
    if volume_l > total:
        raise NotEnoughBeer(code=vessel.code, available_l=f"{total.normalize():f}")


def _release(tx: Tx, vessel: Vessel, volume_l: Decimal, at: datetime) -> dict[Id, Decimal]:
    """Take so much out; a vessel that is empty is dirty and nobody needs it any longer."""
    rows = _rows(tx, vessel)
    going = shares({row.batch_id: row.volume_l for row in rows}, volume_l)
    left = NOTHING
    for row in rows:
        remaining = row.volume_l - going.get(row.batch_id, NOTHING)
        left += remaining
        if remaining:
            row.volume_l = remaining
        else:
            tx.session.delete(row)
    if not left:
        set_state(tx, vessel, VesselState.DIRTY, at)
        end_bookings(tx, vessel, [row.batch_id for row in rows])
    return going


def _receive(
    tx: Tx, vessel: Vessel, coming: dict[Id, Decimal], at: datetime, *, blend: bool, most_l: Decimal | None = None
) -> None:
    """Let so much in, if it may and fits. (INV-V3)"""
    rows = {row.batch_id: row for row in _rows(tx, vessel)}
    ready = VesselState.IN_USE if rows else VesselState.AVAILABLE
    if VesselKind(vessel.kind) not in TANKS or vessel.state != ready:
        raise VesselNotReady(code=vessel.code, state=vessel.state, vessel_id=vessel.id)
    total = sum((row.volume_l for row in rows.values()), NOTHING)
    room = (most_l or vessel.working_max_l) - total
    if sum(coming.values(), NOTHING) > room:
        raise OverCapacity(code=vessel.code, room_l=f"{max(room, NOTHING).normalize():f}", vessel_id=vessel.id)
    if not blend and mixes(frozenset(coming), frozenset(rows)):
        there = ", ".join(part.batch_number for part in _parts(tx, {key: row.volume_l for key, row in rows.items()}))
        raise BlendNotConfirmed(code=vessel.code, batches=there, vessel_id=vessel.id)
    if not rows:
        refuse_if_booked(tx, vessel, frozenset(coming))
        set_state(tx, vessel, VesselState.IN_USE, at)
    for batch_id, volume in coming.items():
        if batch_id in rows:
            rows[batch_id].volume_l += volume
        else:
            tx.session.add(VesselContent(vessel_id=vessel.id, batch_id=batch_id, volume_l=volume, since=at))


def _parts(tx: Tx, volumes: dict[Id, Decimal]) -> tuple[BeerPart, ...]:
    numbers = {row.id: row.number for row in tx.session.execute(_NUMBERS, {"batches": list(volumes)})}
    return tuple(BeerPart(batch_id, numbers[batch_id], volume) for batch_id, volume in volumes.items())


# ------------------------------------------------------------------------------------------------------------ the ledger


@dataclass(frozen=True, slots=True)
class Why:
    """What a line of the ledger says besides its litres."""

    reason: LossReason | None = None
    note: str = ""
    document_id: Id | None = None


NO_WHY = Why()


def _post(
    tx: Tx,
    kind: MovementKind,
    source: Vessel | None,
    target: Vessel | None,
    volumes: dict[Id, Decimal],
    at: datetime,
    why: Why = NO_WHY,
) -> BeerMovement:
    """One line of the ledger with its parts, and the word of it. (INV-V2)"""
    movement = BeerMovement(
        id=new_id(),
        kind=kind.value,
        from_vessel_id=source.id if source else None,
        to_vessel_id=target.id if target else None,
        volume_l=sum(volumes.values(), NOTHING),
        loss_reason=why.reason.value if why.reason else None,
        document_id=why.document_id,
        note=why.note,
        happened_at=at,
        posted_at=tx.now,
        by=tx.origin.actor,
    )
    tx.session.add(movement)
    tx.session.flush()
    tx.session.add_all(
        BeerMovementPart(movement_id=movement.id, batch_id=batch_id, volume_l=volume) for batch_id, volume in volumes.items()
    )
    tx.emit(
        BeerMoved(
            movement_id=movement.id,
            kind=movement.kind,
            from_vessel_id=movement.from_vessel_id,
            from_vessel_code=source.code if source else None,
            to_vessel_id=movement.to_vessel_id,
            to_vessel_code=target.code if target else None,
            volume_l=movement.volume_l,
            loss_reason=movement.loss_reason,
            document_id=why.document_id,
            happened_at=at,
            parts=_parts(tx, volumes),
        )
    )
    return movement


def _check_volume(volume_l: Decimal, pointer: str = "/volume_l") -> None:
    if not 0 < volume_l <= MOST_LITRES or not is_millilitres(volume_l):
        raise InvalidInput(
            pointer, Text(es="Litros mayores que cero, al mililitro.", en="Litres above 0, to the millilitre.")
        )


def moment(tx: Tx, happened_at: datetime | None) -> datetime:
    """When it happened: now, unless somebody says when; never later than a clock can be wrong."""
    if happened_at is not None and happened_at > tx.now + CLOCK_SLACK:
        raise InvalidInput("/happened_at", Text(es="Eso todavía no pasa.", en="That has not happened yet."))
    return happened_at or tx.now
