"""Kegs enter the books, one or a whole range of serials, and what is known of them is kept right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, insert, or_, select

from desertbrew.contexts.inventory.commands.kegs.moving import KegDocument, KegOrder, write_events
from desertbrew.contexts.inventory.contract import KegMove, KegOwnership, KegType, MovedKeg
from desertbrew.contexts.inventory.errors import KegSerialTaken
from desertbrew.contexts.inventory.rules import kegs as rules
from desertbrew.contexts.inventory.tables import KegRow
from desertbrew.kernel.errors import InvalidInput, NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.db import Tx

MOST_AT_ONCE = 500
SAID_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class KegKind:
    """What a keg is, whatever its serial."""

    size_l: Decimal
    keg_type: KegType
    ownership: KegOwnership = KegOwnership.OWN
    owner_name: str | None = None
    one_way: bool = False
    tare_kg: Decimal | None = None


@dataclass(frozen=True, slots=True)
class NewKegs:
    """Kegs of one kind; tags are given for single kegs only."""

    serials: Sequence[str]
    kind: KegKind
    by_name: str
    rfid_tag: str | None = None
    location: str = ""
    notes: str = ""


def register_kegs(tx: Tx, new: NewKegs) -> KegDocument:
    """Enter kegs into the books, all or none.

    Steel ones are dirty, for nobody has seen them washed; one-way ones clean; a guest's are with their owner until admitted.
    """
    serials = [rules.normalize_serial(serial) for serial in new.serials]
    tag = rules.read_code(new.rfid_tag) if new.rfid_tag else None
    _check(new.kind, serials)
    _refuse_known(tx, serials, tag)
    kind = new.kind
    one_way = kind.one_way or kind.keg_type in rules.ONE_WAY_TYPES
    state = rules.first_state(kind.ownership, one_way=one_way)
    rows: list[dict[str, Any]] = []
    for serial in serials:
        keg_id = new_id()
        rows.append(
            {
                "id": keg_id,
                "serial": serial,
                "code": rules.code_of(serial, keg_id),
                "rfid_tag": tag,
                "size_l": kind.size_l,
                "keg_type": kind.keg_type.value,
                "one_way": one_way,
                "ownership": kind.ownership.value,
                "owner_name": kind.owner_name,
                "tare_kg": kind.tare_kg,
                "state": state.value,
                "location": new.location,
                "event_count": 1,
                "cycle_count": 0,
                "last_moved_at": tx.now,
                "needs_maintenance": False,
                "notes": new.notes,
                "registered_at": tx.now,
            }
        )
    tx.session.connection().execute(insert(KegRow), rows)
    moved = tuple(MovedKeg(row["id"], row["serial"], None, state, None, None, None, None, new.location) for row in rows)
    order = KegOrder(KegMove.REGISTER, (), new.by_name)
    return write_events(tx, order, KegDocument(new_id(), KegMove.REGISTER, tx.now, moved), [(1, None)] * len(rows))


def _check(kind: KegKind, serials: Sequence[str]) -> None:
    if rules.wrong_size(kind.keg_type, kind.size_l):
        raise InvalidInput(
            "/size_l",
            Text(es="No hay barriles de {size} L de ese tipo.", en="There are no kegs of {size} L of that type."),
            size=f"{kind.size_l.normalize():f}",
        )
    if kind.ownership is not KegOwnership.OWN and not kind.owner_name:
        raise InvalidInput("/owner_name", Text(es="Falta decir de quién es.", en="Whose it is is missing."))
    if any(not 0 < len(serial) <= rules.SERIAL_MAX for serial in serials):
        raise InvalidInput(
            "/serial",
            Text(es="La serie no sirve: letras y cifras, hasta 32.", en="Not a serial: letters and digits, 32 at most."),
        )


def _refuse_known(tx: Tx, serials: Sequence[str], tag: str | None) -> None:
    same: ColumnElement[bool] = KegRow.serial.in_(serials)
    if tag is not None:
        same = or_(same, KegRow.rfid_tag == tag)
    taken = sorted(tx.session.execute(select(KegRow.serial).where(same)).scalars())
    taken = taken or sorted({serial for serial in serials if serials.count(serial) > 1})
    if taken:
        more = f" +{len(taken) - SAID_AT_MOST}" if len(taken) > SAID_AT_MOST else ""
        raise KegSerialTaken(taken=", ".join(taken[:SAID_AT_MOST]) + more, serials=taken)


@dataclass(frozen=True, slots=True)
class KegDetails:
    """What may be corrected of a keg; None leaves it as it is, an empty tag takes the tag off."""

    rfid_tag: str | None = None
    tare_kg: Decimal | None = None
    needs_maintenance: bool | None = None
    notes: str | None = None


def correct_keg(tx: Tx, keg_id: Id, details: KegDetails) -> None:
    """Keep right what is known of a keg; its state is not among it: that only moves change."""
    row = tx.session.get(KegRow, keg_id, with_for_update=True)
    if row is None:
        raise NotFound(what=Text("un barril", "keg"), id=keg_id)
    if details.rfid_tag is not None:
        tag = rules.read_code(details.rfid_tag) or None
        if tag is not None and tag != row.rfid_tag:
            _refuse_known(tx, (), tag)
        row.rfid_tag = tag
    if details.tare_kg is not None:
        row.tare_kg = details.tare_kg
    if details.needs_maintenance is not None:
        row.needs_maintenance = details.needs_maintenance
    if details.notes is not None:
        row.notes = details.notes
