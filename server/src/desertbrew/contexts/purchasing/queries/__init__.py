"""What one can ask purchasing."""

from __future__ import annotations

from desertbrew.contexts.purchasing.queries.orders import (
    OrderFilter,
    OrderView,
    StateSum,
    approval_limits,
    order,
    order_faults,
    order_sums,
    orders,
)
from desertbrew.contexts.purchasing.queries.packs import (
    PackFilter,
    PackView,
    PriceView,
    items,
    pack,
    packs,
    price_at,
    price_faults,
    prices,
)
from desertbrew.contexts.purchasing.queries.suppliers import supplier, suppliers

__all__ = [
    "OrderFilter",
    "OrderView",
    "PackFilter",
    "PackView",
    "PriceView",
    "StateSum",
    "approval_limits",
    "items",
    "order",
    "order_faults",
    "order_sums",
    "orders",
    "pack",
    "packs",
    "price_at",
    "price_faults",
    "prices",
    "supplier",
    "suppliers",
]
