"""A recipe on the plant's own brewhouse: what each brew takes, and what stands in which vessel of the brewhouse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from pydantic import TypeAdapter

from desertbrew.contexts.production.rules.batches import scaled
from desertbrew.contexts.production.rules.brew_sheet import sheet_of
from desertbrew.contexts.production.rules.equipment import Equipment
from desertbrew.contexts.production.rules.recipe import RecipeDraft
from desertbrew.contexts.production.rules.recipe_scaling import exact, scaled_recipe

TENTH = Decimal("0.1")
SHARE = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Kettle:
    """One brew on its brewhouse, frozen into the batch: litres, hot ones as the kettle's scale shows them.

    `extract_share` is the full kettle's extract per litre beside the finished wort's: what boils off leaves it behind.
    """

    equipment: str
    efficiency_pct: Decimal
    boil_minutes: Decimal
    strike_l: Decimal
    strike_c: Decimal | None
    sparge_l: Decimal
    preboil_l: Decimal
    postboil_l: Decimal
    boiled_off_l: Decimal
    absorbed_l: Decimal
    trub_loss_l: Decimal
    fermenter_loss_l: Decimal
    total_water_l: Decimal
    extract_share: Decimal

    def to_text(self) -> str:
        """As the database keeps it: JSON, decimals as text."""
        return adapter().dump_json(self).decode()

    @classmethod
    def from_text(cls, kept: str) -> Kettle:
        """What `to_text` wrote."""
        return adapter().validate_json(kept)


@cache
def adapter() -> TypeAdapter[Kettle]:
    """Built when the first kettle needs it."""
    return TypeAdapter(Kettle)


@dataclass(frozen=True, slots=True)
class BrewPlan:
    """A batch on a brewhouse: the amount of every warehouse line by its number, for all brews, and one brew's kettle."""

    amounts: Mapping[int, Decimal]
    kettle: Kettle
    warnings: tuple[str, ...]


def in_proportion(recipe: RecipeDraft, planned_l: Decimal) -> dict[int, Decimal]:
    """The amount of every line where no brewhouse is known: as much more as there are more litres."""
    return {line.line: scaled(line.amount, recipe.batch_volume_l, planned_l) for line in recipe.ingredient_lines()}


def brew_plan(recipe: RecipeDraft, planned_l: Decimal, brews: int, kit: Equipment) -> BrewPlan:
    """`planned_l` into the fermenter out of so many brews, each with that brewhouse's own losses, efficiency and steam.

    Yeast is for the whole batch, so that packets are rounded up once; water that the recipe has in litres becomes what the
    brewhouse needs. A hop for the dry side changes with the litres only.
    """
    convention = kit.conventions()
    each_l = scaled(planned_l, Decimal(brews), Decimal(1))
    one = scaled_recipe(recipe, each_l, kit, convention)
    whole = scaled_recipe(recipe, planned_l, None, convention)
    sheet = sheet_of(one, convention, kit)
    assert sheet.volumes is not None, "a brewhouse has volumes"
    water_l = sum((water.amount_l or Decimal(0) for water in one.waters), Decimal(0))
    if water_l:
        wanted = Decimal(f"{sheet.volumes.total_water_l:.3f}") / water_l
        waters = (replace(water, amount_l=exact((water.amount_l or Decimal(0)) * wanted)) for water in one.waters)
        one = replace(one, waters=tuple(waters))
    rows = zip(recipe.ingredients(), one.ingredients(), whole.ingredients(), strict=True)
    named = [row for row in rows if row[0][2] > 0]
    amounts = {
        line: in_all[2] if kind == "YEAST" else a_brew[2] * brews
        for line, ((kind, *_), a_brew, in_all) in enumerate(named, start=1)
    }
    strike = sheet.rests[0] if sheet.rests else None
    volumes = sheet.volumes
    kettle = Kettle(
        equipment=kit.name,
        efficiency_pct=kit.efficiency_pct,
        boil_minutes=one.boil_minutes if one.boil_minutes is not None else kit.boil_minutes,
        strike_l=_tenth(volumes.mash_water_l),
        strike_c=None if strike is None or strike.water_c is None else _tenth(strike.water_c),
        sparge_l=_tenth(volumes.sparge_water_l),
        preboil_l=_tenth(volumes.pre_boil_hot_l),
        postboil_l=_tenth(volumes.post_boil_hot_l),
        boiled_off_l=_tenth(volumes.boiled_off_l),
        absorbed_l=_tenth(volumes.absorbed_l),
        trub_loss_l=kit.trub_loss_l,
        fermenter_loss_l=kit.fermenter_loss_l,
        total_water_l=_tenth(volumes.total_water_l),
        extract_share=Decimal(volumes.post_boil_cold_l / volumes.pre_boil_cold_l).quantize(SHARE, ROUND_HALF_UP),
    )
    return BrewPlan(amounts, kettle, sheet.warnings)


def _tenth(value: float) -> Decimal:
    return Decimal(value).quantize(TENTH, ROUND_HALF_UP)
