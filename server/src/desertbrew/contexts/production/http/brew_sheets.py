"""What follows from a recipe, on the wire: figures, volumes, water, scaling, its style, and its files."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from decimal import Decimal
from typing import Annotated, Literal

from fastapi import Query, Request, Response
from pydantic import BaseModel, Field

from desertbrew.contexts.production import queries
from desertbrew.contexts.production.http.permissions import READ_RECIPES, routes
from desertbrew.contexts.production.http.recipe_shapes import RecipeDocument
from desertbrew.contexts.production.http.recipes import FiguresOut
from desertbrew.contexts.production.rules.brew_sheet import Sheet, sheet_of, style_comparison
from desertbrew.contexts.production.rules.brewing_maths import (
    Convention,
    ConventionName,
    Formula,
    convention_of,
    figures_of,
)
from desertbrew.contexts.production.rules.brewing_maths.mash import RestWater
from desertbrew.contexts.production.rules.brewing_maths.water import TARGETS, diluted, residual_alkalinity, treat
from desertbrew.contexts.production.rules.equipment import Equipment, Ions
from desertbrew.contexts.production.rules.recipe import RecipeDraft
from desertbrew.contexts.production.rules.recipe_files import ExportFormat, write_recipe_file
from desertbrew.contexts.production.rules.recipe_scaling import scaled_recipe
from desertbrew.contexts.production.tables import EquipmentProfile, Recipe
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx

Volume = Annotated[Decimal, Query(gt=0, le=1_000_000, decimal_places=6, description="Litres into the fermenter")]
MaybeVolume = Annotated[Decimal | None, Query(gt=0, le=1_000_000, decimal_places=6)]
Milligrams = Annotated[Decimal | None, Field(ge=0, le=10_000, decimal_places=3)]
TargetName = Literal["ipa", "lager", "stout"]
MEDIA: dict[ExportFormat, tuple[str, str]] = {
    "beerxml": ("application/xml", "xml"),
    "beerjson": ("application/json", "json"),
}


class RecipeFileResponse(Response):
    """A recipe as other programs read it: BeerXML, or BeerJSON where that was asked for."""

    media_type = "application/xml"
    also = "application/json"


class HopShareOut(BaseModel):
    """What one addition gives of the bitterness."""

    name: str
    use: str
    time_minutes: Decimal | None
    amount_kg: Decimal
    ibu: Decimal | None


class GristShareOut(BaseModel):
    """What one fermentable is of the grist."""

    name: str
    amount_kg: Decimal
    share_pct: Decimal


class MoreFiguresOut(BaseModel):
    """What follows from the figures."""

    og_plato: Decimal | None
    fg_plato: Decimal | None
    color_ebc: Decimal | None
    attenuation_pct: Decimal | None
    calories_kcal_l: Decimal | None
    boil_gravity: Decimal | None
    bitterness_ratio: Decimal | None


class RestOut(BaseModel):
    """A rest and the water that brings the mash there; null where heat or decoction does."""

    name: str
    kind: str
    temp_c: Decimal
    minutes: Decimal
    water_l: Decimal | None
    water_c: Decimal | None
    mash_l: Decimal
    possible: bool


class VolumesOut(BaseModel):
    """Where the water of a brew goes, litres; hot ones as the kettle's scale shows them."""

    packaged_l: Decimal
    fermenter_l: Decimal
    post_boil_cold_l: Decimal
    post_boil_hot_l: Decimal
    boiled_off_l: Decimal
    pre_boil_hot_l: Decimal
    pre_boil_cold_l: Decimal
    mash_water_l: Decimal
    sparge_water_l: Decimal
    absorbed_l: Decimal
    total_water_l: Decimal
    mash_filled_l: Decimal


class PitchOut(BaseModel):
    """How much yeast the wort wants: million cells per millilitre and °P, billions in all."""

    rate: Decimal
    cells_b: Decimal


class ChosenEquipmentOut(BaseModel):
    """The brewhouse that a sheet is for."""

    id: Id
    name: str
    altitude_m: Decimal


class SheetOut(BaseModel):
    """Everything that follows from a recipe; `warnings` are slugs for the screens to word."""

    equipment: ChosenEquipmentOut | None
    convention: ConventionName
    formula: Formula
    figures: FiguresOut
    more: MoreFiguresOut
    hops: list[HopShareOut]
    grist: list[GristShareOut]
    boiling_point_c: Decimal
    isomerisation: Decimal
    rests: list[RestOut]
    volumes: VolumesOut | None
    pitch: PitchOut | None
    warnings: list[str]


class ScaledOut(BaseModel):
    """A recipe at another brew length, and its sheet there."""

    recipe: RecipeDocument
    sheet: SheetOut


class StyleLineOut(BaseModel):
    """One figure beside its style's range; `verdict` is below, within, above or unknown."""

    figure: str
    value: Decimal | None
    minimum: Decimal | None
    maximum: Decimal | None
    verdict: str


class StyleComparisonOut(BaseModel):
    """A recipe beside the ranges that its own file has for its style."""

    style: str
    lines: list[StyleLineOut]


class IonsOut(BaseModel):
    """What is dissolved in a water, mg/L."""

    calcium: Decimal
    magnesium: Decimal
    sodium: Decimal
    sulfate: Decimal
    chloride: Decimal
    bicarbonate: Decimal


class SaltOut(BaseModel):
    """Grams of one salt for all the water."""

    salt: str
    grams: Decimal


class WaterAsked(BaseModel):
    """Which water is wanted; ions that are named take the place of the target's. `osmosis_pct` of the water is pure."""

    target: TargetName = "lager"
    equipment_id: Id | None = None
    volume_l: Decimal | None = Field(default=None, gt=0, le=1_000_000, decimal_places=6)
    osmosis_pct: Decimal = Field(default=Decimal(0), ge=0, le=100, decimal_places=1)
    calcium: Milligrams = None
    magnesium: Milligrams = None
    sodium: Milligrams = None
    sulfate: Milligrams = None
    chloride: Milligrams = None
    bicarbonate: Milligrams = None


class WaterOut(BaseModel):
    """The salts that bring the plant's water closest to a target; residual alkalinity in mg/L as CaCO₃."""

    volume_l: Decimal
    osmosis_pct: Decimal
    source: IonsOut
    target: IonsOut
    made: IonsOut
    salts: list[SaltOut]
    residual_alkalinity: Decimal


def _two(value: float) -> Decimal:
    return Decimal(f"{value:.2f}")


def _convention(kit: Equipment | None, convention: ConventionName | None, formula: Formula | None) -> Convention:
    return kit.conventions(convention, formula) if kit else convention_of(convention or "beersmith-2", formula or "tinseth")


def _rest_out(found: RestWater) -> RestOut:
    return RestOut(
        name=found.rest.name,
        kind=found.rest.kind,
        temp_c=_two(found.rest.temp_c),
        minutes=_two(found.rest.minutes),
        water_l=None if found.water_l is None else _two(found.water_l),
        water_c=None if found.water_c is None else _two(found.water_c),
        mash_l=_two(found.mash_l),
        possible=found.possible,
    )


def _sheet_out(sheet: Sheet, convention: Convention, profile: EquipmentProfile | None) -> SheetOut:
    chosen = None
    if profile is not None:
        chosen = ChosenEquipmentOut(id=profile.id, name=profile.name, altitude_m=profile.altitude_m)
    volumes = None
    if sheet.volumes is not None:
        said = asdict(sheet.volumes)
        volumes = VolumesOut(**{name: _two(said[name]) for name in VolumesOut.model_fields})
    return SheetOut(
        equipment=chosen,
        convention=convention.name,
        formula=convention.formula,
        figures=FiguresOut(**asdict(sheet.figures)),
        more=MoreFiguresOut(**asdict(sheet.more)),
        hops=[HopShareOut(**asdict(each)) for each in sheet.hops],
        grist=[GristShareOut(**asdict(each)) for each in sheet.grist],
        boiling_point_c=sheet.boiling_point_c,
        isomerisation=sheet.isomerisation,
        rests=[_rest_out(each) for each in sheet.rests],
        volumes=volumes,
        pitch=None if sheet.pitch is None else PitchOut(**asdict(sheet.pitch)),
        warnings=list(sheet.warnings),
    )


@routes.query("/recipes/{recipe_id}/figures", READ_RECIPES)
def read_figures(
    tx: ReadTx,
    recipe_id: Id,
    equipment_id: Id | None = None,
    convention: ConventionName | None = None,
    formula: Formula | None = None,
) -> SheetOut:
    """Everything that follows from a recipe as it is written, on a brewhouse: the plant's default where none is named."""
    _, draft = queries.recipe_draft(tx, recipe_id)
    profile = queries.chosen_equipment(tx, equipment_id)
    kit = queries.kit_of(profile) if profile else None
    chosen = _convention(kit, convention, formula)
    return _sheet_out(sheet_of(draft, chosen, kit), chosen, profile)


@routes.query("/recipes/{recipe_id}/scaled", READ_RECIPES)
def read_scaled(
    tx: ReadTx,
    recipe_id: Id,
    volume_l: Volume,
    equipment_id: Id | None = None,
    convention: ConventionName | None = None,
    formula: Formula | None = None,
) -> ScaledOut:
    """The recipe over so many litres; on a named brewhouse also with its gravity and bitterness kept there."""
    _, draft = queries.recipe_draft(tx, recipe_id)
    profile = queries.equipment_profile(tx, equipment_id) if equipment_id is not None else None
    kit = queries.kit_of(profile) if profile else None
    chosen = _convention(kit, convention, formula)
    made = scaled_recipe(draft, volume_l, kit, chosen)
    # The default brewhouse still says where the water goes, though nothing was fitted to it.
    shown = profile or queries.chosen_equipment(tx, None)
    shown_kit = queries.kit_of(shown) if shown else None
    sheet = sheet_of(made, chosen, kit or shown_kit)
    return ScaledOut(recipe=RecipeDocument.model_validate(made), sheet=_sheet_out(sheet, chosen, shown))


@routes.query("/recipes/{recipe_id}/style-comparison", READ_RECIPES)
def read_style_comparison(
    tx: ReadTx, recipe_id: Id, convention: ConventionName | None = None, formula: Formula | None = None
) -> StyleComparisonOut:
    """The recipe's figures beside its style's ranges, as its own file has them."""
    _, draft = queries.recipe_draft(tx, recipe_id)
    profile = queries.chosen_equipment(tx, None)
    kit = queries.kit_of(profile) if profile else None
    lines = style_comparison(draft, figures_of(draft, _convention(kit, convention, formula)))
    return StyleComparisonOut(style=draft.style, lines=[StyleLineOut(**asdict(line)) for line in lines])


@routes.query("/recipes/{recipe_id}/water", READ_RECIPES)
def read_water(tx: ReadTx, recipe_id: Id, asked: Annotated[WaterAsked, Query()]) -> WaterOut:
    """The salts for a brew's water: from the brewhouse's own to a target of the house, or to ions named one by one."""
    _, draft = queries.recipe_draft(tx, recipe_id)
    profile = queries.chosen_equipment(tx, asked.equipment_id)
    kit = queries.kit_of(profile) if profile else None
    named = {name: getattr(asked, name) for name in IonsOut.model_fields}
    wanted = replace(TARGETS[asked.target], **{name: float(value) for name, value in named.items() if value is not None})
    source = diluted(kit.water if kit else Ions(), float(asked.osmosis_pct))
    litres = float(asked.volume_l) if asked.volume_l is not None else _litres_of(draft, kit)
    made = treat(source, wanted)
    return WaterOut(
        volume_l=_two(litres),
        osmosis_pct=asked.osmosis_pct,
        source=_ions_out(source),
        target=_ions_out(wanted),
        made=_ions_out(made.water),
        salts=[SaltOut(salt=salt, grams=_two(grams * litres)) for salt, grams in made.grams_l.items()],
        residual_alkalinity=_two(residual_alkalinity(made.water)),
    )


def _litres_of(draft: RecipeDraft, kit: Equipment | None) -> float:
    sheet = sheet_of(draft, _convention(kit, None, None), kit)
    return sheet.volumes.total_water_l if sheet.volumes else float(draft.boil_volume_l or draft.batch_volume_l)


def _ions_out(water: Ions) -> IonsOut:
    return IonsOut(**{name: _two(value) for name, value in asdict(water).items()})


@routes.bare(
    "GET",
    "/recipes/{recipe_id}/export",
    permission=READ_RECIPES,
    answers=RecipeFileResponse,
    why="a file, not a JSON answer",
    refusals=(404,),
)
def export_recipe(
    request: Request,
    recipe_id: Id,
    format: ExportFormat = "beerxml",
    volume_l: MaybeVolume = None,
    equipment_id: Id | None = None,
) -> Response:
    """The recipe as a file that other programs read; scaled where a volume is named."""
    with request.app.state.host.databases["production"].read() as tx:
        row, draft = queries.recipe_draft(tx, recipe_id)
        profile = queries.equipment_profile(tx, equipment_id) if equipment_id is not None else None
        kit = queries.kit_of(profile) if profile else None
    chosen = _convention(kit, None, None)
    if volume_l is not None or kit is not None:
        draft = scaled_recipe(draft, volume_l or draft.batch_volume_l, kit, chosen)
    media, ending = MEDIA[format]
    headers = {"Content-Disposition": f'attachment; filename="{_file_name(row)}.{ending}"'}
    return Response(write_recipe_file(draft, format, chosen), media_type=media, headers=headers)


def _file_name(row: Recipe) -> str:
    return f"{re.sub(r'[^A-Za-z0-9]+', '-', row.normalized_name).strip('-') or 'receta'}-v{row.version}"
