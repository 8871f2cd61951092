"""What went into kegs, and where the kegs went."""

from __future__ import annotations

from decimal import Decimal

from desertbrew.contexts.inventory.contract import KegMove, KegsFilled, KegsMoved, KegState, MovedKeg
from desertbrew.contexts.traceability import commands
from desertbrew.contexts.traceability.commands import KegSeen, Link, Told
from desertbrew.contexts.traceability.contract import EdgeKind, NodeKind
from desertbrew.contexts.traceability.reactions.declared import reactions
from desertbrew.contexts.traceability.rules import client_id_of
from desertbrew.platform.db import Tx

WITHOUT_BEER = frozenset({KegState.DIRTY, KegState.CLEAN, KegState.WITH_OWNER, KegState.RETIRED})
AWAY = frozenset({KegState.AT_CLIENT, KegState.IN_TRANSIT, KegState.QUARANTINE, KegState.LOST})
"""States in which a keg's client is who has it, or who had it last."""
BEGINS = frozenset({KegMove.FILL, KegMove.TRANSFER_IN, KegMove.ADMIT})


@reactions.on(KegsFilled)
def know_fills(tx: Tx, happened: KegsFilled) -> None:
    """A batch, or a blend that carries its number, went into kegs; a packaging run says what else was in the tank."""
    run = Told(happened.packaging_run_id or happened.filling_id, NodeKind.PACKAGING_LOT, _run(happened))
    told, links = [run], []
    litres = sum((fill.volume_l for fill in happened.fills), Decimal(0))
    if happened.batch_id is not None:
        told.append(Told(happened.batch_id, NodeKind.BATCH, {"number": happened.batch_number}))
        # Where there was a run, the tank's own word says how much of each batch went in.
        quantity = None if happened.packaging_run_id else litres
        links.append(Link(happened.batch_id, run.id, EdgeKind.PACKAGED, happened.filling_id, quantity, "L"))
    for fill in happened.fills:
        facts = {
            "serial": fill.serial,
            "beer": happened.beer_name,
            "batch": happened.batch_number,
            "volume_l": f"{fill.volume_l:f}",
            "size_l": f"{fill.size_l:f}",
            "filled_at": happened.filled_at.isoformat(),
            "best_before": happened.best_before.isoformat() if happened.best_before else None,
            "state": KegState.FULL.value,
        }
        told.append(Told(fill.fill_id, NodeKind.KEG_FILL, facts))
        links.append(Link(run.id, fill.fill_id, EdgeKind.FILLED, happened.filling_id, fill.volume_l, "L"))
    commands.record(tx, happened.filled_at, happened.filling_id, told, links)
    seen = [KegSeen(fill.keg_id, fill.serial, fill.fill_id) for fill in happened.fills]
    commands.see_kegs(tx, happened.filled_at, happened.filling_id, seen)


def _run(happened: KegsFilled) -> dict[str, str | None]:
    if happened.packaging_run_id is not None:
        return {"beer": happened.beer_name}
    name = f"{happened.batch_number or happened.beer_name} · {happened.filled_at:%Y-%m-%d}"
    return {"name": name, "beer": happened.beer_name, "packaged_at": happened.filled_at.isoformat()}


@reactions.on(KegsMoved)
def know_kegs(tx: Tx, happened: KegsMoved) -> None:
    """Kegs are in another state or place: what is in them went along, to a client or into other kegs."""
    told, links = [], []
    for keg in happened.kegs:
        if keg.fill_id is None:
            continue
        told.append(Told(keg.fill_id, NodeKind.KEG_FILL, _facts_of(keg, happened)))
        if happened.kind is KegMove.DELIVER and (keg.client_id or keg.client_name):
            client = keg.client_id or client_id_of(keg.client_name or "")
            told.append(Told(client, NodeKind.CLIENT, {"name": keg.client_name}))
            links.append(Link(keg.fill_id, client, EdgeKind.DELIVERED, happened.document_id))
        elif happened.kind in {KegMove.TRANSFER_OUT, KegMove.TRANSFER_IN}:
            # One keg into several, told in two halves: the document between them joins what neither half knows.
            out = happened.kind is KegMove.TRANSFER_OUT
            told.append(Told(happened.document_id, NodeKind.PACKAGING_LOT, {"name": keg.serial} if out else {}))
            ends = (keg.fill_id, happened.document_id) if out else (happened.document_id, keg.fill_id)
            links.append(Link(*ends, EdgeKind.MOVED, happened.document_id))
    commands.record(tx, happened.happened_at, happened.document_id, told, links)
    seen = [KegSeen(keg.keg_id, keg.serial, None if keg.state in WITHOUT_BEER else keg.fill_id) for keg in happened.kegs]
    commands.see_kegs(tx, happened.happened_at, happened.document_id, seen)


def _facts_of(keg: MovedKeg, happened: KegsMoved) -> dict[str, str | None]:
    return {
        "serial": keg.serial,
        "state": keg.state.value,
        "client": (keg.client_name or "") if keg.state in AWAY else "",
        "location": keg.location,
        "filled_at": happened.happened_at.isoformat() if happened.kind in BEGINS else None,
    }
