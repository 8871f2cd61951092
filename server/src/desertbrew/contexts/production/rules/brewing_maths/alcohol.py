"""Alcohol, attenuation and calories from two gravities."""

from __future__ import annotations

from itertools import pairwise

from desertbrew.contexts.production.rules.brewing_maths.gravity import plato_of
from desertbrew.contexts.production.rules.brewing_maths.units import FLUID_OUNCE_L

ETHANOL_RELATIVE_DENSITY = 0.79067
"""789.24 / 998.20 kg/m³ at 20 °C, from OIML's tables."""

SERVING_FLUID_OUNCES = 12

HMRC_BANDS = (
    (6.9, 0.125),
    (10.4, 0.126),
    (17.2, 0.127),
    (26.1, 0.128),
    (36.0, 0.129),
    (46.5, 0.130),
    (57.1, 0.131),
    (67.9, 0.132),
    (78.8, 0.133),
    (89.7, 0.134),
    (100.7, 0.135),
)
"""Points lost, and per cent of alcohol for each: HMRC, Excise Notice 226."""


def alcohol_pct(og: float | None, fg: float | None) -> float | None:
    """ABV = 131.25 · (OG − FG): the usual estimate, which is not the one for the tax."""
    return None if og is None or fg is None else 131.25 * (og - fg)


def alcohol_by_hall_pct(og: float, fg: float) -> float:
    """ABV by Michael Hall, Zymurgy 1995: 76.08 (OG − FG) / (1.775 − OG) · FG / 0.794; better for strong beer."""
    return 76.08 * (og - fg) / (1.775 - og) * fg / 0.794


def alcohol_by_balling_pct(og: float, fg: float) -> float:
    """ABV by Balling's mass balance, with the real extract and the density of ethanol at 20 °C."""
    original, real = plato_of(og), real_extract_plato(plato_of(og), plato_of(fg))
    by_weight = (original - real) / (2.0665 - 0.010665 * original)
    return by_weight * fg / ETHANOL_RELATIVE_DENSITY


def alcohol_by_hmrc_pct(og: float, fg: float) -> float:
    """ABV by the United Kingdom's table, unrounded; beyond the table its last factor."""
    lost = round((og - fg) * 1000, 1)
    return lost * next((factor for most, factor in HMRC_BANDS if lost <= most), HMRC_BANDS[-1][1])


def real_extract_plato(original: float, apparent: float) -> float:
    """Real extract in °P: 0.1808 · OE + 0.8192 · AE (Balling)."""
    return 0.1808 * original + 0.8192 * apparent


def real_extract_by_de_clerck(original: float, apparent: float) -> float:
    """Real extract in °P with De Clerck's q = 0.22 + 0.001 · OE: (q · OE + AE) / (1 + q)."""
    share = 0.22 + 0.001 * original
    return (share * original + apparent) / (1 + share)


def apparent_attenuation_pct(og: float, fg: float) -> float:
    """What of the extract seems gone, in per cent of °P."""
    original = plato_of(og)
    return 100 * (original - plato_of(fg)) / original if original else 0.0


def real_attenuation_pct(original: float, real: float) -> float:
    """Real degree of fermentation, per cent, from the original and the real extract in °P (ASBC; Speers 2015)."""
    return 100 * (original - real) / original / (1 - 0.005161 * real)


def calories_kcal_l(og: float, fg: float) -> float:
    """Kilocalories in a litre, of alcohol and of carbohydrates.

    1881.22 FG (OG − FG) / (1.775 − OG) and 3550 FG (0.1808 OG + 0.8192 FG − 1.0004), both published per 12 fluid ounces;
    they give six figures of BeerSmith to 0.1.
    """
    alcohol = 1881.22 * fg * (og - fg) / (1.775 - og)
    carbohydrates = 3550 * fg * (0.1808 * og + 0.8192 * fg - 1.0004)
    return max(0.0, alcohol + carbohydrates) / (SERVING_FLUID_OUNCES * FLUID_OUNCE_L)


assert all(low[0] < high[0] for low, high in pairwise(HMRC_BANDS)), "the bands rise"
