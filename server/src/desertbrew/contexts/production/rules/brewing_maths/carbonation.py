"""Carbon dioxide in beer, in volumes at 0 °C and 1 atm a volume of beer."""

from __future__ import annotations

import math

from desertbrew.contexts.production.rules.brewing_maths.altitude import SEA_LEVEL_HPA, pressure_hpa
from desertbrew.contexts.production.rules.brewing_maths.units import GALLON_L, fahrenheit

SEA_LEVEL_PSI = 14.695
DEXTROSE_G_PER_GALLON_VOLUME = 15.195
SUCROSE_SHARE = 0.91
"""Grams of table sugar that do what a gram of dextrose monohydrate does."""


def residual_volumes(celsius: float) -> float:
    """What beer keeps at 1 atm at the warmest it was after fermentation."""
    f = fahrenheit(celsius)
    return 3.0378 - 0.050062 * f + 0.00026555 * f**2


def gauge_psi(volumes: float, celsius: float, altitude_m: float = 0) -> float:
    """What the gauge must show for those volumes; at altitude more, for the air weighs less on the outside."""
    f = fahrenheit(celsius)
    at_sea_level = (
        -16.6999 - 0.0101059 * f + 0.00116512 * f**2 + 0.173354 * f * volumes + 4.24267 * volumes - 0.0684226 * volumes**2
    )
    return at_sea_level + SEA_LEVEL_PSI * (1 - pressure_hpa(altitude_m) / SEA_LEVEL_HPA)


def volumes_at(psi: float, celsius: float, altitude_m: float = 0) -> float:
    """The volumes that a gauge and a temperature mean."""
    f = fahrenheit(celsius)
    absolute = psi + SEA_LEVEL_PSI * pressure_hpa(altitude_m) / SEA_LEVEL_HPA
    return absolute * (0.01821 + 0.090115 * math.exp(-(f - 32) / 43.11)) - 0.003342


def dextrose_g(volumes: float, celsius: float, beer_l: float) -> float:
    """Grams of dextrose monohydrate to prime with; of table sugar 0.91 of it (`SUCROSE_SHARE`)."""
    return max(0.0, DEXTROSE_G_PER_GALLON_VOLUME * beer_l / GALLON_L * (volumes - residual_volumes(celsius)))
