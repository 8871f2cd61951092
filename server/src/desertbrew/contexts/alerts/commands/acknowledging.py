"""Somebody sees an alert and takes care of it; by whom and when stays until it changes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select

from desertbrew.contexts.alerts import queries
from desertbrew.contexts.alerts.commands.steps import write_down
from desertbrew.contexts.alerts.contract import AlertAcknowledged, AlertKind
from desertbrew.contexts.alerts.errors import AlertClosed
from desertbrew.contexts.alerts.rules import Step
from desertbrew.contexts.alerts.tables import Alert
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import Tx


def acknowledge(tx: Tx, alert_id: Id, kinds: Collection[AlertKind]) -> Alert:
    """Take care of one alert; who came first stays. Raises `NotFound`, or `AlertClosed` where it is over. (INV-A3)"""
    queries.alert(tx, alert_id, kinds)
    alert = tx.session.get_one(Alert, alert_id, with_for_update=True, populate_existing=True)
    if alert.cleared_at is not None:
        raise AlertClosed(name=alert.name)
    _take(tx, alert)
    return alert


def acknowledge_many(tx: Tx, alert_ids: Sequence[Id], kinds: Collection[AlertKind]) -> list[Alert]:
    """Take care of those that are open and that the person may see; the others are let be."""
    query = (
        select(Alert)
        .where(Alert.id.in_(alert_ids), Alert.cleared_at.is_(None), Alert.kind.in_([each.value for each in kinds]))
        .order_by(Alert.id)
        .with_for_update()
    )
    taken = list(tx.session.execute(query).scalars())
    for alert in taken:
        _take(tx, alert)
    return taken


def _take(tx: Tx, alert: Alert) -> None:
    if alert.acknowledged_at is not None:
        return
    person = UUID(tx.origin.actor)
    alert.acknowledged_by, alert.acknowledged_by_name, alert.acknowledged_at = person, tx.origin.actor_name, tx.now
    write_down(tx, alert, Step.ACKNOWLEDGED)
    tx.emit(AlertAcknowledged(alert.id, person))
