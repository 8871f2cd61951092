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
from desertbrew.contexts.purchasing.tables.suppliers import ItemCopy, Supplier, SupplierPack, SupplierPrice

__all__ = [
    "METADATA",
    "ApprovalLimitRow",
    "ItemCopy",
    "PurchaseOrder",
    "PurchaseOrderEvent",
    "PurchaseOrderLine",
    "PurchaseOrderRevision",
    "Row",
    "Supplier",
    "SupplierPack",
    "SupplierPrice",
]
