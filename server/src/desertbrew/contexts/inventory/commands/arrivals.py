"""What is looked at when a delivery comes in: whether it was recalled before it came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, insert, select

from desertbrew.contexts.inventory.contract import LotStatus, LotStatusChanged
from desertbrew.contexts.inventory.rules import supplier_lot_key
from desertbrew.contexts.inventory.tables import LotStatusChange, Recall, SupplierCopy
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.db import Tx

_HOLD_SUPPLIER = select(SupplierCopy.id).where(SupplierCopy.id == bindparam("supplier")).with_for_update(read=True)
_RECALLS = select(Recall.id, Recall.item_id, Recall.supplier_lot_key, Recall.number, Recall.reason).where(
    Recall.supplier_id == bindparam("supplier"), Recall.supplier_lot_key.in_(bindparam("keys", expanding=True))
)


def recalled_before(tx: Tx, supplier_id: Id, lots: Sequence[dict[str, Any]]) -> list[tuple[dict[str, Any], Any]]:
    """The lots that a standing recall is about, each with that recall, marked RECALLED before they are stored.

    Holds the supplier shared, as a recall holds it alone: one of the two sees the other.
    """
    keys = {supplier_lot_key(lot["supplier_lot"]) for lot in lots if lot["supplier_lot"]}
    if not keys:
        return []
    connection = tx.connection
    connection.execute(_HOLD_SUPPLIER, {"supplier": supplier_id}).all()
    recalls = connection.execute(_RECALLS, {"supplier": supplier_id, "keys": sorted(keys)}).all()
    found = []
    for lot in lots if recalls else ():
        key = supplier_lot_key(lot["supplier_lot"] or "")
        for recall in recalls:
            if recall.supplier_lot_key == key and recall.item_id in {None, lot["item_id"]}:
                lot["status"] = LotStatus.RECALLED.value
                found.append((lot, recall))
                break
    return found


def recall_on_arrival(tx: Tx, recalled: Sequence[tuple[dict[str, Any], Any]]) -> None:
    """Write and tell why these lots came in recalled."""
    _change_on_arrival(tx, [(lot, f"{recall.number}: {recall.reason}", recall.id) for lot, recall in recalled])


def hold_on_arrival(tx: Tx, held: Sequence[tuple[dict[str, Any], str]]) -> None:
    """Write and tell why these lots, stored as held, may not be used yet."""
    _change_on_arrival(tx, [(lot, reason, None) for lot, reason in held])


def _change_on_arrival(tx: Tx, changed: Sequence[tuple[dict[str, Any], str, Id | None]]) -> None:
    if not changed:
        return
    lines = [
        {
            "id": new_id(),
            "lot_id": lot["id"],
            "before": LotStatus.AVAILABLE.value,
            "after": lot["status"],
            "reason": reason[:200],
            "recall_id": recall_id,
            "changed_at": tx.now,
            "changed_by": tx.origin.actor,
        }
        for lot, reason, recall_id in changed
    ]
    tx.connection.execute(insert(LotStatusChange), lines)
    for line, (lot, _, _) in zip(lines, changed, strict=True):
        after = LotStatus(lot["status"])
        told = LotStatusChanged(lot["id"], lot["code"], lot["item_id"], LotStatus.AVAILABLE, after, str(line["reason"]))
        tx.emit(told)
