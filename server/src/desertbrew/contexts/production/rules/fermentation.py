"""What a reading of a fermentation means: the gravity at 20 °C, and whether it can be."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from desertbrew.contexts.production.rules.brewing_maths.alcohol import alcohol_pct, apparent_attenuation_pct
from desertbrew.contexts.production.rules.brewing_maths.gravity import gravity_as_asbc, plato_of
from desertbrew.contexts.production.rules.brewing_maths.instruments import hydrometer_sg


class GravityUnit(StrEnum):
    """How a gravity is read off."""

    SG = "SG"
    PLATO = "PLATO"


LOWEST_SG, HIGHEST_SG = 0.98, 1.2
LOWEST_PLATO, HIGHEST_PLATO = -4.0, 45.0
UPWARD_STEP_PLATO = Decimal("0.5")
"""A fermentation goes down. In a plant's log 2.6 % of readings stepped up by more: slips of the hand, mostly."""


def gravity_at_20(value: Decimal, unit: GravityUnit, sample_c: Decimal | None) -> Decimal | None:
    """SG at 20 °C to six decimals, of a hydrometer made for 20 °C that was read at `sample_c` (None: at 20 °C).

    None where no beer gives that figure: a meter's −616.87 °P is what 0 SG converts to, not a gravity. (INV-B9)
    """
    if unit is GravityUnit.PLATO:
        if not LOWEST_PLATO <= float(value) <= HIGHEST_PLATO:
            return None
        read = gravity_as_asbc(float(value))
    else:
        read = float(value)
    if not LOWEST_SG <= read <= HIGHEST_SG:
        return None
    corrected = read if sample_c is None else hydrometer_sg(read, float(sample_c))
    return Decimal(f"{corrected:.6f}")


def plato(gravity: Decimal) -> Decimal:
    """°P to two decimals; below water it is negative, as a hydrometer in dry beer shows."""
    s = float(gravity)
    if s >= 1:
        return Decimal(f"{plato_of(s):.2f}")
    return Decimal(f"{((135.997 * s - 630.272) * s + 1111.14) * s - 616.868:.2f}")


def steps_up(before: Decimal | None, now: Decimal | None) -> bool:
    """Whether a gravity lies more than 0.5 °P above the one before it: probably a typing error. (INV-B9)"""
    return before is not None and now is not None and plato(now) - plato(before) > UPWARD_STEP_PLATO


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a fermentation is: per cent of apparent attenuation, and alcohol by the usual estimate."""

    attenuation_pct: Decimal
    abv_pct: Decimal


def progress(og: Decimal | None, gravity: Decimal | None) -> Progress | None:
    """From the original gravity to this one; None where either is not known, or nothing has fermented that could."""
    if og is None or gravity is None or og <= 1:
        return None
    abv = alcohol_pct(float(og), float(gravity))
    attenuation = apparent_attenuation_pct(float(og), float(gravity))
    return Progress(Decimal(f"{attenuation:.1f}"), Decimal(f"{max(abv or 0.0, 0.0):.2f}"))
