"""From a dip or a gauge to litres at 20 °C: strapping table, shell of the tank, liquid; and what a keg holds by weight.

The order is the tank's own: the table says litres at 20 °C for a tank at 20 °C; the shell has shrunk or grown since; the
beer in it will. The physics is floats, the factors leave as decimals of six places, and litres are `Decimal` to the
millilitre. Sources and worked examples: `docs/algorithms/volume-at-20c.md`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from desertbrew.contexts.production.rules.cellar import MILLILITRE
from desertbrew.contexts.production.rules.densities import REFERENCE_C, Beer, beer_density, volume_factor

FACTOR_STEP = Decimal("0.000001")

CO2_PARTIAL_ML_PER_G = 0.73
"""Partial molar volume of dissolved CO2, mL/g (Torrent, EBC; BrewingScience 59, 2006)."""


class BadTable(ValueError):
    """A strapping table that cannot be meant; `line` counts from 1."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(f"line {line}: {why}")
        self.line = line
        self.why = why


class OffTheTable(ValueError):
    """A dip that the strapping table does not reach; nobody guesses beyond it."""

    def __init__(self, low_mm: Decimal, high_mm: Decimal) -> None:
        super().__init__(f"the table goes from {low_mm} to {high_mm} mm")
        self.low_mm = low_mm
        self.high_mm = high_mm


@dataclass(frozen=True, slots=True)
class Point:
    """At this dip so many litres at 20 °C."""

    dip_mm: Decimal
    volume_l: Decimal


def check_table(points: Sequence[Point]) -> None:
    """Raise `BadTable` unless there are two points or more and both dip and litres grow from each to the next. (INV-V5)"""
    if len(points) < 2:  # noqa: PLR2004 - a line takes two
        raise BadTable(1, "too-short")
    if points[0].dip_mm < 0 or points[0].volume_l < 0:
        raise BadTable(1, "negative")
    for line, (before, point) in enumerate(pairwise(points), start=2):
        if point.dip_mm <= before.dip_mm:
            raise BadTable(line, "dip-does-not-grow")
        if point.volume_l <= before.volume_l:
            raise BadTable(line, "volume-does-not-grow")


def strapped(points: Sequence[Point], dip_mm: Decimal) -> Decimal:
    """Litres at that dip, on the straight line between its neighbours; raises `OffTheTable` outside. (INV-V5)"""
    if not points[0].dip_mm <= dip_mm <= points[-1].dip_mm:
        raise OffTheTable(points[0].dip_mm, points[-1].dip_mm)
    for low, high in pairwise(points):
        if dip_mm <= high.dip_mm:
            part = (dip_mm - low.dip_mm) / (high.dip_mm - low.dip_mm)
            return (low.volume_l + part * (high.volume_l - low.volume_l)).quantize(MILLILITRE, ROUND_HALF_UP)
    raise AssertionError("the last point bounds the dip")


def shell_factor(expansion_ppm_per_k: Decimal, temp_c: Decimal) -> Decimal:
    """How much more (or less) than its table says a tank at that temperature holds: 1 + 3 α (T − 20)."""
    away = temp_c - Decimal(20)
    return (1 + 3 * expansion_ppm_per_k * away / 1_000_000).quantize(FACTOR_STEP, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Corrected:
    """A reading on its way to 20 °C, each step for a person to see."""

    table_l: Decimal
    """What the strapping table or the gauge says."""
    shell_factor: Decimal
    liquid_factor: Decimal
    volume_20_l: Decimal

    @property
    def at_temperature_l(self) -> Decimal:
        """What is really in the tank at its temperature."""
        return (self.table_l * self.shell_factor).quantize(MILLILITRE, ROUND_HALF_UP)


def corrected(table_l: Decimal, temp_c: Decimal, expansion_ppm_per_k: Decimal, beer: Beer) -> Corrected:
    """Litres at 20 °C of what a table (or a gauge marked at 20 °C) shows in a tank at `temp_c`. (INV-V6)"""
    shell = shell_factor(expansion_ppm_per_k, temp_c)
    liquid = Decimal(repr(volume_factor(beer, float(temp_c)))).quantize(FACTOR_STEP, ROUND_HALF_UP)
    return Corrected(table_l, shell, liquid, (table_l * shell * liquid).quantize(MILLILITRE, ROUND_HALF_UP))


# ------------------------------------------------------------------------------------------------------------ geometry


@dataclass(frozen=True, slots=True)
class Cylindroconical:
    """A tank of cone, cylinder and 2:1 elliptical head, in metres; `half_angle_deg` 30 is a cone of 60°, 90 a flat floor."""

    radius_m: float
    half_angle_deg: float
    cylinder_m: float

    @property
    def cone_m(self) -> float:
        """The height of the cone."""
        flat = 90
        return 0.0 if self.half_angle_deg >= flat else self.radius_m / math.tan(math.radians(self.half_angle_deg))

    @property
    def height_m(self) -> float:
        """From the tip of the cone to the top of the head."""
        return self.cone_m + self.cylinder_m + self.radius_m / 2

    def litres(self, height_m: float) -> float:
        """What is in it up to that height above the tip of the cone."""
        below = min(height_m, self.cone_m)
        cone = 0.0
        if self.cone_m:
            radius = below * math.tan(math.radians(self.half_angle_deg))
            cone = math.pi / 3 * radius**2 * below
        area = math.pi * self.radius_m**2
        cylinder = area * min(max(height_m - self.cone_m, 0), self.cylinder_m)
        # The head is half an ellipsoid, half as high as it is wide.
        half = self.radius_m / 2
        above = min(max(height_m - self.cone_m - self.cylinder_m, 0), half)
        head = area * (above - above**3 / (3 * half**2))
        return 1000 * (cone + cylinder + head)


def strapping_of(tank: Cylindroconical, step_mm: int) -> list[Point]:
    """A strapping table from a tank's drawing, to the millilitre, a point every `step_mm` and at every change of shape.

    A drawing is not a measurement: a table that was made with a flow meter is better.
    """
    top = round(tank.height_m * 1000)
    shapes = {round(tank.cone_m * 1000), round((tank.cone_m + tank.cylinder_m) * 1000), top}
    points: list[Point] = []
    for dip in sorted({*range(0, top, step_mm), *shapes}):
        point = Point(Decimal(dip), Decimal(f"{tank.litres(dip / 1000):.3f}"))
        # Near the tip a millimetre is less than a millilitre.
        if not points or point.volume_l > points[-1].volume_l:
            points.append(point)
    return points


# ---------------------------------------------------------------------------------------------------------------- kegs


@dataclass(frozen=True, slots=True)
class KegNet:
    """What a keg holds by its weight."""

    at_20_l: Decimal
    at_temperature_l: Decimal


def keg_net(gross_kg: Decimal, tare_kg: Decimal, beer: Beer, temp_c: float, co2_g_per_l: float) -> KegNet:
    """Litres in a keg from its weights (EBC 11.3.1: weighing needs no temperature; it only tells the litres as filled).

    ρ_c = (ρ + c/1000) / (1 + 0.00073 c) with ρ in kg/L of the degassed beer and c grams of CO2 a litre. Buoyancy of the
    air, about 0.1 %, is taken as inside the scale's calibration.
    """
    net = float(gross_kg - tare_kg)
    assert net >= 0, "a keg weighs more than its shell"

    def litres(at_c: float) -> Decimal:
        flat = beer_density(beer, at_c) / 1000
        carbonated = (flat + co2_g_per_l / 1000) / (1 + CO2_PARTIAL_ML_PER_G / 1000 * co2_g_per_l)
        return Decimal(f"{net / carbonated:.3f}")

    return KegNet(litres(REFERENCE_C), litres(temp_c))
