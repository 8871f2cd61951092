"""Kegs, their fills and their events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select, tuple_

from desertbrew.contexts.inventory.contract import KegOwnership, KegState
from desertbrew.contexts.inventory.rules import kegs as rules
from desertbrew.contexts.inventory.tables import KegEvent, KegFill, KegRow
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx
from desertbrew.platform.search import found_in

OUT = tuple(state.value for state in sorted(rules.OUT_OF_SIGHT))


@dataclass(frozen=True, slots=True)
class KegFilter:
    """Which kegs to list; what is None does not matter."""

    q: str | None = None
    state: KegState | None = None
    size_l: Decimal | None = None
    ownership: KegOwnership | None = None
    client: str | None = None
    batch_id: Id | None = None
    at_risk_days: int | None = None
    serials: tuple[str, str] | None = None
    """From the first to the last, both included, in the order of the alphabet."""


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events to list."""

    keg_id: Id | None = None
    client: str | None = None
    batch_id: Id | None = None
    document_id: Id | None = None


_INSIDE = (
    KegFill.beer_name,
    KegFill.batch_id,
    KegFill.batch_number,
    KegFill.volume_l,
    KegFill.best_before,
    KegFill.filled_at,
)
_WITH_CONTENT: Select[Any] = select(KegRow.__table__, *_INSIDE).outerjoin(KegFill, KegFill.id == KegRow.fill_id)
_BY_ID = _WITH_CONTENT.where(KegRow.id == bindparam("sought"))
_BY_CODE = _WITH_CONTENT.where(
    or_(
        KegRow.code == bindparam("sought"),
        KegRow.serial == bindparam("sought"),
        KegRow.rfid_tag == bindparam("sought"),
    )
)


def _at_risk(query: Select[Any], before: datetime) -> Select[Any]:
    return query.where(KegRow.state.in_(OUT), KegRow.one_way.is_(False), KegRow.last_moved_at < before)


def kegs_matching(tx: ReadTx, wanted: KegFilter, after: str | None, limit: int) -> Sequence[Any]:
    """Kegs by serial, each with what is inside it."""
    query = _WITH_CONTENT.order_by(KegRow.serial).limit(limit)
    exact = {
        KegRow.state: wanted.state,
        KegRow.size_l: wanted.size_l,
        KegRow.ownership: wanted.ownership,
        KegFill.batch_id: wanted.batch_id,
    }
    for column, value in exact.items():
        if value is not None:
            query = query.where(column == value)
    if wanted.q:
        query = query.where(
            found_in(wanted.q, KegRow.serial, KegRow.code, KegRow.location, KegFill.beer_name, KegFill.batch_number)
        )
    if wanted.client:
        query = query.where(found_in(wanted.client, KegRow.client_name))
    if wanted.at_risk_days is not None:
        query = _at_risk(query, tx.now - timedelta(days=wanted.at_risk_days))
    if wanted.serials is not None:
        query = query.where(KegRow.serial.between(*wanted.serials))
    if after is not None:
        query = query.where(KegRow.serial > after)
    return tx.session.connection().execute(query).all()


def kegs_by_id(tx: ReadTx, keg_ids: Sequence[Id]) -> Sequence[Any]:
    """These kegs, by serial."""
    query = _WITH_CONTENT.where(KegRow.id.in_(keg_ids)).order_by(KegRow.serial)
    return tx.session.connection().execute(query).all()


def keg(tx: ReadTx, keg_id: Id) -> Any:  # noqa: ANN401 - a keg's row with its content
    """One keg with what is inside it."""
    row = tx.session.connection().execute(_BY_ID, {"sought": keg_id}).one_or_none()
    if row is None:
        raise NotFound(what=Text("un barril", "keg"), id=keg_id)
    return row


def scanned_keg(tx: ReadTx, code: str) -> Any:  # noqa: ANN401 - as above
    """The keg behind a QR code, a link to its page, a serial or a tag; the code wins over a serial, that over a tag."""
    sought = rules.read_code(code)
    rows = tx.session.connection().execute(_BY_CODE, {"sought": sought}).all()
    if not rows:
        raise NotFound(what=Text("un barril", "keg"), id=sought)
    return max(rows, key=lambda row: (row.code == sought, row.serial == sought))


def kegs_at_risk(tx: ReadTx, days: int, after: tuple[datetime, Id] | None, limit: int) -> Sequence[Any]:
    """Steel that has been out for more than `days` without anybody scanning it, the longest first."""
    query = _at_risk(_WITH_CONTENT, tx.now - timedelta(days=days)).order_by(KegRow.last_moved_at, KegRow.id).limit(limit)
    if after:
        query = query.where(tuple_(KegRow.last_moved_at, KegRow.id) > after)
    return tx.session.connection().execute(query).all()


def keg_events(tx: ReadTx, wanted: EventFilter, after: Id | None, limit: int) -> Sequence[Any]:
    """Events with the keg's serial and what was inside, the newest first."""
    query = (
        select(KegEvent.__table__, KegRow.serial, KegFill.beer_name, KegFill.batch_id, KegFill.batch_number)
        .join(KegRow, KegRow.id == KegEvent.keg_id)
        .outerjoin(KegFill, KegFill.id == KegEvent.fill_id)
        .order_by(KegEvent.id.desc())
        .limit(limit)
    )
    exact = {
        KegEvent.keg_id: wanted.keg_id,
        KegFill.batch_id: wanted.batch_id,
        KegEvent.document_id: wanted.document_id,
    }
    for column, value in exact.items():
        if value is not None:
            query = query.where(column == value)
    if wanted.client:
        query = query.where(found_in(wanted.client, KegEvent.client_name))
    if after is not None:
        query = query.where(KegEvent.id < after)
    return tx.session.connection().execute(query).all()


def keg_fills(tx: ReadTx, keg_id: Id | None, batch_id: Id | None, after: Id | None, limit: int) -> Sequence[Any]:
    """Fills with the keg's serial, and who received them last, the newest first."""
    received = (
        select(KegEvent.client_name)
        .where(KegEvent.fill_id == KegFill.id, KegEvent.client_name.is_not(None))
        .order_by(KegEvent.seq.desc())
        .limit(1)
        .correlate(KegFill)
        .scalar_subquery()
        .label("received_by")
    )
    query = (
        select(KegFill.__table__, KegRow.serial, KegRow.size_l, received)
        .join(KegRow, KegRow.id == KegFill.keg_id)
        .order_by(KegFill.id.desc())
        .limit(limit)
    )
    if keg_id is not None:
        query = query.where(KegFill.keg_id == keg_id)
    if batch_id is not None:
        query = query.where(KegFill.batch_id == batch_id)
    if after is not None:
        query = query.where(KegFill.id < after)
    return tx.session.connection().execute(query).all()


def keg_faults(tx: ReadTx) -> list[str]:
    """Where a keg and its events tell different stories. (INV-K5)"""
    connection = tx.session.connection()
    last = select(KegEvent.keg_id, func.max(KegEvent.seq).label("seq"), func.count().label("many")).group_by(KegEvent.keg_id)
    newest = last.subquery()
    unlike = (
        select(KegRow.serial)
        .outerjoin(newest, newest.c.keg_id == KegRow.id)
        .outerjoin(KegEvent, (KegEvent.keg_id == KegRow.id) & (KegEvent.seq == newest.c.seq))
        .where(
            or_(
                newest.c.seq.is_(None),
                newest.c.many != KegRow.event_count,
                newest.c.seq != KegRow.event_count,
                KegEvent.to_state != KegRow.state,
            )
        )
    )
    faults = [f"keg {serial} differs from its events" for serial in connection.execute(unlike.limit(20)).scalars()]
    earlier = KegEvent.__table__.alias("earlier")
    broken = (
        select(KegRow.serial)
        .join(KegEvent, KegEvent.keg_id == KegRow.id)
        .join(earlier, (earlier.c.keg_id == KegEvent.keg_id) & (earlier.c.seq == KegEvent.seq - 1))
        .where(earlier.c.to_state != KegEvent.from_state)
    )
    faults += [f"keg {serial} has a gap in its events" for serial in connection.execute(broken.limit(20)).scalars()]
    overfull = (
        select(KegRow.serial).join(KegFill, KegFill.keg_id == KegRow.id).where(KegFill.volume_l > KegRow.size_l).limit(20)
    )
    faults += [f"keg {serial} was filled above its size" for serial in connection.execute(overfull).scalars()]
    return faults
