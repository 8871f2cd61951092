"""Extract and gravity. SG is 20/20 °C, °P is per cent by weight."""

from __future__ import annotations

from desertbrew.contexts.production.rules.brewing_maths.conventions import BEERSMITH_2, Convention
from desertbrew.contexts.production.rules.brewing_maths.units import GALLON_L, POUND_KG, gallons, within
from desertbrew.contexts.production.rules.recipe import Fermentable, RecipeDraft

MASHED = frozenset({"grain", "adjunct"})
"""What gives its extract through the mash, at the brewhouse's efficiency. Sugars and extracts dissolve whole."""

STRONGEST_WORT = 1.25
SUCROSE_L_DEGREE_KG = 385.67
THE_ROOT_IS_FOUND = 1e-10


def plato_of(gravity: float) -> float:
    """°P of an SG by the ASBC fit, −616.868 + 1111.14 s − 630.272 s² + 135.997 s³; never below zero.

    Within 0.025 °P of the USDA sucrose table up to 30 °P. At 1.000 the fit gives −0.003, and a sensor that says 0 would
    come out as −617 °P: both are 0 here.
    """
    return max(0.0, ((135.997 * gravity - 630.272) * gravity + 1111.14) * gravity - 616.868)


def plato_by_lincoln(gravity: float) -> float:
    """°P of an SG by Lincoln's quadratic, as several programs have it; 0.1 °P off at 30 °P."""
    return -463.37 + 668.72 * gravity - 205.35 * gravity**2


def gravity_of_plato(plato: float) -> float:
    """SG of °P: 1 + P / (258.6 − 227.1 · P / 258.2); within 0.00015 of the root of the ASBC fit."""
    return 1 + plato / (258.6 - 227.1 * plato / 258.2)


def gravity_as_asbc(plato: float) -> float:
    """SG whose ASBC fit is that °P, by Newton's method: what `plato_of` gives back."""
    gravity = gravity_of_plato(plato)
    for _ in range(20):
        value = ((135.997 * gravity - 630.272) * gravity + 1111.14) * gravity - 616.868 - plato
        slope = (3 * 135.997 * gravity - 2 * 630.272) * gravity + 1111.14
        gravity -= value / slope
        if abs(value) < THE_ROOT_IS_FOUND:
            break
    return gravity


def original_gravity(recipe: RecipeDraft, convention: Convention = BEERSMITH_2) -> float | None:
    """OG = 1 + Σ lb · points · yield · efficiency / gal / 1000 ; moisture is ignored, as everywhere."""
    points = total_points(recipe, recipe.fermentables, convention)
    if points is None or points == 0:
        return None
    return within(1 + points / gallons(recipe.batch_volume_l) / 1000, STRONGEST_WORT)


def total_points(recipe: RecipeDraft, grist: tuple[Fermentable, ...], convention: Convention) -> float | None:
    """Gravity points times gallons of a grist, or `None` when a yield or the efficiency is not known."""
    total = 0.0
    for malt in grist:
        if malt.yield_pct is None or (malt.kind in MASHED and recipe.efficiency_pct is None):
            return None
        efficiency = float(recipe.efficiency_pct or 0) / 100 if malt.kind in MASHED else 1.0
        pounds = float(malt.amount_kg) / POUND_KG
        total += pounds * convention.sucrose_points * float(malt.yield_pct) / 100 * efficiency
    return total


def final_gravity(recipe: RecipeDraft, og: float | None) -> float | None:
    """FG = 1 + (OG − 1) · (1 − AA), AA the best apparent attenuation among the yeasts pitched.

    Mash temperature is not considered, though other programs do, each in its own way.
    """
    rates = [float(yeast.attenuation_pct) for yeast in recipe.yeasts if yeast.attenuation_pct is not None]
    if og is None or not rates:
        return None
    return gravity_after(og, max(rates))


def gravity_after(og: float, attenuation_pct: float) -> float:
    """The gravity left when a yeast has taken that per cent of the points."""
    return 1 + (og - 1) * (1 - attenuation_pct / 100)


def boil_gravity(recipe: RecipeDraft, convention: Convention) -> float | None:
    """The gravity of the full kettle: the wort's points in the boil volume, or the batch's where that is not known."""
    early = tuple(malt for malt in recipe.fermentables if not malt.after_boil)
    points = total_points(recipe, early, convention)
    if points is None:
        return None
    batch = gallons(recipe.batch_volume_l)
    boil = gallons(recipe.boil_volume_l) if recipe.boil_volume_l else batch
    return 1 + points / batch * wort_gallons(recipe, convention) / boil / 1000


def wort_gallons(recipe: RecipeDraft, convention: Convention) -> float:
    """The volume that dilutes colour and bitterness."""
    trub = float(recipe.trub_loss_l) if convention.wort_with_trub else 0.0
    return (float(recipe.batch_volume_l) + trub) / GALLON_L


def brewhouse_efficiency_pct(grist_kg: float, potential_l_degree_kg: float, volume_l: float, og: float) -> float:
    """Points in the fermenter over points in the malt, per cent; the potential in litre-degrees per kilogram."""
    return (og - 1) * 1000 * volume_l / (grist_kg * potential_l_degree_kg) * 100


def diluted_volume_l(volume_l: float, gravity: float, target: float) -> float:
    """The volume to which water brings wort down to a gravity: V · (s₁ − 1) / (s₂ − 1)."""
    return volume_l * (gravity - 1) / (target - 1)
