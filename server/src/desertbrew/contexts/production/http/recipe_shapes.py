"""A recipe whole on the wire: what a screen edits and what a version is made of."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.production.rules.recipe import (
    Fermentable,
    FermentableKind,
    Hop,
    HopForm,
    HopUse,
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
from desertbrew.contexts.production.rules.tank_time import LONGEST_DAYS

Name = Annotated[str, Field(min_length=1, max_length=200)]
Word = Annotated[str, Field(max_length=200)]
Amount = Annotated[Decimal, Field(ge=0, le=1_000_000, decimal_places=6)]
MaybeAmount = Annotated[Decimal | None, Field(ge=0, le=1_000_000, decimal_places=6)]
Percent = Annotated[Decimal | None, Field(ge=0, le=150, decimal_places=6)]
Minutes = Annotated[Decimal | None, Field(ge=0, le=1_000_000, decimal_places=6)]
Celsius = Annotated[Decimal, Field(ge=-30, le=130, decimal_places=6)]
MOST_LINES = 200


class Line(BaseModel):
    """A part of a recipe, in and out alike."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, from_attributes=True)


class FermentableLine(Line):
    """Malt, extract, sugar; `yield_pct` is per cent of sucrose, colour in °L."""

    name: Name
    kind: FermentableKind
    amount_kg: Amount
    yield_pct: Percent = None
    color_lovibond: MaybeAmount = None
    after_boil: bool = False
    origin: Word = ""
    supplier: Word = ""


class HopLine(Line):
    """One hop addition; minutes of boil, stand or contact, by its use."""

    name: Name
    amount_kg: Amount
    alpha_pct: Percent = None
    use: HopUse
    time_minutes: Minutes = None
    form: HopForm | None = None
    stated_ibu: MaybeAmount = None
    origin: Word = ""


class YeastLine(Line):
    """One pitch; packets are pieces."""

    name: Name
    amount: Amount
    unit: Literal["piece", "g", "ml"]
    kind: Word = ""
    form: Word = ""
    laboratory: Word = ""
    product_id: Word = ""
    attenuation_pct: Percent = None
    to_secondary: bool = False


class MiscLine(Line):
    """Finings, spices, salts."""

    name: Name
    kind: MiscKind
    use: MiscUse
    amount: Amount
    unit: Literal["piece", "g", "ml"]
    time_minutes: Minutes = None


class WaterLine(Line):
    """A water profile, and how much of it where that is said; ions in mg/L."""

    name: Name
    amount_l: MaybeAmount = None
    calcium_mg_l: MaybeAmount = None
    magnesium_mg_l: MaybeAmount = None
    sodium_mg_l: MaybeAmount = None
    sulfate_mg_l: MaybeAmount = None
    chloride_mg_l: MaybeAmount = None
    bicarbonate_mg_l: MaybeAmount = None


class MashStepLine(Line):
    """One rest."""

    name: Word
    kind: Word = "infusion"
    step_temp_c: Celsius
    step_minutes: Annotated[Decimal, Field(ge=0, le=1_000_000, decimal_places=6)]
    ramp_minutes: Minutes = None
    infuse_volume_l: MaybeAmount = None


class StyleRangesLine(Line):
    """Between what the style lies, as the recipe's own file says."""

    og_min: MaybeAmount = None
    og_max: MaybeAmount = None
    fg_min: MaybeAmount = None
    fg_max: MaybeAmount = None
    abv_pct_min: MaybeAmount = None
    abv_pct_max: MaybeAmount = None
    ibu_min: MaybeAmount = None
    ibu_max: MaybeAmount = None
    color_srm_min: MaybeAmount = None
    color_srm_max: MaybeAmount = None


class RecipeDocument(Line):
    """A recipe whole, in what decides its beer."""

    style: Word = ""
    style_ranges: StyleRangesLine = StyleRangesLine()
    recipe_kind: RecipeKind | None = None
    batch_volume_l: Annotated[Decimal, Field(gt=0, le=1_000_000, decimal_places=6)]
    boil_volume_l: MaybeAmount = None
    boil_minutes: Minutes = None
    efficiency_pct: Percent = None
    trub_loss_l: Amount = Decimal(0)
    top_up_l: Amount = Decimal(0)
    grain_temp_c: Annotated[Decimal | None, Field(ge=-30, le=130, decimal_places=6)] = None
    hop_utilization_pct: Annotated[Decimal, Field(ge=0, le=1000, decimal_places=6)] = Decimal(100)
    fermentables: list[FermentableLine] = Field(max_length=MOST_LINES)
    hops: list[HopLine] = Field(max_length=MOST_LINES)
    yeasts: list[YeastLine] = Field(max_length=MOST_LINES)
    miscs: list[MiscLine] = Field(default=[], max_length=MOST_LINES)
    waters: list[WaterLine] = Field(default=[], max_length=MOST_LINES)
    mash_steps: list[MashStepLine] = Field(default=[], max_length=MOST_LINES)
    fermenter_days: int | None = Field(default=None, ge=1, le=LONGEST_DAYS)
    notes: Annotated[str, Field(max_length=20_000)] = ""


class RecipeVersionIn(RecipeDocument):
    """A new version of a recipe: the whole of it, and why."""

    change_note: str = Field(min_length=3, max_length=500)


def draft_of(document: RecipeDocument) -> RecipeDraft:
    """The recipe that a document tells; its name comes from the recipe that it is a version of."""
    fields = document.model_dump(exclude={"change_note", "style_ranges", *LISTS})
    lists: dict[str, Any] = {
        name: tuple(made(**line.model_dump()) for line in getattr(document, name)) for name, made in LISTS.items()
    }
    ranges = StyleRanges(**document.style_ranges.model_dump())
    return RecipeDraft(name="", source_format="app", style_ranges=ranges, **fields, **lists)


LISTS = {
    "fermentables": Fermentable,
    "hops": Hop,
    "yeasts": Yeast,
    "miscs": Misc,
    "waters": Water,
    "mash_steps": MashStep,
}
