"""Physical counts on the wire: a counter's list without the books, an office's variances with them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.http.permissions import APPROVE_COUNTS, COUNT_STOCK, PLAN_COUNTS, READ_STOCK, routes
from desertbrew.contexts.inventory.http.stock import UnitText
from desertbrew.contexts.inventory.rules.counts import CountScope, CountState, VarianceSeverity
from desertbrew.contexts.inventory.tables import StockCount
from desertbrew.kernel.ids import Id
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.kernel.roles import Role
from desertbrew.platform.auth import Caller
from desertbrew.platform.db import ReadTx, Tx
from desertbrew.platform.http.pages import Cursor, Limit, Page, decode_cursor, page_of

Counted = Annotated[Decimal, Field(ge=0, le=100_000_000, decimal_places=6)]


class StockCountIn(BaseModel):
    """What to count: everything, one category, one place, chosen items, or what moved since a day."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    scope: CountScope
    ids: list[Id] = Field(default_factory=list, max_length=500)
    moved_since: date | None = None
    blind: bool = True
    note: str = Field(default="", max_length=120)


class TallyIn(BaseModel):
    """How much there was, in the unit that was counted in; `counted_at` where a tablet tells it later."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    quantity: Counted
    unit: UnitText
    counted_at: AwareDatetime | None = None


class FindIn(TallyIn):
    """What stood there and was not on the list: a known lot, or an unknown one of an item."""

    item_id: Id | None = None
    lot_id: Id | None = None
    supplier_lot: str | None = Field(default=None, max_length=60)
    expires_on: date | None = None
    location_id: Id | None = None


class SubmissionIn(BaseModel):
    """Whether what nobody counted stays as the books have it."""

    model_config = ConfigDict(extra="forbid")

    leave_uncounted: bool = False


class RecountIn(BaseModel):
    """Which lines are counted again: those named, or all as grave as `severity` or graver."""

    model_config = ConfigDict(extra="forbid")

    severity: (
        Literal[VarianceSeverity.LOW, VarianceSeverity.MEDIUM, VarianceSeverity.HIGH, VarianceSeverity.CRITICAL] | None
    ) = None
    line_ids: list[Id] = Field(default_factory=list, max_length=500)


class CountDecisionIn(BaseModel):
    """What is said of it."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    reason: str = Field(default="", max_length=120)


class StockCountOut(BaseModel):
    """A count; the figures of a blind one are null until it is handed in. `missing` and `over` in pesos."""

    id: Id
    number: str
    note: str
    scope: CountScope
    moved_since: date | None
    blind: bool
    state: CountState
    created_at: datetime
    created_by: str
    started_at: datetime | None
    submitted_at: datetime | None
    submitted_by: str | None
    decided_at: datetime | None
    decided_by: str | None
    reason: str
    lines: int
    counted: int
    recounts: int
    exact: int | None
    critical: int | None
    accuracy_pct: Decimal | None
    missing: Decimal | None
    over: Decimal | None


class CountUnitOut(BaseModel):
    """A unit to count in besides the base unit."""

    unit: str
    factor_to_base: Decimal


class CountLineOut(BaseModel):
    """A line as its counter sees it; `book_quantity` is null in a blind count, and until somebody counted."""

    id: Id
    item_id: Id
    sku: str
    item_name: str
    unit: BaseUnit
    units: list[CountUnitOut]
    lot_id: Id | None
    lot_code: str | None
    supplier_lot: str | None
    expires_on: date | None
    location_id: Id | None
    place: str | None
    found: bool
    counted_quantity: Decimal | None
    counted_at: datetime | None
    counted_by: str | None
    recount: bool
    book_quantity: Decimal | None


class VarianceOut(CountLineOut):
    """A line as the office sees it; variance in the base unit and its value in pesos, both signed."""

    variance: Decimal | None
    variance_value: Decimal
    severity: VarianceSeverity


class CountLinesOut(BaseModel):
    """All lines, place by place; the whole list, for a tablet takes it along."""

    items: list[CountLineOut]


class VariancesOut(BaseModel):
    """All lines with their variances."""

    items: list[VarianceOut]


def _hidden(row: StockCount) -> bool:
    return row.blind and row.state in {CountState.DRAFT, CountState.COUNTING}


def _count(row: StockCount, summary: queries.CountSummary) -> StockCountOut:
    own = {name: getattr(row, name) for name in StockCountOut.model_fields if hasattr(row, name)}
    hidden = _hidden(row)
    return StockCountOut(
        **own,
        lines=summary.lines,
        counted=summary.counted,
        recounts=summary.recounts,
        exact=None if hidden else summary.exact,
        critical=None if hidden else summary.critical,
        accuracy_pct=None if hidden else summary.accuracy_pct,
        missing=None if hidden else summary.missing,
        over=None if hidden else summary.over,
    )


def _one(tx: ReadTx, row: StockCount) -> StockCountOut:
    return _count(row, queries.summary_of(queries.count_lines(tx, row.id)))


def _lines(tx: ReadTx, views: list[queries.CountLineView], *, hidden: bool) -> list[CountLineOut]:
    known = queries.items_with_conversions(tx, {view.item.id for view in views})
    return [_line(view, known[view.item.id].own, hidden=hidden) for view in views]


def _line(view: queries.CountLineView, own: Mapping[str, Decimal], *, hidden: bool) -> CountLineOut:
    line = view.line
    return CountLineOut(
        id=line.id,
        item_id=line.item_id,
        sku=view.item.sku,
        item_name=view.item.name,
        unit=BaseUnit(view.item.base_unit),
        units=[CountUnitOut(unit=unit, factor_to_base=factor) for unit, factor in sorted(own.items())],
        lot_id=line.lot_id,
        lot_code=view.lot.code if view.lot else None,
        supplier_lot=line.supplier_lot,
        expires_on=line.expires_on,
        location_id=line.location_id,
        place=view.place,
        found=line.lot_id is None,
        counted_quantity=line.counted_quantity,
        counted_at=line.counted_at,
        counted_by=line.counted_by,
        recount=line.recount,
        book_quantity=None if hidden else line.book_quantity,
    )


@routes.command("POST", "/stock-counts", PLAN_COUNTS, refusals=())
def plan_count(tx: Tx, body: StockCountIn) -> StockCountOut:
    """Plan a count."""
    new = commands.NewCount(body.scope, body.ids, body.moved_since, body.blind, body.note)
    return _one(tx, commands.plan_count(tx, new))


@routes.query("/stock-counts", READ_STOCK, refusals=())
def list_counts(
    tx: ReadTx, state: CountState | None = None, limit: Limit = 50, cursor: Cursor = None
) -> Page[StockCountOut]:
    """Counts with their accuracy, the newest first."""
    after = decode_cursor(cursor, [Id])
    found = queries.stock_counts(tx, state, after[0] if after else None, limit + 1)
    rows, following = page_of(found, limit, lambda row: (str(row.id),))
    figures = queries.summaries(tx, rows)
    return Page(items=[_count(row, figures[row.id]) for row in rows], next_cursor=following)


@routes.query("/stock-counts/{count_id}", READ_STOCK)
def read_count(tx: ReadTx, count_id: Id) -> StockCountOut:
    """One count."""
    return _one(tx, queries.stock_count(tx, count_id))


@routes.query("/stock-counts/{count_id}/lines", COUNT_STOCK)
def list_count_lines(tx: ReadTx, count_id: Id) -> CountLinesOut:
    """What to count; a blind count does not say what the books have."""
    hidden = queries.stock_count(tx, count_id).blind
    return CountLinesOut(items=_lines(tx, queries.count_lines(tx, count_id), hidden=hidden))


@routes.query("/stock-counts/{count_id}/variances", PLAN_COUNTS)
def list_variances(tx: ReadTx, count_id: Id) -> VariancesOut:
    """How far the shelf is from the books; of a blind count only once it is handed in."""
    if _hidden(queries.stock_count(tx, count_id)):
        return VariancesOut(items=[])
    views = queries.count_lines(tx, count_id)
    return VariancesOut(
        items=[
            VarianceOut(**line.model_dump(), variance=view.variance, variance_value=view.value, severity=view.severity)
            for view, line in zip(views, _lines(tx, views, hidden=False), strict=True)
        ]
    )


@routes.command("POST", "/stock-counts/{count_id}/starts", PLAN_COUNTS)
def start_count(tx: Tx, count_id: Id) -> StockCountOut:
    """List the lots that there are now, and let people count."""
    return _one(tx, commands.start_count(tx, count_id))


@routes.command("POST", "/stock-counts/{count_id}/lines/{line_id}/tallies", COUNT_STOCK)
def tally_line(tx: Tx, count_id: Id, line_id: Id, body: TallyIn) -> CountLineOut:
    """Say how much there is of a line; the latest by the clock is in force."""
    line = commands.tally_line(tx, count_id, line_id, commands.NewTally(body.quantity, body.unit, body.counted_at))
    return _told(tx, count_id, line.id)


@routes.command("POST", "/stock-counts/{count_id}/finds", COUNT_STOCK)
def find_lot(tx: Tx, count_id: Id, body: FindIn) -> CountLineOut:
    """Count what stood there and was not on the list."""
    tally = commands.NewTally(body.quantity, body.unit, body.counted_at)
    new = commands.Find(tally, body.item_id, body.lot_id, body.supplier_lot, body.expires_on, body.location_id)
    return _told(tx, count_id, commands.find_lot(tx, count_id, new).id)


def _told(tx: Tx, count_id: Id, line_id: Id) -> CountLineOut:
    hidden = queries.stock_count(tx, count_id).blind
    (told,) = _lines(tx, queries.count_lines(tx, count_id, line_id=line_id), hidden=hidden)
    return told


@routes.command("POST", "/stock-counts/{count_id}/submissions", COUNT_STOCK)
def submit_count(tx: Tx, count_id: Id, body: SubmissionIn) -> StockCountOut:
    """Hand the count to the office."""
    return _one(tx, commands.submit_count(tx, count_id, leave_uncounted=body.leave_uncounted))


@routes.command("POST", "/stock-counts/{count_id}/recounts", PLAN_COUNTS)
def ask_recount(tx: Tx, count_id: Id, body: RecountIn) -> StockCountOut:
    """Have lines counted again."""
    return _one(tx, commands.ask_recount(tx, count_id, body.severity, body.line_ids))


@routes.command("POST", "/stock-counts/{count_id}/approvals", APPROVE_COUNTS)
def approve_count(tx: Tx, count_id: Id, body: CountDecisionIn, caller: Caller) -> StockCountOut:
    """Bring the books to the count."""
    return _one(tx, commands.approve_count(tx, count_id, body.reason, is_owner=Role.OWNER in caller.roles))


@routes.command("POST", "/stock-counts/{count_id}/cancellations", PLAN_COUNTS)
def cancel_count(tx: Tx, count_id: Id, body: CountDecisionIn) -> StockCountOut:
    """Let the count go; the books stay as they are."""
    return _one(tx, commands.cancel_count(tx, count_id, body.reason))
