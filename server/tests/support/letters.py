"""Events as a courier brings them, made without anybody emitting them."""

from __future__ import annotations

from desertbrew.kernel.events import Envelope, Event
from desertbrew.kernel.ids import new_id
from desertbrew.platform.context import Context
from desertbrew.platform.db import Database
from desertbrew.platform.inbox import Receiver
from desertbrew.platform.outbox import adapter, encode
from desertbrew.platform.tables import outbox


def envelope_of(happened: Event) -> Envelope:
    """A new delivery of the fact; the same envelope again is the same event, another one is not."""
    return Envelope(
        id=str(new_id()),
        name=happened.NAME,
        context=happened.NAME.partition(".")[0],
        subject=happened.subject,
        occurred_at="2026-11-20T15:00:00+00:00",
        request_id="request-of-the-other-context",
        payload=encode(happened),
    )


def deliver(context: Context, database: Database, *envelopes: Envelope) -> None:
    """Hand them to the context, in this order."""
    receiver = Receiver(context, database)
    for envelope in envelopes:
        receiver.receive(envelope)


def emitted(database: Database, kind: type[Event]) -> list[Event]:
    """The facts of one kind that the database has promised to tell, oldest first, read back from the wire."""
    with database.read() as tx:
        rows = tx.session.execute(outbox.select().where(outbox.c.name == kind.NAME).order_by(outbox.c.seq))
        return [adapter(kind).validate_json(row.payload) for row in rows]
