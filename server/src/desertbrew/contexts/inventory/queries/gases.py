"""Gas cylinders and their histories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from desertbrew.contexts.inventory.rules import INSPECTION_WARNING_DAYS, CylinderState, is_low
from desertbrew.contexts.inventory.tables import GasCylinder, GasEvent
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx


@dataclass(frozen=True, slots=True)
class CylinderView:
    """A cylinder, and what somebody should do about it."""

    cylinder: GasCylinder
    low: bool
    inspection_soon: bool
    """Due within thirty days, or overdue; nobody inspects what went back."""


def view_cylinder(tx: ReadTx, cylinder: GasCylinder) -> CylinderView:
    """The cylinder with its warnings of today."""
    state = CylinderState(cylinder.state)
    horizon = tx.today + timedelta(days=INSPECTION_WARNING_DAYS)
    due = cylinder.inspection_due is not None and cylinder.inspection_due <= horizon
    low = is_low(state, cylinder.level, cylinder.capacity)
    return CylinderView(cylinder, low, due and state is not CylinderState.RETURNED)


def cylinders(tx: ReadTx) -> list[CylinderView]:
    """Every cylinder by code; a brewery has a few dozen."""
    found = tx.session.execute(select(GasCylinder).order_by(GasCylinder.code)).scalars()
    return [view_cylinder(tx, cylinder) for cylinder in found]


def gas_events(tx: ReadTx, cylinder_id: Id, after: Id | None, limit: int) -> Sequence[GasEvent]:
    """What happened to a cylinder, the newest first."""
    if tx.session.get(GasCylinder, cylinder_id) is None:
        raise NotFound(what=Text("un cilindro", "cylinder"), id=cylinder_id)
    query = select(GasEvent).where(GasEvent.cylinder_id == cylinder_id).order_by(GasEvent.id.desc()).limit(limit)
    if after:
        query = query.where(GasEvent.id < after)
    return tx.session.execute(query).scalars().all()
