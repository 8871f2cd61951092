"""What other contexts may know of security: who works here, and that a session ended. Never a secret."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from desertbrew.kernel.ids import Id
from desertbrew.kernel.roles import Role


@dataclass(frozen=True, slots=True)
class PersonRegistered:
    """Somebody new works here."""

    NAME: ClassVar[str] = "security.person_registered.v1"

    person_id: Id
    display_name: str
    roles: tuple[Role, ...]

    @property
    def subject(self) -> str:
        """The person."""
        return str(self.person_id)


@dataclass(frozen=True, slots=True)
class PersonRolesChanged:
    """Somebody does other work from now on; `roles` are all they have now."""

    NAME: ClassVar[str] = "security.person_roles_changed.v1"

    person_id: Id
    roles: tuple[Role, ...]

    @property
    def subject(self) -> str:
        """The person."""
        return str(self.person_id)


@dataclass(frozen=True, slots=True)
class PersonDeactivated:
    """Somebody no longer works here; what they did stays theirs."""

    NAME: ClassVar[str] = "security.person_deactivated.v1"

    person_id: Id

    @property
    def subject(self) -> str:
        """The person."""
        return str(self.person_id)


@dataclass(frozen=True, slots=True)
class SessionRevoked:
    """A session ended before its time: signed out, revoked, or its person's secret changed."""

    NAME: ClassVar[str] = "security.session_revoked.v1"

    session_id: Id
    person_id: Id

    @property
    def subject(self) -> str:
        """The session."""
        return str(self.session_id)
