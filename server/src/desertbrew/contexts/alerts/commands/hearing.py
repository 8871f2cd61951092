"""A word about a thing opens, changes or clears the alert about it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import select

from desertbrew.contexts.alerts.commands.steps import write_down
from desertbrew.contexts.alerts.commands.telling import note_readers
from desertbrew.contexts.alerts.contract import AlertCleared, AlertKind, AlertRaised, AlertSeverity, SubjectType
from desertbrew.contexts.alerts.rules import Standing, Step, Word, judge
from desertbrew.contexts.alerts.tables import Alert, Watch
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.db import Tx
from desertbrew.platform.inbox import insert_once


@dataclass(frozen=True, slots=True)
class Thing:
    """What an alert may be about: one alert is open for each at the most. (INV-A1)"""

    kind: AlertKind
    subject_type: SubjectType
    subject_id: Id


def hear(tx: Tx, thing: Thing, word: Word, stamp: str) -> Step | None:
    """Let `word` change the alert about `thing`, unless a newer word was heard before; returns what it did.

    `stamp` sorts the words about one thing by age. A repetition renews the figures and nothing else. (INV-A2, INV-A3)
    """
    if not _is_news(tx, thing, stamp):
        return None
    alert = tx.session.execute(
        select(Alert).where(Alert.kind == thing.kind.value, Alert.subject_id == thing.subject_id, Alert.cleared_at.is_(None))
    ).scalar_one_or_none()
    standing = None if alert is None else Standing(AlertSeverity(alert.severity), alert.urgency)
    step = judge(standing, word)
    if alert is not None and step is None and word.standing is not None:
        _renew(alert, word)
    if step is Step.CLEARED and alert is not None:
        alert.cleared_at = tx.now
        write_down(tx, alert, step)
        tx.emit(AlertCleared(alert.id))
    elif step is not None:
        assert word.standing is not None
        _raise(tx, alert or _open(tx, thing), step, word, word.standing)
    return step


def _is_news(tx: Tx, thing: Thing, stamp: str) -> bool:
    """Whether no newer word was heard; the row is locked until the commit, so that two words take turns."""
    key = {"kind": thing.kind.value, "subject_id": thing.subject_id}
    if insert_once(tx.connection, Watch.__table__, {**key, "stamp": stamp}):
        return True
    watch = tx.session.get_one(Watch, (thing.kind.value, thing.subject_id), with_for_update=True)
    if watch.stamp >= stamp:
        return False
    watch.stamp = stamp
    return True


def _open(tx: Tx, thing: Thing) -> Alert:
    alert = Alert(
        id=new_id(),
        kind=thing.kind.value,
        subject_type=thing.subject_type.value,
        subject_id=thing.subject_id,
        opened_at=tx.now,
        acknowledged_by_name="",
    )
    tx.session.add(alert)
    return alert


def _renew(alert: Alert, word: Word) -> None:
    alert.name = word.name[:200]
    alert.figures = json.dumps(dict(word.figures), ensure_ascii=False)


def _raise(tx: Tx, alert: Alert, step: Step, word: Word, standing: Standing) -> None:
    _renew(alert, word)
    alert.severity, alert.urgency = standing.severity.value, standing.urgency
    alert.last_changed_at = tx.now
    # Whoever took care of what it was has not heard of what it is.
    alert.acknowledged_by = alert.acknowledged_at = None
    alert.acknowledged_by_name = ""
    tx.session.flush()
    write_down(tx, alert, step)
    note_readers(tx, alert)
    kind, subject_type = AlertKind(alert.kind), SubjectType(alert.subject_type)
    tx.emit(AlertRaised(alert.id, kind, subject_type, alert.subject_id, standing.severity, standing.urgency))
