"""What one can ask security."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, or_, select, tuple_

from desertbrew.contexts.security.rules.sessions import IDLE, SessionKind
from desertbrew.contexts.security.tables import Person, PersonRole, SavedView, SharedDevice, SignIn
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.kernel.roles import Role
from desertbrew.platform.db import ReadTx
from desertbrew.platform.search import found_in


@dataclass(frozen=True, slots=True)
class Profile:
    """A person as screens show them; whether they have secrets, never the secrets' hashes."""

    id: Id
    username: str
    display_name: str
    roles: tuple[Role, ...]
    active: bool
    has_password: bool
    has_pin: bool
    registered_at: datetime
    deactivated_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that is alive, and whose it is."""

    id: Id
    person_id: Id
    display_name: str
    kind: SessionKind
    user_agent: str
    created_at: datetime
    last_seen_at: datetime


def people(
    tx: ReadTx, q: str | None, after: tuple[str, Id] | None, limit: int, *, active_only: bool = False
) -> Sequence[Profile]:
    """People by name, those who left too; `q` is looked for in name and username."""
    query = select(Person).order_by(Person.display_name, Person.id).limit(limit)
    if q:
        query = query.where(found_in(q, Person.display_name, Person.username))
    if active_only:
        query = query.where(Person.deactivated_at.is_(None))
    if after:
        query = query.where(tuple_(Person.display_name, Person.id) > after)
    return _profiles(tx, query)


def people_with_pin(tx: ReadTx) -> Sequence[Profile]:
    """Whom a shared device offers to sign in, by name."""
    query = select(Person).where(Person.deactivated_at.is_(None), Person.pin_hash.is_not(None))
    return _profiles(tx, query.order_by(Person.display_name, Person.id))


def names(tx: ReadTx, after: tuple[str, Id] | None, limit: int) -> Sequence[tuple[Id, str]]:
    """Ids and names by name, of those who left too: histories and trails name them."""
    query = select(Person.id, Person.display_name).order_by(Person.display_name, Person.id).limit(limit)
    if after:
        query = query.where(tuple_(Person.display_name, Person.id) > after)
    return [(row.id, row.display_name) for row in tx.session.execute(query)]


def saved_views(tx: ReadTx, person_id: Id, page: str | None) -> Sequence[SavedView]:
    """A person's own views by page and name, of one `page` where it is given; a page has few (`VIEWS_MOST`)."""
    query = select(SavedView).where(SavedView.person_id == person_id).order_by(SavedView.page, SavedView.name, SavedView.id)
    if page is not None:
        query = query.where(SavedView.page == page)
    return tx.session.execute(query).scalars().all()


def profile(tx: ReadTx, person_id: Id) -> Profile:
    """One person; raises `NotFound`."""
    found = _profiles(tx, select(Person).where(Person.id == person_id))
    if not found:
        raise NotFound(what=Text("una persona", "person"), id=person_id)
    return found[0]


def kind_of_session(tx: ReadTx, session_id: Id) -> SessionKind | None:
    """How the person of a session proved who they are; None where it is gone."""
    kind = tx.session.execute(select(SignIn.kind).where(SignIn.id == session_id)).scalar_one_or_none()
    return None if kind is None else SessionKind(kind)


def sessions(tx: ReadTx, person_id: Id | None, after: Id | None, limit: int) -> Sequence[OpenSession]:
    """Sessions that are alive, the newest first; everyone's where `person_id` is None."""
    alive = SignIn.expires_at > tx.now
    live_kinds = [(SignIn.kind == kind.value) & (SignIn.last_seen_at > tx.now - idle) for kind, idle in IDLE.items()]
    query = (
        select(SignIn, Person.display_name)
        .join(Person, Person.id == SignIn.person_id)
        .where(alive, or_(*live_kinds))
        .order_by(SignIn.id.desc())
        .limit(limit)
    )
    if person_id is not None:
        query = query.where(SignIn.person_id == person_id)
    if after is not None:
        query = query.where(SignIn.id < after)
    return [
        OpenSession(
            id=row.SignIn.id,
            person_id=row.SignIn.person_id,
            display_name=row.display_name,
            kind=SessionKind(row.SignIn.kind),
            user_agent=row.SignIn.user_agent,
            created_at=row.SignIn.created_at,
            last_seen_at=row.SignIn.last_seen_at,
        )
        for row in tx.session.execute(query)
    ]


def shared_devices(tx: ReadTx, after: Id | None, limit: int) -> Sequence[SharedDevice]:
    """Devices that people share, the newest first."""
    query = select(SharedDevice).order_by(SharedDevice.id.desc()).limit(limit)
    if after is not None:
        query = query.where(SharedDevice.id < after)
    return tx.session.execute(query).scalars().all()


def active_usernames(tx: ReadTx, wanted: Iterable[str]) -> frozenset[str]:
    """Those of the `wanted` usernames that somebody has who works here."""
    query = select(Person.username).where(Person.username.in_(list(wanted)), Person.deactivated_at.is_(None))
    return frozenset(tx.session.execute(query).scalars())


def find_missing_owner(tx: ReadTx) -> list[str]:
    """Fault where people are registered and none of them is an owner any more (INV-S2)."""
    if tx.session.execute(select(Person.id).limit(1)).first() is None:
        return []
    owners = select(Person.id).join(PersonRole).where(PersonRole.role == Role.OWNER.value)
    found = tx.session.execute(owners.where(Person.deactivated_at.is_(None)).limit(1)).first()
    return [] if found else ["no active person is an owner"]


def find_orphaned_sessions(tx: ReadTx) -> list[str]:
    """Fault for each session of somebody who no longer works here (INV-S8)."""
    query = select(SignIn.id, Person.username).join(Person, Person.id == SignIn.person_id)
    rows = tx.session.execute(query.where(Person.deactivated_at.is_not(None)))
    return [f"session {row.id} belongs to {row.username}, who is not active" for row in rows]


def _profiles(tx: ReadTx, query: Select[Person]) -> list[Profile]:
    found = tx.session.execute(query).scalars().all()
    roles: dict[Id, list[Role]] = {person.id: [] for person in found}
    held = select(PersonRole).where(PersonRole.person_id.in_(list(roles))).order_by(PersonRole.role)
    for each in tx.session.execute(held).scalars():
        roles[each.person_id].append(Role(each.role))
    return [
        Profile(
            id=person.id,
            username=person.username,
            display_name=person.display_name,
            roles=tuple(roles[person.id]),
            active=person.deactivated_at is None,
            has_password=person.password_hash is not None,
            has_pin=person.pin_hash is not None,
            registered_at=person.registered_at,
            deactivated_at=person.deactivated_at,
        )
        for person in found
    ]
