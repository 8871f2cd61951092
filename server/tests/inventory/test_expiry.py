"""Lots go out of date, are thrown away, and what that costs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.contract import (
    ExpirySeverity,
    ItemKind,
    LotExpired,
    LotExpiring,
    LotStatus,
    StockCorrected,
    WasteClass,
)
from desertbrew.contexts.inventory.errors import ExpiryIsThat, HoldNotAllowed, InsufficientStock, LotCodeTaken
from desertbrew.contexts.inventory.rules import expiry_priority, severity_of
from desertbrew.contexts.inventory.tables import Lot
from desertbrew.kernel.clock import FixedClock
from desertbrew.kernel.errors import InvalidInput
from desertbrew.kernel.ids import Id
from inventory.warehouse import Warehouse
from support.letters import emitted

MIDNIGHT = datetime(2026, 11, 21, 6, 5, tzinfo=UTC)
"""00:05 in Monterrey."""


@pytest.fixture
def today(warehouse: Warehouse, clock: FixedClock) -> date:
    """A business day that begins now."""
    clock.advance(MIDNIGHT - clock.now())
    return date(2026, 11, 21)


def food(warehouse: Warehouse, today: date, *keeps: int, cost: str = "30.00") -> tuple[Id, list[Lot]]:
    """Something that spoils, in lots that keep so many days each."""
    item_id = warehouse.item(kind=ItemKind.FOOD)
    return item_id, [warehouse.stock(item_id, "3", cost, expires_on=today + timedelta(days)) for days in keeps]


def night(warehouse: Warehouse) -> None:
    warehouse.write(commands.watch_dates)


def redate(warehouse: Warehouse, lot_id: Id, day: date | None) -> None:
    warehouse.write(lambda tx: commands.correct_expiry(tx, lot_id, day, "mal escrita"))


def statuses(warehouse: Warehouse, lot_id: Id) -> list[tuple[str, str, str]]:
    """The lot's history, oldest first: before, after, by whom."""
    with warehouse.database.read() as tx:
        lines = [row for row, _ in queries.status_history(tx, lot_id)]
    return [(line.before, line.after, line.reason) for line in reversed(lines)]


# ------------------------------------------------------------------------------------------------------------ the rules


@pytest.mark.parametrize(
    "days_left, severity", [(-1, None), (0, "CRITICAL"), (3, "CRITICAL"), (4, "WARNING"), (7, "WARNING"), (8, None)]
)
def test_severity_by_the_days_that_are_left(days_left: int, severity: str | None) -> None:
    assert severity_of(days_left) == severity


@pytest.mark.parametrize(
    "days_left, priority", [(-9, 5), (2, 5), (3, 4), (5, 4), (6, 3), (10, 3), (11, 2), (15, 2), (16, 1)]
)
def test_priority_by_the_days_that_are_left(days_left: int, priority: int) -> None:
    assert expiry_priority(days_left) == priority


# ------------------------------------------------------------------------------------------------------------ the night


def test_inv_l12_a_lot_is_told_once_a_step_and_once_when_it_is_over(
    warehouse: Warehouse, clock: FixedClock, today: date
) -> None:
    """INV-L12: seven days before, three days before, the day after its last; however often the job runs."""
    item_id, (lot,) = food(warehouse, today, 9)
    told: list[tuple[int, ExpirySeverity]] = []
    for _ in range(13):
        night(warehouse)
        night(warehouse)
        clock.advance(timedelta(days=1))
    told = [
        (each.days_left, each.severity) for each in emitted(warehouse.database, LotExpiring) if isinstance(each, LotExpiring)
    ]
    assert told == [(7, ExpirySeverity.WARNING), (3, ExpirySeverity.CRITICAL)]
    (over,) = emitted(warehouse.database, LotExpired)
    assert isinstance(over, LotExpired)
    assert (over.lot_id, over.available, over.value) == (lot.id, Decimal(3), Decimal(30))
    assert statuses(warehouse, lot.id) == [("AVAILABLE", "EXPIRED", "Caducó el 30/11/2026")]
    with pytest.raises(InsufficientStock):
        warehouse.issue((item_id, "1", "kg"))
    with pytest.raises(HoldNotAllowed):
        warehouse.release(lot.id)


def test_what_comes_in_with_two_days_left_is_critical_at_once_and_what_is_used_up_is_nobodys_worry(
    warehouse: Warehouse, clock: FixedClock, today: date
) -> None:
    item_id, _ = food(warehouse, today, 2)
    used, _ = food(warehouse, today, 2)
    warehouse.issue((used, "3", "kg"))
    night(warehouse)
    clock.advance(timedelta(days=3))
    night(warehouse)
    warned = emitted(warehouse.database, LotExpiring)
    assert [(each.item_id, each.severity) for each in warned if isinstance(each, LotExpiring)] == [(item_id, "CRITICAL")]
    assert [each.item_id for each in emitted(warehouse.database, LotExpired) if isinstance(each, LotExpired)] == [item_id]


@pytest.mark.parametrize("kind, after", [(LotStatus.QUARANTINE, "EXPIRED"), (LotStatus.BLOCKED, "BLOCKED")])
def test_inv_l12_a_quarantine_ends_with_the_date_and_a_block_does_not(
    warehouse: Warehouse, clock: FixedClock, today: date, kind: LotStatus, after: str
) -> None:
    """INV-L12."""
    _, (lot,) = food(warehouse, today, 1)
    warehouse.hold(lot.id, kind)
    clock.advance(timedelta(days=2))
    night(warehouse)
    night(warehouse)
    assert warehouse.read_lot(lot.id).status == after
    assert len(emitted(warehouse.database, LotExpired)) == 1
    if after == "BLOCKED":
        warehouse.release(lot.id)
        assert warehouse.read_lot(lot.id).status == "EXPIRED"


def test_inv_l12_another_date_takes_it_back_to_what_it_was(warehouse: Warehouse, clock: FixedClock, today: date) -> None:
    """INV-L12: and a date that has passed already lets it expire at once."""
    item_id, (free, held) = food(warehouse, today, 1, 1)
    warehouse.hold(held.id, LotStatus.QUARANTINE)
    clock.advance(timedelta(days=2))
    night(warehouse)
    for lot in (free, held):
        redate(warehouse, lot.id, today + timedelta(60))
    assert [warehouse.read_lot(lot.id).status for lot in (free, held)] == ["AVAILABLE", "QUARANTINE"]
    warehouse.issue((item_id, "1", "kg"))
    redate(warehouse, free.id, today)
    assert warehouse.read_lot(free.id).status == "EXPIRED"
    with pytest.raises(ExpiryIsThat):
        redate(warehouse, free.id, today)
    redate(warehouse, free.id, None)
    assert warehouse.read_lot(free.id).status == "AVAILABLE"
    with warehouse.database.read() as tx:
        changes = [(row.before, row.after) for row in queries.expiry_changes(tx, free.id)]
    later = today + timedelta(60)
    assert changes == [(today, None), (later, today), (today + timedelta(1), later)]


def test_the_list_keeps_what_is_over_apart_from_what_soon_will_be(
    warehouse: Warehouse, clock: FixedClock, today: date
) -> None:
    _, (over, last_day, soon, _) = food(warehouse, today, 1, 2, 9, 10)
    clock.advance(timedelta(days=2))
    with warehouse.database.read() as tx:
        assert [lot.id for lot, _ in queries.expiring_lots(tx, 7, 10)] == [over.id, last_day.id, soon.id]
        assert [lot.id for lot, _ in queries.expiring_lots(tx, 0, 10)] == [over.id, last_day.id]
        assert len(queries.expiring_lots(tx, 365, 2)) == 2


# ---------------------------------------------------------------------------------------------------------- what comes in


@pytest.mark.parametrize("days, status", [(0, "QUARANTINE"), (-1, "EXPIRED"), (-400, "EXPIRED")])
def test_inv_l13_without_a_day_of_life_it_is_refused_or_held_with_a_reason(
    warehouse: Warehouse, today: date, days: int, status: str
) -> None:
    """INV-L13."""
    item_id = warehouse.item(kind=ItemKind.FOOD)
    for why in (None, "  x "):
        with pytest.raises(InvalidInput, match="/lines/0/expires_on"):
            warehouse.stock(item_id, "1", "1.00", expires_on=today + timedelta(days), why=why)
    lot = warehouse.stock(item_id, "1", "1.00", expires_on=today + timedelta(days), why="se usa hoy")
    assert lot.status == status
    assert statuses(warehouse, lot.id) == [("AVAILABLE", status, "se usa hoy")]
    with pytest.raises(InsufficientStock):
        warehouse.issue((item_id, "1", "kg"))


def line(item_id: Id, **changed: Any) -> commands.NewLine:
    return commands.NewLine(item_id, Decimal(4), "kg", Decimal("10.01"), **changed)


def test_another_currency_counts_in_pesos_and_stays_written(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    warehouse.receive(line(item_id, currency="USD", exchange_rate=Decimal("18.345678")))
    (lot,) = warehouse.lots(item_id)
    assert (lot.initial_cost, lot.original_cost, lot.currency) == (Decimal("183.64"), Decimal("10.01"), "USD")
    assert lot.exchange_rate == Decimal("18.345678")
    assert warehouse.balance(item_id) == (Decimal(4), Decimal("183.64"))
    for wrong in ({"currency": "USD"}, {"exchange_rate": Decimal(1)}):
        with pytest.raises(InvalidInput, match="exchange_rate"):
            warehouse.receive(line(item_id, **wrong))


def test_a_lot_code_is_one_lots(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    warehouse.receive(line(item_id, code="P-77"), line(item_id))
    assert sorted(lot.code for lot in warehouse.lots(item_id))[1] == "P-77"
    for lines in ([line(item_id, code="P-77")], [line(item_id, code="P-78"), line(item_id, code="P-78")]):
        with pytest.raises(LotCodeTaken):
            warehouse.receive(*lines)


# ------------------------------------------------------------------------------------------------- waste and what it costs


def test_waste_has_a_class_and_its_share_of_what_came_in(warehouse: Warehouse, clock: FixedClock, today: date) -> None:
    _, (first, second) = food(warehouse, today, 30, 60)
    clock.advance(timedelta(days=1))
    for lot, quantity, why in (
        (first, "1", WasteClass.PROCESS),
        (first, "1", WasteClass.SPOILAGE),
        (second, "0.5", WasteClass.PROCESS),
    ):
        warehouse.write(lambda tx, lot=lot, q=quantity, why=why: commands.waste_lot(tx, lot.id, Decimal(q), "se tiró", why))  # type: ignore[misc]
    with warehouse.database.read() as tx:
        (found,) = queries.waste(tx, today, today + timedelta(1))
        assert (found.received, found.wasted, found.wasted_cost) == (Decimal(6), Decimal("2.5"), Decimal("25.00"))
        assert found.by_class == {"PROCESS": Decimal("15.00"), "SPOILAGE": Decimal("10.00")}
        assert queries.received_cost(tx, today, today) == Decimal("60.00")
        assert queries.waste(tx, today, today) == []
        (late,) = queries.waste(tx, today + timedelta(1), today + timedelta(1))
        assert late.received == 0
    told = emitted(warehouse.database, StockCorrected)
    assert [each.waste_class for each in told if isinstance(each, StockCorrected)] == ["PROCESS", "SPOILAGE", "PROCESS"]
