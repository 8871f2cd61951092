"""Purchasing on the wire."""

from __future__ import annotations

from desertbrew.contexts.purchasing.http import suppliers
from desertbrew.contexts.purchasing.http.permissions import PERMISSIONS, READ_RECEIPTS, READ_SUPPLIERS, routes

__all__ = ["PERMISSIONS", "READ_RECEIPTS", "READ_SUPPLIERS", "routes", "suppliers"]
