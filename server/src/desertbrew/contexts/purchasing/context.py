"""The manifest of purchasing."""

from __future__ import annotations

from pathlib import Path

from desertbrew.contexts.purchasing import commands, queries
from desertbrew.contexts.purchasing.contract import (
    GoodsReceived,
    PayableCorrected,
    PayableRecognized,
    PurchaseOrderApproved,
    PurchaseOrderCancelled,
    PurchaseOrderCreated,
    PurchaseOrderMailFailed,
    PurchaseOrderReceived,
    PurchaseOrderRevised,
    PurchaseOrderSent,
    ReturnRequested,
    SupplierChanged,
    SupplierPriceChanged,
    SupplierRegistered,
)
from desertbrew.contexts.purchasing.http import PERMISSIONS, READ_ORDERS, READ_RECEIPTS, READ_SUPPLIERS, routes
from desertbrew.contexts.purchasing.jobs import JOBS
from desertbrew.contexts.purchasing.queries.receipts import receiving_faults
from desertbrew.contexts.purchasing.reactions import reactions
from desertbrew.contexts.purchasing.tables import METADATA
from desertbrew.platform.context import Check, Context

CONTEXT = Context(
    name="purchasing",
    metadata=METADATA,
    routes=routes,
    migrations=Path(__file__).parent / "migrations",
    emits={
        **dict.fromkeys((SupplierRegistered, SupplierChanged), READ_SUPPLIERS),
        **dict.fromkeys(
            (
                SupplierPriceChanged,
                PurchaseOrderCreated,
                PurchaseOrderRevised,
                PurchaseOrderApproved,
                PurchaseOrderSent,
                PurchaseOrderMailFailed,
                PurchaseOrderCancelled,
                PurchaseOrderReceived,
            ),
            READ_ORDERS,
        ),
        **dict.fromkeys((GoodsReceived, ReturnRequested, PayableRecognized, PayableCorrected), READ_RECEIPTS),
    },
    permissions=PERMISSIONS,
    reactions=tuple(reactions.declared),
    jobs=JOBS,
    checks=(
        Check("prices", queries.price_faults),
        Check("orders", queries.order_faults),
        Check("receipts", receiving_faults),
    ),
    undeliverable=commands.note_undeliverable,
)
