"""What one can ask about kegs."""

from __future__ import annotations

from desertbrew.contexts.inventory.queries.kegs.figures import ClientKegs, KegFigures, keg_figures, kegs_at_clients
from desertbrew.contexts.inventory.queries.kegs.lists import (
    EventFilter,
    KegFilter,
    keg,
    keg_events,
    keg_faults,
    keg_fills,
    kegs_at_risk,
    kegs_by_id,
    kegs_matching,
    scanned_keg,
)

__all__ = [
    "ClientKegs",
    "EventFilter",
    "KegFigures",
    "KegFilter",
    "keg",
    "keg_events",
    "keg_faults",
    "keg_figures",
    "keg_fills",
    "kegs_at_clients",
    "kegs_at_risk",
    "kegs_by_id",
    "kegs_matching",
    "scanned_keg",
]
