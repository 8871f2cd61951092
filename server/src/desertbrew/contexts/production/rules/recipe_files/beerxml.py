"""BeerXML 1.0, as programs really write it.

Three habits of BeerSmith are undone here. It writes EBC in the °L field of a fermentable when the brewer works in EBC
(decided by `DISPLAY_COLOR`); it fills `OG`, `FG` and `ABV`, the measured figures, with defaults, and puts its own
computation in `EST_…`; it writes packets of yeast as their volume and pieces (`1.00 Items`) as litres.
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
from desertbrew.contexts.production.rules.recipe_files import beerxml_fields as fields
from desertbrew.contexts.production.rules.recipe_files.records import Record, Rule, line_of, read_record
from desertbrew.contexts.production.rules.recipe_files.values import (
    EBC_PER_SRM,
    RecipeRefused,
    RepairLog,
    color_srm_of,
    gravity_of,
    own_notes,
    plain,
    quantity_in,
    six,
    tell_zero,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

INGREDIENT_ROOTS = frozenset(
    one
    for kind in ("HOP", "FERMENTABLE", "YEAST", "MISC", "WATER", "STYLE", "EQUIPMENT", "MASH")
    for one in (kind, f"{kind}S")
)
BEERSMITH_DEFAULTS = (Decimal("1.046"), Decimal("1.010"))
PACKET_LITRES = tuple(
    Decimal(text) for text in ("0.0350130", "0.0354884", "0.1250480", "0.1242095", "0.0236590", "0.0502753")
)
"""One packet in BeerSmith's volumes: 1.18, 1.2, 4.23, 4.2, 0.8 and 1.7 US fl oz, its `F_Y_STARTER_SIZE`."""

BIGGEST_FIGURE = 10_000
MOST_PACKETS = 40
PACKET_TOLERANCE = Decimal("0.002")


def recipes_in(root: _Element) -> Iterator[_Element]:
    """Every recipe, whatever the document's root is called."""
    return root.iter("RECIPE")


def recipe_name(element: _Element) -> str:
    """The name of a recipe that may turn out to be unreadable."""
    return (element.findtext("NAME") or "").strip()


def why_none(root: _Element) -> RecipeRefused:
    """Say why a well-formed document holds no recipe for us."""
    tag = str(root.tag).rpartition("}")[2]
    if tag in INGREDIENT_ROOTS:
        return RecipeRefused("only-ingredients", f"a list of ingredients ({tag}), without a recipe", line_of(root))
    if tag == "beer_xml":
        return RecipeRefused("beerxml-2", "the BeerXML 2 draft, which no program settled on", line_of(root))
    if tag in {"RECIPES", "RECIPE"}:
        return RecipeRefused("no-recipe", "there is no recipe inside", line_of(root))
    return RecipeRefused("unknown-format", f"neither BeerSmith nor BeerXML: the root is {tag[:40]}", line_of(root))


def read_recipe(element: _Element, log: RepairLog) -> RecipeDraft:
    """One recipe. Raises `RecipeRefused` when a figure that matters cannot be read."""
    root = element.getroottree().getroot().tag
    if root != "RECIPES":
        log.note("unusual-root", "document", str(root), "RECIPES", line_of(element))
    recipe = read_record(element, fields.RECIPE, "RECIPE", log)
    batch = recipe.needed("BATCH_SIZE")
    if batch <= 0:
        raise RecipeRefused("missing-value", "RECIPE › BATCH_SIZE: the batch volume is zero", recipe.line)
    efficiency = recipe.number("EFFICIENCY") or None
    if efficiency is None:
        log.note("blank-efficiency", "RECIPE › EFFICIENCY", "", "", recipe.line)
    style = only(element, "STYLE", fields.STYLE, log)
    kit = only(element, "EQUIPMENT", fields.EQUIPMENT, log)
    mash = only(element, "MASH", fields.MASH, log)
    og, fg = stated_gravity(recipe, "EST_OG", log), stated_gravity(recipe, "EST_FG", log)
    measured = measured_gravities(recipe, estimated=og is not None)
    return RecipeDraft(
        name=recipe.text("NAME"),
        version=recipe.text("VERSION"),
        style=style.text("NAME") if style else "",
        style_ranges=ranges_of(style, log) if style else StyleRanges(),
        brewer=recipe.text("BREWER"),
        recipe_kind=cast("RecipeKind | None", recipe.text("TYPE") or None),
        batch_volume_l=batch,
        boil_volume_l=recipe.number("BOIL_SIZE"),
        boil_minutes=recipe.number("BOIL_TIME"),
        efficiency_pct=efficiency,
        og=og if og is not None else recipe.number("OG"),
        fg=fg if fg is not None else recipe.number("FG"),
        abv_pct=stated_number(recipe, "EST_ABV"),
        ibu=stated_number(recipe, "IBU"),
        color_srm=stated_color(recipe),
        measured_og=measured[0],
        measured_fg=measured[1],
        trub_loss_l=(kit.number("TRUB_CHILLER_LOSS") if kit else None) or Decimal(0),
        top_up_l=(kit.number("TOP_UP_WATER") if kit else None) or Decimal(0),
        hop_utilization_pct=(kit.number("HOP_UTILIZATION") if kit else None) or Decimal(100),
        fermentables=tuple(fermentable_of(record, log) for record in each(element, "FERMENTABLE", log)),
        hops=tuple(hop_of(record, log) for record in each(element, "HOP", log)),
        yeasts=tuple(yeast_of(record, log) for record in each(element, "YEAST", log)),
        miscs=tuple(misc_of(record, log) for record in each(element, "MISC", log)),
        waters=tuple(water_of(record) for record in each(element, "WATER", log)),
        mash_steps=tuple(step_of(record) for record in each(element, "MASH_STEP", log)),
        grain_temp_c=mash.number("GRAIN_TEMP") if mash else None,
        notes=own_notes(recipe.text("NOTES")),
        source_format="beerxml",
    )


def ranges_of(style: Record, log: RepairLog) -> StyleRanges:
    """The style's ranges; a highest value of zero is how programs say that there is none."""

    def between(low: Decimal | None, high: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
        return (low, high) if high else (low or None, None)

    og, fg = (between(style.number(f"{name}_MIN"), style.number(f"{name}_MAX")) for name in ("OG", "FG"))
    abv, ibu = (between(style.number(f"{name}_MIN"), style.number(f"{name}_MAX")) for name in ("ABV", "IBU"))
    color = between(in_lovibond(style, "COLOR_MIN", log), in_lovibond(style, "COLOR_MAX", log))
    return StyleRanges(*og, *fg, *abv, *ibu, *color)


PLACES: dict[str, tuple[str, dict[str, Rule]]] = {
    "FERMENTABLE": ("FERMENTABLES/FERMENTABLE", fields.FERMENTABLE),
    "HOP": ("HOPS/HOP", fields.HOP),
    "YEAST": ("YEASTS/YEAST", fields.YEAST),
    "MISC": ("MISCS/MISC", fields.MISC),
    "WATER": ("WATERS/WATER", fields.WATER),
    "MASH_STEP": ("MASH/MASH_STEPS/MASH_STEP", fields.MASH_STEP),
}


def each(element: _Element, tag: str, log: RepairLog) -> Iterator[Record]:
    """The records of one kind, in the order of the file."""
    where, rules = PLACES[tag]
    for place, found in enumerate(element.iterfind(where), start=1):
        yield read_record(found, rules, f"{tag} {place}", log)


def only(element: _Element, tag: str, rules: dict[str, Rule], log: RepairLog) -> Record | None:
    """The one record of a kind, when the recipe has it."""
    found = element.find(tag)
    return read_record(found, rules, tag, log) if found is not None else None


def stated_gravity(recipe: Record, tag: str, log: RepairLog) -> Decimal | None:
    """A computed gravity as programs show it: `1.056 SG`, `1,049 SG`, `1059`."""
    quantity = recipe.quantity(tag)
    if quantity is None:
        return None
    value, restated = gravity_of(quantity)
    if value is not None and restated:
        log.note("gravity-restated", f"RECIPE › {tag}", plain(quantity.value), plain(value), recipe.line)
    return value


def stated_number(recipe: Record, tag: str) -> Decimal | None:
    """A computed figure without its unit: `32.4 IBU`, `5,3 %`. Zero is how a program says that it has none."""
    quantity = recipe.quantity(tag)
    return six(quantity.value) if quantity is not None and 0 < quantity.value < BIGGEST_FIGURE else None


def stated_color(recipe: Record) -> Decimal | None:
    """The computed colour in SRM; `79 EBC` is converted."""
    quantity = recipe.quantity("EST_COLOR")
    return color_srm_of(quantity) if quantity is not None and 0 < quantity.value < BIGGEST_FIGURE else None


def measured_gravities(recipe: Record, *, estimated: bool) -> tuple[Decimal | None, Decimal | None]:
    """The gravities that somebody measured, as far as one can tell.

    Without estimates `OG` is the recipe's own figure; and nobody measured BeerSmith's default pair.
    """
    og, fg = recipe.number("OG"), recipe.number("FG")
    if not estimated or (og, fg) == BEERSMITH_DEFAULTS:
        return None, None
    return og, fg


def fermentable_of(record: Record, log: RepairLog) -> Fermentable:
    """A `FERMENTABLE`; without a type it is grain, as nearly all are, and the missing value is listed."""
    amount = record.needed("AMOUNT")
    tell_zero(log, record.path, amount, record.line)
    return Fermentable(
        name=record.text("NAME"),
        kind=cast("FermentableKind", record.text("DESERTBREW_TYPE") or record.text("TYPE") or "grain"),
        amount_kg=amount,
        yield_pct=record.number("YIELD"),
        color_lovibond=in_lovibond(record, "COLOR", log),
        after_boil=bool(record.flag("ADD_AFTER_BOIL")),
        origin=record.text("ORIGIN"),
        supplier=record.text("SUPPLIER"),
    )


def in_lovibond(record: Record, tag: str, log: RepairLog) -> Decimal | None:
    """A colour in °L or SRM. EBC there is told by the display beside it, which has the unit and, then, the same number."""
    color, display = record.number(tag), record.quantity(f"DISPLAY_{tag}")
    if not color or display is None or not display.suffix.upper().startswith("EBC"):
        return color
    # Displays are rounded to a tenth. When the display is the converted field, the field was in °L after all.
    if abs(color * EBC_PER_SRM - display.value) < abs(color - display.value):
        return color
    used = six(color / EBC_PER_SRM)
    log.note("ebc-in-lovibond-field", f"{record.path} › {tag}", plain(color), plain(used), record.line)
    return used


def hop_of(record: Record, log: RepairLog) -> Hop:
    """A `HOP`; without a use it is boiled, and the missing value is listed."""
    amount = record.needed("AMOUNT")
    tell_zero(log, record.path, amount, record.line)
    return Hop(
        name=record.text("NAME"),
        amount_kg=amount,
        alpha_pct=record.number("ALPHA"),
        use=cast("HopUse", record.text("USE") or "boil"),
        time_minutes=record.number("TIME"),
        form=cast("HopForm | None", record.text("DESERTBREW_FORM") or record.text("FORM") or None),
        stated_ibu=record.number("DESERTBREW_IBU"),
        origin=record.text("ORIGIN"),
    )


def yeast_of(record: Record, log: RepairLog) -> Yeast:
    """A `YEAST`: grams, millilitres, or packets where the file lets one tell."""
    amount, unit = yeast_amount(record, log)
    return Yeast(
        name=record.text("NAME"),
        amount=amount,
        unit=unit,
        kind=record.text("DESERTBREW_TYPE") or record.text("TYPE"),
        form=record.text("DESERTBREW_FORM") or record.text("FORM"),
        laboratory=record.text("LABORATORY"),
        product_id=record.text("PRODUCT_ID"),
        attenuation_pct=record.number("ATTENUATION") or None,
        to_secondary=bool(record.flag("ADD_TO_SECONDARY")),
    )


def yeast_amount(record: Record, log: RepairLog) -> tuple[Decimal, IngredientUnit]:
    """How much yeast, and in what. One packet where the file does not say, listed as a repair."""
    pieces = record.number("DESERTBREW_PIECES")
    if pieces is not None:
        return pieces, "piece"
    amount = record.number("AMOUNT")
    if amount is None:
        log.note("yeast-amount-missing", f"{record.path} › AMOUNT", "", "1 piece", record.line)
        return Decimal(1), "piece"
    tell_zero(log, record.path, amount, record.line)
    if record.flag("AMOUNT_IS_WEIGHT"):
        return six(amount * 1000), "g"
    packets = packets_in(amount) if "pkg" in record.text("INVENTORY").lower() else None
    if packets is not None:
        found, used = f"{plain(amount * 1000)} ml", f"{packets} piece"
        log.note("yeast-volume-as-packets", f"{record.path} › AMOUNT", found, used, record.line)
        return Decimal(packets), "piece"
    return six(amount * 1000), "ml"


def packets_in(litres: Decimal) -> int | None:
    """How many whole packets a BeerSmith volume is, if it is."""
    for packet in PACKET_LITRES:
        count = (litres / packet).to_integral_value()
        if 1 <= count <= MOST_PACKETS and abs(litres - count * packet) <= packet * PACKET_TOLERANCE:
            return int(count)
    return None


def misc_of(record: Record, log: RepairLog) -> Misc:
    """A `MISC` in grams, millilitres or pieces."""
    pieces = record.number("DESERTBREW_PIECES")
    amount = record.needed("AMOUNT") if pieces is None else pieces
    tell_zero(log, record.path, amount, record.line)
    unit: IngredientUnit = "piece" if pieces is not None else "g" if record.flag("AMOUNT_IS_WEIGHT") else "ml"
    display = quantity_in(record.text("DISPLAY_AMOUNT"))
    if unit == "ml" and display is not None and display.suffix.lower().startswith("item"):
        unit = "piece"
        log.note("pieces-as-litres", f"{record.path} › AMOUNT", f"{plain(amount)} L", f"{plain(amount)} piece", record.line)
    return Misc(
        name=record.text("NAME"),
        kind=cast("MiscKind", record.text("TYPE") or "other"),
        use=cast("MiscUse", record.text("USE") or "boil"),
        amount=six(amount) if unit == "piece" else six(amount * 1000),
        unit=unit,
        time_minutes=record.number("TIME"),
    )


def water_of(record: Record) -> Water:
    """A `WATER`; zero litres is a profile without an amount."""
    return Water(
        name=record.text("NAME"),
        amount_l=record.number("AMOUNT") or None,
        calcium_mg_l=record.number("CALCIUM"),
        magnesium_mg_l=record.number("MAGNESIUM"),
        sodium_mg_l=record.number("SODIUM"),
        sulfate_mg_l=record.number("SULFATE"),
        chloride_mg_l=record.number("CHLORIDE"),
        bicarbonate_mg_l=record.number("BICARBONATE"),
    )


def step_of(record: Record) -> MashStep:
    """A `MASH_STEP`."""
    return MashStep(
        name=record.text("NAME"),
        kind=record.text("DESERTBREW_TYPE") or record.text("TYPE"),
        step_temp_c=record.needed("STEP_TEMP"),
        step_minutes=record.needed("STEP_TIME"),
        ramp_minutes=record.number("RAMP_TIME"),
        infuse_volume_l=record.number("INFUSE_AMOUNT") or None,
    )
