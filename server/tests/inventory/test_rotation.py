"""How stock turned, from a real ledger: the figures of the report are those that the rules make of every evening."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.contract import LotStatus, Need, StockFigures
from desertbrew.contexts.inventory.queries.rotation import Outlook
from desertbrew.contexts.inventory.rules import rotation
from desertbrew.contexts.inventory.rules.rotation import RotationLimits
from desertbrew.kernel.clock import FixedClock
from desertbrew.kernel.errors import InvalidInput, NotFound
from desertbrew.kernel.ids import Id, new_id
from inventory.warehouse import Warehouse


def turnover(warehouse: Warehouse, item_id: Id, days: int = 90) -> queries.Turnover:
    with warehouse.database.read() as tx:
        (found,) = queries.turnovers(tx, days, [item_id])
        return found


def outlook(warehouse: Warehouse, item_id: Id) -> Outlook:
    with warehouse.database.read() as tx:
        return queries.outlook(tx, item_id, 30)


def test_an_item_is_measured_from_its_first_day_on(warehouse: Warehouse, clock: FixedClock) -> None:
    item = warehouse.item()
    warehouse.stock(item, "100", "200.00")
    clock.advance(timedelta(days=1))
    warehouse.issue((item, "40", "kg"))
    clock.advance(timedelta(days=2))
    # Evenings: 100, 60, 60, 60.
    found = turnover(warehouse, item)
    assert (found.days, found.mean_stock, found.consumed) == (4, Decimal(70), Decimal(40))
    assert (found.index, found.index_30) == (Decimal("0.5714"), Decimal("4.2855"))
    assert found.rotation is rotation.RotationClass.FAST
    assert (found.daily, found.coverage_days) == (Decimal(10), Decimal(6))
    assert found.coverage is rotation.CoverageVerdict.RISK
    assert (found.first_half, found.second_half, found.trend) == (Decimal(20), Decimal(0), rotation.Trend.DOWN)


def test_of_a_long_life_only_the_period_counts(warehouse: Warehouse, clock: FixedClock) -> None:
    item = warehouse.item()
    warehouse.stock(item, "100", "200.00")
    warehouse.issue((item, "10", "kg"))
    clock.advance(timedelta(days=40))
    warehouse.issue((item, "30", "kg"))
    month, quarter = turnover(warehouse, item, 30), turnover(warehouse, item, 90)
    assert (month.days, month.consumed, month.mean_stock) == (30, Decimal(30), Decimal(89))  # 29 evenings of 90, one of 60
    assert (quarter.days, quarter.consumed) == (41, Decimal(40))


def test_nothing_happened_to_an_item_that_nobody_touched(warehouse: Warehouse) -> None:
    found = turnover(warehouse, warehouse.item())
    assert (found.index, found.rotation, found.coverage_days) == (None, None, None)
    assert found.coverage is rotation.CoverageVerdict.NO_USE


def throw_away(warehouse: Warehouse, lot_id: Id, quantity: int) -> None:
    warehouse.write(lambda tx: commands.waste_lot(tx, lot_id, Decimal(quantity), "se cayó"))


moves = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 9), st.booleans()), min_size=1, max_size=8)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(moves)
def test_inv_l51_the_report_is_what_the_evenings_say(
    warehouse: Warehouse, clock: FixedClock, moved: list[tuple[int, int, bool]]
) -> None:
    item = warehouse.item()
    lot = warehouse.stock(item, "100", "10.00")
    for pause, quantity, wasted in moved:
        clock.advance(timedelta(days=pause))
        if wasted:
            throw_away(warehouse, lot.id, quantity)
        else:
            warehouse.issue((item, str(quantity), "kg"))
    seen = outlook(warehouse, item)
    daily = [day.consumed for day in seen.days]
    found = seen.turnover
    assert found.days == len(daily)
    assert found.consumed == sum(daily)
    assert seen.days[-1].closing == found.on_hand
    assert abs(found.mean_stock - sum((day.closing for day in seen.days), Decimal(0)) / len(daily)) <= Decimal("0.000001")
    assert (found.first_half, found.second_half) == rotation.half_means(daily)
    assert found.days_with_use == sum(1 for used in daily if used)
    assert seen.variation == rotation.variation(rotation.weekly_use(daily))


def test_slow_movers_are_those_that_tie_up_capital(warehouse: Warehouse, clock: FixedClock) -> None:
    slow, fast, gone = (warehouse.item() for _ in range(3))
    for item in (slow, fast, gone):
        warehouse.stock(item, "10", "500.00")
    clock.advance(timedelta(days=89))
    warehouse.issue((gone, "10", "kg"))
    warehouse.stock(fast, "60", "10.00")
    warehouse.issue((fast, "69", "kg"))
    with warehouse.database.read() as tx:
        found = queries.slow_movers(tx)
    assert [each.item_id for each in found] == [slow]
    assert (found[0].value, found[0].index) == (Decimal("500.00"), Decimal(0))


def test_classes_begin_where_the_brewery_says(warehouse: Warehouse, clock: FixedClock) -> None:
    item = warehouse.item()
    warehouse.stock(item, "100", "200.00")
    clock.advance(timedelta(days=29))
    warehouse.issue((item, "50", "kg"))
    assert turnover(warehouse, item, 30).rotation is rotation.RotationClass.VERY_SLOW
    ours = RotationLimits(Decimal("0.5"), Decimal("0.4"), Decimal("0.3"), Decimal("0.2"))
    warehouse.write(lambda tx: commands.set_rotation_limits(tx, ours))
    assert turnover(warehouse, item, 30).rotation is rotation.RotationClass.VERY_FAST
    with pytest.raises(InvalidInput):
        warehouse.write(lambda tx: commands.set_rotation_limits(tx, RotationLimits(fast=Decimal(7))))


def test_an_item_out_of_use_has_no_outlook(warehouse: Warehouse) -> None:
    with pytest.raises(NotFound):
        outlook(warehouse, new_id())


def test_purchasing_learns_what_brews_wait_for_and_what_may_be_drawn(warehouse: Warehouse) -> None:
    item = warehouse.item()
    held = warehouse.stock(item, "30", "60.00")
    warehouse.stock(item, "20", "40.00")
    warehouse.hold(held.id, LotStatus.BLOCKED)
    batch = new_id()
    with warehouse.database.read() as tx:
        day = tx.today + timedelta(days=5)
    planned = commands.PlannedBatch(batch, "L-0009", "Pale del desierto", day)
    warehouse.write(lambda tx: commands.reserve(tx, planned, [Need(item, Decimal(45), "kg")], replanned=False))
    (figure,) = warehouse.database.ports.get(StockFigures).ask([item])
    assert (figure.on_hand, figure.usable, figure.reserved) == (Decimal(50), Decimal(20), Decimal(45))
    assert (figure.short_on, figure.batches) == (day, ("L-0009",))
