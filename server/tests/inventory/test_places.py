"""A lot spread over several places: what is taken from where, and that every kilo is somewhere."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.commands.placing import take_from_places
from desertbrew.contexts.inventory.contract import MaterialsIssued
from desertbrew.contexts.inventory.errors import (
    InsufficientStock,
    LotHoldsLess,
    LotInSeveralPlaces,
    LotIsEmpty,
    LotOnItsWay,
    PlaceHoldsLess,
)
from desertbrew.contexts.inventory.rules import TRANSIT, UNPLACED, Standing, spread
from desertbrew.contexts.inventory.rules.places import without
from desertbrew.contexts.inventory.tables import Lot
from desertbrew.kernel.errors import NotFound
from desertbrew.kernel.ids import Id, new_id
from inventory.warehouse import Warehouse, needs
from support.letters import emitted


def stands(warehouse: Warehouse, lot_id: Id) -> dict[Id, Decimal]:
    with warehouse.database.read() as tx:
        found = queries.standing(tx, [lot_id], on_its_way=True)[lot_id]
    return {place.location_id: place.quantity for place in found}


@pytest.fixture
def silo(warehouse: Warehouse) -> Id:
    return warehouse.location()


@pytest.fixture
def lot(warehouse: Warehouse, silo: Id) -> Lot:
    """10 kg for 100.03: 4 where nobody placed them, 6 in the silo."""
    made = warehouse.stock(warehouse.item(), "10", "100.03", expires_on=date(2027, 1, 1))
    warehouse.carry(made.id, UNPLACED, silo, "6")
    return made


amounts = st.decimals(min_value=Decimal("0.001"), max_value=1000, places=3)
shelves = st.lists(st.builds(Standing, st.builds(new_id), amounts), min_size=1, max_size=5)


@given(shelves, st.data())
def test_inv_l4_parts_of_a_draw_add_up_to_it(places: list[Standing], data: st.DataObject) -> None:
    """INV-L4 and INV-L15: nothing is taken twice, nor more than stands there, and no centavo is lost."""
    total = sum((place.quantity for place in places), Decimal(0))
    quantity = data.draw(st.decimals(min_value=Decimal("0.001"), max_value=total, places=3))
    cost = data.draw(st.decimals(min_value=0, max_value=9999, places=2))
    parts = spread(places, quantity, cost)
    assert sum(part.quantity for part in parts) == quantity
    assert sum(part.cost for part in parts) == cost
    assert all(part.quantity > 0 and part.cost >= 0 for part in parts)
    assert [part.location_id for part in parts] == [place.location_id for place in places][: len(parts)]
    rest = without(places, quantity)
    assert sum((place.quantity for place in rest), Decimal(0)) == total - quantity


def test_inv_l15_a_lot_is_spread_and_keeps_its_cost(warehouse: Warehouse, lot: Lot, silo: Id) -> None:
    assert stands(warehouse, lot.id) == {UNPLACED: 4, silo: 6}
    after = warehouse.read_lot(lot.id)
    assert (after.remaining_quantity, after.remaining_cost, after.location_id) == (Decimal(10), Decimal("100.03"), None)
    warehouse.carry(lot.id, UNPLACED, silo, "4")
    assert warehouse.read_lot(lot.id).location_id == silo
    assert warehouse.faults() == []


def test_within_a_lot_what_was_put_first_goes_first(warehouse: Warehouse, lot: Lot, silo: Id) -> None:
    issued = warehouse.issue((lot.item_id, "5", "kg"))
    assert [(draw.lot_id, draw.quantity, draw.cost) for draw in issued.draws] == [(lot.id, Decimal(5), Decimal("50.01"))]
    lines = [line for line in warehouse.movements(lot.item_id) if line.kind == "ISSUE"]
    assert [(line.location_id, line.quantity) for line in lines] == [(UNPLACED, Decimal(-4)), (silo, Decimal(-1))]
    assert sum(line.cost for line in lines) == Decimal("-50.01")
    assert stands(warehouse, lot.id) == {silo: 5}
    assert warehouse.faults() == []


def test_an_issue_from_a_place_takes_only_what_stands_there(warehouse: Warehouse, lot: Lot, silo: Id) -> None:
    def take(quantity: str, place: Id) -> None:
        wanted = needs([(lot.item_id, quantity, "kg")])
        warehouse.write(lambda tx: commands.issue(tx, "para cocer", wanted, location_id=place))

    with pytest.raises(InsufficientStock) as refusal:
        take("7", silo)
    assert refusal.value.facts["shortages"][0]["elsewhere"] == [{"location_id": UNPLACED, "quantity": Decimal(4)}]
    assert "Sin lugar (4)" in refusal.value.facts["summary"]
    take("6", silo)
    assert stands(warehouse, lot.id) == {UNPLACED: 4}
    with pytest.raises(NotFound):
        take("1", new_id())
    assert warehouse.faults() == []


def test_a_lot_chosen_by_hand_is_taken_from_the_place_that_was_asked(warehouse: Warehouse, lot: Lot, silo: Id) -> None:
    def pick(*quantities: str) -> None:
        picks = [commands.Pick(lot.id, Decimal(quantity), "kg") for quantity in quantities]
        warehouse.write(lambda tx: commands.issue(tx, "prueba", [], picks, "saco abierto", location_id=silo))

    with pytest.raises(PlaceHoldsLess):
        pick("3", "4")
    pick("3", "3")
    assert stands(warehouse, lot.id) == {UNPLACED: 4}
    with pytest.raises(LotHoldsLess):
        warehouse.pick(lot.id, "5")


def test_counts_and_waste_are_of_one_place(warehouse: Warehouse, lot: Lot, silo: Id) -> None:
    """INV-L10 by place: what is found or missing is found or missing somewhere."""
    with pytest.raises(LotInSeveralPlaces) as refusal:
        warehouse.write(lambda tx: commands.count_lot(tx, lot.id, Decimal(3), "conteo"))
    assert "Sin lugar (4)" in refusal.value.facts["places"]
    warehouse.write(lambda tx: commands.count_lot(tx, lot.id, Decimal(5), "conteo", silo))
    warehouse.write(lambda tx: commands.count_lot(tx, lot.id, Decimal(5), "conteo", UNPLACED))
    assert stands(warehouse, lot.id) == {UNPLACED: 5, silo: 5}
    with pytest.raises(PlaceHoldsLess):
        warehouse.write(lambda tx: commands.waste_lot(tx, lot.id, Decimal(6), "se mojó", location_id=silo))
    warehouse.write(lambda tx: commands.waste_lot(tx, lot.id, Decimal(5), "se mojó", location_id=silo))
    warehouse.write(lambda tx: commands.waste_lot(tx, lot.id, Decimal(5), "se mojó"))
    assert warehouse.balance(lot.item_id) == (Decimal(0), Decimal(0))
    with pytest.raises(LotIsEmpty):
        warehouse.write(lambda tx: commands.move_lot(tx, lot.id, silo, ""))
    warehouse.write(lambda tx: commands.count_lot(tx, lot.id, Decimal(1), "apareció"))
    assert warehouse.faults() == []


def test_what_is_on_its_way_is_neither_drawn_nor_counted(warehouse: Warehouse, lot: Lot, silo: Id) -> None:
    warehouse.carry(lot.id, silo, TRANSIT, "6")
    with pytest.raises(InsufficientStock):
        warehouse.issue((lot.item_id, "5", "kg"))
    with warehouse.database.read() as tx:
        assert queries.availability(tx, needs([(lot.item_id, "9", "kg")]))[0].available == 4
    warehouse.issue((lot.item_id, "4", "kg"))
    assert warehouse.read_lot(lot.id).location_id is None
    warehouse.carry(lot.id, TRANSIT, silo, "5")
    warehouse.carry(lot.id, silo, TRANSIT, "5")
    for act in (commands.count_lot, commands.waste_lot):
        with pytest.raises(LotOnItsWay):
            warehouse.write(lambda tx, act=act: act(tx, lot.id, Decimal(1), "no está"))  # type: ignore[misc]
        with pytest.raises(NotFound):
            warehouse.write(lambda tx, act=act: act(tx, lot.id, Decimal(1), "no está", location_id=TRANSIT))  # type: ignore[misc]
    with pytest.raises(LotOnItsWay):
        warehouse.write(lambda tx: commands.move_lot(tx, lot.id, silo, ""))
    assert warehouse.read_lot(lot.id).location_id == TRANSIT
    with pytest.raises(InsufficientStock):
        warehouse.issue((lot.item_id, "1", "kg"))
    assert warehouse.faults() == []


def test_inv_l20_material_stands_again_where_it_was_taken(warehouse: Warehouse, lot: Lot, silo: Id) -> None:
    """INV-L20, INV-L5: the answer of a lot in two places is one draw, and it is told again as it was."""
    batch_id, issue_id, release_id = new_id(), new_id(), new_id()
    for _ in range(2):
        warehouse.issue_for_batch(issue_id, batch_id, (lot.item_id, "7", "kg"))
    first, again = [each for each in emitted(warehouse.database, MaterialsIssued) if isinstance(each, MaterialsIssued)]
    assert first == again
    (draw,) = first.draws
    lines = [commands.Returned(draw.lot_id, draw.item_id, draw.quantity, draw.cost)]
    for _ in range(2):
        warehouse.write(lambda tx: commands.take_back(tx, release_id, batch_id, "L-0001", lines))
    assert stands(warehouse, lot.id) == {UNPLACED: 7, silo: 3}
    assert warehouse.read_lot(lot.id).remaining_cost == Decimal("100.03")
    assert warehouse.faults() == []


def test_inv_l15_no_place_goes_below_zero(warehouse: Warehouse, lot: Lot, silo: Id) -> None:
    part = {"lot": lot.id, "place": silo, "taken": Decimal(7)}
    with pytest.raises(IntegrityError):
        warehouse.write(lambda tx: take_from_places(tx, [part]))


def test_a_place_that_disagrees_with_the_ledger_is_found(warehouse: Warehouse, lot: Lot, silo: Id) -> None:
    part = {"lot": lot.id, "place": silo, "taken": Decimal(1)}
    warehouse.write(lambda tx: take_from_places(tx, [part]))
    faults = " ".join(warehouse.faults())
    assert f"lot {lot.code} is not the sum of its places" in faults
    assert f"lot {lot.code} in Lugar" in faults
