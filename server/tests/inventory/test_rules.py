"""Which lots are drawn, and what leaves with them: decided without a database."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desertbrew.contexts.inventory.rules import Draw, LotOnHand, cost_of, draw_fifo, normalize_sku, quantity_of
from desertbrew.kernel.ids import new_id
from desertbrew.kernel.money import MOST_MONEY
from desertbrew.kernel.quantity import MOST_QUANTITY

quantities = st.decimals(Decimal("0.000001"), MOST_QUANTITY, places=6)
costs = st.decimals(0, MOST_MONEY, places=2)


@st.composite
def lots_on_hand(draw: st.DrawFn) -> LotOnHand:
    return LotOnHand(new_id(), "LOTE", draw(quantities), draw(costs))


shelves = st.lists(lots_on_hand(), min_size=1, max_size=8)


def lot(quantity: str, cost: str) -> LotOnHand:
    return LotOnHand(new_id(), "LOTE", Decimal(quantity), Decimal(cost))


def after(draw: Draw) -> LotOnHand:
    """The lot once the draw has left it."""
    return LotOnHand(draw.lot.lot_id, draw.lot.code, draw.quantity_left, draw.cost_left)


def figures(draws: Sequence[Draw]) -> list[tuple[str, str]]:
    return [(format(draw.quantity, "f"), format(draw.cost, "f")) for draw in draws]


@pytest.mark.parametrize(
    "shelf, wanted, drawn",
    [
        ([("10", "100.00")], "4", [("4", "40.00")]),
        ([("10", "100.00")], "10", [("10", "100.00")]),
        ([("10", "100.00")], "11", [("10", "100.00")]),
        ([("10", "100.00"), ("10", "120.00")], "15", [("10", "100.00"), ("5", "60.00")]),
        ([("3", "10.00")], "1", [("1", "3.33")]),
        ([("3", "0.01")], "2", [("2", "0.00")]),
        ([("3", "0.00")], "3", [("3", "0.00")]),
        ([("0.000001", "0.01")], "0.000001", [("0.000001", "0.01")]),
    ],
)
def test_draws(shelf: list[tuple[str, str]], wanted: str, drawn: list[tuple[str, str]]) -> None:
    assert figures(draw_fifo([lot(*each) for each in shelf], Decimal(wanted))) == drawn


@given(shelves, quantities)
def test_inv_l7_the_oldest_are_emptied_before_the_next_is_touched(shelf: list[LotOnHand], wanted: Decimal) -> None:
    draws = draw_fifo(shelf, wanted)
    assert [draw.lot for draw in draws] == shelf[: len(draws)]
    assert all(draw.quantity_left == 0 for draw in draws[:-1])


@given(shelves, quantities)
def test_inv_l2_no_draw_takes_more_than_there_is_nor_more_than_was_wanted(shelf: list[LotOnHand], wanted: Decimal) -> None:
    draws = draw_fifo(shelf, wanted)
    assert all(draw.quantity > 0 for draw in draws)
    assert all(draw.quantity_left >= 0 and draw.cost_left >= 0 for draw in draws)
    assert quantity_of(draws) == min(wanted, sum(each.quantity for each in shelf))


@given(lots_on_hand(), st.lists(quantities, min_size=1, max_size=12))
def test_inv_l4_the_draws_of_a_lot_add_up_to_its_cost(on_shelf: LotOnHand, wanted: list[Decimal]) -> None:
    left, spent = on_shelf, Decimal(0)
    for each in [*wanted, on_shelf.quantity]:
        if not left.quantity:
            break
        (draw,) = draw_fifo([left], each)
        spent += draw.cost
        left = after(draw)
    assert left.quantity == 0
    assert left.cost == 0
    assert spent == on_shelf.cost


@given(lots_on_hand(), quantities)
def test_inv_l4_a_share_is_rounded_down_by_less_than_a_centavo(on_shelf: LotOnHand, wanted: Decimal) -> None:
    (draw,) = draw_fifo([on_shelf], wanted)
    exact = Fraction(on_shelf.cost) * Fraction(draw.quantity) / Fraction(on_shelf.quantity)
    assert 0 <= exact - Fraction(draw.cost) < Fraction(1, 100)
    assert cost_of([draw]) == draw.cost


def test_lots_are_read_no_further_than_needed() -> None:
    shelf = iter([lot("5", "1.00"), lot("5", "1.00"), lot("5", "1.00")])
    assert len(draw_fifo(shelf, Decimal(7))) == 2
    assert len(list(shelf)) == 1


@pytest.mark.parametrize(
    "written, sku",
    [("malt pale 2row", "MALT-PALE-2ROW"), ("  --A__b..c--  ", "A-B-C"), ("ñandú", "AND"), ("!!!", ""), ("x", "X")],
)
def test_skus(written: str, sku: str) -> None:
    assert normalize_sku(written) == sku


@given(st.text(max_size=40))
def test_a_normalized_sku_is_normalized(written: str) -> None:
    sku = normalize_sku(written)
    assert normalize_sku(sku) == sku
    assert set(sku) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")
