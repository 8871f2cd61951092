"""What one can ask purchasing."""

from __future__ import annotations

from desertbrew.contexts.purchasing.queries.suppliers import suppliers

__all__ = ["suppliers"]
