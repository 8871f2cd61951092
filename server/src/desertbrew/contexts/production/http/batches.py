"""Batches on the wire."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.production import commands, queries
from desertbrew.contexts.production.http.permissions import BREW, PLAN_BATCHES, READ_BATCHES, routes
from desertbrew.contexts.production.http.recipes import IngredientOut, ingredient_out
from desertbrew.contexts.production.rules.batches import (
    BREWS_MAX,
    BatchState,
    BrewState,
    Fate,
    Move,
    may,
    why_not_brewing,
)
from desertbrew.contexts.production.rules.tank_time import LONGEST_DAYS
from desertbrew.contexts.production.tables import Batch
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx, Tx
from desertbrew.platform.http.pages import Cursor, Limit, Page, decode_cursor, page_of


class BatchIn(BaseModel):
    """A beer to plan; the recipe is scaled to the volume, which is that of all its brews together."""

    model_config = ConfigDict(extra="forbid")

    recipe_id: Id
    planned_volume_l: Decimal = Field(gt=0, le=1_000_000, decimal_places=3)
    planned_on: date
    product_item_id: Id | None = None
    brews: int = Field(default=1, ge=1, le=BREWS_MAX)
    fermenter_id: Id | None = None
    fermenter_days: int | None = Field(default=None, ge=1, le=LONGEST_DAYS, description="null: as its beer usually takes")
    equipment_id: Id | None = Field(default=None, description="null: the plant's default brewhouse")


class PlanIn(BaseModel):
    """Another plan for a batch that has not started; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    planned_volume_l: Decimal | None = Field(default=None, gt=0, le=1_000_000, decimal_places=3)
    planned_on: date | None = None
    brews: int | None = Field(default=None, ge=1, le=BREWS_MAX)
    fermenter_id: Id | None = None
    fermenter_days: int | None = Field(default=None, ge=1, le=LONGEST_DAYS)
    equipment_id: Id | None = None


class CompletionIn(BaseModel):
    """The litres that were really packaged; null where the ledger of beer knows them from the packaging runs."""

    model_config = ConfigDict(extra="forbid")

    packaged_volume_l: Decimal | None = Field(default=None, gt=0, le=1_000_000, decimal_places=3)


class MaterialFateIn(BaseModel):
    """What becomes of the material of one cost line."""

    model_config = ConfigDict(extra="forbid")

    cost_id: Id
    fate: Fate


class CancellationIn(BaseModel):
    """Why the batch is given up, and what becomes of its material: `fate`, or for single cost lines another."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    reason: str = Field(min_length=3, max_length=500)
    fate: Fate = Fate.WASTE
    materials: list[MaterialFateIn] = Field(default_factory=list, max_length=500)


class BatchOut(BaseModel):
    """A batch; costs in pesos, `cost_per_litre` known once it is packaged."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    number: str
    recipe_id: Id
    recipe_name: str
    state: str
    planned_on: date
    planned_volume_l: Decimal
    packaged_volume_l: Decimal | None
    product_item_id: Id | None
    brews_planned: int
    fermenter_id: Id | None
    fermenter_days: int
    equipment_id: Id | None
    plan_revision: int
    total_cost: Decimal
    cost_per_litre: Decimal | None
    planned_at: datetime


class CostOut(BaseModel):
    """One line of the cost ledger."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    kind: str
    description: str
    amount: Decimal
    item_id: Id | None
    lot_id: Id | None
    lot_code: str | None
    quantity: Decimal | None
    unit: str | None
    supplier_name: str
    invoice_number: str | None
    brew_id: Id | None
    rate_id: Id | None
    reverses_id: Id | None
    by_name: str
    posted_at: datetime


class BrewOut(BaseModel):
    """One brew of the batch; gravities as SG at 20 °C, what is not measured is null."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    number: int
    state: str
    started_at: datetime | None
    preboil_volume_l: Decimal | None
    preboil_sg: Decimal | None
    postboil_volume_l: Decimal | None
    og: Decimal | None
    vessel_id: Id | None
    fermenter_volume_l: Decimal | None
    knocked_out_at: datetime | None


class ShortageOut(BaseModel):
    """What was missing when the batch was last started."""

    item_id: Id
    item_name: str
    needed: Decimal
    available: Decimal
    unit: str
    reason: str


class MoveOut(BaseModel):
    """Something one may do to a batch, or why not now (a slug for the screens to word)."""

    name: str
    allowed: bool
    why_not: str | None


class HistoryOut(BaseModel):
    """Something that happened to the batch."""

    model_config = ConfigDict(from_attributes=True)

    at: datetime
    what: str
    by: str
    by_name: str
    detail: str


class BatchDetailOut(BatchOut):
    """A batch with all that its page shows."""

    ingredients: list[IngredientOut]
    brews: list[BrewOut]
    shortages: list[ShortageOut]
    costs: list[CostOut]
    moves: list[MoveOut]
    history: list[HistoryOut]


class AvailableOut(BaseModel):
    """What of the batch's material could be issued now, and what FIFO would charge."""

    item_id: Id
    item_name: str
    needed: Decimal
    available: Decimal
    unit: str
    cost: Decimal
    reason: str | None


class AvailabilityOut(BaseModel):
    """Whether the batch could start now."""

    items: list[AvailableOut]
    enough: bool
    estimated_cost: Decimal


def _moves(row: Batch, brews: list[BrewState], *, unmatched: bool) -> list[MoveOut]:
    state = BatchState(row.state)
    moves = []
    for move in Move:
        why_not = why_not_brewing(move, brews) if may(state, move) else f"state-{state.value.lower()}"
        if why_not is None and move is Move.START and unmatched:
            why_not = "ingredients-unmatched"
        moves.append(MoveOut(name=move.value, allowed=why_not is None, why_not=why_not))
    return moves


def detail(tx: ReadTx, batch_id: Id) -> BatchDetailOut:
    """A batch, whole, as it stands in the database."""
    view = queries.batch(tx, batch_id)
    lines = [ingredient_out(line.ingredient, line.alias, line.item) for line in view.ingredients]
    return BatchDetailOut(
        **BatchOut.model_validate(view.batch).model_dump(),
        ingredients=lines,
        brews=[BrewOut.model_validate(brew) for brew in view.brews],
        shortages=[ShortageOut(**shortage) for shortage in json.loads(view.batch.shortages)],
        costs=[CostOut.model_validate(cost) for cost in view.costs],
        moves=_moves(
            view.batch,
            [BrewState(brew.state) for brew in view.brews],
            unmatched=not all(line.matched for line in lines),
        ),
        history=[HistoryOut.model_validate(event) for event in view.history],
    )


def after(tx: Tx, row: Batch) -> BatchDetailOut:
    """A batch, whole, as a command has just left it."""
    tx.session.flush()
    # Read again as stored: an answer given now and one given tomorrow show the same decimals.
    tx.session.expire_all()
    return detail(tx, row.id)


@routes.query("/batches", READ_BATCHES, refusals=())
def list_batches(
    tx: ReadTx,
    q: Annotated[str | None, Query(max_length=120, description="Part of a number or of a beer's name")] = None,
    state: BatchState | None = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[BatchOut]:
    """Batches, the newest first."""
    after = decode_cursor(cursor, [Id])
    found = queries.batches(tx, state, after[0] if after else None, limit + 1, q=q)
    rows, following = page_of(found, limit, lambda row: (str(row.id),))
    return Page(items=[BatchOut.model_validate(row) for row in rows], next_cursor=following)


@routes.query("/batches/{batch_id}", READ_BATCHES)
def read_batch(tx: ReadTx, batch_id: Id) -> BatchDetailOut:
    """One batch, whole."""
    return detail(tx, batch_id)


@routes.query("/batches/{batch_id}/availability", READ_BATCHES)
def read_availability(tx: ReadTx, batch_id: Id) -> AvailabilityOut:
    """Whether the batch could start now, asked of inventory itself."""
    found = queries.batch_availability(tx, batch_id)
    items = [AvailableOut(**{name: getattr(each, name) for name in AvailableOut.model_fields}) for each in found]
    return AvailabilityOut(
        items=items,
        enough=all(each.reason is None for each in items),
        estimated_cost=sum((each.cost for each in items), Decimal("0.00")),
    )


@routes.command("POST", "/batches", PLAN_BATCHES)
def plan_batch(tx: Tx, body: BatchIn) -> BatchDetailOut:
    """Plan a brew; the recipe is frozen into it, scaled for its brewhouse, and its fermenter is booked."""
    return after(tx, commands.plan_batch(tx, commands.NewBatch(**body.model_dump())))


@routes.command("POST", "/batches/{batch_id}/plans", PLAN_BATCHES)
def replan_batch(tx: Tx, batch_id: Id, body: PlanIn) -> BatchDetailOut:
    """Move a batch that has not started to another day, volume, number of brews, brewhouse or fermenter."""
    return after(tx, commands.replan_batch(tx, batch_id, commands.NewPlan(**body.model_dump())))


@routes.command("POST", "/batches/{batch_id}/starts", BREW, status=202)
def start_batch(tx: Tx, batch_id: Id) -> BatchDetailOut:
    """Ask for the material of the next brew; the answer comes within moments and shows on the live feed."""
    return after(tx, commands.start_batch(tx, batch_id))


@routes.command("POST", "/batches/{batch_id}/material-requests", BREW, status=202)
def ask_again(tx: Tx, batch_id: Id) -> BatchDetailOut:
    """Ask once more, as the same request, for material that nobody has answered for."""
    return after(tx, commands.ask_again(tx, batch_id))


@routes.command("POST", "/batches/{batch_id}/fermentations", BREW)
def ferment_batch(tx: Tx, batch_id: Id) -> BatchDetailOut:
    """Let ferment what there is; brews that were planned and not begun are not brewed any more."""
    return after(tx, commands.move_batch(tx, batch_id, Move.FERMENT))


@routes.command("POST", "/batches/{batch_id}/conditionings", BREW)
def condition_batch(tx: Tx, batch_id: Id) -> BatchDetailOut:
    """Fermentation is over; the beer matures."""
    return after(tx, commands.move_batch(tx, batch_id, Move.CONDITION))


@routes.command("POST", "/batches/{batch_id}/packagings", BREW)
def package_batch(tx: Tx, batch_id: Id) -> BatchDetailOut:
    """The beer goes into packages from now on."""
    return after(tx, commands.move_batch(tx, batch_id, Move.PACKAGE))


@routes.command("POST", "/batches/{batch_id}/completions", BREW)
def complete_batch(tx: Tx, batch_id: Id, body: CompletionIn) -> BatchDetailOut:
    """Close the batch on the litres really packaged."""
    return after(tx, commands.complete_batch(tx, batch_id, body.packaged_volume_l))


@routes.command("POST", "/batches/{batch_id}/cancellations", PLAN_BATCHES)
def cancel_batch(tx: Tx, batch_id: Id, body: CancellationIn) -> BatchDetailOut:
    """Give a batch up; its material goes back to its lots, or is waste."""
    lines = {each.cost_id: each.fate for each in body.materials}
    return after(tx, commands.cancel_batch(tx, batch_id, commands.Cancellation(body.reason, body.fate, lines)))
