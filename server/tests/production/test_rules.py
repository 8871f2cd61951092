"""Which way a batch may go, what a litre cost, and when two names are one: decided without a database."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desertbrew.contexts.production.rules.batches import (
    ALLOWED,
    BatchState,
    BrewState,
    Move,
    cost_per_litre,
    may,
    normalize_name,
    scaled,
    share_of_brew,
    why_not_brewing,
)

MAY = {
    BatchState.PLANNED: {Move.REPLAN, Move.START, Move.CANCEL},
    BatchState.STARTING: {Move.ASK_AGAIN, Move.CANCEL},
    BatchState.BREWING: {
        Move.START,
        Move.ASK_AGAIN,
        Move.KNOCK_OUT,
        Move.FERMENT,
        Move.RECORD_COST,
        Move.RECORD_READING,
        Move.CANCEL,
    },
    BatchState.FERMENTING: {Move.CONDITION, Move.PACKAGE, Move.RECORD_COST, Move.RECORD_READING, Move.CANCEL},
    BatchState.CONDITIONING: {Move.PACKAGE, Move.RECORD_COST, Move.RECORD_READING, Move.CANCEL},
    BatchState.PACKAGING: {Move.COMPLETE, Move.RECORD_COST, Move.RECORD_READING, Move.CANCEL},
    BatchState.COMPLETED: {Move.RECORD_READING},
    BatchState.CANCELLED: set(),
}

money = st.decimals(0, 1_000_000, places=2)
litres = st.decimals(Decimal("0.001"), 1_000_000, places=3)
amounts = st.decimals(0, 1_000_000, places=6)


@pytest.mark.parametrize("state, move", list(product(BatchState, Move)))
def test_inv_b1_the_table_of_moves(state: BatchState, move: Move) -> None:
    assert may(state, move) is (move in MAY[state])


def test_inv_b1_every_state_is_in_the_table() -> None:
    assert set(ALLOWED) == set(BatchState) == set(MAY)


@pytest.mark.parametrize(
    "move, brews, why_not",
    [
        (Move.START, "P", None),
        (Move.START, "BP", None),
        (Move.START, "SP", "brew-starting"),
        (Move.START, "BK", "no-brew-left"),
        (Move.ASK_AGAIN, "KS", None),
        (Move.ASK_AGAIN, "B", "nothing-asked"),
        (Move.KNOCK_OUT, "KB", None),
        (Move.KNOCK_OUT, "KP", "no-brew-in-kettle"),
        (Move.FERMENT, "KP", None),
        (Move.FERMENT, "KB", "brew-on-its-way"),
        (Move.FERMENT, "KS", "brew-on-its-way"),
        (Move.FERMENT, "P", "nothing-in-fermenter"),
        (Move.CANCEL, "S", None),
    ],
)
def test_inv_b1_what_the_brews_say(move: Move, brews: str, why_not: str | None) -> None:
    letters = {"P": BrewState.PLANNED, "S": BrewState.STARTING, "B": BrewState.BREWING, "K": BrewState.KNOCKED_OUT}
    assert why_not_brewing(move, [letters[each] for each in brews]) == why_not


@given(amounts, st.integers(1, 12))
def test_inv_b6_the_brews_shares_add_up(amount: Decimal, brews: int) -> None:
    each = [share_of_brew(amount, brews, number) for number in range(1, brews + 1)]
    assert sum(each) == amount
    assert min(each) >= 0
    assert max(each) - min(each) <= Decimal("0.000001") * brews


@pytest.mark.parametrize(
    "costs, packaged, cost",
    [(["10000"], "850", "11.764706"), (["0"], "850", "0"), ([], "1", "0"), (["0.01", "0.02"], "0.001", "30")],
)
def test_inv_b3_cost_per_litre(costs: list[str], packaged: str, cost: str) -> None:
    assert cost_per_litre([Decimal(each) for each in costs], Decimal(packaged)) == Decimal(cost)


@given(st.lists(money, max_size=8), litres)
def test_inv_b3_cost_per_litre_is_right_to_half_a_millionth(costs: list[Decimal], packaged: Decimal) -> None:
    exact = Fraction(sum(costs, Decimal(0))) / Fraction(packaged)
    assert abs(Fraction(cost_per_litre(costs, packaged)) - exact) <= Fraction(1, 2_000_000)


@given(amounts, litres, litres)
def test_scaling_is_proportional_to_half_a_millionth(amount: Decimal, recipe_l: Decimal, planned_l: Decimal) -> None:
    exact = Fraction(amount) * Fraction(planned_l) / Fraction(recipe_l)
    assert abs(Fraction(scaled(amount, recipe_l, planned_l)) - exact) <= Fraction(1, 2_000_000)


@given(amounts, litres)
def test_a_recipe_brewed_at_its_own_length_is_itself(amount: Decimal, recipe_l: Decimal) -> None:
    assert scaled(amount, recipe_l, recipe_l) == amount


@pytest.mark.parametrize(
    "one, other",
    [
        ("Malta Múnich", "malta  munich"),
        ("Cara-Pils/Dextrine", "CARA PILS (dextrine)"),
        ("SafLager W-34/70", "saflager w 34 70"),
        ("Löwenbräu", "lowenbrau"),
        ("Солод  Пильзнер", "солод пильзнер"),
    ],
)
def test_names_that_are_one(one: str, other: str) -> None:
    assert normalize_name(one) == normalize_name(other)


@pytest.mark.parametrize(
    "one, other", [("Malta 60L", "Malta 80L"), ("Солод", "Хмель"), ("麦芽", "啤酒花"), ("!!!", "???"), ("ñ", "m")]
)
def test_names_that_are_two_in_any_alphabet(one: str, other: str) -> None:
    assert normalize_name(one) != normalize_name(other)


@given(st.text(min_size=1, max_size=300).filter(lambda written: written.strip()))
def test_a_name_stays_short_and_the_same(written: str) -> None:
    name = normalize_name(written)
    assert len(name) <= 120
    assert name == normalize_name(written)
