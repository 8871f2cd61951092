"""What planned batches will ask for: heard once, in whatever order, and set against what may be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.context import CONTEXT
from desertbrew.contexts.inventory.contract import LotStatus
from desertbrew.contexts.inventory.rules import TRANSIT, UNPLACED, Demand, ShelfLot, cover_demands, monday_of
from desertbrew.contexts.production.contract import (
    BatchMoved,
    BatchPlanned,
    BatchReplanned,
    MaterialsRequested,
    RequestedMaterial,
)
from desertbrew.kernel.clock import FixedClock
from desertbrew.kernel.ids import Id, new_id
from inventory.warehouse import Warehouse
from support.client import Client, answered
from support.letters import deliver, envelope_of

RESERVING = {BatchPlanned, BatchReplanned, BatchMoved}
TODAY = date(2026, 11, 20)


def materials(item_id: Id, *amounts: str, unit: str = "kg") -> tuple[RequestedMaterial, ...]:
    return tuple(RequestedMaterial(item_id, "Malta", Decimal(amount), unit) for amount in amounts)


def planned(item_id: Id, amount: str, *, batch_id: Id | None = None, in_days: int = 3, unit: str = "kg") -> BatchPlanned:
    batch = batch_id or new_id()
    wanted = materials(item_id, amount, unit=unit)
    return BatchPlanned(batch, "L-0001", "Velafrons", Decimal(400), TODAY + timedelta(days=in_days), materials=wanted)


def bring(warehouse: Warehouse, *happened: BatchPlanned | BatchReplanned | BatchMoved | MaterialsRequested) -> None:
    """Each of them twice: a courier may."""
    letters = [envelope_of(each) for each in happened]
    deliver(CONTEXT, warehouse.database, *(letter for letter in letters for _ in range(2)))


def forecast(warehouse: Warehouse, item_id: Id, weeks: int = 4) -> queries.Forecast | None:
    with warehouse.database.read() as tx:
        return next((each for each in queries.forecasts(tx, weeks) if each.item.id == item_id), None)


# ------------------------------------------------------------------------------------------------------------- rules

quantities = st.integers(1, 20).map(Decimal)
shelves = st.lists(
    st.builds(ShelfLot, quantities, st.none() | st.integers(0, 20).map(lambda days: TODAY + timedelta(days))), max_size=6
)
wishes = st.lists(
    st.builds(Demand, st.builds(new_id), st.integers(0, 25).map(lambda days: TODAY + timedelta(days)), quantities),
    max_size=6,
)


@given(shelves, wishes)
def test_inv_l31_what_is_covered_exists_and_has_not_expired(lots: Sequence[ShelfLot], demands: Sequence[Demand]) -> None:
    """INV-L31"""
    covers = cover_demands(lots, demands)
    assert [cover.demand for cover in covers] == sorted(demands, key=lambda each: each.on)
    covered = sum((cover.demand.quantity - cover.missing for cover in covers), Decimal(0))
    assert all(0 <= cover.missing <= cover.demand.quantity for cover in covers)
    assert covered <= sum((lot.quantity for lot in lots), Decimal(0))
    for day in {demand.on for demand in demands}:
        later = [cover for cover in covers if cover.demand.on >= day]
        usable = sum((lot.quantity for lot in lots if (lot.expires_on or date.max) >= day), Decimal(0))
        assert sum((cover.demand.quantity - cover.missing for cover in later), Decimal(0)) <= usable


@given(shelves, wishes)
def test_nothing_usable_is_left_while_something_is_missing(lots: Sequence[ShelfLot], demands: Sequence[Demand]) -> None:
    """The first demand that misses anything finds no lot that it could have used, but for what earlier ones took."""
    covers = cover_demands(lots, demands)
    for index, cover in enumerate(covers):
        if cover.missing:
            usable = sum((lot.quantity for lot in lots if (lot.expires_on or date.max) >= cover.demand.on), Decimal(0))
            before = sum((each.demand.quantity - each.missing for each in covers[:index]), Decimal(0))
            assert usable - before <= cover.demand.quantity - cover.missing
            break


def test_a_week_begins_on_monday() -> None:
    assert monday_of(date(2026, 11, 22)) == monday_of(date(2026, 11, 16)) == date(2026, 11, 16)


# --------------------------------------------------------------------------------------------------------- reactions


def test_a_planned_batch_reserves_until_it_has_what_it_asked_for(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    warehouse.stock(item_id, "10", "100.00")
    plan = planned(item_id, "12000", unit="g")
    bring(warehouse, plan)
    seen = forecast(warehouse, item_id)
    assert seen is not None
    assert (seen.on_hand, seen.reserved, seen.missing) == (Decimal(10), Decimal(12), Decimal(2))
    assert [(need.number, need.missing) for need in seen.batches] == [("L-0001", Decimal(2))]
    warehouse.stock(item_id, "10", "100.00")
    # Two brews of one batch ask one after the other.
    bring(warehouse, MaterialsRequested(new_id(), plan.batch_id, "L-0001", materials(item_id, "5")))
    seen = forecast(warehouse, item_id)
    assert seen is not None
    assert (seen.reserved, seen.missing) == (Decimal(7), Decimal(0))
    bring(warehouse, MaterialsRequested(new_id(), plan.batch_id, "L-0001", materials(item_id, "7")))
    assert forecast(warehouse, item_id) is None


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_inv_l30_a_cancelled_batch_reserves_nothing_in_whatever_order_it_is_heard(
    warehouse: Warehouse, order: Sequence[int]
) -> None:
    item_id = warehouse.item()
    plan = planned(item_id, "5")
    again = BatchReplanned(plan.batch_id, "L-0001", Decimal(300), TODAY + timedelta(4), materials(item_id, "4"))
    story = (plan, again, BatchMoved(plan.batch_id, "L-0001", "CANCELLED"))
    bring(warehouse, *(story[index] for index in order))
    assert forecast(warehouse, item_id) is None


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_inv_l30_the_later_plan_stands_in_whatever_order_it_is_heard(warehouse: Warehouse, order: Sequence[int]) -> None:
    item_id = warehouse.item()
    warehouse.stock(item_id, "10", "100.00")
    plan = planned(item_id, "5")
    again = BatchReplanned(plan.batch_id, "L-0001", Decimal(300), TODAY + timedelta(9), materials(item_id, "4", "3"))
    asked = MaterialsRequested(new_id(), plan.batch_id, "L-0001", materials(item_id, "2"))
    story = (plan, again, asked)
    bring(warehouse, *(story[index] for index in order))
    seen = forecast(warehouse, item_id)
    assert seen is not None
    assert (seen.reserved, seen.batches[0].planned_on, seen.batches[0].recipe_name) == (
        Decimal(5),
        TODAY + timedelta(9),
        "Velafrons",
    )


def test_a_plan_of_before_names_no_material_and_reserves_nothing(warehouse: Warehouse) -> None:
    bring(warehouse, BatchPlanned(new_id(), "L-0009", "Vieja", Decimal(100)))
    with warehouse.database.read() as tx:
        assert queries.forecasts(tx, 4) == []


def test_what_does_not_convert_is_said_and_in_no_figure(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    bring(warehouse, planned(item_id, "2", unit="saco"))
    seen = forecast(warehouse, item_id)
    assert seen is not None
    assert (seen.reserved, list(seen.unconverted)) == (Decimal(0), ["2 saco"])


# ---------------------------------------------------------------------------------------------------------- shortages


def test_held_and_soon_expiring_stock_does_not_cover_a_later_brew(warehouse: Warehouse, clock: FixedClock) -> None:
    item_id = warehouse.item()
    today = clock.now().date()
    held = warehouse.stock(item_id, "50", "1.00")
    warehouse.hold(held.id, LotStatus.QUARANTINE)
    warehouse.stock(item_id, "4", "1.00", expires_on=today + timedelta(5))
    warehouse.stock(item_id, "3", "1.00")
    early, late = planned(item_id, "2", in_days=2), planned(item_id, "6", in_days=12)
    bring(warehouse, early, late)
    seen = forecast(warehouse, item_id)
    assert seen is not None
    assert (seen.on_hand, seen.held, seen.missing, seen.short_on) == (
        Decimal(7),
        Decimal(50),
        Decimal(3),
        TODAY + timedelta(12),
    )
    by_week = [(week.starts_on, week.reserved, week.missing) for week in seen.weeks if week.reserved]
    assert by_week == [
        (monday_of(TODAY + timedelta(2)), Decimal(2), Decimal(0)),
        (monday_of(TODAY + timedelta(12)), Decimal(6), Decimal(3)),
    ]
    near = forecast(warehouse, item_id, weeks=1)
    assert near is not None
    assert (near.reserved, near.missing) == (Decimal(2), Decimal(0))


def test_what_is_on_its_way_covers_no_brew(warehouse: Warehouse, client: Client) -> None:
    item_id = warehouse.item()
    lot, whole = warehouse.stock(item_id, "6", "60.00"), warehouse.stock(item_id, "4", "40.00")
    warehouse.carry(lot.id, UNPLACED, TRANSIT, "1")
    warehouse.carry(whole.id, UNPLACED, TRANSIT, "4")
    bring(warehouse, planned(item_id, "7"))
    seen = forecast(warehouse, item_id)
    assert seen is not None
    assert (seen.on_hand, seen.held, seen.missing) == (Decimal(5), Decimal(5), Decimal(2))
    line = {"item_id": str(item_id), "quantity": "1", "unit": "kg"}
    (warning,) = answered(client.post("/v1/issues", {"reason": "muestra", "lines": [line]}), 201)["warnings"]
    assert (warning["drawable"], warning["reserved"]) == ("4.000000", "7.000000")


def test_an_issue_by_hand_is_told_what_planned_batches_will_miss(warehouse: Warehouse, client: Client) -> None:
    item_id = warehouse.item()
    warehouse.stock(item_id, "10", "100.00")
    bring(warehouse, planned(item_id, "8"))

    def issue(quantity: str) -> list[dict[str, object]]:
        lines = [{"item_id": str(item_id), "quantity": quantity, "unit": "kg"}]
        return list(answered(client.post("/v1/issues", {"reason": "muestra", "lines": lines}), 201)["warnings"])

    assert issue("2") == []
    (warning,) = issue("1")
    assert (warning["drawable"], warning["reserved"], warning["batches"]) == ("7.000000", "8.000000", ["L-0001"])
    (row,) = answered(client.get("/v1/shortages"))["items"]
    assert (row["name"], row["missing"], row["batches"][0]["missing"]) == (
        warehouse.read_item(item_id).name,
        "1.000000",
        "1.000000",
    )


def test_a_batch_that_ferments_asks_for_nothing_more(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    plan = planned(item_id, "8")
    bring(warehouse, plan, BatchMoved(plan.batch_id, "L-0001", "BREWING"))
    assert forecast(warehouse, item_id) is not None
    bring(warehouse, BatchMoved(plan.batch_id, "L-0001", "FERMENTING"))
    assert forecast(warehouse, item_id) is None
    assert commands.PlannedBatch(plan.batch_id, "L-0001").planned_on is None
