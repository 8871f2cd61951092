"""Somebody reads a tank; the difference to the ledger gets a name, or stays a difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete

from desertbrew.contexts.production.commands.cellar import adjust_content, moment, record_loss
from desertbrew.contexts.production.commands.vessels import lock_vessels
from desertbrew.contexts.production.queries.readings import Look, read
from desertbrew.contexts.production.rules.cellar import LossReason
from desertbrew.contexts.production.rules.volume import BadTable, Point, check_table
from desertbrew.contexts.production.tables import StrappingPoint, TankReading
from desertbrew.kernel.errors import InvalidInput, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.db import Tx

WRONG_TABLE = {
    "too-short": Text(es="La tabla necesita dos renglones o más.", en="The table needs two lines or more."),
    "negative": Text(es="No hay medidas negativas.", en="Nothing is less than nothing."),
    "dip-does-not-grow": Text(es="La medida debe crecer de renglón a renglón.", en="The dip must grow line by line."),
    "volume-does-not-grow": Text(es="Los litros deben crecer de renglón a renglón.", en="Litres must grow line by line."),
}


@dataclass(frozen=True, slots=True)
class Settlement:
    """That the ledger is to say what was read, and why it did not: a loss by its reason, or an adjustment by its note."""

    loss_reason: LossReason | None = None
    note: str = ""


def set_strapping(tx: Tx, vessel_id: Id, points: Sequence[Point]) -> None:
    """Give a vessel its table, in place of the one it had; readings keep the litres of their own day. (INV-V5)"""
    try:
        check_table(points)
    except BadTable as error:
        raise InvalidInput(f"/points/{error.line - 1}", WRONG_TABLE[error.why]) from error
    lock_vessels(tx, [vessel_id])
    tx.session.execute(delete(StrappingPoint).where(StrappingPoint.vessel_id == vessel_id))
    tx.session.add_all(StrappingPoint(vessel_id=vessel_id, dip_mm=point.dip_mm, volume_l=point.volume_l) for point in points)


def read_tank(
    tx: Tx, vessel_id: Id, look: Look, settlement: Settlement | None, note: str = "", taken_at: datetime | None = None
) -> TankReading:
    """Keep a reading with every step to 20 °C; with a settlement the ledger says afterwards what was read. (INV-V6)"""
    (vessel,) = lock_vessels(tx, [vessel_id])
    at = moment(tx, taken_at)
    found = read(tx, vessel_id, look)
    reading_id = new_id()
    ledger_l, difference = found.view.volume_l, found.difference_l
    movement = None
    if settlement is not None and difference:
        if settlement.loss_reason is not None and difference < 0:
            movement = record_loss(tx, vessel.id, -difference, settlement.loss_reason, settlement.note, at)
        elif not settlement.note:
            raise InvalidInput("/settlement/note", Text(es="Di a qué se debe la diferencia.", en="Say what explains it."))
        else:
            movement = adjust_content(tx, vessel.id, found.steps.volume_20_l, settlement.note, reading_id, at)
    row = TankReading(
        id=reading_id,
        vessel_id=vessel.id,
        dip_mm=look.dip_mm,
        shown_l=look.shown_l,
        temperature_c=look.temperature_c,
        og=found.og,
        gravity=found.gravity,
        table_l=found.steps.table_l,
        shell_factor=found.steps.shell_factor,
        liquid_factor=found.steps.liquid_factor,
        volume_20_l=found.steps.volume_20_l,
        ledger_l=ledger_l,
        movement_id=movement.id if movement else None,
        note=note,
        taken_at=at,
        posted_at=tx.now,
        by=tx.origin.actor,
    )
    tx.session.add(row)
    tx.session.flush()
    return row
