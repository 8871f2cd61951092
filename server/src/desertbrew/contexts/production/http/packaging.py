"""Packaging runs on the wire. Litres at 20 °C throughout."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.production.commands import packaging, packaging_material
from desertbrew.contexts.production.http.permissions import DEFINE_PACKAGES, PACKAGE, READ_BATCHES, routes
from desertbrew.contexts.production.queries import packaging as queries
from desertbrew.contexts.production.rules.packaging import MaterialState, PackageKind, RunState
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx, Tx
from desertbrew.platform.http.pages import Cursor, Limit, Page, decode_cursor, page_of

Litres = Annotated[Decimal, Field(ge=0, le=1_000_000, decimal_places=3)]
Short = Annotated[str, Field(max_length=200)]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class PackageMaterialIn(_In):
    """What one package takes of an item."""

    item_id: Id
    amount: Decimal = Field(gt=0, le=1_000_000, decimal_places=6)
    unit: str = Field(min_length=1, max_length=20)


class PackageFormatIn(_In):
    """A kind of package; the same code again changes it for runs to come."""

    code: str = Field(min_length=1, max_length=20)
    name: str = Field(min_length=1, max_length=80)
    kind: PackageKind
    volume_l: Decimal = Field(gt=0, le=1_000, decimal_places=3, description="Litres in one; of a keg, its usual size")
    shelf_life_days: int = Field(ge=1, le=3650)
    materials: list[PackageMaterialIn] = Field(default=[], max_length=20)


class PackageMaterialOut(BaseModel):
    """What one package takes of an item."""

    item_id: Id
    item_name: str
    amount: Decimal
    unit: str


class PackageFormatOut(BaseModel):
    """A kind of package."""

    id: Id
    code: str
    name: str
    kind: PackageKind
    volume_l: Decimal
    shelf_life_days: int
    materials: list[PackageMaterialOut]


class PackageFormatsOut(BaseModel):
    """Every kind of package."""

    items: list[PackageFormatOut]


class PackagingRunIn(_In):
    """The tank whose beer is packaged."""

    vessel_id: Id


class PackagesIn(_In):
    """So many bottles or cans were filled."""

    format_id: Id
    count: int = Field(ge=1, le=1_000_000)
    product_item_id: Id | None = None


class ClosingIn(_In):
    """What the tank was found to hold, whether it stays there, and what a difference is called."""

    left_l: Litres
    keeps_rest: bool = False
    note: Short = ""


class WaiverIn(_In):
    """Why the material will never come out of the books."""

    reason: str = Field(min_length=3, max_length=200)


class SumOut(BaseModel):
    """What there was is what was packaged, what is left and the difference."""

    difference_l: Decimal
    difference_pct: Decimal
    is_close: bool = Field(description="Within what instruments explain (0.3 %)")


class PackagingRunOut(BaseModel):
    """A run with its litres."""

    id: Id
    number: str
    state: RunState
    vessel_id: Id
    vessel_code: str
    beer_name: str
    batch_id: Id
    batch_number: str
    before_l: Decimal
    packaged_l: Decimal
    in_tank_l: Decimal
    left_l: Decimal | None
    difference_note: str
    sum_up: SumOut | None
    opened_at: datetime
    opened_by_name: str
    closed_at: datetime | None
    closed_by_name: str


class PackagingPartOut(BaseModel):
    """Whose beer is in a line's packages, and what it cost once that is known."""

    batch_id: Id
    batch_number: str
    volume_l: Decimal
    cost: Decimal | None


class PackagedKegOut(BaseModel):
    """One keg of a line."""

    keg_id: Id
    serial: str
    volume_l: Decimal


class PackagingLineOut(BaseModel):
    """So many packages that were filled at once."""

    id: Id
    kind: PackageKind
    format_name: str
    product_item_id: Id | None
    product_name: str
    count: int
    volume_l: Decimal
    best_before: date | None
    material_state: MaterialState
    shortages: list[dict[str, Any]]
    parts: list[PackagingPartOut]
    kegs: list[PackagedKegOut]
    happened_at: datetime
    by_name: str


class PackagingRunWithLinesOut(PackagingRunOut):
    """A run with its lines, the newest first."""

    lines: list[PackagingLineOut]


def _format(view: queries.FormatView) -> PackageFormatOut:
    row = view.row
    return PackageFormatOut(
        id=row.id,
        code=row.code,
        name=row.name,
        kind=PackageKind(row.kind),
        volume_l=row.volume_l,
        shelf_life_days=row.shelf_life_days,
        materials=[
            PackageMaterialOut(item_id=each.item_id, item_name=name, amount=each.amount, unit=each.unit)
            for each, name in view.materials
        ],
    )


def _run(view: queries.RunView) -> dict[str, Any]:
    row, sum_up = view.row, view.sum_up
    own = {name: getattr(row, name) for name in PackagingRunOut.model_fields if hasattr(row, name)}
    said = None
    if sum_up is not None:
        said = SumOut(difference_l=sum_up.difference_l, difference_pct=sum_up.difference_pct, is_close=sum_up.is_close)
    more = {"vessel_code": view.vessel_code, "packaged_l": view.packaged_l, "in_tank_l": view.in_tank_l}
    return {**own, **more, "sum_up": said}


def _line(view: queries.LineView) -> PackagingLineOut:
    row = view.row
    own = {name: getattr(row, name) for name in PackagingLineOut.model_fields if hasattr(row, name)}
    return PackagingLineOut(
        **own
        | {
            "format_name": view.format_name,
            "product_name": view.product_name,
            "shortages": json.loads(row.shortages),
            "parts": [
                PackagingPartOut(batch_id=part.batch_id, batch_number=number, volume_l=part.volume_l, cost=part.cost)
                for part, number in view.parts
            ],
            "kegs": [PackagedKegOut(keg_id=keg.keg_id, serial=keg.serial, volume_l=keg.volume_l) for keg in view.kegs],
        }
    )


def _whole(tx: ReadTx, run_id: Id) -> PackagingRunWithLinesOut:
    tx.session.flush()
    view, lines = queries.packaging_run(tx, run_id)
    return PackagingRunWithLinesOut(**_run(view), lines=[_line(line) for line in lines])


@routes.query("/package-formats", READ_BATCHES, refusals=())
def list_package_formats(tx: ReadTx) -> PackageFormatsOut:
    """What beer is packaged in."""
    return PackageFormatsOut(items=[_format(view) for view in queries.package_formats(tx)])


@routes.command("POST", "/package-formats", DEFINE_PACKAGES)
def define_package_format(tx: Tx, body: PackageFormatIn) -> PackageFormatOut:
    """Say what a kind of package holds, how long it keeps and what it is made of."""
    materials = [packaging_material.NewMaterial(**each.model_dump()) for each in body.materials]
    fields = body.model_dump(exclude={"materials"})
    made = packaging_material.define_format(tx, packaging_material.NewFormat(**fields, materials=materials))
    tx.session.flush()
    return next(_format(view) for view in queries.package_formats(tx) if view.row.id == made.id)


@routes.query("/packaging-runs", READ_BATCHES, refusals=())
def list_packaging_runs(
    tx: ReadTx,
    batch_id: Id | None = None,
    state: RunState | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[PackagingRunOut]:
    """Runs, the newest first."""
    after = decode_cursor(cursor, [Id])
    found = queries.packaging_runs(tx, batch_id, state, after[0] if after else None, limit + 1)
    rows, following = page_of(found, limit, lambda view: (str(view.row.id),))
    return Page(items=[PackagingRunOut(**_run(view)) for view in rows], next_cursor=following)


@routes.query("/packaging-runs/{run_id}", READ_BATCHES)
def read_packaging_run(tx: ReadTx, run_id: Id) -> PackagingRunWithLinesOut:
    """One run with all that it filled."""
    return _whole(tx, run_id)


@routes.command("POST", "/packaging-runs", PACKAGE)
def open_packaging_run(tx: Tx, body: PackagingRunIn) -> PackagingRunWithLinesOut:
    """Begin to package what is in a tank."""
    return _whole(tx, packaging.open_run(tx, body.vessel_id).id)


@routes.command("POST", "/packaging-runs/{run_id}/packages", PACKAGE)
def record_packages(tx: Tx, run_id: Id, body: PackagesIn) -> PackagingRunWithLinesOut:
    """Count bottles or cans that were filled; kegs are counted by their scan."""
    packaging.record_packages(tx, run_id, packaging.NewPackages(**body.model_dump()))
    return _whole(tx, run_id)


@routes.command("POST", "/packaging-runs/{run_id}/closings", PACKAGE)
def close_packaging_run(tx: Tx, run_id: Id, body: ClosingIn) -> PackagingRunWithLinesOut:
    """End the run with what the tank was found to hold; a difference above 0.3 % needs a note."""
    packaging.close_run(tx, run_id, packaging.Closing(**body.model_dump()))
    return _whole(tx, run_id)


@routes.command("POST", "/packaging-lines/{line_id}/material-requests", PACKAGE)
def request_packaging_material(tx: Tx, line_id: Id) -> PackagingRunWithLinesOut:
    """Ask the warehouse again for what a line lacked."""
    return _whole(tx, packaging_material.ask_for_material_again(tx, line_id).run_id)


@routes.command("POST", "/packaging-lines/{line_id}/material-waivers", DEFINE_PACKAGES)
def waive_packaging_material(tx: Tx, line_id: Id, body: WaiverIn) -> PackagingRunWithLinesOut:
    """Settle a line whose material will never come out of the books."""
    return _whole(tx, packaging_material.waive_material(tx, line_id, body.reason).run_id)
