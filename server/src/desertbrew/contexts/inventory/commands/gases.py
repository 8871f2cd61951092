"""Gas cylinders: each act is a line of the cylinder's history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from desertbrew.contexts.inventory.errors import (
    CylinderCodeTaken,
    CylinderHoldsLess,
    CylinderNotAtHand,
    CylinderNotEmpty,
    CylinderTooFull,
)
from desertbrew.contexts.inventory.rules import (
    AT_HAND,
    CylinderState,
    Gas,
    GasEventKind,
    GasPurpose,
    GasUnit,
    Ownership,
    may_return,
    normalize_sku,
    state_at,
)
from desertbrew.contexts.inventory.tables import GasCylinder, GasEvent
from desertbrew.kernel.errors import InvalidInput, NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.db import Tx

NOTHING = Decimal(0)
_STATE_WORDS = {
    CylinderState.FULL: Text(es="lleno", en="full"),
    CylinderState.IN_USE: Text(es="en uso", en="in use"),
    CylinderState.EMPTY: Text(es="vacío", en="empty"),
    CylinderState.RETURNED: Text(es="devuelto", en="returned"),
    CylinderState.MAINTENANCE: Text(es="en mantenimiento", en="in maintenance"),
}


@dataclass(frozen=True, slots=True)
class NewCylinder:
    """A cylinder that arrived full; capacity in `unit`, the deposit in pesos."""

    code: str
    gas: Gas
    unit: GasUnit
    capacity: Decimal
    ownership: Ownership
    deposit_amount: Decimal | None = None
    inspection_due: date | None = None


@dataclass(frozen=True, slots=True)
class GasUse:
    """What was used, for what; on which batch, where it was for one."""

    purpose: GasPurpose
    amount: Decimal
    batch_number: str | None = None
    note: str = ""


def register_cylinder(tx: Tx, new: NewCylinder) -> GasCylinder:
    """Take a cylinder into service, full."""
    code = normalize_sku(new.code)
    known = tx.session.execute(select(GasCylinder.id).where(GasCylinder.code == code)).scalar_one_or_none()
    if known is not None:
        raise CylinderCodeTaken(code=code)
    if (new.deposit_amount is not None) != (new.ownership is Ownership.DEPOSIT):
        raise InvalidInput(
            "/deposit_amount",
            Text(es="El depósito va solo con cilindros en depósito.", en="A deposit goes with deposited cylinders only."),
        )
    cylinder = GasCylinder(
        id=new_id(),
        code=code,
        gas=new.gas.value,
        unit=new.unit.value,
        capacity=new.capacity,
        level=new.capacity,
        state=CylinderState.FULL.value,
        ownership=new.ownership.value,
        deposit_amount=new.deposit_amount,
        inspection_due=new.inspection_due,
        created_at=tx.now,
    )
    tx.session.add(cylinder)
    tx.session.flush()
    _tell(tx, cylinder, GasEventKind.ARRIVAL, new.capacity)
    return cylinder


def use_gas(tx: Tx, cylinder_id: Id, use: GasUse) -> GasCylinder:
    """Take gas out; below a tenth of its capacity the cylinder counts as empty."""
    cylinder = _locked(tx, cylinder_id)
    _require_at_hand(cylinder)
    if use.amount > cylinder.level:
        raise CylinderHoldsLess(code=cylinder.code, level=format(cylinder.level, "f"), unit=cylinder.unit)
    cylinder.level -= use.amount
    cylinder.state = state_at(cylinder.level, cylinder.capacity).value
    _tell(tx, cylinder, GasEventKind.USE, -use.amount, use.note, use.purpose, use.batch_number)
    return cylinder


def refill_cylinder(tx: Tx, cylinder_id: Id, amount: Decimal | None, note: str = "") -> GasCylinder:
    """Fill it to its capacity, or by `amount`; one that had gone back is in service again."""
    cylinder = _locked(tx, cylinder_id)
    if cylinder.state == CylinderState.MAINTENANCE:
        raise CylinderNotAtHand(code=cylinder.code, state=_STATE_WORDS[CylinderState.MAINTENANCE])
    room = cylinder.capacity - cylinder.level
    filled = room if amount is None else amount
    if filled > room or room == 0:
        raise CylinderTooFull(code=cylinder.code, room=format(room, "f"), unit=cylinder.unit)
    cylinder.level += filled
    cylinder.state = state_at(cylinder.level, cylinder.capacity).value
    _tell(tx, cylinder, GasEventKind.REFILL, filled, note)
    return cylinder


def return_cylinder(tx: Tx, cylinder_id: Id, reason: str = "") -> GasCylinder:
    """Give it back to its owner; with more than a tenth in it only for a reason."""
    cylinder = _locked(tx, cylinder_id)
    if cylinder.state == CylinderState.RETURNED:
        raise CylinderNotAtHand(code=cylinder.code, state=_STATE_WORDS[CylinderState.RETURNED])
    if not may_return(cylinder.level, cylinder.capacity, reason):
        raise CylinderNotEmpty(code=cylinder.code, level=format(cylinder.level, "f"), unit=cylinder.unit)
    gone = cylinder.level
    cylinder.level = NOTHING
    cylinder.state = CylinderState.RETURNED.value
    _tell(tx, cylinder, GasEventKind.RETURN, -gone, reason)
    return cylinder


def maintain_cylinder(tx: Tx, cylinder_id: Id, reason: str) -> GasCylinder:
    """Take it out of service, with what is in it."""
    cylinder = _locked(tx, cylinder_id)
    _require_at_hand(cylinder)
    cylinder.state = CylinderState.MAINTENANCE.value
    _tell(tx, cylinder, GasEventKind.MAINTENANCE, NOTHING, reason)
    return cylinder


def inspect_cylinder(tx: Tx, cylinder_id: Id, next_due: date, note: str = "") -> GasCylinder:
    """Say that it passed its inspection and when the next is due; ends a maintenance."""
    cylinder = _locked(tx, cylinder_id)
    if next_due <= tx.today:
        raise InvalidInput(
            "/next_due", Text(es="La siguiente revisión va en el futuro.", en="The next inspection lies in the future.")
        )
    cylinder.inspection_due = next_due
    if cylinder.state == CylinderState.MAINTENANCE:
        cylinder.state = state_at(cylinder.level, cylinder.capacity).value
    _tell(tx, cylinder, GasEventKind.INSPECTION, NOTHING, note)
    return cylinder


def _locked(tx: Tx, cylinder_id: Id) -> GasCylinder:
    cylinder = tx.session.get(GasCylinder, cylinder_id, with_for_update=True)
    if cylinder is None:
        raise NotFound(what=Text("un cilindro", "cylinder"), id=cylinder_id)
    return cylinder


def _require_at_hand(cylinder: GasCylinder) -> None:
    state = CylinderState(cylinder.state)
    if state not in AT_HAND:
        raise CylinderNotAtHand(code=cylinder.code, state=_STATE_WORDS[state])


def _tell(
    tx: Tx,
    cylinder: GasCylinder,
    kind: GasEventKind,
    amount: Decimal,
    note: str = "",
    purpose: GasPurpose | None = None,
    batch_number: str | None = None,
) -> None:
    tx.session.add(
        GasEvent(
            id=new_id(),
            cylinder_id=cylinder.id,
            kind=kind.value,
            purpose=purpose.value if purpose else None,
            amount=amount,
            level_after=cylinder.level,
            state_after=cylinder.state,
            batch_number=batch_number,
            note=note,
            happened_at=tx.now,
            done_by=tx.origin.actor,
        )
    )
