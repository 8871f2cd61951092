"""The ledger read back, and what was thrown away of what came in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select, tuple_

from desertbrew.contexts.inventory.rules import MovementKind
from desertbrew.contexts.inventory.tables import Item, Lot, Movement
from desertbrew.kernel.clock import local_moment
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx


@dataclass(frozen=True, slots=True)
class MovementFilter:
    """Which lines of the ledger; days are business days of when a line was written, both included."""

    item_id: Id | None = None
    category_id: Id | None = None
    kind: str | None = None
    lot_id: Id | None = None
    document_id: Id | None = None
    posted_by: str | None = None
    since: date | None = None
    until: date | None = None


def movements(tx: ReadTx, wanted: MovementFilter, after: tuple[datetime, Id] | None, limit: int) -> Sequence[Any]:
    """(Movement, Lot, Item) of the ledger, the newest first."""
    query = (
        select(Movement, Lot, Item)
        .join(Lot, Lot.id == Movement.lot_id)
        .join(Item, Item.id == Movement.item_id)
        .order_by(Movement.posted_at.desc(), Movement.id.desc())
        .limit(limit)
    )
    for column, value in (
        (Movement.item_id, wanted.item_id),
        (Movement.kind, wanted.kind),
        (Movement.lot_id, wanted.lot_id),
        (Movement.document_id, wanted.document_id),
        (Movement.posted_by, wanted.posted_by),
        (Item.category_id, wanted.category_id),
    ):
        if value is not None:
            query = query.where(column == value)
    if wanted.since:
        query = query.where(Movement.posted_at >= day_begins(tx, wanted.since))
    if wanted.until:
        query = query.where(Movement.posted_at < day_begins(tx, wanted.until + timedelta(days=1)))
    if after:
        query = query.where(tuple_(Movement.posted_at, Movement.id) < after)
    return tx.session.execute(query).all()


def day_begins(tx: ReadTx, day: date) -> datetime:
    """The first moment of a business day."""
    return local_moment(day, time.min, tx.zone)


@dataclass(slots=True)
class WasteLine:
    """What was thrown away of an item in a period, of what came in; quantities in its base unit, costs in pesos."""

    item: Item
    received: Decimal = Decimal(0)
    wasted: Decimal = Decimal(0)
    wasted_cost: Decimal = Decimal("0.00")
    by_class: dict[str, Decimal] = field(default_factory=dict)
    """Class to cost; an empty class is waste from before there were classes."""


CAME_IN = (MovementKind.RECEIPT.value, MovementKind.PRODUCTION.value)


def waste(tx: ReadTx, since: date, until: date) -> list[WasteLine]:
    """Every item that anything was thrown away of from `since` to `until`, the most expensive first."""
    query = (
        select(
            Movement.item_id,
            Movement.kind,
            Movement.waste_class,
            func.sum(Movement.quantity).label("quantity"),
            func.sum(Movement.cost).label("cost"),
        )
        .where(
            Movement.posted_at >= day_begins(tx, since),
            Movement.posted_at < day_begins(tx, until + timedelta(days=1)),
            Movement.kind.in_((*CAME_IN, MovementKind.WASTE.value)),
        )
        .group_by(Movement.item_id, Movement.kind, Movement.waste_class)
    )
    rows = tx.session.execute(query).all()
    wasted = {row.item_id for row in rows if row.kind == MovementKind.WASTE}
    items = tx.session.execute(select(Item).where(Item.id.in_(wasted))).scalars()
    lines = {item.id: WasteLine(item) for item in items}
    for row in rows:
        line = lines.get(row.item_id)
        if line is None:
            continue
        if row.kind == MovementKind.WASTE:
            line.wasted -= row.quantity
            line.wasted_cost -= row.cost
            name = row.waste_class or ""
            line.by_class[name] = line.by_class.get(name, Decimal("0.00")) - row.cost
        else:
            line.received += row.quantity
    return sorted(lines.values(), key=lambda line: (-line.wasted_cost, line.item.name))


def received_cost(tx: ReadTx, since: date, until: date) -> Decimal:
    """What all that came in from `since` to `until` cost, in pesos."""
    total = select(func.sum(Movement.cost)).where(
        Movement.posted_at >= day_begins(tx, since),
        Movement.posted_at < day_begins(tx, until + timedelta(days=1)),
        Movement.kind.in_(CAME_IN),
    )
    return tx.session.execute(total).scalar_one() or Decimal("0.00")
