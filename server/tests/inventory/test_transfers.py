"""Transfers between places: nothing appears, nothing vanishes, whatever happens on the way and whoever asks at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.commands import Arrival, NewStockTransfer, TransferredPart
from desertbrew.contexts.inventory.errors import (
    InsufficientStock,
    LocationClosed,
    LocationInUse,
    LossNeedsManager,
    LotHoldsLess,
    PlaceHoldsLess,
    TransferMoveRefused,
)
from desertbrew.contexts.inventory.rules import TRANSIT, UNPLACED
from desertbrew.contexts.inventory.rules.transfers import TRANSFER_MOVES, Remainder, TransferState, is_grave, settle
from desertbrew.contexts.inventory.tables import Lot, StockTransfer
from desertbrew.kernel.errors import DomainError, InvalidInput
from desertbrew.kernel.ids import Id
from inventory.warehouse import Warehouse

HANDS = 16

amounts = st.decimals(min_value=Decimal("0.001"), max_value=1000, places=3)


@given(amounts, st.data(), st.sampled_from(Remainder))
def test_inv_l17_a_settlement_adds_up(sent: Decimal, data: st.DataObject, remainder: Remainder) -> None:
    received = data.draw(st.decimals(min_value=0, max_value=sent, places=3))
    end = settle(sent, received, remainder)
    assert end.received + end.lost + end.returned == sent
    assert min(end.received, end.lost, end.returned) == 0 or not (end.lost and end.returned)
    assert is_grave(sent, end.lost) == (end.lost / sent > Decimal("0.03"))


def test_inv_l16_what_is_over_stays_over() -> None:
    over = {TransferState.RECEIVED, TransferState.CANCELLED}
    assert all(not origins & over for origins, _ in TRANSFER_MOVES.values())


def wish(lot_id: Id, from_id: Id, to_id: Id, quantity: str) -> NewStockTransfer:
    return NewStockTransfer(from_id, to_id, [TransferredPart(lot_id, Decimal(quantity))])


def stands(warehouse: Warehouse, lot_id: Id) -> dict[Id, Decimal]:
    with warehouse.database.read() as tx:
        found = queries.standing(tx, [lot_id], on_its_way=True)[lot_id]
    return {place.location_id: place.quantity for place in found}


def sent(warehouse: Warehouse, lot_id: Id, from_id: Id, to_id: Id, quantity: str) -> Id:
    row = warehouse.write(lambda tx: commands.request_transfer(tx, wish(lot_id, from_id, to_id, quantity)))
    warehouse.write(lambda tx: commands.dispatch_transfer(tx, row.id))
    return row.id


def receive(
    warehouse: Warehouse, transfer_id: Id, *arrivals: Arrival, reason: str = "se cayó", may_lose: bool = True
) -> StockTransfer:
    return warehouse.write(lambda tx: commands.receive_transfer(tx, transfer_id, arrivals, reason, may_lose=may_lose))


@pytest.fixture
def bar(warehouse: Warehouse) -> Id:
    return warehouse.location()


@pytest.fixture
def lot(warehouse: Warehouse) -> Lot:
    return warehouse.stock(warehouse.item(), "10", "100.03")


def test_inv_l17_a_part_arrives_is_lost_or_goes_back(warehouse: Warehouse, lot: Lot, bar: Id) -> None:
    transfer_id = sent(warehouse, lot.id, UNPLACED, bar, "6")
    assert stands(warehouse, lot.id) == {UNPLACED: 4, TRANSIT: 6}
    with pytest.raises(InsufficientStock):
        warehouse.issue((lot.item_id, "5", "kg"))
    with pytest.raises(InvalidInput):
        receive(warehouse, transfer_id, Arrival(lot.id, Decimal(5)), reason="")
    with pytest.raises(InvalidInput):
        receive(warehouse, transfer_id, Arrival(lot.id, Decimal(7)))
    receive(warehouse, transfer_id, Arrival(lot.id, Decimal(5)))
    assert stands(warehouse, lot.id) == {UNPLACED: 4, bar: 5}
    (waste,) = [line for line in warehouse.movements(lot.item_id) if line.kind == "WASTE"]
    told = (waste.waste_class, waste.quantity, waste.cost, waste.location_id, waste.document_id)
    assert told == ("TRANSIT", Decimal(-1), Decimal("-10.00"), TRANSIT, transfer_id)
    assert warehouse.balance(lot.item_id) == (Decimal(9), Decimal("90.03"))
    back = sent(warehouse, lot.id, bar, UNPLACED, "5")
    receive(warehouse, back, Arrival(lot.id, Decimal(2), Remainder.RETURNED), reason="", may_lose=False)
    assert stands(warehouse, lot.id) == {UNPLACED: 6, bar: 3}
    after = warehouse.read_lot(lot.id)
    assert (after.code, after.remaining_cost, after.expires_on) == (lot.code, Decimal("90.03"), lot.expires_on)
    assert warehouse.faults() == []


def test_inv_l18_more_than_three_percent_is_a_managers_word(warehouse: Warehouse, lot: Lot, bar: Id) -> None:
    transfer_id = sent(warehouse, lot.id, UNPLACED, bar, "10")
    with pytest.raises(LossNeedsManager):
        receive(warehouse, transfer_id, Arrival(lot.id, Decimal("9.699")), may_lose=False)
    assert stands(warehouse, lot.id) == {TRANSIT: 10}
    receive(warehouse, transfer_id, Arrival(lot.id, Decimal("9.7")), may_lose=False)
    assert stands(warehouse, lot.id) == {bar: Decimal("9.7")}
    assert warehouse.faults() == []


def test_inv_l16_called_off_it_all_goes_back(warehouse: Warehouse, lot: Lot, bar: Id) -> None:
    before = warehouse.write(lambda tx: commands.request_transfer(tx, wish(lot.id, UNPLACED, bar, "3"))).id
    during = sent(warehouse, lot.id, UNPLACED, bar, "6")
    for transfer_id in (before, during):
        warehouse.write(lambda tx, one=transfer_id: commands.cancel_transfer(tx, one, "ya no"))  # type: ignore[misc]
        acts: list[Callable[[], object]] = [
            lambda one=transfer_id: receive(warehouse, one),  # type: ignore[misc]
            lambda one=transfer_id: warehouse.write(lambda tx: commands.dispatch_transfer(tx, one)),  # type: ignore[misc]
        ]
        for act in acts:
            with pytest.raises(TransferMoveRefused):
                act()
    assert stands(warehouse, lot.id) == {UNPLACED: 10}
    assert warehouse.balance(lot.item_id) == (Decimal(10), Decimal("100.03"))
    assert warehouse.faults() == []


def test_what_does_not_stand_there_is_not_sent(warehouse: Warehouse, lot: Lot, bar: Id) -> None:
    with pytest.raises(PlaceHoldsLess):
        warehouse.write(lambda tx: commands.transfer_at_once(tx, wish(lot.id, bar, UNPLACED, "1")))
    with pytest.raises(LotHoldsLess):
        warehouse.write(lambda tx: commands.transfer_at_once(tx, wish(lot.id, UNPLACED, bar, "11")))
    twice = NewStockTransfer(UNPLACED, bar, [TransferredPart(lot.id, Decimal(6))] * 2)
    with pytest.raises(InvalidInput):
        warehouse.write(lambda tx: commands.transfer_at_once(tx, twice))
    row = warehouse.write(lambda tx: commands.request_transfer(tx, wish(lot.id, UNPLACED, bar, "8")))
    warehouse.issue((lot.item_id, "5", "kg"))
    with pytest.raises(LotHoldsLess):
        warehouse.write(lambda tx: commands.dispatch_transfer(tx, row.id))
    assert stands(warehouse, lot.id) == {UNPLACED: 5}


def test_inv_l19_a_place_is_closed_when_nothing_needs_it(warehouse: Warehouse, lot: Lot, bar: Id) -> None:
    def close() -> None:
        warehouse.write(lambda tx: commands.edit_location(tx, bar, "Barra", active=False))

    transfer_id = sent(warehouse, lot.id, UNPLACED, bar, "6")
    with pytest.raises(LocationInUse):
        close()
    receive(warehouse, transfer_id)
    with pytest.raises(LocationInUse):
        close()
    warehouse.write(lambda tx: commands.transfer_at_once(tx, wish(lot.id, bar, UNPLACED, "6")))
    close()
    with pytest.raises(LocationClosed):
        warehouse.write(lambda tx: commands.transfer_at_once(tx, wish(lot.id, UNPLACED, bar, "1")))
    warehouse.write(lambda tx: commands.edit_location(tx, bar, "Barra", active=True))
    warehouse.write(lambda tx: commands.transfer_at_once(tx, wish(lot.id, UNPLACED, bar, "1")))


def test_inv_l16_what_happened_to_it_is_never_changed(warehouse: Warehouse, lot: Lot, bar: Id) -> None:
    sent(warehouse, lot.id, UNPLACED, bar, "6")
    for statement in ("UPDATE stock_transfer_event SET reason = 'x'", "DELETE FROM stock_transfer_event"):
        with pytest.raises(DBAPIError):
            warehouse.write(lambda tx, statement=statement: tx.connection.execute(text(statement)))  # type: ignore[misc]


steps = st.lists(
    st.tuples(
        st.sampled_from(["stock", "issue", "request", "dispatch", "receive", "return", "cancel", "at once"]),
        st.integers(0, 7),
        st.integers(1, 4000),
    ),
    min_size=4,
    max_size=14,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_inv_l15_inv_l17_nothing_appears_or_vanishes(warehouse: Warehouse, plan: list[tuple[str, int, int]]) -> None:
    """By lot and place, in quantity and centavos: what came is what there is, or what left."""
    item_id = warehouse.item()
    places = [UNPLACED, warehouse.location(), warehouse.location()]
    lots = [warehouse.stock(item_id, "9.999", "100.01").id]
    open_: list[Id] = []
    for what, which, thousandths in plan:
        quantity = Decimal(thousandths) / 1000
        lot_id, start, end = lots[which % len(lots)], places[which % 3], places[(which + 1) % 3]
        new = NewStockTransfer(start, end, [TransferredPart(lot_id, quantity)])
        transfer_id = open_[which % len(open_)] if open_ else lot_id
        arrival = Arrival(lot_id, quantity, Remainder.RETURNED if what == "return" else Remainder.LOST)
        try:
            if what == "stock":
                lots.append(warehouse.stock(item_id, str(quantity), "33.34").id)
            elif what == "issue":
                warehouse.issue((item_id, str(quantity), "kg"))
            elif what == "request":
                open_.append(warehouse.write(lambda tx, new=new: commands.request_transfer(tx, new)).id)  # type: ignore[misc]
            elif what == "dispatch":
                warehouse.write(lambda tx, one=transfer_id: commands.dispatch_transfer(tx, one))  # type: ignore[misc]
            elif what == "cancel":
                warehouse.write(lambda tx, one=transfer_id: commands.cancel_transfer(tx, one, "ya no"))  # type: ignore[misc]
            elif what == "at once":
                warehouse.write(lambda tx, new=new: commands.transfer_at_once(tx, new))  # type: ignore[misc]
            else:
                receive(warehouse, transfer_id, arrival)
        except DomainError:
            continue
        finally:
            assert warehouse.faults() == []
    lines = warehouse.movements(item_id)
    came = sum((line.cost for line in lines if line.kind == "RECEIPT"), Decimal(0))
    left = -sum((line.cost for line in lines if line.kind in {"ISSUE", "WASTE"}), Decimal(0))
    assert warehouse.balance(item_id)[1] == came - left
    carried = [line for line in lines if line.kind.startswith("TRANSFER")]
    assert sum(line.quantity for line in carried) == 0
    assert sum(line.cost for line in carried) == 0


def at_once(work: Callable[[int], object]) -> Iterator[object]:
    def one(index: int) -> object:
        try:
            return work(index)
        except DomainError:
            return None

    with ThreadPoolExecutor(HANDS) as hands:
        yield from list(hands.map(one, range(HANDS)))


def test_inv_l2_sixteen_at_one_lot_and_place_never_take_more_than_stands_there(
    warehouse: Warehouse, lot: Lot, bar: Id
) -> None:
    """INV-L2 by place, and INV-L16: half carry a kilo off, half take one for themselves; ten of sixteen are served."""
    new = wish(lot.id, UNPLACED, bar, "1")
    picks = [commands.Pick(lot.id, Decimal(1), "kg")]

    def work(index: int) -> object:
        if index % 2:
            return warehouse.write(lambda tx: commands.transfer_at_once(tx, new))
        return warehouse.write(lambda tx: commands.issue(tx, "a la vez", [], picks, "abierto", location_id=UNPLACED))

    assert sum(each is not None for each in at_once(work)) == 10
    assert UNPLACED not in stands(warehouse, lot.id)
    assert warehouse.faults() == []


def test_inv_l16_sixteen_end_one_transfer_once(warehouse: Warehouse, lot: Lot, bar: Id) -> None:
    transfer_id = sent(warehouse, lot.id, UNPLACED, bar, "6")

    def work(index: int) -> object:
        if index % 2:
            return receive(warehouse, transfer_id)
        return warehouse.write(lambda tx: commands.cancel_transfer(tx, transfer_id, "ya no"))

    assert sum(each is not None for each in at_once(work)) == 1
    assert stands(warehouse, lot.id) in ({UNPLACED: 10}, {UNPLACED: 4, bar: 6})
    assert warehouse.faults() == []
