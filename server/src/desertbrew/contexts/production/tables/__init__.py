"""Rows of production."""

from __future__ import annotations

from desertbrew.contexts.production.tables.brew_day import BrewStep, BrewStepEntry, FermentationReading
from desertbrew.contexts.production.tables.brewing import (
    Batch,
    BatchCost,
    BatchEvent,
    BatchIngredient,
    Brew,
    CostRate,
    EquipmentProfile,
    IngredientAlias,
    ItemCopy,
    Recipe,
    RecipeIngredient,
)
from desertbrew.contexts.production.tables.cellar import (
    BeerMovement,
    BeerMovementPart,
    StrappingPoint,
    TankReading,
    Vessel,
    VesselBooking,
    VesselContent,
)
from desertbrew.contexts.production.tables.packaging import (
    PackagedKeg,
    PackageFormat,
    PackageMaterial,
    PackagingLine,
    PackagingPart,
    PackagingRun,
)
from desertbrew.contexts.production.tables.row import METADATA

__all__ = [
    "METADATA",
    "Batch",
    "BatchCost",
    "BatchEvent",
    "BatchIngredient",
    "BeerMovement",
    "BeerMovementPart",
    "Brew",
    "BrewStep",
    "BrewStepEntry",
    "CostRate",
    "EquipmentProfile",
    "FermentationReading",
    "IngredientAlias",
    "ItemCopy",
    "PackageFormat",
    "PackageMaterial",
    "PackagedKeg",
    "PackagingLine",
    "PackagingPart",
    "PackagingRun",
    "Recipe",
    "RecipeIngredient",
    "StrappingPoint",
    "TankReading",
    "Vessel",
    "VesselBooking",
    "VesselContent",
]
