"""What holds of rotation, coverage and projection whatever the figures are."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from desertbrew.contexts.inventory.rules import rotation

quantities = st.decimals(0, 1_000_000, places=6)
some = st.decimals(Decimal("0.000001"), 1_000_000, places=6)
days = st.integers(1, 365)


@given(quantities, quantities, some)
def test_more_stock_never_lasts_less(less: Decimal, added: Decimal, daily: Decimal) -> None:
    fewer, more = (rotation.coverage_days(stock, daily) for stock in (less, less + added))
    assert fewer is not None and more is not None  # noqa: PT018 - both for the type checker
    assert fewer <= more


@given(quantities, some, some)
def test_more_use_never_lasts_longer(stock: Decimal, daily: Decimal, added: Decimal) -> None:
    longer, shorter = (rotation.coverage_days(stock, each) for each in (daily, daily + added))
    assert longer is not None and shorter is not None  # noqa: PT018 - as above
    assert shorter <= longer


@given(st.lists(st.decimals(-1000, 1000, places=3), min_size=1, max_size=60), st.decimals(0, 60_000, places=3))
def test_the_mean_from_the_last_closing_backwards_is_the_mean_of_all_closings(moved: list[Decimal], before: Decimal) -> None:
    closings, running = [], before
    for change in moved:
        running += change
        closings.append(running)
    mean = rotation.mean_balance(running, list(enumerate(moved)), len(moved))
    assert abs(mean - sum(closings, Decimal(0)) / len(closings)) <= Decimal("0.000001")


@given(st.decimals(0, 100, places=4), st.decimals(0, 100, places=4))
def test_a_faster_index_is_never_of_a_slower_class(one: Decimal, other: Decimal) -> None:
    order = list(rotation.RotationClass)
    slower, faster = (rotation.rotation_class(each) for each in sorted((one, other)))
    assert slower is not None and faster is not None  # noqa: PT018 - as above
    assert order.index(faster) <= order.index(slower)


@given(st.lists(quantities, min_size=2, max_size=20), some)
def test_the_variation_does_not_depend_on_the_unit(weeks: list[Decimal], factor: Decimal) -> None:
    one, other = rotation.variation(weeks), rotation.variation([week * factor for week in weeks])
    if one is None or other is None:
        assert one is other
    else:
        assert abs(one - other) <= Decimal("0.0001")


@given(some, days, st.decimals(0, 10, places=4))
def test_scenarios_are_told_in_their_order(daily: Decimal, ahead: int, factor: Decimal) -> None:
    told = rotation.project(daily, ahead, factor)
    assert told.pessimistic <= told.base <= told.conservative <= told.optimistic


@given(st.integers(0, 400), st.none() | st.decimals(0, 10, places=4))
def test_no_projection_is_believed_more_than_seven_tenths(samples: int, cv: Decimal | None) -> None:
    assert 0 <= rotation.confidence(samples, cv) <= Decimal("0.7")


@given(st.decimals(0, 10, places=2), st.decimals(0, 10, places=2))
def test_limits_that_do_not_fall_are_no_limits(fast: Decimal, medium: Decimal) -> None:
    limits = rotation.RotationLimits(fast=fast, medium=medium)
    assert limits.fall() == (Decimal(6) > fast > medium > Decimal(1))
