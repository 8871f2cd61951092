"""The manifest of inventory."""

from __future__ import annotations

from pathlib import Path

from desertbrew.contexts.inventory import queries
from desertbrew.contexts.inventory.contract import (
    ColdRoomBackInLimits,
    ColdRoomOutOfLimits,
    ItemChanged,
    ItemCreated,
    KegsCounted,
    KegsFilled,
    KegsMoved,
    LotExpired,
    LotExpiring,
    LotRecalled,
    LotsReceived,
    LotStatusChanged,
    LowStockCleared,
    LowStockDetected,
    MaterialsIssued,
    MaterialsRefused,
    ReturnIssued,
    ReturnRefused,
    StockCorrected,
    StockCountApproved,
    StockCountSubmitted,
    StockIssued,
    YeastHarvested,
    YeastPitched,
)
from desertbrew.contexts.inventory.http import PERMISSIONS, READ_KEGS, READ_STOCK, routes
from desertbrew.contexts.inventory.jobs import JOBS
from desertbrew.contexts.inventory.reactions import reactions
from desertbrew.contexts.inventory.tables import METADATA
from desertbrew.platform.context import Check, Context

CONTEXT = Context(
    name="inventory",
    metadata=METADATA,
    routes=routes,
    migrations=Path(__file__).parent / "migrations",
    emits={
        **dict.fromkeys(
            (
                ItemCreated,
                ItemChanged,
                LowStockDetected,
                LowStockCleared,
                LotsReceived,
                MaterialsIssued,
                MaterialsRefused,
                ReturnIssued,
                ReturnRefused,
                StockIssued,
                LotStatusChanged,
                LotRecalled,
                LotExpiring,
                LotExpired,
                ColdRoomBackInLimits,
                ColdRoomOutOfLimits,
                StockCorrected,
                StockCountApproved,
                StockCountSubmitted,
                YeastHarvested,
                YeastPitched,
            ),
            READ_STOCK,
        ),
        **dict.fromkeys((KegsFilled, KegsMoved, KegsCounted), READ_KEGS),
    },
    permissions=PERMISSIONS,
    reactions=tuple(reactions.declared),
    jobs=JOBS,
    checks=(
        Check("ledger", queries.ledger_faults),
        Check("places", queries.place_faults),
        Check("days", queries.day_faults),
        Check("kegs", queries.keg_faults),
    ),
)
