"""A batch before its first brew: planned, and planned again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import delete, select

from desertbrew.contexts.production.commands.bookings import book_plan
from desertbrew.contexts.production.commands.moving import brews_of, locked, materials_of, require, tell
from desertbrew.contexts.production.contract import BatchPlanned, BatchReplanned
from desertbrew.contexts.production.errors import ProductNotLitres
from desertbrew.contexts.production.queries import plans as queries
from desertbrew.contexts.production.queries.plans import Plan
from desertbrew.contexts.production.rules.batches import BatchState, BrewState, Move
from desertbrew.contexts.production.tables import Batch, BatchIngredient, Brew, ItemCopy, Recipe, RecipeIngredient
from desertbrew.kernel.errors import InvalidInput, NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.money import ZERO
from desertbrew.kernel.quantity import MOST_QUANTITY, BaseUnit
from desertbrew.platform.counters import next_numbers
from desertbrew.platform.db import Tx


@dataclass(frozen=True, slots=True)
class NewBatch:
    """A beer to plan."""

    recipe_id: Id
    planned_volume_l: Decimal
    planned_on: date
    product_item_id: Id | None = None
    brews: int = 1
    fermenter_id: Id | None = None
    fermenter_days: int | None = None
    """None takes what the recipe says, or what its earlier batches took, or what is usual."""
    equipment_id: Id | None = None
    """The brewhouse to scale for; None takes the plant's default where there is one."""


@dataclass(frozen=True, slots=True)
class NewPlan:
    """Another plan for a batch that has not started; None leaves as it is."""

    planned_volume_l: Decimal | None = None
    planned_on: date | None = None
    brews: int | None = None
    fermenter_id: Id | None = None
    fermenter_days: int | None = None
    equipment_id: Id | None = None


def plan_batch(tx: Tx, new: NewBatch) -> Batch:
    """Give a recipe a day and a volume; the recipe is frozen into the batch, scaled to that volume on its brewhouse.

    Its fermenter is booked; raises `FermenterNotFree` where somebody else has it on those days. (INV-V4)
    """
    recipe = tx.session.get(Recipe, new.recipe_id)
    if recipe is None:
        raise NotFound(what=Text("una receta", "recipe"), id=new.recipe_id)
    if new.product_item_id is not None:
        product = tx.session.get(ItemCopy, new.product_item_id)
        if product is None:
            raise NotFound(what=Text("un artículo", "item"), id=new.product_item_id)
        if product.base_unit != BaseUnit.L:
            raise ProductNotLitres(name=product.name, unit=product.base_unit)
    plan = queries.plan_of(tx, recipe.id, new.planned_volume_l, new.brews, new.equipment_id)
    batch = Batch(
        id=new_id(),
        number=f"L-{next_numbers(tx, 'batch')[0]:04d}",
        recipe_id=recipe.id,
        recipe_name=recipe.name,
        state=BatchState.PLANNED.value,
        planned_on=new.planned_on,
        planned_volume_l=new.planned_volume_l,
        packaged_volume_l=None,
        product_item_id=new.product_item_id,
        brews_planned=new.brews,
        fermenter_id=new.fermenter_id,
        fermenter_days=new.fermenter_days or plan.fermenter_days,
        plan_revision=1,
        shortages="[]",
        total_cost=ZERO,
        cost_per_litre=None,
        planned_at=tx.now,
    )
    tx.session.add(batch)
    tx.session.flush()
    _freeze(tx, batch, recipe, plan)
    book_plan(tx, batch)
    _number_brews(tx, batch)
    tell(tx, batch, "planned", f"{new.planned_volume_l:f} L")
    tx.session.flush()
    tx.emit(
        BatchPlanned(
            batch.id,
            batch.number,
            batch.recipe_name,
            new.planned_volume_l,
            new.planned_on,
            recipe.style,
            recipe.abv_pct,
            recipe.ibu,
            tx.now,
            materials_of(tx, batch),
        )
    )
    return batch


def replan_batch(tx: Tx, batch_id: Id, plan: NewPlan) -> Batch:
    """Move a planned batch to another day, volume, number of brews, brewhouse or fermenter; the recipe is scaled anew.

    Its fermenter's booking goes along, or the batch stays as it was planned. Each plan has the next revision.
    """
    batch = locked(tx, batch_id)
    require(batch, Move.REPLAN)
    for name in ("planned_on", "fermenter_id", "fermenter_days"):
        wanted = getattr(plan, name)
        if wanted is not None:
            setattr(batch, name, wanted)
    _rescale(tx, batch, plan)
    batch.plan_revision += 1
    tx.session.flush()
    book_plan(tx, batch)
    what = f"{batch.planned_volume_l.normalize():f} L · {batch.planned_on:%d/%m/%Y} · {batch.brews_planned}"
    tell(tx, batch, "replanned", f"rev. {batch.plan_revision} · {what}")
    tell_plan(tx, batch)
    return batch


def _rescale(tx: Tx, batch: Batch, plan: NewPlan) -> None:
    """Freeze the recipe anew where litres, brews or brewhouse are others; other days and tanks weigh nothing."""
    litres, brews = plan.planned_volume_l or batch.planned_volume_l, plan.brews or batch.brews_planned
    kit = plan.equipment_id or batch.equipment_id
    is_same = litres == batch.planned_volume_l and kit == batch.equipment_id
    if is_same and brews == batch.brews_planned:
        return
    # Without a brewhouse the number of brews changes nothing that is weighed.
    if not is_same or kit is not None:
        batch.planned_volume_l = litres
        tx.session.execute(delete(BatchIngredient).where(BatchIngredient.batch_id == batch.id))
        scaled = queries.plan_of(tx, batch.recipe_id, litres, brews, kit)
        _freeze(tx, batch, tx.session.get_one(Recipe, batch.recipe_id), scaled)
    if brews != batch.brews_planned:
        for brew in brews_of(tx, batch):
            tx.session.delete(brew)
        tx.session.flush()
        batch.brews_planned = brews
        _number_brews(tx, batch)


def tell_plan(tx: Tx, batch: Batch) -> None:
    """Tell what a planned batch will take, in place of what was told before."""
    materials = materials_of(tx, batch)
    tx.emit(BatchReplanned(batch.id, batch.number, batch.planned_volume_l, batch.planned_on, materials, batch.plan_revision))


def tell_plans_with(tx: Tx, kind: str, normalized_name: str) -> None:
    """Somebody said what an ingredient is: what planned batches take of it is known better, and who keeps it hears so."""
    mentions = select(BatchIngredient.batch_id).where(
        BatchIngredient.kind == kind, BatchIngredient.normalized_name == normalized_name
    )
    planned = select(Batch).where(Batch.state == BatchState.PLANNED.value, Batch.id.in_(mentions)).order_by(Batch.id)
    for batch in tx.session.execute(planned).scalars():
        tell_plan(tx, batch)


def _freeze(tx: Tx, batch: Batch, recipe: Recipe, plan: Plan) -> None:
    """Write the recipe's lines into the batch as they are planned, and what a brew of it is on its brewhouse."""
    batch.equipment_id = plan.equipment.id if plan.equipment else None
    batch.kettle = plan.kettle.to_text() if plan.kettle else None
    amounts = {line.line: line.amount for line in plan.lines}
    lines = select(RecipeIngredient).where(RecipeIngredient.recipe_id == recipe.id).order_by(RecipeIngredient.line)
    for line in tx.session.execute(lines).scalars():
        if amounts[line.line] > MOST_QUANTITY:
            raise InvalidInput(
                "/planned_volume_l",
                Text(es="Haría falta demasiado de {name}.", en="It would take too much of {name}."),
                name=line.name,
            )
        tx.session.add(
            BatchIngredient(
                batch_id=batch.id,
                line=line.line,
                kind=line.kind,
                name=line.name,
                normalized_name=line.normalized_name,
                amount=amounts[line.line],
                unit=line.unit,
                use=line.use,
                time_minutes=line.time_minutes,
            )
        )


def _number_brews(tx: Tx, batch: Batch) -> None:
    for number in range(1, batch.brews_planned + 1):
        tx.session.add(Brew(id=new_id(), batch_id=batch.id, number=number, state=BrewState.PLANNED.value))
