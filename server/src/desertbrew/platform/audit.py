"""The audit trail: who did what to which thing, each entry sealed to the one before it.

An entry's `details` may name people, whom the law lets ask to be forgotten. So the chain seals a salted digest of the
details and not the details: erasing them (setting NULL) leaves the chain whole, and nobody can guess them back.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select, text

from desertbrew.platform.tables import audit_entry

GENESIS = "0" * 64
_LAST = select(audit_entry.c.seq, audit_entry.c.hash).order_by(audit_entry.c.seq.desc()).limit(1)
_WALK = select(audit_entry).order_by(audit_entry.c.seq).execution_options(yield_per=2000)
_APPEND = insert(audit_entry)
# Any constant will do, as long as nothing else in a context's database locks it.
_CHAIN_LOCK = text("SELECT pg_advisory_xact_lock(7305843009213693)")


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be written down; `details` is JSON text."""

    action: str
    subject: str
    details: str


def seal(previous_hash: str, fields: Sequence[str]) -> str:
    """SHA-256 over the previous seal and the fields as a JSON array, so that no two field lists read the same."""
    canonical = json.dumps([previous_hash, *fields], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def digest_details(salt: str, details: str) -> str:
    """What the chain keeps of an entry's details."""
    return hashlib.sha256(f"{salt}\n{details}".encode()).hexdigest()


def append(connection: Connection, notes: Sequence[Note], now: datetime, actor: str, request_id: str) -> None:
    """Seal `notes` onto the chain; on PostgreSQL the chain is locked until the commit, so this comes last."""
    if connection.dialect.name == "postgresql":
        connection.execute(_CHAIN_LOCK)
    last = connection.execute(_LAST).one_or_none()
    number, previous = (0, GENESIS) if last is None else (last.seq, last.hash)
    rows = []
    for note in notes:
        number += 1
        salt = secrets.token_hex(16)
        digest = digest_details(salt, note.details)
        sealed = seal(previous, _fields(number, now, actor, note.action, note.subject, request_id, digest))
        rows.append(
            {
                "seq": number,
                "at": now,
                "actor": actor,
                "action": note.action,
                "subject": note.subject,
                "request_id": request_id,
                "details": note.details,
                "salt": salt,
                "digest": digest,
                "previous_hash": previous,
                "hash": sealed,
            }
        )
        previous = sealed
    connection.execute(_APPEND, rows)


def _fields(number: int, at: datetime, actor: str, action: str, subject: str, request_id: str, digest: str) -> list[str]:
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    return [str(number), moment, actor, action, subject, request_id, digest]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What walking the chain found; `broken_at` is the first entry that does not fit, None if all do."""

    entries: int
    head: str
    broken_at: int | None


def verify(connection: Connection) -> Verdict:
    """Walk the whole chain; finds an edited, missing, added or reordered entry at its number.

    A chain cut at its end, or rewritten whole, fits itself: compare `head` with one that was kept elsewhere (a backup's
    manifest, a printed report).
    """
    previous, expected = GENESIS, 1
    # Closed whatever is found: on PostgreSQL the rows come from a cursor of the server.
    # (The option belongs to the statement: given to the connection, it would stay with it.)
    with connection.execute(_WALK) as rows:
        for row in rows:
            fields = _fields(row.seq, row.at, row.actor, row.action, row.subject, row.request_id, row.digest)
            details_fit = row.details is None or digest_details(row.salt, row.details) == row.digest
            fits = row.seq == expected and row.previous_hash == previous and row.hash == seal(previous, fields)
            if not (fits and details_fit):
                return Verdict(expected - 1, previous, row.seq)
            previous, expected = row.hash, expected + 1
    return Verdict(expected - 1, previous, None)
