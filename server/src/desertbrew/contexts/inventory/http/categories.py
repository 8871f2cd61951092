"""Categories of items on the wire."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.http.permissions import EDIT_ITEMS, READ_STOCK, routes
from desertbrew.contexts.inventory.rules import DrawPolicy
from desertbrew.contexts.inventory.tables import ItemCategory
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx, Tx


class ItemCategoryIn(BaseModel):
    """A category; its draw policy is what its new items begin with, where it says."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: str = Field(min_length=2, max_length=60)
    description: str = Field(default="", max_length=300)
    draw_policy: DrawPolicy | None = None
    active: bool = True


class ItemCategoryOut(BaseModel):
    """A category and how many items are in it; an inactive one takes no new ones."""

    id: Id
    name: str
    description: str
    draw_policy: DrawPolicy | None
    active: bool
    items: int


class ItemCategoriesOut(BaseModel):
    """All of them; a short list, so not a page."""

    items: list[ItemCategoryOut]


def _category(row: ItemCategory, items: int) -> ItemCategoryOut:
    names = ItemCategoryOut.model_fields.keys() - {"items"}
    return ItemCategoryOut(**{name: getattr(row, name) for name in names}, items=items)


def _one(tx: Tx, row: ItemCategory) -> ItemCategoryOut:
    tx.session.flush()
    found: list[Any] = [each for each in queries.categories(tx) if each[0].id == row.id]
    return _category(*found[0])


@routes.query("/item-categories", READ_STOCK, refusals=())
def list_item_categories(tx: ReadTx) -> ItemCategoriesOut:
    """The categories by name."""
    return ItemCategoriesOut(items=[_category(*row) for row in queries.categories(tx)])


@routes.command("POST", "/item-categories", EDIT_ITEMS, refusals=(409,))
def create_item_category(tx: Tx, body: ItemCategoryIn) -> ItemCategoryOut:
    """Add a category."""
    return _one(tx, commands.create_category(tx, commands.CategoryDetails(**dict(body))))


@routes.command("PUT", "/item-categories/{category_id}", EDIT_ITEMS, status=200)
def edit_item_category(tx: Tx, category_id: Id, body: ItemCategoryIn) -> ItemCategoryOut:
    """Rename a category, open or close it; its items stay."""
    return _one(tx, commands.edit_category(tx, category_id, commands.CategoryDetails(**dict(body))))
