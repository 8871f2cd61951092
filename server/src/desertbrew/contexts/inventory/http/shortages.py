"""What will be missing, on the wire."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict

from desertbrew.contexts.inventory import queries
from desertbrew.contexts.inventory.http.permissions import READ_STOCK, routes
from desertbrew.kernel.ids import Id
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.platform.db import ReadTx


class WeekNeedOut(BaseModel):
    """What a week's batches wait for; the week is told by its Monday."""

    model_config = ConfigDict(from_attributes=True)

    starts_on: date
    reserved: Decimal
    missing: Decimal


class BatchNeedOut(BaseModel):
    """What one batch waits for, and how much of it nothing covers."""

    model_config = ConfigDict(from_attributes=True)

    batch_id: Id
    number: str
    recipe_name: str
    planned_on: date | None
    quantity: Decimal
    missing: Decimal


class ForecastOut(BaseModel):
    """An item that planned batches wait for; quantities in `unit`. `held` is there and may not be drawn.

    `unconverted` lists what was asked in units that the item does not convert: it is in no figure.
    """

    item_id: Id
    sku: str
    name: str
    kind: str
    unit: BaseUnit
    on_hand: Decimal
    held: Decimal
    reserved: Decimal
    missing: Decimal
    short_on: date | None
    weeks: list[WeekNeedOut]
    batches: list[BatchNeedOut]
    unconverted: list[str]


class ShortagesOut(BaseModel):
    """Every item that batches of these weeks wait for, what runs short first at the top."""

    items: list[ForecastOut]


@routes.query("/shortages", READ_STOCK, refusals=())
def list_shortages(
    tx: ReadTx, weeks: Annotated[int, Query(ge=1, le=26, description="How many weeks, this one included")] = 4
) -> ShortagesOut:
    """What the planned batches of the coming weeks wait for, week by week, and what of it nothing covers."""
    found = queries.forecasts(tx, weeks)
    return ShortagesOut(
        items=[
            ForecastOut(
                item_id=each.item.id,
                sku=each.item.sku,
                name=each.item.name,
                kind=each.item.kind,
                unit=BaseUnit(each.item.base_unit),
                on_hand=each.on_hand,
                held=each.held,
                reserved=each.reserved,
                missing=each.missing,
                short_on=each.short_on,
                weeks=[WeekNeedOut.model_validate(week) for week in each.weeks],
                batches=[BatchNeedOut.model_validate(need) for need in each.batches],
                unconverted=list(each.unconverted),
            )
            for each in found
        ]
    )
