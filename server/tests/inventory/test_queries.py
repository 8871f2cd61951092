"""What one can ask the warehouse, and that it notices when its own books were tampered with."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.contract import ItemKind, Need, ShortageReason
from desertbrew.contexts.inventory.queries import ItemFilter, LotFilter, MovementFilter
from desertbrew.kernel.clock import FixedClock
from desertbrew.kernel.errors import NotFound
from desertbrew.kernel.ids import Id, new_id
from inventory.warehouse import Warehouse


@pytest.fixture
def items(warehouse: Warehouse) -> list[Id]:
    """Five items, created in another order than their names have."""
    return [warehouse.item(sku) for sku in ("MALT-C", "MALT-A", "HOPS-E", "HOPS-D", "MALT-B")]


def test_items_come_by_name_page_by_page(warehouse: Warehouse, items: list[Id]) -> None:
    seen: list[str] = []
    after: tuple[int, str, Id] | None = None
    with warehouse.database.read() as tx:
        while page := queries.items(tx, ItemFilter(), after, 2):
            seen += [view.item.sku for view in page]
            after = (0, page[-1].item.name, page[-1].item.id)
    assert seen == ["HOPS-D", "HOPS-E", "MALT-A", "MALT-B", "MALT-C"]


@pytest.mark.parametrize(
    "q, found", [("malt", 3), ("ARTÍCULO HOPS", 2), ("articulo m", 3), ("-b", 1), ("%", 0), ("_", 0), ("nada", 0), ("", 5)]
)
def test_items_are_looked_for_in_names_and_codes(warehouse: Warehouse, items: list[Id], q: str, found: int) -> None:
    with warehouse.database.read() as tx:
        assert len(queries.items(tx, ItemFilter(q), None, 10)) == found
        assert queries.items(tx, ItemFilter(q, ItemKind.BEER), None, 10) == []


def test_an_item_shows_its_conversions_and_what_there_is(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    warehouse.write(lambda tx: commands.set_conversion(tx, item_id, "saco", Decimal(25)))
    warehouse.stock(item_id, "10", "100.00")
    with warehouse.database.read() as tx:
        view = queries.item(tx, item_id)
        assert (view.on_hand, view.value) == (Decimal(10), Decimal(100))
        assert [(each.unit, each.factor_to_base) for each in view.conversions] == [("saco", Decimal(25))]
        with pytest.raises(NotFound):
            queries.item(tx, new_id())


def test_stock_is_what_there_is(warehouse: Warehouse, items: list[Id]) -> None:
    for item_id in items[:2]:
        warehouse.stock(item_id, "1", "1.00")
        warehouse.stock(item_id, "2", "1.00")
    warehouse.issue((items[0], "3", "kg"))
    warehouse.issue((items[1], "1", "kg"))
    with warehouse.database.read() as tx:
        (row,) = queries.stock(tx, None, None, None, 10)
    assert (row[0].id, *row[1:]) == (items[1], Decimal(2), Decimal(1), 1)


def test_lots_come_in_the_order_of_drawing(warehouse: Warehouse, clock: FixedClock) -> None:
    item_id = warehouse.item()
    ages = (1, 5, 3)
    lots = [warehouse.stock(item_id, "1", "1", at=clock.now() - timedelta(days=age)) for age in ages]
    warehouse.issue((item_id, "1", "kg"))
    with warehouse.database.read() as tx:
        everything = queries.lots(tx, LotFilter(item_id=item_id), None, 10)
        assert [row[0].id for row in everything] == [lots[1].id, lots[2].id, lots[0].id]
        first = everything[0][0]
        rest = queries.lots(tx, LotFilter(item_id=item_id), (first.received_at, first.id), 10)
        assert [row[0].id for row in rest] == [lots[2].id, lots[0].id]
        still_open = queries.lots(tx, LotFilter(item_id=item_id, open_only=True), None, 10)
        assert [row[0].id for row in still_open] == [lots[2].id, lots[0].id]
        (one,) = queries.lots(tx, LotFilter(receipt_id=lots[0].receipt_id), None, 10)
        assert one[0].id == lots[0].id
        assert queries.lot(tx, lots[0].id)[1].id == item_id
        with pytest.raises(NotFound):
            queries.lot(tx, new_id())


def test_the_ledger_comes_newest_first(warehouse: Warehouse) -> None:
    item_id, other = warehouse.item(), warehouse.item()
    lot = warehouse.stock(item_id, "10", "100.00")
    warehouse.stock(other, "10", "100.00")
    warehouse.issue((item_id, "1", "kg"))
    with warehouse.database.read() as tx:
        lines = [row[0] for row in queries.movements(tx, MovementFilter(item_id), None, 10)]
        assert [(line.kind, line.quantity, line.cost) for line in lines] == [
            ("ISSUE", Decimal(-1), Decimal(-10)),
            ("RECEIPT", Decimal(10), Decimal(100)),
        ]
        assert [row[0] for row in queries.movements(tx, MovementFilter(lot_id=lot.id), None, 10)] == lines
        rest = queries.movements(tx, MovementFilter(item_id), (lines[0].posted_at, lines[0].id), 10)
        assert [row[0].id for row in rest] == [lines[1].id]


def test_receipts_come_newest_first(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    made = [warehouse.stock(item_id, "1", "1").receipt_id for _ in range(3)]
    with warehouse.database.read() as tx:
        assert [row.id for row in queries.receipts(tx, None, 2)] == made[:0:-1]
        assert [row.id for row in queries.receipts(tx, made[1], 2)] == made[:1]
        assert queries.receipt(tx, made[0]).number == "REC-000001"
        with pytest.raises(NotFound):
            queries.receipt(tx, new_id())


def test_availability_says_what_an_issue_would_do_and_does_not_do_it(warehouse: Warehouse) -> None:
    malt, hops = warehouse.item(), warehouse.item()
    warehouse.stock(malt, "3", "10.00")
    warehouse.stock(hops, "1", "700.00")
    asked = [
        Need(malt, Decimal(1), "kg"),
        Need(hops, Decimal(800), "g"),
        Need(hops, Decimal(800), "g"),
        Need(hops, Decimal(1), "packet"),
    ]
    with warehouse.database.read() as tx:
        found = {(each.item_id, each.unit): each for each in queries.availability(tx, asked)}
    assert (found[malt, "kg"].cost, found[malt, "kg"].reason) == (Decimal("3.33"), None)
    short = found[hops, "kg"]
    assert (short.needed, short.available, short.reason) == (Decimal("1.6"), Decimal(1), ShortageReason.NOT_ENOUGH)
    assert found[hops, "packet"].reason is ShortageReason.UNIT_DOES_NOT_CONVERT
    assert warehouse.balance(malt)[0] == 3
    assert warehouse.issue((malt, "1", "kg")).total_cost == Decimal("3.33")


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE lot SET remaining_quantity = remaining_quantity - 1",
        "UPDATE lot SET remaining_cost = remaining_cost - 1",
        "UPDATE stock_balance SET quantity = quantity + 1",
        "UPDATE stock_balance SET value = value + 1",
    ],
)
def test_inv_l1_l3_books_that_somebody_changed_are_noticed(warehouse: Warehouse, tampering: str) -> None:
    item_id = warehouse.item()
    warehouse.stock(item_id, "2", "2.00")
    assert warehouse.faults() == []
    warehouse.write(lambda tx: tx.session.execute(text(tampering)))
    assert warehouse.faults() != []
