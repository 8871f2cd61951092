"""Issues by hand, and what could be issued, on the wire."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.contract import Need
from desertbrew.contexts.inventory.http.permissions import ISSUE_STOCK, READ_STOCK, routes
from desertbrew.contexts.inventory.http.stock import Amount, UnitText
from desertbrew.kernel.errors import InvalidInput, Text
from desertbrew.kernel.ids import Id
from desertbrew.kernel.money import ZERO
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.platform.db import ReadTx, Tx


class NeedIn(BaseModel):
    """So much of an item."""

    model_config = ConfigDict(extra="forbid")

    item_id: Id
    quantity: Amount
    unit: UnitText


class IssueLineIn(NeedIn):
    """So much of an item by its policy, or out of the lot that is named."""

    lot_id: Id | None = None


class IssueIn(BaseModel):
    """Stock to take out, and why; lots chosen by hand need an `override_reason`."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    reason: str = Field(min_length=3, max_length=200)
    lines: list[IssueLineIn] = Field(min_length=1, max_length=200)
    override_reason: str | None = Field(default=None, max_length=200)
    notes: str = Field(default="", max_length=500)
    location_id: Id | None = None
    """Take only what stands there."""


class DrawOut(BaseModel):
    """What was taken out of one lot."""

    lot_id: Id
    lot_code: str
    item_id: Id
    item_name: str
    quantity: Decimal
    unit: BaseUnit
    cost: Decimal


class ClaimOut(BaseModel):
    """Planned batches wait for more of this item than is left: a warning, for the issue went through."""

    model_config = ConfigDict(from_attributes=True)

    item_id: Id
    item_name: str
    unit: BaseUnit
    drawable: Decimal
    reserved: Decimal
    needed_on: date | None
    batches: list[str]


class LevelOut(BaseModel):
    """What an issue left of an item; urgency 0 enough, 1 at or below the minimum, 2 at or below half of it, 3 nothing."""

    item_id: Id
    item_name: str
    unit: BaseUnit
    on_hand: Decimal
    minimum: Decimal | None
    urgency: int


class IssueOut(BaseModel):
    """What left the stock, how it stands now, and what planned batches will miss."""

    id: Id
    draws: list[DrawOut]
    total_cost: Decimal
    warnings: list[ClaimOut]
    levels: list[LevelOut]


class AvailabilityIn(BaseModel):
    """What somebody thinks of taking."""

    model_config = ConfigDict(extra="forbid")

    lines: list[NeedIn] = Field(max_length=5000)


class AvailableItemOut(BaseModel):
    """What of a need could be issued now, and what FIFO would charge for it."""

    item_id: Id
    item_name: str
    needed: Decimal
    available: Decimal
    unit: str
    cost: Decimal
    reason: str | None


class AvailableStockOut(BaseModel):
    """One answer an item."""

    items: list[AvailableItemOut]


def _needs(lines: Sequence[NeedIn]) -> list[Need]:
    return [Need(line.item_id, line.quantity, line.unit) for line in lines]


@routes.command("POST", "/issues", ISSUE_STOCK)
def issue_stock(tx: Tx, body: IssueIn) -> IssueOut:
    """Take stock out by hand, by each item's policy or out of the lots chosen, all of it or nothing."""
    needs = _needs([line for line in body.lines if line.lot_id is None])
    picks = [commands.Pick(line.lot_id, line.quantity, line.unit) for line in body.lines if line.lot_id is not None]
    issued = commands.issue(tx, body.reason, needs, picks, body.override_reason, body.notes, body.location_id)
    draws = [DrawOut(**{name: getattr(draw, name) for name in DrawOut.model_fields}) for draw in issued.draws]
    warnings = [ClaimOut.model_validate(claim) for claim in queries.claims(tx, [draw.item_id for draw in draws])]
    levels = [
        LevelOut(
            item_id=level.item.id,
            item_name=level.item.name,
            unit=level.item.base_unit,
            on_hand=level.on_hand,
            minimum=level.item.minimum,
            urgency=level.urgency,
        )
        for level in issued.levels
    ]
    return IssueOut(id=issued.id, draws=draws, total_cost=issued.total_cost, warnings=warnings, levels=levels)


class PreviewDrawOut(BaseModel):
    """What would be taken out of one lot."""

    lot_id: Id
    lot_code: str
    expires_on: date | None
    quantity: Decimal
    cost: Decimal


class DrawPreviewOut(BaseModel):
    """What an issue would take now, by the item's policy; `reason` says why it would be refused, where it would."""

    item_id: Id
    unit: str
    needed: Decimal
    available: Decimal
    draws: list[PreviewDrawOut]
    cost: Decimal
    reason: str | None


@routes.query("/items/{item_id}/draw-preview", READ_STOCK)
def preview_draw(tx: ReadTx, item_id: Id, quantity: Amount, unit: UnitText) -> DrawPreviewOut:
    """Which lots an issue of so much would take now, and what would leave with them; nothing is taken or kept."""
    queries.item(tx, item_id)
    found = queries.assess(tx, [Need(item_id, quantity, unit)])
    if not found:
        raise InvalidInput("/quantity", Text(es="La cantidad es demasiado pequeña.", en="The quantity is too small."))
    (entry,) = found
    dates = queries.expiry_dates(tx, [draw.lot.lot_id for draw in entry.draws])
    draws = [
        PreviewDrawOut(
            lot_id=draw.lot.lot_id,
            lot_code=draw.lot.code,
            expires_on=dates[draw.lot.lot_id],
            quantity=draw.quantity,
            cost=draw.cost,
        )
        for draw in entry.draws
    ]
    return DrawPreviewOut(
        item_id=item_id,
        unit=entry.unit,
        needed=entry.needed,
        available=entry.available,
        draws=draws,
        cost=sum((draw.cost for draw in draws), ZERO),
        reason=entry.reason,
    )


@routes.bare(
    "POST",
    "/internal/availability",
    permission=READ_STOCK,
    model=AvailableStockOut,
    why="a question with a body: it changes nothing, so it needs no key",
    refusals=(403,),
)
def check_availability(request: Request, body: AvailabilityIn) -> AvailableStockOut:
    """What of these needs could be issued now; asked by production when it runs apart from inventory."""
    with request.app.state.host.databases["inventory"].read() as tx:
        found = queries.availability(tx, _needs(body.lines))
        items = [AvailableItemOut(**{name: getattr(each, name) for name in AvailableItemOut.model_fields}) for each in found]
    return AvailableStockOut(items=items)
