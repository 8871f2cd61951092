"""The brews of a batch: asked for, in the kettle, knocked out into the fermenter."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select

from desertbrew.contexts.inventory.contract import MaterialsIssued, MaterialsRefused
from desertbrew.contexts.production.commands import cellar, costs, packaging_material
from desertbrew.contexts.production.commands.bookings import settle_plan
from desertbrew.contexts.production.commands.brew_day import write_sheet
from desertbrew.contexts.production.commands.moving import brews_of, locked, materials_of, moved, require, tell
from desertbrew.contexts.production.contract import MaterialsRequested
from desertbrew.contexts.production.errors import IngredientsUnmatched
from desertbrew.contexts.production.queries import matched_ingredients
from desertbrew.contexts.production.rules.batches import BatchState, BrewState, Fate, Move
from desertbrew.contexts.production.tables import Batch, Brew
from desertbrew.kernel.errors import InvalidInput, NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.db import Tx


@dataclass(frozen=True, slots=True)
class KnockOut:
    """What went into the fermenter: litres at 20 °C, the wort's gravity at 20 °C, and what the brew used."""

    volume_l: Decimal
    vessel_id: Id | None = None
    """The fermenter; None takes the one that the batch was planned for, and the ledger of beer hears nothing without any."""
    og: Decimal | None = None
    preboil_volume_l: Decimal | None = None
    preboil_sg: Decimal | None = None
    postboil_volume_l: Decimal | None = None
    energy_kwh: Decimal | None = None
    hours: Decimal | None = None
    """Work at the brewhouse; None takes the time since the start."""
    at: datetime | None = None
    blend: bool = False
    """Whether it is meant to go onto another batch's beer."""


def start_batch(tx: Tx, batch_id: Id) -> Batch:
    """Ask for the material of the batch's next brew; it brews once inventory has issued it, or learns what is missing.

    Each start is a request of its own with a fresh id, and inventory answers every id once: a crash, a retry or a second
    tap can neither take material twice nor leave the brew between the two. (INV-B4)
    """
    batch = locked(tx, batch_id)
    brews = brews_of(tx, batch)
    require(batch, Move.START, brews if batch.state == BatchState.BREWING else ())
    lines = matched_ingredients(tx, batch.id)
    unmatched = [line.ingredient.name for line in lines if not line.is_matched]
    if unmatched:
        raise IngredientsUnmatched(names=", ".join(unmatched), ingredients=unmatched)
    brew = next(brew for brew in brews if brew.state == BrewState.PLANNED)
    brew.issue_id = new_id()
    brew.state = BrewState.STARTING.value
    batch.shortages = "[]"
    if batch.state == BatchState.PLANNED:
        batch.state = BatchState.STARTING.value
    tell(tx, batch, "starting", _which(batch, brew))
    tx.emit(MaterialsRequested(brew.issue_id, batch.id, batch.number, materials_of(tx, batch, brew)))
    moved(tx, batch)
    return batch


def ask_again(tx: Tx, batch_id: Id) -> Batch:
    """Ask once more, under the same id, for material that nobody has answered for: its request, or its answer, was lost.

    Inventory answers a known id as it did before, so asking twice cannot take twice. (INV-B4)
    """
    batch = locked(tx, batch_id)
    brews = brews_of(tx, batch)
    require(batch, Move.ASK_AGAIN, brews)
    brew = next(brew for brew in brews if brew.state == BrewState.STARTING)
    assert brew.issue_id is not None, "a brew that starts has asked"
    tell(tx, batch, "asked_again", _which(batch, brew))
    tx.emit(MaterialsRequested(brew.issue_id, batch.id, batch.number, materials_of(tx, batch, brew)))
    return batch


def receive_materials(tx: Tx, issued: MaterialsIssued) -> None:
    """The material is here: the brew is in the kettle, and the cost ledger has a line for every lot.

    Material that arrives for a batch that was given up meanwhile goes where it was said then.
    """
    if packaging_material.receive_material(tx, issued):
        return
    found = _awaiting(tx, issued.batch_id, issued.issue_id)
    if found is None:
        return
    batch, brew = found
    lines = costs.post_material(tx, batch, brew, issued)
    if brew.state == BrewState.CANCELLED:
        fate, brew.fate = brew.fate, None
        if fate == Fate.RETURN:
            costs.release(tx, batch, lines)
        return
    brew.state = BrewState.BREWING.value
    brew.started_at = tx.now
    write_sheet(tx, batch, brew)
    if batch.state == BatchState.STARTING:
        batch.state = BatchState.BREWING.value
    tell(tx, batch, "materials_issued", f"{issued.total_cost:f}")
    moved(tx, batch)


def refuse_materials(tx: Tx, refused: MaterialsRefused) -> None:
    """Some of the material is missing: the brew is planned again and the batch knows what."""
    if packaging_material.refuse_material(tx, refused):
        return
    found = _awaiting(tx, refused.batch_id, refused.issue_id)
    if found is None:
        return
    batch, brew = found
    if brew.state == BrewState.CANCELLED:
        brew.fate = None
        return
    brew.state = BrewState.PLANNED.value
    brew.issue_id = None
    if batch.state == BatchState.STARTING:
        batch.state = BatchState.PLANNED.value
    batch.shortages = json.dumps([asdict(shortage) for shortage in refused.shortages], default=str)
    tell(tx, batch, "materials_refused", ", ".join(shortage.item_name for shortage in refused.shortages))
    moved(tx, batch)


def knock_out_brew(tx: Tx, brew_id: Id, out: KnockOut) -> Batch:
    """The wort is in the fermenter: what the brew used is charged, and the last brew out begins the fermentation."""
    brew = tx.session.get(Brew, brew_id)
    if brew is None:
        raise NotFound(what=Text("un cocimiento", "brew"), id=brew_id)
    batch = locked(tx, brew.batch_id)
    brews = brews_of(tx, batch)
    require(batch, Move.KNOCK_OUT, [each for each in brews if each.id == brew_id])
    if out.volume_l > batch.planned_volume_l * 2:
        raise InvalidInput(
            "/volume_l",
            Text(es="Se planearon {planned} L; revisa la cifra.", en="{planned} L were planned; check the figure."),
            planned=f"{batch.planned_volume_l:f}",
        )
    vessel_id = out.vessel_id or batch.fermenter_id
    if vessel_id is not None:
        cellar.knock_out(tx, batch.id, vessel_id, out.volume_l, blend=out.blend, happened_at=out.at)
        batch.fermenter_id = vessel_id
        settle_plan(tx, batch, vessel_id)
    brew.state = BrewState.KNOCKED_OUT.value
    brew.vessel_id = vessel_id
    brew.fermenter_volume_l = out.volume_l
    brew.og = out.og
    brew.preboil_volume_l = out.preboil_volume_l
    brew.preboil_sg = out.preboil_sg
    brew.postboil_volume_l = out.postboil_volume_l
    brew.knocked_out_at = out.at or tx.now
    costs.charge_brew(tx, batch, brew, out.hours, out.energy_kwh)
    tell(tx, batch, "knocked_out", f"{_which(batch, brew)} {out.volume_l.normalize():f} L".strip())
    if all(each.state in {BrewState.KNOCKED_OUT, BrewState.CANCELLED} for each in brews):
        batch.state = BatchState.FERMENTING.value
        tell(tx, batch, "fermenting", "")
    moved(tx, batch)
    return batch


def _which(batch: Batch, brew: Brew) -> str:
    return f"{brew.number}/{batch.brews_planned}" if batch.brews_planned > 1 else ""


def _awaiting(tx: Tx, batch_id: Id, issue_id: Id) -> tuple[Batch, Brew] | None:
    """The batch and the brew that wait for the answer to this very request; an answer to any other is history."""
    if tx.session.get(Batch, batch_id) is None:
        return None
    batch = locked(tx, batch_id)
    mine = select(Brew).where(Brew.batch_id == batch_id, Brew.issue_id == issue_id)
    brew = tx.session.execute(mine.execution_options(populate_existing=True)).scalar_one_or_none()
    waits = brew is not None and (brew.state == BrewState.STARTING or brew.fate is not None)
    return (batch, brew) if brew is not None and waits else None
