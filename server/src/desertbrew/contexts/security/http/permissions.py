"""What one may be allowed to do in security, and the routes object that everything here is added to."""

from __future__ import annotations

from desertbrew.contexts.security.rules.sessions import PIN_MAY
from desertbrew.kernel.roles import PEOPLE_ROLES, Role
from desertbrew.platform.context import permission
from desertbrew.platform.http.house import add_house_routes
from desertbrew.platform.http.routes import Routes

USE_SELF = permission(
    PIN_MAY,
    "Ver y cerrar mis sesiones, guardar mis vistas, saber cómo se llaman los demás",
    "See and end my own sessions, keep my own views, know what the others are called",
    *PEOPLE_ROLES,
)
CHANGE_OWN_SECRETS = permission(
    "security.self.change_secrets",
    "Cambiar mi contraseña y mi PIN",
    "Change my own password and PIN",
    *PEOPLE_ROLES,
)
READ_PEOPLE = permission(
    "security.people.read", "Ver a las personas y sus roles", "See people and their roles", Role.MANAGER, Role.AUDITOR
)
MANAGE_PEOPLE = permission(
    "security.people.manage",
    "Registrar personas, cambiar sus roles y sus accesos",
    "Register people, change their roles and their access",
    Role.MANAGER,
)
READ_EVERYONES_SESSIONS = permission(
    "security.sessions.read_everyone",
    "Ver las sesiones de todos",
    "See everyone's sessions",
    Role.MANAGER,
    Role.AUDITOR,
)
REVOKE_EVERYONES_SESSIONS = permission(
    "security.sessions.revoke_everyone", "Cerrar sesiones de otros", "End other people's sessions", Role.MANAGER
)
MANAGE_DEVICES = permission("security.devices.manage", "Hacer equipos compartidos", "Make devices shared", Role.MANAGER)
RESOLVE_SESSIONS = permission(
    "security.sessions.resolve",
    "Reconocer una sesión (entre procesos)",
    "Recognise a session (between processes)",
    Role.SERVICE,
)

routes = Routes("security")
house_permissions = add_house_routes(routes)

PERMISSIONS = (
    USE_SELF,
    CHANGE_OWN_SECRETS,
    READ_PEOPLE,
    MANAGE_PEOPLE,
    READ_EVERYONES_SESSIONS,
    REVOKE_EVERYONES_SESSIONS,
    MANAGE_DEVICES,
    RESOLVE_SESSIONS,
    *house_permissions,
)
