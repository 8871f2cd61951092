"""Counting guesses in the database, so that a restart forgives nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, delete, select, update

from desertbrew.contexts.security.errors import TooManyTries
from desertbrew.contexts.security.rules import guesses as rules
from desertbrew.contexts.security.rules.guesses import NAME, PAIR, PLACE, Limit, Tally
from desertbrew.contexts.security.tables import GuessTally
from desertbrew.platform.db import Database, Origin, ReadTx, Tx
from desertbrew.platform.inbox import insert_once

DOOR = "system:sign-in"
"""Who acts in the audit trail while nobody is known yet."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who stands at the door, as far as one can see: their address, what they call themselves, the request's id."""

    client: str
    user_agent: str
    request_id: str

    def describe(self, kind: str) -> str:
        """For the audit trail."""
        return json.dumps({"kind": kind, "client": self.client, "user_agent": self.user_agent})


@dataclass(frozen=True, slots=True)
class Key:
    """Something that guesses are counted at."""

    hashed: str
    limit: Limit

    @property
    def is_pair(self) -> bool:
        """Whether it is one name at one place: what a right secret wipes clean."""
        return self.limit is PAIR


def _key(limit: Limit, *parts: str) -> Key:
    return Key(hashlib.sha256("\n".join(parts).encode()).hexdigest(), limit)


def password_keys(username: str, client: str) -> list[Key]:
    """Where a guess at `username`'s password from `client` counts; there need not be such a person."""
    return [
        _key(PAIR, "password", username, client),
        _key(NAME, "password-name", username),
        _key(PLACE, "client", client),
    ]


def pin_keys(person_id: str, device_id: str) -> list[Key]:
    """Where a guess at a PIN on a shared device counts."""
    return [
        _key(PAIR, "pin", person_id, device_id),
        _key(NAME, "pin-name", person_id),
        _key(PLACE, "device", device_id),
    ]


def setup_keys(client: str) -> list[Key]:
    """Where a guess at the setup code counts."""
    return [_key(PAIR, "setup", client)]


def admit(database: Database, keys: Sequence[Key], visitor: Visitor) -> bool:
    """Count one try at every key, before it is checked; True if it is the last before a lock.

    Raises `TooManyTries` where a lock is on, whatever the secret is (INV-S4).
    """
    with database.read() as tx:
        # A look costs nothing: whoever is locked out must not be able to keep the writer busy.
        _refuse_locked(_tallies(tx, keys), tx.now)
    return database.write(lambda tx: _count(tx, keys), Origin(DOOR, visitor.request_id))


def _count(tx: Tx, keys: Sequence[Key]) -> bool:
    table = _table()
    connection = tx.connection
    for key in _in_order(keys):
        insert_once(connection, table, {"key": key.hashed, "tries": 0, "locks": 0, "last_at": tx.now})
    known = _tallies(tx, keys, for_update=True)
    _refuse_locked(known, tx.now)
    locks = False
    for key in keys:
        tally = rules.count_try(known[key.hashed], key.limit, tx.now)
        locks = locks or tally.locked_until is not None
        _store(tx, key, tally)
    return locks


def forgive(tx: Tx, keys: Sequence[Key]) -> None:
    """The try was right: it counts nowhere, and its person may mistype five times again from here."""
    known = _tallies(tx, keys, for_update=True)
    for key in keys:
        if key.is_pair:
            tx.session.execute(delete(GuessTally).where(GuessTally.key == key.hashed))
        elif key.hashed in known:
            _store(tx, key, rules.forgive_try(known[key.hashed]))


def note_failure(tx: Tx, person_id: str, kind: str, visitor: Visitor, *, locked: bool) -> None:
    """Write a failed try down, and the lock if this was the last try; never what was typed."""
    tx.note("security.sign_in_failed", person_id, visitor.describe(kind))
    if locked:
        tx.note("security.sign_in_locked", person_id, visitor.describe(kind))


def forget_old_tallies(tx: Tx) -> None:
    """Drop tallies that count for nothing any more."""
    before = tx.now - rules.FORGOTTEN_AFTER
    tx.session.execute(
        delete(GuessTally).where(
            GuessTally.last_at < before, GuessTally.locked_until.is_(None) | (GuessTally.locked_until < before)
        )
    )


def _table() -> Table:
    return cast("Table", GuessTally.__table__)


def _in_order(keys: Sequence[Key]) -> list[Key]:
    # Rows are locked in one order everywhere, or two visitors of one place could wait for each other.
    return sorted(keys, key=lambda key: key.hashed)


def _tallies(tx: ReadTx, keys: Sequence[Key], *, for_update: bool = False) -> dict[str, Tally]:
    query = (
        select(GuessTally.key, GuessTally.tries, GuessTally.locks, GuessTally.last_at, GuessTally.locked_until)
        .where(GuessTally.key.in_([key.hashed for key in keys]))
        .order_by(GuessTally.key)
    )
    if for_update:
        query = query.with_for_update()
    return {row.key: Tally(row.tries, row.locks, row.last_at, row.locked_until) for row in tx.session.execute(query)}


def _refuse_locked(known: dict[str, Tally], now: datetime) -> None:
    wait = max((rules.seconds_locked(tally, now) for tally in known.values()), default=0)
    if wait:
        raise TooManyTries(retry_after_s=wait)


def _store(tx: Tx, key: Key, tally: Tally) -> None:
    tx.session.execute(
        update(GuessTally)
        .where(GuessTally.key == key.hashed)
        .values(tries=tally.tries, locks=tally.locks, last_at=tally.last_at, locked_until=tally.locked_until)
    )
