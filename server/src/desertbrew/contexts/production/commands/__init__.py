"""What one can do in production."""

from __future__ import annotations

from desertbrew.contexts.production.commands.batches import Cancellation, cancel_batch, complete_batch, move_batch
from desertbrew.contexts.production.commands.brews import (
    KnockOut,
    ask_again,
    knock_out_brew,
    receive_materials,
    refuse_materials,
    start_batch,
)
from desertbrew.contexts.production.commands.costs import NewCost, NewRate, record_cost, reverse_cost, set_cost_rate
from desertbrew.contexts.production.commands.equipment import change_equipment, create_equipment
from desertbrew.contexts.production.commands.packaging import settle_run, take_kegs
from desertbrew.contexts.production.commands.planning import NewBatch, NewPlan, plan_batch, replan_batch
from desertbrew.contexts.production.commands.recipes import (
    Imported,
    confirm_alias,
    import_recipes,
    know_item,
    revise_recipe,
)

__all__ = [
    "Cancellation",
    "Imported",
    "KnockOut",
    "NewBatch",
    "NewCost",
    "NewPlan",
    "NewRate",
    "ask_again",
    "cancel_batch",
    "change_equipment",
    "complete_batch",
    "confirm_alias",
    "create_equipment",
    "import_recipes",
    "knock_out_brew",
    "know_item",
    "move_batch",
    "plan_batch",
    "receive_materials",
    "record_cost",
    "refuse_materials",
    "replan_batch",
    "reverse_cost",
    "revise_recipe",
    "set_cost_rate",
    "settle_run",
    "start_batch",
    "take_kegs",
]
