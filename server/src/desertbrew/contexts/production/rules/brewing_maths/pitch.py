"""How much yeast, and what became of it in the fridge."""

from __future__ import annotations

import math

from desertbrew.contexts.production.rules.brewing_maths.gravity import plato_of

STRONG_WORT = 1.06
RATES = {("ale", False): 0.75, ("ale", True): 1.0, ("lager", False): 1.5, ("lager", True): 2.0}
"""Million cells per millilitre and °P, for ale and lager, in ordinary and in strong wort."""

DAILY_LOSS = 0.007
SATURATED_B_PER_G = 1.4


def pitch_rate(kind: str, og: float) -> float:
    """The usual rate for a yeast in a wort: million cells per millilitre and °P."""
    return RATES["lager" if kind == "lager" else "ale", og > STRONG_WORT]


def cells_needed_b(rate: float, wort_l: float, og: float) -> float:
    """Billions of cells: rate · litres · °P."""
    return rate * wort_l * plato_of(og)


def viability(days: float) -> float:
    """What share of liquid yeast still lives after so many days in the cold: 0.7 % die a day."""
    return max(0.0, 1 - DAILY_LOSS * days)


def starter_growth_white(million_cells_ml: float, *, shaken: bool = False, stirred: bool = False) -> float:
    """How many new cells a starter makes of each, by its inoculation (White and Zainasheff's table, fitted)."""
    extra = 1.0 if stirred else 0.5 if shaken else 0.0
    return 12.54793776 * math.pow(million_cells_ml, -0.4594858324) - 0.9994994906 + extra


def starter_growth_kaiser(billion_cells_g: float) -> float:
    """Billions of new cells a gram of extract on a stir plate, by the cells it starts with (Kai Troester)."""
    return 1.4 if billion_cells_g < SATURATED_B_PER_G else max(0.0, 2.33 - 0.67 * billion_cells_g)
