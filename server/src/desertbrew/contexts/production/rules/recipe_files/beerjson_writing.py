"""BeerJSON 1.0 out, valid by its published schema.

What the schema demands and nobody knows gets a placeholder: an ingredient then names it in `desertbrew_not_known`, and a
procedure in its notes. Ingredients may carry keys of one's own, the recipe itself may not.
"""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction

from desertbrew.contexts.production.rules.recipe import (
    Fermentable,
    Hop,
    MashStep,
    Misc,
    RecipeDraft,
    StyleRanges,
    Water,
    Yeast,
)
from desertbrew.contexts.production.rules.recipe_files.beerjson_units import ION_NAMES, STYLE_RANGES
from desertbrew.contexts.production.rules.recipe_files.values import NOT_KNOWN

Out = dict[str, object]

VERSION = 1
FERMENTABLE_KINDS = {"dry_extract": "dry extract", "adjunct": "other"}
MISC_KINDS = {"water_agent": "water agent"}
MISC_USES = {
    "mash": "add_to_mash",
    "boil": "add_to_boil",
    "primary": "add_to_fermentation",
    "secondary": "add_to_fermentation",
    "packaging": "add_to_package",
}
HOP_USES = {
    "mash": "add_to_mash",
    "boil": "add_to_boil",
    "first_wort": "add_to_boil",
    "whirlpool": "add_to_boil",
    "dry_hop": "add_to_fermentation",
}
CULTURES = frozenset(
    {
        *("ale", "lager", "wine", "champagne", "kveik", "brett", "bacteria", "lacto", "pedio"),
        *("malolactic", "mixed-culture", "spontaneous", "other"),
    }
)
CULTURE_FORMS = frozenset({"liquid", "dry", "slant", "culture", "dregs"})
STEP_KINDS = frozenset({"infusion", "temperature", "decoction", "souring mash", "souring wort", "drain mash tun", "sparge"})
BOIL_STEP, WHIRLPOOL_STEP = 1, 2
RANGE_UNITS = {"original_gravity": "sg", "final_gravity": "sg", "alcohol_by_volume": "%", "color": "SRM"}


def beerjson_of(recipe: RecipeDraft) -> bytes:
    """The whole document, UTF-8, with one recipe in it."""
    document: Out = {"beerjson": {"version": VERSION, "equipments": [equipment_of(recipe)], "recipes": [recipe_of(recipe)]}}
    return (json.dumps(document, ensure_ascii=False, indent=1, default=number) + "\n").encode()


def number(value: object) -> int | float:
    """A decimal as a JSON number; six decimals of any recipe fit a double."""
    assert isinstance(value, Decimal)
    return int(value) if value == value.to_integral_value() else float(value)


def of(value: Decimal | None, unit: str) -> Out | None:
    """A quantity, or nothing."""
    return None if value is None else {"value": value, "unit": unit}


def without_nothing(found: dict[str, object | None]) -> Out:
    """Only the keys that have something to say."""
    return {key: value for key, value in found.items() if value is not None and value != ""}


def minutes(value: Decimal | None) -> Out | None:
    """A duration; the format wants whole numbers, so what is no whole minute is seconds."""
    if value is None:
        return None
    if value == value.to_integral_value():
        return {"value": int(value), "unit": "min"}
    return {"value": round(Fraction(value) * 60), "unit": "sec"}


def amount(value: Decimal, unit: str) -> Out:
    """Grams, millilitres or pieces."""
    return {"value": value, "unit": "each" if unit == "piece" else unit}


def demanded(found: dict[str, object | None], placeholders: dict[str, object]) -> Out:
    """The found keys, with placeholders for the demanded ones that are not known, which are then named."""
    known = without_nothing(found)
    missing = [key for key in placeholders if key not in known]
    marks: Out = {"desertbrew_not_known": missing} if missing else {}
    return {**{key: placeholders[key] for key in missing}, **known, **marks}


def recipe_of(recipe: RecipeDraft) -> Out:
    """The recipe."""
    kinds = {"all_grain": "all grain", "partial_mash": "partial mash", "extract": "extract"}
    return without_nothing(
        {
            "name": recipe.name,
            "type": kinds.get(recipe.recipe_kind or "", "other"),
            "batch_size": of(recipe.batch_volume_l, "l"),
            "efficiency": {"brewhouse": of(recipe.efficiency_pct or Decimal(0), "%")},
            "style": style_of(recipe),
            "ingredients": ingredients_of(recipe),
            "mash": mash_of(recipe),
            "boil": boil_of(recipe),
            "original_gravity": of(recipe.og, "sg"),
            "final_gravity": of(recipe.fg, "sg"),
            "alcohol_by_volume": of(recipe.abv_pct, "%"),
            "ibu_estimate": None if recipe.ibu is None else {"method": "Other", "value": of(recipe.ibu, "IBUs")},
            "color_estimate": of(recipe.color_srm, "SRM"),
            "notes": recipe.notes,
        }
    ) | {"author": recipe.brewer}


def style_of(recipe: RecipeDraft) -> Out | None:
    """The style with its ranges, which a recipe's style may carry as a guideline's does."""
    if not recipe.style and recipe.style_ranges == StyleRanges():
        return None
    out: Out = {"name": recipe.style, "category": recipe.style, "style_guide": "", "type": "beer"}
    ours = ("og", "fg", "abv_pct", "ibu", "color_srm")
    for (key, _units), name in zip(STYLE_RANGES, ours, strict=True):
        unit = RANGE_UNITS.get(key, "IBUs")
        ends = {end: getattr(recipe.style_ranges, f"{name}_{end[:3]}") for end in ("minimum", "maximum")}
        found = without_nothing({end: of(value, unit) for end, value in ends.items()})
        if found:
            out[key] = found
    return out


def ingredients_of(recipe: RecipeDraft) -> Out:
    """All additions; only fermentables are demanded."""
    lists: dict[str, object] = {
        "hop_additions": [hop_of(hop) for hop in recipe.hops],
        "culture_additions": [yeast_of(yeast) for yeast in recipe.yeasts],
        "miscellaneous_additions": [misc_of(misc) for misc in recipe.miscs],
        "water_additions": [water_of(water) for water in recipe.waters],
    }
    fermentables: Out = {"fermentable_additions": [fermentable_of(malt) for malt in recipe.fermentables]}
    return fermentables | {key: found for key, found in lists.items() if found}


def fermentable_of(malt: Fermentable) -> Out:
    """A fermentable addition."""
    found: dict[str, object | None] = {
        "name": malt.name,
        "type": FERMENTABLE_KINDS.get(malt.kind, malt.kind),
        "origin": malt.origin,
        "producer": malt.supplier,
        "amount": of(malt.amount_kg, "kg"),
        "yield": None if malt.yield_pct is None else {"fine_grind": of(malt.yield_pct, "%")},
        "color": of(malt.color_lovibond, "Lovi"),
        "timing": {"use": "add_to_mash" if malt.use == "mash" else "add_to_boil"},
        "desertbrew_use": "after_boil" if malt.after_boil else None,
    }
    return demanded(found, {"yield": {"fine_grind": {"value": 0, "unit": "%"}}, "color": {"value": 0, "unit": "Lovi"}})


def hop_of(hop: Hop) -> Out:
    """A hop addition; the whirlpool is the second step of the boil."""
    step = {"boil": BOIL_STEP, "first_wort": BOIL_STEP, "whirlpool": WHIRLPOOL_STEP}.get(hop.use)
    timing = without_nothing({"use": HOP_USES[hop.use], "duration": minutes(hop.time_minutes), "step": step})
    found: dict[str, object | None] = {
        "name": hop.name,
        "origin": hop.origin,
        "form": hop.form,
        "alpha_acid": of(hop.alpha_pct, "%"),
        "amount": of(hop.amount_kg, "kg"),
        "timing": timing,
        "desertbrew_use": "first_wort" if hop.use == "first_wort" else None,
        "desertbrew_ibu": of(hop.stated_ibu, "IBUs"),
    }
    return demanded(found, {"alpha_acid": {"value": 0, "unit": "%"}})


def yeast_of(yeast: Yeast) -> Out:
    """A culture addition; the second step of fermentation is the secondary."""
    found: dict[str, object | None] = {
        "name": yeast.name,
        "type": (yeast.kind if yeast.kind in CULTURES else "ale") if yeast.kind else None,
        "desertbrew_type": None if yeast.kind in CULTURES else yeast.kind,
        "form": yeast.form if yeast.form in CULTURE_FORMS else None,
        "producer": yeast.laboratory,
        "product_id": yeast.product_id,
        "attenuation": of(yeast.attenuation_pct, "%"),
        "amount": amount(yeast.amount, yeast.unit),
        "timing": {"use": "add_to_fermentation", "step": 2} if yeast.to_secondary else None,
    }
    return demanded(found, {"type": "ale", "form": "liquid"})


def misc_of(misc: Misc) -> Out:
    """A miscellaneous addition."""
    timing = without_nothing(
        {
            "use": MISC_USES[misc.use],
            "duration": minutes(misc.time_minutes),
            "step": 2 if misc.use == "secondary" else None,
        }
    )
    kind = MISC_KINDS.get(misc.kind, misc.kind)
    return {"name": misc.name, "type": kind, "amount": amount(misc.amount, misc.unit), "timing": timing}


def water_of(water: Water) -> Out:
    """A water addition, or a profile without an amount."""
    ions: dict[str, object | None] = {name: of(getattr(water, f"{name}_mg_l"), "mg/l") for name in ION_NAMES}
    found: dict[str, object | None] = {"name": water.name, "amount": of(water.amount_l, "l"), **ions}
    return demanded(found, {name: {"value": 0, "unit": "mg/l"} for name in ION_NAMES})


def mash_of(recipe: RecipeDraft) -> Out | None:
    """The mash, where the recipe has one."""
    if not recipe.mash_steps:
        return None
    grain = recipe.grain_temp_c
    out: Out = {
        "name": "Maceración",
        "grain_temperature": {"value": grain if grain is not None else 20, "unit": "C"},
        "mash_steps": [step_of(step) for step in recipe.mash_steps],
    }
    return out if grain is not None else out | {"notes": NOT_KNOWN + "grain_temperature"}


def step_of(step: MashStep) -> Out:
    """A mash step."""
    known = step.kind in STEP_KINDS
    return without_nothing(
        {
            "type": step.kind if known else "infusion",
            "step_temperature": of(step.step_temp_c, "C"),
            "step_time": minutes(step.step_minutes),
            "ramp_time": minutes(step.ramp_minutes),
            "amount": of(step.infuse_volume_l, "l"),
            "description": None if known else NOT_KNOWN + "type",
        }
    ) | {"name": step.name}


def boil_of(recipe: RecipeDraft) -> Out | None:
    """The boil, and the hot stand after it where hops go there."""
    stands = any(hop.use == "whirlpool" for hop in recipe.hops)
    if recipe.boil_minutes is None and recipe.boil_volume_l is None and not stands:
        return None
    return without_nothing(
        {
            "pre_boil_size": of(recipe.boil_volume_l, "l"),
            "boil_time": minutes(recipe.boil_minutes or Decimal(0)),
            "boil_steps": [{"name": "boil"}, {"name": "whirlpool"}] if stands else None,
            "notes": None if recipe.boil_minutes is not None else NOT_KNOWN + "boil_time",
        }
    )


def equipment_of(recipe: RecipeDraft) -> Out:
    """The kettle that the recipe was written for: its losses bear on the figures, and the recipe has no place for them."""
    kettle: Out = {
        "name": recipe.name,
        "form": "Brew Kettle",
        "maximum_volume": of(recipe.boil_volume_l or recipe.batch_volume_l, "l"),
        "loss": of(recipe.trub_loss_l, "l"),
        "desertbrew_top_up": of(recipe.top_up_l, "l"),
        "desertbrew_hop_utilization": of(recipe.hop_utilization_pct, "%"),
    }
    return {"name": recipe.name, "equipment_items": [kettle]}
