"""The manifest of purchasing."""

from __future__ import annotations

from pathlib import Path

from desertbrew.contexts.purchasing.contract import (
    GoodsReceived,
    PayableCorrected,
    PayableRecognized,
    ReturnRequested,
    SupplierRegistered,
)
from desertbrew.contexts.purchasing.http import PERMISSIONS, READ_RECEIPTS, READ_SUPPLIERS, routes
from desertbrew.contexts.purchasing.tables import METADATA
from desertbrew.platform.context import Context

CONTEXT = Context(
    name="purchasing",
    metadata=METADATA,
    routes=routes,
    migrations=Path(__file__).parent / "migrations",
    emits={
        SupplierRegistered: READ_SUPPLIERS,
        **dict.fromkeys((GoodsReceived, ReturnRequested, PayableRecognized, PayableCorrected), READ_RECEIPTS),
    },
    permissions=PERMISSIONS,
)
