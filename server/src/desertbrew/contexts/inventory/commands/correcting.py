"""The books are brought to what is on the shelf, by lines of the ledger like any other. (INV-L10)"""

from __future__ import annotations

from decimal import Decimal

from desertbrew.contexts.inventory.commands.daily import keep_day
from desertbrew.contexts.inventory.commands.holds import locked_lot
from desertbrew.contexts.inventory.commands.levels import known, tell_level
from desertbrew.contexts.inventory.contract import CorrectionKind, StockCorrected, WasteClass
from desertbrew.contexts.inventory.errors import CountAboveReceipt, CountAgrees, LotHoldsLess
from desertbrew.contexts.inventory.rules import LotOnHand, MovementKind, draw_fifo
from desertbrew.contexts.inventory.tables import Item, Lot, Movement, StockBalance
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.money import ZERO
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.platform.db import Tx


def count_lot(tx: Tx, lot_id: Id, counted: Decimal, reason: str) -> Movement:
    """Set a lot to what was counted of it, in its base unit, also a held one.

    What is missing leaves with its share of the cost. What was found costs nothing more: the lot cost what it cost, and
    holds more than the books said. More than came in it, it cannot hold (`CountAboveReceipt`).
    """
    lot = locked_lot(tx, lot_id)
    item = tx.session.get_one(Item, lot.item_id)
    if counted > lot.initial_quantity:
        raise CountAboveReceipt(code=lot.code, initial=format(lot.initial_quantity, "f"), unit=item.base_unit)
    difference = counted - lot.remaining_quantity
    if difference == 0:
        raise CountAgrees(code=lot.code, quantity=format(counted, "f"), unit=item.base_unit)
    cost = ZERO if difference > 0 else -_share(lot, -difference)
    return _post(tx, lot, CorrectionKind.ADJUSTMENT, difference, cost, reason)


def adjust_lot(tx: Tx, lot: Lot, change: Decimal, reason: str, document_id: Id) -> Movement:
    """Change what remains of a lot by what a count found, with its share of the cost; the item's balance is ours."""
    cost = ZERO if change > 0 else -_share(lot, -change)
    return _post(tx, lot, CorrectionKind.ADJUSTMENT, change, cost, reason, document_id=document_id)


def waste_lot(tx: Tx, lot_id: Id, quantity: Decimal, reason: str, waste_class: WasteClass = WasteClass.SPOILAGE) -> Movement:
    """Throw some of a lot away, also of a held or expired one, with its share of the cost."""
    lot = locked_lot(tx, lot_id)
    item = tx.session.get_one(Item, lot.item_id)
    if quantity > lot.remaining_quantity:
        raise LotHoldsLess(code=lot.code, available=format(lot.remaining_quantity, "f"), unit=item.base_unit)
    return _post(tx, lot, CorrectionKind.WASTE, -quantity, -_share(lot, quantity), reason, waste_class)


def _share(lot: Lot, quantity: Decimal) -> Decimal:
    """What leaves of the cost with so much of the lot, as with any draw. (INV-L4)"""
    (draw,) = draw_fifo([LotOnHand(lot.id, lot.code, lot.remaining_quantity, lot.remaining_cost)], quantity)
    return draw.cost


def _post(
    tx: Tx,
    lot: Lot,
    kind: CorrectionKind,
    quantity: Decimal,
    cost: Decimal,
    reason: str,
    waste_class: WasteClass | None = None,
    document_id: Id | None = None,
) -> Movement:
    item = tx.session.get_one(Item, lot.item_id)
    movement_id = new_id()
    movement = Movement(
        id=movement_id,
        kind=MovementKind(kind.value).value,
        item_id=item.id,
        lot_id=lot.id,
        quantity=quantity,
        cost=cost,
        document_id=document_id or movement_id,
        reference=reason,
        waste_class=waste_class.value if waste_class else None,
        posted_by=tx.origin.actor,
        happened_at=tx.now,
        posted_at=tx.now,
    )
    tx.session.add(movement)
    lot.remaining_quantity += quantity
    lot.remaining_cost += cost
    balance = tx.session.get_one(StockBalance, item.id)
    balance.quantity += quantity
    balance.value += cost
    tell_level(tx, known(item), balance.quantity - quantity, balance.quantity)
    keep_day(tx, [{"item_id": item.id, "kind": movement.kind, "quantity": quantity, "cost": cost}])
    unit, told = BaseUnit(item.base_unit), waste_class.value if waste_class else ""
    tx.emit(StockCorrected(lot.id, lot.code, item.id, kind, quantity, unit, cost, reason, told))
    return movement
