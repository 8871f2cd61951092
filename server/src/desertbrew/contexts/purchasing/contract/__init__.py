"""What other contexts may know of purchasing."""

from __future__ import annotations

from desertbrew.contexts.purchasing.contract.receipts import (
    DeliveredLot,
    GoodsReceived,
    PayableCorrected,
    PayableRecognized,
    ReturnedLot,
    ReturnRequested,
)
from desertbrew.contexts.purchasing.contract.suppliers import SupplierRegistered

__all__ = [
    "DeliveredLot",
    "GoodsReceived",
    "PayableCorrected",
    "PayableRecognized",
    "ReturnRequested",
    "ReturnedLot",
    "SupplierRegistered",
]
