"""Remembered answers: the same key and the same request get the same answer, and the effect happened once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, delete, select, update

from desertbrew.kernel.errors import DomainError, Text
from desertbrew.platform.db import ReadTx, Tx
from desertbrew.platform.inbox import insert_once
from desertbrew.platform.tables import idempotency_key

KEPT = timedelta(days=90)
"""Longer than the longest credible outage: a driver's phone may come back on Monday, or after the holidays."""


class KeyReused(DomainError):
    """The key was used for another request; whichever of the two is meant, this is not a retry."""

    slug = "idempotency-key-reused"
    status = 422
    title = Text(es="Clave ya usada", en="Key already used")
    detail = Text(
        es="Esta clave de idempotencia ya se usó para otra petición.",
        en="This idempotency key was used for another request.",
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """What went out, byte for byte."""

    status: int
    body: str
    replayed: bool


def fingerprint(method: str, target: str, person_id: str, body: bytes) -> str:
    """What makes two requests the same: who asks for what with which words."""
    head = f"{method}\n{target}\n{person_id}\n".encode()
    return hashlib.sha256(head + body).hexdigest()


_RECALL = select(idempotency_key).where(idempotency_key.c.key == bindparam("sought"))
_REMEMBER = (
    update(idempotency_key)
    .where(idempotency_key.c.key == bindparam("sought"))
    .values(status=bindparam("new_status"), body=bindparam("new_body"))
)


def claim(tx: Tx, key: str, print_: str) -> Answer | None:
    """Take the key for this request, or return the answer it got before.

    A rival with the same key that has not committed makes this wait on PostgreSQL; on SQLite there are no rivals.
    Raises `KeyReused` when the key belongs to another request.
    """
    connection = tx.connection
    if insert_once(connection, idempotency_key, {"key": key, "fingerprint": print_, "created_at": tx.now}):
        return None
    known = connection.execute(_RECALL, {"sought": key}).one()
    if known.fingerprint != print_:
        raise KeyReused
    return Answer(known.status, known.body, replayed=True)


def is_answered(tx: ReadTx, key: str) -> bool:
    """Whether a request under the key was answered before: what it would prove or compute need not be done again."""
    return tx.connection.execute(_RECALL, {"sought": key}).first() is not None


def remember(tx: Tx, key: str, status: int, body: str) -> None:
    """Keep the answer with the effect: they commit together."""
    connection = tx.connection
    connection.execute(_REMEMBER, {"sought": key, "new_status": status, "new_body": body})


def forget_old(tx: Tx) -> None:
    """Drop answers that nobody will ask for again."""
    tx.session.execute(delete(idempotency_key).where(idempotency_key.c.created_at < tx.now - KEPT))
