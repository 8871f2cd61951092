"""What inventory says to a brew besides taking its material: where a lot came from, the same answer again, the way back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal

from sqlalchemy import bindparam, insert, select, update

from desertbrew.contexts.inventory.commands.daily import keep_day
from desertbrew.contexts.inventory.commands.levels import known, tell_level
from desertbrew.contexts.inventory.commands.placing import put_into_places
from desertbrew.contexts.inventory.contract import (
    IssuedDraw,
    MaterialsIssued,
    MaterialsRefused,
    Shortage,
    ShortageReason,
)
from desertbrew.contexts.inventory.rules import UNPLACED, MovementKind
from desertbrew.contexts.inventory.tables import Issue, Item, Lot, Movement, Receipt, StockBalance, StorageLocation
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.money import ZERO
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.platform.db import Tx

RETURNED = "RETURNED"

_ORIGINS = (
    select(Lot.id, Lot.supplier_name, Receipt.invoice_number)
    .join(Receipt, Receipt.id == Lot.receipt_id)
    .where(Lot.id.in_(bindparam("lots", expanding=True)))
)
_DRAWN = (
    select(Movement.lot_id, Lot.code, Movement.item_id, Item.name, Movement.quantity, Item.base_unit, Movement.cost)
    .join(Lot, Lot.id == Movement.lot_id)
    .join(Item, Item.id == Movement.item_id)
    .where(Movement.document_id == bindparam("document"))
    .order_by(Movement.id)
)


def with_origin(tx: Tx, draws: Sequence[IssuedDraw]) -> tuple[IssuedDraw, ...]:
    """The draws with who supplied each lot, and on which invoice."""
    rows = tx.session.execute(_ORIGINS, {"lots": [draw.lot_id for draw in draws]})
    origins = {row.id: (row.supplier_name, row.invoice_number) for row in rows}
    return tuple(
        replace(draw, supplier_name=origins[draw.lot_id][0], invoice_number=origins[draw.lot_id][1]) for draw in draws
    )


def answer_again(tx: Tx, issue: Issue, batch_id: Id) -> None:
    """Say once more what was said to this request, from the ledger and the document; nothing moves. (INV-L5)"""
    if issue.state == "REFUSED":
        shortages = tuple(
            Shortage(
                Id(each["item_id"]),
                each["item_name"],
                Decimal(each["needed"]),
                Decimal(each["available"]),
                each["unit"],
                ShortageReason(each["reason"]),
            )
            for each in json.loads(issue.shortages)
        )
        tx.emit(MaterialsRefused(issue.id, batch_id, shortages))
        return
    drawn: dict[Id, IssuedDraw] = {}
    for lot, code, item, name, quantity, unit, cost in tx.session.execute(_DRAWN, {"document": issue.id}):
        before = drawn.get(lot)  # a lot that stood in several places has a line of each
        taken, paid = (before.quantity, before.cost) if before else (Decimal(0), ZERO)
        drawn[lot] = IssuedDraw(lot, code, item, name, taken - quantity, BaseUnit(unit), paid - cost)
    draws = list(drawn.values())
    tx.emit(MaterialsIssued(issue.id, batch_id, with_origin(tx, draws), issue.total_cost, issue.posted_at))


def shortages_json(shortages: Sequence[Shortage]) -> str:
    """What was missing, as a refusal is remembered."""
    return json.dumps([asdict(shortage) for shortage in shortages], default=str, ensure_ascii=False)


_INTO_LOT = (
    update(Lot)
    .where(Lot.id == bindparam("lot"))
    .values(
        remaining_quantity=Lot.remaining_quantity + bindparam("quantity_back", type_=Lot.remaining_quantity.type),
        remaining_cost=Lot.remaining_cost + bindparam("cost_back", type_=Lot.remaining_cost.type),
    )
)
_INTO_BALANCE = (
    update(StockBalance)
    .where(StockBalance.item_id == bindparam("item"))
    .values(
        quantity=StockBalance.quantity + bindparam("quantity_back", type_=StockBalance.quantity.type),
        value=StockBalance.value + bindparam("value_back", type_=StockBalance.value.type),
    )
)


@dataclass(frozen=True, slots=True)
class Returned:
    """So much of an item, in its base unit, goes back into the lot it came from, at the cost it left with."""

    lot_id: Id
    item_id: Id
    quantity: Decimal
    cost: Decimal


def _with_quantity(lines: Sequence[Returned]) -> list[Returned]:
    """What the ledger can hold: a line has a quantity. The cost of one that rounds to nothing goes with its lot's next.

    Where nothing of that lot comes back there is no stock that the centavos could belong to, and no reason to hold up what
    does come back.
    """
    kept = [line for line in lines if line.quantity]
    for crumb in (line for line in lines if not line.quantity and line.cost):
        place = next((at for at, line in enumerate(kept) if line.lot_id == crumb.lot_id), None)
        if place is not None:
            kept[place] = replace(kept[place], cost=kept[place].cost + crumb.cost)
    return kept


def take_back(tx: Tx, release_id: Id, batch_id: Id, batch_number: str, lines: Sequence[Returned]) -> None:
    """Put material of a batch that was given up back into its very lots, at the cost it left with, once. (INV-L20)

    It stands again where the batch took it from first; where that place is closed, it waits for somebody to place it. The
    same release a second time changes nothing. A lot cannot come to hold more than it began with: the database refuses,
    and the event waits for a person.
    """
    if tx.session.get(Issue, release_id) is not None:
        return
    lines = _with_quantity(lines)
    if not lines:
        return
    items = {line.item_id for line in lines}
    balances = (
        select(StockBalance.item_id, StockBalance.quantity)
        .where(StockBalance.item_id.in_(items))
        .order_by(StockBalance.item_id)
    )
    on_hand = {row.item_id: row.quantity for row in tx.session.execute(balances.with_for_update())}
    total = sum((line.cost for line in lines), ZERO)
    document = {"id": release_id, "state": RETURNED, "reason": batch_number, "batch_id": batch_id}
    tx.session.add(Issue(**document, total_cost=-total, shortages="[]", posted_at=tx.now))
    connection = tx.session.connection()
    for line in lines:
        connection.execute(_INTO_LOT, {"lot": line.lot_id, "quantity_back": line.quantity, "cost_back": line.cost})
        connection.execute(_INTO_BALANCE, {"item": line.item_id, "quantity_back": line.quantity, "value_back": line.cost})
    places = _left_from(tx, batch_id, lines)
    put_into_places(tx, [(line.lot_id, places.get(line.lot_id, UNPLACED), line.quantity) for line in lines])
    movements = [
        {
            "id": new_id(),
            "kind": MovementKind.RETURN.value,
            "item_id": line.item_id,
            "lot_id": line.lot_id,
            "location_id": places.get(line.lot_id, UNPLACED),
            "quantity": line.quantity,
            "cost": line.cost,
            "document_id": release_id,
            "reference": batch_number,
            "posted_by": tx.origin.actor,
            "happened_at": tx.now,
            "posted_at": tx.now,
        }
        for line in lines
    ]
    connection.execute(insert(Movement), movements)
    for item in tx.session.execute(select(Item).where(Item.id.in_(items))).scalars():
        back = sum((line.quantity for line in lines if line.item_id == item.id), Decimal(0))
        tell_level(tx, known(item), on_hand[item.id], on_hand[item.id] + back)
    keep_day(tx, movements)


_LEFT_FROM = (
    select(Movement.lot_id, Movement.location_id)
    .join(Issue, Issue.id == Movement.document_id)
    .join(StorageLocation, StorageLocation.id == Movement.location_id)
    .where(
        Issue.batch_id == bindparam("batch"),
        Movement.lot_id.in_(bindparam("lots", expanding=True)),
        Movement.quantity < 0,
        StorageLocation.active,
    )
    .order_by(Movement.id.desc())
)


def _left_from(tx: Tx, batch_id: Id, lines: Sequence[Returned]) -> dict[Id, Id]:
    """The open place from which the batch took each lot first."""
    rows = tx.connection.execute(_LEFT_FROM, {"batch": batch_id, "lots": [line.lot_id for line in lines]})
    return {row.lot_id: row.location_id for row in rows}
