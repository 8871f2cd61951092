"""What planned batches will ask for, against what may be drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, bindparam, func, or_, select

from desertbrew.contexts.inventory.rules import TRANSIT, Demand, DrawPolicy, ShelfLot, cover_demands, monday_of
from desertbrew.contexts.inventory.tables import (
    DRAWABLE,
    HERE,
    Item,
    Lot,
    LotPlace,
    Reservation,
    ReservedBatch,
    StockBalance,
)
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx


@dataclass(frozen=True, slots=True)
class BatchNeed:
    """What one batch still waits for of an item, and how much of that nothing covers; base unit."""

    batch_id: Id
    number: str
    recipe_name: str
    planned_on: date | None
    quantity: Decimal
    missing: Decimal


@dataclass(frozen=True, slots=True)
class WeekNeed:
    """What a week's batches wait for, the week told by its Monday."""

    starts_on: date
    reserved: Decimal
    missing: Decimal


@dataclass(frozen=True, slots=True)
class Forecast:
    """An item that planned batches wait for: `on_hand` may be drawn today, `held` may not."""

    item: Item
    on_hand: Decimal
    held: Decimal
    reserved: Decimal
    missing: Decimal
    short_on: date | None
    weeks: Sequence[WeekNeed]
    batches: Sequence[BatchNeed]
    unconverted: Sequence[str]
    """What was asked in units that the item does not convert."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What an issue by hand left too little of: planned batches wait for `reserved`, `drawable` is left."""

    item_id: Id
    item_name: str
    unit: str
    drawable: Decimal
    reserved: Decimal
    needed_on: date | None
    batches: Sequence[str]


def forecasts(tx: ReadTx, weeks: int) -> list[Forecast]:
    """Every item that batches of the next `weeks` weeks wait for, what runs short first at the top.

    A batch whose day is past or unknown is taken to be brewed today.
    """
    today = tx.today
    first = monday_of(today)
    end = first + timedelta(weeks=weeks)
    waiting = _waiting(tx, end)
    by_item: dict[Id, list[Any]] = defaultdict(list)
    for row in waiting:
        by_item[row.item_id].append(row)
    items = {row.id: row for row in tx.session.execute(select(Item).where(Item.id.in_(by_item))).scalars()}
    balances = _balances(tx, list(by_item))
    shelf = _shelf(tx, list(by_item))
    found = []
    for item_id, rows in by_item.items():
        item = items[item_id]
        lots = _in_order(shelf[item_id], DrawPolicy(item.draw_policy))
        on_hand = sum((lot.quantity for lot in lots), Decimal(0))
        needs = _cover(rows, [ShelfLot(lot.quantity, lot.expires_on) for lot in lots], today)
        missing = sum((need.missing for need in needs), Decimal(0))
        short = [need for need in needs if need.missing]
        found.append(
            Forecast(
                item,
                on_hand,
                balances[item_id] - on_hand,
                sum((need.quantity for need in needs), Decimal(0)),
                missing,
                max(today, short[0].planned_on or today) if short else None,
                _by_week(needs, first, weeks, today),
                needs,
                [row.asked for row in rows if row.quantity is None],
            )
        )
    return sorted(found, key=lambda each: (each.short_on or date.max, -each.missing, each.item.name))


_WAITING = (
    select(
        Reservation.item_id,
        Reservation.quantity,
        Reservation.issued,
        Reservation.asked,
        ReservedBatch.batch_id,
        ReservedBatch.number,
        ReservedBatch.recipe_name,
        ReservedBatch.planned_on,
    )
    .join(ReservedBatch, ReservedBatch.batch_id == Reservation.batch_id)
    .where(
        ReservedBatch.state == "ACTIVE",
        or_(ReservedBatch.planned_on.is_(None), ReservedBatch.planned_on < bindparam("end", type_=Date)),
        or_(Reservation.quantity.is_(None), Reservation.quantity > Reservation.issued),
    )
)


def _waiting(tx: ReadTx, end: date) -> list[Any]:
    rows = tx.connection.execute(_WAITING, {"end": end}).all()
    return sorted(rows, key=lambda row: (row.planned_on or date.min, row.number))


def _balances(tx: ReadTx, item_ids: Sequence[Id]) -> dict[Id, Decimal]:
    query = select(StockBalance.item_id, StockBalance.quantity).where(StockBalance.item_id.in_(item_ids))
    return {row.item_id: row.quantity for row in tx.connection.execute(query)}


def _shelf(tx: ReadTx, item_ids: Sequence[Id]) -> dict[Id, list[Any]]:
    """What may be drawn today of each lot, oldest first; nothing that is on its way."""
    query = (
        select(Lot.item_id, LotPlace.quantity, Lot.expires_on)
        .join(LotPlace, LotPlace.lot_id == Lot.id)
        .where(Lot.item_id.in_(item_ids), DRAWABLE, or_(Lot.expires_on.is_(None), Lot.expires_on >= tx.today))
        .where(HERE, LotPlace.location_id != TRANSIT)
        .order_by(Lot.received_at, Lot.id)
    )
    shelf: dict[Id, list[Any]] = defaultdict(list)
    for row in tx.connection.execute(query):
        shelf[row.item_id].append(row)
    return shelf


def _in_order(lots: list[Any], policy: DrawPolicy) -> list[Any]:
    return sorted(lots, key=lambda lot: lot.expires_on or date.max) if policy is DrawPolicy.FEFO else lots


def _cover(rows: Iterable[Any], lots: Sequence[ShelfLot], today: date) -> list[BatchNeed]:
    known = {row.batch_id: row for row in rows if row.quantity is not None}
    demands = [
        Demand(row.batch_id, max(today, row.planned_on or today), row.quantity - row.issued) for row in known.values()
    ]
    needs = []
    for cover in cover_demands(lots, demands):
        row = known[cover.demand.batch_id]
        needs.append(
            BatchNeed(row.batch_id, row.number, row.recipe_name, row.planned_on, cover.demand.quantity, cover.missing)
        )
    return needs


def _by_week(needs: Sequence[BatchNeed], first: date, weeks: int, today: date) -> list[WeekNeed]:
    table = []
    for number in range(weeks):
        starts_on = first + timedelta(weeks=number)
        mine = [need for need in needs if monday_of(max(today, need.planned_on or today)) == starts_on]
        reserved = sum((need.quantity for need in mine), Decimal(0))
        table.append(WeekNeed(starts_on, reserved, sum((need.missing for need in mine), Decimal(0))))
    return table


_DRAWABLE_OF = (
    select(Lot.item_id, func.sum(LotPlace.quantity).label("quantity"))
    .join(LotPlace, LotPlace.lot_id == Lot.id)
    .where(
        Lot.item_id.in_(bindparam("sought", expanding=True)),
        DRAWABLE,
        or_(Lot.expires_on.is_(None), Lot.expires_on >= bindparam("today", type_=Date)),
        HERE,
        LotPlace.location_id != TRANSIT,
    )
    .group_by(Lot.item_id)
)
_CLAIMS_ON = _WAITING.where(Reservation.item_id.in_(bindparam("sought", expanding=True)))


def claims(tx: ReadTx, item_ids: Sequence[Id]) -> list[Claim]:
    """The items among these of which planned batches wait for more than may be drawn now."""
    sought = {"sought": list(set(item_ids))}
    rows = tx.connection.execute(_CLAIMS_ON, sought | {"end": date.max}).all()
    if not rows:
        return []
    drawable: dict[Id, Decimal] = {
        row.item_id: row.quantity for row in tx.connection.execute(_DRAWABLE_OF, sought | {"today": tx.today})
    }
    names = {row.id: row for row in tx.session.execute(select(Item).where(Item.id.in_(sought["sought"]))).scalars()}
    found = []
    for item_id in sorted({row.item_id for row in rows}):
        mine = sorted(
            (row for row in rows if row.item_id == item_id and row.quantity is not None),
            key=lambda row: (row.planned_on or date.min, row.number),
        )
        reserved = sum((row.quantity - row.issued for row in mine), Decimal(0))
        left = drawable.get(item_id, Decimal(0))
        if left < reserved:
            item = names[item_id]
            batches = [row.number for row in mine]
            found.append(Claim(item_id, item.name, item.base_unit, left, reserved, mine[0].planned_on, batches))
    return found
