"""Everything that follows from a recipe on a brewhouse: figures, shares, water, yeast; and how it stands to its style."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from desertbrew.contexts.production.rules.brewing_maths import (
    Convention,
    Figures,
    MoreFigures,
    figures_of,
    hop_ibu,
    more_figures_of,
    original_gravity,
    rounded,
)
from desertbrew.contexts.production.rules.brewing_maths.altitude import boiling_point_c
from desertbrew.contexts.production.rules.brewing_maths.mash import Rest, RestWater, rests_of
from desertbrew.contexts.production.rules.brewing_maths.pitch import cells_needed_b, pitch_rate
from desertbrew.contexts.production.rules.brewing_maths.volumes import Volumes, volumes_of
from desertbrew.contexts.production.rules.equipment import Equipment
from desertbrew.contexts.production.rules.recipe import RecipeDraft
from desertbrew.contexts.production.rules.recipe_scaling import mashed_kg

Verdict = Literal["below", "within", "above", "unknown"]
USUAL_THICKNESS_L_KG = 3.0
USUAL_GRAIN_C = 20.0


@dataclass(frozen=True, slots=True)
class HopShare:
    """What one addition gives of the bitterness; `None` where that cannot be computed."""

    name: str
    use: str
    time_minutes: Decimal | None
    amount_kg: Decimal
    ibu: Decimal | None


@dataclass(frozen=True, slots=True)
class GristShare:
    """What one fermentable is of the grist, by weight."""

    name: str
    amount_kg: Decimal
    share_pct: Decimal


@dataclass(frozen=True, slots=True)
class Pitch:
    """How much yeast the wort wants: million cells per millilitre and °P, and billions in all."""

    rate: Decimal
    cells_b: Decimal


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole sheet; `volumes` only where a brewhouse was named."""

    figures: Figures
    more: MoreFigures
    hops: tuple[HopShare, ...]
    grist: tuple[GristShare, ...]
    boiling_point_c: Decimal
    isomerisation: Decimal
    rests: tuple[RestWater, ...]
    volumes: Volumes | None
    pitch: Pitch | None
    warnings: tuple[str, ...]


def sheet_of(recipe: RecipeDraft, convention: Convention, kit: Equipment | None) -> Sheet:
    """Compute everything that the recipe allows, by a convention and on a brewhouse."""
    og = original_gravity(recipe, convention)
    total = sum((malt.amount_kg for malt in recipe.fermentables), Decimal(0))
    grain = mashed_kg(recipe.fermentables)
    boiling = boiling_point_c(float(kit.altitude_m)) if kit else boiling_point_c(0)
    rests = rests_on(recipe, grain, kit, boiling)
    volumes = None
    if kit is not None:
        minutes = recipe.boil_minutes if recipe.boil_minutes is not None else kit.boil_minutes
        volumes = volumes_of(kit, float(recipe.batch_volume_l), grain, float(minutes), float(recipe.top_up_l))
    warnings = list(volumes.warnings) if volumes else []
    if not all(rest.possible for rest in rests):
        warnings.append("mash-water-too-hot")
    return Sheet(
        figures=figures_of(recipe, convention),
        more=more_figures_of(recipe, convention),
        hops=tuple(
            HopShare(hop.name, hop.use, hop.time_minutes, hop.amount_kg, rounded(hop_ibu(recipe, hop, og, convention), 2))
            for hop in recipe.hops
        ),
        grist=tuple(
            GristShare(malt.name, malt.amount_kg, round(100 * malt.amount_kg / total, 2) if total else Decimal(0))
            for malt in recipe.fermentables
        ),
        boiling_point_c=Decimal(f"{boiling:.2f}"),
        isomerisation=Decimal(f"{convention.isomerisation:.3f}"),
        rests=tuple(rests),
        volumes=volumes,
        pitch=pitch_of(recipe, og),
        warnings=tuple(warnings),
    )


def rests_on(recipe: RecipeDraft, grain_kg: float, kit: Equipment | None, boiling: float) -> list[RestWater]:
    """The water of each rest; none where there is no grain to mash."""
    if not grain_kg:
        return []
    thickness = float(kit.mash_thickness_l_kg) if kit else USUAL_THICKNESS_L_KG
    grain_c = kit.grain_temp_c if kit else recipe.grain_temp_c
    steps = [
        Rest(step.name, step.kind, float(step.step_temp_c), float(step.step_minutes))
        for step in recipe.mash_steps
        if step.kind != "sparge"
    ]
    return rests_of(steps, grain_kg, thickness, float(grain_c) if grain_c is not None else USUAL_GRAIN_C, boiling)


def pitch_of(recipe: RecipeDraft, og: float | None) -> Pitch | None:
    """How much yeast, by the first yeast's kind; `None` without a gravity or a yeast."""
    if og is None or not recipe.yeasts:
        return None
    rate = pitch_rate(recipe.yeasts[0].kind, og)
    cells = cells_needed_b(rate, float(recipe.batch_volume_l), og)
    return Pitch(Decimal(str(rate)), Decimal(f"{cells:.0f}"))


@dataclass(frozen=True, slots=True)
class StyleLine:
    """One figure beside its style's range."""

    figure: str
    value: Decimal | None
    minimum: Decimal | None
    maximum: Decimal | None
    verdict: Verdict


def style_comparison(recipe: RecipeDraft, figures: Figures) -> list[StyleLine]:
    """The recipe's figures, ours or else its own, beside the ranges that its own file has for its style."""
    found = []
    for name in ("og", "fg", "abv_pct", "ibu", "color_srm"):
        value = getattr(figures, name)
        value = value if value is not None else getattr(recipe, name)
        low, high = getattr(recipe.style_ranges, f"{name}_min"), getattr(recipe.style_ranges, f"{name}_max")
        found.append(StyleLine(name, value, low, high, verdict_of(value, low, high)))
    return found


def verdict_of(value: Decimal | None, low: Decimal | None, high: Decimal | None) -> Verdict:
    """Where a figure lies."""
    if value is None or (low is None and high is None):
        return "unknown"
    if low is not None and value < low:
        return "below"
    return "above" if high is not None and value > high else "within"
