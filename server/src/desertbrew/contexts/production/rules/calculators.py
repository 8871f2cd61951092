"""The sums that a brewer does with a pencil: gas, sugar, yeast and a refractometer; the formulas are `brewing_maths`."""

from __future__ import annotations

from dataclasses import dataclass

from desertbrew.contexts.production.rules.brewing_maths import carbonation, instruments, pitch
from desertbrew.contexts.production.rules.brewing_maths.alcohol import alcohol_pct
from desertbrew.contexts.production.rules.brewing_maths.gravity import gravity_of_plato, plato_of

KPA_PER_PSI = 6.894757
KGF_CM2_PER_PSI = 0.0703069579
GRAMS_PER_LITRE_A_VOLUME = 1.977
"""Grams of carbon dioxide in a litre at 0 °C and 1 atm."""


@dataclass(frozen=True, slots=True)
class GasPressure:
    """What the regulator must show, in the units that gauges have; never below nothing."""

    psi: float
    kpa: float
    kgf_cm2: float
    grams_l: float


def gas_pressure(volumes: float, celsius: float, altitude_m: float) -> GasPressure:
    """For beer that stands under its gas until it takes no more."""
    psi = max(0.0, carbonation.gauge_psi(volumes, celsius, altitude_m))
    return GasPressure(psi, psi * KPA_PER_PSI, psi * KGF_CM2_PER_PSI, volumes * GRAMS_PER_LITRE_A_VOLUME)


@dataclass(frozen=True, slots=True)
class Priming:
    """What the beer has already, and the sugar that gives the rest."""

    residual_volumes: float
    dextrose_g: float
    sucrose_g: float


def priming(volumes: float, celsius: float, beer_l: float) -> Priming:
    """`celsius` is the warmest that the beer was since it fermented."""
    dextrose = carbonation.dextrose_g(volumes, celsius, beer_l)
    return Priming(carbonation.residual_volumes(celsius), dextrose, dextrose * carbonation.SUCROSE_SHARE)


@dataclass(frozen=True, slots=True)
class Starter:
    """How the yeast that there is stands to what the wort wants, and what a starter makes of it; billions of cells."""

    rate: float
    needed_b: float
    viability: float
    viable_b: float
    extract_g: float
    inoculation: float
    grown_white_b: float
    grown_kaiser_b: float


@dataclass(frozen=True, slots=True)
class Pitched:
    """The wort to ferment, and the yeast at hand."""

    wort_l: float
    og: float
    kind: str
    cells_b: float
    days_old: float
    rate: float | None = None


def starter(pitched: Pitched, starter_l: float, starter_og: float, *, stirred: bool) -> Starter:
    """Growth by White's table and, where it is stirred, by Troester's; without one the figure is White's again."""
    rate = pitched.rate or pitch.pitch_rate(pitched.kind, pitched.og)
    alive = pitch.viability(pitched.days_old)
    viable = pitched.cells_b * alive
    extract = starter_l * starter_og * plato_of(starter_og) * 10
    inoculation = viable / starter_l
    white = viable * (1 + max(0.0, pitch.starter_growth_white(inoculation, stirred=stirred))) if viable else 0.0
    kaiser = viable + extract * pitch.starter_growth_kaiser(viable / extract) if stirred and viable else white
    needed = pitch.cells_needed_b(rate, pitched.wort_l, pitched.og)
    return Starter(rate, needed, alive, viable, extract, inoculation, white, kaiser)


@dataclass(frozen=True, slots=True)
class Refractometer:
    """Gravities from two readings in °Bx, by each of the published corrections; `fg` is Novotný's, ours by default."""

    og: float
    fg: float
    abv_pct: float
    by_formula: dict[str, float]


def refractometer(initial_brix: float, final_brix: float, correction: float) -> Refractometer:
    """`correction` is what the instrument shows too much in wort: 1.00 to 1.06."""
    initial, final = initial_brix / correction, final_brix / correction
    og = gravity_of_plato(initial)
    by = {
        "novotny_linear": instruments.refractometer_novotny_linear(initial, final),
        "novotny_quadratic": instruments.refractometer_novotny_quadratic(initial, final),
        "terrill_linear": instruments.refractometer_terrill_linear(initial, final),
        "terrill_cubic": instruments.refractometer_terrill_cubic(initial, final),
        "bonham": instruments.refractometer_bonham(initial, final_brix),
    }
    fg = by["novotny_linear"]
    return Refractometer(og, fg, max(0.0, alcohol_pct(og, fg) or 0.0), by)
