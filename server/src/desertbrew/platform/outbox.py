"""What a transaction promised to tell: events are stored with the effect, and leave after the commit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Protocol

from pydantic import TypeAdapter
from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from desertbrew.kernel.events import Envelope, Event
from desertbrew.kernel.ids import new_id
from desertbrew.platform.tables import outbox


class TxLike(Protocol):
    """The part of a transaction that housekeeping needs; `db` imports this module, so it cannot be named here."""

    @property
    def session(self) -> Session:
        """The transaction's session."""
        ...

    @property
    def now(self) -> datetime:
        """When the transaction began."""
        ...


BATCH = 200
"""Events that one hand-over to the courier carries at the most."""


@cache
def adapter(kind: type[Any]) -> TypeAdapter[Any]:
    """How a class of events is written and read; made once, for it costs milliseconds."""
    return TypeAdapter(kind)


def encode(happened: Event) -> str:
    """The event as JSON text; decimals are strings, so that no reader makes floats of them."""
    return adapter(type(happened)).dump_json(happened).decode()


_STORE = insert(outbox)


def store(connection: Connection, events: Sequence[Event], now: datetime, request_id: str) -> None:
    """Add `events` to the outbox of the transaction at hand, in the order they happened."""
    connection.execute(
        _STORE,
        [
            {
                "id": str(new_id()),
                "name": happened.NAME,
                "subject": happened.subject,
                "occurred_at": now,
                "request_id": request_id,
                "payload": encode(happened),
            }
            for happened in events
        ],
    )


_WAITING = select(outbox).where(outbox.c.delivered_at.is_(None)).order_by(outbox.c.seq).limit(BATCH)


def waiting(connection: Connection, context: str) -> list[tuple[int, Envelope]]:
    """The oldest undelivered events of `context`, with the row numbers to mark them by."""
    return [
        (
            row.seq,
            Envelope(
                id=row.id,
                name=row.name,
                context=context,
                subject=row.subject,
                occurred_at=row.occurred_at.isoformat(),
                request_id=row.request_id,
                payload=row.payload,
            ),
        )
        for row in connection.execute(_WAITING)
    ]


_MARK = update(outbox).where(outbox.c.seq == bindparam("row")).values(delivered_at=bindparam("at"))


def mark_delivered(connection: Connection, rows: Sequence[int], now: datetime) -> None:
    """Remember that the courier has them; only after it said so."""
    connection.execute(_MARK, [{"row": row, "at": now} for row in rows])


def count_waiting(connection: Connection) -> int:
    """How many events have not left yet."""
    return connection.execute(select(func.count()).where(outbox.c.delivered_at.is_(None))).scalar_one()


KEPT = timedelta(days=30)
"""Delivered events stay this long, so that a restored backup can tell its neighbours again what it may have told before."""


def forget_old(tx: TxLike) -> None:
    """Drop delivered events that no restore will need."""
    tx.session.execute(delete(outbox).where(outbox.c.delivered_at < tx.now - KEPT))
