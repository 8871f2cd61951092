"""Stock goes out: oldest lots first, all of what is asked for or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass
from decimal import Decimal

from sqlalchemy import bindparam, insert, select, update

from desertbrew.contexts.inventory.commands.answering import answer_again, shortages_json, with_origin
from desertbrew.contexts.inventory.commands.choosing import Pick, choose, items_of_picks
from desertbrew.contexts.inventory.commands.daily import keep_day
from desertbrew.contexts.inventory.commands.levels import tell_level
from desertbrew.contexts.inventory.commands.placing import require_locations, take_from_places
from desertbrew.contexts.inventory.commands.reserving import count_as_issued
from desertbrew.contexts.inventory.contract import (
    IssuedDraw,
    MaterialsIssued,
    MaterialsRefused,
    Need,
    Shortage,
    ShortageReason,
    StockIssued,
)
from desertbrew.contexts.inventory.errors import InsufficientStock, ItemInactive, UnitDoesNotConvert
from desertbrew.contexts.inventory.queries import assess
from desertbrew.contexts.inventory.queries.drawing import Assessed, KnownItem
from desertbrew.contexts.inventory.queries.places import drawable_elsewhere, place_names
from desertbrew.contexts.inventory.rules import MovementKind, Standing, cost_of
from desertbrew.contexts.inventory.tables import Issue, Lot, Movement, StockBalance
from desertbrew.kernel.errors import InvalidInput, NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.money import ZERO
from desertbrew.kernel.quantity import MOST_QUANTITY
from desertbrew.platform.db import Tx


@dataclass(frozen=True, slots=True)
class Level:
    """What an issue left of an item, and how urgent that is: 0 enough, to 3 nothing left."""

    item: KnownItem
    on_hand: Decimal
    urgency: int


@dataclass(frozen=True, slots=True)
class Issued:
    """What left the stock."""

    id: Id
    draws: list[IssuedDraw]
    total_cost: Decimal
    levels: list[Level]


def issue(
    tx: Tx,
    reason: str,
    needs: Sequence[Need],
    picks: Sequence[Pick] = (),
    override_reason: str | None = None,
    notes: str = "",
    location_id: Id | None = None,
) -> Issued:
    """Take `needs` out of stock by each item's policy, and `picks` out of the lots that a person chose; all or nothing.

    Choosing lots overrides the policy, so it takes an `override_reason`, which stays on the ledger's lines. (INV-L9)
    With a `location_id` only what stands there is taken. Raises `InsufficientStock` with everything that is missing, and
    where else there is some.
    """
    amounts = [need.amount for need in needs] + [pick.amount for pick in picks]
    if any(not 0 < amount <= MOST_QUANTITY for amount in amounts):
        raise InvalidInput("/lines", Text(es="Cada cantidad debe ser mayor que cero.", en="Every quantity must be above 0."))
    on_hand = lock_balances(tx, {need.item_id for need in needs} | items_of_picks(tx, picks, override_reason))
    if location_id is not None:
        require_locations(tx, {location_id})
    chosen, left = choose(tx, picks, location_id)
    assessed = assess(tx, needs, left, location_id)
    for entry in assessed:
        if entry.reason is ShortageReason.INACTIVE_ITEM and entry.item is not None:
            raise ItemInactive(name=entry.item.name)
        if entry.reason is ShortageReason.UNIT_DOES_NOT_CONVERT and entry.item is not None:
            raise UnitDoesNotConvert(item=entry.item.name, base=entry.item.base_unit, unit=entry.unit)
        if entry.reason is ShortageReason.UNKNOWN_ITEM:
            raise NotFound(what=Text("un artículo", "item"), id=entry.item_id)
    missing = [entry.as_shortage() for entry in assessed if entry.reason]
    if missing:
        raise _insufficient(tx, missing, location_id)
    if {entry.item_id for entry in assessed} != {need.item_id for need in needs}:
        raise InvalidInput("/lines", Text(es="Una cantidad es demasiado pequeña.", en="A quantity is too small."))
    taken = _take(tx, new_id(), None, reason, [*chosen, *assessed], on_hand, override_reason, notes)
    tx.emit(StockIssued(taken.id, reason, taken.total_cost, tx.now))
    return taken


def issue_for_batch(tx: Tx, issue_id: Id, batch_id: Id, batch_number: str, needs: Sequence[Need]) -> None:
    """Answer a brew's request: everything it asked for leaves the stock, or nothing does; either way it is told.

    The same `issue_id` a second time takes nothing, and is answered as it was: the first answer may have been lost. (INV-L5)
    """
    known = tx.session.get(Issue, issue_id)
    if known is not None:
        answer_again(tx, known, batch_id)
        return
    on_hand = lock_balances(tx, {need.item_id for need in needs})
    assessed = assess(tx, needs)
    missing = tuple(entry.as_shortage() for entry in assessed if entry.reason)
    if missing:
        _remember(tx, issue_id, batch_id, batch_number, "REFUSED", ZERO, shortages_json(missing))
        tx.emit(MaterialsRefused(issue_id, batch_id, missing))
        return
    taken = _take(tx, issue_id, batch_id, batch_number, assessed, on_hand)
    count_as_issued(tx, batch_id, taken.draws)
    tx.emit(MaterialsIssued(issue_id, batch_id, with_origin(tx, taken.draws), taken.total_cost, tx.now))


def _insufficient(tx: Tx, missing: Sequence[Shortage], location_id: Id | None) -> InsufficientStock:
    elsewhere: dict[Id, list[Standing]] = {}
    if location_id is not None:
        elsewhere = drawable_elsewhere(tx, [shortage.item_id for shortage in missing], location_id)
    summary = "; ".join(
        f"{shortage.item_name} {shortage.needed - shortage.available:f} {shortage.unit}"
        + (f" → {place_names(tx, elsewhere[shortage.item_id])}" if elsewhere.get(shortage.item_id) else "")
        for shortage in missing
    )
    return InsufficientStock(
        summary=summary,
        shortages=[
            {
                "item_id": shortage.item_id,
                "item_name": shortage.item_name,
                "needed": shortage.needed,
                "available": shortage.available,
                "unit": shortage.unit,
                "reason": shortage.reason.value,
                "elsewhere": [asdict(place) for place in elsewhere.get(shortage.item_id, ())],
            }
            for shortage in missing
        ],
    )


_LOCK = (
    select(StockBalance.item_id, StockBalance.quantity)
    .where(StockBalance.item_id.in_(bindparam("sought", expanding=True)))
    .order_by(StockBalance.item_id)
    .with_for_update()
)


def lock_balances(tx: Tx, wanted: AbstractSet[Id]) -> Mapping[Id, Decimal]:
    """Lock what is made scarcer: the items' balances, in item order, before their lots are looked at; what is on hand.

    Whoever holds a balance owns the item's lots, so the lots need no locks and two issues cannot deadlock. On SQLite the
    whole file is ours already.
    """
    return {row.item_id: row.quantity for row in tx.connection.execute(_LOCK, {"sought": list(wanted)})}


_POST = insert(Movement)
_DRAW = (
    update(Lot)
    .where(Lot.id == bindparam("lot"))
    .values(
        remaining_quantity=bindparam("quantity_left", type_=Lot.remaining_quantity.type),
        remaining_cost=bindparam("cost_left", type_=Lot.remaining_cost.type),
    )
)
_TAKE_FROM_BALANCE = (
    update(StockBalance)
    .where(StockBalance.item_id == bindparam("item"))
    .values(
        quantity=StockBalance.quantity - bindparam("taken_quantity", type_=StockBalance.quantity.type),
        value=StockBalance.value - bindparam("taken_value", type_=StockBalance.value.type),
    )
)


def _take(
    tx: Tx,
    issue_id: Id,
    batch_id: Id | None,
    reference: str,
    assessed: Sequence[Assessed],
    on_hand: Mapping[Id, Decimal],
    override_reason: str | None = None,
    notes: str = "",
) -> Issued:
    """Write what was decided: lots, ledger, balances, and the document; `on_hand` is what there was before."""
    draws: list[IssuedDraw] = []
    lots, movements, balances, places = [], [], [], []
    for entry in assessed:
        item = entry.item
        assert item is not None, "an unknown item is a shortage, and shortages take nothing"
        balances.append({"item": item.id, "taken_quantity": entry.needed, "taken_value": cost_of(entry.draws)})
        for draw in entry.draws:
            lot = draw.lot
            lots.append({"lot": lot.lot_id, "quantity_left": draw.quantity_left, "cost_left": draw.cost_left})
            for part in draw.parts:
                places.append({"lot": lot.lot_id, "place": part.location_id, "taken": part.quantity})
                movements.append(
                    {
                        "id": new_id(),
                        "kind": MovementKind.ISSUE.value,
                        "item_id": item.id,
                        "lot_id": lot.lot_id,
                        "location_id": part.location_id,
                        "quantity": -part.quantity,
                        "cost": -part.cost,
                        "document_id": issue_id,
                        "reference": reference,
                        "override_reason": override_reason if entry.by_hand else None,
                        "posted_by": tx.origin.actor,
                        "happened_at": tx.now,
                        "posted_at": tx.now,
                    }
                )
            draws.append(IssuedDraw(lot.lot_id, lot.code, item.id, item.name, draw.quantity, item.base_unit, draw.cost))
    total = sum((draw.cost for draw in draws), ZERO)
    connection = tx.connection
    if lots:
        connection.execute(_DRAW, lots)
        take_from_places(tx, places)
        connection.execute(_POST, movements)
        connection.execute(_TAKE_FROM_BALANCE, balances)
        keep_day(tx, movements)
    _remember(tx, issue_id, batch_id, reference, "ISSUED", total, notes=notes)
    return Issued(issue_id, draws, total, _tell_levels(tx, assessed, on_hand))


def _tell_levels(tx: Tx, assessed: Sequence[Assessed], on_hand: Mapping[Id, Decimal]) -> list[Level]:
    taken: dict[Id, Decimal] = defaultdict(Decimal)
    items: dict[Id, KnownItem] = {}
    for entry in assessed:
        if entry.item is not None:
            items[entry.item_id] = entry.item
            taken[entry.item_id] += entry.needed
    levels = []
    for item_id, item in items.items():
        before = on_hand[item_id]
        left = before - taken[item_id]
        levels.append(Level(item, left, tell_level(tx, item, before, left)))
    return levels


_REMEMBER = insert(Issue)


def _remember(
    tx: Tx,
    issue_id: Id,
    batch_id: Id | None,
    reason: str,
    state: str,
    total: Decimal,
    shortages: str = "[]",
    notes: str = "",
) -> None:
    tx.connection.execute(
        _REMEMBER,
        {
            "id": issue_id,
            "state": state,
            "reason": reason,
            "batch_id": batch_id,
            "total_cost": total,
            "shortages": shortages,
            "notes": notes,
            "posted_by": tx.origin.actor,
            "posted_at": tx.now,
        },
    )
