"""What is told to the graph."""

from __future__ import annotations

from desertbrew.contexts.traceability.commands.graph import Link, Told, record
from desertbrew.contexts.traceability.commands.kegs import KegSeen, see_kegs
from desertbrew.contexts.traceability.commands.readings import Look, record_reading

__all__ = ["KegSeen", "Link", "Look", "Told", "record", "record_reading", "see_kegs"]
