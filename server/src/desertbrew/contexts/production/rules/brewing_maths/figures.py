"""All figures of a recipe together."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from desertbrew.contexts.production.rules.brewing_maths.alcohol import (
    alcohol_pct,
    apparent_attenuation_pct,
    calories_kcal_l,
)
from desertbrew.contexts.production.rules.brewing_maths.bitterness import bitterness_ibu
from desertbrew.contexts.production.rules.brewing_maths.colour import color_srm, ebc_of
from desertbrew.contexts.production.rules.brewing_maths.conventions import BEERSMITH_2, Convention
from desertbrew.contexts.production.rules.brewing_maths.gravity import (
    boil_gravity,
    final_gravity,
    original_gravity,
    plato_of,
)
from desertbrew.contexts.production.rules.brewing_maths.units import rounded
from desertbrew.contexts.production.rules.recipe import RecipeDraft


@dataclass(frozen=True, slots=True)
class Figures:
    """What a recipe should give: gravities to four decimals, the rest to two, `None` where it does not say enough."""

    og: Decimal | None
    fg: Decimal | None
    abv_pct: Decimal | None
    ibu: Decimal | None
    color_srm: Decimal | None


@dataclass(frozen=True, slots=True)
class MoreFigures:
    """What follows from the same ingredients: extract, colour in EBC, attenuation, calories, the kettle's gravity."""

    og_plato: Decimal | None
    fg_plato: Decimal | None
    color_ebc: Decimal | None
    attenuation_pct: Decimal | None
    calories_kcal_l: Decimal | None
    boil_gravity: Decimal | None
    bitterness_ratio: Decimal | None


def figures_of(recipe: RecipeDraft, convention: Convention = BEERSMITH_2) -> Figures:
    """Compute every figure that the recipe allows."""
    og = original_gravity(recipe, convention)
    fg = final_gravity(recipe, og)
    return Figures(
        og=rounded(og, 4),
        fg=rounded(fg, 4),
        abv_pct=rounded(alcohol_pct(og, fg), 2),
        ibu=rounded(bitterness_ibu(recipe, og, convention), 2),
        color_srm=rounded(color_srm(recipe, convention), 2),
    )


def more_figures_of(recipe: RecipeDraft, convention: Convention = BEERSMITH_2) -> MoreFigures:
    """Compute what follows from the figures; `bitterness_ratio` is IBU over gravity points."""
    og = original_gravity(recipe, convention)
    fg, ibu = final_gravity(recipe, og), bitterness_ibu(recipe, og, convention)
    srm = color_srm(recipe, convention)
    both = og is not None and fg is not None
    return MoreFigures(
        og_plato=None if og is None else rounded(plato_of(og), 2),
        fg_plato=None if fg is None else rounded(plato_of(fg), 2),
        color_ebc=None if srm is None else rounded(ebc_of(srm), 2),
        attenuation_pct=rounded(apparent_attenuation_pct(og or 1, fg or 1), 1) if both else None,
        calories_kcal_l=rounded(calories_kcal_l(og or 1, fg or 1), 1) if both else None,
        boil_gravity=rounded(boil_gravity(recipe, convention), 4),
        bitterness_ratio=rounded(ibu / ((og - 1) * 1000), 2) if ibu is not None and og is not None else None,
    )
