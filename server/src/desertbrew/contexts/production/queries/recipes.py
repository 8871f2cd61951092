"""Recipes, and which item each ingredient is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from rapidfuzz import fuzz, process
from sqlalchemy import Select, select, tuple_

from desertbrew.contexts.production.rules.batches import normalize_name
from desertbrew.contexts.production.rules.recipe import (
    Fermentable,
    Hop,
    HopUse,
    IngredientUnit,
    Misc,
    RecipeDraft,
    Yeast,
)
from desertbrew.contexts.production.rules.recipe_document import recipe_of
from desertbrew.contexts.production.tables import IngredientAlias, ItemCopy, Recipe, RecipeIngredient
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx
from desertbrew.platform.search import found_in

LINE_KINDS = {"malt": {"MALT"}, "hops": {"HOPS"}, "yeast": {"YEAST"}, "rest": {"ADJUNCT", "WATER_AGENT", "OTHER"}}
NAMES_MAX = 300
"""More than anybody confirms in one sitting; the rest comes up when these are done."""
SUGGESTIONS = 3
SUGGESTION_SCORE_MIN = 60
"""Per cent of likeness under which a suggestion only distracts."""


@dataclass(frozen=True, slots=True)
class IngredientMatch:
    """An ingredient's name, what it was confirmed to be, and what it looks like."""

    kind: str
    name: str
    alias: IngredientAlias | None
    item: ItemCopy | None
    suggestions: list[tuple[ItemCopy, int]]


def recipes(tx: ReadTx, q: str | None, after: tuple[str, Id] | None, limit: int) -> Sequence[Recipe]:
    """Recipes by name, every version."""
    query = select(Recipe).order_by(Recipe.name, Recipe.id).limit(limit)
    if q:
        query = query.where(found_in(q, Recipe.name, Recipe.style))
    if after:
        query = query.where(tuple_(Recipe.name, Recipe.id) > after)
    return tx.session.execute(query).scalars().all()


def recipe(tx: ReadTx, recipe_id: Id) -> tuple[Recipe, Sequence[Any]]:
    """One recipe and its (RecipeIngredient, IngredientAlias | None, ItemCopy | None) lines."""
    found = tx.session.get(Recipe, recipe_id)
    if found is None:
        raise NotFound(what=Text("una receta", "recipe"), id=recipe_id)
    lines = _with_match().where(RecipeIngredient.recipe_id == recipe_id).order_by(RecipeIngredient.line)
    return found, tx.session.execute(lines).all()


def recipe_draft(tx: ReadTx, recipe_id: Id) -> tuple[Recipe, RecipeDraft]:
    """One recipe whole, as the formulas and the exports need it.

    One that was imported before whole recipes were kept is put together from its lines: without yields and alphas.
    """
    found, lines = recipe(tx, recipe_id)
    if found.document is not None:
        return found, recipe_of(found.document)
    return found, from_lines(found, [line for line, _, _ in lines])


def from_lines(row: Recipe, lines: Sequence[RecipeIngredient]) -> RecipeDraft:
    """What can still be told of a recipe from its warehouse lines."""
    of = {kind: [line for line in lines if line.kind in kinds] for kind, kinds in LINE_KINDS.items()}
    return RecipeDraft(
        name=row.name,
        batch_volume_l=row.batch_volume_l,
        source_format="unknown",
        style=row.style,
        brewer=row.brewer,
        boil_minutes=row.boil_minutes,
        efficiency_pct=row.efficiency_pct,
        og=row.og,
        fg=row.fg,
        abv_pct=row.abv_pct,
        ibu=row.ibu,
        color_srm=row.color_srm,
        fermentables=tuple(Fermentable(each.name, "grain", each.amount, None, None) for each in of["malt"]),
        hops=tuple(
            Hop(each.name, each.amount / 1000, None, cast("HopUse", each.use), each.time_minutes) for each in of["hops"]
        ),
        yeasts=tuple(Yeast(each.name, each.amount, cast("IngredientUnit", each.unit)) for each in of["yeast"]),
        miscs=tuple(
            Misc(each.name, "other", "boil", each.amount, cast("IngredientUnit", each.unit), each.time_minutes)
            for each in of["rest"]
            if each.unit in {"g", "ml", "piece"}
        ),
        notes=row.notes,
    )


def recipe_versions(tx: ReadTx, recipe_id: Id, before: int | None, limit: int) -> Sequence[Recipe]:
    """Every version of that recipe's name, the newest first."""
    own, _ = recipe(tx, recipe_id)
    query = select(Recipe).where(Recipe.normalized_name == own.normalized_name).order_by(Recipe.version.desc()).limit(limit)
    if before is not None:
        query = query.where(Recipe.version < before)
    return tx.session.execute(query).scalars().all()


def _with_match() -> Select[RecipeIngredient, IngredientAlias, ItemCopy]:
    same_name = (IngredientAlias.kind == RecipeIngredient.kind) & (
        IngredientAlias.normalized_name == RecipeIngredient.normalized_name
    )
    return (
        select(RecipeIngredient, IngredientAlias, ItemCopy)
        .outerjoin(IngredientAlias, same_name)
        .outerjoin(ItemCopy, ItemCopy.id == IngredientAlias.item_id)
    )


def ingredient_matches(tx: ReadTx, recipe_id: Id | None) -> list[IngredientMatch]:
    """Every ingredient name of a recipe once, with suggestions for those not confirmed.

    Where no recipe is named: of all recipes, those not confirmed first, `NAMES_MAX` at the most.
    """
    query = _with_match().order_by(RecipeIngredient.kind, RecipeIngredient.name)
    if recipe_id is not None:
        query = query.where(RecipeIngredient.recipe_id == recipe_id)
    rows = cast("Iterable[tuple[RecipeIngredient, IngredientAlias | None, ItemCopy | None]]", tx.session.execute(query))
    found: dict[tuple[str, str], tuple[RecipeIngredient, IngredientAlias | None, ItemCopy | None]] = {}
    for row in rows:
        found.setdefault((row[0].kind, row[0].normalized_name), row)
    ranked = sorted(found.values(), key=lambda row: row[1] is not None) if recipe_id is None else list(found.values())
    items = tx.session.execute(select(ItemCopy).order_by(ItemCopy.name)).scalars().all()
    names = [normalize_name(item.name) for item in items]
    return [
        IngredientMatch(
            ingredient.kind,
            ingredient.name,
            alias,
            item,
            [] if alias is not None else suggest(ingredient.kind, ingredient.name, items, names),
        )
        for ingredient, alias, item in ranked[:NAMES_MAX]
    ]


def suggest(
    kind: str, name: str, items: Sequence[ItemCopy], names: Sequence[str] | None = None
) -> list[tuple[ItemCopy, int]]:
    """The items whose names look most like `name`, each with its likeness in per cent.

    `names` are the items' own, normalized, where the caller has them. Only items of the same kind are looked at, where
    there are any.
    """
    names = names or [normalize_name(item.name) for item in items]
    same = {index: names[index] for index, item in enumerate(items) if item.kind == kind}
    ranked = process.extract(
        normalize_name(name),
        same or dict(enumerate(names)),
        scorer=fuzz.token_set_ratio,
        limit=SUGGESTIONS,
        score_cutoff=SUGGESTION_SCORE_MIN,
    )
    return [(items[index], round(score)) for _, score, index in ranked]
