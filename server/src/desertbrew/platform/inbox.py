"""What comes in: each event takes effect once, and one that fails is held aside instead of blocking the rest.

Couriers deliver at least once and in no promised order. The inbox row commits with the effect, so a second delivery finds
it and does nothing. A reaction that raises is kept as a held event with growing pauses between tries, then as a dead
letter that a person sees, and can replay or discard with a reason. The courier is told "received" as soon as either is
durable; only a database that cannot be reached makes it keep the event.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import timedelta
from functools import cache
from typing import Any

import structlog
from sqlalchemy import Connection, bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from desertbrew.kernel.events import Envelope
from desertbrew.platform.columns import MOMENT
from desertbrew.platform.context import Context
from desertbrew.platform.db import Database, DatabaseUnavailable, Origin, Tx
from desertbrew.platform.outbox import adapter
from desertbrew.platform.tables import held_event, inbox

RETRYING, DEAD, DISCARDED = "RETRYING", "DEAD", "DISCARDED"
TRIES_MAX = 8
FIRST_PAUSE = timedelta(seconds=1)
"""Pauses double: 1 s, 2 s ... 64 s; about two minutes until a person is asked."""

log = structlog.get_logger()


def insert_once(connection: Connection, table: Any, values: dict[str, Any]) -> bool:  # noqa: ANN401 - any platform table
    """Insert unless the key is there already; False if it was. On PostgreSQL it waits for a rival that has not committed."""
    return connection.execute(_insert_once(connection.dialect.name, table), values).one_or_none() is not None


@cache
def _insert_once(dialect_name: str, table: Any) -> Any:  # noqa: ANN401 - a platform table, and its dialect's insert
    dialect: Any = postgresql if dialect_name == "postgresql" else sqlite
    # RETURNING and not rowcount: SQLAlchemy reports -1 for an INSERT through psycopg, which reads as "inserted".
    key = next(iter(table.primary_key.columns))
    return dialect.insert(table).on_conflict_do_nothing().returning(key)


class Receiver:
    """Turns the events that reach one context into its commands."""

    def __init__(self, context: Context, database: Database) -> None:
        self._context = context
        self._database = database
        self._reactions: dict[str, list[Any]] = {}
        for reaction in context.reactions:
            self._reactions.setdefault(reaction.event.NAME, []).append(reaction)

    @property
    def context(self) -> Context:
        """Whose receiver this is."""
        return self._context

    def receive(self, envelope: Envelope) -> None:
        """Take the event over from the courier: when this returns, it has taken effect or is held, durably.

        Raises `DatabaseUnavailable` when neither could be stored; the courier keeps the event then.
        """
        if envelope.name not in self._reactions:
            return
        origin = Origin(f"system:{self._context.name}", envelope.request_id)
        try:
            self._database.write(lambda tx: self.apply(tx, envelope), origin)
        except DatabaseUnavailable:
            raise
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            log.warning("event_held", context=self._context.name, event_name=envelope.name, error=reason, exc_info=True)
            self._database.write(lambda tx: _hold(tx, envelope, reason), origin)

    def apply(self, tx: Tx, envelope: Envelope) -> bool:
        """Inside a transaction: make the event happen unless it did before; False if it did."""
        connection = tx.connection
        fresh = insert_once(connection, inbox, {"event_id": envelope.id, "name": envelope.name, "received_at": tx.now})
        if not fresh:
            return False
        state = connection.execute(_HELD_STATE, {"event": envelope.id}).scalar_one_or_none()
        if state == DISCARDED:
            # A person settled it; the inbox must not know it as done, or it could never be replayed.
            connection.execute(delete(inbox).where(inbox.c.event_id == envelope.id))
            return False
        tx.event_id = envelope.id
        for reaction in self._reactions[envelope.name]:
            happened = adapter(reaction.event).validate_json(envelope.payload)
            reaction.handle(tx, happened)
            tx.note(
                f"{self._context.name}.{reaction.handle.__name__}",
                envelope.subject,
                json.dumps({"event": envelope.name, "event_id": envelope.id}),
            )
        if state is not None:
            connection.execute(_LET_GO, {"event": envelope.id})
        return True

    def retry_due(self) -> int:
        """Try again what is due; returns how many were tried."""
        with self._database.read() as tx:
            due = [_envelope(row) for row in tx.connection.execute(_DUE, {"at": tx.now})]
        for envelope in due:
            self.receive(envelope)
        return len(due)


_DUE = (
    select(held_event)
    .where(held_event.c.state == RETRYING, held_event.c.next_attempt_at <= bindparam("at", type_=MOMENT))
    .order_by(held_event.c.event_id)
    .limit(100)
)


def _envelope(row: Any) -> Envelope:  # noqa: ANN401 - a row of held_event
    return Envelope(
        id=row.event_id,
        name=row.name,
        context=row.context,
        subject=row.subject,
        occurred_at=row.occurred_at,
        request_id=row.request_id,
        payload=row.payload,
    )


_LET_GO = delete(held_event).where(held_event.c.event_id == bindparam("event"))
# Locked, so that two who fail with the same event at once count two tries.
_HELD_STATE = select(held_event.c.state).where(held_event.c.event_id == bindparam("event")).with_for_update()
_HELD_TRIES = (
    select(held_event.c.attempts, held_event.c.state).where(held_event.c.event_id == bindparam("event")).with_for_update()
)


def _hold(tx: Tx, envelope: Envelope, reason: str) -> None:
    connection = tx.connection
    fields = asdict(envelope)
    fields["event_id"] = fields.pop("id")
    fresh = {"state": RETRYING, "attempts": 0, "held_at": tx.now, "last_error": ""}
    insert_once(connection, held_event, {**fields, **fresh})
    known = connection.execute(_HELD_TRIES, {"event": envelope.id}).one()
    if known.state == DISCARDED:
        return
    attempts = known.attempts + 1
    dead = attempts >= TRIES_MAX
    values: dict[str, Any] = {
        "state": DEAD if dead else RETRYING,
        "attempts": attempts,
        "next_attempt_at": None if dead else tx.now + FIRST_PAUSE * 2 ** (attempts - 1),
        "last_error": reason[:2000],
    }
    connection.execute(update(held_event).where(held_event.c.event_id == envelope.id).values(**values))


def replay(tx: Tx, event_id: str) -> bool:
    """Give a dead letter its tries back, from now; False if there is none of that id."""
    done = tx.session.execute(
        update(held_event)
        .where(held_event.c.event_id == event_id, held_event.c.state != RETRYING)
        .values(state=RETRYING, attempts=0, next_attempt_at=tx.now, reason=None)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


def discard(tx: Tx, event_id: str, reason: str) -> bool:
    """Settle a dead letter by hand: it stays on record with the reason; False if there is none of that id."""
    done = tx.session.execute(
        update(held_event)
        .where(held_event.c.event_id == event_id, held_event.c.state != DISCARDED)
        .values(state=DISCARDED, next_attempt_at=None, reason=reason)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


def count_held(connection: Connection, state: str) -> int:
    """How many events are held in `state`."""
    return connection.execute(select(func.count()).where(held_event.c.state == state)).scalar_one()
