"""Registering people and changing what they may do."""

from __future__ import annotations

import json
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from pydantic import SecretStr
from sqlalchemy import delete, func, select, text
from sqlalchemy.exc import IntegrityError

from desertbrew.contexts.security.commands.hashing import PasswordHash, PinHash
from desertbrew.contexts.security.commands.sessions import Opened, open_session, revoke_sessions_of
from desertbrew.contexts.security.contract import PersonDeactivated, PersonRegistered, PersonRolesChanged
from desertbrew.contexts.security.errors import (
    LastOwner,
    OwnerExists,
    OwnersOnly,
    OwnRoles,
    PersonInactive,
    UsernameTaken,
)
from desertbrew.contexts.security.rules.people import are_grantable, may_change, normalize_username
from desertbrew.contexts.security.rules.sessions import SessionKind
from desertbrew.contexts.security.tables import Person, PersonRole
from desertbrew.kernel.errors import InvalidInput, NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.roles import Role
from desertbrew.platform.db import Tx

THE_HOUSE: frozenset[Role] = frozenset({Role.OWNER})
"""What the operator at the machine's own keyboard may do: as much as an owner."""

NOT_A_USERNAME = Text(
    es="De 2 a 40 letras sin acento, cifras, puntos o guiones; empieza con letra o cifra.",
    en="2 to 40 letters without accents, digits, dots, dashes; begins with a letter or a digit.",
)
NOT_GRANTABLE = Text(es="Elige por lo menos un rol de personas.", en="Choose at least one role that people have.")

# Any constant will do, as long as it is not the audit chain's.
_OWNERS_LOCK = text("SELECT pg_advisory_xact_lock(7305843009213694)")


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody to register; without a password they can only use shared devices, without a PIN only their own."""

    username: str
    display_name: str
    roles: frozenset[Role]
    password_hash: PasswordHash | None = None
    pin_hash: PinHash | None = None


def register_person(tx: Tx, new: NewPerson, *, by: AbstractSet[Role]) -> Person:
    """Let somebody in from now on; `by` are the roles of whoever says so (INV-S1, INV-S6)."""
    username = normalize_username(new.username)
    if username is None:
        raise InvalidInput("/username", NOT_A_USERNAME)
    if not are_grantable(new.roles):
        raise InvalidInput("/roles", NOT_GRANTABLE)
    if not may_change(by, frozenset(), new.roles):
        raise OwnersOnly
    person = Person(
        id=new_id(),
        username=username,
        display_name=new.display_name,
        password_hash=new.password_hash.get_secret_value() if new.password_hash else None,
        pin_hash=new.pin_hash.get_secret_value() if new.pin_hash else None,
        registered_at=tx.now,
        deactivated_at=None,
    )
    tx.session.add(person)
    try:
        # A look beforehand would let two at once through to the constraint, which is what decides.
        tx.session.flush()
    except IntegrityError as error:
        raise UsernameTaken(username=username) from error
    _add_roles(tx, person.id, new.roles)
    tx.emit(PersonRegistered(person_id=person.id, display_name=person.display_name, roles=_sorted(new.roles)))
    return person


def create_owner(tx: Tx, username: str, display_name: str, password_hash: PasswordHash) -> Person:
    """Register the first owner; refuses once there is one (INV-S2)."""
    _lock_owners(tx)
    if _count_owners(tx):
        raise OwnerExists
    new = NewPerson(username, display_name, frozenset({Role.OWNER}), password_hash)
    return register_person(tx, new, by=THE_HOUSE)


def change_roles(tx: Tx, person_id: Id, roles: frozenset[Role], *, by: AbstractSet[Role], by_id: str) -> Person:
    """Give a person other work; in force at their next request (INV-S2, INV-S6)."""
    if not are_grantable(roles):
        raise InvalidInput("/roles", NOT_GRANTABLE)
    person, before = _load(tx, person_id)
    if not may_change(by, before, roles):
        raise OwnersOnly
    if by_id == str(person_id) and Role.OWNER not in by:
        raise OwnRoles
    if roles == before:
        return person
    if Role.OWNER in before - roles:
        _refuse_last_owner(tx)
    tx.session.execute(delete(PersonRole).where(PersonRole.person_id == person_id))
    _add_roles(tx, person_id, roles)
    tx.emit(PersonRolesChanged(person_id=person_id, roles=_sorted(roles)))
    return person


def deactivate_person(tx: Tx, person_id: Id, *, by: AbstractSet[Role]) -> Person:
    """End somebody's access at once; their name stays on what they did (INV-S2, INV-S6, INV-S8)."""
    person, roles = _load(tx, person_id)
    if not may_change(by, roles, roles):
        raise OwnersOnly
    if Role.OWNER in roles:
        _refuse_last_owner(tx)
    person.deactivated_at = tx.now
    person.password_hash = person.pin_hash = None
    revoke_sessions_of(tx, person_id)
    tx.emit(PersonDeactivated(person_id=person_id))
    return person


def change_password(
    tx: Tx, person_id: Id, password_hash: PasswordHash, *, by: AbstractSet[Role], keep_session: str
) -> Person:
    """Set a person's password and end their sessions but `keep_session`: whoever stole one is out (INV-S6, INV-S8)."""
    person, roles = _load(tx, person_id)
    if not may_change(by, roles, roles):
        raise OwnersOnly
    person.password_hash = password_hash.get_secret_value()
    revoke_sessions_of(tx, person_id, but=keep_session)
    return person


def change_pin(tx: Tx, person_id: Id, pin_hash: PinHash | None, *, by: AbstractSet[Role]) -> Person:
    """Set a person's PIN, or take it away, and end the sessions it opened (INV-S6, INV-S8)."""
    person, roles = _load(tx, person_id)
    if not may_change(by, roles, roles):
        raise OwnersOnly
    person.pin_hash = pin_hash.get_secret_value() if pin_hash else None
    revoke_sessions_of(tx, person_id, kind=SessionKind.PIN)
    return person


def open_program_key(tx: Tx, token: SecretStr, person_id: Id, name: str, *, by: AbstractSet[Role]) -> Opened:
    """Let another program work in a person's name under `token`, until the key is revoked as a session is (INV-S6, INV-S11).

    The person is best one that stands for the program alone, with the roles that it needs and no password.
    """
    person, roles = _load(tx, person_id)
    if not may_change(by, roles, roles):
        raise OwnersOnly
    opened = open_session(tx, token, person.id, SessionKind.PROGRAM, user_agent=name, device_id=None, ends="")
    tx.note("security.open_program_key", str(person_id), json.dumps({"name": name}, ensure_ascii=False))
    return opened


def _load(tx: Tx, person_id: Id) -> tuple[Person, frozenset[Role]]:
    """The person, locked until the commit, and their roles; refuses somebody who left."""
    person = tx.session.get(Person, person_id, with_for_update=True)
    if person is None:
        raise NotFound(what=Text("una persona", "person"), id=person_id)
    if person.deactivated_at is not None:
        raise PersonInactive(display_name=person.display_name)
    roles = tx.session.execute(select(PersonRole.role).where(PersonRole.person_id == person_id)).scalars()
    return person, frozenset(Role(role) for role in roles)


def _add_roles(tx: Tx, person_id: Id, roles: Iterable[Role]) -> None:
    tx.session.add_all(PersonRole(person_id=person_id, role=role.value) for role in _sorted(roles))


def _sorted(roles: Iterable[Role]) -> tuple[Role, ...]:
    return tuple(sorted(roles))


def _lock_owners(tx: Tx) -> None:
    """One change among owners at a time: two owners who demote each other at once must not both succeed."""
    connection = tx.connection
    if connection.dialect.name == "postgresql":
        connection.execute(_OWNERS_LOCK)


def _count_owners(tx: Tx) -> int:
    query = select(func.count()).select_from(Person).join(PersonRole)
    return tx.session.execute(query.where(PersonRole.role == Role.OWNER.value, Person.deactivated_at.is_(None))).scalar_one()


def _refuse_last_owner(tx: Tx) -> None:
    _lock_owners(tx)
    if _count_owners(tx) <= 1:
        raise LastOwner
