"""Yeast: how it ages, and how often it may be pitched again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

LOSS_PER_DAY_PCT = Decimal("0.7")
"""Points of viability a cold slurry loses each day: empirical, as most brewing calculators have it."""
DAY_S = Decimal(86_400)
UNMEASURED_PCT = Decimal(97)
"""What fresh healthy yeast is taken to be where nobody counted."""


class CultureState(StrEnum):
    """What became of a culture."""

    STORED = "STORED"
    USED_UP = "USED_UP"
    DISCARDED = "DISCARDED"


@dataclass(frozen=True, slots=True)
class StrainLimits:
    """How far a strain may be repitched."""

    max_generation: int
    min_viability_pct: Decimal


USUAL_LIMITS = StrainLimits(8, Decimal(80))


def viability_now(measured_pct: Decimal, measured_at: datetime, now: datetime) -> Decimal:
    """Percent alive at `now`: 0.7 points a day less than when it was counted, never below 0, to a hundredth."""
    days = Decimal(str((now - measured_at).total_seconds())) / DAY_S
    left = measured_pct - LOSS_PER_DAY_PCT * max(Decimal(0), days)
    return max(Decimal(0), left).quantize(Decimal("0.01"), ROUND_HALF_UP)


def generation_after(generation: int, *, through_batch: bool) -> int:
    """Each fermentation makes a generation; growing a starter makes none. What comes out of a packet is the first."""
    return generation + 1 if through_batch else generation


class RepitchFault(StrEnum):
    """Why a culture should not be pitched."""

    TOO_OLD = "TOO_OLD"
    TOO_WEAK = "TOO_WEAK"


def repitch_faults(generation: int, viability_pct: Decimal, limits: StrainLimits) -> list[RepitchFault]:
    """Everything that speaks against pitching; empty when nothing does. Only a reason passes over it. (INV-Y2)"""
    faults = []
    if generation > limits.max_generation:
        faults.append(RepitchFault.TOO_OLD)
    if viability_pct < limits.min_viability_pct:
        faults.append(RepitchFault.TOO_WEAK)
    return faults


def viable_cells_e9(volume_l: Decimal, cells_per_ml_e9: Decimal | None, viability_pct: Decimal) -> Decimal | None:
    """Living cells in 10^9: litres times 1000 mL times the count, the living share of them; None where nobody counted."""
    if cells_per_ml_e9 is None:
        return None
    return (volume_l * 1000 * cells_per_ml_e9 * viability_pct / 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
