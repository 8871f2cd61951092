"""Rows of purchasing."""

from __future__ import annotations

from desertbrew.contexts.purchasing.tables.orders import (
    ApprovalLimitRow,
    PurchaseOrder,
    PurchaseOrderEvent,
    PurchaseOrderLine,
    PurchaseOrderRevision,
)
from desertbrew.contexts.purchasing.tables.rows import METADATA, Row
from desertbrew.contexts.purchasing.tables.suggestions import OPEN_SUGGESTION, ReplenishmentRules, Suggestion
from desertbrew.contexts.purchasing.tables.suppliers import ItemCopy, Supplier, SupplierPack, SupplierPrice

__all__ = [
    "METADATA",
    "OPEN_SUGGESTION",
    "ApprovalLimitRow",
    "ItemCopy",
    "PurchaseOrder",
    "PurchaseOrderEvent",
    "PurchaseOrderLine",
    "PurchaseOrderRevision",
    "ReplenishmentRules",
    "Row",
    "Suggestion",
    "Supplier",
    "SupplierPack",
    "SupplierPrice",
]
