"""Brewhouses that recipes are computed and scaled for."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal

from sqlalchemy import select, update

from desertbrew.contexts.production.errors import EquipmentNameTaken
from desertbrew.contexts.production.rules.equipment import Equipment, Ions
from desertbrew.contexts.production.tables import EquipmentProfile
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.counters import next_numbers
from desertbrew.platform.db import Tx

PLAIN = tuple(each.name for each in fields(Equipment) if each.name != "water")


def create_equipment(tx: Tx, kit: Equipment, *, default: bool) -> EquipmentProfile:
    """Register a brewhouse; the first one is the plant's default whatever is asked."""
    _take_turns(tx)
    _refuse_taken(tx, kit.name, None)
    is_first = tx.session.execute(select(EquipmentProfile.id).limit(1)).first() is None
    profile = EquipmentProfile(id=new_id(), is_default=False)
    _fill(profile, kit)
    tx.session.add(profile)
    tx.session.flush()
    return _settle_default(tx, profile, default=default or is_first)


def change_equipment(tx: Tx, equipment_id: Id, kit: Equipment, *, default: bool) -> EquipmentProfile:
    """Put a brewhouse's figures right; recipes and batches that were made with the old ones stay as they are."""
    _take_turns(tx)
    profile = tx.session.get(EquipmentProfile, equipment_id)
    if profile is None:
        raise NotFound(what=Text("un equipo", "equipment profile"), id=equipment_id)
    _refuse_taken(tx, kit.name, profile.id)
    _fill(profile, kit)
    tx.session.flush()
    # There is always one default: it is taken over, never given up.
    return _settle_default(tx, profile, default=default or profile.is_default)


def _take_turns(tx: Tx) -> None:
    # The series' row stays locked until the commit: two changes at once could leave two defaults, or none.
    next_numbers(tx, "equipment")


def _refuse_taken(tx: Tx, name: str, own: Id | None) -> None:
    same = tx.session.execute(select(EquipmentProfile.id).where(EquipmentProfile.name == name)).scalar_one_or_none()
    if same is not None and same != own:
        raise EquipmentNameTaken(name=name)


def _settle_default(tx: Tx, profile: EquipmentProfile, *, default: bool) -> EquipmentProfile:
    if default:
        tx.session.execute(update(EquipmentProfile).values(is_default=EquipmentProfile.id == profile.id))
        tx.session.refresh(profile)
    return profile


def _fill(profile: EquipmentProfile, kit: Equipment) -> None:
    for name in PLAIN:
        setattr(profile, name, getattr(kit, name))
    for each in fields(Ions):
        setattr(profile, f"{each.name}_mg_l", Decimal(f"{getattr(kit.water, each.name):.6f}"))
