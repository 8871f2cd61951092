"""Stock is carried from one place to another: a pair of ledger lines, out of the one and into the other. (INV-L11)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import insert

from desertbrew.contexts.inventory.commands.daily import keep_day
from desertbrew.contexts.inventory.commands.placing import put_into_places, take_from_places
from desertbrew.contexts.inventory.rules import LotOnHand, MovementKind, draw_fifo
from desertbrew.contexts.inventory.tables import Lot, Movement
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.db import Tx


@dataclass(frozen=True, slots=True)
class Carried:
    """So much of a lot, from one place to another."""

    lot: Lot
    from_id: Id
    to_id: Id
    quantity: Decimal


_POST = insert(Movement)


def carry(tx: Tx, document_id: Id, reference: str, carried: Sequence[Carried]) -> None:
    """Write what was carried; the lots' balances are locked, and their places have been looked at.

    The lot keeps its code, cost and dates: the pair of lines says what the carried part costs, once with each sign, so
    they add up to nothing in quantity and in cost. (INV-L1)
    """
    if not carried:
        return
    lines = []
    for each in carried:
        cost = share_of(each.lot, each.quantity)
        out, into = MovementKind.TRANSFER_OUT.value, MovementKind.TRANSFER_IN.value
        for kind, place, sign in ((out, each.from_id, -1), (into, each.to_id, 1)):
            lines.append(
                {
                    "id": new_id(),
                    "kind": kind,
                    "item_id": each.lot.item_id,
                    "lot_id": each.lot.id,
                    "location_id": place,
                    "quantity": sign * each.quantity,
                    "cost": sign * cost,
                    "document_id": document_id,
                    "reference": reference,
                    "posted_by": tx.origin.actor,
                    "happened_at": tx.now,
                    "posted_at": tx.now,
                }
            )
    tx.connection.execute(_POST, lines)
    keep_day(tx, lines)
    take_from_places(tx, [{"lot": each.lot.id, "place": each.from_id, "taken": each.quantity} for each in carried])
    put_into_places(tx, [(each.lot.id, each.to_id, each.quantity) for each in carried])
    for each in carried:
        tx.session.expire(each.lot)


def share_of(lot: Lot, quantity: Decimal) -> Decimal:
    """What so much of a lot costs, as with any draw. (INV-L4)"""
    (draw,) = draw_fifo([LotOnHand(lot.id, lot.code, lot.remaining_quantity, lot.remaining_cost)], quantity)
    return draw.cost
