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
from desertbrew.contexts.purchasing.queries.papers import OrderMail, order_mails, order_paper
from desertbrew.contexts.purchasing.queries.suggestions import (
    SupplierScore,
    auto_order_below,
    on_order,
    open_suggestions,
    overview,
    suggestion,
    supplier_score,
    supplier_scores,
)
from desertbrew.contexts.purchasing.queries.suppliers import supplier, suppliers

__all__ = [
    "OrderFilter",
    "OrderMail",
    "OrderView",
    "PackFilter",
    "PackView",
    "PriceView",
    "StateSum",
    "SupplierScore",
    "approval_limits",
    "auto_order_below",
    "items",
    "on_order",
    "open_suggestions",
    "order",
    "order_faults",
    "order_mails",
    "order_paper",
    "order_sums",
    "orders",
    "overview",
    "pack",
    "packs",
    "price_at",
    "price_faults",
    "prices",
    "suggestion",
    "supplier",
    "supplier_score",
    "supplier_scores",
    "suppliers",
]
