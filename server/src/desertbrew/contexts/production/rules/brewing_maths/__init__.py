"""What a recipe should give: gravity, alcohol, bitterness, colour, volumes, water and yeast.

Science, so floats inside; results leave as rounded decimals. A figure that the recipe does not allow (no efficiency, a
malt without yield, a hop without alpha) is `None`, never a guess. Agreement with other programs' figures is measured in
`docs/algorithms/recipe-figures.md`.
"""

from desertbrew.contexts.production.rules.brewing_maths.bitterness import (
    bitterness_ibu,
    hop_ibu,
    utilization,
)
from desertbrew.contexts.production.rules.brewing_maths.colour import color_srm
from desertbrew.contexts.production.rules.brewing_maths.conventions import (
    BEERSMITH_2,
    CONVENTIONS,
    STANDARD,
    Convention,
    ConventionName,
    Formula,
    convention_of,
)
from desertbrew.contexts.production.rules.brewing_maths.figures import (
    Figures,
    MoreFigures,
    figures_of,
    more_figures_of,
)
from desertbrew.contexts.production.rules.brewing_maths.gravity import (
    boil_gravity,
    original_gravity,
    wort_gallons,
)
from desertbrew.contexts.production.rules.brewing_maths.units import OUNCE_KG, rounded

__all__ = [
    "BEERSMITH_2",
    "CONVENTIONS",
    "OUNCE_KG",
    "STANDARD",
    "Convention",
    "ConventionName",
    "Figures",
    "Formula",
    "MoreFigures",
    "bitterness_ibu",
    "boil_gravity",
    "color_srm",
    "convention_of",
    "figures_of",
    "hop_ibu",
    "more_figures_of",
    "original_gravity",
    "rounded",
    "utilization",
    "wort_gallons",
]
