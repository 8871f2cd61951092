"""What BeerXML 1.0 says that each field of each record may hold, and how much a fault in it matters.

A fault in what decides an amount, a gravity or a bitterness refuses the recipe; a fault in anything else (a style's
range, a tun's weight) leaves that value out and is listed. Fields that no recipe of ours keeps are checked all the
same, so that nobody imports a damaged file unawares. `DESERTBREW_…` is what our own exports add where the format has no
word: other programs pass over it.
"""

from __future__ import annotations

from desertbrew.contexts.production.rules.recipe_files.records import (
    FLAG,
    GRAVITY,
    NOTES,
    PERCENT,
    PERSON,
    STATED,
    STRICT_FLAG,
    TEMPERATURE,
    TEXT,
    Rule,
    choice,
    number,
)

NAME = Rule(need="required")
ANY_NUMBER = number()
KILOGRAMS = number("required", strict=True, unit="kg")
LITRES = number(unit="l")
MINUTES = number(unit="min")
STRICT_MINUTES = number("expected", strict=True, unit="min")

RECIPE_KINDS = {"Extract": "extract", "Partial Mash": "partial_mash", "All Grain": "all_grain"}
HOP_USES = {
    "Boil": "boil",
    "Dry Hop": "dry_hop",
    "Mash": "mash",
    "First Wort": "first_wort",
    "Aroma": "whirlpool",
    "Whirlpool": "whirlpool",
}
FERMENTABLE_KINDS = {
    "Grain": "grain",
    "Sugar": "sugar",
    "Extract": "extract",
    "Dry Extract": "dry_extract",
    "Adjunct": "adjunct",
}
MISC_KINDS = {
    "Spice": "spice",
    "Fining": "fining",
    "Water Agent": "water_agent",
    "Herb": "herb",
    "Flavor": "flavor",
    "Other": "other",
}
MISC_USES = {
    "Boil": "boil",
    "Mash": "mash",
    "Primary": "primary",
    "Secondary": "secondary",
    "Bottling": "packaging",
}
YEAST_KINDS = {word: word.lower() for word in ("Ale", "Lager", "Wheat", "Wine", "Champagne")}
YEAST_FORMS = {word: word.lower() for word in ("Liquid", "Dry", "Slant", "Culture")}
STEP_KINDS = {word: word.lower() for word in ("Infusion", "Temperature", "Decoction")}

RECIPE = {
    "NAME": TEXT,
    "VERSION": TEXT,
    "TYPE": choice(RECIPE_KINDS),
    "BREWER": PERSON,
    "BATCH_SIZE": number("required", strict=True, unit="l"),
    "BOIL_SIZE": LITRES,
    "BOIL_TIME": number("expected", strict=True, unit="min"),
    "EFFICIENCY": number(strict=True, high=100, unit="%"),
    "OG": GRAVITY,
    "FG": GRAVITY,
    "EST_OG": STATED,
    "EST_FG": STATED,
    "EST_ABV": STATED,
    "EST_COLOR": STATED,
    "IBU": STATED,
    "NOTES": NOTES,
    "TASTE_NOTES": NOTES,
    "TASTE_RATING": number(high=50),
    "CARBONATION": number(high=10),
    "FORCED_CARBONATION": FLAG,
    "CARBONATION_TEMP": TEMPERATURE,
    "PRIMING_SUGAR_EQUIV": number(high=10),
    "KEG_PRIMING_FACTOR": number(high=10),
    "FERMENTATION_STAGES": number(high=10),
    "PRIMARY_AGE": ANY_NUMBER,
    "PRIMARY_TEMP": TEMPERATURE,
    "SECONDARY_AGE": ANY_NUMBER,
    "SECONDARY_TEMP": TEMPERATURE,
    "TERTIARY_AGE": ANY_NUMBER,
    "TERTIARY_TEMP": TEMPERATURE,
    "AGE": ANY_NUMBER,
    "AGE_TEMP": TEMPERATURE,
}
STYLE = {
    "NAME": TEXT,
    "VERSION": ANY_NUMBER,
    "TYPE": choice({word: word for word in ("Lager", "Ale", "Mead", "Wheat", "Mixed", "Cider")}),
    "OG_MIN": GRAVITY,
    "OG_MAX": GRAVITY,
    "FG_MIN": GRAVITY,
    "FG_MAX": GRAVITY,
    "IBU_MIN": ANY_NUMBER,
    "IBU_MAX": ANY_NUMBER,
    "COLOR_MIN": ANY_NUMBER,
    "COLOR_MAX": ANY_NUMBER,
    "DISPLAY_COLOR_MIN": STATED,
    "DISPLAY_COLOR_MAX": STATED,
    "CARB_MIN": ANY_NUMBER,
    "CARB_MAX": ANY_NUMBER,
    "ABV_MIN": PERCENT,
    "ABV_MAX": PERCENT,
}
EQUIPMENT = {
    "VERSION": ANY_NUMBER,
    "BOIL_SIZE": LITRES,
    "BATCH_SIZE": LITRES,
    "TUN_VOLUME": LITRES,
    "TUN_WEIGHT": ANY_NUMBER,
    "TUN_SPECIFIC_HEAT": ANY_NUMBER,
    "TOP_UP_WATER": LITRES,
    "TRUB_CHILLER_LOSS": LITRES,
    "EVAP_RATE": PERCENT,
    "BOIL_TIME": MINUTES,
    "CALC_BOIL_VOLUME": FLAG,
    "LAUTER_DEADSPACE": LITRES,
    "TOP_UP_KETTLE": LITRES,
    "HOP_UTILIZATION": number(high=1000, unit="%"),
}
MASH = {
    "GRAIN_TEMP": TEMPERATURE,
    "TUN_TEMP": TEMPERATURE,
    "SPARGE_TEMP": TEMPERATURE,
    "PH": number(high=14),
    "EQUIP_ADJUST": FLAG,
}
MASH_STEP = {
    "NAME": TEXT,
    "VERSION": ANY_NUMBER,
    "TYPE": choice(STEP_KINDS),
    "DESERTBREW_TYPE": TEXT,
    "INFUSE_AMOUNT": LITRES,
    "STEP_TEMP": number("required", strict=True, low=-30, high=130, unit="C"),
    "STEP_TIME": number("required", strict=True, unit="min"),
    "RAMP_TIME": MINUTES,
    "END_TEMP": TEMPERATURE,
}
HOP = {
    "NAME": NAME,
    "VERSION": ANY_NUMBER,
    "ORIGIN": TEXT,
    "ALPHA": number("expected", strict=True, high=100, unit="%"),
    "AMOUNT": KILOGRAMS,
    "USE": choice(HOP_USES, "expected", strict=True),
    "TIME": STRICT_MINUTES,
    "TYPE": choice({word: word for word in ("Bittering", "Aroma", "Both")}),
    "FORM": choice({"Pellet": "pellet", "Plug": "plug", "Leaf": "leaf", "Extract": "extract"}),
    "DESERTBREW_FORM": choice({"extract": "extract"}),
    "DESERTBREW_IBU": number(),
    "BETA": PERCENT,
    "HSI": PERCENT,
}
FERMENTABLE = {
    "NAME": NAME,
    "VERSION": ANY_NUMBER,
    "ORIGIN": TEXT,
    "SUPPLIER": TEXT,
    "TYPE": choice(FERMENTABLE_KINDS, "expected", strict=True),
    "AMOUNT": KILOGRAMS,
    "YIELD": number("expected", strict=True, high=150, unit="%"),
    "COLOR": number("expected", high=3000),
    "DISPLAY_COLOR": STATED,
    "DESERTBREW_TYPE": choice({"fruit": "fruit", "honey": "honey"}),
    "ADD_AFTER_BOIL": STRICT_FLAG,
    "COARSE_FINE_DIFF": PERCENT,
    "MOISTURE": PERCENT,
    "PROTEIN": PERCENT,
    "MAX_IN_BATCH": PERCENT,
    "RECOMMEND_MASH": FLAG,
}
MISC = {
    "NAME": NAME,
    "VERSION": ANY_NUMBER,
    "TYPE": choice(MISC_KINDS, "expected", strict=True),
    "USE": choice(MISC_USES, "expected", strict=True),
    "TIME": STRICT_MINUTES,
    "AMOUNT": number("required", strict=True, fine=True),
    "AMOUNT_IS_WEIGHT": STRICT_FLAG,
    "DISPLAY_AMOUNT": TEXT,
    "DESERTBREW_PIECES": number(),
}
YEAST = {
    "NAME": NAME,
    "VERSION": ANY_NUMBER,
    "TYPE": choice(YEAST_KINDS),
    "FORM": choice(YEAST_FORMS),
    "AMOUNT": number(strict=True, fine=True),
    "DESERTBREW_PIECES": number(),
    "DESERTBREW_TYPE": TEXT,
    "DESERTBREW_FORM": TEXT,
    "AMOUNT_IS_WEIGHT": STRICT_FLAG,
    "INVENTORY": TEXT,
    "LABORATORY": TEXT,
    "PRODUCT_ID": TEXT,
    "MIN_TEMPERATURE": TEMPERATURE,
    "MAX_TEMPERATURE": TEMPERATURE,
    "FLOCCULATION": choice({word: word for word in ("Low", "Medium", "High", "Very High")}),
    "ATTENUATION": number(strict=True, high=100, unit="%"),
    "ADD_TO_SECONDARY": STRICT_FLAG,
}
WATER = {
    "NAME": NAME,
    "VERSION": ANY_NUMBER,
    "AMOUNT": number(strict=True, unit="l"),
    "CALCIUM": ANY_NUMBER,
    "BICARBONATE": ANY_NUMBER,
    "SULFATE": ANY_NUMBER,
    "CHLORIDE": ANY_NUMBER,
    "SODIUM": ANY_NUMBER,
    "MAGNESIUM": ANY_NUMBER,
    "PH": number(high=14),
}
