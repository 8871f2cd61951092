"""The ledger and what was thrown away, on the wire."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel

from desertbrew.contexts.inventory import queries
from desertbrew.contexts.inventory.http.permissions import READ_STOCK, routes
from desertbrew.contexts.inventory.http.spreadsheets import CsvResponse, csv_file
from desertbrew.contexts.inventory.http.stock import moment
from desertbrew.contexts.inventory.rules import MovementKind
from desertbrew.kernel.errors import InvalidInput, Text
from desertbrew.kernel.ids import Id
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.platform.db import ReadTx
from desertbrew.platform.http.pages import Cursor, Limit, Page, decode_cursor, page_of

MOST_LINES = 50_000
"""What a spreadsheet still opens; more is asked for in parts, by dates."""
LONGEST_DAYS = 366


class MovementOut(BaseModel):
    """A line of the ledger; quantity and cost are signed."""

    id: Id
    posted_at: datetime
    happened_at: datetime
    kind: str
    item_id: Id
    item_name: str
    lot_id: Id
    lot_code: str
    location_id: Id
    quantity: Decimal
    unit: BaseUnit
    cost: Decimal
    document_id: Id
    reference: str
    override_reason: str | None
    waste_class: str | None
    posted_by: str | None


class WasteLineOut(BaseModel):
    """What was thrown away of an item, of what came in; `waste_pct` by quantity, null where nothing came in."""

    item_id: Id
    item_name: str
    unit: BaseUnit
    received: Decimal
    wasted: Decimal
    wasted_cost: Decimal
    waste_pct: Decimal | None


class WasteClassOut(BaseModel):
    """What was thrown away for one reason, in pesos; an empty class is waste from before there were classes."""

    waste_class: str
    cost: Decimal


class WasteReportOut(BaseModel):
    """What was thrown away in a period, the most expensive first; `waste_pct` of the whole is by cost."""

    since: date
    until: date
    items: list[WasteLineOut]
    classes: list[WasteClassOut]
    wasted_cost: Decimal
    received_cost: Decimal
    waste_pct: Decimal | None


@dataclass
class MovementsAsked:
    """Which lines of the ledger; days are business days, both included."""

    item_id: Id | None = None
    category_id: Id | None = None
    kind: MovementKind | None = None
    lot_id: Id | None = None
    document_id: Id | None = None
    posted_by: Annotated[str | None, Query(max_length=64)] = None
    since: date | None = None
    until: date | None = None

    def wanted(self) -> queries.MovementFilter:
        """As the query takes it."""
        return queries.MovementFilter(**vars(self))


Asked = Annotated[MovementsAsked, Depends()]


def _movement(row: Any) -> MovementOut:  # noqa: ANN401 - a (Movement, Lot, Item) row
    movement, lot, item = row
    own = MovementOut.model_fields.keys() - {"item_name", "lot_code", "unit"}
    values = {name: getattr(movement, name) for name in own}
    return MovementOut(**values, item_name=item.name, lot_code=lot.code, unit=BaseUnit(item.base_unit))


@routes.query("/movements", READ_STOCK, refusals=())
def list_movements(  # noqa: PLR0913, PLR0917 - a filter each
    tx: ReadTx,
    item_id: Id | None = None,
    category_id: Id | None = None,
    kind: MovementKind | None = None,
    lot_id: Id | None = None,
    document_id: Id | None = None,
    posted_by: Annotated[str | None, Query(max_length=64)] = None,
    since: date | None = None,
    until: date | None = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[MovementOut]:
    """The ledger, the newest line first; days are business days of when a line was written, both included."""
    after = decode_cursor(cursor, [moment, Id])
    wanted = queries.MovementFilter(item_id, category_id, kind, lot_id, document_id, posted_by, since, until)
    found = queries.movements(tx, wanted, (after[0], after[1]) if after else None, limit + 1)
    rows, following = page_of(found, limit, lambda row: (row[0].posted_at.isoformat(), str(row[0].id)))
    return Page(items=[_movement(row) for row in rows], next_cursor=following)


@routes.bare(
    "GET",
    "/movements/csv",
    permission=READ_STOCK,
    answers=CsvResponse,
    why="a file for a spreadsheet, which is not JSON",
    refusals=(401, 403),
)
def download_movements(request: Request, asked: Asked) -> Response:
    """The same lines as a CSV file."""
    head = ["escrito", "ocurrido", "movimiento", "clase", "articulo", "lote", "cantidad", "unidad", "costo"]
    head += ["referencia", "motivo", "quien", "documento"]
    with request.app.state.host.databases["inventory"].read() as tx:
        lines = [
            [
                movement.posted_at.astimezone(tx.zone).isoformat(timespec="minutes"),
                movement.happened_at.astimezone(tx.zone).isoformat(timespec="minutes"),
                movement.kind,
                movement.waste_class,
                item.name,
                lot.code,
                movement.quantity,
                item.base_unit,
                movement.cost,
                movement.reference,
                movement.override_reason,
                movement.posted_by,
                str(movement.document_id),
            ]
            for movement, lot, item in queries.movements(tx, asked.wanted(), None, MOST_LINES)
        ]
    return csv_file("movimientos.csv", head, lines)


@routes.query("/waste-report", READ_STOCK, refusals=())
def read_waste_report(tx: ReadTx, since: date | None = None, until: date | None = None) -> WasteReportOut:
    """What was thrown away and why, of what came in; the last 30 days unless it says otherwise."""
    until = until or tx.today
    since = since or until - timedelta(days=29)
    if not 0 <= (until - since).days < LONGEST_DAYS:
        raise InvalidInput("/since", Text(es="Pide de un día a un año.", en="Ask for a day to a year."))
    lines = queries.waste(tx, since, until)
    wasted = sum((line.wasted_cost for line in lines), Decimal("0.00"))
    received = queries.received_cost(tx, since, until)
    return WasteReportOut(
        since=since,
        until=until,
        items=[_waste_line(line) for line in lines],
        classes=_by_class(lines),
        wasted_cost=wasted,
        received_cost=received,
        waste_pct=_percent(wasted, received),
    )


def _waste_line(line: queries.WasteLine) -> WasteLineOut:
    return WasteLineOut(
        item_id=line.item.id,
        item_name=line.item.name,
        unit=BaseUnit(line.item.base_unit),
        received=line.received,
        wasted=line.wasted,
        wasted_cost=line.wasted_cost,
        waste_pct=_percent(line.wasted, line.received),
    )


def _by_class(lines: Sequence[queries.WasteLine]) -> list[WasteClassOut]:
    classes: dict[str, Decimal] = {}
    for line in lines:
        for name, cost in line.by_class.items():
            classes[name] = classes.get(name, Decimal("0.00")) + cost
    ordered = sorted(classes.items(), key=lambda each: (-each[1], each[0]))
    return [WasteClassOut(waste_class=name, cost=cost) for name, cost in ordered]


def _percent(part: Decimal, whole: Decimal) -> Decimal | None:
    return (part * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP) if whole else None
