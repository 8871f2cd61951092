"""Drawers of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from desertbrew.contexts.inventory.errors import CategoryNameTaken
from desertbrew.contexts.inventory.rules import DrawPolicy
from desertbrew.contexts.inventory.tables import ItemCategory
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.db import Tx
from desertbrew.platform.search import fold


@dataclass(frozen=True, slots=True)
class CategoryDetails:
    """What a drawer is called and for; `draw_policy` is what its new items begin with, where it says."""

    name: str
    description: str = ""
    draw_policy: DrawPolicy | None = None
    active: bool = True


def create_category(tx: Tx, new: CategoryDetails) -> ItemCategory:
    """Add a category; refuses a name that another has but for case, accents and spaces. (INV-I1)"""
    category = ItemCategory(id=new_id(), created_at=tx.now)
    _write(tx, category, new)
    tx.session.add(category)
    return category


def edit_category(tx: Tx, category_id: Id, new: CategoryDetails) -> ItemCategory:
    """Say anew what a category is; its items stay in it as they are, also when it closes."""
    category = tx.session.get(ItemCategory, category_id)
    if category is None:
        raise NotFound(what=Text("una categoría", "category"), id=category_id)
    _write(tx, category, new)
    return category


def _write(tx: Tx, category: ItemCategory, new: CategoryDetails) -> None:
    name = " ".join(new.name.split())
    key = fold(name) or ""
    holder = select(ItemCategory.name).where(ItemCategory.name_key == key, ItemCategory.id != category.id)
    taken = tx.session.execute(holder).scalar_one_or_none()
    if taken is not None:
        raise CategoryNameTaken(name=taken)
    category.name = name
    category.name_key = key
    category.description = new.description
    category.draw_policy = new.draw_policy.value if new.draw_policy else None
    category.active = new.active
