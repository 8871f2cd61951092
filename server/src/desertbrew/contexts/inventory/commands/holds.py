"""Lots are held, released and recalled: one line of history each time, with who and why. (INV-L8)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from desertbrew.contexts.inventory.commands.choosing import status_word
from desertbrew.contexts.inventory.contract import LotRecalled, LotStatus, LotStatusChanged, RecalledLot
from desertbrew.contexts.inventory.errors import HoldNotAllowed, RecallFindsNothing
from desertbrew.contexts.inventory.rules import may_hold, may_release, released_to, supplier_lot_key
from desertbrew.contexts.inventory.tables import Item, Lot, LotStatusChange, Recall, Receipt, StockBalance, SupplierCopy
from desertbrew.kernel.errors import InvalidInput, NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.platform.counters import next_numbers
from desertbrew.platform.db import Tx


@dataclass(frozen=True, slots=True)
class RecallCriteria:
    """Which lots: all that a supplier delivered of one of its lots (of one item, where said), or lots named one by one."""

    supplier_id: Id | None = None
    supplier_lot: str | None = None
    item_id: Id | None = None
    lot_ids: tuple[Id, ...] = ()


def hold_lot(tx: Tx, lot_id: Id, kind: LotStatus, reason: str) -> Lot:
    """Put a lot into quarantine or block it: from the commit on, nobody draws from it."""
    lot = locked_lot(tx, lot_id)
    if not may_hold(LotStatus(lot.status), kind):
        raise HoldNotAllowed(code=lot.code, lot_status=lot.status, state=status_word(lot.status))
    change_status(tx, [lot], kind, reason)
    return lot


def release_lot(tx: Tx, lot_id: Id, reason: str) -> Lot:
    """Let a held or recalled lot be drawn again, or be EXPIRED where its day has passed meanwhile."""
    lot = locked_lot(tx, lot_id)
    if not may_release(LotStatus(lot.status)):
        raise HoldNotAllowed(code=lot.code, lot_status=lot.status, state=status_word(lot.status))
    change_status(tx, [lot], released_to(lot.expires_on, tx.today), reason)
    return lot


def recall_lots(tx: Tx, criteria: RecallCriteria, reason: str) -> tuple[Recall, Sequence[Lot]]:
    """Take all lots that match out of use at once, also the used up: what was made of them has to be found.

    A recall of a supplier's lot stays in force: what arrives later with that number is recalled on arrival.
    """
    supplier_name = ""
    if criteria.supplier_id is not None:
        # Whoever receives holds this row shared: no delivery slips between our look and our commit.
        supplier = tx.session.get(SupplierCopy, criteria.supplier_id, with_for_update=True)
        if supplier is None:
            raise NotFound(what=Text("un proveedor", "supplier"), id=criteria.supplier_id)
        supplier_name = supplier.name
    lots = _matching(tx, criteria)
    if not lots:
        raise RecallFindsNothing(supplier=supplier_name, supplier_lot=criteria.supplier_lot or "")
    recall = Recall(
        id=new_id(),
        number=f"RET-{next_numbers(tx, 'recall')[0]:04d}",
        reason=reason,
        supplier_id=criteria.supplier_id,
        supplier_name=supplier_name or lots[0].supplier_name,
        supplier_lot=criteria.supplier_lot,
        supplier_lot_key=supplier_lot_key(criteria.supplier_lot) if criteria.supplier_lot else None,
        item_id=criteria.item_id,
        declared_at=tx.now,
        declared_by=tx.origin.actor,
    )
    tx.session.add(recall)
    tx.session.flush()
    change_status(tx, [lot for lot in lots if lot.status != LotStatus.RECALLED], LotStatus.RECALLED, reason, recall.id)
    of_lots = select(Item).where(Item.id.in_({lot.item_id for lot in lots}))
    items = {item.id: item for item in tx.session.execute(of_lots).scalars()}
    told = tuple(
        RecalledLot(
            lot.id,
            lot.code,
            lot.item_id,
            items[lot.item_id].name,
            lot.remaining_quantity,
            BaseUnit(items[lot.item_id].base_unit),
        )
        for lot in lots
    )
    tx.emit(LotRecalled(recall.id, recall.number, reason, recall.supplier_name, recall.supplier_lot, told))
    return recall, lots


def _matching(tx: Tx, criteria: RecallCriteria) -> Sequence[Lot]:
    """The lots, with their items locked; supplier lots are compared as people write them, not letter by letter."""
    query = select(Lot.id, Lot.item_id, Lot.supplier_lot)
    if criteria.lot_ids:
        query = query.where(Lot.id.in_(criteria.lot_ids))
    elif criteria.supplier_id is not None and criteria.supplier_lot:
        query = query.join(Receipt, Receipt.id == Lot.receipt_id).where(
            Receipt.supplier_id == criteria.supplier_id, Lot.supplier_lot.is_not(None)
        )
    else:
        raise InvalidInput(
            "/supplier_lot",
            Text(es="Di proveedor y lote, o elige los lotes.", en="Say supplier and lot, or choose the lots."),
        )
    if criteria.item_id is not None:
        query = query.where(Lot.item_id == criteria.item_id)
    rows = tx.session.execute(query).all()
    if criteria.supplier_lot and not criteria.lot_ids:
        key = supplier_lot_key(criteria.supplier_lot)
        rows = [row for row in rows if supplier_lot_key(row.supplier_lot) == key]
    unknown = set(criteria.lot_ids) - {row.id for row in rows}
    if unknown:
        raise NotFound(what=Text("un lote", "lot"), id=min(unknown))
    lock_items(tx, {row.item_id for row in rows})
    found = select(Lot).where(Lot.id.in_([row.id for row in rows])).order_by(Lot.id)
    return tx.session.execute(found).scalars().all()


_LOCK = (
    select(StockBalance.item_id)
    .where(StockBalance.item_id.in_(bindparam("sought", expanding=True)))
    .order_by(StockBalance.item_id)
    .with_for_update()
)


def lock_items(tx: Tx, item_ids: set[Id]) -> None:
    """Whoever draws from a lot holds its item's balance; so does whoever decides about the lot."""
    tx.connection.execute(_LOCK, {"sought": list(item_ids)}).all()


def locked_lot(tx: Tx, lot_id: Id) -> Lot:
    """The lot as it is once nobody else can draw from it or decide about it."""
    item_id = tx.session.execute(select(Lot.item_id).where(Lot.id == lot_id)).scalar_one_or_none()
    if item_id is None:
        raise NotFound(what=Text("un lote", "lot"), id=lot_id)
    lock_items(tx, {item_id})
    return tx.session.execute(select(Lot).where(Lot.id == lot_id)).scalar_one()


_SET_STATUS = update(Lot).where(Lot.id == bindparam("lot")).values(status=bindparam("status_now"))


def change_status(tx: Tx, lots: Sequence[Lot], status: LotStatus, reason: str, recall_id: Id | None = None) -> None:
    """Write the status and its line of history, and tell it; the lots' items are locked."""
    if not lots:
        return
    lines: list[dict[str, Any]] = [
        {
            "id": new_id(),
            "lot_id": lot.id,
            "before": lot.status,
            "after": status.value,
            "reason": reason,
            "recall_id": recall_id,
            "changed_at": tx.now,
            "changed_by": tx.origin.actor,
        }
        for lot in lots
    ]
    connection = tx.connection
    connection.execute(_SET_STATUS, [{"lot": lot.id, "status_now": status.value} for lot in lots])
    connection.execute(insert(LotStatusChange), lines)
    for lot in lots:
        tx.emit(LotStatusChanged(lot.id, lot.code, lot.item_id, LotStatus(lot.status), status, reason))
        tx.session.expire(lot)
