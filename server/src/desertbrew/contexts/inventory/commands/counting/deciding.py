"""The office looks at a count: has some of it counted again, lets it go, or brings the books to it. (INV-N2, INV-N3)"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from desertbrew.contexts.inventory import queries
from desertbrew.contexts.inventory.commands.carrying import Carried, carry
from desertbrew.contexts.inventory.commands.correcting import adjust_lot
from desertbrew.contexts.inventory.commands.counting.planning import moved
from desertbrew.contexts.inventory.commands.issuing import lock_balances
from desertbrew.contexts.inventory.commands.receiving import lot_row, store_receipt
from desertbrew.contexts.inventory.contract import StockCountApproved
from desertbrew.contexts.inventory.errors import CountAboveBooks, CountNeedsAnother, NothingToRecount
from desertbrew.contexts.inventory.queries.counts import CountLineView
from desertbrew.contexts.inventory.rules import MovementKind
from desertbrew.contexts.inventory.rules.counts import CountMove, VarianceSeverity, at_least, beyond, settle
from desertbrew.contexts.inventory.tables import Lot, Receipt, StockCount
from desertbrew.kernel.errors import Fault, Text
from desertbrew.kernel.ids import Id
from desertbrew.kernel.money import ZERO
from desertbrew.platform.db import Tx

FOUND_NAME = "Hallado en conteo"


def ask_recount(tx: Tx, count_id: Id, floor: VarianceSeverity | None, line_ids: Sequence[Id]) -> StockCount:
    """Send lines back to be counted again: those named, or all that differ as gravely as `floor` or more."""
    row = moved(tx, count_id, CountMove.RECOUNT)
    again = [
        view.line
        for view in queries.count_lines(tx, row.id)
        if view.line.id in line_ids or (floor is not None and at_least(view.severity, floor))
    ]
    if not again or floor is VarianceSeverity.NONE:
        raise NothingToRecount(number=row.number)
    for line in again:
        line.recount = True
    return row


def cancel_count(tx: Tx, count_id: Id, reason: str) -> StockCount:
    """Let the count go; the books stay as they are."""
    row = moved(tx, count_id, CountMove.CANCEL)
    _decide(tx, row, reason)
    return row


def approve_count(tx: Tx, count_id: Id, note: str, *, is_owner: bool) -> StockCount:
    """Bring the books by what each line differed at the moment of its count; what moved since stays moved.

    A critical variance is not approved by whoever alone counted it, unless the house is theirs. Raises `CountAboveBooks`,
    naming every line, where more is missing than the books still have: those are counted again.
    """
    row = moved(tx, count_id, CountMove.APPROVE)
    lines = queries.count_lines(tx, row.id)
    differing = [view for view in lines if view.severity is not VarianceSeverity.NONE]
    _refuse_own_word(tx, row, differing, is_owner=is_owner)
    lock_balances(tx, {view.line.item_id for view in differing})
    unknown, by_lot = _by_lot(differing)
    _refuse_beyond(tx, row, by_lot)
    reason = f"{row.number} {note}".strip()[:200]
    over = [(view, view.variance or Decimal(0)) for view in unknown]
    for lot_id, views in by_lot.items():
        over += _settle(tx, row, lot_id, views, reason)
    tx.session.flush()
    _take_in(tx, row, over, reason)
    _decide(tx, row, note)
    summary = queries.summary_of(lines)
    tx.emit(
        StockCountApproved(
            row.id, row.number, summary.counted, len(differing), summary.accuracy_pct, summary.missing, summary.over
        )
    )
    return row


_BEYOND = Text(
    es="{item}: falta más de lo que queda. Cuéntalo otra vez.", en="{item}: more is missing than is left. Count again."
)


def _decide(tx: Tx, row: StockCount, reason: str) -> None:
    row.decided_at = tx.now
    row.decided_by = tx.origin.actor
    row.reason = reason


def _refuse_own_word(tx: Tx, row: StockCount, differing: Sequence[CountLineView], *, is_owner: bool) -> None:
    critical = [view.line.id for view in differing if view.severity is VarianceSeverity.CRITICAL]
    if is_owner or not critical:
        return
    counters: dict[Id, set[str]] = {}
    for line_id, person in queries.tallies(tx, critical):
        counters.setdefault(line_id, set()).add(person)
    if any(people == {tx.origin.actor} for people in counters.values()):
        raise CountNeedsAnother(number=row.number)


Views = Mapping[Id, CountLineView]
"""The lines of one lot, by their places."""


def _by_lot(differing: Sequence[CountLineView]) -> tuple[list[CountLineView], dict[Id, dict[Id, CountLineView]]]:
    """The lines of what nobody knew, and the others by lot and place, item by item."""
    unknown, by_lot = [], defaultdict[Id, dict[Id, CountLineView]](dict)
    for view in sorted(differing, key=lambda view: (str(view.line.item_id), str(view.line.id))):
        if view.line.lot_id is None:
            unknown.append(view)
        else:
            assert view.line.location_id is not None, "a lot is counted somewhere"
            by_lot[view.line.lot_id][view.line.location_id] = view
    return unknown, by_lot


def _refuse_beyond(tx: Tx, row: StockCount, by_lot: Mapping[Id, Views]) -> None:
    # As they stand now that the balances are ours: what was looked at above may be older than a rival's commit.
    places = queries.standing(tx, list(by_lot))
    faults = []
    for lot_id, views in by_lot.items():
        here = {place.location_id: place.quantity for place in places[lot_id]}
        gone = beyond(here, _variances(views))
        faults += [
            Fault(f"/lines/{view.line.id}", _BEYOND, {"item": view.item.name})
            for place, view in views.items()
            if place in gone
        ]
    if faults:
        refusal = CountAboveBooks(number=row.number, count=len(faults))
        refusal.faults = faults
        raise refusal


def _variances(views: Views) -> dict[Id, Decimal]:
    return {place: view.variance or Decimal(0) for place, view in views.items()}


def _settle(tx: Tx, row: StockCount, lot_id: Id, views: Views, reason: str) -> list[tuple[CountLineView, Decimal]]:
    """Bring one lot to its count; returns what is over of it."""
    lot = tx.session.get_one(Lot, lot_id, populate_existing=True)
    found = settle(lot.initial_quantity - lot.remaining_quantity, _variances(views))
    carry(tx, row.id, reason, [Carried(lot, source, target, much) for source, target, much in found.carried])
    for place, change in found.changes.items():
        adjust_lot(tx, lot, place, change, reason, row.id)
    tx.session.flush()
    return [(views[place], much) for place, much in found.over.items()]


def _take_in(tx: Tx, row: StockCount, over: Sequence[tuple[CountLineView, Decimal]], reason: str) -> None:
    """What no lot of ours can have held is a lot of its own, and costs nothing: no money left for it. (INV-L10)"""
    if not over:
        return
    known = queries.items_with_conversions(tx, {view.item.id for view, _ in over})
    receipt = Receipt(
        id=row.id,
        source="COUNT",
        supplier_id=None,
        supplier_name=FOUND_NAME,
        invoice_number=None,
        received_at=tx.now,
    )
    lots: list[dict[str, Any]] = [
        lot_row(known[view.item.id], quantity, ZERO, view.line.supplier_lot, view.line.expires_on, view.line.location_id)
        for view, quantity in over
    ]
    store_receipt(tx, receipt, lots, MovementKind.ADJUSTMENT, reason)
