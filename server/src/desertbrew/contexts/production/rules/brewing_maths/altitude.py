"""What the height of the plant does to the boil."""

from __future__ import annotations

import math

from desertbrew.contexts.production.rules.brewing_maths.units import ZERO_C_IN_K

SEA_LEVEL_HPA = 1013.25
HPA_PER_MMHG = 1.33322387
ACTIVATION_K = 9773.0
"""Activation energy over the gas constant of the isomerisation of alpha acids, kelvin (Malowicki and Shellhammer 2005)."""


def pressure_hpa(altitude_m: float) -> float:
    """Air pressure at a height, hPa, by the standard atmosphere; good to the weather."""
    return float(SEA_LEVEL_HPA * (1 - 2.25577e-5 * altitude_m) ** 5.25588)


def boiling_point_c(altitude_m: float) -> float:
    """Where water boils at a height, °C, by Antoine's equation (constants for 1 to 100 °C); wort some 0.2 °C above."""
    return 1730.63 / (8.07131 - math.log10(pressure_hpa(altitude_m) / HPA_PER_MMHG)) - 233.426


def isomerisation_rate(temp_c: float) -> float:
    """How fast alpha acids isomerise at a temperature, relative to 100 °C: exp(−9773 K · (1/T − 1/373.15 K))."""
    return math.exp(-ACTIVATION_K * (1 / (temp_c + ZERO_C_IN_K) - 1 / (100 + ZERO_C_IN_K)))


def isomerisation_at(altitude_m: float) -> float:
    """The same where the wort boils at that height: 1 at sea level, about 0.69 at 1 600 m."""
    return min(1.0, isomerisation_rate(boiling_point_c(altitude_m)))
