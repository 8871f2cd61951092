"""Rows of inventory."""

from __future__ import annotations

from desertbrew.contexts.inventory.tables.counts import CountLine, CountTally, StockCount
from desertbrew.contexts.inventory.tables.days import NET, RotationLimitsRow, StockDay
from desertbrew.contexts.inventory.tables.gases import GasCylinder, GasEvent
from desertbrew.contexts.inventory.tables.kegs import KegEvent, KegFill, KegRow, PackagingRunCopy
from desertbrew.contexts.inventory.tables.reservations import Reservation, ReservedBatch
from desertbrew.contexts.inventory.tables.rows import METADATA, Row
from desertbrew.contexts.inventory.tables.sheets import SheetImport, SheetRow
from desertbrew.contexts.inventory.tables.stock import (
    DATED,
    DRAWABLE,
    HERE,
    Issue,
    Item,
    ItemCategory,
    ItemConversion,
    Lot,
    LotPlace,
    Movement,
    Receipt,
    StockBalance,
    SupplierCopy,
)
from desertbrew.contexts.inventory.tables.storage import (
    Certificate,
    LotCertificate,
    LotExpiryChange,
    LotExpiryNotice,
    LotMove,
    LotStatusChange,
    Recall,
    RoomReading,
    StorageLocation,
)
from desertbrew.contexts.inventory.tables.transfers import StockTransfer, StockTransferEvent, StockTransferLine
from desertbrew.contexts.inventory.tables.yeast import YeastCulture, YeastPitch, YeastStrain

__all__ = [
    "DATED",
    "DRAWABLE",
    "HERE",
    "METADATA",
    "NET",
    "Certificate",
    "CountLine",
    "CountTally",
    "GasCylinder",
    "GasEvent",
    "Issue",
    "Item",
    "ItemCategory",
    "ItemConversion",
    "KegEvent",
    "KegFill",
    "KegRow",
    "Lot",
    "LotCertificate",
    "LotExpiryChange",
    "LotExpiryNotice",
    "LotMove",
    "LotPlace",
    "LotStatusChange",
    "Movement",
    "PackagingRunCopy",
    "Recall",
    "Receipt",
    "Reservation",
    "ReservedBatch",
    "RoomReading",
    "RotationLimitsRow",
    "Row",
    "SheetImport",
    "SheetRow",
    "StockBalance",
    "StockCount",
    "StockDay",
    "StockTransfer",
    "StockTransferEvent",
    "StockTransferLine",
    "StorageLocation",
    "SupplierCopy",
    "YeastCulture",
    "YeastPitch",
    "YeastStrain",
]
