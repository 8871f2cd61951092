"""Who may see which alerts and take care of them, and the routes that say so."""

from __future__ import annotations

from collections.abc import Collection

from desertbrew.contexts.alerts.contract import AlertKind
from desertbrew.contexts.alerts.rules import AUDIENCE, TOPICS, Topic
from desertbrew.kernel.roles import Role
from desertbrew.platform.auth import Caller
from desertbrew.platform.context import permission
from desertbrew.platform.http.house import add_house_routes
from desertbrew.platform.http.routes import Routes

_EVERYBODY = tuple(dict.fromkeys(role for roles in AUDIENCE.values() for role in roles))

READ_INBOX = permission("alerts.inbox.read", "Ver las alertas", "See the alerts", *_EVERYBODY, Role.AUDITOR)
ACKNOWLEDGE = permission("alerts.inbox.acknowledge", "Atender alertas", "Take care of alerts", *_EVERYBODY)
CHOOSE = permission(
    "alerts.inbox.choose", "Elegir mis avisos por correo y en el equipo", "Choose my own mails and pushes", *_EVERYBODY
)
READ_STOCK = permission(
    "alerts.stock.read",
    "Ver alertas de existencias y caducidad",
    "See alerts of stock and expiry",
    *AUDIENCE[Topic.STOCK],
    Role.AUDITOR,
)
READ_ROOMS = permission(
    "alerts.rooms.read",
    "Ver alertas de cámaras frías",
    "See alerts of cold rooms",
    *AUDIENCE[Topic.ROOMS],
    Role.AUDITOR,
)
READ_ORDERS = permission(
    "alerts.orders.read",
    "Ver alertas de compras",
    "See alerts of purchase orders",
    *AUDIENCE[Topic.ORDERS],
    Role.AUDITOR,
)
NEEDED = {Topic.STOCK: READ_STOCK.name, Topic.ROOMS: READ_ROOMS.name, Topic.ORDERS: READ_ORDERS.name}

routes = Routes("alerts")
PERMISSIONS = (READ_INBOX, ACKNOWLEDGE, CHOOSE, READ_STOCK, READ_ROOMS, READ_ORDERS, *add_house_routes(routes))


def kinds_for(caller: Caller) -> Collection[AlertKind]:
    """The kinds of alerts that somebody may see. (INV-A5)"""
    return [kind for kind, topic in TOPICS.items() if NEEDED[topic] in caller.permissions]
