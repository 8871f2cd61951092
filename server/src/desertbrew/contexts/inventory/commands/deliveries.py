"""Deliveries that purchasing received: their lots come into stock once, and may go back to the supplier."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from desertbrew.contexts.inventory.commands.arrivals import hold_on_arrival, recall_on_arrival, recalled_before
from desertbrew.contexts.inventory.commands.daily import keep_day
from desertbrew.contexts.inventory.commands.issuing import lock_balances
from desertbrew.contexts.inventory.commands.levels import known, tell_level
from desertbrew.contexts.inventory.commands.placing import open_places, take_from_places
from desertbrew.contexts.inventory.commands.receiving import lot_row, store_receipt
from desertbrew.contexts.inventory.contract import IssuedDraw, LotStatus, MissingLot, ReturnIssued, ReturnRefused
from desertbrew.contexts.inventory.errors import DeliveredItemUnknown
from desertbrew.contexts.inventory.queries import codes_taken, items_with_conversions, standing
from desertbrew.contexts.inventory.rules import LotOnHand, MovementKind, Standing, draw_fifo
from desertbrew.contexts.inventory.tables import Issue, Item, Lot, Movement, Receipt, StockBalance
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.money import ZERO
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.platform.db import Tx


@dataclass(frozen=True, slots=True)
class DeliveredLot:
    """One line of a delivery, whose lot takes the line's id; quantity in the item's base unit, cost in pesos."""

    line_id: Id
    item_id: Id
    item_name: str
    quantity: Decimal
    cost: Decimal
    supplier_lot: str | None
    lot_code: str | None
    expires_on: date | None
    location_id: Id | None
    hold_reason: str | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery as purchasing posted it, under its own id and number."""

    receipt_id: Id
    number: str
    supplier_id: Id
    supplier_name: str
    invoice_number: str | None
    received_at: datetime
    lots: Sequence[DeliveredLot]


def receive_delivery(tx: Tx, delivery: Delivery) -> None:
    """Take what purchasing received into stock, once however often it is told. (INV-L40)

    A lot code that somebody took meanwhile gives way to one of our own series; a place that is no more, to none. An item
    that the catalogue does not have stops it whole (`DeliveredItemUnknown`): the event waits for a person.
    """
    if not delivery.lots or tx.session.get(Receipt, delivery.receipt_id) is not None:
        return
    items = items_with_conversions(tx, (line.item_id for line in delivery.lots))
    unknown = sorted({line.item_name for line in delivery.lots if line.item_id not in items})
    if unknown:
        raise DeliveredItemUnknown(number=delivery.number, items=", ".join(unknown))
    taken = codes_taken(tx, [line.lot_code for line in delivery.lots if line.lot_code])
    places = open_places(tx, {line.location_id for line in delivery.lots if line.location_id})
    lots, held = [], []
    for line in delivery.lots:
        place = line.location_id if line.location_id in places else None
        lot = lot_row(items[line.item_id], line.quantity, line.cost, line.supplier_lot, line.expires_on, place)
        lot["id"] = line.line_id
        if line.lot_code and line.lot_code not in taken:
            lot["code"] = line.lot_code
            taken.add(line.lot_code)
        if line.hold_reason:
            lot["status"] = LotStatus.QUARANTINE.value
            held.append((lot, line.hold_reason))
        lots.append(lot)
    receipt = Receipt(
        id=delivery.receipt_id,
        source="SUPPLIER",
        supplier_id=delivery.supplier_id,
        supplier_name=delivery.supplier_name,
        invoice_number=delivery.invoice_number,
        received_at=delivery.received_at,
    )
    recalled = recalled_before(tx, delivery.supplier_id, lots)
    store_receipt(tx, receipt, lots, MovementKind.RECEIPT, delivery.supplier_name, delivery.number)
    recall_on_arrival(tx, recalled)
    hold_on_arrival(tx, [(lot, reason) for lot, reason in held if lot["status"] == LotStatus.QUARANTINE])


@dataclass(frozen=True, slots=True)
class GoesBack:
    """So much of a lot, in its item's base unit."""

    lot_id: Id
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class ReturnRequest:
    """What should go back to a supplier; each request has an id of its own and is answered once."""

    request_id: Id
    return_id: Id
    number: str
    lines: Sequence[GoesBack]


def return_to_supplier(tx: Tx, wanted: ReturnRequest) -> None:
    """Take exactly these lots out of stock at their cost, held and expired ones too; all of it or nothing. (INV-L41)

    Either way it is told. The same request a second time takes nothing, and is answered as it was.
    """
    before = tx.session.get(Issue, wanted.request_id)
    if before is not None:
        _answer_again(tx, before, wanted)
        return
    lines = _by_lot(wanted.lines)
    lot_ids = [line.lot_id for line in lines]
    items = set(tx.session.execute(select(Lot.item_id).where(Lot.id.in_(lot_ids))).scalars())
    lock_balances(tx, items)
    found = select(Lot, Item).join(Item, Item.id == Lot.item_id).where(Lot.id.in_(lot_ids)).order_by(Lot.id)
    rows = {row.Lot.id: (row.Lot, row.Item) for row in tx.session.execute(found.execution_options(populate_existing=True))}
    places = standing(tx, list(rows))
    missing = [gone for line in lines if (gone := _missing(line, rows.get(line.lot_id), places))]
    if missing:
        _remember(tx, wanted, "REFUSED", ZERO, json.dumps([asdict(each) for each in missing], default=str))
        tx.emit(ReturnRefused(wanted.request_id, wanted.return_id, tuple(missing)))
        return
    draws = tuple(_take(tx, wanted, line, *rows[line.lot_id], places[line.lot_id]) for line in lines)
    total = sum((draw.cost for draw in draws), ZERO)
    _remember(tx, wanted, "ISSUED", total)
    tx.emit(ReturnIssued(wanted.request_id, wanted.return_id, draws, total, tx.now))


def _by_lot(lines: Sequence[GoesBack]) -> list[GoesBack]:
    """One line for each lot: two that name the same lot take from one shelf."""
    totals: dict[Id, Decimal] = {}
    for line in lines:
        totals[line.lot_id] = totals.get(line.lot_id, Decimal(0)) + line.quantity
    return [GoesBack(lot_id, quantity) for lot_id, quantity in totals.items()]


def _missing(line: GoesBack, row: tuple[Lot, Item] | None, places: Mapping[Id, Sequence[Standing]]) -> MissingLot | None:
    if row is None:
        return MissingLot(line.lot_id, "", "", line.quantity, Decimal(0), "")
    lot, item = row
    here = sum((place.quantity for place in places[lot.id]), Decimal(0))
    if line.quantity <= here:
        return None
    return MissingLot(lot.id, lot.code, item.name, line.quantity, here, item.base_unit)


_FROM_BALANCE = (
    update(StockBalance)
    .where(StockBalance.item_id == bindparam("item"))
    .values(
        quantity=StockBalance.quantity - bindparam("quantity_out", type_=StockBalance.quantity.type),
        value=StockBalance.value - bindparam("value_out", type_=StockBalance.value.type),
    )
)


_POST = insert(Movement)


def _take(tx: Tx, wanted: ReturnRequest, line: GoesBack, lot: Lot, item: Item, places: Sequence[Standing]) -> IssuedDraw:
    on_hand = LotOnHand(lot.id, lot.code, lot.remaining_quantity, lot.remaining_cost, tuple(places))
    (draw,) = draw_fifo([on_hand], line.quantity)
    lot.remaining_quantity, lot.remaining_cost = draw.quantity_left, draw.cost_left
    tx.session.flush()
    tx.connection.execute(_FROM_BALANCE, {"item": item.id, "quantity_out": draw.quantity, "value_out": draw.cost})
    left = tx.session.execute(select(StockBalance.quantity).where(StockBalance.item_id == item.id)).scalar_one()
    tell_level(tx, known(item), left + draw.quantity, left)
    movements = [
        {
            "id": new_id(),
            "kind": MovementKind.SUPPLIER_RETURN.value,
            "item_id": item.id,
            "lot_id": lot.id,
            "location_id": part.location_id,
            "quantity": -part.quantity,
            "cost": -part.cost,
            "document_id": wanted.request_id,
            "reference": wanted.number,
            "posted_by": tx.origin.actor,
            "happened_at": tx.now,
            "posted_at": tx.now,
        }
        for part in draw.parts
    ]
    taken = [{"lot": lot.id, "place": part.location_id, "taken": part.quantity} for part in draw.parts]
    take_from_places(tx, taken)
    tx.connection.execute(_POST, movements)
    keep_day(tx, movements)
    unit = BaseUnit(item.base_unit)
    return IssuedDraw(lot.id, lot.code, item.id, item.name, draw.quantity, unit, draw.cost, lot.supplier_name)


def _remember(tx: Tx, wanted: ReturnRequest, state: str, total: Decimal, missing: str = "[]") -> None:
    document: dict[str, Any] = {"id": wanted.request_id, "state": state, "reason": wanted.number, "batch_id": None}
    tx.session.add(Issue(**document, total_cost=total, shortages=missing, posted_at=tx.now))


_DRAWN = (
    select(Movement, Lot, Item)
    .join(Lot, Lot.id == Movement.lot_id)
    .join(Item, Item.id == Movement.item_id)
    .where(Movement.document_id == bindparam("document"))
    .order_by(Movement.id)
)


def _answer_again(tx: Tx, issue: Issue, wanted: ReturnRequest) -> None:
    if issue.state == "REFUSED":
        missing = tuple(
            MissingLot(
                Id(each["lot_id"]),
                each["lot_code"],
                each["item_name"],
                Decimal(each["wanted"]),
                Decimal(each["remaining"]),
                each["unit"],
            )
            for each in json.loads(issue.shortages)
        )
        tx.emit(ReturnRefused(issue.id, wanted.return_id, missing))
        return
    drawn: dict[Id, IssuedDraw] = {}
    for out, lot, item in tx.session.execute(_DRAWN, {"document": issue.id}):
        before = drawn.get(lot.id)  # a lot that stood in several places has a line of each
        quantity, cost = (before.quantity, before.cost) if before else (Decimal(0), ZERO)
        unit = BaseUnit(item.base_unit)
        drawn[lot.id] = IssuedDraw(
            lot.id, lot.code, item.id, item.name, quantity - out.quantity, unit, cost - out.cost, lot.supplier_name
        )
    draws = tuple(drawn.values())
    tx.emit(ReturnIssued(issue.id, wanted.return_id, draws, issue.total_cost, issue.posted_at))
