"""What came in, and what it was used for."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from desertbrew.contexts.inventory.contract import LotRecalled, LotsReceived, MaterialsIssued, ReceivedLot
from desertbrew.contexts.production.contract import MaterialsReleased
from desertbrew.contexts.traceability import commands
from desertbrew.contexts.traceability.commands import Link, Told
from desertbrew.contexts.traceability.contract import EdgeKind, NodeKind
from desertbrew.contexts.traceability.reactions.declared import reactions
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import Tx

OWN = "BATCH"
"""The source of a receipt of our own beer; such a receipt has the id of the batch, or of the packages that it stocks."""


@reactions.on(LotsReceived)
def know_lots(tx: Tx, happened: LotsReceived) -> None:
    """Lots came in: from a supplier, or out of a batch."""
    at = happened.received_at or tx.now
    own = happened.source == OWN
    told, links = [], []
    if own:
        told.append(Told(happened.receipt_id, NodeKind.BATCH))
    elif happened.supplier_id is not None:
        told.append(Told(happened.supplier_id, NodeKind.SUPPLIER, {"name": happened.supplier_name}))
    source = told[0] if told else None
    for lot in happened.lots:
        kind = NodeKind.PACKAGING_LOT if own else NodeKind.SUPPLIER_LOT
        told.append(Told(lot.lot_id, kind, _facts_of(lot, happened, at.isoformat())))
        if source is not None:
            edge = EdgeKind.PACKAGED if own else EdgeKind.SUPPLIED
            links.append(Link(source.id, lot.lot_id, edge, happened.receipt_id, lot.quantity, lot.unit.value))
    commands.record(tx, at, happened.receipt_id, told, links)


def _facts_of(lot: ReceivedLot, receipt: LotsReceived, at: str) -> dict[str, str | None]:
    return {
        "code": lot.code,
        "item": lot.item_name,
        "item_kind": lot.item_kind,
        "supplier": receipt.supplier_name,
        "supplier_lot": lot.supplier_lot,
        "invoice": receipt.invoice_number,
        "received_at": at,
        "expires_on": lot.expires_on.isoformat() if lot.expires_on else None,
        "quantity": f"{lot.quantity:f}",
        "unit": lot.unit.value,
    }


@reactions.on(MaterialsIssued)
def know_issue(tx: Tx, happened: MaterialsIssued) -> None:
    """Material of certain lots went into a batch."""
    taken: dict[Id, Decimal] = defaultdict(Decimal)
    for draw in happened.draws:
        taken[draw.lot_id] += draw.quantity
    told = [Told(happened.batch_id, NodeKind.BATCH)]
    links = []
    for draw in {draw.lot_id: draw for draw in happened.draws}.values():
        told.append(Told(draw.lot_id, NodeKind.SUPPLIER_LOT, {"code": draw.lot_code, "item": draw.item_name}))
        links.append(
            Link(
                draw.lot_id,
                happened.batch_id,
                EdgeKind.ISSUED,
                happened.issue_id,
                taken[draw.lot_id],
                draw.unit.value,
            )
        )
    commands.record(tx, happened.happened_at or tx.now, happened.issue_id, told, links)


@reactions.on(MaterialsReleased)
def know_return(tx: Tx, happened: MaterialsReleased) -> None:
    """Material of a batch that was given up is back in its lots: nothing was made of it."""
    given: dict[Id, Decimal] = defaultdict(Decimal)
    for material in happened.materials:
        given[material.lot_id] += material.quantity
    told = [Told(happened.batch_id, NodeKind.BATCH), *(Told(lot_id, NodeKind.SUPPLIER_LOT) for lot_id in given)]
    links = [
        Link(lot_id, happened.batch_id, EdgeKind.RETURNED, happened.release_id, quantity)
        for lot_id, quantity in given.items()
    ]
    commands.record(tx, tx.now, happened.release_id, told, links)


@reactions.on(LotRecalled)
def know_recall(tx: Tx, happened: LotRecalled) -> None:
    """Lots must come back, and say why."""
    told = [
        Told(
            lot.lot_id,
            NodeKind.SUPPLIER_LOT,
            {
                "code": lot.lot_code,
                "item": lot.item_name,
                "state": "RECALLED",
                "recall": happened.number,
                "recall_reason": happened.reason,
            },
        )
        for lot in happened.lots
    ]
    commands.record(tx, tx.now, happened.recall_id, told)
