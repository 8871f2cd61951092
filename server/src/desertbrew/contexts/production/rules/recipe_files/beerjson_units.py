"""BeerJSON 1.0's units and words, and ours for each. Factors are exact."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from desertbrew.contexts.production.rules.recipe_files.values import EBC_PER_SRM, FLUID_OUNCE_L, OUNCE_KG

CUP_L = FLUID_OUNCE_L * 8
IMPERIAL_PINT_L = Decimal("0.56826125")

MASS_KG = {
    "mg": Decimal("0.000001"),
    "g": Decimal("0.001"),
    "kg": Decimal(1),
    "oz": OUNCE_KG,
    "lb": OUNCE_KG * 16,
}
VOLUME_L = {
    "ml": Decimal("0.001"),
    "l": Decimal(1),
    "tsp": CUP_L / 48,
    "tbsp": CUP_L / 16,
    "floz": FLUID_OUNCE_L,
    "cup": CUP_L,
    "pt": CUP_L * 2,
    "qt": CUP_L * 4,
    "gal": CUP_L * 16,
    "bbl": CUP_L * 16 * 31,
    "ifloz": IMPERIAL_PINT_L / 20,
    "ipt": IMPERIAL_PINT_L,
    "iqt": IMPERIAL_PINT_L * 2,
    "igal": IMPERIAL_PINT_L * 8,
    "ibbl": IMPERIAL_PINT_L * 8 * 36,
}
MINUTES = {
    "sec": Decimal(1) / 60,
    "min": Decimal(1),
    "hr": Decimal(60),
    "day": Decimal(1440),
    "week": Decimal(10080),
}
PIECES = {name: Decimal(1) for name in ("1", "unit", "each", "dimensionless", "pkg")}
PERCENT = {"%": Decimal(1)}
COLOR_L = {"Lovi": Decimal(1), "SRM": Decimal(1), "EBC": 1 / EBC_PER_SRM}
BITTERNESS = {"IBUs": Decimal(1)}
IONS = {"ppm": Decimal(1), "mg/l": Decimal(1), "ppb": Decimal("0.001")}

RECIPE_KINDS = {"all grain": "all_grain", "partial mash": "partial_mash", "extract": "extract"}
FERMENTABLE_KINDS = {
    "grain": "grain",
    "sugar": "sugar",
    "extract": "extract",
    "dry extract": "dry_extract",
    "fruit": "fruit",
    "juice": "fruit",
    "honey": "honey",
    "other": "adjunct",
}
MISC_KINDS = {
    "spice": "spice",
    "fining": "fining",
    "water agent": "water_agent",
    "herb": "herb",
    "flavor": "flavor",
    "wood": "flavor",
    "other": "other",
}
HOP_FORMS = {
    "pellet": "pellet",
    "plug": "plug",
    "leaf": "leaf",
    "leaf (wet)": "leaf",
    "extract": "extract",
    "powder": "pellet",
}
MISC_USES = {
    "add_to_mash": "mash",
    "add_to_boil": "boil",
    "add_to_fermentation": "primary",
    "add_to_package": "packaging",
}
HOP_USES = {
    "add_to_mash": "mash",
    "add_to_boil": "boil",
    "add_to_fermentation": "dry_hop",
    "add_to_package": "dry_hop",
}
ION_NAMES = ("calcium", "magnesium", "sodium", "sulfate", "chloride", "bicarbonate")
STAND_WORDS = ("whirlpool", "hop stand", "hopstand", "steep", "flameout")
"""What a step of the boil is called in which hops stand in wort that no longer boils."""

STYLE_RANGES: tuple[tuple[str, Mapping[str, Decimal] | None], ...] = (
    ("original_gravity", None),
    ("final_gravity", None),
    ("alcohol_by_volume", PERCENT),
    ("international_bitterness_units", BITTERNESS),
    ("color", COLOR_L),
)
"""In the order of `StyleRanges`; a gravity has no table of units."""
