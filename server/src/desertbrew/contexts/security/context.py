"""The manifest of security."""

from __future__ import annotations

from pathlib import Path

from desertbrew.contexts.security import queries
from desertbrew.contexts.security.contract import (
    PersonDeactivated,
    PersonRegistered,
    PersonRolesChanged,
    SessionRevoked,
)
from desertbrew.contexts.security.http import PERMISSIONS, READ_EVERYONES_SESSIONS, READ_PEOPLE, routes
from desertbrew.contexts.security.jobs import JOBS
from desertbrew.contexts.security.tables import METADATA
from desertbrew.platform.context import Check, Context

CONTEXT = Context(
    name="security",
    metadata=METADATA,
    routes=routes,
    migrations=Path(__file__).parent / "migrations",
    emits={
        PersonRegistered: READ_PEOPLE,
        PersonRolesChanged: READ_PEOPLE,
        PersonDeactivated: READ_PEOPLE,
        SessionRevoked: READ_EVERYONES_SESSIONS,
    },
    permissions=PERMISSIONS,
    jobs=JOBS,
    checks=(
        Check("security.an_owner_is_active", queries.find_missing_owner),
        Check("security.sessions_have_active_people", queries.find_orphaned_sessions),
    ),
)
