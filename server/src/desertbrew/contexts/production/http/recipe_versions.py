"""Versions of a recipe on the wire: the whole of one, a new one, and what changed between two."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from desertbrew.contexts.production import commands, queries
from desertbrew.contexts.production.http.permissions import EDIT_RECIPES, READ_RECIPES, routes
from desertbrew.contexts.production.http.recipe_shapes import RecipeDocument, RecipeVersionIn, draft_of
from desertbrew.contexts.production.http.recipes import RecipeOut
from desertbrew.contexts.production.rules.recipe_differences import differences
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx, Tx
from desertbrew.platform.http.pages import Cursor, Limit, Page, decode_cursor, page_of


class RecipeVersionOut(BaseModel):
    """One version of a recipe, and what it is based on."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    version: int
    imported_at: datetime
    source_format: str
    source_file: str
    based_on: Id | None
    change_note: str | None


class DifferenceOut(BaseModel):
    """One change: `section` is recipe, figures or a list of ingredients; `what` is added, removed or changed."""

    section: str
    what: str
    line: str
    field: str
    before: str | None
    after: str | None


class DifferencesOut(BaseModel):
    """What changed from one version to another."""

    from_version: int
    to_version: int
    items: list[DifferenceOut]


@routes.query("/recipes/{recipe_id}/document", READ_RECIPES)
def read_document(tx: ReadTx, recipe_id: Id) -> RecipeDocument:
    """The recipe whole, as a new version is made of it."""
    return RecipeDocument.model_validate(queries.recipe_draft(tx, recipe_id)[1])


@routes.query("/recipes/{recipe_id}/versions", READ_RECIPES)
def list_versions(tx: ReadTx, recipe_id: Id, limit: Limit = 100, cursor: Cursor = None) -> Page[RecipeVersionOut]:
    """Every version of the recipe's name, the newest first."""
    before = decode_cursor(cursor, [int])
    found = queries.recipe_versions(tx, recipe_id, before[0] if before else None, limit + 1)
    rows, following = page_of(found, limit, lambda row: (row.version,))
    return Page(items=[RecipeVersionOut.model_validate(row) for row in rows], next_cursor=following)


@routes.command("POST", "/recipes/{recipe_id}/versions", EDIT_RECIPES)
def revise_recipe(tx: Tx, recipe_id: Id, body: RecipeVersionIn) -> RecipeOut:
    """Make a new version; the one it is based on never changes."""
    made = commands.revise_recipe(tx, recipe_id, draft_of(body), body.change_note)
    tx.session.refresh(made)
    return RecipeOut.model_validate(made)


@routes.query("/recipes/{recipe_id}/differences", READ_RECIPES)
def read_differences(tx: ReadTx, recipe_id: Id, to: Id) -> DifferencesOut:
    """What changed from this version to another, line by line and with the figures that follow."""
    old, before = queries.recipe_draft(tx, recipe_id)
    new, after = queries.recipe_draft(tx, to)
    items = [DifferenceOut(**asdict(each)) for each in differences(before, after)]
    return DifferencesOut(from_version=old.version, to_version=new.version, items=items)
