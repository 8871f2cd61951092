"""Questions about alerts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, tuple_

from desertbrew.contexts.alerts.contract import AlertKind, AlertSeverity
from desertbrew.contexts.alerts.tables import Alert, AlertStep, Choice, Device, Reader
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx

WHAT = Text("una alerta", "alert")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which alerts to list; empty collections ask for everything."""

    kinds: Collection[AlertKind]
    severities: Collection[AlertSeverity] = ()
    is_open: bool | None = None
    is_acknowledged: bool | None = None
    subject_id: Id | None = None


def alerts(tx: ReadTx, wanted: Wanted, limit: int, after: tuple[datetime, Id] | None) -> Sequence[Alert]:
    """Alerts of `kinds`, the newest change first, one more than `limit`."""
    query = select(Alert).where(Alert.kind.in_([each.value for each in wanted.kinds]))
    if wanted.severities:
        query = query.where(Alert.severity.in_([each.value for each in wanted.severities]))
    if wanted.is_open is not None:
        query = query.where(Alert.cleared_at.is_(None) if wanted.is_open else Alert.cleared_at.is_not(None))
    if wanted.is_acknowledged is not None:
        told = Alert.acknowledged_at
        query = query.where(told.is_not(None) if wanted.is_acknowledged else told.is_(None))
    if wanted.subject_id is not None:
        query = query.where(Alert.subject_id == wanted.subject_id)
    if after is not None:
        query = query.where(tuple_(Alert.last_changed_at, Alert.id) < after)
    return tx.session.execute(query.order_by(Alert.last_changed_at.desc(), Alert.id.desc()).limit(limit + 1)).scalars().all()


def waiting(tx: ReadTx, kinds: Collection[AlertKind]) -> dict[AlertSeverity, int]:
    """How many alerts of `kinds` are open and nobody takes care of, by severity."""
    query = select(Alert.severity, func.count()).where(
        Alert.cleared_at.is_(None), Alert.acknowledged_at.is_(None), Alert.kind.in_([each.value for each in kinds])
    )
    return {AlertSeverity(severity): count for severity, count in tx.session.execute(query.group_by(Alert.severity))}


def alert(tx: ReadTx, alert_id: Id, kinds: Collection[AlertKind]) -> Alert:
    """One alert; raises `NotFound` also where it is of a kind that the person may not see."""
    found = tx.session.get(Alert, alert_id)
    if found is None or AlertKind(found.kind) not in kinds:
        raise NotFound(what=WHAT, id=str(alert_id))
    return found


def history(tx: ReadTx, alert_id: Id) -> Sequence[AlertStep]:
    """What happened to an alert, in order."""
    query = select(AlertStep).where(AlertStep.alert_id == alert_id).order_by(AlertStep.seq)
    return tx.session.execute(query).scalars().all()


def reader(tx: ReadTx, person_id: Id) -> Reader | None:
    """What is known of somebody who may be told; None of whom nothing was ever heard."""
    return tx.session.get(Reader, person_id)


def choices(tx: ReadTx, person_id: Id) -> Sequence[Choice]:
    """What somebody wants to hear of, and how."""
    query = select(Choice).where(Choice.person_id == person_id).order_by(Choice.channel, Choice.kind)
    return tx.session.execute(query).scalars().all()


def devices(tx: ReadTx, person_id: Id) -> Sequence[Device]:
    """Somebody's browsers, the newest first."""
    query = select(Device).where(Device.person_id == person_id).order_by(Device.id.desc())
    return tx.session.execute(query).scalars().all()


def unsound(tx: ReadTx) -> list[str]:
    """Open alerts whose last step says that they are not open, and the other way round. (INV-A4)"""
    last = select(AlertStep.alert_id, func.max(AlertStep.seq).label("seq")).group_by(AlertStep.alert_id).subquery()
    query = select(Alert.id, Alert.cleared_at, AlertStep.step).join(last, last.c.alert_id == Alert.id, isouter=True)
    rows = tx.session.execute(query.join(AlertStep, AlertStep.seq == last.c.seq, isouter=True))
    return [
        f"alert {row.id} and its history disagree" for row in rows if (row.cleared_at is None) == (row.step == "CLEARED")
    ]
