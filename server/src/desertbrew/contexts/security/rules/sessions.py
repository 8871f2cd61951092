"""How long a session lives, and what it opens."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum


class SessionKind(StrEnum):
    """How the person proved who they are."""

    PASSWORD = "password"  # noqa: S105 - the kind's name, not a secret
    PIN = "pin"
    PROGRAM = "program"
    """Nobody sits there: another program holds the key."""


# Absolute and idle limits (ASVS 5.0 7.3): an office computer is locked by its user, a tablet on the bar is not.
LIFETIME = {
    SessionKind.PASSWORD: timedelta(days=14),
    SessionKind.PIN: timedelta(hours=12),
    SessionKind.PROGRAM: timedelta(days=730),
}
IDLE = {
    SessionKind.PASSWORD: timedelta(hours=24),
    SessionKind.PIN: timedelta(minutes=30),
    SessionKind.PROGRAM: timedelta(days=90),
}
SEEN_EVERY = timedelta(minutes=1)
"""How stale `last_seen_at` may be; short beside every idle limit."""

PIN_MAY = "security.self.use"
"""The one permission of this context that a PIN carries."""


def ends_at(kind: SessionKind, expires_at: datetime, last_seen_at: datetime) -> datetime:
    """When the session ends if nobody uses it again."""
    return min(expires_at, last_seen_at + IDLE[kind])


def is_open_to(kind: SessionKind, permission: str) -> bool:
    """Whether a session of `kind` carries the permission that its person's roles grant.

    A PIN opens the work and not the office: four digits must not be enough to make oneself a manager (INV-S7). Nor does a
    program's key, which lies in some file.
    """
    return kind is SessionKind.PASSWORD or permission == PIN_MAY or not permission.startswith("security.")
