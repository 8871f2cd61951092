"""What holds of every suggestion to buy, whatever the figures are."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from desertbrew.contexts.purchasing.rules import replenishment
from desertbrew.kernel.ids import new_id

quantities = st.decimals(0, 1_000_000, places=6)
packs = st.decimals(Decimal("0.0001"), 5_000, places=4)


@given(quantities, quantities, quantities, packs)
def test_inv_p20_an_order_never_overfills_the_maximum_by_a_pack(
    maximum: Decimal, here: Decimal, coming: Decimal, pack: Decimal
) -> None:
    ordered = replenishment.order_quantity(maximum, here, coming, pack, 1)
    after = here + coming + ordered
    if ordered:
        assert maximum <= after < maximum + pack
    else:
        assert here + coming >= maximum


@given(quantities, quantities, quantities, packs, st.integers(1, 20))
def test_inv_p20_what_was_just_ordered_is_not_ordered_again(
    maximum: Decimal, here: Decimal, coming: Decimal, pack: Decimal, least: int
) -> None:
    ordered = replenishment.order_quantity(maximum, here, coming, pack, least)
    assert replenishment.order_quantity(maximum, here, coming + ordered, pack, least) == 0


@given(quantities, packs, st.integers(1, 20))
def test_packs_are_whole_and_enough(quantity: Decimal, pack: Decimal, least: int) -> None:
    ordered = replenishment.round_up_to_pack(quantity, pack, least)
    assert ordered % pack == 0
    assert ordered >= quantity
    assert not quantity or ordered >= pack * least


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.booleans())
def test_an_order_more_on_time_never_lowers_the_score(due: int, on_time: int, cancelled: int, national: bool) -> None:
    assume(on_time < due)
    worse, better = (
        replenishment.supplier_score(replenishment.SupplierRecord(due, times, cancelled, due + cancelled, national))
        for times in (on_time, on_time + 1)
    )
    assert worse is not None and better is not None  # noqa: PT018 - both for the type checker
    assert worse < better


def offer(price: str | None, score: str | None, *, preferred: bool = False) -> replenishment.Offer:
    return replenishment.Offer(
        new_id(), None if price is None else Decimal(price), None if score is None else Decimal(score), preferred
    )


def test_the_preferred_supplier_is_chosen_whatever_the_others_cost() -> None:
    preferred = offer("30", "10", preferred=True)
    assert replenishment.choose_offer([offer("1", "100"), preferred]) is preferred


def test_a_reliable_supplier_may_cost_more_and_no_more_than_that() -> None:
    cheap, good = offer("18", "80"), offer("20", "100")
    assert replenishment.choose_offer([cheap, good]) is good
    dear = offer("25", "100")
    assert replenishment.choose_offer([cheap, dear]) is cheap


def test_without_a_price_only_where_nobody_has_one() -> None:
    unpriced, priced = offer(None, "110"), offer("500", None)
    assert replenishment.choose_offer([unpriced, priced]) is priced
    assert replenishment.choose_offer([unpriced]) is unpriced
    assert replenishment.choose_offer([]) is None
