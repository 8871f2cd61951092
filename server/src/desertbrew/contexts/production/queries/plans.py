"""What a plan comes to: a recipe on the plant's brewhouse, and how long its beer keeps a fermenter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import Select, func, select

from desertbrew.contexts.production.queries.equipment import chosen_equipment, kit_of
from desertbrew.contexts.production.queries.recipes import recipe_draft
from desertbrew.contexts.production.rules.batches import BatchState, scaled
from desertbrew.contexts.production.rules.brew_plan import BrewPlan, Kettle, brew_plan
from desertbrew.contexts.production.rules.cellar import MovementKind
from desertbrew.contexts.production.rules.fermentation import steps_up
from desertbrew.contexts.production.rules.tank_time import Forecast, Gravity, forecast, planned_days
from desertbrew.contexts.production.tables import (
    Batch,
    BatchIngredient,
    BeerMovement,
    BeerMovementPart,
    Brew,
    EquipmentProfile,
    FermentationReading,
    Recipe,
    RecipeIngredient,
)
from desertbrew.kernel.clock import business_date
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx

EARLIER = 7
"""So many batches of a beer tell how long it takes; older ones were brewed by somebody else."""


@dataclass(frozen=True, slots=True)
class LinePlan:
    """One line: what it would be in proportion, and what it is on the brewhouse."""

    line: int
    kind: str
    name: str
    unit: str
    in_proportion: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Plan:
    """A beer planned, or one that could be: its brewhouse, its lines, its kettle, its days in the fermenter."""

    equipment: EquipmentProfile | None
    kettle: Kettle | None
    lines: Sequence[LinePlan]
    fermenter_days: int
    warnings: Sequence[str] = ()


def plan_of(tx: ReadTx, recipe_id: Id, planned_l: Decimal, brews: int, equipment_id: Id | None = None) -> Plan:
    """A recipe at so many litres on a brewhouse: the one named, or the plant's default, or none where there is none.

    A recipe that came before whole recipes were kept says too little for a brewhouse and is scaled in proportion.
    """
    row, draft = recipe_draft(tx, recipe_id)
    profile = chosen_equipment(tx, equipment_id) if row.document is not None else None
    made: BrewPlan | None = None if profile is None else brew_plan(draft, planned_l, brews, kit_of(profile))
    stored = select(RecipeIngredient).where(RecipeIngredient.recipe_id == row.id).order_by(RecipeIngredient.line)
    lines = []
    for line in tx.session.execute(stored).scalars():
        straight = scaled(line.amount, row.batch_volume_l, planned_l)
        amount = straight if made is None else made.amounts[line.line]
        lines.append(LinePlan(line.line, line.kind, line.name, line.unit, straight, amount))
    days = planned_days(draft, earlier_days(tx, row))
    return Plan(profile, made.kettle if made else None, lines, days, made.warnings if made else ())


def plan_of_batch(tx: ReadTx, batch: Batch) -> Plan:
    """A batch as it is frozen, beside what its recipe would be in proportion."""
    recipe = tx.session.get_one(Recipe, batch.recipe_id)
    profile = None if batch.equipment_id is None else tx.session.get(EquipmentProfile, batch.equipment_id)
    query = (
        select(BatchIngredient, RecipeIngredient.amount)
        .join(
            RecipeIngredient,
            (RecipeIngredient.recipe_id == batch.recipe_id) & (RecipeIngredient.line == BatchIngredient.line),
        )
        .where(BatchIngredient.batch_id == batch.id)
        .order_by(BatchIngredient.line)
    )
    lines = [
        LinePlan(
            line.line,
            line.kind,
            line.name,
            line.unit,
            scaled(written, recipe.batch_volume_l, batch.planned_volume_l),
            line.amount,
        )
        for line, written in tx.session.execute(query)
    ]
    return Plan(profile, kettle_of(batch), lines, batch.fermenter_days)


def kettle_of(batch: Batch) -> Kettle | None:
    """What one of its brews is on its brewhouse, as it was frozen."""
    return None if batch.kettle is None else Kettle.from_text(batch.kettle)


def earlier_days(tx: ReadTx, recipe: Recipe) -> list[int]:
    """Days from the first wort into the fermenter until the last beer out of it, of this beer's latest batches."""
    latest = (
        select(Batch.id, Batch.fermenter_id)
        .join(Recipe, Recipe.id == Batch.recipe_id)
        .where(
            Recipe.normalized_name == recipe.normalized_name,
            Batch.state == BatchState.COMPLETED.value,
            Batch.fermenter_id.is_not(None),
        )
        .order_by(Batch.id.desc())
        .limit(EARLIER)
        .subquery()
    )
    of_batch = (
        select(BeerMovementPart.batch_id, BeerMovement.kind, BeerMovement.happened_at)
        .join(BeerMovement, BeerMovement.id == BeerMovementPart.movement_id)
        .join(latest, latest.c.id == BeerMovementPart.batch_id)
    )
    came = of_batch.where(
        BeerMovement.kind == MovementKind.KNOCK_OUT.value, BeerMovement.to_vessel_id == latest.c.fermenter_id
    ).subquery()
    left = of_batch.where(
        BeerMovement.from_vessel_id == latest.c.fermenter_id,
        BeerMovement.kind.in_([MovementKind.TRANSFER.value, MovementKind.PACKAGED.value]),
    ).subquery()
    first = _by_batch(tx, select(came.c.batch_id, func.min(came.c.happened_at)).group_by(came.c.batch_id))
    last = _by_batch(tx, select(left.c.batch_id, func.max(left.c.happened_at)).group_by(left.c.batch_id))
    spans = [last[key] - first[key] for key in first if key in last]
    return [span.days for span in spans if span >= timedelta(days=1)]


def _by_batch(tx: ReadTx, moments: Select[Id, datetime | None]) -> dict[Id, date]:
    """The business days of one moment of each batch."""
    return {batch_id: business_date(at, tx.zone) for batch_id, at in tx.session.execute(moments) if at is not None}


def forecasts(tx: ReadTx, batch_ids: Iterable[Id]) -> Mapping[Id, Forecast]:
    """When each of these batches, that are in a fermenter, lets go of it."""
    wanted = list(batch_ids)
    if not wanted:
        return {}
    out = select(Brew.batch_id, func.min(Brew.knocked_out_at)).where(
        Brew.batch_id.in_(wanted), Brew.knocked_out_at.is_not(None)
    )
    began = _by_batch(tx, out.group_by(Brew.batch_id))
    gravities: defaultdict[Id, list[Gravity]] = defaultdict(list)
    rows = tx.session.execute(_readings(wanted)).scalars().all()
    replaced = {row.supersedes_id for row in rows}
    before: dict[Id, Decimal] = {}
    for row in rows:
        slipped = not row.confirmed and steps_up(before.get(row.batch_id), row.gravity)
        if row.gravity is not None and row.id not in replaced and not slipped:
            before[row.batch_id] = row.gravity
            gravities[row.batch_id].append(Gravity(row.happened_at.astimezone(tx.zone), float(row.gravity)))
    found = {}
    targets = select(Batch.id, Batch.fermenter_days, Recipe.fg).join(Recipe, Recipe.id == Batch.recipe_id)
    for batch_id, days, fg in tx.session.execute(targets.where(Batch.id.in_(wanted))):
        since = began.get(batch_id, tx.today)
        target = None if fg is None else float(fg)
        found[batch_id] = forecast(since, days, target, gravities[batch_id], tx.today)
    return found


def _readings(batch_ids: Sequence[Id]) -> Select[FermentationReading]:
    query = select(FermentationReading).where(
        FermentationReading.batch_id.in_(batch_ids), FermentationReading.gravity.is_not(None)
    )
    return query.order_by(FermentationReading.happened_at, FermentationReading.id)
