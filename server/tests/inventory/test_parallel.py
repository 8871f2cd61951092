"""Many hands on one lot at the same moment: never over-drawn, never deadlocked, none lost."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from desertbrew.apps import compose, registry
from desertbrew.contexts.inventory import commands
from desertbrew.contexts.inventory.commands import Issued
from desertbrew.contexts.inventory.contract import Need
from desertbrew.contexts.inventory.errors import InsufficientStock
from desertbrew.kernel.clock import Clock
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.db import Database, Origin, Tx
from desertbrew.platform.ports import Ports
from desertbrew.platform.settings import Settings
from inventory.warehouse import Wanted, Warehouse, needs
from support.client import Client
from support.waiting import eventually

HANDS = 64


@pytest.fixture
def processes(inventory: Database, settings: Settings, clock: Clock) -> Iterator[Sequence[Database]]:
    """Everybody who may write to inventory's database: on PostgreSQL a second process too, on SQLite there is none."""
    if inventory.is_sqlite:
        yield [inventory]
        return
    context = registry.context_named("inventory")
    other = compose.open_database(settings.model_copy(update={"database_workers": 16}), context, clock, Ports())
    yield [inventory, other]
    other.close()


def issue_all(processes: Sequence[Database], origin: Origin, wishes: Sequence[Sequence[Wanted]]) -> list[Issued | None]:
    """Hand every wish in at once; None where it was refused. Fails where a deadlock made any be tried twice."""
    tries = itertools.count()

    def hand_in(index: int) -> Issued | None:
        wanted = needs(wishes[index])
        database = processes[index % len(processes)]
        try:
            return database.write(attempt(wanted), origin)
        except InsufficientStock:
            return None

    def attempt(wanted: Sequence[Need]) -> Callable[[Tx], Issued]:
        def work(tx: Tx) -> Issued:
            next(tries)
            return commands.issue(tx, "a la vez", wanted)

        return work

    with ThreadPoolExecutor(HANDS) as hands:
        issued = list(hands.map(hand_in, range(len(wishes))))
    assert next(tries) == len(wishes)
    return issued


def test_64_at_once_take_exactly_what_one_lot_has(
    warehouse: Warehouse, processes: Sequence[Database], origin: Origin
) -> None:
    item_id = warehouse.item()
    lot = warehouse.stock(item_id, "100", "1000.01")
    issued = [each for each in issue_all(processes, origin, [[(item_id, "2", "kg")]] * HANDS) if each]
    # 100 kg are fifty times two: fifty are served, fourteen refused, and the last one takes the odd centavo.
    assert len(issued) == 50
    assert sum(each.total_cost for each in issued) == Decimal("1000.01")
    assert {draw.lot_id for each in issued for draw in each.draws} == {lot.id}
    assert warehouse.balance(item_id) == (Decimal(0), Decimal(0))
    assert len([movement for movement in warehouse.movements(item_id) if movement.quantity < 0]) == 50
    assert warehouse.faults() == []


def test_64_at_once_that_need_two_items_in_either_order_never_wait_for_each_other(
    warehouse: Warehouse, processes: Sequence[Database], origin: Origin
) -> None:
    malt, hops = warehouse.item(), warehouse.item()
    for item_id in (malt, hops):
        for _ in range(4):
            warehouse.stock(item_id, "16", "99.97")
    forth: list[Wanted] = [(malt, "1", "kg"), (hops, "1", "kg")]
    issued = issue_all(processes, origin, [forth if n % 2 else forth[::-1] for n in range(HANDS)])
    assert all(issued)
    for item_id in (malt, hops):
        assert warehouse.balance(item_id) == (Decimal(0), Decimal(0))
    assert sum(each.total_cost for each in issued if each) == 8 * Decimal("99.97")
    assert warehouse.faults() == []


def test_deliveries_and_issues_at_once_lose_nothing(
    warehouse: Warehouse, processes: Sequence[Database], origin: Origin
) -> None:
    items = sorted(warehouse.item() for _ in range(3))
    for item_id in items:
        warehouse.stock(item_id, "100", "700.00")

    def work(index: int) -> None:
        database = processes[index % len(processes)]
        order = items if index % 4 < 2 else items[::-1]
        if index % 2:
            lines = [commands.NewLine(item_id, Decimal(1), "kg", Decimal("7.03")) for item_id in order]
            new = commands.NewReceipt(warehouse.supplier_id, lines)
            database.write(lambda tx: commands.receive_lots(tx, new), origin)
        else:
            wanted = needs([(item_id, "2", "kg") for item_id in order])
            database.write(lambda tx: commands.issue(tx, "a la vez", wanted), origin)

    with ThreadPoolExecutor(HANDS) as hands:
        list(hands.map(work, range(HANDS)))
    for item_id in items:
        assert warehouse.balance(item_id)[0] == 100 + HANDS // 2 - 2 * (HANDS // 2)
    assert warehouse.faults() == []


def test_a_request_that_comes_64_times_at_once_takes_once(
    warehouse: Warehouse, processes: Sequence[Database], origin: Origin
) -> None:
    item_id, issue_id, batch_id = warehouse.item(), new_id(), new_id()
    warehouse.stock(item_id, "1000", "500.00")
    wanted = needs([(item_id, "10", "kg")])

    def ask(index: int) -> None:
        database = processes[index % len(processes)]
        database.write(lambda tx: commands.issue_for_batch(tx, issue_id, batch_id, "L-0001", wanted), origin)

    with ThreadPoolExecutor(HANDS) as hands:
        list(hands.map(ask, range(HANDS)))
    assert warehouse.balance(item_id) == (Decimal(990), Decimal("495.00"))


def test_an_item_that_many_create_at_once_is_created_once(processes: Sequence[Database], client: Client) -> None:
    body = {"sku": "MALT-PALE", "name": "Malta", "kind": "MALT", "base_unit": "kg"}
    with ThreadPoolExecutor(8) as hands:
        answers = [answer.status_code for answer in hands.map(lambda _: client.post("/v1/items", body), range(8))]
    assert sorted(answers) == [201] + [409] * 7


def test_a_conversion_that_many_set_at_once_is_set(warehouse: Warehouse, client: Client) -> None:
    path = f"/v1/items/{warehouse.item()}/conversions/saco"
    with ThreadPoolExecutor(8) as hands:
        answers = list(hands.map(lambda _: client.put(path, {"factor_to_base": "25"}), range(8)))
    assert {answer.status_code for answer in answers} == {200}


def test_over_http_too_the_last_kilo_goes_to_one_of_64(warehouse: Warehouse, client: Client) -> None:
    item_id: Id = warehouse.item()
    warehouse.stock(item_id, "1", "10.00")
    body = {"reason": "el último kilo", "lines": [{"item_id": str(item_id), "quantity": "1", "unit": "kg"}]}
    with ThreadPoolExecutor(HANDS) as hands:
        answers = [answer.status_code for answer in hands.map(lambda _: client.post("/v1/issues", body), range(HANDS))]
    assert sorted(answers) == [201] + [409] * (HANDS - 1)
    eventually(lambda: warehouse.faults() == [])
