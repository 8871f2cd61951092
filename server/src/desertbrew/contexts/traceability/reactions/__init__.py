"""What the graph learns from others' facts: in any order, any number of times."""

from __future__ import annotations

from desertbrew.contexts.traceability.reactions import brewery, kegs, warehouse
from desertbrew.contexts.traceability.reactions.declared import reactions

__all__ = ["brewery", "kegs", "reactions", "warehouse"]
