"""What other contexts may know of purchasing."""

from __future__ import annotations

from desertbrew.contexts.purchasing.contract.orders import (
    OrderedLine,
    PurchaseOrderApproved,
    PurchaseOrderCancelled,
    PurchaseOrderCreated,
    PurchaseOrderReceived,
    PurchaseOrderRevised,
    PurchaseOrderSent,
)
from desertbrew.contexts.purchasing.contract.receipts import (
    DeliveredLot,
    GoodsReceived,
    PayableCorrected,
    PayableRecognized,
    ReturnedLot,
    ReturnRequested,
)
from desertbrew.contexts.purchasing.contract.suppliers import SupplierChanged, SupplierPriceChanged, SupplierRegistered

__all__ = [
    "DeliveredLot",
    "GoodsReceived",
    "OrderedLine",
    "PayableCorrected",
    "PayableRecognized",
    "PurchaseOrderApproved",
    "PurchaseOrderCancelled",
    "PurchaseOrderCreated",
    "PurchaseOrderReceived",
    "PurchaseOrderRevised",
    "PurchaseOrderSent",
    "ReturnRequested",
    "ReturnedLot",
    "SupplierChanged",
    "SupplierPriceChanged",
    "SupplierRegistered",
]
