"""BeerJSON 1.0: every quantity is `{"value": …, "unit": …}`.

The document is read with decimals, never floats; a key that comes twice, a number that is not one and nesting beyond
what the format needs refuse the file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from typing import TypeVar, cast

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
from desertbrew.contexts.production.rules.recipe_files.beerjson_units import (
    BITTERNESS,
    COLOR_L,
    FERMENTABLE_KINDS,
    HOP_FORMS,
    HOP_USES,
    ION_NAMES,
    IONS,
    MASS_KG,
    MINUTES,
    MISC_KINDS,
    MISC_USES,
    PERCENT,
    PIECES,
    RECIPE_KINDS,
    STAND_WORDS,
    STYLE_RANGES,
    VOLUME_L,
)
from desertbrew.contexts.production.rules.recipe_files.beerjson_values import (
    Json,
    celsius,
    decimal_of,
    gravity,
    items,
    measure,
    minutes_of,
    named,
    no_constant,
    not_known,
    part,
    stated,
    text,
    value_and_unit,
    without_twins,
    word,
)
from desertbrew.contexts.production.rules.recipe_files.values import (
    LONGEST_NOTES,
    POTENTIAL_POINTS,
    RecipeRefused,
    RepairLog,
    not_known_in,
    plain,
    shown,
    six,
    tell_zero,
)

Built = TypeVar("Built")
ONE_PACKET: tuple[Decimal, IngredientUnit] = (Decimal(1), "piece")
LONGEST_BOIL_MINUTES = Decimal(600)
SECOND_STEP = Decimal(2)


def kettle_of(body: Json) -> Json | None:
    """The one kettle that a document speaks of: with several, nobody says whose recipe is whose."""
    sets = body.get("equipments")
    if not isinstance(sets, list) or len(sets) != 1 or not isinstance(sets[0], dict):
        return None
    pieces = sets[0].get("equipment_items")
    kettles = [each for each in pieces if is_kettle(each)] if isinstance(pieces, list) else []
    return kettles[0] if len(kettles) == 1 else None


def is_kettle(piece: object) -> bool:
    """Whether a piece of equipment is the kettle."""
    return isinstance(piece, dict) and piece.get("form") == "Brew Kettle"


def recipes_in(text: str) -> tuple[list[Json], Json | None]:
    """The recipes of a document, and its kettle. Raises `RecipeRefused` for what is not BeerJSON or holds none."""
    try:
        document = json.loads(
            text,
            parse_float=decimal_of,
            parse_int=decimal_of,
            parse_constant=no_constant,
            object_pairs_hook=without_twins,
        )
    except json.JSONDecodeError as error:
        raise RecipeRefused("not-well-formed", error.msg, error.lineno) from error
    except RecursionError as error:
        raise RecipeRefused("too-deep", "values nested deeper than any recipe") from error
    body = document.get("beerjson") if isinstance(document, dict) else None
    if not isinstance(body, dict):
        raise RecipeRefused("unknown-format", "JSON, but not BeerJSON: there is no beerjson object", 1)
    recipes = body.get("recipes")
    if not recipes:
        kinds = ", ".join(sorted(str(key) for key in body if key != "version"))
        raise RecipeRefused("only-ingredients", f"BeerJSON without a recipe: {shown(kinds)}", 1)
    if not isinstance(recipes, list) or not all(isinstance(item, dict) for item in recipes):
        raise RecipeRefused("not-a-list", "beerjson.recipes is not a list of recipes", 1)
    return recipes, kettle_of(body)


def recipe_name(recipe: Json) -> str:
    """The name of a recipe that may turn out to be unreadable."""
    name = recipe.get("name")
    return name if isinstance(name, str) else ""


def read_recipe(recipe: Json, log: RepairLog, kettle: Json | None = None) -> RecipeDraft:
    """One recipe, with the losses of its kettle where the document says.

    Raises `RecipeRefused` when a figure that matters cannot be read.
    """
    batch = measure(recipe, "batch_size", VOLUME_L, "recipe")
    if batch is None or batch <= 0:
        raise RecipeRefused("missing-value", "recipe › batch_size: there is no batch volume")
    boil = part(recipe, "boil", "recipe")
    style = part(recipe, "style", "recipe")
    mash = part(recipe, "mash", "recipe")
    stands = whirlpools_of(boil)
    parts = part(recipe, "ingredients", "recipe")
    return RecipeDraft(
        name=text(recipe, "name"),
        style=text(style, "name"),
        style_ranges=ranges_of(style, log),
        brewer=text(recipe, "author"),
        recipe_kind=recipe_kind_of(recipe, log),
        batch_volume_l=batch,
        boil_volume_l=measure(boil, "pre_boil_size", VOLUME_L, "recipe › boil"),
        boil_minutes=None if hidden(boil, "boil_time") else measure(boil, "boil_time", MINUTES, "recipe › boil"),
        efficiency_pct=measure(part(recipe, "efficiency", "recipe"), "brewhouse", PERCENT, "recipe › efficiency") or None,
        og=gravity(recipe, "original_gravity", "recipe", log),
        fg=gravity(recipe, "final_gravity", "recipe", log),
        abv_pct=stated(recipe, "alcohol_by_volume", PERCENT, "recipe", log),
        ibu=stated(recipe_ibu(recipe), "value", BITTERNESS, "recipe › ibu_estimate", log),
        color_srm=stated(recipe, "color_estimate", COLOR_L, "recipe", log),
        trub_loss_l=stated(kettle or {}, "loss", VOLUME_L, "kettle", log) or Decimal(0),
        top_up_l=stated(kettle or {}, "desertbrew_top_up", VOLUME_L, "kettle", log) or Decimal(0),
        hop_utilization_pct=stated(kettle or {}, "desertbrew_hop_utilization", PERCENT, "kettle", log) or Decimal(100),
        grain_temp_c=None if hidden(mash, "grain_temperature") else celsius(mash, "grain_temperature", "recipe › mash"),
        fermentables=built(parts, "fermentable_additions", fermentable_of, log),
        hops=built(parts, "hop_additions", partial(hop_of, stands=stands), log),
        yeasts=built(parts, "culture_additions", yeast_of, log),
        miscs=built(parts, "miscellaneous_additions", misc_of, log),
        waters=built(parts, "water_additions", water_of, log),
        mash_steps=built(mash, "mash_steps", step_of, log),
        notes=text(recipe, "notes", LONGEST_NOTES),
        source_format="beerjson",
    )


def recipe_kind_of(recipe: Json, log: RepairLog) -> RecipeKind | None:
    """All grain, partial mash or extract; `other` is how the format says none of them."""
    if text(recipe, "type") == "other":
        return None
    return cast("RecipeKind | None", word(recipe, "type", RECIPE_KINDS, "recipe", log) or None)


def recipe_ibu(recipe: Json) -> Json:
    """What the recipe says of its bitterness."""
    found = recipe.get("ibu_estimate")
    return found if isinstance(found, dict) else {}


def hidden(owner: Json, key: str) -> bool:
    """Whether one of our own exports says in its notes that this is a placeholder."""
    return key in not_known_in(text(owner, "notes"))


def whirlpools_of(boil: Json) -> frozenset[Decimal]:
    """The numbers, from 1, of the boil's steps that are a hot stand."""
    names = [text(step, "name").lower() for step in items(boil, "boil_steps")]
    return frozenset(
        Decimal(place) for place, name in enumerate(names, start=1) if any(word in name for word in STAND_WORDS)
    )


def ranges_of(style: Json, log: RepairLog) -> StyleRanges:
    """The style's ranges, where the recipe's style has them; what cannot be read is left out and listed."""
    found: list[Decimal | None] = []
    for key, units in STYLE_RANGES:
        try:
            between = part(style, key, "recipe › style")
            for end in ("minimum", "maximum"):
                path = f"recipe › style › {key}"
                found.append(gravity(between, end, path, log) if units is None else measure(between, end, units, path))
        except RecipeRefused as error:
            log.note(error.code, f"recipe › style › {key}", error.detail)
            found += [None] * (len(found) % 2 or 2)
    return StyleRanges(*found)


def built(owner: Json, key: str, build: Callable[[Json, str, RepairLog], Built], log: RepairLog) -> tuple[Built, ...]:
    """Every addition of one kind, in order."""
    return tuple(build(item, f"{key} {place}", log) for place, item in enumerate(items(owner, key), start=1))


def amount_of(owner: Json, path: str, log: RepairLog) -> tuple[Decimal, IngredientUnit]:
    """How much of an ingredient: grams, millilitres or pieces. Raises `RecipeRefused` when the file does not say."""
    found = value_and_unit(owner, "amount", path)
    if found is None:
        raise RecipeRefused("missing-value", f"{path} › amount: there is no value")
    kinds: tuple[tuple[IngredientUnit, Mapping[str, Decimal], int], ...] = (
        ("g", MASS_KG, 1000),
        ("ml", VOLUME_L, 1000),
        ("piece", PIECES, 1),
    )
    for unit, units, factor in kinds:
        if found[1] in units:
            scaled = {name: each * factor for name, each in units.items()}
            amount = measure(owner, "amount", scaled, path) or Decimal(0)
            tell_zero(log, path, amount, None)
            return amount, unit
    raise RecipeRefused("unknown-unit", f"{path} › amount: {shown(found[1])!r}")


def kilograms_of(owner: Json, path: str, log: RepairLog) -> Decimal:
    """An amount that the warehouse weighs. Raises `RecipeRefused` for a volume: its density is not in the file."""
    amount, unit = amount_of(owner, path, log)
    if unit != "g":
        raise RecipeRefused("unknown-unit", f"{path} › amount: a weight is needed")
    return six(amount / 1000)


def fermentable_of(item: Json, path: str, log: RepairLog) -> Fermentable:
    """A fermentable addition. The yield is the fine grind's, or comes from the potential."""
    grind = part(item, "yield", path)
    yield_pct = measure(grind, "fine_grind", PERCENT, f"{path} › yield")
    potential = gravity(grind, "potential", f"{path} › yield", log) if yield_pct is None else None
    if potential is not None:
        yield_pct = six((potential - 1) * 100_000 / POTENTIAL_POINTS)
    unknown = not_known(item)
    if yield_pct is None:
        log.note("missing-value", f"{path} › yield", "")
    late = text(part(item, "timing", path), "use") in {"add_to_fermentation", "add_to_package"}
    return Fermentable(
        name=named(item, path),
        kind=cast("FermentableKind", word(item, "type", FERMENTABLE_KINDS, path, log) or "grain"),
        amount_kg=kilograms_of(item, path, log),
        yield_pct=None if "yield" in unknown else yield_pct,
        color_lovibond=None if "color" in unknown else measure(item, "color", COLOR_L, path),
        after_boil=late or text(item, "desertbrew_use") == "after_boil",
        origin=text(item, "origin"),
        supplier=text(item, "producer"),
    )


def hop_of(item: Json, path: str, log: RepairLog, stands: frozenset[Decimal] = frozenset()) -> Hop:
    """A hop addition. Converters write dry hops as `add_to_boil` for days: no boil lasts that long.

    An addition to a step of the boil that is a hot stand (`stands`) goes to the whirlpool.
    """
    timing, unknown = part(item, "timing", path), not_known(item)
    use = word(timing, "use", HOP_USES, f"{path} › timing", log) or "boil"
    if use == "boil" and timing.get("step") in stands:
        use = "whirlpool"
    if text(item, "desertbrew_use") == "first_wort":
        use = "first_wort"
    minutes = minutes_of(item, path)
    if use == "boil" and minutes is not None and minutes > LONGEST_BOIL_MINUTES:
        log.note("dry-hop-as-boil", f"{path} › timing", f"add_to_boil {plain(minutes)} min", "dry_hop")
        use = "dry_hop"
    return Hop(
        name=named(item, path),
        amount_kg=kilograms_of(item, path, log),
        alpha_pct=None if "alpha_acid" in unknown else measure(item, "alpha_acid", PERCENT, path),
        use=cast("HopUse", use),
        time_minutes=minutes,
        stated_ibu=stated(item, "desertbrew_ibu", BITTERNESS, path, log),
        form=cast("HopForm | None", word(item, "form", HOP_FORMS, path, log) or None),
        origin=text(item, "origin"),
    )


def yeast_of(item: Json, path: str, log: RepairLog) -> Yeast:
    """A culture addition; one packet where the file does not say how much."""
    unknown = not_known(item)
    if item.get("amount") is None:
        log.note("yeast-amount-missing", f"{path} › amount", "", "1 piece")
        amount, unit = ONE_PACKET
    else:
        amount, unit = amount_of(item, path, log)
    return Yeast(
        name=named(item, path),
        amount=amount,
        unit=unit,
        kind="" if "type" in unknown else text(item, "desertbrew_type") or text(item, "type"),
        form="" if "form" in unknown else text(item, "form"),
        laboratory=text(item, "producer"),
        product_id=text(item, "product_id"),
        attenuation_pct=measure(item, "attenuation", PERCENT, path) or None,
        to_secondary=part(item, "timing", path).get("step") == SECOND_STEP,
    )


def misc_of(item: Json, path: str, log: RepairLog) -> Misc:
    """A miscellaneous addition."""
    amount, unit = amount_of(item, path, log)
    timing = part(item, "timing", path)
    use = word(timing, "use", MISC_USES, f"{path} › timing", log) or "boil"
    if use == "primary" and timing.get("step") == SECOND_STEP:
        use = "secondary"
    return Misc(
        name=named(item, path),
        kind=cast("MiscKind", word(item, "type", MISC_KINDS, path, log) or "other"),
        use=cast("MiscUse", use),
        amount=amount,
        unit=unit,
        time_minutes=minutes_of(item, path),
    )


def water_of(item: Json, path: str, _log: RepairLog) -> Water:
    """A water addition."""
    unknown = not_known(item)
    ions = {name: None if name in unknown else measure(item, name, IONS, path) for name in ION_NAMES}
    return Water(
        name=named(item, path),
        amount_l=measure(item, "amount", VOLUME_L, path) or None,
        calcium_mg_l=ions["calcium"],
        magnesium_mg_l=ions["magnesium"],
        sodium_mg_l=ions["sodium"],
        sulfate_mg_l=ions["sulfate"],
        chloride_mg_l=ions["chloride"],
        bicarbonate_mg_l=ions["bicarbonate"],
    )


def step_of(item: Json, path: str, _log: RepairLog) -> MashStep:
    """A mash step."""
    temperature = celsius(item, "step_temperature", path)
    minutes = measure(item, "step_time", MINUTES, path)
    if temperature is None or minutes is None:
        raise RecipeRefused("missing-value", f"{path}: a step needs its temperature and time")
    return MashStep(
        name=text(item, "name"),
        kind="" if "type" in not_known_in(text(item, "description")) else text(item, "type"),
        step_temp_c=temperature,
        step_minutes=minutes,
        ramp_minutes=measure(item, "ramp_time", MINUTES, path),
        infuse_volume_l=measure(item, "amount", VOLUME_L, path) or None,
    )
