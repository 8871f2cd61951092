"""Readings of a fermentation, taken by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import select

from desertbrew.contexts.production.commands.moving import require
from desertbrew.contexts.production.contract import FermentationRead
from desertbrew.contexts.production.errors import ReadingSuperseded
from desertbrew.contexts.production.rules.batches import Move
from desertbrew.contexts.production.rules.fermentation import GravityUnit, gravity_at_20
from desertbrew.contexts.production.tables import Batch, FermentationReading
from desertbrew.kernel.errors import InvalidInput, NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.db import Tx

CLOCK_SLACK = timedelta(minutes=5)
"""A tablet's clock may be a little ahead of ours."""


@dataclass(frozen=True, slots=True)
class NewReading:
    """What was read off: a gravity with the temperature of its sample, the tank's temperature, pH; any one is enough."""

    gravity: Decimal | None = None
    gravity_unit: GravityUnit = GravityUnit.SG
    sample_c: Decimal | None = None
    temperature_c: Decimal | None = None
    ph: Decimal | None = None
    note: str = ""
    happened_at: datetime | None = None
    confirmed: bool = False
    """Somebody looked again at a figure that steps up, and it stands."""
    supersedes_id: Id | None = None


def record_fermentation(tx: Tx, batch_id: Id, new: NewReading) -> FermentationReading:
    """Keep a reading, its gravity at 20 °C beside what was read; a correction takes the place of the one it names, once.

    Refused where nothing was read, or no beer gives such a gravity. (INV-B9)
    """
    batch = tx.session.get(Batch, batch_id)
    if batch is None:
        raise NotFound(what=Text("una cocción", "batch"), id=batch_id)
    require(batch, Move.RECORD_READING)
    if new.gravity is None and new.temperature_c is None and new.ph is None:
        raise InvalidInput("/gravity", Text(es="Anota al menos una cifra.", en="Write down one figure at least."))
    at = new.happened_at or tx.now
    if at > tx.now + CLOCK_SLACK:
        raise InvalidInput("/happened_at", Text(es="Esa hora todavía no llega.", en="That moment is yet to come."))
    gravity = None
    if new.gravity is not None:
        gravity = gravity_at_20(new.gravity, new.gravity_unit, new.sample_c)
        if gravity is None:
            raise InvalidInput("/gravity", Text(es="Ninguna cerveza tiene esa densidad.", en="No beer has such a gravity."))
    replaces_at = None
    if new.supersedes_id is not None:
        replaces_at = _check_superseded(tx, batch_id, new.supersedes_id)
    reading = FermentationReading(
        id=new_id(),
        batch_id=batch_id,
        gravity=gravity,
        gravity_read=new.gravity,
        gravity_unit=new.gravity_unit.value if new.gravity is not None else None,
        sample_c=new.sample_c,
        temperature_c=new.temperature_c,
        ph=new.ph,
        note=new.note,
        confirmed=new.confirmed,
        supersedes_id=new.supersedes_id,
        by=tx.origin.actor,
        by_name=tx.origin.actor_name,
        happened_at=at,
        posted_at=tx.now,
    )
    tx.session.add(reading)
    if gravity is not None or new.temperature_c is not None or replaces_at is not None:
        tx.emit(FermentationRead(batch_id, at, gravity, new.temperature_c, replaces_at))
    return reading


def _check_superseded(tx: Tx, batch_id: Id, reading_id: Id) -> datetime:
    before = tx.session.get(FermentationReading, reading_id)
    if before is None or before.batch_id != batch_id:
        raise NotFound(what=Text("una lectura de este lote", "reading of this batch"), id=reading_id)
    already = select(FermentationReading.id).where(FermentationReading.supersedes_id == reading_id)
    if tx.session.execute(already).first() is not None:
        raise ReadingSuperseded
    return before.happened_at
