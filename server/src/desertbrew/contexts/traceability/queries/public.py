"""What a guest may know of the keg before them: only what would fit on a label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, or_, select

from desertbrew.contexts.traceability.contract import Direction, NodeKind
from desertbrew.contexts.traceability.errors import TraceNotFound
from desertbrew.contexts.traceability.queries.graph import Graph, GraphNode, trace
from desertbrew.contexts.traceability.rules import day_of, read_code, thin
from desertbrew.contexts.traceability.tables import Keg, Reading
from desertbrew.kernel.clock import business_date
from desertbrew.kernel.errors import NotFound
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx
from desertbrew.platform.search import fold

TOLD_KINDS = ("MALT", "HOPS", "YEAST", "ADJUNCT")
"""What beer is made of; cleaning agents and caps are nobody's story."""
READINGS_MAX = 20_000


@dataclass(frozen=True, slots=True)
class PublicOrigin:
    """Something the beer was made of, and where it grew if that is known."""

    kind: str
    name: str
    country: str | None


@dataclass(frozen=True, slots=True)
class PublicPoint:
    """One point of the curve; `day` since the first reading."""

    day: Decimal
    gravity: Decimal | None
    temperature_c: Decimal | None


@dataclass(frozen=True, slots=True)
class PublicTrace:
    """The story of the beer in a keg; `filled` False means that the keg is empty, and nothing else is told."""

    serial: str
    filled: bool
    beer: str | None = None
    style: str | None = None
    batch: str | None = None
    blended_with: Sequence[str] = ()
    brewed_on: date | None = None
    packaged_on: date | None = None
    best_before: date | None = None
    abv_pct: Decimal | None = None
    ibu: Decimal | None = None
    origins: Sequence[PublicOrigin] = ()
    curve: Sequence[PublicPoint] = ()


_BY_SERIAL = select(Keg.id, Keg.serial, Keg.fill_id).where(Keg.serial_sought == bindparam("sought")).limit(2)
_READINGS = (
    select(Reading.at, Reading.gravity, Reading.temperature_c)
    # What a correction took back is a reading of nothing.
    .where(Reading.batch_id == bindparam("batch"), or_(Reading.gravity.is_not(None), Reading.temperature_c.is_not(None)))
    .order_by(Reading.at)
    .limit(READINGS_MAX)
)


def public_trace(tx: ReadTx, written: str) -> PublicTrace:
    """The story behind a code on a keg; raises `TraceNotFound`, which says the same of every code. (INV-T6)

    The keg's current fill decides: last month's beer is not the guest's.
    """
    keg = _keg(tx, written)
    if keg.fill_id is None:
        return PublicTrace(keg.serial, filled=False)
    try:
        graph = trace(tx, NodeKind.KEG_FILL, keg.fill_id, Direction.UPSTREAM)
    except NotFound as unknown:
        raise TraceNotFound from unknown
    fill = _label(graph)
    batches = _batches(graph, fill.get("batch", ""))
    first = batches[0].facts if batches else {}
    return PublicTrace(
        serial=keg.serial,
        filled=True,
        beer=fill.get("beer") or first.get("beer"),
        style=first.get("style") or None,
        batch=batches[0].label if batches else fill.get("batch"),
        blended_with=[each.label for each in batches[1:]],
        brewed_on=_day(first.get("brewed_at"), tx.zone),
        packaged_on=_day(fill.get("filled_at"), tx.zone),
        best_before=_day(fill.get("best_before"), tx.zone),
        abv_pct=_figure(first.get("abv_pct")),
        ibu=_figure(first.get("ibu")),
        origins=_origins(graph),
        curve=_curve(tx, batches[0].id) if batches else (),
    )


def _keg(tx: ReadTx, written: str) -> Any:  # noqa: ANN401 - a row of `_BY_SERIAL`
    for meant in read_code(written):
        found = tx.connection.execute(_BY_SERIAL, {"sought": fold(meant.serial)}).all()
        if len(found) == 1 and meant.fits(found[0].id):
            return found[0]
    raise TraceNotFound


def _label(graph: Graph) -> dict[str, str]:
    """What the fill says of itself; what was racked over says the rest by the keg that it came from."""
    fills = [each for each in graph.nodes.values() if each.kind == NodeKind.KEG_FILL]
    said: dict[str, str] = {}
    for each in sorted(fills, key=lambda each: -each.depth):
        said |= each.facts
    return said


def _batches(graph: Graph, number: str) -> list[GraphNode]:
    """The keg's own batch first, then what it was blended with; only batches with a name are told."""
    named = [each for each in graph.nodes.values() if each.kind == NodeKind.BATCH and each.label]
    return sorted(named, key=lambda each: (each.label != number, each.depth, each.label))


def _origins(graph: Graph) -> list[PublicOrigin]:
    found: dict[tuple[str, str], str | None] = {}
    for each in graph.nodes.values():
        facts = each.facts if each.kind == NodeKind.SUPPLIER_LOT else {}
        if facts.get("item_kind") in TOLD_KINDS and facts.get("item"):
            key = (facts["item_kind"], facts["item"])
            found[key] = facts.get("country") or found.get(key)
    order = sorted(found, key=lambda key: (TOLD_KINDS.index(key[0]), key[1]))
    return [PublicOrigin(kind, name, found[kind, name]) for kind, name in order]


def _curve(tx: ReadTx, batch_id: Id) -> list[PublicPoint]:
    rows = tx.connection.execute(_READINGS, {"batch": batch_id}).all()
    return [PublicPoint(day_of(row.at, rows[0].at), row.gravity, row.temperature_c) for row in thin(rows)]


def _day(written: str | None, zone: ZoneInfo) -> date | None:
    """The brewery's day of a moment, or the day itself."""
    if not written:
        return None
    return date.fromisoformat(written) if "T" not in written else business_date(datetime.fromisoformat(written), zone)


def _figure(written: str | None) -> Decimal | None:
    return Decimal(written) if written else None
