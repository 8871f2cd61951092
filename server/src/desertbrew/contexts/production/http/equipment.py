"""Brewhouses on the wire."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.production import commands, queries
from desertbrew.contexts.production.http.permissions import READ_RECIPES, SET_UP_PLANT, routes
from desertbrew.contexts.production.rules.brewing_maths import ConventionName, Formula
from desertbrew.contexts.production.rules.equipment import Equipment, Ions
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx, Tx
from desertbrew.platform.http.pages import Cursor, Limit, Page, decode_cursor, page_of

Litres = Annotated[Decimal, Field(gt=0, le=1_000_000, decimal_places=3)]
Loss = Annotated[Decimal, Field(ge=0, le=100_000, decimal_places=3)]
MilligramsALitre = Annotated[Decimal, Field(ge=0, le=10_000, decimal_places=3)]
IONS = ("calcium", "magnesium", "sodium", "sulfate", "chloride", "bicarbonate")


class EquipmentIn(BaseModel):
    """A brewhouse: volumes in litres, losses, the conventions that its brewer computes by, and its water."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: str = Field(min_length=1, max_length=120)
    is_default: bool = False
    batch_volume_l: Litres
    efficiency_pct: Decimal = Field(gt=0, le=100, decimal_places=3)
    boil_minutes: Decimal = Field(default=Decimal(60), ge=0, le=600, decimal_places=3)
    boil_off_pct: Decimal = Field(default=Decimal(10), ge=0, le=50, decimal_places=3)
    shrinkage_pct: Decimal = Field(default=Decimal(4), ge=0, le=10, decimal_places=3)
    trub_loss_l: Loss = Decimal(0)
    fermenter_loss_l: Loss = Decimal(0)
    lauter_deadspace_l: Loss = Decimal(0)
    kettle_volume_l: Litres | None = None
    mash_tun_volume_l: Litres | None = None
    mash_thickness_l_kg: Decimal = Field(default=Decimal(3), ge=1, le=20, decimal_places=3)
    grain_absorption_l_kg: Decimal = Field(default=Decimal("1.04"), ge=0, le=5, decimal_places=3)
    grain_temp_c: Decimal = Field(default=Decimal(20), ge=-20, le=60, decimal_places=3)
    altitude_m: Decimal = Field(default=Decimal(0), ge=-400, le=5000, decimal_places=1)
    utilization_pct: Decimal = Field(default=Decimal(100), gt=0, le=300, decimal_places=3)
    convention: ConventionName = "beersmith-2"
    formula: Formula = "tinseth"
    calcium_mg_l: MilligramsALitre = Decimal(0)
    magnesium_mg_l: MilligramsALitre = Decimal(0)
    sodium_mg_l: MilligramsALitre = Decimal(0)
    sulfate_mg_l: MilligramsALitre = Decimal(0)
    chloride_mg_l: MilligramsALitre = Decimal(0)
    bicarbonate_mg_l: MilligramsALitre = Decimal(0)


class EquipmentOut(BaseModel):
    """A brewhouse as it is registered."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    name: str
    is_default: bool
    batch_volume_l: Decimal
    efficiency_pct: Decimal
    boil_minutes: Decimal
    boil_off_pct: Decimal
    shrinkage_pct: Decimal
    trub_loss_l: Decimal
    fermenter_loss_l: Decimal
    lauter_deadspace_l: Decimal
    kettle_volume_l: Decimal | None
    mash_tun_volume_l: Decimal | None
    mash_thickness_l_kg: Decimal
    grain_absorption_l_kg: Decimal
    grain_temp_c: Decimal
    altitude_m: Decimal
    utilization_pct: Decimal
    convention: ConventionName
    formula: Formula
    calcium_mg_l: Decimal
    magnesium_mg_l: Decimal
    sodium_mg_l: Decimal
    sulfate_mg_l: Decimal
    chloride_mg_l: Decimal
    bicarbonate_mg_l: Decimal


def _kit(body: EquipmentIn) -> Equipment:
    said = body.model_dump(exclude={"is_default", *(f"{ion}_mg_l" for ion in IONS)})
    return Equipment(**said, water=Ions(**{ion: float(getattr(body, f"{ion}_mg_l")) for ion in IONS}))


@routes.query("/equipment-profiles", READ_RECIPES, refusals=())
def list_equipment_profiles(tx: ReadTx, limit: Limit = 100, cursor: Cursor = None) -> Page[EquipmentOut]:
    """Brewhouses by name."""
    after = decode_cursor(cursor, [str])
    found = queries.equipment_profiles(tx, after[0] if after else None, limit + 1)
    rows, following = page_of(found, limit, lambda row: (row.name,))
    return Page(items=[EquipmentOut.model_validate(row) for row in rows], next_cursor=following)


@routes.query("/equipment-profiles/{equipment_id}", READ_RECIPES)
def read_equipment_profile(tx: ReadTx, equipment_id: Id) -> EquipmentOut:
    """One brewhouse."""
    return EquipmentOut.model_validate(queries.equipment_profile(tx, equipment_id))


@routes.command("POST", "/equipment-profiles", SET_UP_PLANT, refusals=(409,))
def create_equipment_profile(tx: Tx, body: EquipmentIn) -> EquipmentOut:
    """Register a brewhouse."""
    return EquipmentOut.model_validate(commands.create_equipment(tx, _kit(body), default=body.is_default))


@routes.command("PUT", "/equipment-profiles/{equipment_id}", SET_UP_PLANT, status=200)
def change_equipment_profile(tx: Tx, equipment_id: Id, body: EquipmentIn) -> EquipmentOut:
    """Put a brewhouse's figures right."""
    return EquipmentOut.model_validate(commands.change_equipment(tx, equipment_id, _kit(body), default=body.is_default))
