"""What a batch costs: lines by hand, by rates and by inventory; a mistake is taken back by a line of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from desertbrew.contexts.inventory.contract import IssuedDraw, MaterialsIssued
from desertbrew.contexts.production.commands.moving import locked, moved, require, tell
from desertbrew.contexts.production.contract import MaterialsReleased, ReleasedMaterial
from desertbrew.contexts.production.errors import CostNotReversible
from desertbrew.contexts.production.rules.batches import CostKind, Move
from desertbrew.contexts.production.rules.costs import BREW_BASES, Basis, Usage, charge, rates_on
from desertbrew.contexts.production.tables import Batch, BatchCost, Brew, CostRate
from desertbrew.kernel.clock import business_date
from desertbrew.kernel.errors import InvalidInput, NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.money import MOST_MONEY, ZERO
from desertbrew.platform.db import Tx

SECONDS_AN_HOUR = Decimal(3600)
HOURS_STEP = Decimal("0.01")
LONGEST_BREW_HOURS = Decimal(24)
"""Nobody brews for longer; a brew that was knocked out on paper a week later is charged no week of work."""


@dataclass(frozen=True, slots=True)
class NewCost:
    """Something that was spent on a batch besides its material, in pesos."""

    kind: CostKind
    description: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class NewRate:
    """What something costs from a day on; the same name again is its new price."""

    name: str
    kind: CostKind
    basis: Basis
    amount: Decimal
    valid_from: date


def record_cost(tx: Tx, batch_id: Id, new: NewCost) -> Batch:
    """Add labour, energy, water or overhead to a batch that is not completed yet."""
    batch = locked(tx, batch_id)
    require(batch, Move.RECORD_COST)
    _refuse_material(new.kind)
    _post(tx, batch, new.kind, new.description, new.amount)
    tell(tx, batch, "cost_recorded", f"{new.kind.value} {new.amount:f}")
    moved(tx, batch)
    return batch


def reverse_cost(tx: Tx, batch_id: Id, cost_id: Id, reason: str) -> Batch:
    """Take a wrong line back with a line of its own, once; material goes back by giving the batch up. (INV-B2)"""
    batch = locked(tx, batch_id)
    require(batch, Move.RECORD_COST)
    line = tx.session.get(BatchCost, cost_id)
    if line is None or line.batch_id != batch.id:
        raise NotFound(what=Text("un costo de este lote", "cost of this batch"), id=cost_id)
    if line.kind == CostKind.MATERIAL or line.reverses_id is not None or _is_reversed(tx, line):
        raise CostNotReversible(description=line.description)
    _post(tx, batch, CostKind(line.kind), reason, -line.amount, reverses_id=line.id, brew_id=line.brew_id)
    tell(tx, batch, "cost_reversed", f"{line.kind} {line.amount:f} {reason}")
    moved(tx, batch)
    return batch


def set_cost_rate(tx: Tx, new: NewRate) -> CostRate:
    """Say what something costs from a day on; what was charged before stays as it is."""
    _refuse_material(new.kind)
    rate = CostRate(
        id=new_id(),
        name=new.name,
        kind=new.kind.value,
        basis=new.basis.value,
        amount=new.amount,
        valid_from=new.valid_from,
        set_by_name=tx.origin.actor_name,
        set_at=tx.now,
    )
    tx.session.add(rate)
    return rate


def charge_brew(tx: Tx, batch: Batch, brew: Brew, hours: Decimal | None, kwh: Decimal | None) -> None:
    """Charge a brew what the rates of its day say: by hour, brew, litre and kWh."""
    assert brew.knocked_out_at is not None, "a brew is charged when it is out"
    assert brew.fermenter_volume_l is not None, "a brew is charged when it is out"
    if hours is None:
        began = brew.started_at or brew.knocked_out_at
        spent = Decimal(int((brew.knocked_out_at - began).total_seconds())) / SECONDS_AN_HOUR
        hours = min(max(spent, Decimal(0)), LONGEST_BREW_HOURS).quantize(HOURS_STEP)
    usage = Usage(hours, brew.fermenter_volume_l, kwh)
    _charge(tx, batch, business_date(brew.knocked_out_at, tx.zone), BREW_BASES, usage, brew.id)


def charge_batch(tx: Tx, batch: Batch) -> None:
    """Charge what the rates say by batch."""
    _charge(tx, batch, tx.today, frozenset({Basis.BATCH}), Usage(ZERO, ZERO, None), None)


def _charge(tx: Tx, batch: Batch, day: date, bases: frozenset[Basis], usage: Usage, brew_id: Id | None) -> None:
    rates = tx.session.execute(select(CostRate).order_by(CostRate.id)).scalars().all()
    for rate in rates_on(rates, day):
        units = usage.of(Basis(rate.basis)) if Basis(rate.basis) in bases else None
        if units is None:
            continue
        amount = charge(rate.amount, units)
        if amount:
            _post(tx, batch, CostKind(rate.kind), rate.name, amount, rate_id=rate.id, brew_id=brew_id)


def post_material(tx: Tx, batch: Batch, brew: Brew, issued: MaterialsIssued) -> list[BatchCost]:
    """A line for every lot that inventory drew from, with where the lot came from."""
    return [post_draw(tx, batch, draw, draw.quantity, draw.cost, brew.id) for draw in issued.draws]


def post_draw(
    tx: Tx, batch: Batch, draw: IssuedDraw, quantity: Decimal, cost: Decimal, brew_id: Id | None = None
) -> BatchCost:
    """The batch's part of a drawn lot, all of it or its share of a blend's, with where the lot came from."""
    line = BatchCost(
        id=new_id(),
        batch_id=batch.id,
        kind=CostKind.MATERIAL.value,
        description=draw.item_name,
        amount=cost,
        item_id=draw.item_id,
        lot_id=draw.lot_id,
        lot_code=draw.lot_code,
        quantity=quantity,
        unit=draw.unit.value,
        supplier_name=draw.supplier_name,
        invoice_number=draw.invoice_number,
        brew_id=brew_id,
        posted_at=tx.now,
    )
    tx.session.add(line)
    batch.total_cost += cost
    return line


def release(tx: Tx, batch: Batch, lines: Sequence[BatchCost]) -> None:
    """Give the material of these lines back to its lots at the cost it left with; a line takes each back. (INV-B7)"""
    if not lines:
        return
    given: list[ReleasedMaterial] = []
    for line in lines:
        assert line.lot_id is not None, "only what came from a lot can go back to it"
        assert line.item_id is not None, "only what came from a lot can go back to it"
        assert line.quantity is not None, "only what came from a lot can go back to it"
        back = BatchCost(
            id=new_id(),
            batch_id=batch.id,
            kind=line.kind,
            description=line.description,
            amount=-line.amount,
            item_id=line.item_id,
            lot_id=line.lot_id,
            lot_code=line.lot_code,
            quantity=-line.quantity,
            unit=line.unit,
            supplier_name=line.supplier_name,
            invoice_number=line.invoice_number,
            brew_id=line.brew_id,
            reverses_id=line.id,
            by_name=tx.origin.actor_name,
            posted_at=tx.now,
        )
        tx.session.add(back)
        batch.total_cost -= line.amount
        given.append(ReleasedMaterial(line.lot_id, line.item_id, line.quantity, line.amount))
    # A line is written before the one that takes it back refers to it.
    tx.session.flush()
    total = sum((each.cost for each in given), ZERO)
    tell(tx, batch, "materials_released", f"{total:f}")
    tx.emit(MaterialsReleased(new_id(), batch.id, batch.number, tuple(given)))


def standing_material(tx: Tx, batch: Batch) -> Sequence[BatchCost]:
    """The material lines that nothing has taken back."""
    taken_back = select(BatchCost.reverses_id).where(BatchCost.batch_id == batch.id, BatchCost.reverses_id.is_not(None))
    query = select(BatchCost).where(
        BatchCost.batch_id == batch.id,
        BatchCost.kind == CostKind.MATERIAL.value,
        BatchCost.reverses_id.is_(None),
        BatchCost.id.not_in(taken_back),
    )
    return tx.session.execute(query.order_by(BatchCost.id)).scalars().all()


def amounts_of(tx: Tx, batch: Batch) -> Iterable[Decimal]:
    """Every line's amount."""
    return tx.session.execute(select(BatchCost.amount).where(BatchCost.batch_id == batch.id)).scalars().all()


def _is_reversed(tx: Tx, line: BatchCost) -> bool:
    return tx.session.execute(select(BatchCost.id).where(BatchCost.reverses_id == line.id)).first() is not None


def _refuse_material(kind: CostKind) -> None:
    if kind is CostKind.MATERIAL:
        raise InvalidInput(
            "/kind",
            Text(es="El material lo registra la salida de almacén.", en="Material is recorded by its issue from stock."),
        )


def _post(
    tx: Tx,
    batch: Batch,
    kind: CostKind,
    description: str,
    amount: Decimal,
    *,
    brew_id: Id | None = None,
    rate_id: Id | None = None,
    reverses_id: Id | None = None,
) -> None:
    if batch.total_cost + amount > MOST_MONEY:
        raise InvalidInput("/amount", Text(es="El importe es imposible.", en="The amount is impossible."))
    tx.session.add(
        BatchCost(
            id=new_id(),
            batch_id=batch.id,
            kind=kind.value,
            description=description,
            amount=amount,
            brew_id=brew_id,
            rate_id=rate_id,
            reverses_id=reverses_id,
            by_name=tx.origin.actor_name,
            posted_at=tx.now,
        )
    )
    batch.total_cost += amount
