"""What was brewed, and which tanks it went through."""

from __future__ import annotations

from decimal import Decimal

from desertbrew.contexts.production.contract import (
    BatchCompleted,
    BatchMoved,
    BatchPlanned,
    BeerMoved,
    FermentationRead,
    PackagesCosted,
    PackagingRunOpened,
)
from desertbrew.contexts.traceability import commands
from desertbrew.contexts.traceability.commands import Link, Look, Told
from desertbrew.contexts.traceability.contract import EdgeKind, NodeKind
from desertbrew.contexts.traceability.reactions.declared import reactions
from desertbrew.contexts.traceability.rules import content_id
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import Tx


@reactions.on(BatchPlanned)
def know_batch(tx: Tx, happened: BatchPlanned) -> None:
    """A batch has a number and a beer."""
    facts = {
        "number": happened.number,
        "beer": happened.recipe_name,
        "style": happened.style or None,
        "abv_pct": _figure(happened.abv_pct),
        "ibu": _figure(happened.ibu),
        "planned_on": happened.planned_on.isoformat() if happened.planned_on else None,
    }
    at = happened.happened_at or tx.now
    commands.record(tx, at, happened.batch_id, [Told(happened.batch_id, NodeKind.BATCH, facts)])


def _figure(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


STEPS = ("PLANNED", "STARTING", "BREWING", "FERMENTING", "CONDITIONING", "PACKAGING", "COMPLETED", "CANCELLED")
"""Of two states at the same moment the later one stands."""


@reactions.on(BatchMoved)
def know_batch_state(tx: Tx, happened: BatchMoved) -> None:
    """A batch is in another state; the day it began to brew is on the label."""
    at = happened.happened_at or tx.now
    facts = {"number": happened.number, "state": happened.state}
    if happened.state == "BREWING":
        facts["brewed_at"] = at.isoformat()
    rank = STEPS.index(happened.state) if happened.state in STEPS else 0
    commands.record(tx, at, happened.batch_id, [Told(happened.batch_id, NodeKind.BATCH, facts)], rank=rank)


@reactions.on(BatchCompleted)
def know_batch_end(tx: Tx, happened: BatchCompleted) -> None:
    """A batch is packaged."""
    at = happened.happened_at or tx.now
    facts = {"number": happened.number, "packaged_volume_l": f"{happened.packaged_volume_l:f}"}
    commands.record(tx, at, happened.batch_id, [Told(happened.batch_id, NodeKind.BATCH, facts)])


@reactions.on(BeerMoved)
def know_movement(tx: Tx, happened: BeerMoved) -> None:
    """Beer went into a tank, from tank to tank, or into packages: of every batch in it, its own litres.

    What is diluted, lost or corrected stays where it is: nothing is made of it.
    """
    told, links = [], []
    for part in happened.parts:
        batch = Told(part.batch_id, NodeKind.BATCH, {"number": part.batch_number})
        source = batch
        if happened.from_vessel_id is not None:
            source = _content(happened, happened.from_vessel_id, happened.from_vessel_code, batch)
        if happened.kind == "PACKAGED":
            target = Told(happened.document_id or happened.movement_id, NodeKind.PACKAGING_LOT, _run(happened))
        elif happened.kind in {"KNOCK_OUT", "TRANSFER"} and happened.to_vessel_id is not None:
            target = _content(happened, happened.to_vessel_id, happened.to_vessel_code, batch)
        else:
            continue
        kind = EdgeKind.PACKAGED if target.kind is NodeKind.PACKAGING_LOT else EdgeKind.MOVED
        told += [batch, source, target]
        links.append(Link(source.id, target.id, kind, happened.movement_id, part.volume_l, "L"))
    commands.record(tx, happened.happened_at, happened.movement_id, told, links)


def _run(happened: BeerMoved) -> dict[str, str | None]:
    """A packaging lot is called by what was in the tank, and the day."""
    numbers = " + ".join(part.batch_number for part in happened.parts)
    return {"name": f"{numbers} · {happened.happened_at:%Y-%m-%d}", "packaged_at": happened.happened_at.isoformat()}


def _content(happened: BeerMoved, vessel_id: Id, vessel_code: str | None, batch: Told) -> Told:
    """What the batch has in the vessel."""
    number = batch.facts["number"]
    facts = {"name": vessel_code, "about": number, "moved_at": happened.happened_at.isoformat()}
    return Told(content_id(vessel_id, batch.id), NodeKind.TANK_CONTENT, facts)


@reactions.on(FermentationRead)
def know_reading(tx: Tx, happened: FermentationRead) -> None:
    """Somebody, or something, looked into a fermenting batch."""
    look = Look(happened.batch_id, happened.at, happened.gravity_sg, happened.temperature_c, happened.replaces_at)
    commands.record_reading(tx, look)


@reactions.on(PackagingRunOpened)
def know_run(tx: Tx, happened: PackagingRunOpened) -> None:
    """A packaging lot has a number of its own."""
    facts = {"number": happened.number, "beer": happened.beer_name, "vessel": happened.vessel_code}
    commands.record(tx, tx.now, happened.run_id, [Told(happened.run_id, NodeKind.PACKAGING_LOT, facts)])


@reactions.on(PackagesCosted)
def know_packages(tx: Tx, happened: PackagesCosted) -> None:
    """Bottles and cans of a run, or the litres that it put into kegs, are about to be stocked under this id."""
    in_kegs = happened.quantity == happened.volume_l
    facts = {
        "name": happened.run_number,
        "batch": ", ".join(happened.batch_numbers),
        "quantity": f"{happened.quantity:f}",
        "best_before": happened.best_before.isoformat() if happened.best_before else None,
        # The litres of kegs are counted keg by keg.
        "volume_l": None if in_kegs else f"{happened.volume_l:f}",
    }
    told = [Told(happened.line_id, NodeKind.PACKAGING_LOT if in_kegs else NodeKind.CASE, facts)]
    links = []
    if happened.run_id is not None:
        told.append(Told(happened.run_id, NodeKind.PACKAGING_LOT))
        links.append(Link(happened.run_id, happened.line_id, EdgeKind.PACKAGED, happened.line_id, happened.volume_l, "L"))
    commands.record(tx, tx.now, happened.line_id, told, links)
