"""What people do in the warehouse: rows, events and refusals, on a real database."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from desertbrew.contexts.inventory import commands
from desertbrew.contexts.inventory.commands import NewLine
from desertbrew.contexts.inventory.contract import (
    ItemCreated,
    ItemKind,
    LotsReceived,
    MaterialsIssued,
    MaterialsRefused,
    ShortageReason,
    StockIssued,
)
from desertbrew.contexts.inventory.errors import InsufficientStock, SkuTaken, UnitDoesNotConvert
from desertbrew.kernel.clock import FixedClock
from desertbrew.kernel.errors import DomainError, InvalidInput, NotFound
from desertbrew.kernel.ids import new_id
from desertbrew.kernel.quantity import BaseUnit
from inventory.warehouse import Warehouse
from support.letters import emitted

# ------------------------------------------------------------------------------------------------------------- items


def test_an_item_is_created_with_an_empty_balance_and_told(warehouse: Warehouse) -> None:
    item_id = warehouse.item("malt pale 2row")
    assert warehouse.read_item(item_id).sku == "MALT-PALE-2ROW"
    assert warehouse.balance(item_id) == (Decimal(0), Decimal(0))
    name = "Artículo malt pale 2row"
    told = ItemCreated(item_id, "MALT-PALE-2ROW", name, ItemKind.MALT, BaseUnit.KG)
    assert emitted(warehouse.database, ItemCreated) == [told]


def test_two_items_cannot_have_one_sku_however_it_is_spelled(warehouse: Warehouse) -> None:
    warehouse.item("MALT-PALE")
    with pytest.raises(SkuTaken) as refusal:
        warehouse.item("malt  pale!")
    assert refusal.value.facts == {"sku": "MALT-PALE", "name": "Artículo MALT-PALE"}
    assert len(emitted(warehouse.database, ItemCreated)) == 1


def test_a_sku_of_nothing_but_marks_is_refused(warehouse: Warehouse) -> None:
    with pytest.raises(InvalidInput, match="/sku"):
        warehouse.item("--")


def test_a_conversion_can_be_set_and_corrected(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    for factor in ("50", "25"):
        warehouse.write(lambda tx, factor=factor: commands.set_conversion(tx, item_id, "saco", Decimal(factor)))  # type: ignore[misc]
    warehouse.receive(NewLine(item_id, Decimal(2), "saco", Decimal(900)))
    assert warehouse.balance(item_id) == (Decimal(50), Decimal(900))


@pytest.mark.parametrize("unit", ["kg", "g", "lb"])
def test_a_unit_that_everybody_knows_keeps_its_meaning(warehouse: Warehouse, unit: str) -> None:
    item_id = warehouse.item()
    with pytest.raises(InvalidInput):
        warehouse.write(lambda tx: commands.set_conversion(tx, item_id, unit, Decimal(2)))


def test_a_unit_of_another_dimension_can_be_given_a_meaning(warehouse: Warehouse) -> None:
    # A litre of this caustic is 1.52 kg.
    item_id = warehouse.item()
    warehouse.write(lambda tx: commands.set_conversion(tx, item_id, "L", Decimal("1.52")))
    warehouse.receive(NewLine(item_id, Decimal(10), "L", Decimal(100)))
    assert warehouse.balance(item_id)[0] == Decimal("15.2")


def test_a_conversion_of_an_unknown_item_is_refused(warehouse: Warehouse) -> None:
    with pytest.raises(NotFound):
        warehouse.write(lambda tx: commands.set_conversion(tx, new_id(), "saco", Decimal(25)))


# --------------------------------------------------------------------------------------------------------- receiving


def test_a_delivery_makes_a_lot_a_line_with_its_cost(warehouse: Warehouse) -> None:
    malt, hops = warehouse.item(), warehouse.item(kind=ItemKind.HOPS)
    receipt = warehouse.receive(
        NewLine(malt, Decimal(1), "t", Decimal("24600.00"), "PA-0831"),
        NewLine(hops, Decimal(500), "g", Decimal("345.50")),
        NewLine(malt, Decimal(25), "kg", Decimal("0.00")),
    )
    assert (receipt.number, receipt.total_cost, receipt.supplier_name) == (
        "REC-000001",
        Decimal("24945.50"),
        "Maltas de prueba",
    )
    assert [(lot.code, lot.initial_quantity, lot.initial_cost) for lot in warehouse.lots(malt, hops)] == [
        ("LOTE-000001", Decimal(1000), Decimal("24600.00")),
        ("LOTE-000002", Decimal("0.5"), Decimal("345.50")),
        ("LOTE-000003", Decimal(25), Decimal(0)),
    ]
    assert warehouse.balance(malt) == (Decimal(1025), Decimal("24600.00"))
    (told,) = emitted(warehouse.database, LotsReceived)
    assert isinstance(told, LotsReceived)
    assert [lot.lot_id for lot in told.lots] == [lot.id for lot in warehouse.lots(malt, hops)]
    assert warehouse.faults() == []


@pytest.mark.parametrize(
    "unit, quantity, refusal",
    [
        ("packet", "1", UnitDoesNotConvert),
        ("L", "1", UnitDoesNotConvert),
        ("mg", "0.4", InvalidInput),  # less than a milligram is nothing
        ("t", "100000000", InvalidInput),
    ],
)
def test_inv_l6_a_line_that_cannot_be_meant_refuses_the_whole_delivery(
    warehouse: Warehouse, unit: str, quantity: str, refusal: type[DomainError]
) -> None:
    item_id = warehouse.item()
    with pytest.raises(refusal):
        warehouse.receive(
            NewLine(item_id, Decimal(1), "kg", Decimal(1)), NewLine(item_id, Decimal(quantity), unit, Decimal(1))
        )
    assert warehouse.lots(item_id) == []
    assert emitted(warehouse.database, LotsReceived) == []
    assert warehouse.receive(NewLine(item_id, Decimal(1), "kg", Decimal(1))).number == "REC-000001"


def test_a_delivery_of_something_or_from_somebody_unknown_is_refused(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    with pytest.raises(NotFound):
        warehouse.receive(NewLine(new_id(), Decimal(1), "kg", Decimal(1)))
    warehouse.supplier_id = new_id()
    with pytest.raises(NotFound):
        warehouse.receive(NewLine(item_id, Decimal(1), "kg", Decimal(1)))


def test_a_delivery_has_a_date_that_can_be_meant(warehouse: Warehouse, clock: FixedClock) -> None:
    item_id = warehouse.item()
    for days in (2, -21 * 365):
        with pytest.raises(InvalidInput, match="/received_at"):
            warehouse.stock(item_id, "1", "1", at=clock.now() + timedelta(days=days))
    for days in (0, 1, -400):
        warehouse.stock(item_id, "1", "1", at=clock.now() + timedelta(days=days))
    assert warehouse.balance(item_id)[0] == 3


def test_what_has_expired_is_not_received_and_what_expires_today_is(warehouse: Warehouse, clock: FixedClock) -> None:
    item_id = warehouse.item()
    today = clock.now().date()
    with pytest.raises(InvalidInput, match="/lines/0/expires_on"):
        warehouse.stock(item_id, "1", "1", expires_on=today)
    tomorrow = today + timedelta(days=1)
    assert warehouse.stock(item_id, "1", "1", expires_on=tomorrow).expires_on == tomorrow


def test_stock_beyond_any_warehouse_is_refused(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    warehouse.stock(item_id, "60000000", "1")
    with pytest.raises(InvalidInput):
        warehouse.stock(item_id, "60000000", "1")
    assert warehouse.balance(item_id)[0] == 60_000_000


def test_a_batch_is_received_once(warehouse: Warehouse) -> None:
    beer = warehouse.item(unit=BaseUnit.L, kind=ItemKind.BEER)
    batch_id = new_id()
    new = commands.NewPackages(batch_id, "L-0001", beer, Decimal(850), Decimal(10_000))
    for _ in range(2):
        receipt = warehouse.write(lambda tx: commands.receive_packages(tx, new))
        assert (receipt.id, receipt.source) == (batch_id, "BATCH")
    (movement,) = warehouse.movements(beer)
    assert (movement.kind, movement.reference) == ("PRODUCTION", "L-0001")
    assert warehouse.balance(beer) == (Decimal(850), Decimal(10_000))


# ----------------------------------------------------------------------------------------------------------- issuing


def test_inv_l7_the_oldest_receipt_leaves_first_whatever_was_typed_in_first(warehouse: Warehouse, clock: FixedClock) -> None:
    item_id = warehouse.item()
    young = warehouse.stock(item_id, "10", "120.00")
    old = warehouse.stock(item_id, "10", "100.00", at=clock.now() - timedelta(days=30))
    issued = warehouse.issue((item_id, "12", "kg"))
    assert [(draw.lot_id, draw.quantity, draw.cost) for draw in issued.draws] == [
        (old.id, Decimal(10), Decimal("100.00")),
        (young.id, Decimal(2), Decimal("24.00")),
    ]
    assert issued.total_cost == Decimal("124.00")
    (told,) = emitted(warehouse.database, StockIssued)
    assert isinstance(told, StockIssued)
    assert (told.issue_id, told.total_cost) == (issued.id, Decimal("124.00"))


def test_inv_l7_of_two_lots_of_one_moment_the_first_recorded_leaves_first(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    first, _ = warehouse.stock(item_id, "1", "1"), warehouse.stock(item_id, "1", "1")
    assert [draw.lot_id for draw in warehouse.issue((item_id, "1", "kg")).draws] == [first.id]


def test_inv_l7_what_has_expired_stays_on_the_shelf(warehouse: Warehouse, clock: FixedClock) -> None:
    item_id = warehouse.item()
    old = warehouse.stock(item_id, "10", "100.00", expires_on=clock.now().date() + timedelta(days=3))
    fresh = warehouse.stock(item_id, "10", "110.00")
    clock.advance(timedelta(days=3))
    assert [draw.lot_id for draw in warehouse.issue((item_id, "1", "kg")).draws] == [old.id]
    clock.advance(timedelta(days=1))
    assert [draw.lot_id for draw in warehouse.issue((item_id, "1", "kg")).draws] == [fresh.id]
    with pytest.raises(InsufficientStock):
        warehouse.issue((item_id, "10", "kg"))


def test_inv_l6_an_issue_takes_everything_or_names_all_that_is_missing(warehouse: Warehouse) -> None:
    malt, hops, yeast = (warehouse.item() for _ in range(3))
    warehouse.stock(malt, "10", "100.00")
    warehouse.stock(hops, "1", "700.00")
    with pytest.raises(InsufficientStock) as refusal:
        warehouse.issue((malt, "5", "kg"), (hops, "1200", "g"), (yeast, "1", "kg"))
    missing = {each["item_id"]: each["available"] for each in refusal.value.facts["shortages"]}
    assert missing == {hops: Decimal(1), yeast: Decimal(0)}
    assert warehouse.balance(malt) == (Decimal(10), Decimal("100.00"))
    assert emitted(warehouse.database, StockIssued) == []


def test_inv_l6_an_item_that_is_asked_for_twice_is_added_up_first(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    warehouse.stock(item_id, "1", "9.00")
    with pytest.raises(InsufficientStock):
        warehouse.issue((item_id, "600", "g"), (item_id, "600", "g"))
    issued = warehouse.issue((item_id, "600", "g"), (item_id, "400", "g"))
    assert [draw.quantity for draw in issued.draws] == [Decimal(1)]


@pytest.mark.parametrize(
    "quantity, unit, refusal",
    [("1", "saco", UnitDoesNotConvert), ("0", "kg", InvalidInput), ("-1", "kg", InvalidInput), ("0.1", "mg", InvalidInput)],
)
def test_an_issue_that_cannot_be_meant_is_refused(
    warehouse: Warehouse, quantity: str, unit: str, refusal: type[DomainError]
) -> None:
    item_id = warehouse.item()
    warehouse.stock(item_id, "10", "1.00")
    with pytest.raises(refusal):
        warehouse.issue((item_id, quantity, unit))
    assert warehouse.balance(item_id)[0] == 10


def test_an_issue_of_something_unknown_is_refused(warehouse: Warehouse) -> None:
    with pytest.raises(NotFound):
        warehouse.issue((new_id(), "1", "kg"))


def test_an_item_with_hundreds_of_lots_is_drawn_across_them(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    for _ in range(3):
        warehouse.receive(*[NewLine(item_id, Decimal(1), "kg", Decimal("1.01"))] * 70)
    issued = warehouse.issue((item_id, "200", "kg"))
    assert len(issued.draws) == 200
    assert issued.total_cost == 200 * Decimal("1.01")
    assert warehouse.faults() == []


# ----------------------------------------------------------------------------------------------------- for a batch


def test_inv_l5_a_request_takes_effect_once(warehouse: Warehouse) -> None:
    item_id, issue_id, batch_id = warehouse.item(), new_id(), new_id()
    warehouse.stock(item_id, "10", "100.00")
    for _ in range(3):
        warehouse.issue_for_batch(issue_id, batch_id, (item_id, "4", "kg"))
    assert warehouse.balance(item_id) == (Decimal(6), Decimal("60.00"))
    told, *again = emitted(warehouse.database, MaterialsIssued)
    assert again == [told, told]
    assert isinstance(told, MaterialsIssued)
    assert (told.issue_id, told.batch_id, told.total_cost) == (issue_id, batch_id, Decimal("40.00"))


def test_inv_l5_a_request_that_was_refused_stays_refused(warehouse: Warehouse) -> None:
    item_id, issue_id, batch_id = warehouse.item(), new_id(), new_id()
    warehouse.issue_for_batch(issue_id, batch_id, (item_id, "4", "kg"))
    warehouse.stock(item_id, "10", "100.00")
    warehouse.issue_for_batch(issue_id, batch_id, (item_id, "4", "kg"))
    assert warehouse.balance(item_id)[0] == 10
    assert emitted(warehouse.database, MaterialsIssued) == []
    told, again = emitted(warehouse.database, MaterialsRefused)
    assert told == again


def test_inv_l6_a_refused_brew_hears_every_reason_at_once(warehouse: Warehouse) -> None:
    malt, yeast, unknown = warehouse.item(), warehouse.item(), new_id()
    warehouse.stock(malt, "1", "10.00")
    warehouse.stock(yeast, "1", "10.00")
    warehouse.issue_for_batch(new_id(), new_id(), (malt, "4", "kg"), (yeast, "1", "packet"), (unknown, "1", "kg"))
    (told,) = emitted(warehouse.database, MaterialsRefused)
    assert isinstance(told, MaterialsRefused)
    assert {shortage.item_id: shortage.reason for shortage in told.shortages} == {
        malt: ShortageReason.NOT_ENOUGH,
        yeast: ShortageReason.UNIT_DOES_NOT_CONVERT,
        unknown: ShortageReason.UNKNOWN_ITEM,
    }
    assert warehouse.balance(malt)[0] == 1
    assert warehouse.balance(yeast)[0] == 1


def test_a_brew_that_needs_nothing_is_served(warehouse: Warehouse) -> None:
    warehouse.issue_for_batch(new_id(), new_id())
    (told,) = emitted(warehouse.database, MaterialsIssued)
    assert isinstance(told, MaterialsIssued)
    assert (told.draws, told.total_cost) == ((), Decimal(0))


# ------------------------------------------------------------------------------------- what the database itself refuses


@pytest.mark.parametrize(
    "statement", ["UPDATE movement SET quantity = 1", "UPDATE movement SET reference = 'x'", "DELETE FROM movement"]
)
def test_inv_l1_the_ledger_refuses_to_be_changed(warehouse: Warehouse, statement: str) -> None:
    warehouse.stock(warehouse.item(), "1", "1.00")
    with pytest.raises(DBAPIError):
        warehouse.write(lambda tx: tx.session.execute(text(statement)))
    assert warehouse.faults() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE lot SET remaining_quantity = -1",
        "UPDATE lot SET remaining_cost = -1",
        "UPDATE lot SET remaining_quantity = initial_quantity + 1",
        "UPDATE lot SET remaining_quantity = 0",  # and still costs something
        "UPDATE stock_balance SET quantity = -1",
        "UPDATE stock_balance SET value = -1",
    ],
)
def test_inv_l2_nothing_goes_below_zero_even_behind_our_back(warehouse: Warehouse, statement: str) -> None:
    warehouse.stock(warehouse.item(), "1", "1.00")
    with pytest.raises(IntegrityError):
        warehouse.write(lambda tx: tx.session.execute(text(statement)))
