"""Every context there is: the one list that makes the program."""

from __future__ import annotations

from desertbrew.contexts.alerts.context import CONTEXT as ALERTS
from desertbrew.contexts.inventory.context import CONTEXT as INVENTORY
from desertbrew.contexts.production.context import CONTEXT as PRODUCTION
from desertbrew.contexts.purchasing.context import CONTEXT as PURCHASING
from desertbrew.contexts.security.context import CONTEXT as SECURITY
from desertbrew.contexts.traceability.context import CONTEXT as TRACEABILITY
from desertbrew.platform.context import Context

CONTEXTS: tuple[Context, ...] = (ALERTS, INVENTORY, PRODUCTION, PURCHASING, SECURITY, TRACEABILITY)

# The seed gives the first seven; security, purchasing, traceability and alerts follow on.
PORTS = {
    "inventory": 8001,
    "production": 8002,
    "sales": 8003,
    "taproom": 8004,
    "finance": 8005,
    "forecasting": 8006,
    "analytics": 8007,
    "security": 8008,
    "purchasing": 8009,
    "traceability": 8010,
    "alerts": 8011,
}


def context_named(name: str) -> Context:
    """The context of that name; raises KeyError with the names there are."""
    known = {context.name: context for context in CONTEXTS}
    if name not in known:
        msg = f"no context {name!r}; there are {', '.join(known)}"
        raise KeyError(msg)
    return known[name]
