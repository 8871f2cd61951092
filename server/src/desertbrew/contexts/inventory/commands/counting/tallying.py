"""Somebody stands before the shelf and says how much there is. (INV-N1)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func, select

from desertbrew.contexts.inventory.commands.counting.planning import moved
from desertbrew.contexts.inventory.commands.issuing import lock_balances
from desertbrew.contexts.inventory.commands.placing import require_locations, the_place_of
from desertbrew.contexts.inventory.errors import UnitDoesNotConvert
from desertbrew.contexts.inventory.queries import items_with_conversions
from desertbrew.contexts.inventory.rules.counts import CountMove
from desertbrew.contexts.inventory.tables import CountLine, CountTally, Lot, LotPlace, Movement, StockCount
from desertbrew.kernel.errors import InvalidInput, NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.money import unit_cost
from desertbrew.kernel.quantity import MOST_QUANTITY, UnitMismatch, to_base
from desertbrew.platform.db import Tx


@dataclass(frozen=True, slots=True)
class NewTally:
    """How much was there, in the unit that was counted in, and when; a tablet without a network tells it later."""

    quantity: Decimal
    unit: str
    counted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Find:
    """What stood there and was not on the list: a lot that the books have elsewhere or as used up, or an unknown one."""

    tally: NewTally
    item_id: Id | None = None
    lot_id: Id | None = None
    supplier_lot: str | None = None
    expires_on: date | None = None
    location_id: Id | None = None


def tally_line(tx: Tx, count_id: Id, line_id: Id, new: NewTally) -> CountLine:
    """Write down a counting and what the books had at its moment; of several, the latest by the clock is in force."""
    moved(tx, count_id, CountMove.TALLY)
    line = tx.session.get(CountLine, line_id)
    if line is None or line.count_id != count_id:
        raise NotFound(what=Text("un renglón", "line"), id=line_id)
    _tally(tx, line, new)
    return line


def find_lot(tx: Tx, count_id: Id, new: Find) -> CountLine:
    """Add what was not on the list; what there is of a lot in a place that is on it already is counted there.

    The place need not be said of a lot that stands in one.
    """
    row = moved(tx, count_id, CountMove.TALLY)
    if (new.lot_id is None) == (new.item_id is None):
        raise InvalidInput("/item_id", Text(es="Di el lote, o el artículo.", en="Say the lot, or the item."))
    require_locations(tx, {new.location_id} if new.location_id else set())
    if new.lot_id is None:
        assert new.item_id is not None, "looked at above"
        line = CountLine(item_id=new.item_id, supplier_lot=new.supplier_lot, expires_on=new.expires_on, unit_cost=Decimal(0))
        line.id, line.count_id, line.recount = new_id(), row.id, False
        line.location_id = new.location_id
    else:
        line = _line_of(tx, row, new.lot_id, new.location_id)
    _tally(tx, line, new.tally)
    return line


def _line_of(tx: Tx, row: StockCount, lot_id: Id, location_id: Id | None) -> CountLine:
    listed = select(CountLine).where(CountLine.count_id == row.id, CountLine.lot_id == lot_id)
    lines = tx.session.execute(listed).scalars().all()
    if location_id is None and len(lines) == 1:
        return lines[0]
    lot = tx.session.get(Lot, lot_id)
    if lot is None:
        raise NotFound(what=Text("un lote", "lot"), id=lot_id)
    place = location_id or the_place_of(tx, lot, None).location_id
    known = next((line for line in lines if line.location_id == place), None)
    if known is not None:
        return known
    line = CountLine(item_id=lot.item_id, lot_id=lot.id, supplier_lot=lot.supplier_lot, expires_on=lot.expires_on)
    line.id, line.count_id, line.recount = new_id(), row.id, False
    line.unit_cost = unit_cost(lot.initial_cost, lot.initial_quantity)
    line.location_id = place
    return line


def _tally(tx: Tx, line: CountLine, new: NewTally) -> None:
    quantity = _in_base(tx, line.item_id, new)
    counted_at = min(new.counted_at or tx.now, tx.now)
    # Whoever holds the balance owns the item's lots: nothing is drawn between our look at the books and our commit.
    lock_balances(tx, {line.item_id})
    book = _book_at(tx, line, counted_at)
    if line.counted_at is None or counted_at >= line.counted_at:
        line.counted_quantity, line.book_quantity = quantity, book
        line.counted_at, line.counted_by = counted_at, tx.origin.actor
        line.recount = False
    tx.session.add(line)
    tx.session.flush()
    tally = CountTally(
        id=new_id(),
        line_id=line.id,
        entered_quantity=new.quantity,
        entered_unit=new.unit,
        counted_quantity=quantity,
        book_quantity=book,
        counted_at=counted_at,
        counted_by=tx.origin.actor,
        posted_at=tx.now,
    )
    tx.session.add(tally)


def _in_base(tx: Tx, item_id: Id, new: NewTally) -> Decimal:
    item = items_with_conversions(tx, [item_id]).get(item_id)
    if item is None:
        raise NotFound(what=Text("un artículo", "item"), id=item_id)
    try:
        quantity = to_base(new.quantity, new.unit, item.base_unit, item.own).amount
    except UnitMismatch as mismatch:
        raise UnitDoesNotConvert(item=item.name, base=item.base_unit, unit=mismatch.unit) from mismatch
    if not 0 <= quantity <= MOST_QUANTITY:
        raise InvalidInput("/quantity", Text(es="La cantidad es imposible.", en="The quantity is impossible."))
    return quantity


def _book_at(tx: Tx, line: CountLine, moment: datetime) -> Decimal:
    """What the books had of the lot there then: what stands there, less what happened and was posted since."""
    if line.lot_id is None:
        return Decimal(0)
    assert line.location_id is not None, "a lot is counted somewhere"
    standing = select(LotPlace.quantity).where(LotPlace.lot_id == line.lot_id, LotPlace.location_id == line.location_id)
    there = tx.connection.execute(standing).scalar_one_or_none()
    since = select(func.sum(Movement.quantity)).where(
        Movement.lot_id == line.lot_id,
        Movement.location_id == line.location_id,
        Movement.happened_at > moment,
        Movement.posted_at > moment,
    )
    after = tx.connection.execute(since).scalar_one()
    return max((there or Decimal(0)) - (after or Decimal(0)), Decimal(0))
