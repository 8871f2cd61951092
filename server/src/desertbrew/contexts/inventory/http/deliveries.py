"""What purchasing asks before it posts a delivery, where it runs apart from inventory."""

from __future__ import annotations

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.inventory import queries
from desertbrew.contexts.inventory.contract import DeliveryFault, DeliveryLine
from desertbrew.contexts.inventory.http.permissions import READ_STOCK, routes
from desertbrew.kernel.ids import Id
from desertbrew.kernel.quantity import BaseUnit


class DeliveryLineIn(BaseModel):
    """What somebody is about to take in."""

    model_config = ConfigDict(extra="forbid")

    item_id: Id
    unit: BaseUnit
    lot_code: str | None = Field(default=None, max_length=20)
    location_id: Id | None = None


class DeliveryIn(BaseModel):
    """A delivery that is about to be posted."""

    model_config = ConfigDict(extra="forbid")

    lines: list[DeliveryLineIn] = Field(max_length=500)


class DeliveryFaultsOut(BaseModel):
    """What is wrong with each line, in their order; nothing where the list is empty."""

    lines: list[list[DeliveryFault]]


@routes.bare(
    "POST",
    "/internal/delivery-check",
    permission=READ_STOCK,
    model=DeliveryFaultsOut,
    why="a question with a body: it changes nothing, so it needs no key",
    refusals=(403,),
)
def check_delivery(request: Request, body: DeliveryIn) -> DeliveryFaultsOut:
    """What stock could not take of this delivery."""
    asked = [DeliveryLine(line.item_id, line.unit, line.lot_code, line.location_id) for line in body.lines]
    with request.app.state.host.databases["inventory"].read() as tx:
        return DeliveryFaultsOut(lines=[list(faults) for faults in queries.delivery_faults(tx, asked)])
