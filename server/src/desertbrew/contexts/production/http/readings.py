"""Readings of tanks on the wire, and the strapping tables they are read by."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.production import queries
from desertbrew.contexts.production.commands import readings
from desertbrew.contexts.production.http.cellar import Happening, Note
from desertbrew.contexts.production.http.permissions import READ_CELLAR, SET_UP_PLANT, WORK_CELLAR, routes
from desertbrew.contexts.production.queries.readings import Look, Reading
from desertbrew.contexts.production.rules.cellar import LossReason
from desertbrew.contexts.production.rules.volume import Cylindroconical, Point, strapping_of
from desertbrew.contexts.production.tables import TankReading
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx, Tx
from desertbrew.platform.http.pages import Cursor, Limit, Page, decode_cursor, page_of

Millimetres = Annotated[Decimal, Field(ge=0, le=100_000, decimal_places=3)]
Shown = Annotated[Decimal, Field(ge=0, le=1_000_000, decimal_places=3)]
Celsius = Annotated[Decimal, Field(ge=-5, le=100, decimal_places=3)]
Gravity = Annotated[Decimal, Field(ge=Decimal("0.98"), le=Decimal("1.2"), decimal_places=5)]


class StrappingPointIn(BaseModel):
    """At this dip so many litres at 20 °C."""

    model_config = ConfigDict(extra="forbid")

    dip_mm: Millimetres
    volume_l: Shown


class StrappingIn(BaseModel):
    """A whole table, from the lowest dip up."""

    model_config = ConfigDict(extra="forbid")

    points: list[StrappingPointIn] = Field(min_length=1, max_length=5000)


class TankDrawingIn(BaseModel):
    """A tank of cone, cylinder and 2:1 elliptical head; 30 is a cone of 60°, 90 a flat floor."""

    model_config = ConfigDict(extra="forbid")

    radius_mm: Decimal = Field(ge=50, le=5000, decimal_places=1)
    half_angle_deg: Decimal = Field(ge=10, le=90, decimal_places=1)
    cylinder_mm: Decimal = Field(ge=10, le=20_000, decimal_places=1)
    step_mm: int = Field(default=10, ge=5, le=500)


class StrappingPointOut(BaseModel):
    """At this dip so many litres at 20 °C."""

    model_config = ConfigDict(from_attributes=True)

    dip_mm: Decimal
    volume_l: Decimal


class StrappingOut(BaseModel):
    """A vessel's table, from the lowest dip up; empty where it has none."""

    points: list[StrappingPointOut]


class ReadingSettlementIn(BaseModel):
    """That the ledger is to say what was read: what is missing was lost for a reason, or the note says why it differs."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    loss_reason: LossReason | None = None
    note: Note = ""


class TankReadingIn(Happening):
    """Either the dip or the litres that the tank shows; gravities that are left out are the recipe's."""

    dip_mm: Millimetres | None = None
    shown_l: Shown | None = None
    temperature_c: Celsius
    og: Gravity | None = None
    gravity: Gravity | None = None
    settlement: ReadingSettlementIn | None = None
    note: Note = ""


class TankStepsOut(BaseModel):
    """A reading's way to 20 °C: `table_l` × `shell_factor` × `liquid_factor`."""

    og: Decimal
    gravity: Decimal
    table_l: Decimal
    shell_factor: Decimal
    liquid_factor: Decimal
    volume_20_l: Decimal
    ledger_l: Decimal
    difference_l: Decimal = Field(description="What there is more (or less) than the ledger thinks")


class TankPreviewOut(TankStepsOut):
    """What a reading would say, before anybody keeps it."""

    at_temperature_l: Decimal = Field(description="What is really in the tank at its temperature")
    alcohol_mass_pct: Decimal
    real_extract_pct: Decimal


class TankReadingOut(TankStepsOut):
    """A reading that was kept."""

    id: Id
    vessel_id: Id
    dip_mm: Decimal | None
    shown_l: Decimal | None
    temperature_c: Decimal
    movement_id: Id | None = Field(description="The movement that settled the difference")
    note: str
    taken_at: datetime
    posted_at: datetime
    by: str


class ExpectedGravitiesOut(BaseModel):
    """By the recipes of what is in the vessel, weighed by litres; null where one is silent."""

    og: Decimal | None
    fg: Decimal | None


def _preview_out(found: Reading) -> TankPreviewOut:
    steps = found.steps
    return TankPreviewOut(
        og=found.og,
        gravity=found.gravity,
        table_l=steps.table_l,
        shell_factor=steps.shell_factor,
        at_temperature_l=steps.at_temperature_l,
        liquid_factor=steps.liquid_factor,
        volume_20_l=steps.volume_20_l,
        ledger_l=found.view.volume_l,
        difference_l=found.difference_l,
        alcohol_mass_pct=Decimal(f"{found.beer.alcohol_pct:.3f}"),
        real_extract_pct=Decimal(f"{found.beer.real_extract_pct:.3f}"),
    )


def _reading_out(row: TankReading) -> TankReadingOut:
    columns = {name: getattr(row, name) for name in TankReadingOut.model_fields if hasattr(row, name)}
    return TankReadingOut(**columns, difference_l=row.volume_20_l - row.ledger_l)


@routes.query("/vessels/{vessel_id}/strapping-table", READ_CELLAR)
def read_strapping(tx: ReadTx, vessel_id: Id) -> StrappingOut:
    """A vessel's strapping table."""
    return StrappingOut(points=[StrappingPointOut.model_validate(point) for point in queries.strapping_table(tx, vessel_id)])


@routes.command("PUT", "/vessels/{vessel_id}/strapping-table", SET_UP_PLANT, status=200, refusals=(404,))
def set_strapping(tx: Tx, vessel_id: Id, body: StrappingIn) -> StrappingOut:
    """Give a vessel a table, in place of the one it had."""
    readings.set_strapping(tx, vessel_id, [Point(point.dip_mm, point.volume_l) for point in body.points])
    return _strapping_after(tx, vessel_id)


@routes.command("POST", "/vessels/{vessel_id}/strapping-drawings", SET_UP_PLANT, refusals=(404,))
def draw_strapping(tx: Tx, vessel_id: Id, body: TankDrawingIn) -> StrappingOut:
    """Compute a vessel's table from its drawing, until somebody measures it."""
    tank = Cylindroconical(float(body.radius_mm) / 1000, float(body.half_angle_deg), float(body.cylinder_mm) / 1000)
    readings.set_strapping(tx, vessel_id, strapping_of(tank, body.step_mm))
    return _strapping_after(tx, vessel_id)


def _strapping_after(tx: Tx, vessel_id: Id) -> StrappingOut:
    tx.session.flush()
    tx.session.expire_all()
    return StrappingOut(points=[StrappingPointOut.model_validate(point) for point in queries.strapping_table(tx, vessel_id)])


@routes.query("/vessels/{vessel_id}/expected-gravities", READ_CELLAR)
def read_expected_gravities(tx: ReadTx, vessel_id: Id) -> ExpectedGravitiesOut:
    """What the recipes of the beer in a vessel say of its gravities."""
    queries.vessel(tx, vessel_id)
    og, fg = queries.expected_gravities(tx, vessel_id)
    return ExpectedGravitiesOut(og=og, fg=fg)


@routes.query("/vessels/{vessel_id}/reading-preview", READ_CELLAR, refusals=(404, 409))
def preview_reading(
    tx: ReadTx,
    vessel_id: Id,
    temperature_c: Annotated[Celsius, Query()],
    dip_mm: Annotated[Millimetres | None, Query()] = None,
    shown_l: Annotated[Shown | None, Query()] = None,
    og: Annotated[Gravity | None, Query()] = None,
    gravity: Annotated[Gravity | None, Query()] = None,
) -> TankPreviewOut:
    """What a reading would say at 20 °C, with each correction."""
    return _preview_out(queries.read(tx, vessel_id, Look(dip_mm, shown_l, temperature_c, og, gravity)))


@routes.command("POST", "/vessels/{vessel_id}/readings", WORK_CELLAR)
def read_tank(tx: Tx, vessel_id: Id, body: TankReadingIn) -> TankReadingOut:
    """Keep a reading; with a settlement the ledger says afterwards what was read."""
    look = Look(body.dip_mm, body.shown_l, body.temperature_c, body.og, body.gravity)
    settled = body.settlement
    settlement = readings.Settlement(settled.loss_reason, settled.note) if settled else None
    kept = readings.read_tank(tx, vessel_id, look, settlement, body.note, body.happened_at)
    tx.session.refresh(kept)
    return _reading_out(kept)


@routes.query("/vessels/{vessel_id}/readings", READ_CELLAR)
def list_readings(tx: ReadTx, vessel_id: Id, limit: Limit = 100, cursor: Cursor = None) -> Page[TankReadingOut]:
    """A vessel's readings, the newest first."""
    after = decode_cursor(cursor, [Id])
    found = queries.readings(tx, vessel_id, after[0] if after else None, limit + 1)
    rows, following = page_of(found, limit, lambda row: (str(row.id),))
    return Page(items=[_reading_out(row) for row in rows], next_cursor=following)
