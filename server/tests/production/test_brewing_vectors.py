"""The formulas against figures that others published or computed, each at its own tolerance."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from desertbrew.contexts.production.rules.brewing_maths import (
    BEERSMITH_2,
    STANDARD,
    alcohol,
    altitude,
    bitterness,
    carbonation,
    colour,
    gravity,
    hop_ibu,
    instruments,
    mash,
    original_gravity,
    pitch,
    units,
    volumes,
    water,
)
from desertbrew.contexts.production.rules.equipment import Ions
from desertbrew.contexts.production.rules.recipe import Fermentable, Hop, RecipeDraft

Inputs = dict[str, Any]

OUTSIDE = {"published_value", "third_party_run"}
"""What rests on somebody else's figure; the other kinds of evidence catch slips."""


def number(value: object) -> Decimal:
    return Decimal(str(value))


def units_of(given: Inputs) -> float:
    if "degF" in given:
        return (float(given["degF"]) - 32) * 5 / 9
    of = {"us_bbl": units.BARREL_L, "uk_bbl": units.UK_BARREL_L, "oz": units.OUNCE_KG * 1000}
    ((name, amount),) = given.items()
    return of[name] * float(amount)


def og_of_grist(given: Inputs) -> float | None:
    recipe = RecipeDraft(
        "r",
        number(given["batch_l"]),
        "beerxml",
        efficiency_pct=number(given["brewhouse_eff"]) * 100,
        fermentables=tuple(
            Fermentable("m", "grain" if each["mashed"] else "sugar", number(each["kg"]), number(each["yield_pct"]), None)
            for each in given["grist"]
        ),
    )
    return original_gravity(recipe, replace(STANDARD, sucrose_points=float(given["ppg_sucrose"])))


def tinseth_of(given: Inputs) -> float:
    used = bitterness.utilization(given["boil_gravity"], given["time_min"]) * given["pellet_factor"]
    return bitterness.addition_ibu(given["grams"], given["alpha_pct"], given["volume_l"], used)


def rager_of(given: Inputs) -> float:
    used = bitterness.rager_utilization(given["boil_gravity"], given["time_min"])
    return bitterness.addition_ibu(given["grams"], given["alpha_pct"], given["volume_l"], used)


def stand_of(given: Inputs) -> float:
    kettle, opening = (math.pi * (given[name] / 2) ** 2 for name in ("kettle_diam_cm", "opening_diam_cm"))
    rate = bitterness.cooling_rate(kettle, opening, given["volume_l"])
    used = bitterness.stand_utilization(given["boil_gravity"], given["time_min"], given["cool_min"], rate)
    return bitterness.addition_ibu(given["grams"], given["alpha_pct"], given["volume_l"], used)


def beersmith_ibu_of(given: Inputs) -> float | None:
    # One malt that gives the stated points whatever the efficiency.
    litres = number(given["batch_l"])
    points = number(given["batch_gravity_points"]) * litres / number(units.GALLON_L)
    malt = Fermentable("m", "sugar", points / number(46) * number(units.POUND_KG), Decimal(100), None)
    hop = Hop(
        "h",
        number(given["grams"]) / 1000,
        number(given["alpha_pct"]),
        given["use"],
        number(given["time_min"]),
        given["form"],
    )
    recipe = RecipeDraft(
        "r",
        litres,
        "beerxml",
        boil_volume_l=number(given["boil_l"]),
        boil_minutes=Decimal(60),
        trub_loss_l=number(given["trub_loss_l"]),
        fermentables=(malt,),
        hops=(hop,),
    )
    return hop_ibu(recipe, hop, original_gravity(recipe), BEERSMITH_2)


def attenuation_of(given: Inputs) -> float:
    if "og" in given:
        return alcohol.apparent_attenuation_pct(given["og"], given["fg"])
    return alcohol.real_attenuation_pct(given["oe"], given["re"])


def calories_of(given: Inputs) -> float:
    a_litre = alcohol.calories_kcal_l(given["og"], given["fg"])
    return a_litre if given["unit"] == "kcal/L" else a_litre * 12 * units.FLUID_OUNCE_L


def refractometer(formula: Callable[[float, float], float], *, raw: bool = False) -> Callable[[Inputs], float]:
    def of(given: Inputs) -> float:
        factor = given["wcf"]
        final = given["brix_final_raw"] / (1 if raw else factor)
        return formula(given["brix_initial_raw"] / factor, final)

    return of


SALT_NAMES = {
    "CaSO4.2H2O": "gypsum",
    "CaCl2.2H2O": "calcium_chloride",
    "MgSO4.7H2O": "epsom",
    "NaCl": "table_salt",
    "NaHCO3": "baking_soda",
}
ION_NAMES = {
    "Ca": "calcium",
    "Mg": "magnesium",
    "Na": "sodium",
    "SO4": "sulfate",
    "Cl": "chloride",
    "HCO3": "bicarbonate",
}


def salt_of(given: Inputs) -> float:
    ion = ION_NAMES[given["ion"]]
    if given["salt"] == "CaCl2":
        return water.ANHYDROUS_CALCIUM_CHLORIDE[ion]
    made: float = getattr(water.with_salts(Ions(), {SALT_NAMES[given["salt"]]: 1.0}), ion)
    return made


OF_TOPIC: dict[str, Callable[[Inputs], float | None]] = {
    "units": units_of,
    "sg_to_plato_asbc": lambda given: gravity.plato_of(given["sg_20_20"]),
    "sg_to_plato_lincoln": lambda given: gravity.plato_by_lincoln(given["sg"]),
    "brix_table_usda": lambda given: gravity.plato_of(given["sg_20_20"]),
    "plato_to_sg": lambda given: gravity.gravity_of_plato(given["plato"]),
    "plato_to_sg_inverse_asbc": lambda given: gravity.gravity_as_asbc(given["plato"]),
    "abv_simple": lambda given: alcohol.alcohol_pct(given["og"], given["fg"]),
    "abv_hall": lambda given: alcohol.alcohol_by_hall_pct(given["og"], given["fg"]),
    "abv_balling": lambda given: alcohol.alcohol_by_balling_pct(given["og"], given["fg"]),
    "abv_hmrc": lambda given: alcohol.alcohol_by_hmrc_pct(given["og"], given["fg"]),
    "real_extract": lambda given: alcohol.real_extract_plato(given["oe_plato"], given["ae_plato"]),
    "real_extract_q": lambda given: alcohol.real_extract_by_de_clerck(given["oe_plato"], given["ae_plato"]),
    "attenuation": attenuation_of,
    "fg_from_attenuation": lambda given: gravity.gravity_after(given["og"], given["aa_pct"]),
    "og_from_grist": og_of_grist,
    "brewhouse_eff": lambda given: gravity.brewhouse_efficiency_pct(
        given["grist_kg"], given["potential_l_deg_per_kg"], given["volume_l"], given["og"]
    ),
    "tinseth_utilization": lambda given: bitterness.utilization(given["boil_gravity"], given["time_min"]),
    "ibu_tinseth": tinseth_of,
    "ibu_rager": rager_of,
    "ibu_mibu": stand_of,
    "ibu_beersmith2": beersmith_ibu_of,
    "boiling_point": lambda given: altitude.boiling_point_c(given["altitude_m"]),
    "isomerisation_rate": lambda given: altitude.isomerisation_rate(given["temp_c"]),
    "srm_morey": lambda given: colour.morey_srm(given["mcu_lb_degL_gal"]),
    "srm_to_ebc": lambda given: colour.ebc_of(given["srm"]),
    "lovibond_to_srm": lambda given: colour.srm_of_lovibond(given["lovibond"]),
    "calories": calories_of,
    "hydrometer_temp": lambda given: instruments.hydrometer_sg(given["sg_read"], given["temp_c"], given["calib_c"]),
    "refractometer_terrill_linear": refractometer(instruments.refractometer_terrill_linear),
    "refractometer_terrill_cubic": refractometer(instruments.refractometer_terrill_cubic),
    "refractometer_novotny_linear": refractometer(instruments.refractometer_novotny_linear),
    "refractometer_novotny_quadratic": refractometer(instruments.refractometer_novotny_quadratic),
    "refractometer_bonham": refractometer(instruments.refractometer_bonham, raw=True),
    "residual_co2": lambda given: carbonation.residual_volumes(given["temp_c"]),
    "carbonation_pressure": lambda given: carbonation.gauge_psi(given["volumes"], given["temp_c"]),
    "carbonation_volumes": lambda given: carbonation.volumes_at(given["psi_gauge"], given["temp_c"]),
    "priming_sugar": lambda given: carbonation.dextrose_g(given["volumes"], given["beer_temp_c"], given["beer_l"]),
    "strike_temp": lambda given: mash.strike_c(given["l_per_kg"], given["mash_c"], given["grain_c"]),
    "infusion_volume": lambda given: mash.infusion_l(
        given["mash_now_c"], given["target_c"], given["grain_kg"], given["water_in_mash_l"], given["infusion_c"]
    ),
    "wort_shrinkage": lambda _given: volumes.water_shrinkage(),
    "dilution": lambda given: gravity.diluted_volume_l(given["volume_l"], given["sg"], given["target_sg"]),
    "water_salts": salt_of,
    "residual_alkalinity": lambda given: water.residual_alkalinity(
        Ions(calcium=given["ca_mg_l"], magnesium=given["mg_mg_l"], bicarbonate=given["hco3_mg_l"])
    ),
    "pitch_cells": lambda given: pitch.cells_needed_b(given["rate_M_ml_P"], given["wort_l"], given["og"]),
    "yeast_viability": lambda given: pitch.viability(given["days"]),
    "starter_growth_white": lambda given: pitch.starter_growth_white(given["inoc_M_per_ml"]),
    "starter_growth_kaiser": lambda given: pitch.starter_growth_kaiser(given["initial_B_per_g"]),
}


@pytest.fixture(scope="module")
def vectors(shared_data: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((shared_data / "brewing_vectors.json").read_text())["vectors"]
    return [vector for vector in found if vector["topic"] in OF_TOPIC]


def allowed(vector: dict[str, Any]) -> float:
    tolerance = vector["tolerance"]
    most: float = tolerance["abs"] if "abs" in tolerance else tolerance["rel"] * abs(vector["expected"])
    return most


def test_every_figure_that_others_published_is_met_at_its_own_tolerance(vectors: list[dict[str, Any]]) -> None:
    outside = [vector for vector in vectors if vector["evidence"] in OUTSIDE]
    assert len(outside) >= 60
    missed = {}
    for vector in vectors:
        ours = OF_TOPIC[vector["topic"]](vector["inputs"])
        if ours is None or abs(ours - vector["expected"]) > allowed(vector):
            missed[vector["id"]] = (ours, vector["expected"])
    assert missed == {}


def test_no_formula_of_the_list_goes_without_a_figure(vectors: list[dict[str, Any]]) -> None:
    seen = Counter(vector["topic"] for vector in vectors)
    assert set(OF_TOPIC) - set(seen) == set()
