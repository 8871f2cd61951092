"""The manifest of traceability."""

from __future__ import annotations

from pathlib import Path

from desertbrew.contexts.traceability import queries
from desertbrew.contexts.traceability.http import PERMISSIONS, routes
from desertbrew.contexts.traceability.reactions import reactions
from desertbrew.contexts.traceability.tables import METADATA
from desertbrew.platform.context import Check, Context

CONTEXT = Context(
    name="traceability",
    metadata=METADATA,
    routes=routes,
    migrations=Path(__file__).parent / "migrations",
    emits={},
    permissions=PERMISSIONS,
    reactions=tuple(reactions.declared),
    checks=(Check("graph", queries.graph_faults),),
)
