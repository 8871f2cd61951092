"""BeerSmith's own files (`.bsmx`): folders of recipes in ounces, US fluid ounces, degrees Fahrenheit and numeric codes.

The codes are those of BeerSmith's database (`F_G_TYPE`, `F_H_USE`, …); the unit codes of `F_M_UNITS` agree between two
independent readers and with the recipes at hand. BeerSmith stores no computed figure of the recipe, only each hop's
bitterness, and its measured gravities are defaults until the brewer sets them (`…_SET` is 1).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from desertbrew.contexts.production.rules.recipe import (
    Fermentable,
    FermentableKind,
    Hop,
    HopForm,
    HopUse,
    IngredientUnit,
    MashStep,
    Misc,
    MiscKind,
    MiscUse,
    RecipeDraft,
    RecipeKind,
    StyleRanges,
    Water,
    Yeast,
)
from desertbrew.contexts.production.rules.recipe_files.records import (
    GRAVITY,
    NOTES,
    PERCENT,
    PERSON,
    STRICT_FLAG,
    TEXT,
    Record,
    Rule,
    choice,
    line_of,
    number,
    read_record,
)
from desertbrew.contexts.production.rules.recipe_files.values import (
    FLUID_OUNCE_L,
    MINUTES_A_DAY,
    OUNCE_KG,
    RecipeRefused,
    RepairLog,
    celsius_of,
    six,
    tell_zero,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

ROOTS = frozenset({"Recipes", "Recipe", "Cloud", "Selections", "Table", "Data"})

MINUTES = number(strict=True)
AMOUNT = number("required", strict=True)
FAHRENHEIT = number("required", strict=True, low=-20, high=270)
CODES_OF_USE = {"0": "boil", "1": "mash", "2": "primary", "3": "secondary", "4": "packaging"}
MINUTES_OF = {"0": "1", "1": "60", "2": "1440", "3": "10080"}

RECIPE = {
    "F_R_NAME": TEXT,
    "F_R_BREWER": PERSON,
    "F_R_VERSION": TEXT,
    "F_R_TYPE": choice({"0": "extract", "1": "partial_mash", "2": "all_grain"}),
    "F_R_NOTES": NOTES,
    "F_R_OLD_VOL": number(),
    "F_R_OG_MEASURED": GRAVITY,
    "F_R_OG_MEASURED_SET": STRICT_FLAG,
    "F_R_FG_MEASURED": GRAVITY,
    "F_R_FG_MEASURED_SET": STRICT_FLAG,
}
EQUIPMENT = {
    "F_E_BATCH_VOL": AMOUNT,
    "F_E_BOIL_VOL": number(),
    "F_E_BOIL_TIME": MINUTES,
    "F_E_EFFICIENCY": number("expected", strict=True, high=100),
    "F_E_TRUB_LOSS": number(),
    "F_E_TOP_UP": number(),
    "F_E_HOP_UTIL": number(high=1000),
}
STYLE = {
    "F_S_NAME": TEXT,
    **{f"F_S_{end}_{name}": GRAVITY for name in ("OG", "FG") for end in ("MIN", "MAX")},
    **{f"F_S_{end}_{name}": number() for name in ("ABV", "IBU", "COLOR") for end in ("MIN", "MAX")},
}
MASH = {"F_MH_GRAIN_TEMP": number(low=-20, high=270)}
GRAIN = {
    "F_G_NAME": Rule(need="required"),
    "F_G_ORIGIN": TEXT,
    "F_G_SUPPLIER": TEXT,
    "F_G_TYPE": choice(
        {
            "0": "grain",
            "1": "extract",
            "2": "sugar",
            "3": "adjunct",
            "4": "dry_extract",
            "6": "fruit",
            "7": "honey",
        },
        "required",
        strict=True,
    ),
    "F_G_AMOUNT": AMOUNT,
    "F_G_COLOR": number("expected", high=2000),
    "F_G_YIELD": number("expected", strict=True, high=150),
    "F_G_ADD_AFTER_BOIL": STRICT_FLAG,
}
HOPS = {
    "F_H_NAME": Rule(need="required"),
    "F_H_ORIGIN": TEXT,
    "F_H_AMOUNT": AMOUNT,
    "F_H_ALPHA": number("expected", strict=True, high=100),
    "F_H_FORM": choice({"0": "pellet", "1": "plug", "2": "leaf", "3": "extract"}),
    "F_H_USE": choice(
        {"0": "boil", "1": "dry_hop", "2": "mash", "3": "first_wort", "4": "whirlpool"}, "required", strict=True
    ),
    "F_H_BOIL_TIME": MINUTES,
    "F_H_DRY_HOP_TIME": MINUTES,
    "F_H_IBU_CONTRIB": number(),
}
YEAST = {
    "F_Y_NAME": Rule(need="required"),
    "F_Y_LAB": TEXT,
    "F_Y_PRODUCT_ID": TEXT,
    "F_Y_TYPE": choice({"0": "ale", "1": "lager", "2": "wine", "3": "champagne", "4": "wheat"}),
    "F_Y_FORM": choice({"0": "liquid", "1": "dry", "2": "slant", "3": "culture"}),
    "F_Y_AMOUNT": AMOUNT,
    "F_Y_MIN_ATTENUATION": PERCENT,
    "F_Y_MAX_ATTENUATION": PERCENT,
    "F_Y_ADD_TO_SECONDARY": STRICT_FLAG,
}
MISC = {
    "F_M_NAME": Rule(need="required"),
    "F_M_TYPE": choice(
        {"0": "spice", "1": "fining", "2": "herb", "3": "flavor", "4": "other", "5": "water_agent"},
        "required",
        strict=True,
    ),
    "F_M_USE": choice(CODES_OF_USE, "required", strict=True),
    "F_M_UNITS": choice({str(code): str(code) for code in range(15)}, "required", strict=True),
    "F_M_AMOUNT": AMOUNT,
    "F_M_TIME": MINUTES,
    "F_M_TIME_UNITS": choice(MINUTES_OF, strict=True),
}
WATER = {
    "F_W_NAME": Rule(need="required"),
    "F_W_AMOUNT": number(strict=True),
    "F_W_CALCIUM": number(),
    "F_W_MAGNESIUM": number(),
    "F_W_SODIUM": number(),
    "F_W_SULFATE": number(),
    "F_W_CHLORIDE": number(),
    "F_W_BICARB": number(),
}
MASH_STEP = {
    "F_MS_NAME": TEXT,
    "F_MS_TYPE": choice({"0": "infusion", "1": "decoction", "2": "temperature"}),
    "F_MS_INFUSION": number(),
    "F_MS_STEP_TEMP": FAHRENHEIT,
    "F_MS_STEP_TIME": number("required", strict=True),
    "F_MS_RISE_TIME": number(),
}

GRAM, MILLILITRE = Decimal(1), Decimal(1)
OUNCE_G = OUNCE_KG * 1000
CUP_ML = FLUID_OUNCE_L * 8000
UNITS: dict[str, tuple[IngredientUnit, Decimal]] = {
    "0": ("g", GRAM / 1000),
    "1": ("g", GRAM),
    "2": ("g", OUNCE_G),
    "3": ("g", OUNCE_G * 16),
    "4": ("g", GRAM * 1000),
    "5": ("ml", MILLILITRE),
    "6": ("ml", CUP_ML / 48),
    "7": ("ml", CUP_ML / 16),
    "8": ("ml", CUP_ML),
    "9": ("ml", CUP_ML * 2),
    "10": ("ml", CUP_ML * 4),
    "11": ("ml", MILLILITRE * 1000),
    "12": ("ml", CUP_ML * 16),
    "13": ("piece", Decimal(1)),
    "14": ("piece", Decimal(1)),
}
"""`F_M_UNITS`: mg g oz lb kg, ml tsp tbsp cup pint quart litre gallon, items (13, and 14 in older files)."""


def is_bsmx(root: _Element) -> bool:
    """Whether the document is BeerSmith's: its root and at least one field of its kind."""
    return root.tag in ROOTS and (root.find("Data") is not None or root.find("F_R_NAME") is not None)


def recipes_in(root: _Element) -> Iterator[_Element]:
    """Every recipe of the file, through folders of any depth; a folder is called `Recipe` too and has no name field."""
    for element in root.iter("Recipe"):
        if element.find("F_R_NAME") is not None or element.find("Ingredients") is not None:
            yield element


def recipe_name(element: _Element) -> str:
    """The name of a recipe that may turn out to be unreadable."""
    return (element.findtext("F_R_NAME") or "").strip()


def read_recipe(element: _Element, log: RepairLog) -> RecipeDraft:
    """One recipe in our units. Raises `RecipeRefused` when a figure that matters cannot be read."""
    recipe = read_record(element, RECIPE, "Recipe", log)
    kit_element = element.find("F_R_EQUIPMENT")
    if kit_element is None:
        raise RecipeRefused("missing-value", "Recipe › F_R_EQUIPMENT: there is no batch volume", line_of(element))
    kit = read_record(kit_element, EQUIPMENT, "Recipe › F_R_EQUIPMENT", log)
    style_element = element.find("F_R_STYLE")
    style = read_record(style_element, STYLE, "Recipe › F_R_STYLE", log) if style_element is not None else None
    mash_element = element.find("F_R_MASH")
    mash = read_record(mash_element, MASH, "Recipe › F_R_MASH", log) if mash_element is not None else None
    grain_f = mash.number("F_MH_GRAIN_TEMP") if mash else None
    batch = litres(kit.needed("F_E_BATCH_VOL"))
    if batch <= 0:
        raise RecipeRefused("missing-value", "Recipe › F_E_BATCH_VOL: the batch volume is zero", kit.line)
    hops = tuple(hop_of(record, log) for record in ingredients(element, "Hops", HOPS, log))
    stated = [hop.stated_ibu for hop in hops if hop.stated_ibu is not None]
    return RecipeDraft(
        name=recipe.text("F_R_NAME"),
        version=recipe.text("F_R_VERSION"),
        style=style.text("F_S_NAME") if style else "",
        style_ranges=ranges_of(style) if style else StyleRanges(),
        brewer=recipe.text("F_R_BREWER"),
        recipe_kind=cast("RecipeKind | None", recipe.text("F_R_TYPE") or None),
        batch_volume_l=batch,
        boil_volume_l=litres_or_none(kit.number("F_E_BOIL_VOL")),
        boil_minutes=kit.number("F_E_BOIL_TIME"),
        efficiency_pct=kit.number("F_E_EFFICIENCY"),
        ibu=six(sum(stated, Decimal(0))) if stated else None,
        measured_og=recipe.number("F_R_OG_MEASURED") if recipe.flag("F_R_OG_MEASURED_SET") else None,
        measured_fg=recipe.number("F_R_FG_MEASURED") if recipe.flag("F_R_FG_MEASURED_SET") else None,
        trub_loss_l=litres(kit.number("F_E_TRUB_LOSS") or Decimal(0)),
        top_up_l=litres(kit.number("F_E_TOP_UP") or Decimal(0)),
        grain_temp_c=celsius_of(grain_f) if grain_f is not None else None,
        hop_utilization_pct=kit.number("F_E_HOP_UTIL") or Decimal(100),
        fermentables=tuple(fermentable_of(record, log) for record in ingredients(element, "Grain", GRAIN, log)),
        hops=hops,
        yeasts=tuple(yeast_of(record, log) for record in ingredients(element, "Yeast", YEAST, log)),
        miscs=tuple(misc_of(record, log) for record in ingredients(element, "Misc", MISC, log)),
        waters=tuple(water_of(record) for record in ingredients(element, "Water", WATER, log)),
        mash_steps=tuple(
            step_of(read_record(step, MASH_STEP, f"MashStep {place}", log))
            for place, step in enumerate(element.iterfind("F_R_MASH/steps/Data/MashStep"), start=1)
        ),
        notes=recipe.text("F_R_NOTES"),
        source_format="bsmx",
    )


def ranges_of(style: Record) -> StyleRanges:
    """The style's ranges; a highest value of zero is no range."""
    found: list[Decimal | None] = []
    for name in ("OG", "FG", "ABV", "IBU", "COLOR"):
        low, high = style.number(f"F_S_MIN_{name}"), style.number(f"F_S_MAX_{name}")
        found += [low, high] if high else [low or None, None]
    return StyleRanges(*found)


def ingredients(element: _Element, tag: str, rules: dict[str, Rule], log: RepairLog) -> Iterator[Record]:
    """The records of one kind in the recipe's list of ingredients; its base grain, a template, is elsewhere."""
    for place, found in enumerate(element.iterfind(f"Ingredients/Data/{tag}"), start=1):
        yield read_record(found, rules, f"{tag} {place}", log)


def litres(fluid_ounces: Decimal) -> Decimal:
    """US fluid ounces to litres."""
    return six(fluid_ounces * FLUID_OUNCE_L)


def litres_or_none(fluid_ounces: Decimal | None) -> Decimal | None:
    """US fluid ounces to litres, where the file has them; BeerSmith writes zero for none."""
    return litres(fluid_ounces) if fluid_ounces else None


def fermentable_of(record: Record, log: RepairLog) -> Fermentable:
    """A `Grain`."""
    amount = six(record.needed("F_G_AMOUNT") * OUNCE_KG)
    tell_zero(log, record.path, amount, record.line)
    return Fermentable(
        name=record.text("F_G_NAME"),
        kind=cast("FermentableKind", record.text("F_G_TYPE")),
        amount_kg=amount,
        yield_pct=record.number("F_G_YIELD"),
        color_lovibond=record.number("F_G_COLOR"),
        after_boil=bool(record.flag("F_G_ADD_AFTER_BOIL")),
        origin=record.text("F_G_ORIGIN"),
        supplier=record.text("F_G_SUPPLIER"),
    )


def hop_of(record: Record, log: RepairLog) -> Hop:
    """A `Hops`; a dry hop's time is days, in a field of its own."""
    amount = six(record.needed("F_H_AMOUNT") * OUNCE_KG)
    tell_zero(log, record.path, amount, record.line)
    use = cast("HopUse", record.text("F_H_USE"))
    days = record.number("F_H_DRY_HOP_TIME")
    minutes = record.number("F_H_BOIL_TIME")
    if use == "dry_hop":
        minutes = six(days * MINUTES_A_DAY) if days is not None else None
    return Hop(
        name=record.text("F_H_NAME"),
        amount_kg=amount,
        alpha_pct=record.number("F_H_ALPHA"),
        use=use,
        time_minutes=minutes,
        form=cast("HopForm | None", record.text("F_H_FORM") or None),
        stated_ibu=record.number("F_H_IBU_CONTRIB"),
        origin=record.text("F_H_ORIGIN"),
    )


def yeast_of(record: Record, log: RepairLog) -> Yeast:
    """A `Yeast`: its amount counts packets; its attenuation is the middle of the strain's range."""
    amount = record.needed("F_Y_AMOUNT")
    tell_zero(log, record.path, amount, record.line)
    low, high = record.number("F_Y_MIN_ATTENUATION"), record.number("F_Y_MAX_ATTENUATION")
    return Yeast(
        name=record.text("F_Y_NAME"),
        amount=amount,
        unit="piece",
        kind=record.text("F_Y_TYPE"),
        form=record.text("F_Y_FORM"),
        laboratory=record.text("F_Y_LAB"),
        product_id=record.text("F_Y_PRODUCT_ID"),
        attenuation_pct=six((low + high) / 2) if low is not None and high is not None else None,
        to_secondary=bool(record.flag("F_Y_ADD_TO_SECONDARY")),
    )


def misc_of(record: Record, log: RepairLog) -> Misc:
    """A `Misc` in grams, millilitres or pieces."""
    unit, factor = UNITS[record.text("F_M_UNITS")]
    amount = six(record.needed("F_M_AMOUNT") * factor)
    tell_zero(log, record.path, amount, record.line)
    minutes = record.number("F_M_TIME")
    return Misc(
        name=record.text("F_M_NAME"),
        kind=cast("MiscKind", record.text("F_M_TYPE")),
        use=cast("MiscUse", record.text("F_M_USE")),
        amount=amount,
        unit=unit,
        time_minutes=six(minutes * Decimal(record.text("F_M_TIME_UNITS") or "1")) if minutes is not None else None,
    )


def water_of(record: Record) -> Water:
    """A `Water`."""
    return Water(
        name=record.text("F_W_NAME"),
        amount_l=litres_or_none(record.number("F_W_AMOUNT")),
        calcium_mg_l=record.number("F_W_CALCIUM"),
        magnesium_mg_l=record.number("F_W_MAGNESIUM"),
        sodium_mg_l=record.number("F_W_SODIUM"),
        sulfate_mg_l=record.number("F_W_SULFATE"),
        chloride_mg_l=record.number("F_W_CHLORIDE"),
        bicarbonate_mg_l=record.number("F_W_BICARB"),
    )


def step_of(record: Record) -> MashStep:
    """A `MashStep`."""
    return MashStep(
        name=record.text("F_MS_NAME"),
        kind=record.text("F_MS_TYPE"),
        step_temp_c=celsius_of(record.needed("F_MS_STEP_TEMP")),
        step_minutes=record.needed("F_MS_STEP_TIME"),
        ramp_minutes=record.number("F_MS_RISE_TIME"),
        infuse_volume_l=litres_or_none(record.number("F_MS_INFUSION")),
    )
