"""Temperatures and volumes of the water for the mash."""

from __future__ import annotations

from dataclasses import dataclass

GRAIN_HEAT = 0.41
"""Heat that a kilogram of grain takes, in litres of water; 0.2 quarts a pound in Palmer's words."""

GRAIN_L_KG = 0.67
"""Room that a kilogram of grain takes under water."""


@dataclass(frozen=True, slots=True)
class Rest:
    """A rest to reach: at what temperature, for how long, and how the mash gets there."""

    name: str
    kind: str
    temp_c: float
    minutes: float


@dataclass(frozen=True, slots=True)
class RestWater:
    """The water that brings the mash to a rest: litres and temperature, `None` where heat or decoction does it.

    `possible` is False where the water would have to be hotter than it boils there.
    """

    rest: Rest
    water_l: float | None
    water_c: float | None
    mash_l: float
    possible: bool


def strike_c(thickness_l_kg: float, mash_c: float, grain_c: float) -> float:
    """Temperature of the first water: (0.41 / r) · (T_mash − T_grain) + T_mash, r in litres a kilogram."""
    return GRAIN_HEAT / thickness_l_kg * (mash_c - grain_c) + mash_c


def infusion_l(now_c: float, target_c: float, grain_kg: float, water_l: float, infusion_c: float) -> float:
    """Hot water that lifts a mash: (T₂ − T₁) · (0.41 G + W) / (T_i − T₂) litres. The infusion must be hotter."""
    return (target_c - now_c) * (GRAIN_HEAT * grain_kg + water_l) / (infusion_c - target_c)


def rests_of(rests: list[Rest], grain_kg: float, thickness_l_kg: float, grain_c: float, boiling_c: float) -> list[RestWater]:
    """The water of every rest: strike water for the first, boiling water for each infusion after it."""
    found: list[RestWater] = []
    water, now = 0.0, grain_c
    for place, rest in enumerate(rests):
        added: float | None = None
        heat: float | None = None
        possible = True
        if place == 0:
            added, heat = thickness_l_kg * grain_kg, strike_c(thickness_l_kg, rest.temp_c, grain_c)
            possible = heat <= boiling_c
        elif rest.kind == "infusion" and rest.temp_c > now:
            possible = rest.temp_c < boiling_c
            if possible:
                added, heat = infusion_l(now, rest.temp_c, grain_kg, water, boiling_c), boiling_c
        water += added or 0.0
        now = rest.temp_c
        found.append(RestWater(rest, added, heat, water + GRAIN_L_KG * grain_kg, possible))
    return found
