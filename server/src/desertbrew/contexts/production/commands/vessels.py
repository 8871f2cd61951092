"""The plant: its vessels and the states they are in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import bindparam, select

from desertbrew.contexts.production.contract import VesselMoved
from desertbrew.contexts.production.errors import VesselCodeTaken, VesselMoveNotAllowed
from desertbrew.contexts.production.queries.cellar import VESSEL
from desertbrew.contexts.production.rules.cellar import (
    EXPANSION_PPM_PER_K,
    Material,
    VesselKind,
    VesselState,
    states_by_hand,
)
from desertbrew.contexts.production.tables import Vessel
from desertbrew.kernel.errors import NotFound
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.db import Tx


@dataclass(frozen=True, slots=True)
class NewVessel:
    """A vessel of the plant; without an own coefficient it expands as its steel does."""

    code: str
    name: str
    kind: VesselKind
    nominal_volume_l: Decimal
    working_max_l: Decimal
    glycol_zone: str | None = None
    material: Material = Material.STEEL_304
    expansion_ppm_per_k: Decimal | None = None
    notes: str = ""


_LOCKED = select(Vessel).where(Vessel.id.in_(bindparam("vessels", expanding=True))).order_by(Vessel.id).with_for_update()
_OF_CODE = select(Vessel).where(Vessel.code == bindparam("code"))


def lock_vessels(tx: Tx, vessel_ids: Iterable[Id]) -> Sequence[Vessel]:
    """The vessels, locked in id order, as they are now; raises `NotFound` for the first there is none of."""
    wanted = set(vessel_ids)
    query = _LOCKED.execution_options(populate_existing=True)
    tx.session.flush()
    found = tx.session.execute(query, {"vessels": list(wanted)}).scalars().all()
    for missing in sorted(wanted - {vessel.id for vessel in found}, key=str):
        raise NotFound(what=VESSEL, id=missing)
    return found


def register_vessel(tx: Tx, new: NewVessel) -> Vessel:
    """Take a vessel into the plant; it counts as clean, as whoever registers it has just looked."""
    taken = tx.session.execute(_OF_CODE, {"code": new.code}).scalar_one_or_none()
    if taken is not None:
        raise VesselCodeTaken(code=new.code, name=taken.name)
    vessel = Vessel(
        id=new_id(),
        code=new.code,
        name=new.name,
        kind=new.kind.value,
        nominal_volume_l=new.nominal_volume_l,
        working_max_l=new.working_max_l,
        glycol_zone=new.glycol_zone,
        material=new.material.value,
        expansion_ppm_per_k=new.expansion_ppm_per_k or EXPANSION_PPM_PER_K[new.material],
        state=VesselState.AVAILABLE.value,
        state_since=tx.now,
        notes=new.notes,
    )
    tx.session.add(vessel)
    tx.session.flush()
    tx.emit(VesselMoved(vessel.id, vessel.code, vessel.state))
    return vessel


def move_vessel(tx: Tx, vessel_id: Id, state: VesselState) -> Vessel:
    """Take a vessel to another state by hand, as the table of moves allows. (INV-V3)"""
    (vessel,) = lock_vessels(tx, [vessel_id])
    if state not in states_by_hand(VesselKind(vessel.kind), VesselState(vessel.state)):
        raise VesselMoveNotAllowed(code=vessel.code, state=vessel.state, wanted=state.value)
    set_state(tx, vessel, state, tx.now)
    return vessel


def set_state(tx: Tx, vessel: Vessel, state: VesselState, at: datetime) -> None:
    """Write a state that the caller has decided, and say so."""
    vessel.state = state.value
    vessel.state_since = at
    tx.emit(VesselMoved(vessel.id, vessel.code, vessel.state))
