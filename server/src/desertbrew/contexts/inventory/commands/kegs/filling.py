"""Beer goes into kegs: from a tank, or from another keg; and guests bring theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from desertbrew.contexts.inventory.commands.kegs.content import Content
from desertbrew.contexts.inventory.commands.kegs.moving import (
    Change,
    KegDocument,
    KegOrder,
    Locked,
    decide_all,
    lock_kegs,
    moment_of,
    write_moves,
)
from desertbrew.contexts.inventory.commands.kegs.refusing import Refused, refuse
from desertbrew.contexts.inventory.commands.kegs.runs import content_of_run
from desertbrew.contexts.inventory.contract import FilledKeg, KegMove, KegOwnership, KegsFilled, KegState
from desertbrew.contexts.inventory.errors import TransferDoesNotAddUp
from desertbrew.contexts.inventory.rules import kegs as rules
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.db import Tx


@dataclass(frozen=True, slots=True)
class NewFill:
    """How much goes into one keg: litres, or what it weighs full; a keg of which neither is said is filled to its size."""

    code: str
    volume_l: Decimal | None = None
    gross_kg: Decimal | None = None


@dataclass(frozen=True, slots=True)
class NewFilling:
    """One batch into many kegs; gravity and CO2 are only needed for kegs that are weighed."""

    content: Content
    fills: Sequence[NewFill]
    by_name: str
    happened_at: datetime | None = None
    location: str = ""
    final_gravity: Decimal = Decimal("1.010")
    co2_g_l: Decimal = Decimal(5)


def fill_kegs(tx: Tx, new: NewFilling) -> KegDocument:
    """Fill clean kegs with a batch; raises `KegsCannotMove` with all that cannot, and then none was filled. (INV-K3)"""
    if new.content.packaging_run_id is not None:
        new = replace(new, content=content_of_run(tx, new.content, new.content.packaging_run_id))
    scanned = [(f"/fills/{index}/code", fill.code) for index, fill in enumerate(new.fills)]
    locked, refused = lock_kegs(tx, scanned)
    by_pointer = {pointer: fill for (pointer, _), fill in zip(scanned, new.fills, strict=True)}
    refused += _repeated(scanned, locked, refused)
    volumes: dict[Id, Decimal] = {}
    weighed = []
    for keg in locked:
        volume = _volume_of(keg, by_pointer[keg.pointer], new)
        if isinstance(volume, rules.KegFault):
            refused.append(keg.refused(volume))
        else:
            volumes[keg.row.id] = volume
            weighed.append(keg)
    decided = decide_all(KegMove.FILL, weighed, refused, lambda keg: rules.Wish(volume_l=volumes[keg.row.id]))
    document_id, moment = new_id(), moment_of(tx, new.happened_at)
    changes = [
        Change(
            keg,
            target,
            volumes[keg.row.id],
            _fill_row(keg, document_id, new.content, volumes[keg.row.id], moment)
            | {"gross_kg": by_pointer[keg.pointer].gross_kg},
        )
        for keg, target in decided
    ]
    order = KegOrder(KegMove.FILL, (), new.by_name, moment, new.location)
    document = write_moves(tx, order, document_id, changes)
    content = new.content
    fills = tuple(
        FilledKeg(keg.row.id, keg.row.serial, change.new_fill["id"], volumes[keg.row.id], keg.row.size_l)
        for (keg, _), change in zip(decided, changes, strict=True)
        if change.new_fill is not None
    )
    tx.emit(
        KegsFilled(
            document_id,
            content.packaging_run_id,
            content.batch_id,
            content.batch_number,
            content.beer_name,
            fills,
            moment,
            content.best_before,
        )
    )
    return document


def _volume_of(keg: Locked, fill: NewFill, new: NewFilling) -> Decimal | rules.KegFault:
    if fill.gross_kg is None:
        size: Decimal = keg.row.size_l
        return size if fill.volume_l is None else fill.volume_l
    if keg.row.tare_kg is None:
        return rules.KegFault.NO_TARE
    net = rules.net_litres(fill.gross_kg, keg.row.tare_kg, new.final_gravity, new.co2_g_l)
    return rules.weighed_fill(net, keg.row.size_l) if net > 0 else rules.KegFault.WEIGHS_NOTHING


def _repeated(scanned: Sequence[tuple[str, str]], locked: Sequence[Locked], unknown: Sequence[Refused]) -> list[Refused]:
    """A keg that is named twice has two volumes, and one of them is wrong."""
    known = {keg.pointer for keg in locked} | {each.pointer for each in unknown}
    first: dict[str, Locked] = {}
    for keg in locked:
        for name in (keg.row.code, keg.row.serial, keg.row.rfid_tag):
            if name:
                first[name] = keg
    return [
        replace(first[rules.read_code(code)].refused(rules.KegFault.REPEATED), pointer=pointer)
        for pointer, code in scanned
        if pointer not in known
    ]


def _fill_row(keg: Locked, document_id: Id, content: Content, volume_l: Decimal, moment: datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "keg_id": keg.row.id,
        "document_id": document_id,
        "batch_id": content.batch_id,
        "batch_number": content.batch_number,
        "beer_name": content.beer_name,
        "packaging_run_id": content.packaging_run_id,
        "volume_l": volume_l,
        "gross_kg": None,
        "filled_at": moment,
        "best_before": content.best_before,
        "from_fill_id": None,
    }


@dataclass(frozen=True, slots=True)
class NewTransfer:
    """One full keg into clean ones; `loss_l` None is whatever is not accounted for."""

    source: str
    targets: Sequence[NewFill]
    by_name: str
    loss_l: Decimal | None = None
    reason: str = ""
    happened_at: datetime | None = None
    location: str = ""


@dataclass(frozen=True, slots=True)
class Transferred:
    """A transfer as it was written down: what left and what arrived, under one document."""

    out: KegDocument
    into: KegDocument
    loss_l: Decimal


def transfer_keg(tx: Tx, new: NewTransfer) -> Transferred:
    """Rack one full keg over into clean ones: the litres add up, the batch and its best-before go along. (INV-K4)"""
    scanned = [("/source", new.source), *((f"/targets/{index}/code", each.code) for index, each in enumerate(new.targets))]
    locked, refused = lock_kegs(tx, scanned)
    refused += _repeated(scanned, locked, refused)
    by_pointer = {f"/targets/{index}/code": each for index, each in enumerate(new.targets)}
    source = next((keg for keg in locked if keg.pointer == "/source"), None)
    targets = [keg for keg in locked if keg is not source]
    volumes = {keg.row.id: by_pointer[keg.pointer].volume_l or keg.row.size_l for keg in targets}
    refused += _refusals_of(KegMove.TRANSFER_OUT, [source] if source else [], {})
    refused += _refusals_of(KegMove.TRANSFER_IN, targets, volumes)
    if refused or source is None or source.fill is None:
        raise refuse(KegMove.TRANSFER_OUT, refused, len(scanned))
    inside = source.fill.volume_l
    loss = rules.split_transfer(inside, list(volumes.values()), new.loss_l)
    if loss is None:
        out = sum(volumes.values(), Decimal(0))
        raise TransferDoesNotAddUp(
            serial=source.row.serial, inside=_said(inside), out=_said(out), loss=_said(new.loss_l or Decimal(0))
        )
    document_id, moment = new_id(), moment_of(tx, new.happened_at)
    row = source.fill
    content = Content(row.beer_name, row.batch_id, row.batch_number, row.packaging_run_id, row.best_before)
    emptied = KegState.RETIRED if source.row.one_way else KegState.DIRTY
    order = KegOrder(KegMove.TRANSFER_OUT, (), new.by_name, moment, "", new.reason)
    out_document = write_moves(tx, order, document_id, [Change(source, emptied, loss)])
    changes = [
        Change(
            keg,
            KegState.FULL,
            volumes[keg.row.id],
            _fill_row(keg, document_id, content, volumes[keg.row.id], moment) | {"from_fill_id": row.id},
        )
        for keg in targets
    ]
    order = replace(order, kind=KegMove.TRANSFER_IN, location=new.location)
    return Transferred(out_document, write_moves(tx, order, document_id, changes), loss)


def _said(litres: Decimal) -> str:
    return f"{litres.normalize():f}"


def _refusals_of(kind: KegMove, kegs: Sequence[Locked], volumes: dict[Id, Decimal]) -> list[Refused]:
    answers = [(keg, rules.decide(kind, keg.as_keg(), rules.Wish(volume_l=volumes.get(keg.row.id)))) for keg in kegs]
    return [keg.refused(answer) for keg, answer in answers if isinstance(answer, rules.KegFault)]


@dataclass(frozen=True, slots=True)
class NewAdmission:
    """Kegs of others that come back to us: empty, or a guest's with `content` up to `volume_l` each (or their size)."""

    codes: Sequence[str]
    by_name: str
    content: Content | None = None
    volume_l: Decimal | None = None
    happened_at: datetime | None = None
    location: str = ""
    reason: str = ""


def admit_kegs(tx: Tx, new: NewAdmission) -> KegDocument:
    """Take kegs of others in again; a guest's may come with its brewery's beer inside."""
    scanned = [(f"/codes/{index}", code) for index, code in enumerate(new.codes)]
    locked, refused = lock_kegs(tx, scanned)
    to = KegState.DIRTY if new.content is None else KegState.FULL
    if new.content is not None:
        refused += [keg.refused(rules.KegFault.NO_SUCH_CONTENT) for keg in locked if keg.row.ownership != KegOwnership.GUEST]
    wish = rules.Wish(to=to, volume_l=new.volume_l)
    decided = decide_all(KegMove.ADMIT, locked, refused, lambda _: wish)
    document_id, moment = new_id(), moment_of(tx, new.happened_at)
    changes = []
    for keg, target in decided:
        volume = new.volume_l or keg.row.size_l
        fill = None if new.content is None else _fill_row(keg, document_id, new.content, volume, moment)
        changes.append(Change(keg, target, None if fill is None else volume, fill))
    order = KegOrder(KegMove.ADMIT, (), new.by_name, moment, new.location, new.reason)
    return write_moves(tx, order, document_id, changes)
