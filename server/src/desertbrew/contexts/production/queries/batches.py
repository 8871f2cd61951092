"""Batches: where they stand, what they need, what they cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select

from desertbrew.contexts.inventory.contract import Available, MaterialAvailability, Need
from desertbrew.contexts.production.rules.batches import BatchState
from desertbrew.contexts.production.tables import (
    Batch,
    BatchCost,
    BatchEvent,
    BatchIngredient,
    Brew,
    IngredientAlias,
    ItemCopy,
)
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx
from desertbrew.platform.search import found_in


@dataclass(frozen=True, slots=True)
class MatchedIngredient:
    """A line of a batch and the item it is; an alias without an item means that it is not stocked."""

    ingredient: BatchIngredient
    alias: IngredientAlias | None
    item: ItemCopy | None

    @property
    def is_matched(self) -> bool:
        """Whether somebody confirmed what it is."""
        return self.alias is not None


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch with all that its page shows."""

    batch: Batch
    ingredients: Sequence[MatchedIngredient]
    brews: Sequence[Brew]
    costs: Sequence[BatchCost]
    history: Sequence[BatchEvent]


def batches(tx: ReadTx, state: BatchState | None, after: Id | None, limit: int, *, q: str | None = None) -> Sequence[Batch]:
    """Batches, the newest first; `q` is looked for in number and beer."""
    query = select(Batch).order_by(Batch.id.desc()).limit(limit)
    if q:
        query = query.where(found_in(q, Batch.number, Batch.recipe_name))
    if state is not None:
        query = query.where(Batch.state == state.value)
    if after is not None:
        query = query.where(Batch.id < after)
    return tx.session.execute(query).scalars().all()


def matched_ingredients(tx: ReadTx, batch_id: Id) -> list[MatchedIngredient]:
    """The batch's lines with what they are confirmed to be now."""
    same_name = (IngredientAlias.kind == BatchIngredient.kind) & (
        IngredientAlias.normalized_name == BatchIngredient.normalized_name
    )
    query = (
        select(BatchIngredient, IngredientAlias, ItemCopy)
        .outerjoin(IngredientAlias, same_name)
        .outerjoin(ItemCopy, ItemCopy.id == IngredientAlias.item_id)
        .where(BatchIngredient.batch_id == batch_id)
        .order_by(BatchIngredient.line)
    )
    return [MatchedIngredient(*row) for row in tx.session.execute(query)]


def batch(tx: ReadTx, batch_id: Id) -> BatchView:
    """One batch, whole."""
    found = tx.session.get(Batch, batch_id)
    if found is None:
        raise NotFound(what=Text("una cocción", "batch"), id=batch_id)
    costs = select(BatchCost).where(BatchCost.batch_id == batch_id).order_by(BatchCost.id)
    brews = select(Brew).where(Brew.batch_id == batch_id).order_by(Brew.number)
    history = select(BatchEvent).where(BatchEvent.batch_id == batch_id).order_by(BatchEvent.seq)
    return BatchView(
        found,
        matched_ingredients(tx, batch_id),
        tx.session.execute(brews).scalars().all(),
        tx.session.execute(costs).scalars().all(),
        tx.session.execute(history).scalars().all(),
    )


def batch_availability(tx: ReadTx, batch_id: Id) -> list[Available]:
    """What of the batch's material could be issued now, asked of inventory itself, and what it would cost."""
    if tx.session.get(Batch, batch_id) is None:
        raise NotFound(what=Text("una cocción", "batch"), id=batch_id)
    needs = [
        Need(line.item.id, line.ingredient.amount, line.ingredient.unit)
        for line in matched_ingredients(tx, batch_id)
        if line.item is not None and line.ingredient.amount > 0
    ]
    return tx.ports.get(MaterialAvailability).check(needs)


def cost_faults(tx: ReadTx) -> list[str]:
    """Batches whose total is not the sum of their cost ledger. (INV-B2)"""
    spent = select(BatchCost.batch_id, func.sum(BatchCost.amount).label("amount")).group_by(BatchCost.batch_id).subquery()
    total = case((spent.c.amount.is_(None), 0), else_=spent.c.amount)
    wrong = select(Batch.number).outerjoin(spent, spent.c.batch_id == Batch.id).where(total != Batch.total_cost)
    return [f"batch {number} does not cost what its ledger says" for number in tx.session.execute(wrong).scalars()]
