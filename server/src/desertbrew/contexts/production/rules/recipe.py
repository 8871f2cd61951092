"""A recipe as a file tells it: pure values, before anyone has matched it with the warehouse.

Every quantity is a `Decimal` with its unit in its name and at most six decimals. `None` means that the file does not
say: a reader never invents a figure. What a reader had to change to understand the file is in `RecipeDraft.repairs`,
one by one; what it could not understand is a `Refusal`, never a half recipe.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

RecipeFormat = Literal["bsmx", "beerxml", "beerjson", "app", "unknown"]
"""`app`: edited here, not read from a file."""

IngredientKind = Literal["MALT", "HOPS", "YEAST", "ADJUNCT", "WATER_AGENT", "OTHER"]
IngredientUnit = Literal["kg", "g", "L", "ml", "piece"]

FermentableKind = Literal["grain", "extract", "dry_extract", "sugar", "adjunct", "fruit", "honey"]
HopUse = Literal["boil", "first_wort", "mash", "whirlpool", "dry_hop"]
HopForm = Literal["pellet", "plug", "leaf", "extract"]
MiscKind = Literal["spice", "fining", "herb", "flavor", "other", "water_agent"]
MiscUse = Literal["mash", "boil", "primary", "secondary", "packaging"]
RecipeKind = Literal["all_grain", "partial_mash", "extract"]

GRAMS_PER_KILOGRAM = Decimal(1000)
ADJUNCT_FERMENTABLES = frozenset({"sugar", "adjunct", "fruit", "honey"})
ADJUNCT_MISCS = frozenset({"spice", "herb", "flavor"})


@dataclass(frozen=True, slots=True)
class Repair:
    """One thing that the reader changed or left out to understand the file.

    `code` is a stable slug for the screens to word; `path` says where (`HOP 2 › ALPHA`); `found` is the text of the
    file, and `used` what was taken instead, empty when the value was left out.
    """

    code: str
    path: str
    found: str
    used: str
    line: int | None = None

    @property
    def detail(self) -> str:
        """The repair in one plain line, for logs and for screens that do not know the code."""
        return f"{self.code}: {self.found!r} -> {self.used!r}"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A recipe, or a whole file, that was not imported. `line` counts from 1; `None` where the format has none."""

    code: str
    name: str
    line: int | None
    detail: str

    @property
    def reason(self) -> str:
        """The same as `detail`, under the name that the wire uses."""
        return self.detail


@dataclass(frozen=True, slots=True)
class IngredientLine:
    """What production would take from the warehouse for one ingredient. `line` is its 1-based place in the recipe."""

    line: int
    kind: IngredientKind
    name: str
    amount: Decimal
    unit: IngredientUnit
    use: str
    time_minutes: Decimal | None


@dataclass(frozen=True, slots=True)
class Fermentable:
    """Malt, extract, sugar or another source of extract. `yield_pct` is per cent of sucrose, `color_lovibond` is °L."""

    name: str
    kind: FermentableKind
    amount_kg: Decimal
    yield_pct: Decimal | None
    color_lovibond: Decimal | None
    after_boil: bool = False
    origin: str = ""
    supplier: str = ""

    @property
    def use(self) -> str:
        """Where it goes: grain to the mash, the rest to the boil or after it."""
        if self.after_boil:
            return "after_boil"
        return "mash" if self.kind in {"grain", "adjunct"} else "boil"


@dataclass(frozen=True, slots=True)
class Hop:
    """One hop addition. `time_minutes` is boil, stand or contact time, by `use`; `stated_ibu` is the file's own."""

    name: str
    amount_kg: Decimal
    alpha_pct: Decimal | None
    use: HopUse
    time_minutes: Decimal | None
    form: HopForm | None = None
    stated_ibu: Decimal | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Yeast:
    """One pitch. `unit` says what `amount` counts: packets (`piece`), grams or millilitres, as the file had it.

    `kind` is ale, lager, wheat, wine, champagne or a word of BeerJSON's; `form` liquid, dry, slant or culture; both empty
    when the file does not say.
    """

    name: str
    amount: Decimal
    unit: IngredientUnit
    kind: str = ""
    form: str = ""
    laboratory: str = ""
    product_id: str = ""
    attenuation_pct: Decimal | None = None
    to_secondary: bool = False


@dataclass(frozen=True, slots=True)
class Misc:
    """Finings, spices, salts and the rest. `amount` is in `unit`."""

    name: str
    kind: MiscKind
    use: MiscUse
    amount: Decimal
    unit: IngredientUnit
    time_minutes: Decimal | None


@dataclass(frozen=True, slots=True)
class Water:
    """A water profile and, where the file says, how much of it. Ions in mg/L."""

    name: str
    amount_l: Decimal | None
    calcium_mg_l: Decimal | None = None
    magnesium_mg_l: Decimal | None = None
    sodium_mg_l: Decimal | None = None
    sulfate_mg_l: Decimal | None = None
    chloride_mg_l: Decimal | None = None
    bicarbonate_mg_l: Decimal | None = None


@dataclass(frozen=True, slots=True)
class MashStep:
    """One rest of the mash. `kind` is infusion, temperature or decoction, empty when the file does not say."""

    name: str
    kind: str
    step_temp_c: Decimal
    step_minutes: Decimal
    ramp_minutes: Decimal | None = None
    infuse_volume_l: Decimal | None = None


@dataclass(frozen=True, slots=True)
class StyleRanges:
    """Between what the recipe's own file says that its style lies; nothing here is copied from a guideline."""

    og_min: Decimal | None = None
    og_max: Decimal | None = None
    fg_min: Decimal | None = None
    fg_max: Decimal | None = None
    abv_pct_min: Decimal | None = None
    abv_pct_max: Decimal | None = None
    ibu_min: Decimal | None = None
    ibu_max: Decimal | None = None
    color_srm_min: Decimal | None = None
    color_srm_max: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RecipeDraft:
    """A whole recipe from a file.

    `og`, `fg`, `abv_pct`, `ibu` and `color_srm` are the figures that the other program stated (its estimates, not its
    measurements); `brewing_maths.figures_of` computes ours. `brewer` is personal data: store it, never log it.
    """

    name: str
    batch_volume_l: Decimal
    source_format: RecipeFormat
    version: str = ""
    style: str = ""
    style_ranges: StyleRanges = StyleRanges()
    brewer: str = field(default="", repr=False)
    recipe_kind: RecipeKind | None = None
    boil_volume_l: Decimal | None = None
    boil_minutes: Decimal | None = None
    efficiency_pct: Decimal | None = None
    og: Decimal | None = None
    fg: Decimal | None = None
    abv_pct: Decimal | None = None
    ibu: Decimal | None = None
    color_srm: Decimal | None = None
    measured_og: Decimal | None = None
    measured_fg: Decimal | None = None
    trub_loss_l: Decimal = Decimal(0)
    top_up_l: Decimal = Decimal(0)
    grain_temp_c: Decimal | None = None
    hop_utilization_pct: Decimal = Decimal(100)
    fermentables: tuple[Fermentable, ...] = ()
    hops: tuple[Hop, ...] = ()
    yeasts: tuple[Yeast, ...] = ()
    miscs: tuple[Misc, ...] = ()
    waters: tuple[Water, ...] = ()
    mash_steps: tuple[MashStep, ...] = ()
    fermenter_days: int | None = None
    """Days that the beer keeps its fermenter. Said here only: what files have is their program's default."""
    notes: str = ""
    line: int | None = None
    repairs: tuple[Repair, ...] = ()

    def ingredient_lines(self) -> tuple[IngredientLine, ...]:
        """Every ingredient in warehouse terms: malt, hops, yeast, the rest, water.

        An ingredient without an amount (zero, or a water profile that is only a profile) takes nothing from the
        warehouse and has no line; the readers list each zero amount among the repairs.
        """
        rows = [row for row in self.ingredients() if row[2] > 0]
        return tuple(IngredientLine(place, *row) for place, row in enumerate(rows, start=1))

    def ingredients(
        self,
    ) -> Iterator[tuple[IngredientKind, str, Decimal, IngredientUnit, str, Decimal | None]]:
        """What each ingredient would take, those without an amount too: a scaled recipe has them in the same places."""
        for malt in self.fermentables:
            kind: IngredientKind = "ADJUNCT" if malt.kind in ADJUNCT_FERMENTABLES else "MALT"
            yield kind, malt.name, malt.amount_kg, "kg", malt.use, None
        for hop in self.hops:
            yield "HOPS", hop.name, hop.amount_kg * GRAMS_PER_KILOGRAM, "g", hop.use, hop.time_minutes
        for yeast in self.yeasts:
            use = "secondary" if yeast.to_secondary else "primary"
            yield "YEAST", yeast.name, yeast.amount, yeast.unit, use, None
        for misc in self.miscs:
            yield kind_of_misc(misc.kind), misc.name, misc.amount, misc.unit, misc.use, misc.time_minutes
        for water in self.waters:
            if water.amount_l is not None:
                yield "OTHER", water.name, water.amount_l, "L", "water", None


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What came out of one file: the whole recipes, and a reason for everything that is not among them."""

    format: RecipeFormat
    recipes: tuple[RecipeDraft, ...]
    refused: tuple[Refusal, ...]


def kind_of_misc(kind: MiscKind) -> IngredientKind:
    """The warehouse's word for a miscellaneous ingredient: salts and acids, flavours, the rest (finings too)."""
    if kind == "water_agent":
        return "WATER_AGENT"
    return "ADJUNCT" if kind in ADJUNCT_MISCS else "OTHER"
