"""What packages cost, once their batches do."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import select

from desertbrew.contexts.production.contract import PackagesCosted
from desertbrew.contexts.production.errors import PackagingUnsettled
from desertbrew.contexts.production.rules.packaging import UNSETTLED, PackageKind, RunState, shares_of_cost
from desertbrew.contexts.production.tables import Batch, PackagingLine, PackagingPart, PackagingRun
from desertbrew.kernel.money import ZERO
from desertbrew.platform.db import Tx


def refuse_unsettled(tx: Tx, batch: Batch) -> None:
    """Raise `PackagingUnsettled` while a run with the batch is not closed, or a line's material is not settled."""
    query = (
        select(PackagingRun.number, PackagingRun.state, PackagingLine.material_state)
        .join(PackagingLine, PackagingLine.run_id == PackagingRun.id)
        .join(PackagingPart, PackagingPart.line_id == PackagingLine.id)
        .where(PackagingPart.batch_id == batch.id)
        .order_by(PackagingRun.number)
    )
    what = dict.fromkeys(_open_runs(tx, batch))
    for number, state, material in tx.session.execute(query):
        if state != RunState.CLOSED or material in UNSETTLED:
            what[number] = None
    if what:
        raise PackagingUnsettled(what=", ".join(what))


def refuse_open_runs(tx: Tx, batch: Batch) -> None:
    """Raise `PackagingUnsettled` while a run of the batch is not closed; material that is missing does not matter."""
    if numbers := _open_runs(tx, batch):
        raise PackagingUnsettled(what=", ".join(numbers))


def _open_runs(tx: Tx, batch: Batch) -> Sequence[str]:
    query = select(PackagingRun.number).where(PackagingRun.batch_id == batch.id, PackagingRun.state != RunState.CLOSED.value)
    return tx.session.execute(query.order_by(PackagingRun.number)).scalars().all()


def cost_packages(tx: Tx, batch: Batch) -> bool:
    """Share what the completed batch cost among its packages; those of which all is known now can be stocked. (INV-E4)

    False where none of its beer went into packages of a run.
    """
    query = select(PackagingPart).where(PackagingPart.batch_id == batch.id).order_by(PackagingPart.line_id)
    parts = tx.session.execute(query.with_for_update()).scalars().all()
    if not parts:
        return False
    shares = shares_of_cost(batch.total_cost, {part.line_id: part.volume_l for part in parts})
    for part in parts:
        part.cost = shares[part.line_id]
    tx.session.flush()
    for part in parts:
        _stock_if_costed(tx, tx.session.get_one(PackagingLine, part.line_id))
    return True


def _stock_if_costed(tx: Tx, line: PackagingLine) -> None:
    query = select(PackagingPart, Batch.number).join(Batch, Batch.id == PackagingPart.batch_id)
    rows = tx.session.execute(query.where(PackagingPart.line_id == line.id).order_by(Batch.number)).all()
    costs = [part.cost for part, _ in rows]
    if line.product_item_id is None or None in costs:
        return
    run = tx.session.get_one(PackagingRun, line.run_id)
    in_litres = line.kind == PackageKind.KEG
    tx.emit(
        PackagesCosted(
            line_id=line.id,
            run_number=run.number,
            batch_numbers=tuple(number for _, number in rows),
            product_item_id=line.product_item_id,
            quantity=line.volume_l if in_litres else Decimal(line.count),
            volume_l=line.volume_l,
            total_cost=sum((cost for cost in costs if cost is not None), ZERO),
            best_before=line.best_before,
            run_id=run.id,
        )
    )
