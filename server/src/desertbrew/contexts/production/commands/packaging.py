"""A packaging run: beer leaves a tank for kegs, bottles and cans, takes material with it, and the litres add up.

What people did with their hands is a fact: a full bottle stays full where the books lack its cap, and a keg that inventory
filled is taken from the tank even where the ledger thought it empty. Both are shown until somebody settles them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import bindparam, func, select

from desertbrew.contexts.inventory.contract import KegsFilled
from desertbrew.contexts.production.commands import cellar
from desertbrew.contexts.production.commands.batches import move_batch
from desertbrew.contexts.production.commands.moving import locked, moved, tell
from desertbrew.contexts.production.commands.packaging_material import ask_for_material
from desertbrew.contexts.production.commands.vessels import lock_vessels
from desertbrew.contexts.production.contract import (
    PackagingRunClosed,
    PackagingRunOpened,
)
from desertbrew.contexts.production.errors import (
    NotEnoughBeer,
    PackageNotPieces,
    RunNotOpen,
    VesselHasRun,
)
from desertbrew.contexts.production.rules.batches import BatchState, Move
from desertbrew.contexts.production.rules.cellar import LossReason
from desertbrew.contexts.production.rules.packaging import (
    MaterialState,
    PackageKind,
    Reconciliation,
    RunState,
    best_before,
)
from desertbrew.contexts.production.tables import (
    Batch,
    ItemCopy,
    PackagedKeg,
    PackageFormat,
    PackagingLine,
    PackagingPart,
    PackagingRun,
    Vessel,
)
from desertbrew.kernel.clock import business_date
from desertbrew.kernel.errors import InvalidInput, NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.platform.counters import next_numbers
from desertbrew.platform.db import Tx

RUN = Text("una corrida de envasado", "packaging run")
FORMAT = Text("una presentación", "package format")
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class NewPackages:
    """So many packages of a format were filled, to be stocked as `product_item_id`."""

    format_id: Id
    count: int
    product_item_id: Id | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """What the tank was found to hold at 20 °C, whether that stays in it, and what the difference is called."""

    left_l: Decimal
    keeps_rest: bool
    note: str = ""


def open_run(tx: Tx, vessel_id: Id) -> PackagingRun:
    """Begin to package what is in a tank; its batches are being packaged from now on. (INV-E1)"""
    batches = {batch_id: locked(tx, batch_id) for batch_id in sorted(_inside(tx, vessel_id))}
    (vessel,) = lock_vessels(tx, [vessel_id])
    there = _inside(tx, vessel_id)
    # Blended in since we looked: rare, and locked in whatever order.
    batches |= {batch_id: locked(tx, batch_id) for batch_id in sorted(set(there) - set(batches))}
    standing = select(PackagingRun).where(PackagingRun.vessel_id == vessel_id, PackagingRun.state != RunState.CLOSED.value)
    if (other := tx.session.execute(standing).scalar_one_or_none()) is not None:
        raise VesselHasRun(code=vessel.code, number=other.number, run_id=other.id)
    if not there:
        raise NotEnoughBeer(code=vessel.code, available_l="0")
    for batch in batches.values():
        if batch.state != BatchState.PACKAGING:
            move_batch(tx, batch.id, Move.PACKAGE)
    main = batches[max(there, key=lambda batch_id: there[batch_id])]
    run = PackagingRun(
        id=new_id(),
        number=f"ENV-{next_numbers(tx, 'packaging_run')[0]:04d}",
        vessel_id=vessel_id,
        state=RunState.OPEN.value,
        beer_name=main.recipe_name,
        batch_id=main.id,
        batch_number=main.number,
        before_l=sum(there.values(), NOTHING),
        difference_note="",
        opened_at=tx.now,
        opened_by_name=tx.origin.actor_name,
        closed_by_name="",
    )
    tx.session.add(run)
    tx.session.flush()
    keg_days = _keg_shelf_life(tx)
    until = best_before(tx.today, keg_days) if keg_days else None
    tx.emit(PackagingRunOpened(run.id, run.number, main.id, main.number, main.recipe_name, vessel.code, until))
    return run


def record_packages(tx: Tx, run_id: Id, new: NewPackages) -> PackagingLine:
    """So many bottles or cans are full: their litres leave the tank, their material is asked of the warehouse."""
    run = _open(tx, run_id)
    form = tx.session.get(PackageFormat, new.format_id)
    if form is None:
        raise NotFound(what=FORMAT, id=new.format_id)
    if form.kind == PackageKind.KEG:
        raise InvalidInput("/format_id", Text(es="Los barriles se escanean.", en="Kegs are scanned."))
    if new.product_item_id is not None:
        product = tx.session.get(ItemCopy, new.product_item_id)
        if product is None:
            raise NotFound(what=Text("un artículo", "item"), id=new.product_item_id)
        if product.base_unit != BaseUnit.PIECE:
            raise PackageNotPieces(name=product.name, unit=product.base_unit)
    line = PackagingLine(
        id=new_id(),
        run_id=run.id,
        kind=form.kind,
        format_id=form.id,
        product_item_id=new.product_item_id,
        count=new.count,
        volume_l=form.volume_l * new.count,
        best_before=best_before(tx.today, form.shelf_life_days),
        material_state=MaterialState.NONE.value,
        shortages="[]",
        happened_at=tx.now,
        by_name=tx.origin.actor_name,
    )
    _fill(tx, run, line)
    ask_for_material(tx, run, line, form)
    return line


def take_kegs(tx: Tx, filled: KegsFilled) -> None:
    """Inventory filled kegs for a run: their litres leave the tank, even past what the ledger knew. (INV-E3)"""
    if filled.packaging_run_id is None:
        return
    run = _locked(tx, filled.packaging_run_id)
    seen = select(PackagedKeg.fill_id).where(PackagedKeg.fill_id.in_([fill.fill_id for fill in filled.fills]))
    known = set(tx.session.execute(seen).scalars())
    fresh = [fill for fill in filled.fills if fill.fill_id not in known]
    if run is None or not fresh:
        return
    volume_l = sum((fill.volume_l for fill in fresh), NOTHING)
    there = _lock_tank(tx, run)
    if volume_l > there:
        note = f"{run.number}: kegs took more than the ledger knew"
        cellar.surplus(tx, run.vessel_id, volume_l - there, run.batch_id, note, run.id)
    keg_format = tx.session.execute(_KEG_FORMAT).scalars().first()
    batch = tx.session.get_one(Batch, run.batch_id)
    until = best_before(business_date(filled.filled_at, tx.zone), keg_format.shelf_life_days) if keg_format else None
    line = PackagingLine(
        id=filled.filling_id,
        run_id=run.id,
        kind=PackageKind.KEG.value,
        format_id=keg_format.id if keg_format else None,
        product_item_id=batch.product_item_id,
        count=len(fresh),
        volume_l=volume_l,
        best_before=until,
        material_state=MaterialState.NONE.value,
        shortages="[]",
        happened_at=filled.filled_at,
        by_name="",
    )
    _fill(tx, run, line)
    tx.session.add_all(
        PackagedKeg(fill_id=fill.fill_id, line_id=line.id, keg_id=fill.keg_id, serial=fill.serial, volume_l=fill.volume_l)
        for fill in fresh
    )
    if keg_format is not None:
        ask_for_material(tx, run, line, keg_format)
    tx.session.flush()
    _finish_if_all_told(tx, run)


def close_run(tx: Tx, run_id: Id, closing: Closing) -> PackagingRun:
    """End a run; it is closed once inventory has told how many kegs it filled, and all of them are here. (INV-E2)"""
    run = _open(tx, run_id)
    vessel = tx.session.get_one(Vessel, run.vessel_id)
    if closing.left_l > vessel.nominal_volume_l:
        raise InvalidInput(
            "/left_l",
            Text(es="En el tanque solo caben {nominal} L.", en="The tank only holds {nominal} L."),
            nominal=f"{vessel.nominal_volume_l.normalize():f}",
        )
    packaged = _packaged_l(tx, run)
    sum_up = Reconciliation(run.before_l, packaged, closing.left_l)
    if not sum_up.is_close and not closing.note.strip():
        raise InvalidInput(
            "/note",
            Text(
                es="Faltan o sobran {difference} L ({percent} %): di por qué.",
                en="{difference} L are missing or over ({percent} %): say why.",
            ),
            difference=f"{sum_up.difference_l.normalize():f}",
            percent=f"{sum_up.difference_pct}",
        )
    run.left_l, run.keeps_rest, run.difference_note = closing.left_l, closing.keeps_rest, closing.note
    run.state = RunState.CLOSING.value
    run.closed_by_name = tx.origin.actor_name
    tx.emit(PackagingRunClosed(run.id, run.number, run.batch_id))
    return run


def settle_run(tx: Tx, run_id: Id, kegs: int, volume_l: Decimal) -> None:
    """Inventory will fill no more kegs for the run, and says how many it did."""
    run = _locked(tx, run_id)
    if run is None or run.state != RunState.CLOSING:
        return
    run.kegs_told, run.kegs_told_l = kegs, volume_l
    tx.session.flush()
    _finish_if_all_told(tx, run)


def _finish_if_all_told(tx: Tx, run: PackagingRun) -> None:
    if run.state != RunState.CLOSING or run.kegs_told is None:
        return
    query = select(func.count(), func.sum(PackagedKeg.volume_l)).join(PackagingLine, PackagingLine.id == PackagedKeg.line_id)
    kegs, litres = tx.session.execute(query.where(PackagingLine.run_id == run.id)).one()
    if (kegs, litres or NOTHING) != (run.kegs_told, run.kegs_told_l):
        return
    assert run.left_l is not None, "a run that is closing knows what was left"
    run.difference_l = _lock_tank(tx, run) - run.left_l
    note = run.difference_note or run.number
    if run.difference_l > 0:
        cellar.record_loss(tx, run.vessel_id, run.difference_l, LossReason.PACKAGING, note)
    elif run.difference_l < 0:
        cellar.surplus(tx, run.vessel_id, -run.difference_l, run.batch_id, note, run.id)
    if run.left_l and not run.keeps_rest:
        cellar.empty_vessel(tx, run.vessel_id, LossReason.PACKAGING, f"{run.number}: rest")
    run.state, run.closed_at = RunState.CLOSED.value, tx.now
    packaged = f"{run.number}: {_packaged_l(tx, run).normalize():f} L"
    for batch_id in _batches_of(tx, run):
        batch = locked(tx, batch_id)
        tell(tx, batch, "packaged", packaged)
        moved(tx, batch)


# ------------------------------------------------------------------------------------------------------------- its rows

_KEG_FORMAT = (
    select(PackageFormat).where(PackageFormat.kind == PackageKind.KEG.value).order_by(PackageFormat.shelf_life_days)
)
_PACKAGED = select(func.sum(PackagingLine.volume_l)).where(PackagingLine.run_id == bindparam("run"))


def _keg_shelf_life(tx: Tx) -> int | None:
    form = tx.session.execute(_KEG_FORMAT).scalars().first()
    return form.shelf_life_days if form else None


def _packaged_l(tx: Tx, run: PackagingRun) -> Decimal:
    tx.session.flush()
    return tx.session.execute(_PACKAGED, {"run": run.id}).scalar_one() or NOTHING


def _locked(tx: Tx, run_id: Id) -> PackagingRun | None:
    return tx.session.get(PackagingRun, run_id, with_for_update=True, populate_existing=True)


def _open(tx: Tx, run_id: Id) -> PackagingRun:
    run = _locked(tx, run_id)
    if run is None:
        raise NotFound(what=RUN, id=run_id)
    if run.state != RunState.OPEN:
        raise RunNotOpen(number=run.number, state=run.state)
    return run


def _inside(tx: Tx, vessel_id: Id) -> dict[Id, Decimal]:
    return {content.batch.id: content.row.volume_l for content in cellar.contents(tx, vessel_id)}


def _lock_tank(tx: Tx, run: PackagingRun) -> Decimal:
    """Batches before their vessel, as everywhere; answers the litres that are in it once nobody else moves them."""
    for batch_id in sorted({run.batch_id, *_batches_of(tx, run), *_inside(tx, run.vessel_id)}):
        locked(tx, batch_id)
    lock_vessels(tx, [run.vessel_id])
    return sum(_inside(tx, run.vessel_id).values(), NOTHING)


def _fill(tx: Tx, run: PackagingRun, line: PackagingLine) -> None:
    """Take the line's litres out of the tank, and remember whose they are."""
    parts = cellar.take_for_packaging(tx, run.vessel_id, line.volume_l, line.id, min(line.happened_at, tx.now))
    tx.session.add(line)
    tx.session.flush()
    tx.session.add_all(PackagingPart(line_id=line.id, batch_id=part.batch_id, volume_l=part.volume_l) for part in parts)
    tx.session.flush()


def _batches_of(tx: Tx, run: PackagingRun) -> Sequence[Id]:
    query = select(PackagingPart.batch_id).join(PackagingLine, PackagingLine.id == PackagingPart.line_id)
    return (
        tx.session.execute(query.where(PackagingLine.run_id == run.id).distinct().order_by(PackagingPart.batch_id))
        .scalars()
        .all()
    )
