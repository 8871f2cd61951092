"""A recipe at another brew length, and on another brewhouse."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from desertbrew.contexts.production.rules.brewing_maths import Convention, convention_of, hop_ibu, original_gravity
from desertbrew.contexts.production.rules.brewing_maths.gravity import MASHED
from desertbrew.contexts.production.rules.brewing_maths.volumes import volumes_of
from desertbrew.contexts.production.rules.equipment import Equipment
from desertbrew.contexts.production.rules.recipe import Fermentable, Hop, RecipeDraft

STEP = Decimal("0.000001")
HARDLY_ANYTHING = Decimal("0.02")
"""Of a packet: 1.000002 packets are one."""

MOST_CHANGE = 4.0
"""A hop that would have to change by more than this for the same bitterness keeps its proportion: something is amiss."""


def scaled_recipe(recipe: RecipeDraft, volume_l: Decimal, kit: Equipment | None, convention: Convention) -> RecipeDraft:
    """The recipe over so many litres.

    On a brewhouse (`kit`) it also keeps its gravity at that brewhouse's efficiency, its bitterness at that brewhouse's
    altitude and losses, and gets the kettle that the litres need there. Without one everything is in proportion. Packets
    of yeast are whole. Figures that the recipe stated are left out: they were of another brew.
    """
    factor = volume_l / recipe.batch_volume_l
    bare = replace(recipe, og=None, fg=None, abv_pct=None, ibu=None, color_srm=None, measured_og=None, measured_fg=None)
    scaled = replace(
        bare,
        batch_volume_l=volume_l,
        boil_volume_l=times(recipe.boil_volume_l, factor),
        trub_loss_l=times(recipe.trub_loss_l, factor) or Decimal(0),
        top_up_l=times(recipe.top_up_l, factor) or Decimal(0),
        fermentables=tuple(replace(malt, amount_kg=exact(malt.amount_kg * factor)) for malt in recipe.fermentables),
        hops=tuple(replace(hop, amount_kg=exact(hop.amount_kg * factor), stated_ibu=None) for hop in recipe.hops),
        yeasts=tuple(replace(yeast, amount=packets(yeast.amount * factor, yeast.unit)) for yeast in recipe.yeasts),
        miscs=tuple(replace(misc, amount=exact(misc.amount * factor)) for misc in recipe.miscs),
        waters=tuple(replace(water, amount_l=times(water.amount_l, factor)) for water in recipe.waters),
        mash_steps=tuple(replace(step, infuse_volume_l=times(step.infuse_volume_l, factor)) for step in recipe.mash_steps),
    )
    return scaled if kit is None else on_equipment(recipe, scaled, kit, convention)


def on_equipment(recipe: RecipeDraft, scaled: RecipeDraft, kit: Equipment, convention: Convention) -> RecipeDraft:
    """The scaled recipe as that brewhouse has to brew it."""
    ratio = recipe.efficiency_pct / kit.efficiency_pct if recipe.efficiency_pct else Decimal(1)
    grist = tuple(
        replace(malt, amount_kg=exact(malt.amount_kg * ratio)) if malt.kind in MASHED else malt
        for malt in scaled.fermentables
    )
    minutes = recipe.boil_minutes if recipe.boil_minutes is not None else kit.boil_minutes
    volumes = volumes_of(kit, float(scaled.batch_volume_l), mashed_kg(grist), float(minutes))
    there = replace(
        scaled,
        fermentables=grist,
        efficiency_pct=kit.efficiency_pct,
        boil_minutes=minutes,
        boil_volume_l=exact(Decimal(f"{volumes.pre_boil_hot_l:.3f}")),
        trub_loss_l=kit.trub_loss_l,
        top_up_l=Decimal(0),
        grain_temp_c=kit.grain_temp_c,
        hop_utilization_pct=Decimal(100),
    )
    return replace(there, hops=tuple(as_bitter(recipe, there, place, convention) for place in range(len(there.hops))))


def as_bitter(recipe: RecipeDraft, there: RecipeDraft, place: int, convention: Convention) -> Hop:
    """A hop whose amount gives there what it gave in the recipe, by the same formula at sea level."""
    hop = there.hops[place]
    written = convention_of(convention.name, convention.formula)
    before = hop_ibu(recipe, recipe.hops[place], original_gravity(recipe, written), written)
    after = hop_ibu(there, hop, original_gravity(there, convention), convention)
    if not before or not after or not 1 / MOST_CHANGE <= before / after <= MOST_CHANGE:
        return hop
    return replace(hop, amount_kg=exact(hop.amount_kg * Decimal(f"{before / after:.9f}")))


def mashed_kg(grist: tuple[Fermentable, ...]) -> float:
    """Kilograms of the grist that go into the mash."""
    return sum(float(malt.amount_kg) for malt in grist if malt.kind in MASHED)


def times(value: Decimal | None, factor: Decimal) -> Decimal | None:
    """A quantity that may not be known, in proportion."""
    return None if value is None else exact(value * factor)


def exact(value: Decimal) -> Decimal:
    """To a millionth, as everything is kept."""
    return value.quantize(STEP, ROUND_HALF_UP)


def packets(amount: Decimal, unit: str) -> Decimal:
    """Packets are whole, and rather one too many unless hardly anything is missing; grams and millilitres are exact."""
    if unit != "piece":
        return exact(amount)
    return max(Decimal(1), (amount - HARDLY_ANYTHING).quantize(Decimal(1), ROUND_CEILING)) if amount else amount
