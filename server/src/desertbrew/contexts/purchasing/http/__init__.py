"""Purchasing on the wire."""

from __future__ import annotations

from desertbrew.contexts.purchasing.http import (
    orders,
    packs,
    receipt_photos,
    receipts,
    receiving,
    receiving_limits,
    returns,
    sending,
    suggestions,
    suppliers,
)
from desertbrew.contexts.purchasing.http.permissions import PERMISSIONS, READ_ORDERS, READ_RECEIPTS, READ_SUPPLIERS, routes

__all__ = [
    "PERMISSIONS",
    "READ_ORDERS",
    "READ_RECEIPTS",
    "READ_SUPPLIERS",
    "orders",
    "packs",
    "receipt_photos",
    "receipts",
    "receiving",
    "receiving_limits",
    "returns",
    "routes",
    "sending",
    "suggestions",
    "suppliers",
]
