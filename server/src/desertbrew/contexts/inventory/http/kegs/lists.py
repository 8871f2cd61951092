"""Questions about kegs on the wire."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated

from fastapi import Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.inventory import queries
from desertbrew.contexts.inventory.contract import KegMove, KegOwnership, KegState
from desertbrew.contexts.inventory.http.kegs.wire import KegOut, keg_out
from desertbrew.contexts.inventory.http.permissions import READ_KEGS, routes
from desertbrew.contexts.inventory.http.spreadsheets import CsvResponse, csv_file
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx
from desertbrew.platform.http.pages import LIMIT_MAX, Cursor, Limit, Page, decode_cursor, page_of

Days = Annotated[int, Query(ge=0, le=3650, description="Days without a scan")]
ScannedCode = Annotated[str, Path(min_length=1, max_length=300)]
MOST_LINES = 10_000


class KegEventOut(BaseModel):
    """One line of a keg's life."""

    id: Id
    keg_id: Id
    serial: str
    seq: int
    kind: KegMove
    from_state: KegState | None
    to_state: KegState
    fill_id: Id | None
    beer_name: str | None
    batch_id: Id | None
    batch_number: str | None
    client_id: Id | None
    client_name: str | None
    location: str
    litres: Decimal | None
    reason: str
    document_id: Id
    happened_at: datetime
    posted_at: datetime
    by_name: str


class KegFillOut(BaseModel):
    """One filling of one keg, and who received it last."""

    id: Id
    keg_id: Id
    serial: str
    size_l: Decimal
    batch_id: Id | None
    batch_number: str | None
    beer_name: str
    packaging_run_id: Id | None
    volume_l: Decimal
    gross_kg: Decimal | None
    filled_at: datetime
    best_before: date | None
    from_fill_id: Id | None
    received_by: str | None


class KegSpreadOut(BaseModel):
    """Durations in days: how many, the middle one, and the one that nine of ten stay below."""

    model_config = ConfigDict(from_attributes=True)

    count: int
    p50_days: float
    p90_days: float


class KegFleetPartOut(BaseModel):
    """Kegs of one size in one state, and the beer in them."""

    model_config = ConfigDict(from_attributes=True)

    state: KegState
    size_l: Decimal
    kegs: int
    litres: Decimal


class KegClientDwellOut(BaseModel):
    """How long one client keeps kegs."""

    model_config = ConfigDict(from_attributes=True)

    client_name: str
    dwell: KegSpreadOut


class KegFiguresOut(BaseModel):
    """The fleet now, and how it did over the last `window_days`; what nothing can be said about yet is null."""

    model_config = ConfigDict(from_attributes=True)

    fleet: list[KegFleetPartOut]
    window_days: int
    steel: int
    dwell: KegSpreadOut | None
    dwell_by_client: list[KegClientDwellOut]
    cycle: KegSpreadOut | None
    fills: int
    turns_a_year: float | None
    lost: int
    loss_a_year: float | None


class ClientKegsOut(BaseModel):
    """Steel that a client answers for."""

    model_config = ConfigDict(from_attributes=True)

    client_id: Id | None
    client_name: str
    at_client: int
    held: int
    lost: int
    oldest_days: int


class ClientsKegsOut(BaseModel):
    """Every client that answers for a keg; a short list, so not a page."""

    items: list[ClientKegsOut]


class KegSearch(BaseModel):
    """Which kegs; what is left out does not matter."""

    q: str | None = Field(default=None, max_length=120, description="Looked for in serials, codes, places and beers")
    state: KegState | None = None
    size_l: Decimal | None = Field(default=None, gt=0, le=100, decimal_places=1)
    ownership: KegOwnership | None = None
    client: str | None = Field(default=None, max_length=120)
    batch_id: Id | None = None
    at_risk_days: int | None = Field(default=None, ge=0, le=3650)
    limit: int = Field(default=100, ge=1, le=LIMIT_MAX)
    cursor: str | None = Field(default=None, max_length=400)


@routes.query("/kegs", READ_KEGS, refusals=())
def list_kegs(tx: ReadTx, wanted: Annotated[KegSearch, Query()]) -> Page[KegOut]:
    """Kegs by serial, each with what is inside it."""
    after = decode_cursor(wanted.cursor, [str])
    only = queries.KegFilter(**wanted.model_dump(exclude={"limit", "cursor"}))
    found = queries.kegs_matching(tx, only, after[0] if after else None, wanted.limit + 1)
    rows, following = page_of(found, wanted.limit, lambda row: (row.serial,))
    return Page(items=[keg_out(tx, row) for row in rows], next_cursor=following)


@routes.query("/kegs/{keg_id}", READ_KEGS, quick=True)
def read_keg(tx: ReadTx, keg_id: Id) -> KegOut:
    """One keg."""
    return keg_out(tx, queries.keg(tx, keg_id))


@routes.query("/keg-scans/{code}", READ_KEGS, quick=True)
def read_keg_scan(tx: ReadTx, code: ScannedCode) -> KegOut:
    """The keg behind a scan: QR text, serial or RFID tag."""
    return keg_out(tx, queries.scanned_keg(tx, code))


@routes.query("/keg-events", READ_KEGS, refusals=())
def list_keg_events(
    tx: ReadTx,
    keg_id: Id | None = None,
    client: Annotated[str | None, Query(max_length=120)] = None,
    batch_id: Id | None = None,
    document_id: Id | None = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[KegEventOut]:
    """Everything that was done to kegs, the newest first."""
    after = decode_cursor(cursor, [Id])
    wanted = queries.EventFilter(keg_id, client, batch_id, document_id)
    found = queries.keg_events(tx, wanted, after[0] if after else None, limit + 1)
    rows, following = page_of(found, limit, lambda row: (str(row.id),))
    items = [KegEventOut(**{name: getattr(row, name) for name in KegEventOut.model_fields}) for row in rows]
    return Page(items=items, next_cursor=following)


@routes.query("/keg-fills", READ_KEGS, refusals=())
def list_keg_fills(
    tx: ReadTx, keg_id: Id | None = None, batch_id: Id | None = None, limit: Limit = 100, cursor: Cursor = None
) -> Page[KegFillOut]:
    """Fillings, the newest first."""
    after = decode_cursor(cursor, [Id])
    found = queries.keg_fills(tx, keg_id, batch_id, after[0] if after else None, limit + 1)
    rows, following = page_of(found, limit, lambda row: (str(row.id),))
    items = [KegFillOut(**{name: getattr(row, name) for name in KegFillOut.model_fields}) for row in rows]
    return Page(items=items, next_cursor=following)


def _moment(written: str) -> datetime:
    moment = datetime.fromisoformat(written)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


@routes.query("/kegs-at-risk", READ_KEGS, refusals=())
def list_kegs_at_risk(tx: ReadTx, days: Days = 30, limit: Limit = 100, cursor: Cursor = None) -> Page[KegOut]:
    """Steel that has been out for more than `days` without anybody scanning it, the longest first."""
    after = decode_cursor(cursor, [_moment, Id])
    found = queries.kegs_at_risk(tx, days, (after[0], after[1]) if after else None, limit + 1)
    rows, following = page_of(found, limit, lambda row: (row.last_moved_at.isoformat(), str(row.id)))
    return Page(items=[keg_out(tx, row) for row in rows], next_cursor=following)


@routes.bare(
    "GET",
    "/kegs-at-risk/csv",
    permission=READ_KEGS,
    answers=CsvResponse,
    why="a file for a spreadsheet, which is not JSON",
    refusals=(401, 403),
)
def download_kegs_at_risk(request: Request, days: Days = 30) -> Response:
    """The same list as a CSV file, UTF-8 with a mark so that a spreadsheet reads the accents."""
    head = ["serie", "tamano_l", "estado", "cliente", "cerveza", "lote", "ultimo_movimiento", "dias"]
    lines = []
    with request.app.state.host.databases["inventory"].read() as tx:
        for row in queries.kegs_at_risk(tx, days, None, MOST_LINES):
            moved = row.last_moved_at.astimezone(tx.zone)
            cells = (row.serial, f"{row.size_l.normalize():f}", row.state, row.client_name, row.beer_name, row.batch_number)
            lines.append([*cells, moved.isoformat(timespec="minutes"), (tx.now - row.last_moved_at).days])
    return csv_file("barriles-en-riesgo.csv", head, lines)


@routes.query("/keg-figures", READ_KEGS, refusals=())
def read_keg_figures(tx: ReadTx) -> KegFiguresOut:
    """Where the fleet is, and how it did: dwell, cycle, turns, losses."""
    return KegFiguresOut.model_validate(queries.keg_figures(tx))


@routes.query("/keg-clients", READ_KEGS, refusals=())
def list_keg_clients(tx: ReadTx) -> ClientsKegsOut:
    """Who answers for how much of our steel."""
    return ClientsKegsOut(items=[ClientKegsOut.model_validate(each) for each in queries.kegs_at_clients(tx)])
