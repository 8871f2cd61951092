"""What the stock is worth: now from the lots, at the end of a past day from the ledger; the same figures either way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, or_, select

from desertbrew.contexts.inventory.queries.movements import day_begins
from desertbrew.contexts.inventory.rules import UNPLACED, is_expired
from desertbrew.contexts.inventory.tables import Item, ItemCategory, Lot, LotExpiryChange, Movement, StorageLocation
from desertbrew.kernel.ids import Id
from desertbrew.kernel.money import ZERO
from desertbrew.platform.db import ReadTx


@dataclass(slots=True)
class Worth:
    """What one group of lots is worth, in pesos: what may still be used, and apart what is out of date."""

    key: str
    name: str
    fresh: Decimal = ZERO
    expired: Decimal = ZERO
    lots: int = 0
    quantity: Decimal = Decimal(0)
    """In the item's base unit, where the group is one item; of several items it says nothing."""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class LotWorth:
    """One lot as it stood at the end of a day."""

    lot: Any
    quantity: Decimal
    cost: Decimal
    expired: bool


def lots_worth(tx: ReadTx, as_of: date | None) -> list[LotWorth]:
    """Every lot that held anything at the end of `as_of`, or holds it now, with what remained of its cost.

    A past day is today less all that was written since, so it is exact and reads no more than that. Counted is what the
    books knew that evening: a delivery that was posted later with an earlier date is not in it.
    """
    day = as_of or tx.today
    columns = (
        Lot.id,
        Lot.code,
        Lot.expires_on,
        Lot.location_id,
        Lot.remaining_quantity,
        Lot.remaining_cost,
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
        .outerjoin(ItemCategory, ItemCategory.id == Item.category_id)
        .outerjoin(StorageLocation, StorageLocation.id == Lot.location_id)
        .order_by(Item.name, Lot.received_at, Lot.id)
    )
    if day >= tx.today:
        rows = tx.connection.execute(query.where(Lot.remaining_quantity > 0)).all()
        return [LotWorth(row, row.remaining_quantity, row.remaining_cost, is_expired(row.expires_on, day)) for row in rows]
    since = (
        select(Movement.lot_id, func.sum(Movement.quantity).label("quantity"), func.sum(Movement.cost).label("cost"))
        .where(Movement.posted_at >= day_begins(tx, day + timedelta(days=1)))
        .group_by(Movement.lot_id)
        .subquery()
    )
    moved = query.add_columns(since.c.quantity.label("after_quantity"), since.c.cost.label("after_cost"))
    moved = moved.outerjoin(since, since.c.lot_id == Lot.id)
    rows = tx.connection.execute(moved.where(or_(Lot.remaining_quantity > 0, since.c.lot_id.is_not(None)))).all()
    dates = _dates_then(tx, day)
    found = []
    for row in rows:
        quantity = row.remaining_quantity - (row.after_quantity or 0)
        if quantity > 0:
            expired = is_expired(dates.get(row.id, row.expires_on), day)
            found.append(LotWorth(row, quantity, row.remaining_cost - (row.after_cost or ZERO), expired))
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
    """The lots in groups by `category`, `location`, `kind` or `item`, the most expensive first."""
    groups: dict[str, Worth] = {}
    for each in lots:
        key, name = _group(each.lot, by)
        group = groups.setdefault(key, Worth(key, name, unit=each.lot.base_unit if by == "item" else ""))
        group.lots += 1
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
        if lot.location_id in {None, UNPLACED}:
            return "", ""
        return str(lot.location_id), lot.location_name
    if by == "kind":
        return lot.kind, lot.kind
    return str(lot.item_id), lot.item_name
