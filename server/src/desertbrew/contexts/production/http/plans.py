"""What a plan comes to, on the wire: the amounts on a brewhouse beside those in proportion, and one brew's kettle."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.production import queries
from desertbrew.contexts.production.http.permissions import READ_BATCHES, READ_RECIPES, routes
from desertbrew.contexts.production.queries.plans import LinePlan, Plan
from desertbrew.contexts.production.rules.batches import BREWS_MAX
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx

HUNDRED = Decimal(100)
TENTH = Decimal("0.1")


class KettleOut(BaseModel):
    """One brew on its brewhouse, litres; hot ones as the kettle's scale shows them."""

    model_config = ConfigDict(from_attributes=True)

    equipment: str
    efficiency_pct: Decimal
    boil_minutes: Decimal
    strike_l: Decimal
    strike_c: Decimal | None
    sparge_l: Decimal
    preboil_l: Decimal
    postboil_l: Decimal
    boiled_off_l: Decimal
    absorbed_l: Decimal
    trub_loss_l: Decimal
    fermenter_loss_l: Decimal
    total_water_l: Decimal


class PlanLineOut(BaseModel):
    """A line as it is planned, for all brews, beside what it would be by the litres alone."""

    line: int
    kind: str
    name: str
    unit: str
    in_proportion: Decimal
    amount: Decimal
    difference_pct: Decimal = Field(description="How much more than in proportion, per cent")


class BrewPlanOut(BaseModel):
    """A plan on a brewhouse; without one everything is in proportion and `kettle` is null. `warnings` are slugs."""

    equipment_id: Id | None
    kettle: KettleOut | None
    fermenter_days: int
    lines: list[PlanLineOut]
    warnings: list[str]


def _line_out(line: LinePlan) -> PlanLineOut:
    more = (line.amount - line.in_proportion) / line.in_proportion * HUNDRED if line.in_proportion else Decimal(0)
    named = {name: getattr(line, name) for name in PlanLineOut.model_fields if name != "difference_pct"}
    return PlanLineOut(**named, difference_pct=more.quantize(TENTH))


def _plan_out(plan: Plan) -> BrewPlanOut:
    return BrewPlanOut(
        equipment_id=plan.equipment.id if plan.equipment else None,
        kettle=KettleOut.model_validate(plan.kettle) if plan.kettle else None,
        fermenter_days=plan.fermenter_days,
        lines=[_line_out(line) for line in plan.lines],
        warnings=list(plan.warnings),
    )


@routes.query("/recipes/{recipe_id}/brew-plan", READ_RECIPES)
def read_recipe_plan(
    tx: ReadTx,
    recipe_id: Id,
    volume_l: Annotated[Decimal, Query(gt=0, le=1_000_000, decimal_places=3)],
    brews: Annotated[int, Query(ge=1, le=BREWS_MAX)] = 1,
    equipment_id: Id | None = None,
) -> BrewPlanOut:
    """What a batch of the recipe would take: on the brewhouse named, or on the plant's default."""
    return _plan_out(queries.plan_of(tx, recipe_id, volume_l, brews, equipment_id))


@routes.query("/batches/{batch_id}/brew-plan", READ_BATCHES)
def read_batch_plan(tx: ReadTx, batch_id: Id) -> BrewPlanOut:
    """What the batch takes, as its plan is frozen, beside what it would be in proportion."""
    return _plan_out(queries.plan_of_batch(tx, queries.batch(tx, batch_id).batch))
