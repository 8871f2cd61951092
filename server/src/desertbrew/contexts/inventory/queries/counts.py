"""Counts: what is to be counted, what was, and how far it is from the books."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from desertbrew.contexts.inventory.rules.counts import VarianceSeverity, accuracy_pct, severity_of, variance_value
from desertbrew.contexts.inventory.tables import CountLine, CountTally, Item, Lot, StockCount, StorageLocation
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.kernel.money import ZERO
from desertbrew.platform.db import ReadTx


@dataclass(frozen=True, slots=True)
class CountLineView:
    """A line with what it is of."""

    line: CountLine
    item: Item
    lot: Lot | None
    place: str | None

    @property
    def variance(self) -> Decimal | None:
        """What was counted less what the books had then, in the base unit; None where nobody counted."""
        if self.line.counted_quantity is None or self.line.book_quantity is None:
            return None
        return self.line.counted_quantity - self.line.book_quantity

    @property
    def severity(self) -> VarianceSeverity:
        """How grave it is; NONE where nobody counted."""
        if self.line.counted_quantity is None or self.line.book_quantity is None:
            return VarianceSeverity.NONE
        return severity_of(self.line.book_quantity, self.line.counted_quantity)

    @property
    def value(self) -> Decimal:
        """What the variance is worth."""
        return variance_value(self.variance or Decimal(0), self.line.unit_cost)


@dataclass(frozen=True, slots=True)
class CountSummary:
    """A count in figures; `missing` and `over` in pesos, both positive."""

    lines: int
    counted: int
    exact: int
    critical: int
    recounts: int
    missing: Decimal
    over: Decimal

    @property
    def accuracy_pct(self) -> Decimal | None:
        """Of what was counted, how much agreed."""
        return accuracy_pct(self.exact, self.counted)


def stock_count(tx: ReadTx, count_id: Id) -> StockCount:
    """One count."""
    found = tx.session.get(StockCount, count_id)
    if found is None:
        raise NotFound(what=Text("un conteo", "count"), id=count_id)
    return found


def stock_counts(tx: ReadTx, state: str | None, after: Id | None, limit: int) -> Sequence[StockCount]:
    """Counts, the newest first."""
    query = select(StockCount).order_by(StockCount.id.desc()).limit(limit)
    if state:
        query = query.where(StockCount.state == state)
    if after:
        query = query.where(StockCount.id < after)
    return tx.session.execute(query).scalars().all()


def count_lines(tx: ReadTx, *count_ids: Id, line_id: Id | None = None) -> list[CountLineView]:
    """The lines of counts, or one of them; place by place and item by item: the way one walks."""
    query = (
        select(CountLine, Item, Lot, StorageLocation.name)
        .join(Item, Item.id == CountLine.item_id)
        .outerjoin(Lot, Lot.id == CountLine.lot_id)
        .outerjoin(StorageLocation, StorageLocation.id == CountLine.location_id)
        .where(CountLine.count_id.in_(count_ids))
        .order_by(func.coalesce(StorageLocation.code, ""), Item.name, Lot.received_at, CountLine.id)
    )
    if line_id is not None:
        query = query.where(CountLine.id == line_id)
    return [CountLineView(*row) for row in tx.session.execute(query)]


def summary_of(lines: Sequence[CountLineView]) -> CountSummary:
    """The lines in figures; a line that was not counted is in no figure but the first."""
    counted = [view for view in lines if view.variance is not None]
    differing = [view for view in counted if view.severity is not VarianceSeverity.NONE]
    return CountSummary(
        len(lines),
        len(counted),
        len(counted) - len(differing),
        sum(view.severity is VarianceSeverity.CRITICAL for view in differing),
        sum(view.line.recount for view in lines),
        -sum((view.value for view in differing if view.value < 0), ZERO),
        sum((view.value for view in differing if view.value > 0), ZERO),
    )


def summaries(tx: ReadTx, counts: Sequence[StockCount]) -> dict[Id, CountSummary]:
    """Each count in figures."""
    by_count: dict[Id, list[CountLineView]] = {row.id: [] for row in counts}
    for view in count_lines(tx, *by_count) if by_count else ():
        by_count[view.line.count_id].append(view)
    return {count_id: summary_of(lines) for count_id, lines in by_count.items()}


def tallies(tx: ReadTx, line_ids: Sequence[Id]) -> Sequence[Any]:
    """(line id, who counted it) of every counting there was."""
    query = select(CountTally.line_id, CountTally.counted_by).where(CountTally.line_id.in_(line_ids))
    return tx.session.execute(query).all()
