"""Brewhouses, and which of them a recipe is computed for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import select

from desertbrew.contexts.production.rules.equipment import Equipment, Ions
from desertbrew.contexts.production.tables import EquipmentProfile
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx


def equipment_profiles(tx: ReadTx, after: str | None, limit: int) -> Sequence[EquipmentProfile]:
    """Brewhouses by name."""
    query = select(EquipmentProfile).order_by(EquipmentProfile.name).limit(limit)
    if after is not None:
        query = query.where(EquipmentProfile.name > after)
    return tx.session.execute(query).scalars().all()


def equipment_profile(tx: ReadTx, equipment_id: Id) -> EquipmentProfile:
    """One brewhouse."""
    found = tx.session.get(EquipmentProfile, equipment_id)
    if found is None:
        raise NotFound(what=Text("un equipo", "equipment profile"), id=equipment_id)
    return found


def chosen_equipment(tx: ReadTx, equipment_id: Id | None) -> EquipmentProfile | None:
    """The brewhouse asked for, or the plant's default, or none where none is registered."""
    if equipment_id is not None:
        return equipment_profile(tx, equipment_id)
    return tx.session.execute(select(EquipmentProfile).where(EquipmentProfile.is_default)).scalars().first()


def kit_of(profile: EquipmentProfile) -> Equipment:
    """The brewhouse as the formulas need it."""
    water = Ions(**{each.name: float(getattr(profile, f"{each.name}_mg_l")) for each in fields(Ions)})
    plain: dict[str, Any] = {each.name: getattr(profile, each.name) for each in fields(Equipment) if each.name != "water"}
    return Equipment(**plain, water=water)
