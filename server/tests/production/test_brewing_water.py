"""Water of a brew: how hot, how much, where it goes, and what is dissolved in it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desertbrew.contexts.production.rules.brewing_maths.altitude import boiling_point_c, isomerisation_at
from desertbrew.contexts.production.rules.brewing_maths.mash import Rest, rests_of
from desertbrew.contexts.production.rules.brewing_maths.pitch import pitch_rate
from desertbrew.contexts.production.rules.brewing_maths.volumes import volumes_of
from desertbrew.contexts.production.rules.brewing_maths.water import (
    MOST_G_L,
    NAMES,
    SALTS,
    TARGETS,
    Treatment,
    diluted,
    treat,
    with_salts,
)
from desertbrew.contexts.production.rules.equipment import Equipment, Ions

BREWHOUSE = Equipment(
    "Casa",
    batch_volume_l=Decimal(410),
    efficiency_pct=Decimal(80),
    boil_off_pct=Decimal(12),
    trub_loss_l=Decimal(15),
    fermenter_loss_l=Decimal(20),
    lauter_deadspace_l=Decimal(10),
    kettle_volume_l=Decimal(600),
    mash_tun_volume_l=Decimal(450),
    altitude_m=Decimal(1600),
)


def test_the_water_of_a_brew_adds_up() -> None:
    found = volumes_of(BREWHOUSE, 410, 85, 60)
    assert found.post_boil_cold_l == 425
    assert found.post_boil_hot_l == pytest.approx(425 / 0.96)
    assert found.pre_boil_hot_l == pytest.approx(425 / 0.96 / 0.88)
    assert found.boiled_off_l == pytest.approx(found.pre_boil_hot_l * 0.12)
    assert found.mash_water_l + found.sparge_water_l == pytest.approx(found.total_water_l)
    assert found.total_water_l == pytest.approx(found.pre_boil_cold_l + 1.04 * 85 + 10)
    assert found.packaged_l == 390
    assert found.warnings == ()


@pytest.mark.parametrize(
    "batch, grain, warning", [(560, 85, "kettle-too-small"), (410, 150, "mash-tun-too-small"), (20, 85, "mash-too-thick")]
)
def test_what_does_not_fit_is_said(batch: float, grain: float, warning: str) -> None:
    assert warning in volumes_of(BREWHOUSE, batch, grain, 60).warnings


@given(batch=st.floats(1, 5000), grain=st.floats(0, 1000), minutes=st.floats(0, 600), top_up=st.floats(0, 5000))
def test_no_volume_is_negative(batch: float, grain: float, minutes: float, top_up: float) -> None:
    found = volumes_of(BREWHOUSE, batch, grain, minutes, top_up)
    for name in ("packaged_l", "post_boil_hot_l", "boiled_off_l", "pre_boil_hot_l", "mash_water_l", "sparge_water_l"):
        assert getattr(found, name) >= 0


def test_a_mash_is_struck_and_then_lifted_with_boiling_water() -> None:
    boiling = boiling_point_c(1600)
    steps = [
        Rest("Proteínas", "infusion", 52, 15),
        Rest("Sacarificación", "infusion", 66, 60),
        Rest("Fuera", "temperature", 78, 5),
    ]
    strike, infusion, heated = rests_of(steps, 85, 2.7, 20, boiling)
    assert strike.water_l == pytest.approx(229.5)
    assert strike.water_c == pytest.approx(52 + 0.41 / 2.7 * 32)
    assert infusion.water_c == boiling
    assert infusion.water_l == pytest.approx((66 - 52) * (0.41 * 85 + 229.5) / (boiling - 66))
    assert (heated.water_l, heated.water_c) == (None, None)
    assert heated.mash_l == pytest.approx(strike.mash_l + (infusion.water_l or 0))


def test_water_cannot_be_hotter_than_it_boils() -> None:
    (strike,) = rests_of([Rest("x", "infusion", 90, 10)], 85, 2.0, -20, 94.7)
    assert not strike.possible
    assert not rests_of([Rest("a", "infusion", 66, 10), Rest("b", "infusion", 97, 10)], 85, 3, 20, 94.7)[1].possible


def test_higher_up_water_boils_cooler_and_hops_give_less() -> None:
    assert boiling_point_c(0) == pytest.approx(100, abs=0.05)
    assert isomerisation_at(0) == pytest.approx(1, abs=0.002)
    assert isomerisation_at(1600) == pytest.approx(0.69, abs=0.01)


def test_a_plant_computes_by_its_own_conventions_unless_asked_for_others() -> None:
    assert BREWHOUSE.conventions().name == "beersmith-2"
    assert BREWHOUSE.conventions().isomerisation == isomerisation_at(1600)
    assert BREWHOUSE.conventions("standard", "rager").formula == "rager"


def test_strong_and_bottom_fermented_beer_wants_more_yeast() -> None:
    assert [pitch_rate(kind, og) for kind in ("ale", "lager") for og in (1.048, 1.07)] == [0.75, 1.0, 1.5, 2.0]


OSMOSIS = Ions(calcium=5, magnesium=1, sodium=4, sulfate=5, chloride=4, bicarbonate=12)


@pytest.mark.parametrize("target", ["ipa", "stout"])
def test_salts_bring_osmosis_water_near_the_target(target: str) -> None:
    made = treat(OSMOSIS, TARGETS[target]).water
    assert made.sulfate == pytest.approx(TARGETS[target].sulfate, abs=12)
    assert made.calcium == pytest.approx(TARGETS[target].calcium, abs=20)


def test_salts_give_exactly_what_they_can() -> None:
    grams = {"gypsum": 0.2, "calcium_chloride": 0.1, "table_salt": 0.05}
    found = treat(OSMOSIS, with_salts(OSMOSIS, grams)).grams_l
    assert found == pytest.approx(grams, abs=1e-3)


ION = st.floats(0, 500)
WATERS = st.builds(Ions, ION, ION, ION, ION, ION, ION)


def miss(made: Ions, target: Ions) -> float:
    return float(sum((getattr(made, name) - getattr(target, name)) ** 2 for name in NAMES))


@given(source=WATERS, target=WATERS, salt=st.sampled_from(sorted(SALTS)), more=st.floats(-0.05, 0.05))
def test_no_other_amount_of_any_salt_comes_closer(source: Ions, target: Ions, salt: str, more: float) -> None:
    found: Treatment = treat(source, target)
    assert all(0 <= grams <= MOST_G_L for grams in found.grams_l.values())
    other = dict(found.grams_l)
    other[salt] = min(MOST_G_L, max(0.0, other.get(salt, 0.0) + more))
    assert miss(found.water, target) <= miss(with_salts(source, other), target) + 0.5


def test_dilution_takes_its_share_of_every_ion() -> None:
    assert diluted(Ions(100, 20, 10, 50, 40, 200), 25) == Ions(75, 15, 7.5, 37.5, 30, 150)
