"""One door out for a recipe."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from desertbrew.contexts.production.rules.brewing_maths import BEERSMITH_2, Convention, figures_of
from desertbrew.contexts.production.rules.recipe import RecipeDraft
from desertbrew.contexts.production.rules.recipe_files.beerjson_writing import beerjson_of
from desertbrew.contexts.production.rules.recipe_files.beerxml_writing import beerxml_of

ExportFormat = Literal["beerxml", "beerjson"]


def write_recipe_file(recipe: RecipeDraft, kind: ExportFormat, convention: Convention = BEERSMITH_2) -> bytes:
    """The recipe as a file that other programs read; figures that it does not state are stated as we compute them."""
    full = with_figures(recipe, convention)
    return beerxml_of(full) if kind == "beerxml" else beerjson_of(full)


def with_figures(recipe: RecipeDraft, convention: Convention = BEERSMITH_2) -> RecipeDraft:
    """The recipe with our figures wherever it states none."""
    ours = figures_of(recipe, convention)
    return replace(
        recipe,
        og=recipe.og or ours.og,
        fg=recipe.fg or ours.fg,
        abv_pct=recipe.abv_pct or ours.abv_pct,
        ibu=recipe.ibu or ours.ibu,
        color_srm=recipe.color_srm or ours.color_srm,
    )
