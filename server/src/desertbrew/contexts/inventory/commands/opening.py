"""The books begin: what was on the shelf that day, and what it had cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desertbrew.contexts.inventory.commands.placing import open_places
from desertbrew.contexts.inventory.commands.receiving import lot_row, store_receipt
from desertbrew.contexts.inventory.queries import items_with_conversions
from desertbrew.contexts.inventory.rules import MovementKind
from desertbrew.contexts.inventory.tables import Receipt
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import Tx

OPENING_NAME = "Existencia inicial"


@dataclass(frozen=True, slots=True)
class OpeningLot:
    """What was on the shelf when the books began; `quantity` in the base unit, `cost` in pesos for all of it."""

    item_id: Id
    quantity: Decimal
    cost: Decimal
    supplier_lot: str | None = None
    expires_on: date | None = None
    location_id: Id | None = None


def open_stock(tx: Tx, document_id: Id, opening: Sequence[OpeningLot]) -> Receipt:
    """Begin the books with what is there and what it cost; the same document a second time is the first receipt again."""
    done = tx.session.get(Receipt, document_id)
    if done is not None:
        return done
    known = items_with_conversions(tx, (lot.item_id for lot in opening))
    receipt = Receipt(
        id=document_id,
        source="OPENING",
        supplier_id=None,
        supplier_name=OPENING_NAME,
        invoice_number=None,
        received_at=tx.now,
    )
    places = open_places(tx, {lot.location_id for lot in opening if lot.location_id})
    lots = [
        lot_row(
            known[lot.item_id],
            lot.quantity,
            lot.cost,
            lot.supplier_lot,
            lot.expires_on,
            lot.location_id if lot.location_id in places else None,
        )
        for lot in opening
    ]
    store_receipt(tx, receipt, lots, MovementKind.OPENING, OPENING_NAME)
    return receipt
