"""Production on the wire."""

from __future__ import annotations

from desertbrew.contexts.production.http import (
    batches,
    brew_day,
    brew_sheets,
    brews,
    calculators,
    cellar,
    costs,
    equipment,
    fermentation,
    packaging,
    plans,
    readings,
    recipe_versions,
    recipes,
    vessels,
)
from desertbrew.contexts.production.http.permissions import PERMISSIONS, READ_BATCHES, READ_CELLAR, READ_RECIPES, routes

__all__ = [
    "PERMISSIONS",
    "READ_BATCHES",
    "READ_CELLAR",
    "READ_RECIPES",
    "batches",
    "brew_day",
    "brew_sheets",
    "brews",
    "calculators",
    "cellar",
    "costs",
    "equipment",
    "fermentation",
    "packaging",
    "plans",
    "readings",
    "recipe_versions",
    "recipes",
    "routes",
    "vessels",
]
