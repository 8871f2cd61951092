"""The colour of beer."""

from __future__ import annotations

from desertbrew.contexts.production.rules.brewing_maths.conventions import BEERSMITH_2, Convention
from desertbrew.contexts.production.rules.brewing_maths.gravity import wort_gallons
from desertbrew.contexts.production.rules.brewing_maths.units import POUND_KG, within
from desertbrew.contexts.production.rules.recipe import RecipeDraft

EBC_PER_SRM = 1.97
DARKEST_SRM = 1000.0


def morey_srm(malt_colour_units: float) -> float:
    """SRM = 1.4922 · MCU^0.6859, MCU in pounds · °L / US gallon (Dan Morey, 1995); valid below about 50 SRM."""
    return float(1.4922 * malt_colour_units**0.6859)


def ebc_of(srm: float) -> float:
    """EBC = 1.97 · SRM, BeerSmith's factor; others use 1.9685."""
    return EBC_PER_SRM * srm


def srm_of_lovibond(lovibond: float) -> float:
    """SRM = 1.3546 · °L − 0.76: a malt's colour as laboratories state it."""
    return 1.3546 * lovibond - 0.76


def color_srm(recipe: RecipeDraft, convention: Convention = BEERSMITH_2) -> float | None:
    """The recipe's colour by Morey, or `None` where a fermentable has none or it is beyond any beer."""
    if not recipe.fermentables:
        return None
    units = 0.0
    for malt in recipe.fermentables:
        if malt.color_lovibond is None:
            return None
        units += float(malt.amount_kg) / POUND_KG * float(malt.color_lovibond)
    return within(morey_srm(units / wort_gallons(recipe, convention)), DARKEST_SRM)
