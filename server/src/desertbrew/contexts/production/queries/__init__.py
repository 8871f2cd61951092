"""What one can ask production."""

from __future__ import annotations

from desertbrew.contexts.production.queries.batches import (
    BatchView,
    batch,
    batch_availability,
    batches,
    cost_faults,
    matched_ingredients,
)
from desertbrew.contexts.production.queries.brew_day import SheetView, brew_sheet
from desertbrew.contexts.production.queries.cellar import volumes_of_batch
from desertbrew.contexts.production.queries.costs import CostsView, batch_costs, cost_rates, current_rates
from desertbrew.contexts.production.queries.equipment import (
    chosen_equipment,
    equipment_profile,
    equipment_profiles,
    kit_of,
)
from desertbrew.contexts.production.queries.fermentation import FermentationView, fermentation
from desertbrew.contexts.production.queries.plans import forecasts, plan_of, plan_of_batch
from desertbrew.contexts.production.queries.readings import expected_gravities, read, readings, strapping_table
from desertbrew.contexts.production.queries.recipes import (
    IngredientMatch,
    ingredient_matches,
    recipe,
    recipe_draft,
    recipe_versions,
    recipes,
)
from desertbrew.contexts.production.queries.vessels import booking, calendar, fitting, movements, plant, vessel

__all__ = [
    "BatchView",
    "CostsView",
    "FermentationView",
    "IngredientMatch",
    "SheetView",
    "batch",
    "batch_availability",
    "batch_costs",
    "batches",
    "booking",
    "brew_sheet",
    "calendar",
    "chosen_equipment",
    "cost_faults",
    "cost_rates",
    "current_rates",
    "equipment_profile",
    "equipment_profiles",
    "expected_gravities",
    "fermentation",
    "fitting",
    "forecasts",
    "ingredient_matches",
    "kit_of",
    "matched_ingredients",
    "movements",
    "plan_of",
    "plan_of_batch",
    "plant",
    "read",
    "readings",
    "recipe",
    "recipe_draft",
    "recipe_versions",
    "recipes",
    "strapping_table",
    "vessel",
    "volumes_of_batch",
]
