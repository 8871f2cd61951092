"""A count is planned, begun, and handed to the office."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Select, insert, select

from desertbrew.contexts.inventory import queries
from desertbrew.contexts.inventory.contract import StockCountSubmitted
from desertbrew.contexts.inventory.errors import CountMoveRefused, CountUnfinished, NothingToCount
from desertbrew.contexts.inventory.rules import TRANSIT
from desertbrew.contexts.inventory.rules.counts import COUNT_MOVES, CountMove, CountScope, CountState
from desertbrew.contexts.inventory.tables import HERE, CountLine, Item, Lot, LotPlace, Movement, StockCount
from desertbrew.kernel.errors import InvalidInput, NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.money import unit_cost
from desertbrew.platform.counters import next_numbers
from desertbrew.platform.db import Tx


@dataclass(frozen=True, slots=True)
class NewCount:
    """What to count; `ids` of one category, one place, or items."""

    scope: CountScope
    ids: Sequence[Id] = ()
    moved_since: date | None = None
    blind: bool = True
    note: str = ""


def plan_count(tx: Tx, new: NewCount) -> StockCount:
    """Write down what will be counted; which lots these are, its start says."""
    needs_ids = new.scope in {CountScope.CATEGORY, CountScope.LOCATION, CountScope.ITEMS}
    if needs_ids == (not new.ids) or (len(new.ids) > 1 and new.scope is not CountScope.ITEMS):
        raise InvalidInput("/ids", Text(es="Di qué se cuenta.", en="Say what is counted."))
    if (new.scope is CountScope.MOVED) != (new.moved_since is not None):
        raise InvalidInput("/moved_since", Text(es="Di desde cuándo.", en="Say since when."))
    row = StockCount(
        id=new_id(),
        number=f"CON-{next_numbers(tx, 'stock_count')[0]:05d}",
        note=new.note,
        scope=new.scope.value,
        scope_ids=json.dumps([str(each) for each in new.ids]),
        moved_since=new.moved_since,
        blind=new.blind,
        state=CountState.DRAFT.value,
        created_at=tx.now,
        created_by=tx.origin.actor,
        reason="",
    )
    tx.session.add(row)
    tx.session.flush()
    return row


def moved(tx: Tx, count_id: Id, move: CountMove) -> StockCount:
    """The count, locked, in the state to which the move leads; raises `CountMoveRefused` where it does not."""
    row = tx.session.get(StockCount, count_id, with_for_update=True)
    if row is None:
        raise NotFound(what=Text("un conteo", "count"), id=count_id)
    origins, target = COUNT_MOVES[move]
    if CountState(row.state) not in origins:
        raise CountMoveRefused(number=row.number, count_state=row.state, state=STATE_WORDS[CountState(row.state)])
    row.state = target.value
    return row


STATE_WORDS = {
    CountState.DRAFT: Text("en borrador", "a draft"),
    CountState.COUNTING: Text("contándose", "being counted"),
    CountState.COUNTED: Text("por aprobar", "waiting for approval"),
    CountState.APPROVED: Text("aprobado", "approved"),
    CountState.CANCELLED: Text("cancelado", "cancelled"),
}


def start_count(tx: Tx, count_id: Id) -> StockCount:
    """List what there is now, lot by lot and place by place; what comes later is found, or counted another day.

    What is on its way between two places stands nowhere, and is not counted.
    """
    row = moved(tx, count_id, CountMove.START)
    lots = tx.session.execute(_lots_of(tx, row)).all()
    if not lots:
        raise NothingToCount(number=row.number)
    row.started_at = tx.now
    tx.session.flush()
    tx.connection.execute(insert(CountLine), [_line(row.id, lot, place_id) for lot, place_id in lots])
    return row


def _lots_of(tx: Tx, row: StockCount) -> Select[Lot, Id]:
    query = (
        select(Lot, LotPlace.location_id.label("place_id"))
        .join(LotPlace, LotPlace.lot_id == Lot.id)
        .join(Item, Item.id == Lot.item_id)
        .where(HERE, LotPlace.location_id != TRANSIT)
    )
    ids = [UUID(each) for each in json.loads(row.scope_ids)]
    if row.scope == CountScope.CATEGORY:
        query = query.where(Item.category_id == ids[0])
    elif row.scope == CountScope.LOCATION:
        query = query.where(LotPlace.location_id == ids[0])
    elif row.scope == CountScope.ITEMS:
        query = query.where(Lot.item_id.in_(ids))
    elif row.scope == CountScope.MOVED:
        assert row.moved_since is not None, "planned with a day"
        since = datetime.combine(row.moved_since, time(), tx.zone)
        query = query.where(Lot.item_id.in_(select(Movement.item_id).where(Movement.posted_at >= since)))
    return query


def _line(count_id: Id, lot: Lot, place_id: Id) -> dict[str, Any]:
    return {
        "id": new_id(),
        "count_id": count_id,
        "item_id": lot.item_id,
        "lot_id": lot.id,
        "location_id": place_id,
        "supplier_lot": lot.supplier_lot,
        "expires_on": lot.expires_on,
        "unit_cost": unit_cost(lot.initial_cost, lot.initial_quantity),
        "recount": False,
    }


def submit_count(tx: Tx, count_id: Id, *, leave_uncounted: bool) -> StockCount:
    """Hand the count to the office; what nobody counted stays as the books have it, if the counter says so."""
    row = moved(tx, count_id, CountMove.SUBMIT)
    lines = queries.count_lines(tx, row.id)
    open_lines = sum(view.variance is None or view.line.recount for view in lines)
    if open_lines and not leave_uncounted:
        raise CountUnfinished(number=row.number, count=open_lines)
    row.submitted_at = tx.now
    row.submitted_by = tx.origin.actor
    summary = queries.summary_of(lines)
    tx.emit(StockCountSubmitted(row.id, row.number, summary.lines, summary.counted, summary.critical))
    return row
