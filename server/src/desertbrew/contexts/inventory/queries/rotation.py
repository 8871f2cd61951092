"""How stock turned in a period, each figure beside those it came from; docs/algorithms/rotation.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Date, bindparam, case, func, literal, select, type_coerce

from desertbrew.contexts.inventory.rules import rotation
from desertbrew.contexts.inventory.rules.rotation import (
    SLOW_DAYS,
    USUAL_LIMITS,
    CoverageVerdict,
    RotationClass,
    RotationLimits,
    Trend,
)
from desertbrew.contexts.inventory.tables import NET, Item, RotationLimitsRow, StockBalance, StockDay
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.platform.calendar_days import days_between
from desertbrew.platform.columns import QUANTITY
from desertbrew.platform.db import ReadTx

PERIODS = (30, 90, 365)
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Turnover:
    """An item over a period: what it began from, and what follows; quantities in its base unit, `value` in pesos."""

    item_id: Id
    sku: str
    name: str
    kind: str
    unit: str
    on_hand: Decimal
    value: Decimal
    minimum: Decimal | None
    maximum: Decimal | None
    days: int
    """Of the period, or since the item's first line of the ledger where that is later."""
    received: Decimal
    consumed: Decimal
    wasted: Decimal
    adjusted: Decimal
    days_with_use: int
    mean_stock: Decimal
    index: Decimal | None
    index_30: Decimal | None
    rotation: RotationClass | None
    daily: Decimal
    velocity_days: Decimal | None
    coverage_days: Decimal | None
    coverage: CoverageVerdict
    first_half: Decimal
    second_half: Decimal
    factor: Decimal
    trend: Trend


def rotation_limits(tx: ReadTx) -> RotationLimits:
    """Where the classes begin: as somebody set them, else as usual."""
    row = tx.session.execute(select(RotationLimitsRow)).scalar_one_or_none()
    return USUAL_LIMITS if row is None else RotationLimits(row.very_fast, row.fast, row.medium, row.slow)


_FIRST = bindparam("first", type_=Date)
_SEEN = select(StockDay.item_id, func.min(StockDay.day).label("day")).group_by(StockDay.item_id).subquery("seen")
# Whole days between the period's first day and the item's own, none for one that is older than the period.
_LATE = case((_SEEN.c.day > _FIRST, days_between(_SEEN.c.day, _FIRST)), else_=0)
_OF_DAY = days_between(StockDay.day, _FIRST) - _LATE
# A sum of quantities times whole days keeps the quantities' scale, which their type cannot know.
_MOMENT = type_coerce(func.sum(type_coerce(NET, BigInteger) * _OF_DAY), QUANTITY)
_IN_SECOND_HALF = bindparam("days", type_=BigInteger) - _LATE <= 2 * _OF_DAY + 1
_TURNOVER = (
    select(
        StockDay.item_id,
        func.min(_LATE).label("late"),
        func.sum(StockDay.received).label("received"),
        func.sum(StockDay.consumed).label("consumed"),
        func.sum(StockDay.wasted).label("wasted"),
        func.sum(StockDay.adjusted).label("adjusted"),
        func.sum(case((StockDay.consumed > 0, 1), else_=0)).label("days_with_use"),
        func.sum(case((_IN_SECOND_HALF, StockDay.consumed), else_=literal(ZERO, QUANTITY))).label("second"),
        _MOMENT.label("moment"),
    )
    .join(_SEEN, _SEEN.c.item_id == StockDay.item_id)
    .where(StockDay.day >= _FIRST)
    .group_by(StockDay.item_id)
)
_ITEMS = (
    select(
        Item.id,
        Item.sku,
        Item.name,
        Item.kind,
        Item.base_unit,
        Item.min_quantity,
        Item.max_quantity,
        StockBalance.quantity,
        StockBalance.value,
    )
    .join(StockBalance, StockBalance.item_id == Item.id)
    .where(Item.active)
    .order_by(Item.name, Item.id)
)


def turnovers(tx: ReadTx, days: int, item_ids: Sequence[Id] = ()) -> list[Turnover]:
    """Active items by name, or just these, over the `days` that end today."""
    wanted, asked = _ITEMS, _TURNOVER
    if item_ids:
        wanted, asked = wanted.where(Item.id.in_(item_ids)), asked.where(StockDay.item_id.in_(item_ids))
    first = tx.today - timedelta(days=days - 1)
    moved = {row.item_id: row for row in tx.connection.execute(asked, {"first": first, "days": days})}
    limits = rotation_limits(tx)
    return [_turnover(item, moved.get(item.id), days, limits) for item in tx.connection.execute(wanted)]


def _turnover(item: Any, moved: Any, days: int, limits: RotationLimits) -> Turnover:  # noqa: ANN401 - rows
    late, received, consumed, wasted, adjusted, used, second, moment = (
        (0, ZERO, ZERO, ZERO, ZERO, 0, ZERO, ZERO) if moved is None else tuple(moved)[1:]
    )
    days -= late
    daily = rotation.average_daily(consumed, days)
    mean = rotation.mean_from_moment(item.quantity, moment, days)
    index = rotation.rotation_index(consumed, mean)
    index_30 = rotation.normalized_index(index, days)
    coverage = rotation.coverage_days(item.quantity, daily)
    halves = (
        rotation.average_daily(consumed - second, max(days // 2, 1)),
        rotation.average_daily(second, days - days // 2),
    )
    return Turnover(
        item_id=item.id,
        sku=item.sku,
        name=item.name,
        kind=item.kind,
        unit=item.base_unit,
        on_hand=item.quantity,
        value=item.value,
        minimum=item.min_quantity,
        maximum=item.max_quantity,
        days=days,
        received=received,
        consumed=consumed,
        wasted=wasted,
        adjusted=adjusted,
        days_with_use=used,
        mean_stock=mean,
        index=index,
        index_30=index_30,
        rotation=rotation.rotation_class(index_30, limits),
        daily=daily,
        velocity_days=rotation.velocity_days(days, index),
        coverage_days=coverage,
        coverage=rotation.coverage_verdict(coverage),
        first_half=halves[0],
        second_half=halves[1],
        factor=rotation.trend_factor(*halves),
        trend=rotation.trend(*halves),
    )


def slow_movers(tx: ReadTx) -> list[Turnover]:
    """What turned less than twice in ninety days while it lay there, the most capital first."""
    found = [each for each in turnovers(tx, SLOW_DAYS) if rotation.is_slow_mover(each.index, each.on_hand)]
    return sorted(found, key=lambda each: (-each.value, each.name))


@dataclass(frozen=True, slots=True)
class DayFigures:
    """One day of an item, and what there was in the evening."""

    day: date
    received: Decimal
    consumed: Decimal
    wasted: Decimal
    adjusted: Decimal
    closing: Decimal


_DAYS = (
    select(StockDay.day, StockDay.received, StockDay.consumed, StockDay.wasted, StockDay.adjusted)
    .where(StockDay.item_id == bindparam("item"), StockDay.day >= _FIRST)
    .order_by(StockDay.day)
)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What will probably be asked of an item, and from what that follows."""

    turnover: Turnover
    days: Sequence[DayFigures]
    """Each day that was measured, days without movement too."""
    weeks: Sequence[Decimal]
    variation: Decimal | None
    seasonality: rotation.Seasonality | None
    confidence: Decimal
    ahead: int
    projection: rotation.Projection


def outlook(tx: ReadTx, item_id: Id, ahead: int) -> Outlook:
    """The last ninety days of an active item, and its next `ahead`."""
    found = turnovers(tx, SLOW_DAYS, [item_id])
    if not found:
        raise NotFound(what=Text("un artículo activo", "active item"), id=item_id)
    (turnover,) = found
    days = _evenings(tx, turnover)
    weeks = rotation.weekly_use([day.consumed for day in days])
    cv = rotation.variation(weeks)
    return Outlook(
        turnover,
        days,
        weeks,
        cv,
        rotation.seasonality(cv),
        rotation.confidence(turnover.days_with_use, cv),
        ahead,
        rotation.project(turnover.daily, ahead, turnover.factor),
    )


_NOTHING = (ZERO, ZERO, ZERO, ZERO)


def _evenings(tx: ReadTx, turnover: Turnover) -> list[DayFigures]:
    """From today's balance backwards: every evening had what the next one had, less what that day changed."""
    first = tx.today - timedelta(days=turnover.days - 1)
    rows = {row.day: row for row in tx.connection.execute(_DAYS, {"item": turnover.item_id, "first": first})}
    closing, found = turnover.on_hand, []
    for number in range(turnover.days):
        day = tx.today - timedelta(days=number)
        row = rows.get(day)
        received, consumed, wasted, adjusted = _NOTHING if row is None else row[1:]
        found.append(DayFigures(day, received, consumed, wasted, adjusted, closing))
        closing -= received - consumed - wasted + adjusted
    return found[::-1]
