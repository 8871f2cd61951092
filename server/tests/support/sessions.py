"""People who are signed in because a test says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import NAMESPACE_DNS, uuid5

from desertbrew.kernel.clock import Clock
from desertbrew.kernel.ids import new_id
from desertbrew.kernel.roles import Role
from desertbrew.platform.auth import Caller, SessionDirectory, hash_token
from desertbrew.platform.context import Context

LASTS = timedelta(days=3650)


def permissions_of(contexts: Iterable[Context], roles: frozenset[Role]) -> frozenset[str]:
    """What `roles` may do, by the manifests of `contexts`."""
    return frozenset(each.name for context in contexts for each in context.permissions if each.granted_to(roles))


class FixedSessions:
    """A session directory in which whoever was signed in by a test is, and everybody else is asked `behind`."""

    def __init__(self, contexts: Sequence[Context], clock: Clock, behind: SessionDirectory) -> None:
        self._contexts = contexts
        self._clock = clock
        self._behind = behind
        self._callers: dict[str, Caller] = {}

    def sign_in(self, *roles: Role, person: str = "") -> str:
        """The token of a new session; the same `person` (by default named after the roles) keeps their id."""
        held = frozenset(roles)
        name = person or "-".join(sorted(held)) or "nobody"
        token = f"fixed-{new_id()}"
        self._callers[hash_token(token)] = Caller(
            person_id=str(uuid5(NAMESPACE_DNS, name)),
            display_name=name,
            roles=held,
            permissions=permissions_of(self._contexts, held),
            session_id=str(new_id()),
            expires_at=self._clock.now() + LASTS,
        )
        return token

    def find(self, token_hash: str, *, seen: bool = True) -> Caller | None:
        """The caller behind the token, fixed or real."""
        return self._callers.get(token_hash) or self._behind.find(token_hash, seen=seen)
