"""Purchasing on the wire."""

from __future__ import annotations

from desertbrew.contexts.purchasing.http import (
    kitchen_wire,
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

routes.take_in(kitchen_wire.wire)

__all__ = [
    "PERMISSIONS",
    "READ_ORDERS",
    "READ_RECEIPTS",
    "READ_SUPPLIERS",
    "kitchen_wire",
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
