"""Rows of purchasing."""

from __future__ import annotations

from desertbrew.contexts.purchasing.tables.orders import (
    ApprovalLimitRow,
    PurchaseOrder,
    PurchaseOrderEvent,
    PurchaseOrderLine,
    PurchaseOrderRevision,
)
from desertbrew.contexts.purchasing.tables.receipts import (
    GoodsReceipt,
    GoodsReceiptLine,
    Payable,
    ReceiptPhoto,
    ReceivingDraft,
    ReceivingLimit,
    SupplierReturn,
    SupplierReturnEvent,
    SupplierReturnLine,
)
from desertbrew.contexts.purchasing.tables.rows import METADATA, Row
from desertbrew.contexts.purchasing.tables.suggestions import OPEN_SUGGESTION, ReplenishmentRules, Suggestion
from desertbrew.contexts.purchasing.tables.suppliers import ItemCopy, Supplier, SupplierPack, SupplierPrice

__all__ = [
    "METADATA",
    "OPEN_SUGGESTION",
    "ApprovalLimitRow",
    "GoodsReceipt",
    "GoodsReceiptLine",
    "ItemCopy",
    "Payable",
    "PurchaseOrder",
    "PurchaseOrderEvent",
    "PurchaseOrderLine",
    "PurchaseOrderRevision",
    "ReceiptPhoto",
    "ReceivingDraft",
    "ReceivingLimit",
    "ReplenishmentRules",
    "Row",
    "Suggestion",
    "Supplier",
    "SupplierPack",
    "SupplierPrice",
    "SupplierReturn",
    "SupplierReturnEvent",
    "SupplierReturnLine",
]
