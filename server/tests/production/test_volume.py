"""Litres at 20 °C: golden vectors of densities, tanks and kegs at their own tolerance, published tables, and properties."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desertbrew.contexts.production.rules.densities import (
    WATER_20,
    Beer,
    OutOfRange,
    beer_density,
    beer_of,
    ethanol_water,
    mass_fraction_of_abv,
    plato_of,
    sucrose_water,
    volume_factor,
    water,
)
from desertbrew.contexts.production.rules.volume import (
    BadTable,
    Cylindroconical,
    OffTheTable,
    Point,
    check_table,
    corrected,
    keg_net,
    shell_factor,
    strapped,
    strapping_of,
)

Inputs = dict[str, Any]


def tank_vector(given: Inputs) -> float:
    tank = Cylindroconical(given["R_m"], given["cone_half_angle_deg"], given["cyl_m"])
    return tank.litres(given["h_m"])


def to_20c(given: Inputs) -> float:
    ppm = Decimal(str(given["steel_alpha_per_k"])) * 1_000_000
    shown = Decimal(given["strap_volume_l_at_20c_calibration"])
    return float(corrected(shown, Decimal(given["temp_c"]), ppm, beer_of(given["og"], given["fg"])).volume_20_l)


def keg_vector(given: Inputs) -> dict[str, float]:
    weights = Decimal(str(given["gross_kg"])), Decimal(str(given["tare_kg"]))
    net = keg_net(*weights, beer_of(given["og"], given["fg"]), given["beer_temp_c"], given["co2_g_per_l"])
    return {"net_l_at_20c": float(net.at_20_l), "net_l_at_temp": float(net.at_temperature_l)}


# Topic of the golden vectors -> what we say to their inputs.
TOPICS: dict[str, Callable[[Inputs], float | dict[str, float]]] = {
    "water_density": lambda given: water(given["temp_c"]),
    "oiml_r22": lambda given: ethanol_water(mass_fraction_of_abv(given["abv_pct"]), given["temp_c"]),
    "oiml_r22_pt": lambda given: ethanol_water(given["ethanol_mass_frac"], given["temp_c"]),
    "sucrose_density": lambda given: sucrose_water(given["mass_pct"] / 100, given["temp_c"]),
    "beer_density": lambda given: beer_density(beer_of(given["og"], given["fg"]), 20),
    "beer_vcf": lambda given: volume_factor(beer_of(given["og"], given["fg"]), given["temp_c"]),
    "wort_vcf": lambda given: volume_factor(beer_of(given["og"], given["og"]), given["temp_c"]),
    "tank_to_20c": to_20c,
    "keg_net_volume": keg_vector,
    "tank_cylindroconical": tank_vector,
}


@pytest.mark.parametrize("topic", TOPICS)
def test_golden_vectors_of_volume_agree_within_their_own_tolerance(shared_data: Path, topic: str) -> None:
    document = json.loads((shared_data / "brewing_vectors.json").read_text(encoding="utf-8"))
    vectors = [vector for vector in document["vectors"] if vector["topic"] == topic]
    assert vectors
    for vector in vectors:
        ours, said, allowed = TOPICS[topic](vector["inputs"]), vector["expected"], vector["tolerance"]["abs"]
        for key, value in said.items() if isinstance(said, dict) else [("", said)]:
            computed = ours[key] if isinstance(ours, dict) else ours
            assert computed == pytest.approx(value, abs=allowed, rel=0), (vector["id"], key)


def test_the_model_of_beer_agrees_with_the_extract_and_alcohol_of_the_vectors(shared_data: Path) -> None:
    document = json.loads((shared_data / "brewing_vectors.json").read_text(encoding="utf-8"))
    seen = 0
    for given_ in (vector["inputs"] for vector in document["vectors"] if vector["topic"] == "beer_vcf"):
        beer = beer_of(given_["og"], given_["fg"])
        assert beer.real_extract_pct == pytest.approx(given_["real_extract_pct"], abs=0.02)
        assert beer.alcohol_pct == pytest.approx(given_["abw_pct"], abs=0.02)
        seen += 1
    assert seen


# OIML R 22, table IVa: density at 20 °C of so much ethanol by volume, kg/m³, as published in dilution tables.
TABLE_IV_A = {10: 984.71, 20: 973.56, 30: 962.21, 40: 948.05, 50: 930.14, 60: 909.11, 70: 885.56, 80: 859.27, 90: 829.18}


@pytest.mark.parametrize("abv_pct, density", TABLE_IV_A.items())
def test_the_published_alcohol_table_is_reproduced(abv_pct: int, density: float) -> None:
    assert ethanol_water(mass_fraction_of_abv(abv_pct), 20) == pytest.approx(density, abs=0.006)


def test_pure_ethanol_and_pure_water_are_what_the_table_says() -> None:
    assert ethanol_water(1, 20) == pytest.approx(789.24, abs=0.005)
    assert ethanol_water(0, 20) == pytest.approx(WATER_20, abs=0.0005)
    assert mass_fraction_of_abv(100) == pytest.approx(1)


def test_the_sucrose_table_is_reproduced(shared_data: Path) -> None:
    with (shared_data / "tables" / "usda_sucrose_20C.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if float(row["brix_pct_w"]) <= 30]
    assert len(rows) > 200
    for row in rows:
        assert plato_of(max(float(row["sg_20_20"]), 1)) == pytest.approx(float(row["brix_pct_w"]), abs=0.03)


def test_the_facts_example_of_a_beer() -> None:
    beer = beer_of(1.050, 1.012)
    assert beer.real_extract_pct == pytest.approx(4.753, abs=0.003)
    assert beer.alcohol_pct == pytest.approx(3.947, abs=0.003)
    assert volume_factor(beer, 2) == pytest.approx(1.002376, abs=2e-6)
    assert water(2) / water(20) == pytest.approx(1.00174, abs=1e-5)  # water alone would correct too little


BEYOND: dict[str, Callable[[], object]] = {
    "steam": lambda: water(151),
    "hot spirit": lambda: ethanol_water(0.05, 41),
    "molasses": lambda: sucrose_water(0.9, 20),
    "syrup": lambda: beer_of(1.3, 1.0),
    "a gravity that rose": lambda: beer_of(1.040, 1.041),
    "more alcohol than its extract gives": lambda: beer_of(1.040, 0.985),
    "hot beer": lambda: volume_factor(beer_of(1.05, 1.01), 60),
}


@pytest.mark.parametrize("case", BEYOND)
def test_beyond_its_source_no_formula_answers(case: str) -> None:
    with pytest.raises(OutOfRange):
        BEYOND[case]()


gravities = st.tuples(st.floats(1.020, 1.12), st.floats(0.2, 1.0)).map(lambda pair: (pair[0], 1 + (pair[0] - 1) * pair[1]))


@given(gravities)
def test_a_beer_weighs_what_its_gravity_says(gravity: tuple[float, float]) -> None:
    og, fg = gravity
    beer = beer_of(og, fg)
    # Wort is as dense as the cubic that gave its extract: 0.025 °P of it are 0.1 kg/m³.
    allowed = 0.02 if beer.alcohol_pct else 0.15
    assert beer_density(beer, 20) == pytest.approx(fg * WATER_20, abs=allowed)


@given(gravities, st.floats(5, 35), st.floats(0.5, 5))
def test_warmer_beer_takes_more_room(gravity: tuple[float, float], temp_c: float, warmer: float) -> None:
    beer = beer_of(*gravity)
    assert beer_density(beer, temp_c + warmer) < beer_density(beer, temp_c)


# ------------------------------------------------------------------------------------------------------------- tanks

FACTS_TANK = Cylindroconical(0.55, 30, 1.2)


def points(*pairs: tuple[int, int]) -> list[Point]:
    return [Point(Decimal(dip), Decimal(litres)) for dip, litres in pairs]


def test_inv_v5_between_two_points_the_table_is_a_line() -> None:
    table = points((0, 0), (100, 10), (300, 50))
    assert [strapped(table, Decimal(dip)) for dip in (0, 50, 100, 200, 300)] == [0, 5, 10, 30, 50]
    assert strapped(table, Decimal("133.333")) == Decimal("16.667")


@pytest.mark.parametrize("dip", ["-0.1", "300.001", "5000"])
def test_inv_v5_outside_the_table_nobody_guesses(dip: str) -> None:
    with pytest.raises(OffTheTable):
        strapped(points((0, 0), (300, 50)), Decimal(dip))


@pytest.mark.parametrize(
    "table, line",
    [
        (points((0, 0)), 1),
        (points((-5, 0), (10, 5)), 1),
        (points((0, 0), (10, 5), (10, 6)), 3),
        (points((0, 0), (10, 5), (20, 5)), 3),
        (points((0, 9), (10, 5)), 2),
    ],
)
def test_inv_v5_a_table_that_does_not_grow_is_refused_with_its_line(table: list[Point], line: int) -> None:
    with pytest.raises(BadTable) as refused:
        check_table(table)
    assert refused.value.line == line


@given(
    st.floats(0.2, 1.5), st.sampled_from([20.0, 30.0, 35.0, 45.0, 90.0]), st.floats(0.3, 3), st.integers(5, 100), st.data()
)
def test_inv_v5_a_table_from_a_drawing_grows_and_is_close_to_it(
    radius: float, angle: float, cylinder: float, step: int, data: st.DataObject
) -> None:
    tank = Cylindroconical(radius, angle, cylinder)
    table = strapping_of(tank, step)
    check_table(table)
    dip = data.draw(st.integers(int(table[0].dip_mm), int(table[-1].dip_mm)))
    # A straight line over a curve is off by at most an eighth of step² times its curvature, which is largest on top.
    bound = 1000 * 3.1416 * radius * (step / 1000) ** 2 + 2 * 3.1416 * radius**2
    assert float(strapped(table, Decimal(dip))) == pytest.approx(tank.litres(dip / 1000), abs=bound)


@given(
    st.integers(-2000, 40000).map(lambda t: Decimal(t) / 1000), st.integers(1, 5_000_000).map(lambda ml: Decimal(ml) / 1000)
)
def test_inv_v6_a_reading_is_corrected_by_shell_and_liquid_and_shows_both(temp_c: Decimal, litres: Decimal) -> None:
    beer = Beer(4.753, 3.947)
    found = corrected(litres, temp_c, Decimal("17.3"), beer)
    assert found.shell_factor == pytest.approx(1 + 3 * Decimal("17.3e-6") * (temp_c - 20), abs=Decimal("5.1e-7"))
    assert (found.shell_factor < 1) == (temp_c < Decimal("19.99")) or abs(temp_c - 20) < Decimal("0.02")
    assert abs(found.volume_20_l - litres * found.shell_factor * found.liquid_factor) <= Decimal("0.0005")
    assert found.volume_20_l == found.volume_20_l.quantize(Decimal("0.001"))


def test_cold_beer_in_a_cold_tank_by_hand() -> None:
    found = corrected(Decimal(750), Decimal(2), Decimal("17.3"), beer_of(1.050, 1.012))
    assert found.shell_factor == Decimal("0.999066")
    assert found.at_temperature_l == Decimal("749.300")
    assert found.liquid_factor == Decimal("1.002376")
    assert found.volume_20_l == Decimal("751.080")
    assert shell_factor(Decimal(16), Decimal(20)) == 1
