"""Rotation, coverage and projection on the wire."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from fastapi import Query, Request
from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.http.permissions import READ_STOCK, SET_ROTATION, routes
from desertbrew.contexts.inventory.rules import rotation
from desertbrew.contexts.inventory.rules.rotation import (
    CoverageVerdict,
    RotationClass,
    RotationLimits,
    Seasonality,
    Trend,
)
from desertbrew.kernel.ids import Id
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.platform.db import ReadTx, Tx


class TurnoverOut(BaseModel):
    """An item over a period with the figures that its index came from; quantities in `unit`, `value` in pesos.

    `index` is of the measured `days`, `index_30` what it makes of thirty; null where nothing stood overnight. Null
    `velocity_days` and `coverage_days` never end.
    """

    model_config = ConfigDict(from_attributes=True)

    item_id: Id
    sku: str
    name: str
    kind: str
    unit: BaseUnit
    on_hand: Decimal
    value: Decimal
    minimum: Decimal | None
    maximum: Decimal | None
    days: int
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


class RotationLimitsOut(BaseModel):
    """From which index of thirty days on each class begins."""

    model_config = ConfigDict(from_attributes=True)

    very_fast: Decimal
    fast: Decimal
    medium: Decimal
    slow: Decimal


ClassLimit = Annotated[Decimal, Field(gt=0, le=1000, decimal_places=4)]


class RotationLimitsIn(BaseModel):
    """From which index of thirty days on each class begins; they fall from class to class."""

    model_config = ConfigDict(extra="forbid")

    very_fast: ClassLimit
    fast: ClassLimit
    medium: ClassLimit
    slow: ClassLimit


class RotationReportOut(BaseModel):
    """Every active item by name, and the limits that its class came from."""

    period_days: int
    until: date
    limits: RotationLimitsOut
    items: list[TurnoverOut]


class SlowMoverOut(TurnoverOut):
    """An item that turned less than twice in ninety days; its `value` is the capital tied up."""

    consider_delisting: bool


class SlowMoversOut(BaseModel):
    """Slow movers, the most capital first; `tied_up` is the sum of theirs in pesos."""

    period_days: int
    tied_up: Decimal
    items: list[SlowMoverOut]


class StockDayOut(BaseModel):
    """One day, and what there was in the evening."""

    model_config = ConfigDict(from_attributes=True)

    day: date
    received: Decimal
    consumed: Decimal
    wasted: Decimal
    adjusted: Decimal
    closing: Decimal


class ProjectionOut(BaseModel):
    """What will be asked for, by four scenarios."""

    model_config = ConfigDict(from_attributes=True)

    base: Decimal
    optimistic: Decimal
    conservative: Decimal
    pessimistic: Decimal


class OutlookOut(BaseModel):
    """The last ninety days of an item and its next `ahead`; `variation` is of the `weeks`, null of fewer than two."""

    model_config = ConfigDict(from_attributes=True)

    turnover: TurnoverOut
    days: list[StockDayOut]
    weeks: list[Decimal]
    variation: Decimal | None
    seasonality: Seasonality | None
    confidence: Decimal
    ahead: int
    projection: ProjectionOut


class StockFigureOut(BaseModel):
    """An active item as purchasing asks for it."""

    model_config = ConfigDict(from_attributes=True)

    item_id: Id
    sku: str
    name: str
    kind: str
    unit: str
    on_hand: Decimal
    usable: Decimal
    minimum: Decimal | None
    maximum: Decimal | None
    days: int
    consumed: Decimal
    daily: Decimal
    mean_30: Decimal
    projected_30: Decimal
    reserved: Decimal
    short_on: date | None
    batches: list[str]


class StockFiguresIn(BaseModel):
    """Which items; none stands for all."""

    model_config = ConfigDict(extra="forbid")

    item_ids: list[Id] = Field(default_factory=list, max_length=5000)


class StockFiguresOut(BaseModel):
    """One answer an item."""

    items: list[StockFigureOut]


@routes.query("/rotation", READ_STOCK, refusals=())
def report_rotation(tx: ReadTx, days: Annotated[Literal["30", "90", "365"], Query()] = "90") -> RotationReportOut:
    """How every item turned in the period that ends today."""
    period = int(days)
    return RotationReportOut(
        period_days=period,
        until=tx.today,
        limits=RotationLimitsOut.model_validate(queries.rotation_limits(tx)),
        items=[TurnoverOut.model_validate(each) for each in queries.turnovers(tx, period)],
    )


@routes.query("/slow-movers", READ_STOCK, refusals=())
def list_slow_movers(tx: ReadTx) -> SlowMoversOut:
    """What turned less than twice in ninety days while money lay in it."""
    found = queries.slow_movers(tx)
    return SlowMoversOut(
        period_days=rotation.SLOW_DAYS,
        tied_up=sum((each.value for each in found), Decimal("0.00")),
        items=[
            SlowMoverOut(
                **TurnoverOut.model_validate(each).model_dump(),
                consider_delisting=rotation.consider_delisting(each.index, each.on_hand),
            )
            for each in found
        ],
    )


@routes.query("/items/{item_id}/outlook", READ_STOCK)
def show_outlook(tx: ReadTx, item_id: Id, ahead: Annotated[int, Query(ge=1, le=365)] = 30) -> OutlookOut:
    """How long an item lasts and what will be asked of it, day by day and by scenario."""
    return OutlookOut.model_validate(queries.outlook(tx, item_id, ahead))


@routes.command("PUT", "/rotation-limits", SET_ROTATION, status=200, refusals=())
def set_rotation_limits(tx: Tx, body: RotationLimitsIn) -> RotationLimitsOut:
    """Say what counts as fast and as slow here."""
    return RotationLimitsOut.model_validate(commands.set_rotation_limits(tx, RotationLimits(**body.model_dump())))


@routes.bare(
    "POST",
    "/internal/stock-figures",
    permission=READ_STOCK,
    model=StockFiguresOut,
    why="a question with a body: it changes nothing, so it needs no key",
    refusals=(403,),
)
def ask_stock_figures(request: Request, body: StockFiguresIn) -> StockFiguresOut:
    """What purchasing asks before it suggests what to buy, where it runs apart from inventory."""
    with request.app.state.host.databases["inventory"].read() as tx:
        found = queries.stock_figures(tx, body.item_ids)
        return StockFiguresOut(items=[StockFigureOut.model_validate(each) for each in found])
