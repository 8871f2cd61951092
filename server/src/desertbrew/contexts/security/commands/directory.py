"""The directory of sessions: who is behind a token, asked on behalf of every request of every context."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from sqlalchemy import bindparam, select, update

from desertbrew.contexts.security.rules.sessions import SEEN_EVERY, SessionKind, ends_at, is_open_to
from desertbrew.contexts.security.tables import Person, PersonRole, SignIn
from desertbrew.kernel.ids import Id
from desertbrew.kernel.roles import Role
from desertbrew.platform.auth import Caller
from desertbrew.platform.context import Permission
from desertbrew.platform.db import Database, DatabaseUnavailable, Origin, Tx, new_request_id

MARKED_MAX = 4096

_FIND = (
    select(
        SignIn.id,
        SignIn.person_id,
        SignIn.kind,
        SignIn.last_seen_at,
        SignIn.expires_at,
        Person.display_name,
        PersonRole.role,
    )
    .join(Person, Person.id == SignIn.person_id)
    .join(PersonRole, PersonRole.person_id == SignIn.person_id)
    .where(SignIn.token_hash == bindparam("sought"), Person.deactivated_at.is_(None))
)


class Directory:
    """Implements `platform.auth.SessionDirectory` on the security context's own database."""

    def __init__(self, database: Database, permissions: Iterable[Permission]) -> None:
        """`permissions` are those of every context there is, also of contexts that other processes serve."""
        self._database = database
        self._permissions = tuple(permissions)
        self._granted: dict[tuple[frozenset[Role], SessionKind], frozenset[str]] = {}
        self._marked: dict[Id, datetime] = {}
        self._lock = threading.Lock()

    def find(self, token_hash: str, *, seen: bool = True) -> Caller | None:
        """The caller behind a session that is alive now, with the roles they have now; None otherwise (INV-S8)."""
        with self._database.read() as tx:
            rows = tx.session.execute(_FIND, {"sought": token_hash}).all()
            now = tx.now
        if not rows:
            return None
        found = rows[0]
        kind = SessionKind(found.kind)
        last_seen = max(found.last_seen_at, self._marked.get(found.id, found.last_seen_at))
        if now >= ends_at(kind, found.expires_at, last_seen):
            return None
        if seen:
            self._mark_seen(found.id, last_seen, now)
        roles = frozenset(Role(row.role) for row in rows)
        return Caller(
            person_id=str(found.person_id),
            display_name=found.display_name,
            roles=roles,
            permissions=self._permissions_of(roles, kind),
            session_id=str(found.id),
            expires_at=ends_at(kind, found.expires_at, now),
        )

    def _permissions_of(self, roles: frozenset[Role], kind: SessionKind) -> frozenset[str]:
        granted = self._granted.get((roles, kind))
        if granted is None:
            granted = frozenset(
                each.name for each in self._permissions if each.granted_to(roles) and is_open_to(kind, each.name)
            )
            self._granted[roles, kind] = granted
        return granted

    def _mark_seen(self, session_id: Id, last_seen: datetime, now: datetime) -> None:
        """Let `last_seen_at` follow, at most once a minute and without anybody waiting for it."""
        if now - last_seen < SEEN_EVERY:
            return
        with self._lock:
            if now - self._marked.get(session_id, last_seen) < SEEN_EVERY:
                return
            if len(self._marked) >= MARKED_MAX:
                self._marked.clear()
            self._marked[session_id] = now

        def work(tx: Tx) -> None:
            stale = (SignIn.id == session_id) & (SignIn.last_seen_at < now)
            tx.session.execute(update(SignIn).where(stale).values(last_seen_at=now))

        # Too busy, or about to stop: the next request of the session does it then.
        with suppress(DatabaseUnavailable, RuntimeError):
            self._database.submit(work, Origin("system:sessions", new_request_id()))
