"""Who is asking: an opaque session in a cookie, looked up in the security context, remembered for a moment."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from desertbrew.kernel.clock import Clock
from desertbrew.kernel.errors import DomainError, Text
from desertbrew.kernel.roles import Role

SESSION_COOKIE = "desertbrew_session"
REMEMBERED = timedelta(seconds=1)
"""How long another process may still honour a session that was revoked; the process that revokes forgets at once."""
REMEMBERED_MAX = 4096


class SignInNeeded(DomainError):
    """No session, or one that has ended."""

    slug = "sign-in-needed"
    status = 401
    title = Text(es="Inicia sesión", en="Sign in")
    detail = Text(es="Tu sesión terminó o no has entrado.", en="Your session has ended, or you have not signed in.")


class NotAllowed(DomainError):
    """Signed in, and still not allowed."""

    slug = "not-allowed"
    status = 403
    title = Text(es="No tienes permiso", en="You are not allowed")
    detail = Text(es="Hace falta el permiso {permission}.", en="This needs the permission {permission}.")


class ForeignOrigin(DomainError):
    """A page of another site tried to act with this person's cookie."""

    slug = "foreign-origin"
    status = 403
    title = Text(es="Petición de otro sitio", en="Request from another site")
    detail = Text(es="El origen {origin} no es el de este sistema.", en="The origin {origin} is not this system's.")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is asking, and what their roles allow."""

    person_id: str
    display_name: str
    roles: frozenset[Role]
    permissions: frozenset[str]
    session_id: str
    expires_at: datetime


class SessionDirectory(Protocol):
    """The security context, as every other context sees it."""

    def find(self, token_hash: str, *, seen: bool = True) -> Caller | None:
        """The caller behind a session that is alive now; None otherwise. `seen` False asks without using the session."""
        ...


class NoSessions:
    """A directory that knows nobody: what a process without the security context starts with."""

    def find(self, token_hash: str, *, seen: bool = True) -> Caller | None:  # noqa: ARG002 - nobody is nobody, whatever the token
        """Nobody."""
        return None


def hash_token(token: str) -> str:
    """Sessions are stored under the hash of their token, so that a stolen database opens no session."""
    return hashlib.sha256(token.encode()).hexdigest()


class RememberedSessions:
    """Asks the directory at most once a second for the same session."""

    def __init__(self, directory: SessionDirectory, clock: Clock) -> None:
        self.directory = directory
        self._clock = clock
        self._known: dict[str, tuple[Caller, datetime]] = {}
        self._forgotten = 0
        self._lock = threading.Lock()

    def recall(self, token: str) -> Caller | None:
        """The caller behind `token` if that was asked within the last second."""
        known = self._known.get(hash_token(token))
        if known is None:
            return None
        now = self._clock.now()
        return known[0] if now < known[1] and now < known[0].expires_at else None

    def find(self, token: str, *, seen: bool = True) -> Caller | None:
        """The caller behind `token`, asked anew, or None."""
        hashed = hash_token(token)
        now = self._clock.now()
        forgotten = self._forgotten
        caller = self.directory.find(hashed, seen=seen)
        with self._lock:
            if forgotten != self._forgotten:
                # Asked before somebody's rights changed and answered after: good for this request, not to be kept.
                return caller
            if len(self._known) >= REMEMBERED_MAX:
                self._known.clear()
            if caller is None:
                self._known.pop(hashed, None)
            else:
                self._known[hashed] = (caller, now + REMEMBERED)
        return caller

    def forget(self) -> None:
        """Ask anew from now on: a session was revoked, or somebody's roles changed."""
        with self._lock:
            self._forgotten += 1
            self._known.clear()
