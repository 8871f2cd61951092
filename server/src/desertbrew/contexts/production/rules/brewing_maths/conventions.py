"""The choices on which brewing programs differ; none of them is physics."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from desertbrew.contexts.production.rules.brewing_maths.altitude import isomerisation_at

Formula = Literal["tinseth", "rager"]
ConventionName = Literal["beersmith-2", "standard"]

BATCH_AND_TRUB, BATCH_ALONE = True, False
STEPS, CURVE = True, False


@dataclass(frozen=True, slots=True)
class Convention:
    """The choices on which programs differ. None of them is physics; a plant picks one and stays with it.

    `sucrose_points`: points per pound and US gallon of pure sucrose. `ibu_constant`: IBU of one ounce of pure alpha
    acid in a gallon at full utilisation; 7489 follows from the units. `wort_with_trub`: colour and bitterness are
    diluted by batch plus trub loss, not by the batch alone. The factors multiply the boil's utilisation.
    `rager_in_steps`: Rager's table in steps of five minutes, as BeerSmith has it, instead of the curve through it.

    `isomerisation` and `utilization` belong to the plant: how fast alpha acids turn at its boiling temperature (1 at
    100 °C), and what its own laboratory found of the rest (1 where it has not).
    """

    name: ConventionName
    sucrose_points: float
    ibu_constant: float
    wort_with_trub: bool
    pellet: float
    first_wort: float
    mash_hop: float
    whirlpool: float
    rager_in_steps: bool
    formula: Formula = "tinseth"
    isomerisation: float = 1.0
    utilization: float = 1.0


BEERSMITH_2 = Convention("beersmith-2", 46.0, 7462.0, BATCH_AND_TRUB, 1.10, 1.10, 0.20, 0.50, STEPS)
"""Found by recomputing BeerSmith 2's own exports, so agreement with those is in-sample."""

STANDARD = Convention("standard", 46.214, 7489.15, BATCH_ALONE, 1.00, 1.10, 0.20, 0.50, CURVE)
"""46.214 points are 385.67 L·degree/kg; 7489.15 is 1000 mg/g · 28.3495 g/oz / 3.785412 L/gal. Tinseth as published says
nothing of pellets, first wort, mash or whirlpool: the last three factors are BeerSmith's."""

CONVENTIONS: dict[ConventionName, Convention] = {each.name: each for each in (BEERSMITH_2, STANDARD)}


def convention_of(
    name: ConventionName = "beersmith-2",
    formula: Formula = "tinseth",
    altitude_m: float = 0,
    utilization_pct: float = 100,
) -> Convention:
    """A convention with the plant's calibration: its altitude in metres, and its own utilisation in per cent."""
    rate = isomerisation_at(altitude_m) if altitude_m else 1.0
    return replace(CONVENTIONS[name], formula=formula, isomerisation=rate, utilization=utilization_pct / 100)
