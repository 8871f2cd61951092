"""What other contexts may know of purchasing."""

from __future__ import annotations

from desertbrew.contexts.purchasing.contract.letterhead import Letterhead
from desertbrew.contexts.purchasing.contract.orders import (
    OrderedLine,
    PurchaseOrderApproved,
    PurchaseOrderCancelled,
    PurchaseOrderCreated,
    PurchaseOrderMailFailed,
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
    "Letterhead",
    "OrderedLine",
    "PayableCorrected",
    "PayableRecognized",
    "PurchaseOrderApproved",
    "PurchaseOrderCancelled",
    "PurchaseOrderCreated",
    "PurchaseOrderMailFailed",
    "PurchaseOrderReceived",
    "PurchaseOrderRevised",
    "PurchaseOrderSent",
    "ReturnRequested",
    "ReturnedLot",
    "SupplierChanged",
    "SupplierPriceChanged",
    "SupplierRegistered",
]
