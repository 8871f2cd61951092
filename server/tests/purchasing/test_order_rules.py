"""INV-P3 to INV-P6 as rules: prices never overlap, totals are sums, moves follow the table, limits hold."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desertbrew.contexts.purchasing.rules.approval import DEFAULT_LIMITS, NOTHING, ApprovalLimit, why_not_approve
from desertbrew.contexts.purchasing.rules.orders import (
    ALLOWED,
    AWAITED,
    OPEN,
    OrderMove,
    OrderState,
    Vat,
    add_business_days,
    base_quantity,
    line_totals,
    may,
    number_of,
    order_totals,
    per_base_unit,
    state_after_receipt,
)
from desertbrew.contexts.purchasing.rules.prices import Span, change_pct, fit, is_jump
from desertbrew.kernel.roles import PEOPLE_ROLES, Role

DAY = date(2026, 11, 20)
days = st.integers(-40, 40).map(lambda n: DAY + timedelta(days=n))
prices = st.decimals("0", "100000", places=6)
packs = st.decimals("0.000001", "10000", places=6)


# ----------------------------------------------------------------------------------------------------------- prices


def told(starts: list[date]) -> list[Span]:
    """The history after a price was set on each of these days, in this order."""
    spans: list[Span] = []
    for day in starts:
        fitting = fit(spans, day)
        if fitting.cuts is not None:
            spans[fitting.cuts] = Span(spans[fitting.cuts].valid_from, day)
        spans.append(Span(day, fitting.valid_to))
    return spans


@given(st.lists(days, max_size=12))
def test_no_day_has_two_prices_in_whatever_order_they_were_told(starts: list[date]) -> None:
    """(INV-P3)"""
    spans = told(starts)
    for offset in range(-41, 42):
        day = DAY + timedelta(days=offset)
        holding = [span for span in spans if span.holds(day)]
        # The last word for the latest beginning counts, and from the first beginning on there is always one.
        before = [start for start in starts if start <= day]
        assert [span.valid_from for span in holding] == ([max(before)] if before else [])


@given(st.lists(days, min_size=1, max_size=12))
def test_one_price_is_open_and_it_is_the_last_to_begin(starts: list[date]) -> None:
    """(INV-P3)"""
    assert [span.valid_from for span in told(starts) if span.valid_to is None] == [max(starts)]


@pytest.mark.parametrize(
    "before,after,pct,jump",
    [
        ("100", "110", "10.0", True),
        ("100", "109.99", "10.0", False),
        ("100", "90", "-10.0", True),
        ("100", "90.01", "-10.0", False),
        ("0", "1", None, True),
        ("0", "0", None, False),
    ],
)
def test_a_change_of_ten_per_cent_is_a_jump(before: str, after: str, pct: str | None, jump: bool) -> None:
    moved = change_pct(Decimal(before), Decimal(after))
    assert moved == (None if pct is None else Decimal(pct))
    assert is_jump(Decimal(before), Decimal(after)) is jump


# ----------------------------------------------------------------------------------------------------------- totals


@given(st.lists(st.tuples(packs, prices, st.sampled_from(Vat), st.none() | st.decimals("0.1", "160", places=1)), max_size=8))
def test_totals_are_the_sums_of_the_lines_to_the_centavo(
    asked: list[tuple[Decimal, Decimal, Vat, Decimal | None]],
) -> None:
    """(INV-P4)"""
    lines = [line_totals(*each) for each in asked]
    whole = order_totals(lines)
    assert whole.total == sum((line.total for line in lines), Decimal(0))
    assert whole.total == whole.net + whole.ieps + whole.vat
    for line, (count, price, vat, ieps_pct) in zip(lines, asked, strict=True):
        assert all(figure.as_tuple().exponent == -2 for figure in (line.net, line.ieps, line.vat))
        assert abs(line.net - count * price) <= Decimal("0.005")
        assert ieps_pct is not None or line.ieps == 0
        assert vat in {Vat.V16, Vat.V8} or line.vat == 0


def test_iva_is_due_on_ieps_too() -> None:
    """(INV-P4) LIVA art. 12: other taxes charged to the buyer are part of the value."""
    line = line_totals(Decimal(10), Decimal(100), Vat.V16, Decimal("26.5"))
    assert (line.net, line.ieps, line.vat, line.total) == (
        Decimal("1000.00"),
        Decimal("265.00"),
        Decimal("202.40"),
        Decimal("1467.40"),
    )


def test_packs_in_base_units() -> None:
    assert base_quantity(Decimal(3), Decimal("14.4")) == Decimal("43.200000")
    assert per_base_unit(Decimal("1087.50"), Decimal(25)) == Decimal("43.500000")


# ------------------------------------------------------------------------------------------------------------ moves

EXPECTED = {
    OrderState.DRAFT: "edit approve cancel",
    OrderState.APPROVED: "edit send receive cancel",
    OrderState.SENT: "send receive cancel",
    OrderState.PARTIALLY_RECEIVED: "send receive close_short",
    OrderState.RECEIVED: "",
    OrderState.CANCELLED: "",
}


@pytest.mark.parametrize("state", OrderState)
def test_every_move_is_allowed_or_refused_as_the_table_says(state: OrderState) -> None:
    """(INV-P5)"""
    assert {move for move in OrderMove if may(state, move)} == {OrderMove(name) for name in EXPECTED[state].split()}
    assert (state in OPEN) == bool(ALLOWED[state])


def test_a_draft_is_open_and_not_awaited() -> None:
    assert {OrderState.DRAFT} == OPEN - AWAITED


@given(
    st.sampled_from([OrderState.APPROVED, OrderState.SENT, OrderState.PARTIALLY_RECEIVED]),
    st.lists(st.decimals("0", "10", places=1), min_size=1),
)
def test_where_an_order_stands_once_goods_came(state: OrderState, received: list[Decimal]) -> None:
    """(INV-P5)"""
    assert state_after_receipt(state, received, complete=True) is OrderState.RECEIVED
    stands = state_after_receipt(state, received, complete=False)
    if any(received):
        assert stands is OrderState.PARTIALLY_RECEIVED
    else:
        assert stands is (state if state is OrderState.PARTIALLY_RECEIVED else OrderState.SENT)


# -------------------------------------------------------------------------------------------------------- approval

amounts = st.decimals("0", "200000", places=2)


@given(st.sets(st.sampled_from(PEOPLE_ROLES), min_size=1), amounts, st.booleans())
def test_nobody_approves_more_than_their_widest_role(roles: set[Role], total: Decimal, own: bool) -> None:
    """(INV-P6)"""
    why_not = why_not_approve(DEFAULT_LIMITS, roles, total, own=own)
    if Role.OWNER in roles:
        assert why_not is None
    elif Role.MANAGER in roles and total <= Decimal("50000.00"):
        assert why_not == ("own-order" if own and total > Decimal("5000.00") else None)
    else:
        assert why_not == "over-limit"


def test_nothing_is_nothing_even_of_nothing() -> None:
    """(INV-P6) A limit of 0 approves not even an order that costs nothing."""
    assert why_not_approve({Role.COOK: NOTHING}, {Role.COOK}, Decimal(0), own=False) == "over-limit"
    limits = {Role.COOK: ApprovalLimit(Decimal(500), Decimal(0))}
    assert why_not_approve(limits, {Role.COOK}, Decimal(0), own=True) == "own-order"


# ------------------------------------------------------------------------------------------------- days and numbers


@given(days, st.integers(0, 60))
def test_business_days(start: date, lead: int) -> None:
    due = add_business_days(start, lead)
    between = (start + timedelta(days=n) for n in range(1, (due - start).days + 1))
    assert sum(day.weekday() < 5 for day in between) == lead
    assert lead == 0 or due.weekday() < 5


def test_a_number_names_the_day_and_a_part_of_the_id() -> None:
    assert number_of(DAY, "0190abcd00007000800000000a1b2c3d") == "OC-20261120-0A1B2C3D"
