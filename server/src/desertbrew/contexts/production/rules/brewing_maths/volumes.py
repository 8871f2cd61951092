"""Where the water of a brew goes: grain, steam, cold, trub; and what must be in each vessel for it."""

from __future__ import annotations

from dataclasses import dataclass

from desertbrew.contexts.production.rules.brewing_maths.mash import GRAIN_L_KG
from desertbrew.contexts.production.rules.equipment import Equipment

MOST_STEAM = 0.95
"""A boil that leaves less than this of the kettle is a slip in the profile."""

WATER_DENSITY = {"hot": 958.4, "cold": 998.2}


@dataclass(frozen=True, slots=True)
class Volumes:
    """A brew's volumes in litres; cold ones at 20 °C, hot ones as the kettle's scale shows them.

    `warnings` are slugs: `kettle-too-small`, `mash-tun-too-small`, `mash-too-thick` (no water would be left to sparge).
    """

    packaged_l: float
    fermenter_l: float
    post_boil_cold_l: float
    post_boil_hot_l: float
    boiled_off_l: float
    pre_boil_hot_l: float
    pre_boil_cold_l: float
    mash_water_l: float
    sparge_water_l: float
    absorbed_l: float
    total_water_l: float
    mash_filled_l: float
    warnings: tuple[str, ...]


def shrunk(hot_l: float, shrinkage_pct: float = 4) -> float:
    """Cold litres of hot ones: 4 % less, the rule; water from 99.9 to 20 °C loses 3.99 %."""
    return hot_l * (1 - shrinkage_pct / 100)


def water_shrinkage() -> float:
    """What water loses from boiling to 20 °C, by its densities: the rule of 4 %, checked."""
    return 1 - WATER_DENSITY["hot"] / WATER_DENSITY["cold"]


def pre_boil_l(post_boil_l: float, boil_off_pct: float, minutes: float) -> float:
    """Hot litres before the boil, when so many are left and so many per cent of the full kettle go off an hour."""
    return post_boil_l / (1 - min(MOST_STEAM, boil_off_pct / 100 * minutes / 60))


def volumes_of(kit: Equipment, batch_l: float, grain_kg: float, boil_minutes: float, top_up_l: float = 0) -> Volumes:
    """All volumes for so many litres into the fermenter and so many kilograms of grain in the mash."""
    shrink = float(kit.shrinkage_pct)
    post_cold = max(0.0, batch_l + float(kit.trub_loss_l) - top_up_l)
    post_hot = post_cold / (1 - shrink / 100)
    pre_hot = pre_boil_l(post_hot, float(kit.boil_off_pct), boil_minutes)
    pre_cold = shrunk(pre_hot, shrink)
    absorbed = float(kit.grain_absorption_l_kg) * grain_kg
    needed = pre_cold + absorbed + (float(kit.lauter_deadspace_l) if grain_kg else 0.0)
    mash = min(float(kit.mash_thickness_l_kg) * grain_kg, needed)
    filled = mash + GRAIN_L_KG * grain_kg
    warnings = []
    if kit.kettle_volume_l is not None and pre_hot > float(kit.kettle_volume_l):
        warnings.append("kettle-too-small")
    if kit.mash_tun_volume_l is not None and filled > float(kit.mash_tun_volume_l):
        warnings.append("mash-tun-too-small")
    if grain_kg and mash == needed:
        warnings.append("mash-too-thick")
    return Volumes(
        packaged_l=max(0.0, batch_l - float(kit.fermenter_loss_l)),
        fermenter_l=batch_l,
        post_boil_cold_l=post_cold,
        post_boil_hot_l=post_hot,
        boiled_off_l=pre_hot - post_hot,
        pre_boil_hot_l=pre_hot,
        pre_boil_cold_l=pre_cold,
        mash_water_l=mash,
        sparge_water_l=needed - mash,
        absorbed_l=absorbed,
        total_water_l=needed + top_up_l,
        mash_filled_l=filled,
        warnings=tuple(warnings),
    )
