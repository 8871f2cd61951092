"""Recipes and matching on the wire."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.inventory.contract import ItemKind
from desertbrew.contexts.production import commands, queries
from desertbrew.contexts.production.errors import FileUnreadable
from desertbrew.contexts.production.http.permissions import IMPORT_RECIPES, MATCH_INGREDIENTS, READ_RECIPES, routes
from desertbrew.contexts.production.rules.recipe import ImportResult
from desertbrew.contexts.production.rules.recipe_files import read_recipe_file
from desertbrew.contexts.production.tables import IngredientAlias, ItemCopy, Recipe
from desertbrew.kernel.ids import Id
from desertbrew.platform.auth import Caller
from desertbrew.platform.db import ReadTx, Tx
from desertbrew.platform.http.pages import Cursor, Limit, Page, decode_cursor, page_of


class RecipeFileIn(BaseModel):
    """A recipe file, whole: BeerSmith .bsmx, BeerXML or BeerJSON."""

    model_config = ConfigDict(extra="forbid")

    file_name: str = Field(min_length=1, max_length=255)
    content_base64: str = Field(min_length=4, max_length=12_000_000)


class RepairOut(BaseModel):
    """One thing that had to be changed to understand the file."""

    code: str
    path: str
    found: str
    used: str
    line: int | None
    detail: str


class ImportedOut(BaseModel):
    """A recipe that is here now."""

    recipe_id: Id
    name: str
    version: int
    known: bool
    repairs: list[RepairOut]


class RefusalOut(BaseModel):
    """A recipe, or the file, that was not imported."""

    code: str
    name: str
    line: int | None
    reason: str


class RecipeImportOut(BaseModel):
    """What came of a file."""

    file_name: str
    format: str
    imported: list[ImportedOut]
    refused: list[RefusalOut]


class MatchedItemOut(BaseModel):
    """The item that an ingredient is."""

    item_id: Id
    sku: str
    name: str


class IngredientOut(BaseModel):
    """One line of a recipe; `matched` without `match` means that it is not stocked."""

    line: int
    kind: str
    name: str
    amount: Decimal
    unit: str
    use: str
    time_minutes: Decimal | None
    matched: bool
    match: MatchedItemOut | None


class RecipeOut(BaseModel):
    """A version of a recipe; figures are the file's own, or ours where it has none."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    name: str
    version: int
    style: str
    brewer: str
    batch_volume_l: Decimal
    boil_minutes: Decimal | None
    efficiency_pct: Decimal | None
    og: Decimal | None
    fg: Decimal | None
    abv_pct: Decimal | None
    ibu: Decimal | None
    color_srm: Decimal | None
    source_format: str
    source_file: str
    imported_at: datetime


class FiguresOut(BaseModel):
    """What we compute from the ingredients (BeerSmith's conventions); null where the recipe does not allow it."""

    og: Decimal | None
    fg: Decimal | None
    abv_pct: Decimal | None
    ibu: Decimal | None
    color_srm: Decimal | None


class RecipeDetailOut(RecipeOut):
    """A recipe, whole."""

    ingredients: list[IngredientOut]
    computed: FiguresOut
    repairs: list[RepairOut]
    notes: str
    unmatched: int


class SuggestionOut(BaseModel):
    """An item whose name looks like the ingredient's; `score` is likeness in per cent."""

    item_id: Id
    sku: str
    name: str
    score: int


class IngredientMatchOut(BaseModel):
    """An ingredient's name, what it is confirmed to be, and what it looks like."""

    kind: str
    name: str
    matched: bool
    match: MatchedItemOut | None
    suggestions: list[SuggestionOut]


class IngredientMatchesOut(BaseModel):
    """Every name once; a short list, so not a page."""

    items: list[IngredientMatchOut]


class AliasIn(BaseModel):
    """That an ingredient's name means this item; null: it is not stocked."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    kind: ItemKind
    name: str = Field(min_length=1, max_length=200)
    item_id: Id | None


class AliasOut(BaseModel):
    """What is confirmed now."""

    kind: str
    name: str
    item_id: Id | None


def matched_item(item: ItemCopy | None) -> MatchedItemOut | None:
    """The item as a line shows it."""
    return None if item is None else MatchedItemOut(item_id=item.id, sku=item.sku, name=item.name)


def ingredient_out(ingredient: Any, alias: IngredientAlias | None, item: ItemCopy | None) -> IngredientOut:  # noqa: ANN401 - a recipe's or a batch's line
    """A recipe's or a batch's line on the wire."""
    return IngredientOut(
        line=ingredient.line,
        kind=ingredient.kind,
        name=ingredient.name,
        amount=ingredient.amount,
        unit=ingredient.unit,
        use=ingredient.use,
        time_minutes=ingredient.time_minutes,
        matched=alias is not None,
        match=matched_item(item),
    )


def _repairs(row: Recipe) -> list[RepairOut]:
    return [RepairOut(**repair) for repair in json.loads(row.repairs)]


def _read_file(body: RecipeFileIn) -> ImportResult:
    try:
        content = base64.b64decode(body.content_base64, validate=True)
    except (binascii.Error, ValueError) as error:
        raise FileUnreadable(file_name=body.file_name) from error
    return read_recipe_file(body.file_name, content)


@routes.command("POST", "/recipe-imports", IMPORT_RECIPES, prepare=_read_file, refusals=())
def import_recipes(tx: Tx, body: RecipeFileIn, prepared: ImportResult) -> RecipeImportOut:
    """Import every recipe of a file: each whole, repaired visibly, or refused with a reason; never by halves."""
    imported = commands.import_recipes(tx, body.file_name, prepared.recipes)
    return RecipeImportOut(
        file_name=body.file_name,
        format=prepared.format,
        imported=[
            ImportedOut(
                recipe_id=each.recipe.id,
                name=each.recipe.name,
                version=each.recipe.version,
                known=each.known,
                repairs=_repairs(each.recipe),
            )
            for each in imported
        ],
        refused=[
            RefusalOut(code=each.code, name=each.name, line=each.line, reason=each.reason) for each in prepared.refused
        ],
    )


@routes.query("/recipes", READ_RECIPES, refusals=())
def list_recipes(
    tx: ReadTx, q: Annotated[str | None, Query(max_length=120)] = None, limit: Limit = 100, cursor: Cursor = None
) -> Page[RecipeOut]:
    """Recipes by name, every version."""
    after = decode_cursor(cursor, [str, Id])
    found = queries.recipes(tx, q, (after[0], after[1]) if after else None, limit + 1)
    rows, following = page_of(found, limit, lambda row: (row.name, str(row.id)))
    return Page(items=[RecipeOut.model_validate(row) for row in rows], next_cursor=following)


@routes.query("/recipes/{recipe_id}", READ_RECIPES)
def read_recipe(tx: ReadTx, recipe_id: Id) -> RecipeDetailOut:
    """One recipe, whole."""
    row, lines = queries.recipe(tx, recipe_id)
    ingredients = [ingredient_out(*line) for line in lines]
    return RecipeDetailOut(
        **RecipeOut.model_validate(row).model_dump(),
        ingredients=ingredients,
        computed=FiguresOut.model_validate(json.loads(row.computed)),
        repairs=_repairs(row),
        notes=row.notes,
        unmatched=_count_unmatched(ingredients),
    )


def _count_unmatched(ingredients: Sequence[IngredientOut]) -> int:
    return sum(not line.matched for line in ingredients)


@routes.query("/ingredient-matches", READ_RECIPES, refusals=())
def list_ingredient_matches(tx: ReadTx, recipe_id: Id | None = None) -> IngredientMatchesOut:
    """Every ingredient name of a recipe, or of all, and which item it is."""
    items = [
        IngredientMatchOut(
            kind=each.kind,
            name=each.name,
            matched=each.alias is not None,
            match=matched_item(each.item),
            suggestions=[
                SuggestionOut(item_id=item.id, sku=item.sku, name=item.name, score=score) for item, score in each.suggestions
            ],
        )
        for each in queries.ingredient_matches(tx, recipe_id)
    ]
    return IngredientMatchesOut(items=items)


@routes.command("PUT", "/ingredient-aliases", MATCH_INGREDIENTS, status=200, refusals=(404,))
def confirm_alias(tx: Tx, body: AliasIn, caller: Caller) -> AliasOut:
    """Confirm once what an ingredient's name means; every recipe knows it from then on."""
    alias = commands.confirm_alias(tx, body.kind.value, body.name, body.item_id, caller.person_id)
    return AliasOut(kind=alias.kind, name=body.name, item_id=alias.item_id)
