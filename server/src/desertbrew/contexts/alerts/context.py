"""The manifest of alerts."""

from __future__ import annotations

from pathlib import Path

from desertbrew.contexts.alerts import queries
from desertbrew.contexts.alerts.commands import lose_device
from desertbrew.contexts.alerts.contract import AlertAcknowledged, AlertCleared, AlertRaised
from desertbrew.contexts.alerts.http import PERMISSIONS, READ_INBOX, routes
from desertbrew.contexts.alerts.jobs import JOBS
from desertbrew.contexts.alerts.reactions import reactions
from desertbrew.contexts.alerts.tables import METADATA
from desertbrew.platform.context import Check, Context

CONTEXT = Context(
    name="alerts",
    metadata=METADATA,
    routes=routes,
    migrations=Path(__file__).parent / "migrations",
    emits=dict.fromkeys((AlertRaised, AlertAcknowledged, AlertCleared), READ_INBOX),
    permissions=PERMISSIONS,
    reactions=tuple(reactions.declared),
    jobs=JOBS,
    checks=(Check("alerts and their history", queries.unsound),),
    undeliverable=lose_device,
)
