"""What to buy is suggested from stock as it is, once, and a person turns it into orders."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desertbrew.contexts.inventory import commands as stock
from desertbrew.contexts.inventory.context import CONTEXT as INVENTORY
from desertbrew.contexts.inventory.contract import ItemKind, Need
from desertbrew.contexts.purchasing import commands, queries
from desertbrew.contexts.purchasing.context import CONTEXT as PURCHASING
from desertbrew.contexts.purchasing.errors import SuggestionClosed, SuggestionIncomplete
from desertbrew.contexts.purchasing.rules.orders import OrderState
from desertbrew.contexts.purchasing.tables import Suggestion, Supplier
from desertbrew.kernel.clock import FixedClock
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.kernel.roles import Role
from desertbrew.platform.context import Context
from desertbrew.platform.db import Database, Origin
from inventory.warehouse import Warehouse
from purchasing.desk import Desk
from support.client import Client, answered, slug_of


@pytest.fixture
def contexts() -> Sequence[Context]:
    """Purchasing asks, inventory answers."""
    return (INVENTORY, PURCHASING)


class House:
    """A warehouse and the desk that buys for it."""

    def __init__(self, databases: dict[str, Database], origin: Origin, clock: FixedClock) -> None:
        self.warehouse = Warehouse(databases["inventory"], origin)
        self.desk = Desk(databases["purchasing"], origin)
        self.clock = clock

    def item(self, minimum: str | None = "50", maximum: str | None = "200", on_hand: str = "") -> Id:
        sku = f"ITEM-{str(new_id())[-12:]}"
        levels = {"min_quantity": minimum and Decimal(minimum), "max_quantity": maximum and Decimal(maximum)}
        new = stock.NewItem(sku, f"Malta {sku}", ItemKind.MALT, BaseUnit.KG, **levels)  # type: ignore[arg-type]
        item_id = self.warehouse.write(lambda tx: stock.create_item(tx, new)).id
        known = commands.KnownItem(item_id, sku, new.name, "MALT", "kg")
        self.desk.write(lambda tx: commands.know_item(tx, known))
        if on_hand:
            self.warehouse.stock(item_id, on_hand, "100.00")
        return item_id

    def sold_by(self, item_id: Id, price: str | None = "500", name: str = "Malta del Norte") -> Supplier:
        """A supplier with sacks of 25 kg of it."""
        supplier = self.desk.supplier(name)
        new = commands.NewPack(supplier.id, item_id, "saco 25 kg", Decimal(25))
        pack = self.desk.write(lambda tx: commands.add_pack(tx, new))
        if price is not None:
            self.desk.price(pack.id, price)
        return supplier

    def refresh(self) -> list[Suggestion]:
        self.desk.write(commands.refresh_suggestions)
        return self.open()

    def open(self) -> list[Suggestion]:
        with self.desk.database.read() as tx:
            return list(queries.open_suggestions(tx))

    def read(self, row: Suggestion) -> Suggestion:
        with self.desk.database.read() as tx:
            return queries.suggestion(tx, row.id)

    def convert(self, *rows: Suggestion) -> list[str]:
        ids = [row.id for row in rows]
        return [order.supplier_name for order in self.desk.write(lambda tx: commands.convert_suggestions(tx, ids))]


@pytest.fixture
def house(databases: dict[str, Database], origin: Origin, clock: FixedClock) -> House:
    return House(databases, origin, clock)


def test_a_low_item_is_suggested_up_to_its_maximum_in_whole_packs_with_its_figures(house: House) -> None:
    low = house.item(on_hand="60")
    house.item(on_hand="150")
    supplier = house.sold_by(low)
    (found,) = house.refresh()
    # No history: 50 + 0.25 * 150 = 87.5 is reached at 60; 140 kg are missing, six sacks.
    assert (found.item_id, found.engine, found.packs, found.quantity) == (low, "MIN_MAX", Decimal(6), Decimal(150))
    assert (found.supplier_id, found.pack_price) == (supplier.id, Decimal(500))
    figures = json.loads(found.figures)
    assert {"usable": "60.000000", "reorder_point": "87.500000", "asked": "140.000000"}.items() <= figures.items()


def test_inv_p21_the_same_is_not_suggested_twice_nor_while_it_is_on_order(house: House) -> None:
    house.sold_by(house.item(on_hand="60"))
    (first,) = house.refresh()
    (again,) = house.refresh()
    assert (again.id, again.packs) == (first.id, first.packs)
    assert house.convert(again) == ["Malta del Norte"]
    assert house.refresh() == []
    assert (house.read(first).state, house.read(first).order_id is not None) == ("CONVERTED", True)
    with pytest.raises(SuggestionClosed):
        house.convert(first)


def test_inv_p21_of_two_suppliers_come_two_orders(house: House) -> None:
    for name in ("Malta del Norte", "Lúpulos del Valle"):
        house.sold_by(house.item(on_hand="10"), name=name)
    assert sorted(house.convert(*house.refresh())) == ["Lúpulos del Valle", "Malta del Norte"]
    with house.desk.database.read() as tx:
        orders = queries.orders(tx, queries.OrderFilter(), None, 10)
    assert {order.state for order in orders} == {OrderState.DRAFT}
    assert {order.subtotal for order in orders} == {Decimal(8 * 500)}


def test_inv_p21_what_a_person_decided_stays_decided(house: House) -> None:
    house.sold_by(house.item(on_hand="60"))
    (row,) = house.refresh()
    house.desk.write(lambda tx: commands.review_suggestion(tx, row.id, Decimal(3)))
    (kept,) = house.refresh()
    assert (kept.state, kept.packs, kept.quantity) == ("REVIEWED", Decimal(3), Decimal(75))
    house.desk.write(lambda tx: commands.reject_suggestion(tx, row.id, "hay en la otra bodega"))
    assert house.refresh() == []
    house.clock.advance(timedelta(days=8))
    (later,) = house.refresh()
    assert later.id != row.id


def test_a_suggestion_that_nobody_decides_expires_after_a_week(house: House) -> None:
    house.sold_by(house.item(on_hand="60"))
    (row,) = house.refresh()
    house.desk.write(lambda tx: commands.approve_suggestion(tx, row.id))
    house.clock.advance(timedelta(days=8))
    house.refresh()
    assert house.read(row).state == "EXPIRED"


def test_a_need_that_is_gone_takes_its_suggestion_along(house: House) -> None:
    item = house.item(on_hand="60")
    (row,) = house.refresh()
    house.warehouse.stock(item, "140", "100.00")
    assert house.refresh() == []
    assert house.read(row).state == "EXPIRED"


def test_planned_brews_are_bought_for_beyond_the_maximum(house: House) -> None:
    item = house.item(on_hand="180")
    with house.warehouse.database.read() as tx:
        day = tx.today + timedelta(days=2)
    batch = stock.PlannedBatch(new_id(), "L-0042", "Pale del desierto", day)
    needs = [Need(item, Decimal(500), "kg")]
    house.warehouse.write(lambda tx: stock.reserve(tx, batch, needs, replanned=False))
    (found,) = house.refresh()
    assert (found.engine, found.quantity, found.priority) == ("BREW_PLAN", Decimal(320), "HIGH")
    assert json.loads(found.figures)["batches"] == ["L-0042"]


def test_without_a_maximum_the_mean_of_a_month_says_how_much(house: House) -> None:
    item = house.item(minimum=None, maximum=None, on_hand="100")
    house.clock.advance(timedelta(days=9))
    house.warehouse.issue((item, "90", "kg"))
    (found,) = house.refresh()
    # 90 kg in ten days are 9 a day, for seven days of way and seven of safety 126; 10 are left.
    assert (found.engine, found.quantity, found.priority) == ("SMA", Decimal(116), "HIGH")


def test_what_nobody_sells_is_suggested_and_cannot_be_ordered(house: House) -> None:
    house.item(on_hand="10")
    (row,) = house.refresh()
    assert (row.supplier_id, row.pack_name) == (None, "kg")
    with pytest.raises(SuggestionIncomplete):
        house.convert(row)


def test_the_daily_job_orders_only_what_the_owner_lets_it(house: House) -> None:
    house.sold_by(house.item(on_hand="175"), name="Malta del Norte")
    small = house.item(on_hand="60")
    house.sold_by(small, name="Lúpulos del Valle")
    house.sold_by(house.item(on_hand="0.5"), price="5000", name="Lúpulos del Sur")
    house.desk.write(commands.replenish_daily)
    assert len(house.open()) == 2
    house.desk.write(lambda tx: commands.set_auto_order(tx, Decimal("3000.01")))
    house.desk.write(commands.replenish_daily)
    assert [row.supplier_name for row in house.open()] == ["Lúpulos del Sur"]
    house.desk.write(commands.replenish_daily)
    with house.desk.database.read() as tx:
        assert [order.supplier_name for order in queries.orders(tx, queries.OrderFilter(), None, 10)] == [
            "Lúpulos del Valle"
        ]


def test_a_score_is_made_of_orders_received_late_awaited_and_cancelled(house: House) -> None:
    supplier = house.sold_by(house.item())
    on_time, late, overdue = (house.desk.sent(supplier.id, line(house)) for _ in range(3))
    house.desk.receive(on_time, "25", closes=False)
    house.clock.advance(timedelta(days=20))
    house.desk.receive(late, "25", closes=False)
    with house.desk.database.read() as tx:
        found = queries.supplier_score(tx, supplier.id)
    record = found.record
    assert (record.orders, record.due, record.on_time, record.cancelled) == (3, 3, 1, 0)
    assert found.score == Decimal("43.3333")
    assert overdue.state == OrderState.SENT


def line(house: House) -> commands.NewOrderLine:
    return commands.NewOrderLine(house.item(), Decimal(25), Decimal(20))


levels = st.tuples(st.integers(1, 100), st.integers(101, 400), st.integers(1, 500))


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(levels)
def test_inv_p20_suggesting_is_idempotent_and_never_overfills(house: House, drawn: tuple[int, int, int]) -> None:
    minimum, maximum, on_hand = (str(each) for each in drawn)
    item = house.item(minimum, maximum, on_hand)
    house.sold_by(item, name=f"Proveedor {item}")
    mine = [row for row in house.refresh() if row.item_id == item]
    assert [(row.id, row.packs) for row in house.refresh() if row.item_id == item] == [(row.id, row.packs) for row in mine]
    for row in mine:
        assert int(on_hand) + row.quantity < int(maximum) + 25


def test_over_the_wire_it_is_listed_edited_and_ordered(house: House, client: Client) -> None:
    house.sold_by(house.item(on_hand="60"))
    (row,) = answered(client.post("/v1/purchase-suggestions/refreshes", {}), 201)["items"]
    path = f"/v1/purchase-suggestions/{row['id']}"
    assert answered(client.put(path, {"packs": "2"}))["amount"] == "1000.00"
    assert answered(client.post(f"{path}/approvals", {}), 201)["state"] == "APPROVED"
    listed = answered(client.get("/v1/purchase-suggestions"))
    assert (len(listed["items"]), listed["auto_order_below"]) == (1, None)
    overview = answered(client.get("/v1/purchasing-overview"))
    assert (overview["suggestions_count"], overview["waiting_count"]) == (1, 0)
    ordered = answered(client.post("/v1/purchase-suggestions/conversions", {"suggestion_ids": [row["id"]]}), 201)
    assert [each["state"] for each in ordered["orders"]] == ["DRAFT"]
    assert slug_of(client.post(f"{path}/rejections", {"reason": "demasiado tarde"})) == "suggestion-closed"
    assert answered(client.get(path))["state"] == "CONVERTED"
    assert slug_of(client.get(f"/v1/suppliers/{new_id()}/score")) == "not-found"
    assert answered(client.get(f"/v1/suppliers/{row['supplier_id']}/score"))["score"] is None
    assert answered(client.put("/v1/replenishment-rules", {"below": "500.00"}))["below"] == "500.00"
    accountant = client.acting_as(Role.ACCOUNTANT)
    assert slug_of(accountant.put("/v1/replenishment-rules", {"below": None})) == "not-allowed"
    assert answered(client.get("/v1/stock-overview"))["low_count"] == 0
