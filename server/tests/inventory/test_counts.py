"""Counts: a variance is of its own moment, and approving brings the books to it, whatever moved between."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.commands import NewCount
from desertbrew.contexts.inventory.contract import ItemKind
from desertbrew.contexts.inventory.errors import (
    CountAboveBooks,
    CountMoveRefused,
    CountNeedsAnother,
    CountUnfinished,
    LotInSeveralPlaces,
    NothingToCount,
    NothingToRecount,
)
from desertbrew.contexts.inventory.rules import TRANSIT, UNPLACED
from desertbrew.contexts.inventory.rules.counts import (
    IGNORED,
    CountScope,
    CountState,
    VarianceSeverity,
    accuracy_pct,
    beyond,
    settle,
    severity_of,
    variance_value,
)
from desertbrew.kernel.clock import FixedClock
from desertbrew.kernel.errors import InvalidInput
from desertbrew.kernel.ids import new_id
from desertbrew.kernel.roles import Role
from inventory.counting import COUNTER, approve, begun, find, lines, submit, tally
from inventory.warehouse import Warehouse
from support.client import Client, slug_of

QUANTITY = st.decimals(min_value=0, max_value=10**6, places=6, allow_nan=False)


@pytest.mark.parametrize(
    "book, counted, severity",
    [
        ("100", "100.01", VarianceSeverity.NONE),
        ("100", "99.99", VarianceSeverity.NONE),
        ("100", "95.01", VarianceSeverity.LOW),
        ("100", "95", VarianceSeverity.MEDIUM),
        ("100", "105", VarianceSeverity.MEDIUM),
        ("100", "90", VarianceSeverity.HIGH),
        ("100", "80.01", VarianceSeverity.HIGH),
        ("100", "80", VarianceSeverity.CRITICAL),
        ("100", "0", VarianceSeverity.CRITICAL),
        ("0", "0.02", VarianceSeverity.CRITICAL),
        ("0", "0.01", VarianceSeverity.NONE),
        ("0.02", "0.031", VarianceSeverity.CRITICAL),
    ],
)
def test_how_grave_a_variance_is(book: str, counted: str, severity: VarianceSeverity) -> None:
    assert severity_of(Decimal(book), Decimal(counted)) is severity


@given(QUANTITY, QUANTITY, QUANTITY)
def test_farther_from_the_books_is_never_milder(book: Decimal, one: Decimal, two: Decimal) -> None:
    near, far = sorted((one, two), key=lambda counted: abs(counted - book))
    order = list(VarianceSeverity)
    assert order.index(severity_of(book, near)) <= order.index(severity_of(book, far))
    assert (severity_of(book, near) is VarianceSeverity.NONE) == (abs(near - book) <= IGNORED)


@given(st.lists(st.tuples(QUANTITY, QUANTITY, QUANTITY), min_size=1, max_size=4), QUANTITY)
def test_inv_n2_a_lot_takes_what_it_can_hold_and_the_rest_is_over(
    places: list[tuple[Decimal, Decimal, Decimal]], room: Decimal
) -> None:
    here = {new_id(): now for now, _, _ in places}
    variances = {place: counted - book for place, (_, book, counted) in zip(here, places, strict=True)}
    gone = beyond(here, variances)
    assert gone == {place for place in here if here[place] + variances[place] < 0}
    if gone:
        return
    found = settle(room, variances)
    brought = {place: found.changes.get(place, Decimal(0)) + found.over.get(place, Decimal(0)) for place in here}
    for source, target, much in found.carried:
        assert much > 0
        brought[source] -= much
        brought[target] += much
    assert brought == variances
    assert len({change > 0 for change in found.changes.values()}) <= 1, "missing here and over there was carried"
    assert sum(found.changes.values()) <= room
    assert all(much > 0 for much in found.over.values())


@given(st.integers(0, 500), st.integers(0, 500))
def test_accuracy_is_a_share(exact: int, differing: int) -> None:
    found = accuracy_pct(exact, exact + differing)
    assert (found is None) == (exact + differing == 0)
    assert found is None or 0 <= found <= 100
    assert variance_value(Decimal("-2.5"), Decimal("12.345678")) == Decimal("-30.86")


def test_inv_n1_what_moves_before_and_after_the_count_is_no_variance(warehouse: Warehouse, clock: FixedClock) -> None:
    item_id = warehouse.item()
    lot = warehouse.stock(item_id, "100", "1000.00")
    row = begun(warehouse)
    warehouse.issue((item_id, "10", "kg"))
    clock.advance(timedelta(minutes=10))
    counted_at = clock.now()
    clock.advance(timedelta(minutes=10))
    warehouse.issue((item_id, "20", "kg"))
    # The tablet was offline: it tells at twenty past what was counted at ten past, when 90 were in the books.
    line = tally(warehouse, row, lot.id, "88", at=counted_at)
    assert (line.book_quantity, line.counted_quantity) == (Decimal(90), Decimal(88))
    clock.advance(timedelta(minutes=10))
    warehouse.issue((item_id, "5", "kg"))
    submit(warehouse, row)
    approve(warehouse, row)
    assert warehouse.read_lot(lot.id).remaining_quantity == 63, "88 were there, and 25 left since"
    (adjusted,) = [line for line in warehouse.movements(item_id) if line.kind == "ADJUSTMENT"]
    assert (adjusted.quantity, adjusted.document_id) == (Decimal(-2), row.id)
    assert warehouse.balance(item_id) == (Decimal(63), Decimal("630.00"))
    assert warehouse.faults() == []


def test_inv_n1_counting_and_issuing_at_the_same_moment(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    lot = warehouse.stock(item_id, "100", "1000.00")
    row = begun(warehouse)

    def act(index: int) -> None:
        if index % 3:
            warehouse.issue((item_id, "1", "kg"))
        else:
            tally(warehouse, row, lot.id, "70")

    with ThreadPoolExecutor(12) as hands:
        list(hands.map(act, range(30)))
    (view,) = lines(warehouse, row)
    assert view.line.book_quantity is not None
    assert 80 <= view.line.book_quantity <= 100
    submit(warehouse, row)
    variance = view.variance
    assert variance is not None
    before = warehouse.read_lot(lot.id).remaining_quantity
    assert before == 80
    approve(warehouse, row)
    assert warehouse.read_lot(lot.id).remaining_quantity == before + variance
    assert warehouse.faults() == []


def test_inv_n2_all_of_it_or_nothing_and_every_line_that_cannot_is_named(warehouse: Warehouse) -> None:
    malt, hops = warehouse.item(), warehouse.item()
    one, two = warehouse.stock(malt, "100", "1000.00"), warehouse.stock(hops, "10", "500.00")
    row = begun(warehouse)
    tally(warehouse, row, one.id, "50")
    tally(warehouse, row, two.id, "9")
    submit(warehouse, row)
    warehouse.issue((malt, "80", "kg"))
    with pytest.raises(CountAboveBooks) as refused:
        approve(warehouse, row)
    assert [fault.pointer for fault in refused.value.faults] == [
        f"/lines/{view.line.id}" for view in lines(warehouse, row) if view.line.lot_id == one.id
    ]
    assert warehouse.balance(hops) == (Decimal(10), Decimal("500.00"))
    again = warehouse.write(lambda tx: commands.ask_recount(tx, row.id, VarianceSeverity.CRITICAL, []))
    assert again.state == CountState.COUNTING
    assert [view.line.recount for view in lines(warehouse, row)].count(True) == 1
    with pytest.raises(CountUnfinished):
        submit(warehouse, row)
    tally(warehouse, row, one.id, "20")
    submit(warehouse, row)
    assert approve(warehouse, row).state == CountState.APPROVED
    assert (warehouse.balance(malt)[0], warehouse.balance(hops)[0]) == (Decimal(20), Decimal(9))
    assert warehouse.balance(hops)[1] == Decimal("450.00"), "what is missing leaves with its share of the cost"


def test_what_is_found_costs_nothing_and_no_lot_holds_more_than_came_in_it(warehouse: Warehouse) -> None:
    item_id, used_up = warehouse.item(), warehouse.item()
    lot = warehouse.stock(item_id, "100", "1000.00", supplier_lot="PA-1")
    gone = warehouse.stock(used_up, "5", "50.00")
    warehouse.issue((item_id, "10", "kg"), (used_up, "5", "kg"))
    row = begun(warehouse)
    tally(warehouse, row, lot.id, "103")
    find(warehouse, row, "7", item_id=item_id)
    find(warehouse, row, "2", lot_id=gone.id)
    find(warehouse, row, "102", lot_id=lot.id)
    assert len(lines(warehouse, row)) == 3, "a listed lot that is found is counted where it is listed"
    submit(warehouse, row)
    approve(warehouse, row)
    assert warehouse.balance(item_id) == (Decimal(109), Decimal("900.00"))
    assert warehouse.read_lot(lot.id).remaining_quantity == 100
    assert {(each.supplier_lot, each.remaining_quantity, each.remaining_cost) for each in warehouse.lots(item_id)} == {
        ("PA-1", Decimal(100), Decimal("900.00")),
        ("PA-1", Decimal(2), Decimal("0.00")),
        ("PA-99", Decimal(7), Decimal("0.00")),
    }
    assert warehouse.balance(used_up) == (Decimal(2), Decimal("0.00"))
    assert {line.document_id for line in warehouse.movements(item_id) if line.kind == "ADJUSTMENT"} == {row.id}
    assert warehouse.faults() == []


def test_inv_n1_each_place_of_a_lot_is_counted_for_itself(warehouse: Warehouse, clock: FixedClock) -> None:
    item_id, silo, kitchen = warehouse.item(), warehouse.location(), warehouse.location()
    lot = warehouse.stock(item_id, "100", "1000.00")
    warehouse.carry(lot.id, UNPLACED, silo, "60")
    warehouse.carry(lot.id, UNPLACED, TRANSIT, "10")
    planned = warehouse.write(lambda tx: commands.plan_count(tx, NewCount(CountScope.LOCATION, [silo])))
    only = lines(warehouse, warehouse.write(lambda tx: commands.start_count(tx, planned.id)))
    assert [view.line.location_id for view in only] == [silo]
    row = begun(warehouse, item_id)
    assert {view.line.location_id for view in lines(warehouse, row)} == {UNPLACED, silo}
    clock.advance(timedelta(minutes=10))
    counted_at = clock.now()
    clock.advance(timedelta(minutes=10))
    warehouse.carry(lot.id, silo, kitchen, "5")
    # Counted before five were carried off: 60 stood there then.
    assert tally(warehouse, row, lot.id, "58", at=counted_at, place=silo).book_quantity == 60
    assert tally(warehouse, row, lot.id, "30", place=UNPLACED).book_quantity == 30
    with pytest.raises(LotInSeveralPlaces):
        find(warehouse, row, "5", lot_id=lot.id)
    assert find(warehouse, row, "6", lot_id=lot.id, place=kitchen).book_quantity == 5
    submit(warehouse, row)
    approve(warehouse, row)
    with warehouse.database.read() as tx:
        stands = {each.location_id: each.quantity for each in queries.standing(tx, [lot.id])[lot.id]}
    assert stands == {UNPLACED: 30, silo: 53, kitchen: 6}
    one = Decimal(1)
    moves = [(line.kind, line.location_id, line.quantity) for line in warehouse.movements(item_id)]
    assert moves[-3:] == [("TRANSFER_OUT", silo, -one), ("TRANSFER_IN", kitchen, one), ("ADJUSTMENT", silo, -one)]
    assert warehouse.balance(item_id) == (Decimal(99), Decimal("990.00")), "what stands elsewhere is not lost"
    assert warehouse.faults() == []


def test_inv_n2_more_missing_than_its_place_still_has_is_refused(warehouse: Warehouse) -> None:
    item_id, silo = warehouse.item(), warehouse.location()
    lot = warehouse.stock(item_id, "100", "1000.00")
    warehouse.carry(lot.id, UNPLACED, silo, "10")
    row = begun(warehouse)
    tally(warehouse, row, lot.id, "0", place=silo)
    submit(warehouse, row, leave=True)
    warehouse.carry(lot.id, silo, UNPLACED, "5")
    with pytest.raises(CountAboveBooks) as refused:
        approve(warehouse, row)
    named = [f"/lines/{view.line.id}" for view in lines(warehouse, row) if view.line.location_id == silo]
    assert [fault.pointer for fault in refused.value.faults] == named
    assert warehouse.balance(item_id)[0] == 100


def test_inv_n3_a_critical_variance_takes_another_pair_of_eyes(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    lot = warehouse.stock(item_id, "100", "1000.00")
    row = begun(warehouse)
    tally(warehouse, row, lot.id, "50")
    submit(warehouse, row)
    with pytest.raises(CountNeedsAnother):
        warehouse.database.write(lambda tx: commands.approve_count(tx, row.id, "", is_owner=False), COUNTER)
    assert warehouse.balance(item_id)[0] == 100
    owner = warehouse.database.write(lambda tx: commands.approve_count(tx, row.id, "", is_owner=True), COUNTER)
    assert owner.state == CountState.APPROVED
    assert warehouse.balance(item_id)[0] == 50


def test_a_scale_s_last_digit_moves_nothing_and_units_convert(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    warehouse.write(lambda tx: commands.set_conversion(tx, item_id, "saco", Decimal(25)))
    lot = warehouse.stock(item_id, "100", "1000.00")
    row = begun(warehouse)
    assert tally(warehouse, row, lot.id, "4", unit="saco").counted_quantity == 100
    tally(warehouse, row, lot.id, "99.99")
    submit(warehouse, row)
    approve(warehouse, row)
    assert warehouse.balance(item_id) == (Decimal(100), Decimal("1000.00"))
    with warehouse.database.read() as tx:
        summary = queries.summary_of(queries.count_lines(tx, row.id))
        assert (summary.lines, summary.counted, summary.exact, summary.accuracy_pct) == (1, 1, 1, Decimal(100))


def test_what_is_counted_is_what_the_plan_says(warehouse: Warehouse, clock: FixedClock) -> None:
    category = warehouse.write(lambda tx: commands.create_category(tx, commands.CategoryDetails("Maltas")))
    old, drawn, placed = warehouse.item(), warehouse.item(), warehouse.item()
    place = warehouse.location()
    for item_id in (old, drawn, placed):
        warehouse.stock(item_id, "10", "100.00")
    details = commands.ItemDetails("Malta", ItemKind.MALT, category.id)
    warehouse.write(lambda tx: commands.edit_item(tx, old, details))
    warehouse.write(lambda tx: commands.move_lot(tx, warehouse.lots(placed)[0].id, place, ""))
    clock.advance(timedelta(days=3))
    warehouse.issue((drawn, "1", "kg"))
    with warehouse.database.read() as tx:
        today = tx.today

    def counted(new: NewCount) -> set[object]:
        row = warehouse.write(lambda tx: commands.plan_count(tx, new))
        return {view.line.item_id for view in lines(warehouse, warehouse.write(lambda tx: commands.start_count(tx, row.id)))}

    assert counted(NewCount(CountScope.CATEGORY, [category.id])) == {old}
    assert counted(NewCount(CountScope.LOCATION, [place])) == {placed}
    assert counted(NewCount(CountScope.MOVED, moved_since=today)) == {drawn}
    assert counted(NewCount(CountScope.ALL)) == {old, drawn, placed}
    for wrong in (NewCount(CountScope.ITEMS), NewCount(CountScope.MOVED), NewCount(CountScope.ALL, [place])):
        with pytest.raises(InvalidInput):
            warehouse.write(lambda tx, wrong=wrong: commands.plan_count(tx, wrong))  # type: ignore[misc]
    with pytest.raises(NothingToCount):
        begun(warehouse, warehouse.item())


def test_a_count_goes_its_way_and_no_other(warehouse: Warehouse) -> None:
    lot = warehouse.stock(warehouse.item(), "10", "100.00")
    row = begun(warehouse)
    with pytest.raises(CountMoveRefused):
        approve(warehouse, row)
    tally(warehouse, row, lot.id, "10")
    submit(warehouse, row)
    with pytest.raises(CountMoveRefused):
        tally(warehouse, row, lot.id, "9")
    with pytest.raises(NothingToRecount):
        warehouse.write(lambda tx: commands.ask_recount(tx, row.id, VarianceSeverity.LOW, []))
    warehouse.write(lambda tx: commands.cancel_count(tx, row.id, "otro día"))
    with pytest.raises(CountMoveRefused):
        approve(warehouse, row)


def test_inv_n1_no_tally_is_ever_changed(warehouse: Warehouse) -> None:
    lot = warehouse.stock(warehouse.item(), "10", "100.00")
    row = begun(warehouse)
    tally(warehouse, row, lot.id, "9")
    for statement in ("UPDATE count_tally SET counted_quantity = 1", "DELETE FROM count_tally"):
        with pytest.raises(DBAPIError):
            warehouse.write(lambda tx, statement=statement: tx.connection.execute(text(statement)))  # type: ignore[misc]


def test_a_blind_counter_does_not_see_the_books(client: Client, warehouse: Warehouse) -> None:
    lot = warehouse.stock(warehouse.item(), "10", "100.00")
    blind, open_ = begun(warehouse), begun(warehouse, blind=False)
    for row in (blind, open_):
        tally(warehouse, row, lot.id, "9")
    counter = client.acting_as(Role.CELLAR)
    seen = [counter.get(f"/v1/stock-counts/{row.id}/lines").json()["items"][0] for row in (blind, open_)]
    assert [each["book_quantity"] for each in seen] == [None, "10.000000"]
    figures = [client.get(f"/v1/stock-counts/{row.id}").json()["missing"] for row in (blind, open_)]
    assert figures == [None, "10.00"]
    assert client.get(f"/v1/stock-counts/{blind.id}/variances").json()["items"] == []
    submit(warehouse, blind)
    (told,) = client.get(f"/v1/stock-counts/{blind.id}/variances").json()["items"]
    assert (told["variance"], told["variance_value"], told["severity"]) == ("-1.000000", "-10.00", "HIGH")
    assert slug_of(counter.get(f"/v1/stock-counts/{blind.id}/variances")) == "not-allowed"
    assert slug_of(counter.post(f"/v1/stock-counts/{blind.id}/approvals", {})) == "not-allowed"
