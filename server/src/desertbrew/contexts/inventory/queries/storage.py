"""What happened to a lot, where it went, its papers; places and what their thermometers said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Row, and_, case, func, select

from desertbrew.contexts.inventory.queries.stock import lot
from desertbrew.contexts.inventory.rules import ALERT_FOR, MovementKind, RoomLimits
from desertbrew.contexts.inventory.tables import (
    HERE,
    Certificate,
    Issue,
    Lot,
    LotCertificate,
    LotMove,
    LotPlace,
    LotStatusChange,
    Movement,
    Recall,
    RoomReading,
    StorageLocation,
)
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx


@dataclass(frozen=True, slots=True)
class RoomView:
    """A cooled room, its last reading, and whether it was out of limits within the last half hour."""

    place: StorageLocation
    limits: RoomLimits
    last: RoomReading | None
    alert: bool
    silent: bool
    """Nobody read it within the last half hour."""


@dataclass(frozen=True, slots=True)
class LotUse:
    """One document that took from a lot; quantity and cost positive."""

    document_id: Id
    reference: str
    override_reason: str | None
    batch_id: Id | None
    happened_at: datetime
    quantity: Decimal
    cost: Decimal


def locations(tx: ReadTx) -> Sequence[tuple[StorageLocation, int]]:
    """Every place by code, with how many open lots stand in it; a brewery has a few dozen."""
    standing = select(func.count()).where(LotPlace.location_id == StorageLocation.id, HERE)
    query = select(StorageLocation, standing.correlate(StorageLocation).scalar_subquery()).order_by(StorageLocation.code)
    return [(place, count) for place, count in tx.session.execute(query)]


def status_history(tx: ReadTx, lot_id: Id) -> Sequence[Row[LotStatusChange, str | None]]:
    """(LotStatusChange, number of its recall), the newest first."""
    lot(tx, lot_id)
    query = (
        select(LotStatusChange, Recall.number)
        .outerjoin(Recall, Recall.id == LotStatusChange.recall_id)
        .where(LotStatusChange.lot_id == lot_id)
        .order_by(LotStatusChange.id.desc())
    )
    return tx.session.execute(query).all()


def moves(tx: ReadTx, lot_id: Id) -> Sequence[LotMove]:
    """Where the lot was carried, the newest first."""
    query = select(LotMove).where(LotMove.lot_id == lot_id).order_by(LotMove.id.desc())
    return tx.session.execute(query).scalars().all()


def uses(tx: ReadTx, lot_id: Id) -> list[LotUse]:
    """What took from the lot, the newest first: brews, issues by hand, waste and counts."""
    lot(tx, lot_id)
    query = (
        select(Movement, Issue.batch_id)
        .outerjoin(Issue, and_(Issue.id == Movement.document_id, Movement.kind == MovementKind.ISSUE.value))
        .where(Movement.lot_id == lot_id, Movement.quantity < 0, Movement.kind != MovementKind.TRANSFER_OUT.value)
        .order_by(Movement.id.desc())
        .limit(500)
    )
    return [
        LotUse(row.document_id, row.reference, row.override_reason, batch_id, row.happened_at, -row.quantity, -row.cost)
        for row, batch_id in tx.session.execute(query)
    ]


def certificates(tx: ReadTx, lot_id: Id) -> Sequence[Certificate]:
    """The lot's papers without their bytes, the newest first."""
    lot(tx, lot_id)
    query = (
        select(Certificate)
        .join(LotCertificate, LotCertificate.certificate_id == Certificate.id)
        .where(LotCertificate.lot_id == lot_id)
        .order_by(Certificate.id.desc())
    )
    return tx.session.execute(query).scalars().all()


def certificate_file(tx: ReadTx, certificate_id: Id) -> tuple[str, str, bytes]:
    """A paper's name, media type and bytes."""
    columns = (Certificate.file_name, Certificate.media_type, Certificate.content)
    found = tx.session.execute(select(*columns).where(Certificate.id == certificate_id)).one_or_none()
    if found is None:
        raise NotFound(what=Text("un certificado", "certificate"), id=certificate_id)
    return found.file_name, found.media_type, found.content


def recalls(tx: ReadTx, after: Id | None, limit: int) -> Sequence[Row[Recall, int, Decimal]]:
    """(Recall, lots, lots that still hold something), the newest first."""
    holding = func.sum(case((Lot.remaining_quantity > 0, 1), else_=0))
    query = (
        select(Recall, func.count(Lot.id), holding)
        .outerjoin(LotStatusChange, LotStatusChange.recall_id == Recall.id)
        .outerjoin(Lot, Lot.id == LotStatusChange.lot_id)
        .group_by(Recall.id)
        .order_by(Recall.id.desc())
        .limit(limit)
    )
    if after:
        query = query.where(Recall.id < after)
    return tx.session.execute(query).all()


def rooms(tx: ReadTx) -> list[RoomView]:
    """Every cooled room by code, with its last reading and its alert."""
    newest = (
        select(RoomReading.location_id, func.max(RoomReading.read_at).label("read_at"))
        .group_by(RoomReading.location_id)
        .subquery()
    )
    last: dict[Id, RoomReading] = {}
    of_newest = and_(RoomReading.location_id == newest.c.location_id, RoomReading.read_at == newest.c.read_at)
    for reading in tx.session.execute(select(RoomReading).join(newest, of_newest).order_by(RoomReading.id)).scalars():
        last[reading.location_id] = reading
    young = RoomReading.read_at > tx.now - ALERT_FOR
    bad = select(RoomReading.location_id).where(young, RoomReading.in_limits.is_(False)).distinct()
    alerting = set(tx.session.execute(bad).scalars())
    found = []
    open_ = select(StorageLocation).where(StorageLocation.active).order_by(StorageLocation.code)
    for place in tx.session.execute(open_).scalars():
        limits = RoomLimits.of(place)
        if limits is None:
            continue
        now = last.get(place.id)
        silent = now is None or now.read_at <= tx.now - ALERT_FOR
        found.append(RoomView(place, limits, now, place.id in alerting, silent))
    return found


def readings(tx: ReadTx, location_id: Id, since: datetime, until: datetime, limit: int) -> Sequence[RoomReading]:
    """A room's readings between two moments, the oldest first; the newest `limit` of them."""
    if tx.session.get(StorageLocation, location_id) is None:
        raise NotFound(what=Text("un lugar", "place"), id=location_id)
    query = (
        select(RoomReading)
        .where(RoomReading.location_id == location_id, RoomReading.read_at >= since, RoomReading.read_at <= until)
        .order_by(RoomReading.read_at.desc(), RoomReading.id.desc())
        .limit(limit)
    )
    return list(reversed(tx.session.execute(query).scalars().all()))
