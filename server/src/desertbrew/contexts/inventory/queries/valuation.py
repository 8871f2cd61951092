"""What the stock is worth: now from the lots, at the end of a past day from the ledger; the same figures either way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from sqlalchemy import func, or_, select

from desertbrew.contexts.inventory.queries.movements import day_begins
from desertbrew.contexts.inventory.rules import UNPLACED, is_expired
from desertbrew.contexts.inventory.tables import (
    HERE,
    Item,
    ItemCategory,
    Lot,
    LotExpiryChange,
    LotPlace,
    Movement,
    StorageLocation,
)
from desertbrew.kernel.ids import Id
from desertbrew.kernel.money import ZERO, share_down
from desertbrew.platform.db import ReadTx


@dataclass(slots=True)
class Worth:
    """What one group of lots is worth, in pesos: what may still be used, and apart what is out of date."""

    key: str
    name: str
    fresh: Decimal = ZERO
    expired: Decimal = ZERO
    lots: set[Id] = field(default_factory=set)
    quantity: Decimal = Decimal(0)
    """In the item's base unit, where the group is one item; of several items it says nothing."""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class LotWorth:
    """What stood of one lot in one place at the end of a day."""

    lot: Any
    quantity: Decimal
    cost: Decimal
    expired: bool


def lots_worth(tx: ReadTx, as_of: date | None) -> list[LotWorth]:
    """What stood of every lot in every place at the end of `as_of`, or stands there now, with its share of the cost.

    A past day is today less all that was written since, so it is exact and reads no more than that. Counted is what the
    books knew that evening: a delivery that was posted later with an earlier date is not in it.
    """
    day = as_of or tx.today
    columns = (
        Lot.id,
        Lot.code,
        Lot.expires_on,
        Lot.remaining_cost,
        LotPlace.location_id,
        LotPlace.quantity,
        Item.id.label("item_id"),
        Item.name.label("item_name"),
        Item.kind,
        Item.base_unit,
        Item.category_id,
        ItemCategory.name.label("category_name"),
        StorageLocation.name.label("location_name"),
    )
    query = (
        select(*columns)
        .join(Item, Item.id == Lot.item_id)
        .join(LotPlace, LotPlace.lot_id == Lot.id)
        .join(StorageLocation, StorageLocation.id == LotPlace.location_id)
        .outerjoin(ItemCategory, ItemCategory.id == Item.category_id)
        .order_by(Item.name, Lot.received_at, Lot.id, LotPlace.location_id)
    )
    if day >= tx.today:
        rows = tx.connection.execute(query.where(HERE)).all()
        return _shared(((row, row.quantity, ZERO) for row in rows), {}, day)
    since = (
        select(
            Movement.lot_id,
            Movement.location_id,
            func.sum(Movement.quantity).label("quantity"),
            func.sum(Movement.cost).label("cost"),
        )
        .where(Movement.posted_at >= day_begins(tx, day + timedelta(days=1)))
        .group_by(Movement.lot_id, Movement.location_id)
        .subquery()
    )
    moved = query.add_columns(since.c.quantity.label("after_quantity"), since.c.cost.label("after_cost"))
    there = (since.c.lot_id == Lot.id) & (since.c.location_id == LotPlace.location_id)
    rows = tx.connection.execute(moved.outerjoin(since, there).where(or_(HERE, since.c.lot_id.is_not(None)))).all()
    then = ((row, row.quantity - (row.after_quantity or 0), row.after_cost or ZERO) for row in rows)
    return _shared(then, _dates_then(tx, day), day)


def _shared(rows: Iterable[tuple[Any, Decimal, Decimal]], dates: Mapping[Id, date | None], day: date) -> list[LotWorth]:
    """Share each lot's cost of that evening among its places, by what stood there; the last takes the rest.

    `rows` are (row, what stood there, what has been written since of its cost). The order of the places is always the
    same, so a day is shared later as it was shared then. (INV-L14)
    """
    found = []
    for lot_id, each in groupby(rows, lambda entry: entry[0].id):
        parts = list(each)
        cost = parts[0][0].remaining_cost - sum((after for _, _, after in parts), ZERO)
        left = sum((quantity for _, quantity, _ in parts), Decimal(0))
        for row, quantity, _ in parts:
            if quantity <= 0:
                continue
            share = cost if quantity == left else share_down(cost, quantity, left)
            found.append(LotWorth(row, quantity, share, is_expired(dates.get(lot_id, row.expires_on), day)))
            left, cost = left - quantity, cost - share
    return found


def _dates_then(tx: ReadTx, day: date) -> dict[Id, date | None]:
    """The last days of lots as they were written at the end of `day`, where they were corrected since."""
    later = select(LotExpiryChange.lot_id, LotExpiryChange.before).where(
        LotExpiryChange.changed_at >= day_begins(tx, day + timedelta(days=1))
    )
    then: dict[Id, date | None] = {}
    for lot_id, before in tx.connection.execute(later.order_by(LotExpiryChange.id)):
        then.setdefault(lot_id, before)
    return then


def valuation(lots: Sequence[LotWorth], by: str) -> list[Worth]:
    """What lots hold in groups by `category`, `location`, `kind` or `item`, the most expensive first."""
    groups: dict[str, Worth] = {}
    for each in lots:
        key, name = _group(each.lot, by)
        group = groups.setdefault(key, Worth(key, name, unit=each.lot.base_unit if by == "item" else ""))
        group.lots.add(each.lot.id)
        group.quantity += each.quantity
        if each.expired:
            group.expired += each.cost
        else:
            group.fresh += each.cost
    return sorted(groups.values(), key=lambda group: (-group.fresh - group.expired, group.name))


def _group(lot: Any, by: str) -> tuple[str, str]:  # noqa: ANN401 - a row
    if by == "category":
        return str(lot.category_id or ""), lot.category_name or ""
    if by == "location":
        if lot.location_id == UNPLACED:
            return "", ""
        return str(lot.location_id), lot.location_name
    if by == "kind":
        return lot.kind, lot.kind
    return str(lot.item_id), lot.item_name
