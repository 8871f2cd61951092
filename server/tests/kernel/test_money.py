"""Centavos: nothing is made or lost by dividing."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desertbrew.kernel.money import CENTAVO, MOST_MONEY, UNIT_COST_STEP, ZERO, share_down, unit_cost

costs = st.decimals(ZERO, MOST_MONEY, places=2)
parts = st.lists(st.decimals(Decimal("0.000001"), Decimal(100_000), places=6), min_size=1, max_size=25)


@given(costs, parts)
def test_shares_never_exceed_the_cost_and_lose_less_than_a_centavo_each(cost: Decimal, parts: list[Decimal]) -> None:
    """(INV-L4)"""
    whole = sum(parts, ZERO)
    shares = [share_down(cost, part, whole) for part in parts]
    lost = cost - sum(shares, ZERO)
    assert ZERO <= lost < CENTAVO * len(parts)
    assert all(share >= 0 and share == share.quantize(CENTAVO) for share in shares)


@given(costs, parts)
def test_drawn_one_after_the_other_the_last_takes_the_rest(cost: Decimal, parts: list[Decimal]) -> None:
    """How a lot is emptied: each draw takes its share of what is left. (INV-L4)"""
    left_cost, left = cost, sum(parts, ZERO)
    drawn = []
    for part in parts:
        share = left_cost if part == left else share_down(left_cost, part, left)
        drawn.append(share)
        left_cost, left = left_cost - share, left - part
        assert left_cost >= 0
    assert (left, left_cost, sum(drawn, ZERO)) == (ZERO, ZERO, cost)


@given(costs, st.decimals(Decimal("0.000001"), Decimal(100_000), places=6))
def test_the_share_of_the_whole_is_all_of_it(cost: Decimal, whole: Decimal) -> None:
    assert share_down(cost, whole, whole) == cost


@given(costs, parts)
def test_a_share_is_exact_to_the_centavo_below(cost: Decimal, parts: list[Decimal]) -> None:
    part, whole = parts[0], sum(parts, ZERO)
    true_share = Fraction(cost) * Fraction(part) / Fraction(whole)
    share = Fraction(share_down(cost, part, whole))
    assert share <= true_share < share + Fraction(CENTAVO)


def test_the_brewerys_own_example() -> None:
    assert unit_cost(Decimal(10_000), Decimal(850)) == Decimal("11.764706")


@given(costs, st.decimals(Decimal("0.000001"), Decimal(100_000), places=6))
def test_a_unit_cost_is_off_by_half_a_step_at_most(cost: Decimal, quantity: Decimal) -> None:
    assert abs(Fraction(unit_cost(cost, quantity)) - Fraction(cost) / Fraction(quantity)) <= Fraction(UNIT_COST_STEP) / 2


@pytest.mark.parametrize("whole", [Decimal(0), Decimal(-1)])
def test_a_share_of_nothing_has_no_meaning(whole: Decimal) -> None:
    with pytest.raises(AssertionError):
        share_down(Decimal(1), Decimal(1), whole)
    with pytest.raises(AssertionError):
        unit_cost(Decimal(1), whole)
