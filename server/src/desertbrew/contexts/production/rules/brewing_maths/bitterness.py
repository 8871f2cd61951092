"""Bitterness: what a hop addition gives, by Tinseth or Rager, at the plant's own altitude."""

from __future__ import annotations

import math

from desertbrew.contexts.production.rules.brewing_maths.altitude import ACTIVATION_K
from desertbrew.contexts.production.rules.brewing_maths.conventions import BEERSMITH_2, Convention
from desertbrew.contexts.production.rules.brewing_maths.gravity import boil_gravity, wort_gallons
from desertbrew.contexts.production.rules.brewing_maths.units import OUNCE_KG, within
from desertbrew.contexts.production.rules.recipe import Hop, RecipeDraft

MOST_IBU = 10_000.0
THICKEST = 2.0
"""Beyond this the wort is syrup and the powers only underflow."""

RAGER_STEPS = (
    (5, 5.0),
    (10, 6.0),
    (15, 8.0),
    (20, 10.1),
    (25, 12.1),
    (30, 15.3),
    (35, 18.8),
    (40, 22.8),
    (45, 26.9),
    (50, 28.1),
)
RAGER_LONGEST_PCT = 30.0
RAGER_THIN_GRAVITY = 1.05

STAND_STEP_MINUTES = 0.05
STILL_BOILING_MINUTES = 5.0


def utilization(gravity: float, minutes: float) -> float:
    """Tinseth's utilisation: 1.65 · 0.000125^(SG−1) · (1 − e^(−0.04 t)) / 4.15."""
    return fullness(gravity) * (1 - math.exp(-0.04 * minutes)) / 4.15


def fullness(gravity: float) -> float:
    """Tinseth's bigness factor, 1.65 · 0.000125^(SG−1)."""
    return 1.65 * math.pow(0.000125, min(gravity, THICKEST) - 1)


def rager_utilization(gravity: float, minutes: float) -> float:
    """Rager's utilisation (Zymurgy 1990): (18.11 + 13.86 tanh((t − 31.32) / 18.27)) %, less in wort above 1.050."""
    return (18.11 + 13.86 * math.tanh((minutes - 31.32) / 18.27)) / 100 / rager_gravity(gravity)


def rager_utilization_in_steps(gravity: float, minutes: float) -> float:
    """The same by Rager's own table, 5 % up to 5 minutes … 30 % from 51, as BeerSmith has it."""
    per_cent = next((step for most, step in RAGER_STEPS if minutes <= most), RAGER_LONGEST_PCT)
    return per_cent / 100 / rager_gravity(gravity)


def rager_gravity(gravity: float) -> float:
    """Rager's correction for strong wort: 1 + (SG − 1.05) / 0.2 above 1.050."""
    return 1 + max(0.0, min(gravity, THICKEST) - RAGER_THIN_GRAVITY) / 0.2


def stand_utilization(gravity: float, boil_minutes: float, cooling_minutes: float, cooling_rate: float) -> float:
    """Tinseth's utilisation with what the hot stand adds (Hosom's mIBU, 2015), integrated step by step.

    After the flame is out the wort cools as T = 53.70 e^(−b t) + 319.55 K and turns alpha acids by 2.39e11 e^(−9773/T)
    of the rate of the boil; the first five minutes of an addition count whole. `cooling_rate` is b, a minute's.
    """
    total = 1 - math.exp(-0.04 * boil_minutes)
    steps = round(cooling_minutes / STAND_STEP_MINUTES)
    for step in range(steps):
        since = (step + 0.5) * STAND_STEP_MINUTES
        kelvin = 53.70 * math.exp(-cooling_rate * since) + 319.55
        weight = 1.0 if boil_minutes + since < STILL_BOILING_MINUTES else 2.39e11 * math.exp(-ACTIVATION_K / kelvin)
        total += 0.04 * math.exp(-0.04 * (boil_minutes + since)) * weight * STAND_STEP_MINUTES
    return fullness(gravity) * total / 4.15


def cooling_rate(surface_cm2: float, opening_cm2: float, volume_l: float) -> float:
    """How fast an open kettle cools by itself, b of `stand_utilization`: 2.925e-4 √(A · O) / V + 5.38e-3 a minute."""
    return 2.925e-4 * math.sqrt(surface_cm2 * opening_cm2) / volume_l + 5.38e-3


def addition_ibu(grams: float, alpha_pct: float, volume_l: float, used: float) -> float:
    """IBU of so many grams in so many litres: utilisation · α · g · 1000 / L."""
    return used * alpha_pct / 100 * grams * 1000 / volume_l


def bitterness_ibu(recipe: RecipeDraft, og: float | None, convention: Convention = BEERSMITH_2) -> float | None:
    """The sum of all additions by the convention's formula; zero without hops, `None` when one cannot be computed."""
    total = 0.0
    for hop in recipe.hops:
        share = hop_ibu(recipe, hop, og, convention)
        if share is None:
            return None
        total += share
    return within(total, MOST_IBU)


def hop_ibu(recipe: RecipeDraft, hop: Hop, og: float | None, convention: Convention = BEERSMITH_2) -> float | None:
    """One addition by the convention's formula, with its factor for where it goes.

    The gravity is that of the full kettle, without what is added after the boil. Dry hops give none. At altitude alpha
    acids turn more slowly, so that an hour there does what so much less of it does at sea level.
    """
    if hop.use == "dry_hop":
        return 0.0
    minutes = recipe.boil_minutes if hop.use == "mash" else hop.time_minutes
    gravity = boil_gravity(recipe, convention)
    if minutes is None or hop.alpha_pct is None or gravity is None or og is None:
        return None
    factors = {"boil": 1.0, "first_wort": convention.first_wort, "mash": convention.mash_hop}
    factor = factors.get(hop.use, convention.whirlpool) * (convention.pellet if hop.form == "pellet" else 1.0)
    alpha_ounces = float(hop.amount_kg) / OUNCE_KG * float(hop.alpha_pct) / 100
    concentration = alpha_ounces * convention.ibu_constant / wort_gallons(recipe, convention)
    plant = convention.utilization * float(recipe.hop_utilization_pct) / 100
    return concentration * used_of(gravity, float(minutes) * convention.isomerisation, convention) * factor * plant


def used_of(gravity: float, minutes: float, convention: Convention) -> float:
    """The share of alpha acid that ends up in the wort, by the convention's formula."""
    if convention.formula == "tinseth":
        return utilization(gravity, minutes)
    if convention.rager_in_steps:
        return rager_utilization_in_steps(gravity, minutes)
    return rager_utilization(gravity, minutes)
