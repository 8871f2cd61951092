"""The same traces as files that an authority can sort within the day."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import astuple, fields
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import StreamingResponse

from desertbrew.contexts.traceability import queries
from desertbrew.contexts.traceability.contract import Direction, NodeKind
from desertbrew.contexts.traceability.http.permissions import READ_TRACE, routes
from desertbrew.contexts.traceability.queries import RecallLine
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import Database
from desertbrew.platform.http.spreadsheet import unlike_a_formula

WHY = "A file is streamed line by line, and is not JSON."
BOM = "\ufeff"
LINES_A_PIECE = 500
HEADS = {
    "lot": "lote",
    "supplier_lot": "lote_proveedor",
    "supplier": "proveedor",
    "item": "articulo",
    "batch": "coccion",
    "beer": "cerveza",
    "keg": "barril",
    "state": "estado",
    "client": "cliente",
    "date": "fecha",
    "quantity": "cantidad",
    "unit": "unidad",
}

Bom = Annotated[bool, Query(description="Begin with a byte order mark, by which Excel knows UTF-8")]


@routes.bare("GET", "/trace/{kind}/{node_id}/upstream.csv", why=WHY, permission=READ_TRACE, refusals=(404,))
def trace_upstream_file(request: Request, kind: NodeKind, node_id: Id, bom: Bom = False) -> StreamingResponse:  # noqa: FBT002
    """What went into it: lot, batch, keg, client, date, quantity."""
    return _file(request, kind, node_id, Direction.UPSTREAM, bom=bom)


@routes.bare("GET", "/trace/{kind}/{node_id}/downstream.csv", why=WHY, permission=READ_TRACE, refusals=(404,))
def trace_downstream_file(request: Request, kind: NodeKind, node_id: Id, bom: Bom = False) -> StreamingResponse:  # noqa: FBT002
    """Where it went: lot, batch, keg, client, date, quantity."""
    return _file(request, kind, node_id, Direction.DOWNSTREAM, bom=bom)


def _file(request: Request, kind: NodeKind, node_id: Id, direction: Direction, *, bom: bool) -> StreamingResponse:
    database: Database = request.app.state.host.databases["traceability"]
    with database.read() as tx:
        graph = queries.trace(tx, kind, node_id, direction)
    name = "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in graph.start.label) or "trace"
    lines = queries.recall_lines(graph)
    headers = {
        "Content-Disposition": f'attachment; filename="{name}-{direction}.csv"',
        "Cache-Control": "no-store",
        "X-Trace-Cut": graph.cut or "",
    }
    return StreamingResponse(_pieces(lines, graph.cut, bom=bom), media_type="text/csv; charset=utf-8", headers=headers)


def _pieces(lines: Iterable[RecallLine], cut: str | None, *, bom: bool) -> Iterator[str]:
    """CSV text a few hundred lines at a time; a trace that was cut says so in its last line."""
    page = io.StringIO()
    writer = csv.writer(page)
    if bom:
        page.write(BOM)
    writer.writerow([HEADS[each.name] for each in fields(RecallLine)])
    for number, line in enumerate(lines, 1):
        writer.writerow([unlike_a_formula(cell) for cell in astuple(line)])
        if number % LINES_A_PIECE == 0:
            yield page.getvalue()
            page.seek(0)
            page.truncate()
    if cut is not None:
        writer.writerow([f"INCOMPLETO: {cut}"])
    yield page.getvalue()
