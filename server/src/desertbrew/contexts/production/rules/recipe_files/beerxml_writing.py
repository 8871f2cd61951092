"""BeerXML 1.0 out: what its specification demands is always there, and what we do not know says so.

A field that the format demands and nobody knows gets a placeholder, and the record's notes name it: our own reader takes
it out again, and a person who opens the file elsewhere is warned. What the format has no word for stands in a
`DESERTBREW_…` field beside the nearest word that it has.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from lxml import etree

from desertbrew.contexts.production.rules.recipe import (
    Fermentable,
    Hop,
    MashStep,
    Misc,
    RecipeDraft,
    Water,
    Yeast,
)
from desertbrew.contexts.production.rules.recipe_files import beerxml_fields as fields
from desertbrew.contexts.production.rules.recipe_files.values import NOT_KNOWN, plain

if TYPE_CHECKING:
    from lxml.etree import _Element

Known = str | Decimal | bool | None

ROOM_OF_A_PACKET_L = Decimal("0.0354884")
"""How BeerSmith writes a packet of yeast as litres: 1.2 US fl oz."""

SIMPLE = {"fruit": "Sugar", "honey": "Sugar"}
"""Fermentables for which BeerXML has no word; sugar, for they dissolve whole."""


def words_for(choices: Mapping[str, str]) -> dict[str, str]:
    """The format's word for each of ours; the first where it has two."""
    found: dict[str, str] = {}
    for theirs, ours in choices.items():
        found.setdefault(ours, theirs)
    return found


RECIPE_KINDS = words_for(fields.RECIPE_KINDS)
HOP_USES = words_for(fields.HOP_USES)
FERMENTABLE_KINDS = words_for(fields.FERMENTABLE_KINDS)
MISC_KINDS = words_for(fields.MISC_KINDS)
MISC_USES = words_for(fields.MISC_USES)
YEAST_KINDS = words_for(fields.YEAST_KINDS)
YEAST_FORMS = words_for(fields.YEAST_FORMS)
STEP_KINDS = words_for(fields.STEP_KINDS)
HOP_FORMS = {"pellet": "Pellet", "plug": "Plug", "leaf": "Leaf"}


class RecordOut:
    """One record being written; remembers which of its fields are only placeholders."""

    def __init__(self, owner: _Element, tag: str) -> None:
        self.element = etree.SubElement(owner, tag)
        self.placeholders: list[str] = []

    def put(self, tag: str, value: Known) -> None:
        """A field, left out where it is not known."""
        if value is None or value == "":
            return
        word = str(value).upper() if isinstance(value, bool) else plain(value) if isinstance(value, Decimal) else value
        etree.SubElement(self.element, tag).text = word

    def demand(self, tag: str, value: Known, placeholder: str = "0") -> None:
        """A field that the format demands."""
        if value is None or value == "":
            self.placeholders.append(tag)
            value = placeholder
        self.put(tag, value)

    def finish(self, notes: str = "") -> None:
        """The notes, with the line that names the placeholders."""
        lines = [notes] if notes else []
        if self.placeholders:
            lines.append(NOT_KNOWN + ", ".join(self.placeholders))
        self.put("NOTES", "\n".join(lines))


def beerxml_of(recipe: RecipeDraft) -> bytes:
    """The whole document, UTF-8, with one recipe in it."""
    root = etree.Element("RECIPES")
    write_recipe(root, recipe)
    etree.indent(root, " ")
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written


def write_recipe(root: _Element, recipe: RecipeDraft) -> None:
    """One `RECIPE`."""
    out = RecordOut(root, "RECIPE")
    out.put("NAME", recipe.name)
    out.put("VERSION", recipe.version or "1")
    out.demand("TYPE", RECIPE_KINDS.get(recipe.recipe_kind or ""), "All Grain")
    write_style(out.element, recipe)
    write_equipment(out.element, recipe)
    etree.SubElement(out.element, "BREWER").text = recipe.brewer
    out.put("BATCH_SIZE", recipe.batch_volume_l)
    out.demand("BOIL_SIZE", recipe.boil_volume_l)
    out.demand("BOIL_TIME", recipe.boil_minutes)
    out.demand("EFFICIENCY", recipe.efficiency_pct)
    write_each(out.element, recipe)
    write_mash(out.element, recipe)
    for tag, stated, unit in (
        ("EST_OG", recipe.og, "SG"),
        ("EST_FG", recipe.fg, "SG"),
        ("EST_COLOR", recipe.color_srm, "SRM"),
        ("IBU", recipe.ibu, "IBU"),
        ("EST_ABV", recipe.abv_pct, "%"),
    ):
        out.put(tag, None if stated is None else f"{plain(stated)} {unit}")
    out.put("OG", recipe.measured_og)
    out.put("FG", recipe.measured_fg)
    out.finish(recipe.notes)


def write_each(owner: _Element, recipe: RecipeDraft) -> None:
    """The lists of ingredients, each there even when it is empty."""
    lists = {name: etree.SubElement(owner, name) for name in ("HOPS", "FERMENTABLES", "MISCS", "YEASTS", "WATERS")}
    for hop in recipe.hops:
        write_hop(lists["HOPS"], hop)
    for malt in recipe.fermentables:
        write_fermentable(lists["FERMENTABLES"], malt)
    for misc in recipe.miscs:
        write_misc(lists["MISCS"], misc)
    for yeast in recipe.yeasts:
        write_yeast(lists["YEASTS"], yeast)
    for water in recipe.waters:
        write_water(lists["WATERS"], water)


def write_style(owner: _Element, recipe: RecipeDraft) -> None:
    """The `STYLE`, with the ranges that the recipe's own file had."""
    out, ranges = RecordOut(owner, "STYLE"), recipe.style_ranges
    etree.SubElement(out.element, "NAME").text = recipe.style
    for tag, word in (
        ("VERSION", "1"),
        ("CATEGORY", recipe.style or "-"),
        ("CATEGORY_NUMBER", "0"),
        ("STYLE_LETTER", "A"),
        ("STYLE_GUIDE", "-"),
        ("TYPE", "Ale"),
    ):
        out.put(tag, word)
    for name, ours in (("OG", "og"), ("FG", "fg"), ("IBU", "ibu"), ("COLOR", "color_srm")):
        for end in ("MIN", "MAX"):
            out.demand(f"{name}_{end}", getattr(ranges, f"{ours}_{end.lower()}"))
    out.put("ABV_MIN", ranges.abv_pct_min)
    out.put("ABV_MAX", ranges.abv_pct_max)
    out.finish()


def write_equipment(owner: _Element, recipe: RecipeDraft) -> None:
    """The `EQUIPMENT`, as far as it bears on the figures."""
    out = RecordOut(owner, "EQUIPMENT")
    out.put("NAME", "Equipo")
    out.put("VERSION", "1")
    out.demand("BOIL_SIZE", recipe.boil_volume_l)
    out.put("BATCH_SIZE", recipe.batch_volume_l)
    out.put("TRUB_CHILLER_LOSS", recipe.trub_loss_l)
    out.put("TOP_UP_WATER", recipe.top_up_l)
    out.put("HOP_UTILIZATION", recipe.hop_utilization_pct)
    out.finish()


def write_mash(owner: _Element, recipe: RecipeDraft) -> None:
    """The `MASH`."""
    out = RecordOut(owner, "MASH")
    out.put("NAME", "Maceración")
    out.put("VERSION", "1")
    out.demand("GRAIN_TEMP", recipe.grain_temp_c, "20")
    steps = etree.SubElement(out.element, "MASH_STEPS")
    for step in recipe.mash_steps:
        write_step(steps, step)
    out.finish()


def write_step(owner: _Element, step: MashStep) -> None:
    """A `MASH_STEP`; one that BeerXML has no word for is held at its temperature."""
    out = RecordOut(owner, "MASH_STEP")
    etree.SubElement(out.element, "NAME").text = step.name
    out.put("VERSION", "1")
    out.demand("TYPE", STEP_KINDS.get(step.kind) if step.kind in STEP_KINDS or not step.kind else "Temperature", "Infusion")
    out.put("DESERTBREW_TYPE", "" if step.kind in STEP_KINDS else step.kind)
    out.put("INFUSE_AMOUNT", step.infuse_volume_l or Decimal(0))
    out.put("STEP_TEMP", step.step_temp_c)
    out.put("STEP_TIME", step.step_minutes)
    out.put("RAMP_TIME", step.ramp_minutes)
    out.finish()


def write_hop(owner: _Element, hop: Hop) -> None:
    """A `HOP`; an extract has no form in the format."""
    out = RecordOut(owner, "HOP")
    out.put("NAME", hop.name)
    out.put("VERSION", "1")
    out.put("ORIGIN", hop.origin)
    out.demand("ALPHA", hop.alpha_pct)
    out.put("AMOUNT", hop.amount_kg)
    out.put("USE", HOP_USES[hop.use])
    out.demand("TIME", hop.time_minutes)
    out.put("FORM", HOP_FORMS.get(hop.form or ""))
    out.put("DESERTBREW_FORM", hop.form if hop.form == "extract" else None)
    out.put("DESERTBREW_IBU", hop.stated_ibu)
    out.finish()


def write_fermentable(owner: _Element, malt: Fermentable) -> None:
    """A `FERMENTABLE`; fruit and honey are sugars there."""
    out = RecordOut(owner, "FERMENTABLE")
    out.put("NAME", malt.name)
    out.put("VERSION", "1")
    out.put("TYPE", FERMENTABLE_KINDS.get(malt.kind) or SIMPLE[malt.kind])
    out.put("DESERTBREW_TYPE", malt.kind if malt.kind in SIMPLE else None)
    out.put("AMOUNT", malt.amount_kg)
    out.demand("YIELD", malt.yield_pct)
    out.demand("COLOR", malt.color_lovibond)
    out.put("ADD_AFTER_BOIL", malt.after_boil)
    out.put("ORIGIN", malt.origin)
    out.put("SUPPLIER", malt.supplier)
    out.finish()


def write_yeast(owner: _Element, yeast: Yeast) -> None:
    """A `YEAST`; packets are the room that they take, as BeerSmith has it, and counted beside it."""
    out = RecordOut(owner, "YEAST")
    out.put("NAME", yeast.name)
    out.put("VERSION", "1")
    out.demand("TYPE", YEAST_KINDS.get(yeast.kind) if yeast.kind in YEAST_KINDS or not yeast.kind else "Ale", "Ale")
    out.put("DESERTBREW_TYPE", "" if yeast.kind in YEAST_KINDS else yeast.kind)
    out.demand("FORM", YEAST_FORMS.get(yeast.form) if yeast.form in YEAST_FORMS or not yeast.form else "Culture", "Liquid")
    out.put("DESERTBREW_FORM", "" if yeast.form in YEAST_FORMS else yeast.form)
    amount = yeast.amount * ROOM_OF_A_PACKET_L if yeast.unit == "piece" else yeast.amount / 1000
    out.put("AMOUNT", amount)
    out.put("AMOUNT_IS_WEIGHT", yeast.unit == "g")
    if yeast.unit == "piece":
        out.put("DISPLAY_AMOUNT", f"{plain(yeast.amount)} pkg")
        out.put("DESERTBREW_PIECES", yeast.amount)
    out.put("LABORATORY", yeast.laboratory)
    out.put("PRODUCT_ID", yeast.product_id)
    out.put("ATTENUATION", yeast.attenuation_pct)
    out.put("ADD_TO_SECONDARY", yeast.to_secondary)
    out.finish()


def write_misc(owner: _Element, misc: Misc) -> None:
    """A `MISC`; pieces are written as litres, which is what programs do with items."""
    out = RecordOut(owner, "MISC")
    out.put("NAME", misc.name)
    out.put("VERSION", "1")
    out.put("TYPE", MISC_KINDS[misc.kind])
    out.put("USE", MISC_USES[misc.use])
    out.demand("TIME", misc.time_minutes)
    out.put("AMOUNT", misc.amount if misc.unit == "piece" else misc.amount / 1000)
    out.put("AMOUNT_IS_WEIGHT", misc.unit == "g")
    if misc.unit == "piece":
        out.put("DISPLAY_AMOUNT", f"{plain(misc.amount)} items")
        out.put("DESERTBREW_PIECES", misc.amount)
    out.finish()


def write_water(owner: _Element, water: Water) -> None:
    """A `WATER`; one without an amount is only a profile, which the format writes as zero litres."""
    out = RecordOut(owner, "WATER")
    out.put("NAME", water.name)
    out.put("VERSION", "1")
    out.put("AMOUNT", water.amount_l or Decimal(0))
    for ion in ("calcium", "bicarbonate", "sulfate", "chloride", "sodium", "magnesium"):
        out.demand(ion.upper(), getattr(water, f"{ion}_mg_l"))
    out.finish()
