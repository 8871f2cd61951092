"""Recipes come in, and their ingredients get to know the warehouse."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from sqlalchemy import func, select

from desertbrew.contexts.inventory.contract import ItemCreated
from desertbrew.contexts.production.commands.planning import tell_plans_with
from desertbrew.contexts.production.contract import RecipeImported
from desertbrew.contexts.production.errors import NothingChanged
from desertbrew.contexts.production.rules.batches import normalize_name
from desertbrew.contexts.production.rules.brewing_maths import figures_of
from desertbrew.contexts.production.rules.recipe import RecipeDraft
from desertbrew.contexts.production.rules.recipe_document import document_of
from desertbrew.contexts.production.tables import IngredientAlias, ItemCopy, Recipe, RecipeIngredient
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.counters import next_numbers
from desertbrew.platform.db import Tx

NAME_MAX = 200


@dataclass(frozen=True, slots=True)
class Imported:
    """A recipe that is here now; `known` is True where the very same one was here before."""

    recipe: Recipe
    known: bool


def import_recipes(tx: Tx, file_name: str, drafts: Sequence[RecipeDraft]) -> list[Imported]:
    """Keep every recipe of a file, each as a new version of its name; the very same recipe again is the one there is."""
    # The series' row stays locked until the commit: imports take turns, or two of one name would count the same version.
    next_numbers(tx, "recipe_import")
    return [_import(tx, file_name, draft) for draft in drafts]


def revise_recipe(tx: Tx, recipe_id: Id, draft: RecipeDraft, note: str) -> Recipe:
    """Make a new version of a recipe; the one it is based on stays as it is. (INV-R1)

    The name is the recipe's own, whatever the draft says. Raises `NothingChanged` where a version says the same already.
    """
    next_numbers(tx, "recipe_import")
    base = tx.session.get(Recipe, recipe_id)
    if base is None:
        raise NotFound(what=Text("una receta", "recipe"), id=recipe_id)
    draft = replace(draft, name=base.name, brewer=base.brewer, source_format="app")
    made = _import(tx, "", draft, based_on=base.id, note=note)
    if made.known:
        raise NothingChanged(name=made.recipe.name, version=made.recipe.version)
    return made.recipe


def _import(tx: Tx, file_name: str, draft: RecipeDraft, based_on: Id | None = None, note: str | None = None) -> Imported:
    fingerprint = _fingerprint(draft)
    known = tx.session.execute(select(Recipe).where(Recipe.content_hash == fingerprint)).scalar_one_or_none()
    if known is not None:
        return Imported(known, known=True)
    normalized = normalize_name(draft.name)
    latest = tx.session.execute(
        select(func.max(Recipe.version)).where(Recipe.normalized_name == normalized)
    ).scalar_one_or_none()
    computed = figures_of(draft)
    recipe = Recipe(
        id=new_id(),
        name=draft.name[:NAME_MAX],
        normalized_name=normalized,
        version=(latest or 0) + 1,
        style=draft.style[:NAME_MAX],
        brewer=draft.brewer[:NAME_MAX],
        batch_volume_l=draft.batch_volume_l,
        boil_minutes=draft.boil_minutes,
        efficiency_pct=draft.efficiency_pct,
        og=draft.og or computed.og,
        fg=draft.fg or computed.fg,
        abv_pct=draft.abv_pct or computed.abv_pct,
        ibu=draft.ibu or computed.ibu,
        color_srm=draft.color_srm or computed.color_srm,
        computed=_json(asdict(computed)),
        notes=draft.notes,
        mash_steps=_json([asdict(step) for step in draft.mash_steps]),
        repairs=_json([{**asdict(repair), "detail": repair.detail} for repair in draft.repairs]),
        source_format=draft.source_format,
        source_file=file_name,
        content_hash=fingerprint,
        imported_at=tx.now,
        document=document_of(draft),
        based_on=based_on,
        change_note=note,
    )
    tx.session.add(recipe)
    tx.session.flush()
    for line in draft.ingredient_lines():
        tx.session.add(
            RecipeIngredient(
                recipe_id=recipe.id,
                line=line.line,
                kind=line.kind,
                name=line.name[:NAME_MAX],
                normalized_name=normalize_name(line.name),
                amount=line.amount,
                unit=line.unit,
                use=line.use,
                time_minutes=line.time_minutes,
            )
        )
    tx.emit(RecipeImported(recipe.id, recipe.name, recipe.version))
    return Imported(recipe, known=False)


def _fingerprint(draft: RecipeDraft) -> str:
    """What makes two recipes the same: everything a brewer would see, not where in which file it stood."""
    bare = replace(draft, line=None, repairs=(), source_format="unknown")
    said = asdict(bare)
    if bare.fermenter_days is None:
        # Recipes that came before this was asked of them are still the same.
        del said["fermenter_days"]
    return hashlib.sha256(_json(said).encode()).hexdigest()


def _json(value: object) -> str:
    return json.dumps(value, default=str, ensure_ascii=False, sort_keys=True)


def confirm_alias(tx: Tx, kind: str, name: str, item_id: Id | None, by: str) -> IngredientAlias:
    """Say once which item an ingredient's name means; None means that it is not stocked, like tap water."""
    if item_id is not None and tx.session.get(ItemCopy, item_id) is None:
        raise NotFound(what=Text("un artículo", "item"), id=item_id)
    alias = IngredientAlias(
        kind=kind, normalized_name=normalize_name(name), item_id=item_id, confirmed_by=by, confirmed_at=tx.now
    )
    merged = tx.session.merge(alias)
    tx.session.flush()
    tell_plans_with(tx, alias.kind, alias.normalized_name)
    return merged


def know_item(tx: Tx, created: ItemCreated) -> None:
    """Keep a copy of an item of the catalogue."""
    tx.session.merge(
        ItemCopy(
            id=created.item_id,
            sku=created.sku,
            name=created.name,
            kind=created.kind.value,
            base_unit=created.base_unit.value,
        )
    )
