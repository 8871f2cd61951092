"""Conversions: exact where they can be, and saying so where they cannot."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desertbrew.kernel.quantity import MOST_QUANTITY, STEP, UNITS, BaseUnit, UnitMismatch, apportion, to_base

codes = st.sampled_from(sorted(UNITS))
amounts = st.decimals(Decimal(0), MOST_QUANTITY, places=6)
bases = st.sampled_from(BaseUnit)


@pytest.mark.parametrize(
    "amount,unit,base,expected,exact",
    [
        ("25", "kg", BaseUnit.KG, "25", True),
        ("250", "g", BaseUnit.KG, "0.25", True),
        ("1", "mg", BaseUnit.KG, "0.000001", True),
        ("0.5", "mg", BaseUnit.KG, "0.000001", False),  # halves away from zero, and said
        ("0.4", "mg", BaseUnit.KG, "0", False),
        ("100", "lb", BaseUnit.KG, "45.359237", True),
        ("1", "lb", BaseUnit.KG, "0.453592", False),
        ("1", "oz", BaseUnit.KG, "0.028350", False),
        ("1000000", "oz", BaseUnit.KG, "28349.523125", True),
        ("1", "gal", BaseUnit.L, "3.785412", False),
        ("1000", "gal", BaseUnit.L, "3785.411784", True),
        ("1", "bbl", BaseUnit.L, "117.347765", False),
        ("8.5", "hL", BaseUnit.L, "850", True),
        ("2", "cup", BaseUnit.L, "0.48", False),  # the factor itself is an approximation
        ("3", "dozen", BaseUnit.PIECE, "36", True),
    ],
)
def test_known_conversions(amount: str, unit: str, base: BaseUnit, expected: str, exact: bool) -> None:
    converted = to_base(Decimal(amount), unit, base)
    assert (converted.amount, converted.exact) == (Decimal(expected), exact)


def test_factors_agree_with_their_definitions() -> None:
    inch_cm = Fraction(254, 100)
    gallon_l = 231 * inch_cm**3 / 1000
    pound_kg = Fraction(45359237, 10**8)
    definitions = {
        "gal": gallon_l,
        "bbl": 31 * gallon_l,
        "floz": gallon_l / 128,
        "lb": pound_kg,
        "oz": pound_kg / 16,
    }
    for code, factor in definitions.items():
        assert Fraction(UNITS[code].factor_to_base) == factor, code


@given(amounts, codes)
def test_an_exact_conversion_goes_there_and_back(amount: Decimal, code: str) -> None:
    unit = UNITS[code]
    converted = to_base(amount, code, unit.base)
    assume(converted.exact)
    assert Fraction(converted.amount) == Fraction(amount) * Fraction(unit.factor_to_base)
    assert Fraction(converted.amount) / Fraction(unit.factor_to_base) == Fraction(amount)


@given(amounts, codes)
def test_what_is_not_exact_says_so_and_is_off_by_half_a_step_at_most(amount: Decimal, code: str) -> None:
    unit = UNITS[code]
    converted = to_base(amount, code, unit.base)
    true_amount = Fraction(amount) * Fraction(unit.factor_to_base)
    assert abs(Fraction(converted.amount) - true_amount) <= Fraction(STEP) / 2
    assert converted.exact == (unit.exact and Fraction(converted.amount) == true_amount)
    assert converted.amount == converted.amount.quantize(STEP)


@given(amounts, amounts, codes)
def test_more_stays_more(one: Decimal, other: Decimal, code: str) -> None:
    base = UNITS[code].base
    assert (to_base(one, code, base).amount <= to_base(other, code, base).amount) or one > other


@given(amounts, st.decimals(STEP, 1000, places=6), codes)
def test_an_items_own_factor_wins_over_the_table(amount: Decimal, factor: Decimal, code: str) -> None:
    own = {code: factor, "packet": factor}
    for unit in own:
        converted = to_base(amount, unit, BaseUnit.KG, own)
        assert abs(Fraction(converted.amount) - Fraction(amount) * Fraction(factor)) <= Fraction(STEP) / 2
        assert converted.exact == (Fraction(converted.amount) == Fraction(amount) * Fraction(factor))


@given(amounts, codes, bases)
def test_no_road_leads_between_mass_volume_and_pieces(amount: Decimal, code: str, base: BaseUnit) -> None:
    assume(UNITS[code].base is not base)
    with pytest.raises(UnitMismatch) as refused:
        to_base(amount, code, base)
    assert (refused.value.unit, refused.value.base) == (code, base)


@pytest.mark.parametrize("unit", ["packet", "KG", "", "litre", "l"])
def test_an_unknown_unit_is_nobodys_guess(unit: str) -> None:
    with pytest.raises(UnitMismatch):
        to_base(Decimal(1), unit, BaseUnit.KG)


def test_every_base_unit_is_one_of_itself() -> None:
    for base in BaseUnit:
        assert UNITS[base.value].factor_to_base == 1
        assert UNITS[base.value].exact


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=8).filter(any))
def test_shares_add_up_and_each_is_within_a_step_of_its_due(steps: int, weights: list[int]) -> None:
    whole, step = Decimal(steps) / 100, Decimal("0.01")
    shares = apportion(whole, {key: Decimal(weight) for key, weight in enumerate(weights)}, step)
    assert sum(shares.values()) == whole
    for key, weight in enumerate(weights):
        assert shares[key] >= 0
        assert abs(shares[key] - whole * weight / sum(weights)) < step
