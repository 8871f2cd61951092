"""The brewer's sums: the published formulas put together, and at the plant's altitude."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desertbrew.contexts.production.rules.calculators import Pitched, gas_pressure, priming, refractometer, starter


def test_gas_at_altitude_needs_more_on_the_gauge() -> None:
    sea, saltillo = gas_pressure(2.5, 3.33, 0), gas_pressure(2.5, 3.33, 1600)
    assert sea.psi == pytest.approx(11.3, abs=0.2), "2.5 volumes at 38 °F: the usual chart says 11.3 psi"
    assert saltillo.psi - sea.psi == pytest.approx(2.6, abs=0.2)
    assert sea.kpa / sea.psi == pytest.approx(6.894757)
    assert sea.kgf_cm2 == pytest.approx(sea.kpa / 98.0665, rel=1e-6)
    assert gas_pressure(0.5, 0, 0).psi == 0, "no gauge shows less than nothing"


def test_priming_tops_up_what_the_beer_kept() -> None:
    found = priming(2.4, 20, 18.927)
    assert found.residual_volumes == pytest.approx(0.86, abs=0.01)
    assert found.dextrose_g == pytest.approx(117, abs=1), "five gallons: some four ounces"
    assert found.sucrose_g == pytest.approx(found.dextrose_g * 0.91)
    assert priming(0.5, 20, 100).dextrose_g == 0


def test_a_starter_grows_what_is_alive() -> None:
    pitched = Pitched(20, 1.050, "ale", 100, 30)
    found = starter(pitched, 2, 1.037, stirred=True)
    assert found.needed_b == pytest.approx(0.75 * 20 * 12.39, rel=0.01)
    assert found.viable_b == pytest.approx(79)
    assert found.inoculation == pytest.approx(39.5)
    # Two litres at 9.3 °P are some 193 g of extract: below 1.4 billion cells a gram each gram makes 1.4 billion.
    assert found.grown_kaiser_b == pytest.approx(79 + 193 * 1.4, rel=0.02)
    assert found.grown_white_b > starter(pitched, 2, 1.037, stirred=False).grown_white_b
    assert starter(Pitched(20, 1.05, "lager", 100, 0, 2.0), 2, 1.037, stirred=True).rate == 2.0


@given(st.floats(8, 25), st.floats(0.2, 0.6), st.floats(1.0, 1.06))
def test_a_refractometers_corrections_agree_about_a_beer(initial: float, left: float, correction: float) -> None:
    found = refractometer(initial * correction, initial * left * correction, correction)
    assert set(found.by_formula) == {"novotny_linear", "novotny_quadratic", "terrill_linear", "terrill_cubic", "bonham"}
    assert found.fg < found.og
    assert found.abv_pct == pytest.approx(131.25 * (found.og - found.fg))


def test_a_refractometer_of_a_beer_in_a_log() -> None:
    found = refractometer(13.0, 6.8, 1.0)
    assert found.og == pytest.approx(1.0525, abs=0.0005)
    assert found.by_formula["terrill_cubic"] == pytest.approx(1.0126, abs=0.001)
    assert all(abs(fg - found.fg) < 0.006 for fg in found.by_formula.values())
