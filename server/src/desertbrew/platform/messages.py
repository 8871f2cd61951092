"""What goes out to people: stored in the commit that decided it, sent afterwards, and never lost in between.

A command that spoke to a mail server inside its transaction would hold its rows for as long as the server thinks, and would
have said what a rollback takes back. So it posts: the message is a row beside the effect, a sender carries it later, tries
again with growing pauses, and gives up into a row that a person sees and can send again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, ClassVar, Protocol

from pydantic import ConfigDict, TypeAdapter
from sqlalchemy import Connection, case, func, insert, select, update

from desertbrew.kernel.ids import new_id
from desertbrew.platform.outbox import TxLike
from desertbrew.platform.tables import message

QUEUED, SENT, FAILED, DISCARDED = "QUEUED", "SENT", "FAILED", "DISCARDED"
TRIES_MAX = 12
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
"""Pauses double from the first to the longest: about five hours until a person is asked. Mail servers take that long."""
HELD_FOR = timedelta(minutes=10)
"""How long a message is a sender's own. Longer than any server may dither; a sender that was killed loses it after that."""
CONTENT_KEPT = timedelta(days=30)
CONTENT_MAX = 15_000_000
BATCH = 50


class Message(Protocol):
    """Something that a carrier knows how to deliver; a frozen dataclass that fits into JSON."""

    KIND: ClassVar[str]

    @property
    def recipient(self) -> str:
        """Whom it is for, as an operator reads it."""
        ...

    @property
    def title(self) -> str:
        """What it says, in a line."""
        ...

    @property
    def about(self) -> str:
        """The id of the thing that it is about, or nothing."""
        ...

    @property
    def send_before(self) -> datetime | None:
        """After this it is no use to anybody any more."""
        ...


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels with a mail."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail to one address: whoever writes to two posts two, and each arrives or fails by itself."""

    __pydantic_config__ = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")
    KIND: ClassVar[str] = "MAIL"

    to: str
    subject: str
    text: str
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    reply_to: str = ""
    about: str = ""
    send_before: datetime | None = None

    @property
    def recipient(self) -> str:
        """The address."""
        return self.to

    @property
    def title(self) -> str:
        """The subject on one line: a name with a line break in it must not become a header of its own."""
        return " ".join(self.subject.split())


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What this process can send; bound as a port, so that a context may say what is not set up."""

    mail: bool
    push_hosts: tuple[str, ...]
    """The browser vendors' servers that a push may be sent to, and what lies below them."""
    app_url: str
    """Where people open the app: what a message links to."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message in a sender's hands."""

    id: str
    kind: str
    about: str
    recipient: str
    content: str
    posted_at: datetime
    attempts: int


class Undeliverable(Exception):
    """It will never arrive: the address is none, the device is gone. Anything else that a carrier raises may pass."""


class Gone(Undeliverable):
    """The recipient itself is no more."""


@cache
def adapter(kind: type[Any]) -> TypeAdapter[Any]:
    """How a class of messages is written and read."""
    return TypeAdapter(kind)


def store(connection: Connection, posted: Sequence[tuple[str, Message]], now: datetime, request_id: str) -> None:
    """Keep what the transaction at hand posted, each under its id; raises ValueError where one is far too large."""
    rows = []
    for identifier, each in posted:
        content = adapter(type(each)).dump_json(each).decode()
        if len(content) > CONTENT_MAX:
            msg = f"a message of {len(content)} characters; {CONTENT_MAX} is the most that servers take"
            raise ValueError(msg)
        rows.append(
            {
                "id": identifier,
                "kind": each.KIND,
                "about": each.about,
                "recipient": each.recipient[:320],
                "title": each.title[:200],
                "content": content,
                "request_id": request_id,
                "posted_at": now,
                "send_before": each.send_before,
                "state": QUEUED,
                "attempts": 0,
                "next_attempt_at": now,
                "last_error": "",
            }
        )
    connection.execute(insert(message), rows)


def new_message_id() -> str:
    """Time-ordered, so that a queue is sent in the order it was posted."""
    return str(new_id())


def due(connection: Connection, kind: str, now: datetime) -> list[str]:
    """The ids of what a carrier of `kind` should try now, the oldest first."""
    query = select(message.c.id).where(message.c.state == QUEUED, message.c.kind == kind, message.c.next_attempt_at <= now)
    return list(connection.execute(query.order_by(message.c.id).limit(BATCH)).scalars())


def claim(connection: Connection, identifier: str, now: datetime) -> Claimed | None:
    """Take a message to send it now; None where a rival has it, or where its time or its tries are over.

    The try counts from here on, so that a message that kills its sender does not kill senders for ever.
    """
    row = connection.execute(
        update(message)
        .where(message.c.id == identifier, message.c.state == QUEUED, message.c.next_attempt_at <= now)
        .values(attempts=message.c.attempts + 1, next_attempt_at=now + HELD_FOR)
        .returning(message)
    ).one_or_none()
    if row is None:
        return None
    if row.send_before is not None and row.send_before <= now:
        _give_up(connection, identifier, now, f"it was of use until {row.send_before.isoformat()}")
        return None
    if row.attempts > TRIES_MAX:
        _give_up(connection, identifier, now, row.last_error or "every try was cut off")
        return None
    return Claimed(row.id, row.kind, row.about, row.recipient, row.content, row.posted_at, row.attempts)


def mark_sent(connection: Connection, identifier: str, now: datetime) -> None:
    """It is with the server that delivers it."""
    _settle(connection, identifier, state=SENT, settled_at=now, next_attempt_at=None, last_error="")


def mark_missed(connection: Connection, taken: Claimed, now: datetime, error: str) -> bool:
    """A try failed: the next comes after a pause; True where that was the last one."""
    if taken.attempts >= TRIES_MAX:
        _give_up(connection, taken.id, now, error)
        return True
    pause = min(FIRST_PAUSE * 2 ** (taken.attempts - 1), LONGEST_PAUSE)
    _settle(connection, taken.id, next_attempt_at=now + pause, last_error=error[:2000])
    return False


def mark_undeliverable(connection: Connection, taken: Claimed, now: datetime, error: str) -> None:
    """No further try would help."""
    _give_up(connection, taken.id, now, error)


def _give_up(connection: Connection, identifier: str, now: datetime, error: str) -> None:
    _settle(connection, identifier, state=FAILED, settled_at=now, next_attempt_at=None, last_error=error[:2000])


def give_up_all(tx: TxLike, error: str) -> None:
    """Let nothing that waits leave by itself; a person may send each of them again."""
    values = {"state": FAILED, "settled_at": tx.now, "next_attempt_at": None, "last_error": error}
    tx.session.execute(update(message).where(message.c.state == QUEUED).values(**values))


def _settle(connection: Connection, identifier: str, **values: Any) -> None:  # noqa: ANN401 - columns of a message
    # Whoever discarded it meanwhile is right.
    connection.execute(update(message).where(message.c.id == identifier, message.c.state == QUEUED).values(**values))


def replay(tx: TxLike, identifier: str) -> bool:
    """Give a message that was given up its tries back, from now; False if there is none of that id.

    Also where its time was over: whoever asks for it wants it now.
    """
    done = tx.session.execute(
        update(message)
        .where(message.c.id == identifier, message.c.state.in_([FAILED, DISCARDED]), message.c.content.is_not(None))
        .values(state=QUEUED, attempts=0, next_attempt_at=tx.now, send_before=None, settled_at=None, reason=None)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


def discard(tx: TxLike, identifier: str, reason: str) -> bool:
    """Settle a message by hand: it stays on record with the reason; False if it left already or there is none."""
    done = tx.session.execute(
        update(message)
        .where(message.c.id == identifier, message.c.state.in_([QUEUED, FAILED]))
        .values(state=DISCARDED, settled_at=tx.now, next_attempt_at=None, reason=reason)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Posted:
    """How a message about something fares."""

    id: str
    recipient: str
    title: str
    state: str
    posted_at: datetime
    settled_at: datetime | None
    last_error: str


def posted_about(tx: TxLike, about: str) -> list[Posted]:
    """Every message about a thing, the newest first."""
    rows = tx.session.execute(select(message).where(message.c.about == about).order_by(message.c.id.desc()))
    return [
        Posted(row.id, row.recipient, row.title, row.state, row.posted_at, row.settled_at, row.last_error) for row in rows
    ]


def count_unsent(connection: Connection) -> tuple[int, int]:
    """How many messages wait, and how many were given up."""
    waiting, failed = connection.execute(
        select(
            func.count(case((message.c.state == QUEUED, 1))),
            func.count(case((message.c.state == FAILED, 1))),
        ).where(message.c.state.in_([QUEUED, FAILED]))
    ).one()
    return waiting, failed


def forget_old_contents(tx: TxLike) -> None:
    """Erase the words and files of what was settled long ago; that it was sent, when and to whom stays on record."""
    old = message.c.settled_at < tx.now - CONTENT_KEPT
    settled = message.c.state.in_([SENT, DISCARDED])
    tx.session.execute(update(message).where(old, settled, message.c.content.is_not(None)).values(content=None))
