"""The sheet of a brew day, as it stands."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from desertbrew.contexts.production.queries.plans import kettle_of
from desertbrew.contexts.production.rules.brew_day import Aims, Rest, Share, Step, sheet_of
from desertbrew.contexts.production.tables import Batch, BatchIngredient, Brew, BrewStep, BrewStepEntry, Recipe
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx


@dataclass(frozen=True, slots=True)
class SheetView:
    """A brew with its batch, its steps, and all that was said of them in the order in which it happened."""

    batch: Batch
    brew: Brew
    steps: Sequence[BrewStep]
    entries: Sequence[BrewStepEntry]


def sheet_drafts(tx: ReadTx, batch: Batch, number: int) -> list[Step]:
    """What the sheet of a brew says by the recipe that is frozen into its batch."""
    recipe = tx.session.get_one(Recipe, batch.recipe_id)
    lines = select(BatchIngredient).where(BatchIngredient.batch_id == batch.id).order_by(BatchIngredient.line)
    rests = [
        Rest(str(step.get("name", "")), Decimal(str(step["step_temp_c"])), Decimal(str(step["step_minutes"])))
        for step in json.loads(recipe.mash_steps)
    ]
    frozen = tx.session.execute(lines).scalars().all()
    aims = Aims(recipe.boil_minutes, recipe.og)
    share = Share(batch.planned_volume_l, batch.brews_planned, number)
    return sheet_of(frozen, rests, aims, share, kettle_of(batch))


def brew_sheet(tx: ReadTx, brew_id: Id) -> SheetView:
    """A brew's sheet; without steps until its material has come."""
    brew = tx.session.get(Brew, brew_id)
    if brew is None:
        raise NotFound(what=Text("un cocimiento", "brew"), id=brew_id)
    steps = select(BrewStep).where(BrewStep.brew_id == brew_id).order_by(BrewStep.position)
    entries = select(BrewStepEntry).where(BrewStepEntry.brew_id == brew_id)
    return SheetView(
        tx.session.get_one(Batch, brew.batch_id),
        brew,
        tx.session.execute(steps).scalars().all(),
        tx.session.execute(entries.order_by(BrewStepEntry.happened_at, BrewStepEntry.id)).scalars().all(),
    )
