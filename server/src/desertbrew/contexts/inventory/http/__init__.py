"""Inventory on the wire."""

from __future__ import annotations

from desertbrew.contexts.inventory.http import (
    catalogue,
    categories,
    certificates,
    counts,
    deliveries,
    expiry,
    gases,
    holds,
    issuing,
    kegs,
    kitchen_wire,
    movements,
    overview,
    rooms,
    rotation,
    sheets,
    shortages,
    stock,
    storage,
    transfers,
    valuation,
    yeast,
)
from desertbrew.contexts.inventory.http.permissions import PERMISSIONS, READ_KEGS, READ_STOCK, house_permissions, routes

routes.take_in(kitchen_wire.wire)

__all__ = [
    "PERMISSIONS",
    "READ_KEGS",
    "READ_STOCK",
    "catalogue",
    "categories",
    "certificates",
    "counts",
    "deliveries",
    "expiry",
    "gases",
    "holds",
    "house_permissions",
    "issuing",
    "kegs",
    "kitchen_wire",
    "movements",
    "overview",
    "rooms",
    "rotation",
    "routes",
    "sheets",
    "shortages",
    "stock",
    "storage",
    "transfers",
    "valuation",
    "yeast",
]
