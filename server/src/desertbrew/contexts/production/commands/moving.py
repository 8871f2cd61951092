"""What every move of a batch shares: the row is locked, the table is asked, and what happened is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from desertbrew.contexts.production.contract import BatchMoved, RequestedMaterial
from desertbrew.contexts.production.errors import MoveNotAllowed
from desertbrew.contexts.production.queries import matched_ingredients
from desertbrew.contexts.production.rules.batches import BatchState, BrewState, Move, may, share_of_brew, why_not_brewing
from desertbrew.contexts.production.tables import Batch, BatchEvent, Brew
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import Tx

LOCK: dict[str, Any] = {"key_share": True}
"""A line of the beer ledger refers to its batch, and holds its key while it holds a vessel: a lock that bars keys too, taken
before the vessel, would wait for it in a circle. Nobody changes a key."""


def locked(tx: Tx, batch_id: Id) -> Batch:
    """The batch as it is now, nobody else's until the commit."""
    # Flushed first: reading it anew must not undo what this transaction did to it.
    tx.session.flush()
    batch = tx.session.get(Batch, batch_id, with_for_update=LOCK, populate_existing=True)
    if batch is None:
        raise NotFound(what=Text("una cocción", "batch"), id=batch_id)
    return batch


def brews_of(tx: Tx, batch: Batch) -> Sequence[Brew]:
    """The batch's brews in their order; whoever holds the batch owns them."""
    query = select(Brew).where(Brew.batch_id == batch.id).order_by(Brew.number)
    return tx.session.execute(query.execution_options(populate_existing=True)).scalars().all()


def require(batch: Batch, move: Move, brews: Sequence[Brew] = ()) -> None:
    """Raise `MoveNotAllowed` where the table, or the brews, do not allow the move. (INV-B1)"""
    why_not = None
    if not may(BatchState(batch.state), move):
        why_not = f"state-{batch.state.lower()}"
    elif brews:
        why_not = why_not_brewing(move, [BrewState(brew.state) for brew in brews])
    if why_not is not None:
        raise MoveNotAllowed(number=batch.number, state=batch.state, move=move.value, why_not=why_not)


def materials_of(tx: Tx, batch: Batch, brew: Brew | None = None) -> tuple[RequestedMaterial, ...]:
    """What the batch takes of matched items, or what one brew takes of it."""
    lines = [line for line in matched_ingredients(tx, batch.id) if line.item is not None]
    found = []
    for line in lines:
        assert line.item is not None, "lines without an item were left out"
        amount = line.ingredient.amount
        if brew is not None:
            amount = share_of_brew(amount, batch.brews_planned, brew.number)
        if amount > 0:
            found.append(RequestedMaterial(line.item.id, line.ingredient.name, amount, line.ingredient.unit))
    return tuple(found)


def tell(tx: Tx, batch: Batch, what: str, detail: str) -> None:
    """Write it into the batch's history, with the name that whoever did it had then."""
    by, name = tx.origin.actor, tx.origin.actor_name
    tx.session.add(BatchEvent(batch_id=batch.id, at=tx.now, what=what, by=by, by_name=name, detail=detail[:500]))


def moved(tx: Tx, batch: Batch) -> None:
    """Tell everybody where it stands now."""
    tx.emit(BatchMoved(batch.id, batch.number, batch.state, tx.now))
