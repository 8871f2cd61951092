"""A batch after its brews: fermenting, conditioned, packaged, completed, or given up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import bindparam, select

from desertbrew.contexts.production.commands import cellar, costs, packaging_cost
from desertbrew.contexts.production.commands.bookings import end_all_bookings, release_bookings
from desertbrew.contexts.production.commands.moving import brews_of, locked, moved, require, tell
from desertbrew.contexts.production.commands.vessels import lock_vessels
from desertbrew.contexts.production.contract import BatchCompleted
from desertbrew.contexts.production.errors import BeerIsBlended
from desertbrew.contexts.production.queries.cellar import volumes_of_batch
from desertbrew.contexts.production.rules.batches import (
    LEADS_TO,
    PACKAGED_PER_PLANNED_MAX,
    BatchState,
    BrewState,
    Fate,
    Move,
    cost_per_litre,
)
from desertbrew.contexts.production.rules.cellar import LossReason
from desertbrew.contexts.production.tables import Batch, Vessel, VesselContent
from desertbrew.kernel.errors import InvalidInput, NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.kernel.money import MOST_MONEY, ZERO
from desertbrew.platform.db import Tx

SAYS = {Move.FERMENT: "fermenting", Move.CONDITION: "conditioning", Move.PACKAGE: "packaging"}


@dataclass(frozen=True, slots=True)
class Cancellation:
    """Why a batch is given up, and what becomes of its material: `fate`, or for some cost lines another."""

    reason: str
    fate: Fate = Fate.WASTE
    lines: Mapping[Id, Fate] = field(default_factory=dict)


def move_batch(tx: Tx, batch_id: Id, move: Move) -> Batch:
    """Let the beer ferment (with the brews there are), condition it, or begin to package it."""
    batch = locked(tx, batch_id)
    brews = brews_of(tx, batch)
    require(batch, move, brews if move is Move.FERMENT else ())
    if move is Move.FERMENT:
        for brew in brews:
            if brew.state == BrewState.PLANNED:
                brew.state = BrewState.CANCELLED.value
    batch.state = LEADS_TO[move].value
    tell(tx, batch, SAYS[move], "")
    moved(tx, batch)
    return batch


def complete_batch(tx: Tx, batch_id: Id, packaged_volume_l: Decimal | None = None) -> Batch:
    """Close the batch on the litres really packaged; the cost per litre is known from now on. (INV-B3)

    Where its beer was packaged from tanks, the ledger of beer knows the litres and a figure given besides must agree;
    elsewhere the figure given counts. What is left in its tanks then was lost in packaging.
    """
    batch = locked(tx, batch_id)
    require(batch, Move.COMPLETE)
    packaging_cost.refuse_unsettled(tx, batch)
    packaged_volume_l = _packaged(tx, batch, packaged_volume_l)
    if packaged_volume_l > batch.planned_volume_l * PACKAGED_PER_PLANNED_MAX:
        raise InvalidInput(
            "/packaged_volume_l",
            Text(es="Se planearon {planned} L; revisa la cifra.", en="{planned} L were planned; check the figure."),
            planned=f"{batch.planned_volume_l:f}",
        )
    _settle_tanks(tx, batch, packaged_volume_l)
    costs.charge_batch(tx, batch)
    if batch.total_cost > packaged_volume_l * MOST_MONEY:
        raise InvalidInput(
            "/packaged_volume_l", Text(es="Un litro no puede costar tanto.", en="A litre cannot cost that much.")
        )
    tx.session.flush()
    amounts = list(costs.amounts_of(tx, batch))
    assert sum(amounts, ZERO) == batch.total_cost, f"the cost ledger of {batch.number} does not add up"
    batch.packaged_volume_l = packaged_volume_l
    batch.cost_per_litre = cost_per_litre(amounts, packaged_volume_l)
    batch.state = BatchState.COMPLETED.value
    end_all_bookings(tx, batch.id)
    tell(tx, batch, "completed", f"{packaged_volume_l:f} L")
    in_packages = packaging_cost.cost_packages(tx, batch)
    tx.emit(
        BatchCompleted(
            batch.id,
            batch.number,
            None if in_packages else batch.product_item_id,
            packaged_volume_l,
            batch.total_cost,
            batch.cost_per_litre,
            tx.now,
        )
    )
    moved(tx, batch)
    return batch


def _packaged(tx: Tx, batch: Batch, given: Decimal | None) -> Decimal:
    """The litres that count."""
    known = volumes_of_batch(tx, batch.id).packaged_l
    if not known and given is None:
        raise InvalidInput(
            "/packaged_volume_l", Text(es="¿Cuántos litros se envasaron?", en="How many litres were packaged?")
        )
    if known and given not in {None, known}:
        raise InvalidInput(
            "/packaged_volume_l",
            Text(es="De los tanques salieron {known} L a envases.", en="{known} L left the tanks for packages."),
            known=f"{known.normalize():f}",
        )
    return known or given or ZERO


def _settle_tanks(tx: Tx, batch: Batch, packaged_l: Decimal) -> None:
    """Take what was packaged out of the tanks where no packaging run did, and call what is left a packaging loss."""
    left = ZERO if volumes_of_batch(tx, batch.id).packaged_l else packaged_l
    for vessel_id, volume_l in _own_tanks(tx, batch):
        taken = min(left, volume_l)
        if taken:
            cellar.take_for_packaging(tx, vessel_id, taken, batch.id)
            left -= taken
        if taken < volume_l:
            cellar.empty_vessel(tx, vessel_id, LossReason.PACKAGING)


_TANKS_OF = select(VesselContent.vessel_id).where(VesselContent.batch_id == bindparam("batch"))


def _own_tanks(tx: Tx, batch: Batch) -> list[tuple[Id, Decimal]]:
    """The tanks with this batch's beer and nobody else's; raises `BeerIsBlended` where it is mixed with another's."""
    found = []
    held: set[Id] = set()
    # Its beer may be on its way to another tank: look again until every tank with some of it is ours.
    while not held >= (ids := set(tx.session.execute(_TANKS_OF, {"batch": batch.id}).scalars())):
        held |= ids
        lock_vessels(tx, held)
    rows = select(VesselContent).where(VesselContent.batch_id == batch.id).order_by(VesselContent.vessel_id)
    for row in tx.session.execute(rows.execution_options(populate_existing=True)).scalars().all():
        if len(cellar.contents(tx, row.vessel_id)) > 1:
            vessel = tx.session.get_one(Vessel, row.vessel_id)
            raise BeerIsBlended(number=batch.number, code=vessel.code, vessel_id=vessel.id)
        found.append((row.vessel_id, row.volume_l))
    return found


def cancel_batch(tx: Tx, batch_id: Id, cancellation: Cancellation) -> Batch:
    """Give a batch up: its material goes back to its lots or stays as the cost of a batch that was never sold. (INV-B7)

    Its beer is dumped, with that name, tank by tank; raises `BeerIsBlended` where another's would go with it, and
    `PackagingUnsettled` while somebody packages it: full kegs would be of a batch that was dumped. Material
    that inventory has not answered for yet follows `fate` when it comes.
    """
    batch = locked(tx, batch_id)
    require(batch, Move.CANCEL)
    packaging_cost.refuse_open_runs(tx, batch)
    material = costs.standing_material(tx, batch)
    strangers = set(cancellation.lines) - {line.id for line in material}
    if strangers:
        raise NotFound(what=Text("material de este lote", "material of this batch"), id=min(strangers))
    for brew in brews_of(tx, batch):
        if brew.state == BrewState.STARTING:
            brew.fate = cancellation.fate.value
        if brew.state != BrewState.KNOCKED_OUT:
            brew.state = BrewState.CANCELLED.value
    for vessel_id, _ in _own_tanks(tx, batch):
        cellar.empty_vessel(tx, vessel_id, LossReason.DUMPED, cancellation.reason[:200])
    batch.state = BatchState.CANCELLED.value
    release_bookings(tx, batch.id)
    tell(tx, batch, "cancelled", cancellation.reason)
    going_back = [line for line in material if cancellation.lines.get(line.id, cancellation.fate) is Fate.RETURN]
    costs.release(tx, batch, going_back)
    moved(tx, batch)
    return batch
