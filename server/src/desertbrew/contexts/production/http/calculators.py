"""The brewer's sums on the wire; nothing of them is kept."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import Annotated, Literal

from fastapi import Query
from pydantic import BaseModel

from desertbrew.contexts.production import queries
from desertbrew.contexts.production.http.permissions import READ_RECIPES, routes
from desertbrew.contexts.production.rules import calculators
from desertbrew.platform.db import ReadTx

Volumes = Annotated[Decimal, Query(gt=0, le=6, description="Volumes of carbon dioxide a volume of beer")]
Celsius = Annotated[Decimal, Query(ge=-3, le=40)]
Brix = Annotated[Decimal, Query(ge=0, le=40)]
Gravity = Annotated[Decimal, Query(gt=1, le=Decimal("1.2"))]


class GasPressureOut(BaseModel):
    """What the gauge must show; `altitude_m` is the plant's unless one is named."""

    altitude_m: Decimal
    psi: Decimal
    kpa: Decimal
    kgf_cm2: Decimal
    grams_l: Decimal


class PrimingOut(BaseModel):
    """Sugar for all the beer, grams."""

    residual_volumes: Decimal
    dextrose_g: Decimal
    sucrose_g: Decimal


class StarterAsked(BaseModel):
    """The wort, the yeast at hand, and the starter; `rate` is million cells per millilitre and °P, null for the usual."""

    wort_l: Decimal = Query(gt=0, le=1_000_000)
    og: Gravity
    kind: Literal["ale", "lager"] = "ale"
    cells_b: Decimal = Query(gt=0, le=1_000_000)
    days_old: Decimal = Query(default=Decimal(0), ge=0, le=3650)
    rate: Decimal | None = Query(default=None, gt=0, le=10)
    starter_l: Decimal = Query(gt=0, le=10_000)
    starter_og: Gravity = Decimal("1.037")
    stirred: bool = True


class StarterOut(BaseModel):
    """Billions of cells: what the wort wants, what is alive, and what a starter makes of it by two published models."""

    rate: Decimal
    needed_b: Decimal
    viability: Decimal
    viable_b: Decimal
    extract_g: Decimal
    inoculation: Decimal
    grown_white_b: Decimal
    grown_kaiser_b: Decimal
    enough: bool


class RefractometerOut(BaseModel):
    """Gravities; `by_formula` has every correction beside ours."""

    og: Decimal
    fg: Decimal
    abv_pct: Decimal
    by_formula: dict[str, Decimal]


def _places(value: float, places: int) -> Decimal:
    return Decimal(f"{value:.{places}f}")


@routes.query("/calculators/carbonation", READ_RECIPES, refusals=())
def read_gas_pressure(
    tx: ReadTx, volumes: Volumes, celsius: Celsius, altitude_m: Annotated[Decimal | None, Query(ge=0, le=5000)] = None
) -> GasPressureOut:
    """The pressure for so much gas at a temperature."""
    plant = queries.chosen_equipment(tx, None) if altitude_m is None else None
    height = altitude_m if altitude_m is not None else plant.altitude_m if plant else Decimal(0)
    found = calculators.gas_pressure(float(volumes), float(celsius), float(height))
    return GasPressureOut(altitude_m=height, **{name: _places(value, 2) for name, value in asdict(found).items()})


@routes.query("/calculators/priming", READ_RECIPES, refusals=())
def read_priming(
    tx: ReadTx,  # noqa: ARG001 - every query is handed one
    volumes: Volumes,
    celsius: Celsius,
    beer_l: Annotated[Decimal, Query(gt=0, le=1_000_000)],
) -> PrimingOut:
    """The sugar for bottles that make their own gas."""
    found = calculators.priming(float(volumes), float(celsius), float(beer_l))
    return PrimingOut(
        residual_volumes=_places(found.residual_volumes, 2),
        dextrose_g=_places(found.dextrose_g, 1),
        sucrose_g=_places(found.sucrose_g, 1),
    )


@routes.query("/calculators/yeast-starter", READ_RECIPES, refusals=())
def read_starter(
    tx: ReadTx,  # noqa: ARG001 - as above
    asked: Annotated[StarterAsked, Query()],
) -> StarterOut:
    """Whether the yeast at hand, grown in a starter, is enough for the wort."""
    rate = None if asked.rate is None else float(asked.rate)
    wort = (float(asked.wort_l), float(asked.og), asked.kind, float(asked.cells_b), float(asked.days_old), rate)
    starter = (float(asked.starter_l), float(asked.starter_og))
    found = calculators.starter(calculators.Pitched(*wort), *starter, stirred=asked.stirred)
    shown = {name: _places(value, 2) for name, value in asdict(found).items()}
    return StarterOut(**shown, enough=min(found.grown_white_b, found.grown_kaiser_b) >= found.needed_b)


@routes.query("/calculators/refractometer", READ_RECIPES, refusals=())
def read_refractometer(
    tx: ReadTx,  # noqa: ARG001 - as above
    initial_brix: Annotated[Decimal, Query(gt=0, le=40)],
    final_brix: Brix,
    correction: Annotated[Decimal, Query(ge=Decimal("0.9"), le=Decimal("1.2"))] = Decimal("1.04"),
) -> RefractometerOut:
    """Gravities from a refractometer, whose second reading has alcohol in it."""
    found = calculators.refractometer(float(initial_brix), float(final_brix), float(correction))
    return RefractometerOut(
        og=_places(found.og, 4),
        fg=_places(found.fg, 4),
        abv_pct=_places(found.abv_pct, 2),
        by_formula={name: _places(value, 4) for name, value in found.by_formula.items()},
    )
