"""How a batch ferments: its readings, and what they come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from desertbrew.contexts.production.rules.fermentation import Progress, progress, steps_up
from desertbrew.contexts.production.tables import Batch, Brew, FermentationReading, Recipe
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx

SIX_PLACES = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class ReadingView:
    """A reading, whether another took its place, and whether it probably is a slip."""

    row: FermentationReading
    superseded: bool
    suspect: bool
    progress: Progress | None


@dataclass(frozen=True, slots=True)
class FermentationView:
    """A batch's fermentation: from which gravity to which, and where it is now."""

    og: Decimal | None
    target_fg: Decimal | None
    target_abv_pct: Decimal | None
    latest: ReadingView | None
    readings: Sequence[ReadingView]


def fermentation(tx: ReadTx, batch_id: Id) -> FermentationView:
    """Every reading of a batch in the order in which they were taken.

    A step up is looked for between readings that stand; one that is suspect is not what the next is compared with.
    """
    batch = tx.session.get(Batch, batch_id)
    if batch is None:
        raise NotFound(what=Text("una cocción", "batch"), id=batch_id)
    recipe = tx.session.get_one(Recipe, batch.recipe_id)
    og = original_gravity(tx, batch_id) or recipe.og
    order = (FermentationReading.happened_at, FermentationReading.id)
    query = select(FermentationReading).where(FermentationReading.batch_id == batch_id).order_by(*order)
    rows = tx.session.execute(query).scalars().all()
    replaced = {row.supersedes_id for row in rows}
    found: list[ReadingView] = []
    before: Decimal | None = None
    latest: ReadingView | None = None
    for row in rows:
        superseded = row.id in replaced
        suspect = not superseded and not row.confirmed and steps_up(before, row.gravity)
        view = ReadingView(row, superseded, suspect, progress(og, row.gravity))
        found.append(view)
        if row.gravity is not None and not superseded and not suspect:
            before, latest = row.gravity, view
    return FermentationView(og, recipe.fg, recipe.abv_pct, latest, found)


def original_gravity(tx: ReadTx, batch_id: Id) -> Decimal | None:
    """The wort's gravity over all brews in the fermenter, by their litres; None where none was measured."""
    query = select(Brew.og, Brew.fermenter_volume_l).where(Brew.batch_id == batch_id, Brew.og.is_not(None))
    measured = [(og, litres) for og, litres in tx.session.execute(query) if og and litres]
    total = sum((litres for _, litres in measured), Decimal(0))
    if not total:
        return None
    return (sum((og * litres for og, litres in measured), Decimal(0)) / total).quantize(SIX_PLACES)
