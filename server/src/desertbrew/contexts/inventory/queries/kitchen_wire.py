"""What programs on the kitchen's Spanish wire ask: lists of their own shape, without pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from desertbrew.contexts.inventory.contract import LotStatus
from desertbrew.contexts.inventory.queries.movements import day_begins
from desertbrew.contexts.inventory.tables import Item, Lot, Movement
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx

TYPES = {
    "ISSUE": "Salida",
    "WASTE": "Salida",
    "SUPPLIER_RETURN": "Salida",
    "ADJUSTMENT": "Ajuste",
    "TRANSFER_OUT": "Transferencia",
    "TRANSFER_IN": "Transferencia",
}
"""What that wire calls a kind of movement; whatever else there is brings something in."""


@dataclass(frozen=True, slots=True)
class MovementFilter:
    """Which lines of the ledger; `kind` is that wire's word, the days are business days and inclusive."""

    item_id: Id | None = None
    kind: str | None = None
    first: date | None = None
    last: date | None = None


def type_of(kind: str) -> str:
    """That wire's word for a kind of movement."""
    return TYPES.get(kind, "Entrada")


def expiring_lots(tx: ReadTx, days: int, limit: int) -> Sequence[Any]:
    """(Lot, Item) of what may be used and expires within `days` from today, the soonest first."""
    last = tx.today + timedelta(days=days)
    query = (
        select(Lot, Item)
        .join(Item, Item.id == Lot.item_id)
        .where(Lot.remaining_quantity > 0, Lot.status == LotStatus.AVAILABLE, Lot.expires_on.between(tx.today, last))
        .order_by(Lot.expires_on, Lot.received_at, Lot.id)
        .limit(limit)
    )
    return tx.session.execute(query).all()


def movements(tx: ReadTx, wanted: MovementFilter, limit: int) -> Sequence[Any]:
    """(Movement, Lot, Item), the newest first."""
    query = (
        select(Movement, Lot, Item)
        .join(Lot, Lot.id == Movement.lot_id)
        .join(Item, Item.id == Movement.item_id)
        .order_by(Movement.id.desc())
        .limit(limit)
    )
    if wanted.item_id:
        query = query.where(Movement.item_id == wanted.item_id)
    if wanted.kind == "Entrada":
        query = query.where(Movement.kind.not_in(TYPES))
    elif wanted.kind:
        query = query.where(Movement.kind.in_([kind for kind, name in TYPES.items() if name == wanted.kind]))
    if wanted.first:
        query = query.where(Movement.happened_at >= day_begins(tx, wanted.first))
    if wanted.last:
        query = query.where(Movement.happened_at < day_begins(tx, wanted.last + timedelta(days=1)))
    return tx.session.execute(query).all()
