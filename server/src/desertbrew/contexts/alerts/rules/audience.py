"""Who may see which alerts: by what people do here, never by name."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from desertbrew.contexts.alerts.contract import AlertKind
from desertbrew.kernel.roles import Role


class Topic(StrEnum):
    """Kinds of alerts that the same people take care of."""

    STOCK = "STOCK"
    ROOMS = "ROOMS"
    ORDERS = "ORDERS"


TOPICS: dict[AlertKind, Topic] = {
    AlertKind.LOW_STOCK: Topic.STOCK,
    AlertKind.LOT_EXPIRING: Topic.STOCK,
    AlertKind.LOT_EXPIRED: Topic.STOCK,
    AlertKind.COLD_ROOM: Topic.ROOMS,
    AlertKind.ORDER_WAITING: Topic.ORDERS,
}

AUDIENCE: dict[Topic, tuple[Role, ...]] = {
    Topic.STOCK: (Role.WAREHOUSE, Role.MANAGER, Role.BREWER, Role.COOK),
    Topic.ROOMS: (Role.WAREHOUSE, Role.MANAGER, Role.BREWER, Role.CELLAR, Role.COOK),
    Topic.ORDERS: (Role.MANAGER,),
}


def topic_of(kind: AlertKind) -> Topic:
    """Whose business a kind is."""
    return TOPICS[kind]


def may_see(kind: AlertKind, roles: Iterable[Role]) -> bool:
    """Whether somebody who holds `roles` is told of such an alert; the owner is told of everything. (INV-A5)"""
    held = set(roles)
    return Role.OWNER in held or bool(held & set(AUDIENCE[topic_of(kind)]))
