"""Brewing water: what salts add, and which of them bring a water closest to another."""

from __future__ import annotations

from dataclasses import dataclass, fields

from desertbrew.contexts.production.rules.equipment import Ions

Salt = str
Added = dict[Salt, float]

SALTS: dict[Salt, dict[str, float]] = {
    "gypsum": {"calcium": 232.78, "sulfate": 557.95},
    "calcium_chloride": {"calcium": 272.61, "chloride": 482.31},
    "epsom": {"magnesium": 98.61, "sulfate": 389.75},
    "table_salt": {"sodium": 393.37, "chloride": 606.63},
    "baking_soda": {"sodium": 273.67, "bicarbonate": 726.33},
}
"""mg/L of each ion that a gram in a litre gives, from the masses of the atoms: CaSO₄·2H₂O, CaCl₂·2H₂O (the dihydrate, as
it is sold in flakes), MgSO₄·7H₂O, NaCl, NaHCO₃."""

ANHYDROUS_CALCIUM_CHLORIDE = {"calcium": 361.12, "chloride": 638.88}
"""The dry form, where a plant has that: a quarter less of it does the same."""

TARGETS: dict[str, Ions] = {
    "ipa": Ions(calcium=100, sulfate=250, chloride=50, bicarbonate=0),
    "lager": Ions(calcium=50, sulfate=50, chloride=75, bicarbonate=0),
    "stout": Ions(calcium=100, sulfate=50, chloride=100, bicarbonate=100),
}
"""The house's own targets, mg/L."""

MOST_G_L = 3.0
ROUNDS = 2000
SETTLED_G_L = 1e-7

ALKALINITY_OF_BICARBONATE = 50.04 / 61.02
NAMES = tuple(each.name for each in fields(Ions))


@dataclass(frozen=True, slots=True)
class Treatment:
    """Grams of each salt a litre, the water they make, and its residual alkalinity in mg/L as CaCO₃."""

    grams_l: Added
    water: Ions
    residual_alkalinity: float


def with_salts(water: Ions, grams_l: Added) -> Ions:
    """The water after so many grams of each salt a litre."""
    ions = {name: getattr(water, name) for name in NAMES}
    for salt, grams in grams_l.items():
        for name, milligrams in SALTS[salt].items():
            ions[name] += milligrams * grams
    return Ions(**ions)


def diluted(water: Ions, pure_pct: float) -> Ions:
    """The water with so many per cent of it replaced by pure (osmosis) water."""
    share = 1 - pure_pct / 100
    return Ions(**{name: getattr(water, name) * share for name in NAMES})


def residual_alkalinity(water: Ions) -> float:
    """Kolbach's residual alkalinity, mg/L as CaCO₃: alkalinity − Ca / 1.4 − Mg / 1.7, alkalinity = HCO₃ · 50.04 / 61.02."""
    return water.bicarbonate * ALKALINITY_OF_BICARBONATE - water.calcium / 1.4 - water.magnesium / 1.7


def treat(source: Ions, target: Ions) -> Treatment:
    """The salts that bring a water closest to a target: least squares over the ions, no salt negative or over 3 g/L.

    Salts only add. An ion of which the water has more than the target already is what dilution is for, so its excess
    weighs on no salt that does not carry it. Solved salt by salt until nothing moves, which for squares is the optimum.
    """
    grams = dict.fromkeys(SALTS, 0.0)
    gaps = {name: getattr(target, name) - getattr(source, name) for name in NAMES}
    for _ in range(ROUNDS):
        moved = 0.0
        for salt, gives in SALTS.items():
            step = sum(amount * gaps[name] for name, amount in gives.items()) / sum(each**2 for each in gives.values())
            wanted = min(MOST_G_L, max(0.0, grams[salt] + step))
            change = wanted - grams[salt]
            grams[salt] = wanted
            for name, amount in gives.items():
                gaps[name] -= amount * change
            moved = max(moved, abs(change))
        if moved < SETTLED_G_L:
            break
    kept = {salt: amount for salt, amount in grams.items() if amount > SETTLED_G_L * 10}
    water = with_salts(source, kept)
    return Treatment(kept, water, residual_alkalinity(water))
