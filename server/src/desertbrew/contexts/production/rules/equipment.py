"""A brewhouse as the formulas need it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from desertbrew.contexts.production.rules.brewing_maths.conventions import (
    Convention,
    ConventionName,
    Formula,
    convention_of,
)


@dataclass(frozen=True, slots=True)
class Ions:
    """What is dissolved in a water, mg/L."""

    calcium: float = 0.0
    magnesium: float = 0.0
    sodium: float = 0.0
    sulfate: float = 0.0
    chloride: float = 0.0
    bicarbonate: float = 0.0


@dataclass(frozen=True, slots=True)
class Equipment:
    """One brewhouse: what it holds, what it loses, and the conventions that its brewer computes by.

    Volumes in litres at 20 °C. `boil_off_pct` is per cent of the full kettle an hour, `shrinkage_pct` what hot wort
    loses by cooling, `utilization_pct` the plant's own correction of bitterness, found in a laboratory.
    """

    name: str
    batch_volume_l: Decimal
    efficiency_pct: Decimal
    boil_minutes: Decimal = Decimal(60)
    boil_off_pct: Decimal = Decimal(10)
    shrinkage_pct: Decimal = Decimal(4)
    trub_loss_l: Decimal = Decimal(0)
    fermenter_loss_l: Decimal = Decimal(0)
    lauter_deadspace_l: Decimal = Decimal(0)
    kettle_volume_l: Decimal | None = None
    mash_tun_volume_l: Decimal | None = None
    mash_thickness_l_kg: Decimal = Decimal("3.0")
    grain_absorption_l_kg: Decimal = Decimal("1.04")
    grain_temp_c: Decimal = Decimal(20)
    altitude_m: Decimal = Decimal(0)
    utilization_pct: Decimal = Decimal(100)
    convention: ConventionName = "beersmith-2"
    formula: Formula = "tinseth"
    water: Ions = Ions()

    def conventions(self, name: ConventionName | None = None, formula: Formula | None = None) -> Convention:
        """What to compute by here: the plant's choice or the one asked for, with the plant's calibration."""
        return convention_of(
            name or self.convention, formula or self.formula, float(self.altitude_m), float(self.utilization_pct)
        )
