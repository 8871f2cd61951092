"""Rows of purchasing."""

from __future__ import annotations

from desertbrew.contexts.purchasing.tables.rows import METADATA, Row
from desertbrew.contexts.purchasing.tables.suppliers import Supplier

__all__ = ["METADATA", "Row", "Supplier"]
