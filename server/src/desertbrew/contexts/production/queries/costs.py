"""What batches cost: by kind, by line, and by which prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from desertbrew.contexts.production.rules.batches import CostKind
from desertbrew.contexts.production.rules.costs import rates_on
from desertbrew.contexts.production.tables import Batch, BatchCost, CostRate
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.kernel.money import ZERO, unit_cost
from desertbrew.platform.db import ReadTx


@dataclass(frozen=True, slots=True)
class CostGroup:
    """A kind of cost: its lines, and what they come to."""

    kind: str
    amount: Decimal
    per_litre: Decimal | None
    lines: Sequence[BatchCost]


@dataclass(frozen=True, slots=True)
class CostsView:
    """A batch and its ledger, kind by kind in the order of a waterfall."""

    batch: Batch
    groups: Sequence[CostGroup]


def batch_costs(tx: ReadTx, batch_id: Id) -> CostsView:
    """The batch's ledger; kinds without a line are left out."""
    batch = tx.session.get(Batch, batch_id)
    if batch is None:
        raise NotFound(what=Text("una cocción", "batch"), id=batch_id)
    query = select(BatchCost).where(BatchCost.batch_id == batch_id).order_by(BatchCost.id)
    every = tx.session.execute(query).scalars().all()
    groups = []
    for kind in CostKind:
        lines = [line for line in every if line.kind == kind]
        if lines:
            amount = sum((line.amount for line in lines), ZERO)
            litres = batch.packaged_volume_l
            groups.append(CostGroup(kind.value, amount, unit_cost(amount, litres) if litres else None, lines))
    return CostsView(batch, groups)


def cost_rates(tx: ReadTx) -> Sequence[CostRate]:
    """Every price there ever was, by name, the latest first."""
    order = (CostRate.name, CostRate.valid_from.desc(), CostRate.id.desc())
    return tx.session.execute(select(CostRate).order_by(*order)).scalars().all()


def current_rates(tx: ReadTx) -> Sequence[CostRate]:
    """What is charged today, by name."""
    return rates_on(tx.session.execute(select(CostRate).order_by(CostRate.id)).scalars().all(), tx.today)
