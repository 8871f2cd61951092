"""The entrance: proving who one is. Several short transactions around one slow hash, which holds up nobody.

Everything here blocks for tens of milliseconds, so it runs where `hashing.submit` puts it.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr
from sqlalchemy import select

from desertbrew.contexts.security.commands import guesses, hashing
from desertbrew.contexts.security.commands.guesses import DOOR, Key, Visitor
from desertbrew.contexts.security.commands.people import create_owner
from desertbrew.contexts.security.commands.sessions import Opened, open_session
from desertbrew.contexts.security.commands.setup import FirstStart
from desertbrew.contexts.security.errors import (
    DeviceNotShared,
    OwnerExists,
    WrongCredentials,
    WrongPin,
    WrongSetupCode,
)
from desertbrew.contexts.security.rules.people import normalize_username
from desertbrew.contexts.security.rules.secrets import DEMO_PASSWORD
from desertbrew.contexts.security.rules.sessions import SessionKind
from desertbrew.contexts.security.tables import Person, PersonRole, SharedDevice
from desertbrew.kernel.errors import DomainError, InvalidInput, Text
from desertbrew.kernel.ids import Id
from desertbrew.kernel.roles import Role
from desertbrew.platform.auth import hash_token
from desertbrew.platform.db import Database, Origin, ReadTx, Tx

TOKEN_BYTES = 32
UNKNOWN = "unknown"
"""The audit trail's subject where nobody is known by what was typed; what was typed may be a password."""
WRONG_CURRENT = Text(es="No es tu contraseña actual.", en="This is not your current password.")


@dataclass(frozen=True, slots=True)
class Owner:
    """Whoever starts the system."""

    username: str
    display_name: str
    password: SecretStr


def new_token() -> SecretStr:
    """256 bits of chance."""
    return SecretStr(secrets.token_urlsafe(TOKEN_BYTES))


def sign_in_with_password(
    database: Database, username: str, password: SecretStr, visitor: Visitor, *, ends: str = "", demo: bool = False
) -> Opened:
    """Open a session for whoever knows the password; `ends` is the token of the browser's session until now.

    Raises `WrongCredentials`, the same and after the same time whether or not there is such a username, or
    `TooManyTries` without looking at the password (INV-S3, INV-S4).
    """
    plain = normalize_username(username) or ""
    keys = guesses.password_keys(username.strip().lower(), visitor.client)
    locked = guesses.admit(database, keys, visitor)
    with database.read() as tx:
        known = _find(tx, Person.username == plain)
    stored = known[1] if known else None
    right = hashing.matches(stored, password)
    if known is None or stored is None or not right or (_is_published(password) and not demo):
        raise _fail(database, known and known[0], "password", visitor, locked=locked, refusal=WrongCredentials())
    person_id = known[0]
    rehashed = hashing.rehash_if_weak(stored, password)
    token = new_token()

    def work(tx: Tx) -> Opened:
        person = tx.session.get(Person, person_id, with_for_update=True)
        if person is None or person.password_hash != stored:
            # Changed or taken away while we were hashing.
            raise WrongCredentials
        if rehashed is not None:
            person.password_hash = rehashed
        return _enter(tx, keys, token, person_id, SessionKind.PASSWORD, visitor, device_id=None, ends=ends)

    return database.write(work, Origin(str(person_id), visitor.request_id))


def sign_in_with_pin(
    database: Database, device_token: str, person_id: Id, pin: SecretStr, visitor: Visitor, *, ends: str = ""
) -> Opened:
    """Open a short session on a shared device for whoever knows the PIN (INV-S3, INV-S4)."""
    with database.read() as tx:
        device_id = shared_device(tx, device_token).id
    keys = guesses.pin_keys(str(person_id), str(device_id))
    locked = guesses.admit(database, keys, visitor)
    with database.read() as tx:
        known = _find(tx, Person.id == person_id)
    stored = known[2] if known else None
    if not hashing.matches(stored, pin):
        raise _fail(database, known and known[0], "pin", visitor, locked=locked, refusal=WrongPin())
    token = new_token()

    def work(tx: Tx) -> Opened:
        person = tx.session.get(Person, person_id, with_for_update=True)
        device = tx.session.get(SharedDevice, device_id, with_for_update=True)
        if device is None:
            raise DeviceNotShared
        if person is None or person.pin_hash != stored:
            raise WrongPin
        device.last_used_at = tx.now
        return _enter(tx, keys, token, person_id, SessionKind.PIN, visitor, device_id=device_id, ends=ends)

    return database.write(work, Origin(str(person_id), visitor.request_id))


def set_up(database: Database, first: FirstStart, code: str, owner: Owner, visitor: Visitor) -> Opened:
    """Make whoever read the setup code the owner, and sign them in; refuses once there is an owner (INV-S2)."""
    with database.read() as tx:
        if not needs_owner(tx):
            raise OwnerExists
    keys = guesses.setup_keys(visitor.client)
    locked = guesses.admit(database, keys, visitor)
    if not first.accepts(code):
        raise _fail(database, None, "setup", visitor, locked=locked, refusal=WrongSetupCode())
    username = normalize_username(owner.username) or owner.username
    try:
        hashed = hashing.hash_password(owner.password, username)
    except InvalidInput:
        # The code was right: a password that is too short is no guess.
        database.write(lambda tx: guesses.forgive(tx, keys), Origin(DOOR, visitor.request_id))
        raise
    token = new_token()

    def work(tx: Tx) -> Opened:
        person = create_owner(tx, owner.username, owner.display_name, hashed)
        tx.note("security.set_up", str(person.id), visitor.describe("setup"))
        return _enter(tx, keys, token, person.id, SessionKind.PASSWORD, visitor, device_id=None, ends="")

    return database.write(work, Origin("system:setup", visitor.request_id))


def prove_current_password(database: Database, person_id: Id, password: SecretStr, visitor: Visitor) -> None:
    """Make sure that whoever changes their own password knows the present one: a session may be stolen (INV-S4)."""
    with database.read() as tx:
        known = tx.session.get(Person, person_id)
    stored = known.password_hash if known else None
    keys = guesses.password_keys(known.username if known else "", visitor.client)
    locked = guesses.admit(database, keys, visitor)
    if not hashing.matches(stored, password):
        refusal = InvalidInput("/current_password", WRONG_CURRENT)
        raise _fail(database, person_id, "current_password", visitor, locked=locked, refusal=refusal)
    database.write(lambda tx: guesses.forgive(tx, keys), Origin(str(person_id), visitor.request_id))


def needs_owner(tx: ReadTx) -> bool:
    """Whether nobody could name anybody yet."""
    owners = select(Person.id).join(PersonRole).where(PersonRole.role == Role.OWNER.value)
    return tx.session.execute(owners.where(Person.deactivated_at.is_(None)).limit(1)).first() is None


def shared_device(tx: ReadTx, token: str) -> SharedDevice:
    """The shared device that holds `token`; raises `DeviceNotShared`."""
    device = tx.session.execute(
        select(SharedDevice).where(SharedDevice.token_hash == hash_token(token))
    ).scalar_one_or_none()
    if device is None:
        raise DeviceNotShared
    return device


def _find(tx: ReadTx, condition: Any) -> tuple[Id, str | None, str | None] | None:  # noqa: ANN401 - a SQL condition
    """Id, password hash and PIN hash of somebody who works here."""
    query = select(Person.id, Person.password_hash, Person.pin_hash)
    row = tx.session.execute(query.where(condition, Person.deactivated_at.is_(None))).one_or_none()
    return None if row is None else (row.id, row.password_hash, row.pin_hash)


def _enter(
    tx: Tx,
    keys: Sequence[Key],
    token: SecretStr,
    person_id: Id,
    kind: SessionKind,
    visitor: Visitor,
    *,
    device_id: Id | None,
    ends: str,
) -> Opened:
    guesses.forgive(tx, keys)
    tx.note("security.signed_in", str(person_id), visitor.describe(kind.value))
    return open_session(tx, token, person_id, kind, user_agent=visitor.user_agent, device_id=device_id, ends=ends)


def _fail(
    database: Database,
    person_id: Id | None,
    kind: str,
    visitor: Visitor,
    *,
    locked: bool,
    refusal: DomainError,
) -> DomainError:
    """Write the failure down and hand the refusal back to be raised."""
    subject = str(person_id) if person_id else UNKNOWN
    origin = Origin(DOOR, visitor.request_id)
    database.write(lambda tx: guesses.note_failure(tx, subject, kind, visitor, locked=locked), origin)
    return refusal


def _is_published(password: SecretStr) -> bool:
    return password.get_secret_value() == DEMO_PASSWORD
