"""Puts the belfry together the way `apps/` puts the program together."""

from __future__ import annotations

from collections.abc import Sequence

from desertbrew.apps import compose
from desertbrew.kernel.clock import Clock
from desertbrew.platform.context import Context
from desertbrew.platform.courier import Courier
from desertbrew.platform.courier.local import LocalCourier
from desertbrew.platform.courier.rabbitmq import RabbitCourier
from desertbrew.platform.host import Host, no_sessions
from desertbrew.platform.live import LiveHub
from desertbrew.platform.ports import Ports
from desertbrew.platform.settings import Settings
from support.belfry import parish, tower

CONTEXTS: Sequence[Context] = (tower.CONTEXT, parish.CONTEXT)
TOPOLOGY = {context.name: context.hears() for context in CONTEXTS}
AUDIENCE = {event.NAME: seen_by for context in CONTEXTS for event, seen_by in context.emits.items()}


def build_belfry(settings: Settings, contexts: Sequence[Context], clock: Clock, courier: Courier | None = None) -> Host:
    """A host for `contexts` of the belfry; like `compose.build_host`, whose registry does not know them."""
    ports = Ports()
    databases = {context.name: compose.open_database(settings, context, clock, ports) for context in contexts}
    compose.migrate_all(settings, contexts, databases)
    if courier is None:
        broker = settings.broker_url
        courier = RabbitCourier(broker, settings.broker_prefix, TOPOLOGY) if broker else LocalCourier()
    return Host(
        settings=settings,
        clock=clock,
        contexts=contexts,
        every_context=CONTEXTS,
        databases=databases,
        courier=courier,
        ports=ports,
        hub=LiveHub(AUDIENCE),
        sessions=no_sessions(clock),
    )
