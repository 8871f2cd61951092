"""What planned batches will ask for is kept aside on paper: nobody is refused for it, but everybody is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import bindparam, delete, func, insert, select, update

from desertbrew.contexts.inventory.contract import IssuedDraw, Need
from desertbrew.contexts.inventory.queries import items_with_conversions
from desertbrew.contexts.inventory.tables import Issue, Movement, Reservation, ReservedBatch
from desertbrew.kernel.ids import Id
from desertbrew.kernel.quantity import MOST_QUANTITY, UnitMismatch, to_base
from desertbrew.platform.db import Tx

ACTIVE, CLOSED = "ACTIVE", "CLOSED"
STILL_ASKING = frozenset({"PLANNED", "STARTING", "BREWING"})
"""A batch of several brews asks once for each; from fermenting on it asks no more."""


@dataclass(frozen=True, slots=True)
class PlannedBatch:
    """A batch and its day as production told them; empty where it told less."""

    batch_id: Id
    number: str
    recipe_name: str = ""
    planned_on: date | None = None


def reserve(tx: Tx, batch: PlannedBatch, needs: Sequence[Need], *, replanned: bool) -> None:
    """Keep what the batch will ask for; a later plan takes the place of the earlier, whichever is heard first. (INV-L30)"""
    known = tx.session.get(ReservedBatch, batch.batch_id, with_for_update=True)
    if known is None:
        known = ReservedBatch(batch_id=batch.batch_id, number=batch.number, recipe_name="", state=ACTIVE, replanned=False)
        known.planned_on, known.heard_at = None, tx.now
        tx.session.add(known)
    known.recipe_name = batch.recipe_name[:200] or known.recipe_name
    if known.replanned and not replanned:
        return
    known.planned_on = batch.planned_on
    known.replanned = replanned
    known.heard_at = tx.now
    tx.session.flush()
    _keep(tx, batch.batch_id, needs)


def _keep(tx: Tx, batch_id: Id, needs: Sequence[Need]) -> None:
    items = items_with_conversions(tx, (need.item_id for need in needs))
    quantities: dict[Id, Decimal | None] = {}
    asked: dict[Id, list[str]] = {}
    for need in needs:
        item = items.get(need.item_id)
        if item is None or need.amount <= 0:
            continue
        asked.setdefault(item.id, []).append(f"{need.amount:f} {need.unit}")
        before = quantities.get(item.id, Decimal(0))
        try:
            amount = to_base(need.amount, need.unit, item.base_unit, item.own).amount
        except UnitMismatch:
            quantities[item.id] = None
            continue
        quantities[item.id] = None if before is None else min(before + amount, MOST_QUANTITY)
    issued = _issued_before(tx, batch_id, list(quantities))
    tx.connection.execute(delete(Reservation).where(Reservation.batch_id == batch_id))
    rows = [
        {
            "batch_id": batch_id,
            "item_id": item_id,
            "quantity": quantity,
            "issued": issued.get(item_id, Decimal(0)),
            "asked": " + ".join(asked[item_id])[:200],
        }
        for item_id, quantity in sorted(quantities.items())
    ]
    if rows:
        tx.connection.execute(insert(Reservation), rows)


def _issued_before(tx: Tx, batch_id: Id, item_ids: Sequence[Id]) -> dict[Id, Decimal]:
    """What the batch has been given already: its plan may be heard of after its first brew was."""
    issues = list(tx.connection.execute(select(Issue.id).where(Issue.batch_id == batch_id)).scalars())
    if not issues or not item_ids:
        return {}
    given = (
        select(Movement.item_id, func.sum(Movement.quantity))
        .where(Movement.item_id.in_(item_ids), Movement.document_id.in_(issues))
        .group_by(Movement.item_id)
    )
    return {item_id: -quantity for item_id, quantity in tx.connection.execute(given)}


_GIVE = (
    update(Reservation)
    .where(Reservation.batch_id == bindparam("batch"), Reservation.item_id == bindparam("item"))
    .values(issued=Reservation.issued + bindparam("given", type_=Reservation.issued.type))
)


def count_as_issued(tx: Tx, batch_id: Id, draws: Sequence[IssuedDraw]) -> None:
    """What a batch was given, it waits for no longer."""
    given: dict[Id, Decimal] = {}
    for draw in draws:
        given[draw.item_id] = given.get(draw.item_id, Decimal(0)) + draw.quantity
    if given:
        rows = [{"batch": batch_id, "item": item_id, "given": quantity} for item_id, quantity in sorted(given.items())]
        tx.connection.execute(_GIVE, rows)


def follow_batch(tx: Tx, batch_id: Id, number: str, state: str) -> None:
    """Let go of what a batch no longer asks for; closed is closed, also where the plan is heard of later."""
    if state in STILL_ASKING:
        return
    known = tx.session.get(ReservedBatch, batch_id, with_for_update=True)
    if known is None:
        known = ReservedBatch(batch_id=batch_id, number=number, recipe_name="", replanned=False)
        known.planned_on, known.heard_at = None, tx.now
        tx.session.add(known)
    known.state = CLOSED
