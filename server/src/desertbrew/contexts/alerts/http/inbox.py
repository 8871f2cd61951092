"""The inbox: what is wrong now, what was, and who takes care of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import Query

from desertbrew.contexts.alerts import commands, queries
from desertbrew.contexts.alerts.contract import AlertKind, AlertSeverity
from desertbrew.contexts.alerts.http.permissions import ACKNOWLEDGE, READ_INBOX, kinds_for, routes
from desertbrew.contexts.alerts.http.wire import (
    AlertCountsOut,
    AlertOut,
    AlertsTakenIn,
    AlertsTakenOut,
    AlertStepOut,
    AlertWithHistoryOut,
)
from desertbrew.kernel.ids import Id
from desertbrew.platform.auth import Caller
from desertbrew.platform.db import ReadTx, Tx
from desertbrew.platform.http.pages import Cursor, Limit, Page, decode_cursor, page_of


@routes.query("/alerts", READ_INBOX, refusals=())
def list_alerts(  # noqa: PLR0913, PLR0917 - one argument a filter of the page
    tx: ReadTx,
    caller: Caller,
    kind: Annotated[list[AlertKind] | None, Query(description="Only of these kinds")] = None,
    severity: Annotated[list[AlertSeverity] | None, Query(description="Only as serious as these")] = None,
    open: Annotated[bool | None, Query(description="Only open ones, or only those that ended")] = None,
    acknowledged: Annotated[bool | None, Query(description="Only those that somebody takes care of, or nobody")] = None,
    subject_id: Annotated[Id | None, Query(description="Only about this thing")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[AlertOut]:
    """Alerts that I may see, the newest change first."""
    mine = kinds_for(caller)
    kinds = [each for each in mine if kind is None or each in kind]
    wanted = queries.Wanted(kinds, severity or (), open, acknowledged, subject_id)
    after = decode_cursor(cursor, [_moment, Id])
    rows = queries.alerts(tx, wanted, limit, (after[0], after[1]) if after else None)
    shown, following = page_of(rows, limit, lambda row: (row.last_changed_at.isoformat(), str(row.id)))
    return Page(items=[AlertOut.of(row) for row in shown], next_cursor=following)


def _moment(text: str) -> datetime:
    """A moment of a cursor; raises ValueError where it has no zone."""
    read = datetime.fromisoformat(text)
    if read.tzinfo is None:
        raise ValueError(text)
    return read


@routes.query("/alerts/waiting", READ_INBOX, quick=True, refusals=())
def count_waiting_alerts(tx: ReadTx, caller: Caller) -> AlertCountsOut:
    """How many alerts wait for somebody: the figure on the bell."""
    counts = queries.waiting(tx, kinds_for(caller))
    return AlertCountsOut(**{each.value.lower(): counts.get(each, 0) for each in AlertSeverity})


@routes.query("/alerts/{alert_id}", READ_INBOX)
def alert_with_history(tx: ReadTx, caller: Caller, alert_id: Id) -> AlertWithHistoryOut:
    """One alert with everything that happened to it."""
    row = queries.alert(tx, alert_id, kinds_for(caller))
    return AlertWithHistoryOut(alert=AlertOut.of(row), steps=[AlertStepOut.of(each) for each in queries.history(tx, row.id)])


@routes.command("POST", "/alerts/{alert_id}/acknowledgements", ACKNOWLEDGE)
def acknowledge_alert(tx: Tx, caller: Caller, alert_id: Id) -> AlertOut:
    """I take care of it; who said so first stays."""
    return AlertOut.of(commands.acknowledge(tx, alert_id, kinds_for(caller)))


@routes.command("POST", "/alert-acknowledgements", ACKNOWLEDGE, refusals=())
def acknowledge_alerts(tx: Tx, caller: Caller, body: AlertsTakenIn) -> AlertsTakenOut:
    """I take care of all of these."""
    taken = commands.acknowledge_many(tx, body.alert_ids, kinds_for(caller))
    return AlertsTakenOut(items=[AlertOut.of(each) for each in taken])
