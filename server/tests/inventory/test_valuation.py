"""What the stock is worth, today and on any day before, and the lines that say how it came so."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.commands import CategoryDetails
from desertbrew.contexts.inventory.contract import ItemKind
from desertbrew.contexts.inventory.errors import (
    CountAboveReceipt,
    CountAgrees,
    ExpiryIsThat,
    InsufficientStock,
    LotHoldsLess,
    LotIsEmpty,
    PlaceHoldsLess,
)
from desertbrew.contexts.inventory.queries import MovementFilter
from desertbrew.contexts.inventory.rules import UNPLACED
from desertbrew.kernel.clock import FixedClock
from desertbrew.kernel.ids import Id
from inventory.warehouse import Warehouse, needs
from support.client import Client, answered

Worths = list[tuple[str, Decimal, Decimal]]


def worths(warehouse: Warehouse, by: str = "item", as_of: date | None = None) -> Worths:
    """Group, what of it is fresh, what is out of date."""
    with warehouse.database.read() as tx:
        groups = queries.valuation(queries.lots_worth(tx, as_of), by)
    return [(group.name, group.fresh, group.expired) for group in groups]


deeds = st.lists(
    st.tuples(
        st.sampled_from(["receive", "receive old", "issue", "issue", "waste", "count", "carry", "redate", "sleep"]),
        st.integers(0, 1),
        st.integers(1, 9),
    ),
    min_size=4,
    max_size=16,
)


@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(deeds)
def test_inv_l14_a_past_day_is_told_as_it_was_told_that_evening(
    warehouse: Warehouse, clock: FixedClock, history: list[tuple[str, int, int]]
) -> None:
    """INV-L14: after any history, to the centavo; and the last evening is what the balances say."""
    items = [warehouse.item(kind=ItemKind.FOOD), warehouse.item()]
    place = warehouse.location()
    evenings: dict[date, tuple[Worths, Worths]] = {}

    def ours(as_of: date | None = None) -> tuple[Worths, Worths]:
        with warehouse.database.read() as tx:
            lots = [each for each in queries.lots_worth(tx, as_of) if each.lot.item_id in items]
        by_item, by_place = (queries.valuation(lots, by) for by in ("item", "location"))
        return told(by_item), told(by_place)

    for what, which, size in [*history, ("sleep", 0, 1)]:
        with warehouse.database.read() as tx:
            today = tx.today
        if what == "sleep":
            evenings[today] = ours()
            clock.advance(timedelta(days=size))
            warehouse.write(commands.watch_dates)
        else:
            act(warehouse, clock, items[which], what, size, place)
    for day, worth in evenings.items():
        assert ours(day) == worth
    balances = sum((warehouse.balance(item_id)[1] for item_id in items), Decimal(0))
    for groups in ours():
        assert sum((fresh + expired for _, fresh, expired in groups), Decimal(0)) == balances


def told(groups: Sequence[queries.Worth]) -> Worths:
    return [(group.key, group.fresh, group.expired) for group in groups]


def act(warehouse: Warehouse, clock: FixedClock, item_id: Id, what: str, size: int, place: Id) -> None:
    with warehouse.database.read() as tx:
        today = tx.today
    lots = warehouse.lots(item_id)
    amount = Decimal(size)
    try:
        if what.startswith("receive"):
            at = clock.now() - timedelta(days=size) if what == "receive old" else None
            warehouse.stock(item_id, str(size), f"{size}.77", at=at, expires_on=today + timedelta(size))
        elif what == "issue":
            warehouse.issue((item_id, str(amount / 3 // Decimal("0.000001") * Decimal("0.000001")), "kg"))
        elif lots and what == "waste":
            warehouse.write(lambda tx: commands.waste_lot(tx, lots[-1].id, amount, "se tiró", location_id=UNPLACED))
        elif lots and what == "count":
            warehouse.write(lambda tx: commands.count_lot(tx, lots[0].id, lots[0].initial_quantity / 2, "conteo", UNPLACED))
        elif lots and what == "carry":
            carry_some(warehouse, lots[-1].id, amount, place)
        elif lots and what == "redate":
            day = today + timedelta(100 + size)
            warehouse.write(lambda tx: commands.correct_expiry(tx, lots[0].id, day, "mal escrita"))
    except (InsufficientStock, LotHoldsLess, PlaceHoldsLess, CountAgrees, CountAboveReceipt, ExpiryIsThat, LotIsEmpty):
        return


def carry_some(warehouse: Warehouse, lot_id: Id, much: Decimal, place: Id) -> None:
    with warehouse.database.read() as tx:
        here = [each.quantity for each in queries.standing(tx, [lot_id])[lot_id] if each.location_id == UNPLACED]
    for quantity in here:
        warehouse.carry(lot_id, UNPLACED, place, str(min(much, quantity)))


def test_each_place_has_what_stood_there_that_evening(warehouse: Warehouse, clock: FixedClock) -> None:
    place = warehouse.location(code="silo-9")
    lot = warehouse.stock(warehouse.item(), "3", "10.00")
    carry_some(warehouse, lot.id, Decimal(1), place)
    with warehouse.database.read() as tx:
        evening, name = tx.today, "Lugar silo-9"
    clock.advance(timedelta(days=1))
    carry_some(warehouse, lot.id, Decimal(2), place)
    assert worths(warehouse, "location") == [(name, Decimal(10), Decimal(0))]
    # What nobody placed is first among the places, so its share is rounded down.
    assert worths(warehouse, "location", evening) == [
        ("", Decimal("6.66"), Decimal(0)),
        (name, Decimal("3.34"), Decimal(0)),
    ]
    with warehouse.database.read() as tx:
        assert [len(group.lots) for group in queries.valuation(queries.lots_worth(tx, evening), "item")] == [1]


def test_the_groups_are_those_of_today(warehouse: Warehouse, clock: FixedClock) -> None:
    drawer = warehouse.write(lambda tx: commands.create_category(tx, CategoryDetails("Carnes"))).id
    meat, soap = (
        warehouse.item("A-MEAT", kind=ItemKind.FOOD, category_id=drawer),
        warehouse.item("B-SOAP", kind=ItemKind.SUPPLY),
    )
    with warehouse.database.read() as tx:
        tomorrow = tx.today + timedelta(1)
    warehouse.stock(meat, "3", "100.00", expires_on=tomorrow)
    warehouse.stock(meat, "3", "10.00", expires_on=tomorrow + timedelta(90))
    warehouse.stock(soap, "1", "7.00")
    clock.advance(timedelta(days=2))
    gone, kept, some = Decimal(100), Decimal(10), Decimal(7)
    assert worths(warehouse, "category") == [("Carnes", kept, gone), ("", some, Decimal(0))]
    assert worths(warehouse, "kind") == [("FOOD", kept, gone), ("SUPPLY", some, Decimal(0))]
    assert worths(warehouse, "location") == [("", kept + some, gone)]
    assert worths(warehouse, "item", tomorrow) == [
        ("Artículo A-MEAT", gone + kept, Decimal(0)),
        ("Artículo B-SOAP", some, Decimal(0)),
    ]
    assert worths(warehouse, "item", tomorrow - timedelta(2)) == []


@pytest.mark.parametrize("limit", [1, 2, 50])
def test_the_ledger_is_filtered_and_paged(warehouse: Warehouse, clock: FixedClock, limit: int) -> None:
    drawer = warehouse.write(lambda tx: commands.create_category(tx, CategoryDetails("Carnes"))).id
    meat, other = warehouse.item(category_id=drawer), warehouse.item()
    with warehouse.database.read() as tx:
        today = tx.today
    lot = warehouse.stock(meat, "9", "9.00", at=clock.now() - timedelta(days=40))
    warehouse.stock(other, "9", "9.00")
    clock.advance(timedelta(days=1))
    issue = warehouse.issue((meat, "1", "kg"), (other, "1", "kg"))
    clock.advance(timedelta(days=1))
    warehouse.write(lambda tx: commands.waste_lot(tx, lot.id, Decimal(1), "se tiró"))

    def found(**wanted: object) -> list[tuple[str, bool]]:
        seen: list[tuple[str, bool]] = []
        after = None
        with warehouse.database.read() as tx:
            while page := queries.movements(tx, MovementFilter(**wanted), after, limit):  # type: ignore[arg-type]
                seen += [(row[0].kind, row[0].item_id == meat) for row in page]
                after = (page[-1][0].posted_at, page[-1][0].id)
        return seen

    came, went, thrown = ("RECEIPT", True), ("ISSUE", True), ("WASTE", True)
    assert found(item_id=meat) == found(category_id=drawer) == found(lot_id=lot.id) == [thrown, went, came]
    assert sorted(found(document_id=issue.id)) == [("ISSUE", False), went]
    assert found(kind="WASTE") == [thrown]
    assert found(since=today, until=today) == [("RECEIPT", False), came]
    assert found(since=today + timedelta(2)) == [thrown]
    assert found(item_id=meat, until=today + timedelta(1)) == [went, came]
    assert found(item_id=meat, posted_by=warehouse.origin.actor) == [thrown, went, came]
    assert found(posted_by="somebody else") == []


def test_tables_for_a_spreadsheet(client: Client, warehouse: Warehouse) -> None:
    item_id = warehouse.item("=SUM-1")
    warehouse.stock(item_id, "10", "100.00")
    warehouse.write(lambda tx: commands.issue(tx, "=1+1", needs([(item_id, "1", "kg")])))
    for path, wanted in (("/v1/movements/csv", {"kind": "ISSUE"}), ("/v1/valuation/csv", {})):
        told = client.get(path, **wanted)
        assert told.status_code == 200
        table = list(csv.reader(io.StringIO(told.text.removeprefix("\ufeff"))))
        assert len(table) == 2
        assert {len(row) for row in table} == {len(table[0])}
        assert not any(cell.startswith("=") for row in table for cell in row)
    groups = answered(client.get("/v1/valuation", by="item"))["groups"]
    assert [(group["quantity"], group["unit"], group["fresh"]) for group in groups] == [("9.000000", "kg", "90.00")]
