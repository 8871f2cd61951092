"""The manifest of production."""

from __future__ import annotations

from pathlib import Path

from desertbrew.contexts.production import queries
from desertbrew.contexts.production.contract import (
    BatchCompleted,
    BatchMoved,
    BatchPlanned,
    BatchReplanned,
    BeerMoved,
    FermentationRead,
    MaterialsReleased,
    MaterialsRequested,
    PackagesCosted,
    PackagingRunClosed,
    PackagingRunOpened,
    RecipeImported,
    VesselMoved,
)
from desertbrew.contexts.production.http import PERMISSIONS, READ_BATCHES, READ_CELLAR, READ_RECIPES, routes
from desertbrew.contexts.production.queries.cellar import beer_faults
from desertbrew.contexts.production.reactions import reactions
from desertbrew.contexts.production.tables import METADATA
from desertbrew.platform.context import Check, Context

CONTEXT = Context(
    name="production",
    metadata=METADATA,
    routes=routes,
    migrations=Path(__file__).parent / "migrations",
    emits={
        RecipeImported: READ_RECIPES,
        BatchPlanned: READ_BATCHES,
        BatchReplanned: READ_BATCHES,
        BatchMoved: READ_BATCHES,
        BatchCompleted: READ_BATCHES,
        MaterialsRequested: READ_BATCHES,
        BeerMoved: READ_CELLAR,
        VesselMoved: READ_CELLAR,
        FermentationRead: READ_BATCHES,
        MaterialsReleased: READ_BATCHES,
        PackagingRunOpened: READ_BATCHES,
        PackagingRunClosed: READ_BATCHES,
        PackagesCosted: READ_BATCHES,
    },
    permissions=PERMISSIONS,
    reactions=tuple(reactions.declared),
    checks=(Check("batch costs", queries.cost_faults), Check("beer", beer_faults)),
)
