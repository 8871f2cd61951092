"""Spreadsheets on the wire: in as JSON with the file's bytes, shown row by row, applied; out as files."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.http.permissions import IMPORT_SHEETS, READ_STOCK, routes
from desertbrew.contexts.inventory.http.sheet_files import Template, template_of
from desertbrew.contexts.inventory.rules.sheets import Outcome, SheetKind
from desertbrew.contexts.inventory.tables import SheetImport, SheetRow
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx, Tx
from desertbrew.platform.http.pages import Cursor, Limit, Page, decode_cursor, page_of
from desertbrew.platform.http.problems import language_of
from desertbrew.platform.sheets import CSV, XLSX, SheetUnreadable, write_csv, write_xlsx


class SheetIn(BaseModel):
    """A spreadsheet, whole: .xlsx or CSV of 8 MiB and 10,000 rows at the most."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    kind: Literal[SheetKind.ITEMS, SheetKind.OPENING]
    file_name: str = Field(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f/\\]+$")
    content_base64: str = Field(min_length=4, max_length=11_500_000)


class SheetImportOut(BaseModel):
    """An uploaded sheet: what it would do, or did, by number of rows."""

    id: Id
    number: str
    kind: SheetKind
    file_name: str
    state: str
    ignored_columns: list[str]
    error_rows: int
    change_rows: int
    new_rows: int
    same_rows: int
    uploaded_at: datetime
    uploaded_by: str
    applied_at: datetime | None
    applied_by: str | None
    document_id: Id | None


class SheetFaultOut(BaseModel):
    """What is to be said of a cell or, where `column` is empty, of the row; in both languages."""

    column: str
    code: str
    es: str
    en: str


class SheetChangeOut(BaseModel):
    """What a row changes; `before` is null where there was nothing."""

    field: str
    before: str | None
    after: str


class SheetRowOut(BaseModel):
    """One row of the file, by the number that stands beside it."""

    number: int
    label: str
    outcome: Outcome
    changes: list[SheetChangeOut]
    faults: list[SheetFaultOut]
    notes: list[SheetFaultOut]


def _import(row: SheetImport) -> SheetImportOut:
    names = SheetImportOut.model_fields.keys() - {"ignored_columns"}
    return SheetImportOut(**{name: getattr(row, name) for name in names}, ignored_columns=json.loads(row.ignored))


def _row(row: SheetRow) -> SheetRowOut:
    return SheetRowOut(
        number=row.number,
        label=row.label,
        outcome=Outcome(row.outcome),
        changes=json.loads(row.changes),
        faults=json.loads(row.faults),
        notes=json.loads(row.notes),
    )


def _read(body: SheetIn) -> commands.SheetFile:
    """Before the transaction: unpacking megabytes must not hold the database."""
    try:
        content = base64.b64decode(body.content_base64, validate=True)
    except (binascii.Error, ValueError) as error:
        raise SheetUnreadable("not-a-sheet", "El archivo llegó incompleto.", "The file arrived incomplete.") from error
    return commands.read_sheet_file(body.kind, body.file_name, content)


@routes.command("POST", "/sheet-imports", IMPORT_SHEETS, prepare=_read, refusals=())
def preview_sheet(tx: Tx, body: SheetIn, prepared: commands.SheetFile) -> SheetImportOut:
    """Read a sheet and say what each of its rows would do; nothing of it is done yet."""
    return _import(commands.preview_sheet(tx, body.kind, prepared))


@routes.command("POST", "/sheet-imports/{import_id}/applications", IMPORT_SHEETS)
def apply_sheet(tx: Tx, import_id: Id) -> SheetImportOut:
    """Do what the preview said, all of it or nothing; a second time nothing happens."""
    return _import(commands.apply_sheet(tx, import_id))


@routes.query("/sheet-imports", IMPORT_SHEETS, refusals=())
def list_sheet_imports(
    tx: ReadTx, kind: SheetKind | None = None, limit: Limit = 50, cursor: Cursor = None
) -> Page[SheetImportOut]:
    """Uploaded sheets, the newest first."""
    after = decode_cursor(cursor, [Id])
    found = queries.sheet_imports(tx, kind, after[0] if after else None, limit + 1)
    rows, following = page_of(found, limit, lambda row: (str(row.id),))
    return Page(items=[_import(row) for row in rows], next_cursor=following)


@routes.query("/sheet-imports/{import_id}", IMPORT_SHEETS)
def read_sheet_import(tx: ReadTx, import_id: Id) -> SheetImportOut:
    """One uploaded sheet."""
    return _import(queries.sheet_import(tx, import_id))


@routes.query("/sheet-imports/{import_id}/rows", IMPORT_SHEETS)
def list_sheet_rows(
    tx: ReadTx, import_id: Id, outcome: Outcome | None = None, limit: Limit = 100, cursor: Cursor = None
) -> Page[SheetRowOut]:
    """Its rows, those in error first, then as they stand in the file."""
    after = decode_cursor(cursor, [int, int])
    found = queries.sheet_rows(tx, import_id, outcome, (after[0], after[1]) if after else None, limit + 1)
    rows, following = page_of(found, limit, lambda row: (row.gravity, row.number))
    return Page(items=[_row(row) for row in rows], next_cursor=following)


class SheetResponse(Response):
    """A table for a spreadsheet, as the OpenAPI document announces it."""

    media_type = XLSX
    also = "text/csv"


@routes.bare(
    "GET",
    "/sheets/{kind}",
    permission=READ_STOCK,
    answers=SheetResponse,
    why="a file for a spreadsheet, which is not JSON",
    refusals=(401, 403),
)
def download_sheet(
    request: Request,
    kind: Literal["items", "opening"],
    format: Literal["xlsx", "csv"] = "xlsx",
    empty: Annotated[bool, Query(description="Only the header: a template")] = False,  # noqa: FBT002
) -> Response:
    """What there is as a sheet that can be edited and uploaded again, or a template."""
    with request.app.state.host.databases["inventory"].read() as tx:
        template = template_of(tx, SheetKind(kind.upper()), language_of(request), empty=empty)
    return _file(template, format)


def _file(template: Template, form: str) -> Response:
    content: Any
    if form == "csv":
        content = write_csv(template.titles, template.rows)
    else:
        content = write_xlsx(template.name, template.titles, template.rows, template.notes)
    headers = {"Content-Disposition": f'attachment; filename="{template.name}.{form}"', "Cache-Control": "no-store"}
    return SheetResponse(content, 200, headers, media_type=CSV if form == "csv" else XLSX)
