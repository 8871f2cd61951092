"""Security on the wire."""

from desertbrew.contexts.security.http import devices, people, sessions, views
from desertbrew.contexts.security.http.permissions import (
    PERMISSIONS,
    READ_EVERYONES_SESSIONS,
    READ_PEOPLE,
    routes,
)

__all__ = ["PERMISSIONS", "READ_EVERYONES_SESSIONS", "READ_PEOPLE", "devices", "people", "routes", "sessions", "views"]
