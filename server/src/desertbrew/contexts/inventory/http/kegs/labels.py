"""Sheets of keg labels on the wire."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.inventory import queries
from desertbrew.contexts.inventory.http.kegs.label_sheet import Label, Paper, draw_labels
from desertbrew.contexts.inventory.http.kegs.wire import MOST_CODES
from desertbrew.contexts.inventory.http.permissions import READ_KEGS, routes
from desertbrew.contexts.inventory.rules import kegs as rules
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id


class PdfResponse(Response):
    """A PDF, as the OpenAPI document announces it."""

    media_type = "application/pdf"


class KegLabelSheetIn(BaseModel):
    """Which labels: the kegs of `keg_ids`, or those from one serial to another; `skip` places are used up already."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    keg_ids: list[Id] = Field(default_factory=list, max_length=MOST_CODES)
    first_serial: str = Field(default="", max_length=32)
    last_serial: str = Field(default="", max_length=32)
    paper: Paper = Paper.LETTER
    skip: int = Field(default=0, ge=0, le=19)


@routes.bare(
    "POST",
    "/keg-label-sheets",
    permission=READ_KEGS,
    answers=PdfResponse,
    why="a question with a body whose answer is a file: it changes nothing, so it needs no key",
    refusals=(403, 404),
)
def print_keg_labels(request: Request, body: KegLabelSheetIn) -> Response:
    """A PDF of labels, 5 x 5 cm each: QR that opens the keg's page, serial, size."""
    host = request.app.state.host
    with host.databases["inventory"].read() as tx:
        if body.keg_ids:
            rows = queries.kegs_by_id(tx, body.keg_ids)
        else:
            first = rules.normalize_serial(body.first_serial)
            last = rules.normalize_serial(body.last_serial) or first
            rows = queries.kegs_matching(tx, queries.KegFilter(serials=(first, last)), None, MOST_CODES) if first else []
    if not rows:
        raise NotFound(what=Text("un barril", "keg"), id=body.first_serial)
    labels = [_label(row, host.settings.public_url) for row in rows]
    content = draw_labels(labels, host.settings.brewery_name, body.paper, body.skip)
    headers = {"Content-Disposition": 'inline; filename="etiquetas-barriles.pdf"'}
    return PdfResponse(content, 200, headers)


def _label(row: Any, public_url: str) -> Label:  # noqa: ANN401 - a keg's row
    size: Decimal = row.size_l
    return Label(f"{public_url.rstrip('/')}/trace/{quote(row.code)}", row.serial, f"{size.normalize():f} L")
