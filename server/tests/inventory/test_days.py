"""The days of every item say what the ledger says, whoever wrote it and whenever."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from alembic import command
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.context import CONTEXT
from desertbrew.contexts.inventory.rules import MovementKind
from desertbrew.contexts.inventory.rules.days import DAY_FIGURE, DAY_FIGURES, day_figure
from desertbrew.contexts.inventory.tables import StockDay
from desertbrew.kernel.clock import FixedClock
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform import migrate
from inventory.warehouse import Warehouse

FRIDAY, SATURDAY = date(2026, 11, 20), date(2026, 11, 21)
WRITERS = Path(commands.__file__).parent


def days(warehouse: Warehouse, item_id: Id) -> list[tuple[date, str, str, str, str, str]]:
    """(day, received, consumed, wasted, adjusted, value)."""
    with warehouse.database.read() as tx:
        rows = tx.session.execute(select(StockDay).where(StockDay.item_id == item_id).order_by(StockDay.day)).scalars()
        return [
            (row.day, *(f"{getattr(row, name):.0f}" for name in DAY_FIGURES), f"{row.value_change:.2f}")  # type: ignore[misc]
            for row in rows
        ]


def faults(warehouse: Warehouse) -> Sequence[str]:
    with warehouse.database.read() as tx:
        return queries.day_faults(tx)


@pytest.fixture
def busy(warehouse: Warehouse, clock: FixedClock) -> Id:
    """An item of a Friday and of the Saturday after it, with every kind of line."""
    item = warehouse.item()
    lot = warehouse.stock(item, "100", "200.00", at=clock.now() - timedelta(days=9))
    warehouse.issue((item, "30", "kg"))
    warehouse.issue((item, "5", "kg"), (item, "5", "kg"))
    warehouse.write(lambda tx: commands.waste_lot(tx, lot.id, Decimal(2), "se mojó"))
    batch, given_out = new_id(), new_id()
    warehouse.issue_for_batch(given_out, batch, (item, "10", "kg"))
    clock.advance(timedelta(hours=15))  # half past midnight at the brewery
    back = commands.Returned(lot.id, item, Decimal(10), Decimal("20.00"))
    warehouse.write(lambda tx: commands.take_back(tx, new_id(), batch, "L-0001", [back]))
    warehouse.write(lambda tx: commands.count_lot(tx, lot.id, Decimal(50), "conteo"))
    return item


def test_inv_l51_each_line_counts_on_the_day_it_was_posted(warehouse: Warehouse, busy: Id) -> None:
    assert days(warehouse, busy) == [
        (FRIDAY, "100", "50", "2", "0", "96.00"),
        (SATURDAY, "0", "-10", "0", "-8", "4.00"),
    ]
    assert faults(warehouse) == []


def test_inv_l51_the_past_is_added_up_from_the_ledger(warehouse: Warehouse, busy: Id) -> None:
    other = warehouse.item()
    warehouse.stock(other, "7.5", "10.00")
    before = {item: days(warehouse, item) for item in (busy, other)}
    database = warehouse.database
    migrate._run(
        database,
        lambda connection: command.downgrade(migrate._config(CONTEXT, database, connection), "inventory_0007"),
    )
    assert migrate.upgrade(CONTEXT, database)
    assert {item: days(warehouse, item) for item in (busy, other)} == before


def test_inv_l51_the_doctor_sees_a_day_that_is_wrong_and_one_that_is_missing(warehouse: Warehouse, busy: Id) -> None:
    sku = warehouse.read_item(busy).sku
    moved = update(StockDay).where(StockDay.day == FRIDAY).values(day=FRIDAY - timedelta(days=1))
    warehouse.write(lambda tx: tx.session.execute(moved))
    told = faults(warehouse)
    assert len(told) == 2
    assert all(f"of item {busy} differs from its ledger lines" in each for each in told)
    warehouse.write(lambda tx: tx.session.execute(delete(StockDay)))
    assert f"the days of item {sku} do not add up to its balance" in faults(warehouse)


def test_inv_l51_whoever_writes_the_ledger_keeps_the_day() -> None:
    forgetful = [
        path.name
        for path in WRITERS.rglob("*.py")
        if ("insert(Movement)" in (text := path.read_text(encoding="utf-8")) or " Movement(" in text)
        and "keep_day(" not in text
    ]
    assert forgetful == []


@given(st.sampled_from(list(DAY_FIGURE)), st.decimals(-1000, 1000, places=6))
def test_inv_l51_a_line_changes_its_evening_by_its_quantity(kind: MovementKind, quantity: Decimal) -> None:
    figure, counted = day_figure(kind, quantity)
    assert counted == (quantity if figure in {"received", "adjusted"} else -quantity)
