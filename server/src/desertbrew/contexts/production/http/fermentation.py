"""Fermentations on the wire."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from desertbrew.contexts.production import queries
from desertbrew.contexts.production.commands import fermentation as commands
from desertbrew.contexts.production.http.permissions import READ_BATCHES, RECORD_BREW_DAY, routes
from desertbrew.contexts.production.queries.fermentation import ReadingView
from desertbrew.contexts.production.rules.fermentation import GravityUnit, plato
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx, Tx


class FermentationReadingIn(BaseModel):
    """What was read off a fermenting beer; one figure is enough.

    `sample_c` is the sample's temperature under a hydrometer made for 20 °C; null where the meter corrects by itself.
    """

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    gravity: Decimal | None = Field(default=None, ge=-1000, le=2000, decimal_places=4)
    gravity_unit: GravityUnit = GravityUnit.SG
    sample_c: Decimal | None = Field(default=None, ge=0, le=80, decimal_places=2)
    temperature_c: Decimal | None = Field(default=None, ge=-5, le=60, decimal_places=2)
    ph: Decimal | None = Field(default=None, ge=2, le=9, decimal_places=2)
    note: str = Field(default="", max_length=500)
    happened_at: AwareDatetime | None = None
    confirmed: bool = False
    supersedes_id: Id | None = None


class FermentationReadingOut(BaseModel):
    """A reading: its gravity as SG and °P at 20 °C, beside what was read; `suspect` where it steps up by over 0.5 °P."""

    id: Id
    gravity: Decimal | None
    plato: Decimal | None
    gravity_read: Decimal | None
    gravity_unit: str | None
    sample_c: Decimal | None
    temperature_c: Decimal | None
    ph: Decimal | None
    note: str
    by_name: str
    happened_at: datetime
    posted_at: datetime
    confirmed: bool
    superseded: bool
    suspect: bool
    attenuation_pct: Decimal | None
    abv_pct: Decimal | None


class FermentationOut(BaseModel):
    """A batch's fermentation, from the wort's gravity to where it is now."""

    og: Decimal | None
    og_plato: Decimal | None
    target_fg: Decimal | None
    target_fg_plato: Decimal | None
    target_abv_pct: Decimal | None
    latest: FermentationReadingOut | None
    readings: list[FermentationReadingOut]


def _out(view: ReadingView) -> FermentationReadingOut:
    row = view.row
    return FermentationReadingOut(
        id=row.id,
        gravity=row.gravity,
        plato=None if row.gravity is None else plato(row.gravity),
        gravity_read=row.gravity_read,
        gravity_unit=row.gravity_unit,
        sample_c=row.sample_c,
        temperature_c=row.temperature_c,
        ph=row.ph,
        note=row.note,
        by_name=row.by_name,
        happened_at=row.happened_at,
        posted_at=row.posted_at,
        confirmed=row.confirmed,
        superseded=view.superseded,
        suspect=view.suspect,
        attenuation_pct=view.progress.attenuation_pct if view.progress else None,
        abv_pct=view.progress.abv_pct if view.progress else None,
    )


def _fermentation(tx: ReadTx, batch_id: Id) -> FermentationOut:
    view = queries.fermentation(tx, batch_id)
    return FermentationOut(
        og=view.og,
        og_plato=None if view.og is None else plato(view.og),
        target_fg=view.target_fg,
        target_fg_plato=None if view.target_fg is None else plato(view.target_fg),
        target_abv_pct=view.target_abv_pct,
        latest=_out(view.latest) if view.latest else None,
        readings=[_out(each) for each in view.readings],
    )


@routes.query("/batches/{batch_id}/fermentation", READ_BATCHES)
def read_fermentation(tx: ReadTx, batch_id: Id) -> FermentationOut:
    """How the batch ferments."""
    return _fermentation(tx, batch_id)


@routes.command("POST", "/batches/{batch_id}/fermentation-readings", RECORD_BREW_DAY)
def record_fermentation(tx: Tx, batch_id: Id, body: FermentationReadingIn) -> FermentationOut:
    """Keep a reading, or put one right with another."""
    commands.record_fermentation(tx, batch_id, commands.NewReading(**body.model_dump()))
    tx.session.flush()
    tx.session.expire_all()
    return _fermentation(tx, batch_id)
