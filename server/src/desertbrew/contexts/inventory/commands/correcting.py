"""The books are brought to what is on the shelf, by lines of the ledger like any other. (INV-L10)"""

from __future__ import annotations

from decimal import Decimal

from desertbrew.contexts.inventory.commands.carrying import share_of
from desertbrew.contexts.inventory.commands.daily import keep_day
from desertbrew.contexts.inventory.commands.holds import locked_lot
from desertbrew.contexts.inventory.commands.levels import known, tell_level
from desertbrew.contexts.inventory.commands.placing import (
    holds_less,
    put_into_places,
    take_from_places,
    the_place_of,
)
from desertbrew.contexts.inventory.contract import CorrectionKind, StockCorrected, WasteClass
from desertbrew.contexts.inventory.errors import CountAboveReceipt, CountAgrees
from desertbrew.contexts.inventory.queries.places import standing
from desertbrew.contexts.inventory.rules import TRANSIT, MovementKind
from desertbrew.contexts.inventory.tables import Item, Lot, Movement, StockBalance
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.money import ZERO
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.platform.db import Tx


def count_lot(tx: Tx, lot_id: Id, counted: Decimal, reason: str, location_id: Id | None = None) -> Movement:
    """Set a lot to what was counted of it in one place, in its base unit, also a held one.

    What is missing leaves with its share of the cost. What was found costs nothing more: the lot cost what it cost, and
    holds more than the books said. More than came in it, it cannot hold (`CountAboveReceipt`). The place need not be said
    where the lot stands in one.
    """
    lot = locked_lot(tx, lot_id)
    item = tx.session.get_one(Item, lot.item_id)
    place = the_place_of(tx, lot, location_id)
    difference = counted - place.quantity
    if lot.remaining_quantity + difference > lot.initial_quantity:
        raise CountAboveReceipt(code=lot.code, initial=format(lot.initial_quantity, "f"), unit=item.base_unit)
    if difference == 0:
        raise CountAgrees(code=lot.code, quantity=format(counted, "f"), unit=item.base_unit)
    cost = ZERO if difference > 0 else -share_of(lot, -difference)
    return _post(tx, lot, place.location_id, CorrectionKind.ADJUSTMENT, difference, cost, reason)


def adjust_lot(tx: Tx, lot: Lot, location_id: Id, change: Decimal, reason: str, document_id: Id) -> None:
    """Change what there is of a lot in one place by what a count found; the item's balance is ours.

    What is missing leaves with its share of the cost, what was found costs nothing.
    """
    cost = ZERO if change > 0 else -share_of(lot, -change)
    _post(tx, lot, location_id, CorrectionKind.ADJUSTMENT, change, cost, reason, document_id=document_id)


def waste_lot(
    tx: Tx,
    lot_id: Id,
    quantity: Decimal,
    reason: str,
    waste_class: WasteClass = WasteClass.SPOILAGE,
    location_id: Id | None = None,
) -> Movement:
    """Throw some of a lot away out of one place, also of a held or expired one, with its share of the cost."""
    lot = locked_lot(tx, lot_id)
    item = tx.session.get_one(Item, lot.item_id)
    place = the_place_of(tx, lot, location_id)
    if quantity > place.quantity:
        elsewhere = [each for each in standing(tx, [lot.id])[lot.id] if each.location_id != place.location_id]
        raise holds_less(tx, lot.code, item.base_unit, place.quantity, elsewhere)
    cost = -share_of(lot, quantity)
    return _post(tx, lot, place.location_id, CorrectionKind.WASTE, -quantity, cost, reason, waste_class)


def lose_on_the_way(tx: Tx, lot: Lot, quantity: Decimal, reason: str, transfer_id: Id) -> None:
    """What was sent from one place to another and never came; the item's balance is ours, and so is the transfer."""
    cost = -share_of(lot, quantity)
    _post(tx, lot, TRANSIT, CorrectionKind.WASTE, -quantity, cost, reason, WasteClass.TRANSIT, transfer_id)


def _post(  # noqa: PLR0913, PLR0917 - the columns of a ledger line
    tx: Tx,
    lot: Lot,
    location_id: Id,
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
        location_id=location_id,
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
    if quantity < 0:
        take_from_places(tx, [{"lot": lot.id, "place": location_id, "taken": -quantity}])
    else:
        put_into_places(tx, [(lot.id, location_id, quantity)])
        tx.session.expire(lot, ["location_id"])
    balance = tx.session.get_one(StockBalance, item.id)
    balance.quantity += quantity
    balance.value += cost
    tell_level(tx, known(item), balance.quantity - quantity, balance.quantity)
    keep_day(tx, [{"item_id": item.id, "kind": movement.kind, "quantity": quantity, "cost": cost}])
    unit, told = BaseUnit(item.base_unit), waste_class.value if waste_class else ""
    tx.emit(StockCorrected(lot.id, lot.code, item.id, kind, quantity, unit, cost, reason, told))
    return movement
