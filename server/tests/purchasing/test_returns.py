"""What goes back: asked of stock, once; credited by the supplier; and a receipt taken back whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Update, select, update

from desertbrew.apps import registry
from desertbrew.contexts.inventory.commands import count_lot
from desertbrew.contexts.inventory.contract import LotStatus
from desertbrew.contexts.purchasing.commands import returning
from desertbrew.contexts.purchasing.commands.returning import CreditNote, NewReturnLine
from desertbrew.contexts.purchasing.contract import PayableCorrected, ReturnRequested
from desertbrew.contexts.purchasing.errors import ReceiptTakenBack, ReturnAboveReceipt, ReturnMoveNotAllowed
from desertbrew.contexts.purchasing.rules.orders import OrderState
from desertbrew.contexts.purchasing.rules.receipts import (
    RETURN_MOVES,
    ReturnMove,
    ReturnState,
    cancelled,
    difference_pct,
    is_beyond,
    outstanding,
    share,
)
from desertbrew.contexts.purchasing.tables import GoodsReceipt, SupplierReturn
from desertbrew.kernel.errors import InvalidInput, NotFound
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.context import Context
from desertbrew.platform.db import Database, Origin, Tx
from purchasing.dock import Dock
from support.letters import emitted

QUANTITIES = st.decimals("0.000001", "100000", places=6)
MANY = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def contexts() -> Sequence[Context]:
    """Purchasing, and the inventory that it talks with."""
    return (registry.context_named("inventory"), registry.context_named("purchasing"))


@pytest.fixture
def dock(databases: dict[str, Database], origin: Origin) -> Dock:
    """An empty dock."""
    return Dock(databases, origin)


def received(dock: Dock, kilos: str = "10", price: str = "3.33") -> GoodsReceipt:
    order = dock.ordered((dock.item(), kilos, price))
    (line,) = dock.order_lines(order.id)
    return dock.receive(order, dock.entry(line, kilos))


def draft(dock: Dock, receipt: GoodsReceipt, *kilos: str) -> Id:
    lines = dock.lines(receipt.id)
    wanted = [NewReturnLine(line.id, Decimal(quantity)) for line, quantity in zip(lines, kilos, strict=False)]
    return dock.write(lambda tx: returning.draft_return(tx, receipt.id, wanted, "huele a humedad")).id


def put_in(return_id: Id, state: ReturnState) -> Update:
    return update(SupplierReturn).where(SupplierReturn.id == return_id).values(state=state.value)


def ship(dock: Dock, return_id: Id) -> None:
    dock.write(lambda tx: returning.approve_return(tx, return_id))
    dock.write(lambda tx: returning.ship_return(tx, return_id))


# ----------------------------------------------------------------------------------------------------------- the rules


@given(ordered=QUANTITIES, received=QUANTITIES, closed=st.booleans())
def test_inv_p41_what_was_ordered_is_somewhere(ordered: Decimal, received: Decimal, *, closed: bool) -> None:
    rest = outstanding(ordered, received, closed=closed) + cancelled(ordered, received, closed=closed)
    assert rest + received == max(ordered, received)


@given(ordered=QUANTITIES, received=QUANTITIES, tolerance=st.decimals("0", "100", places=2))
def test_inv_p44_the_tolerance_itself_is_allowed(ordered: Decimal, received: Decimal, tolerance: Decimal) -> None:
    beyond = is_beyond(ordered, received, tolerance)
    assert beyond == (abs(received - ordered) * 100 > tolerance * ordered)
    assert not is_beyond(ordered, ordered, Decimal(0))
    assert difference_pct(Decimal(100), Decimal(105)) == 5


@given(whole=st.decimals("0", "1000000", places=2), parts=st.lists(st.integers(1, 10_000), min_size=1, max_size=9))
def test_inv_p45_the_shares_of_an_amount_add_up_to_it(whole: Decimal, parts: list[int]) -> None:
    total, before, shares = Decimal(sum(parts)), Decimal(0), []
    for part in parts:
        shares.append(share(whole, before, Decimal(part), total))
        before += part
    assert sum(shares) == whole
    assert min(shares) >= 0


@pytest.mark.parametrize("state", list(ReturnState))
def test_inv_p46_the_table_of_moves_is_the_whole_truth(dock: Dock, state: ReturnState) -> None:
    receipt = received(dock)
    commands: dict[ReturnMove, Callable[[Tx, Id], object]] = {
        ReturnMove.APPROVE: returning.approve_return,
        ReturnMove.SHIP: returning.ship_return,
        ReturnMove.CREDIT: lambda tx, back: returning.credit_return(
            tx, back, CreditNote("NC-1", Decimal("1.00"), Decimal("0.00"), Decimal("0.00"))
        ),
        ReturnMove.CLOSE: returning.close_return,
        ReturnMove.CANCEL: lambda tx, back: returning.cancel_return(tx, back, "ya no"),
    }
    for move, command in commands.items():
        back = draft(dock, receipt, "0.1")

        dock.write(lambda tx, back=back: tx.session.execute(put_in(back, state)))  # type: ignore[misc]
        if move in RETURN_MOVES[state]:
            dock.write(lambda tx, command=command, back=back: command(tx, back))  # type: ignore[misc]
        else:
            with pytest.raises(ReturnMoveNotAllowed):
                dock.write(lambda tx, command=command, back=back: command(tx, back))  # type: ignore[misc]


# -------------------------------------------------------------------------------------------------------- conversation


def test_inv_p46_what_goes_back_has_left_once_stock_has_let_it_go(dock: Dock) -> None:
    receipt = received(dock)
    (line,) = dock.lines(receipt.id)
    dock.warehouse.hold(line.id, LotStatus.BLOCKED)
    back = draft(dock, receipt, "4")
    ship(dock, back)
    assert dock.back(back).state == ReturnState.SHIPPING
    assert dock.warehouse.balance(line.item_id)[0] == Decimal(10)
    dock.carry(times=2)
    found = dock.back(back)
    assert (found.state, found.stock_cost, found.total) == (ReturnState.SHIPPED, Decimal("13.32"), Decimal("13.32"))
    assert dock.warehouse.balance(line.item_id) == (Decimal(6), Decimal("19.98"))
    note = CreditNote("NC-7", Decimal("13.00"), Decimal("0.00"), Decimal("0.00"))
    dock.write(lambda tx: returning.credit_return(tx, back, note))
    dock.write(lambda tx: returning.close_return(tx, back))
    assert [payable.total for payable in dock.payables()] == [Decimal("33.30"), Decimal("-13.00")]
    (told,) = emitted(dock.desk.database, PayableCorrected)
    assert isinstance(told, PayableCorrected)
    assert (told.corrects_id, told.credit_note_number) == (dock.payables()[0].id, "NC-7")
    assert dock.faults() == []


def test_what_is_gone_is_named_and_asked_for_anew(dock: Dock) -> None:
    receipt = received(dock)
    (line,) = dock.lines(receipt.id)
    dock.warehouse.pick(line.id, "8")
    back = draft(dock, receipt, "5")
    ship(dock, back)
    dock.carry()
    found = dock.back(back)
    assert found.state == ReturnState.APPROVED
    (missing,) = json.loads(found.missing)
    assert (missing["lot_code"], Decimal(missing["remaining"])) == (line.stocked_code, Decimal(2))
    # Somebody finds the rest: the next request is another one, and is answered anew.
    dock.warehouse.write(lambda tx: count_lot(tx, line.id, Decimal(6), "estaba atrás"))
    dock.write(lambda tx: returning.ship_return(tx, back))
    dock.carry()
    assert dock.back(back).state == ReturnState.SHIPPED
    first, second = emitted(dock.desk.database, ReturnRequested)
    assert isinstance(first, ReturnRequested)
    assert isinstance(second, ReturnRequested)
    assert first.request_id != second.request_id


def test_inv_p45_no_more_goes_back_than_was_kept_and_what_is_cancelled_may_be_asked_again(dock: Dock) -> None:
    receipt = received(dock)
    first = draft(dock, receipt, "7")
    with pytest.raises(ReturnAboveReceipt):
        draft(dock, receipt, "4")
    dock.write(lambda tx: returning.cancel_return(tx, first, "sí sirve"))
    second = draft(dock, receipt, "10")
    assert dock.back(second).total == receipt.total
    with pytest.raises(NotFound):
        dock.write(lambda tx: returning.draft_return(tx, receipt.id, [NewReturnLine(new_id(), Decimal(1))], "nada"))
    ship(dock, second)
    dock.carry()
    too_much = CreditNote("NC-1", Decimal("99.00"), Decimal("0.00"), Decimal("0.00"))
    with pytest.raises(InvalidInput):
        dock.write(lambda tx: returning.credit_return(tx, second, too_much))


def test_inv_p47_a_receipt_is_taken_back_whole_or_stands(dock: Dock) -> None:
    receipt = received(dock)
    (line,) = dock.lines(receipt.id)
    assert receipt.order_id is not None
    dock.warehouse.pick(line.id, "1")
    refused = dock.write(lambda tx: returning.correct_receipt(tx, receipt.id, "era de otro cliente")).id
    dock.carry()
    assert dock.back(refused).state == ReturnState.CANCELLED
    assert dock.order(receipt.order_id).state == OrderState.RECEIVED

    other = received(dock)
    assert other.order_id is not None
    back = dock.write(lambda tx: returning.correct_receipt(tx, other.id, "era de otro cliente")).id
    with pytest.raises(ReceiptTakenBack):
        dock.write(lambda tx: returning.correct_receipt(tx, other.id, "otra vez"))
    dock.carry()
    assert dock.back(back).state == ReturnState.CLOSED
    assert dock.order(other.order_id).state == OrderState.APPROVED
    assert dock.rows(select(GoodsReceipt.corrected_by).where(GoodsReceipt.id == other.id)) == [back]
    assert sum(each.total for each in dock.payables() if each.receipt_id == other.id) == 0
    (again,) = dock.order_lines(other.order_id)
    assert (again.received_quantity, again.closed) == (Decimal(0), False)
    with pytest.raises(ReceiptTakenBack):
        draft(dock, other, "1")
    assert dock.faults() == []


# -------------------------------------------------------------------------------------------------------- conservation

DELIVERY = st.tuples(
    st.decimals("0.5", "80", places=2), st.decimals("0", "0.5", places=2), st.booleans(), st.booleans(), st.integers(0, 3)
)


@MANY
@given(price=st.decimals("0.01", "999", places=4), deliveries=st.lists(DELIVERY, min_size=1, max_size=4))
def test_inv_p42_whatever_comes_and_goes_nothing_is_lost(
    dock: Dock, price: Decimal, deliveries: list[tuple[Decimal, Decimal, bool, bool, int]]
) -> None:
    order = dock.ordered((dock.item(), "100", f"{price:f}"))
    receipts = []
    for delivered, rejected, closes, goes_back, quarter in deliveries:
        if dock.order(order.id).state == OrderState.RECEIVED:
            break
        (line,) = dock.order_lines(order.id)
        receipt = dock.receive(order, dock.entry(line, f"{delivered}", f"{rejected}", closes=closes))
        receipts.append(receipt)
        (kept,) = dock.lines(receipt.id)
        assert receipt.total == kept.net == (kept.accepted * price).quantize(Decimal("0.01"), ROUND_HALF_UP)
        back = (kept.accepted * quarter / 4).quantize(Decimal("0.01"))
        if goes_back and back > 0:
            return_id = draft(dock, receipt, f"{back}")
            ship(dock, return_id)
            dock.carry()
            assert dock.back(return_id).stock_cost is not None
    (line,) = dock.order_lines(order.id)
    lines = [each for receipt in receipts for each in dock.lines(receipt.id)]
    assert line.received_quantity == sum(each.accepted for each in lines)
    assert line.rejected_quantity == sum(each.rejected for each in lines)
    rest = outstanding(line.quantity, line.received_quantity, closed=line.closed)
    given_up = cancelled(line.quantity, line.received_quantity, closed=line.closed)
    assert rest + given_up + line.received_quantity == max(line.quantity, line.received_quantity)
    lots = [lot for receipt in receipts for lot in dock.lots(receipt.id)]
    assert sum(lot.initial_quantity for lot in lots) == line.received_quantity
    assert sum(lot.initial_cost for lot in lots) == sum(each.net for each in lines)
    assert sum(lot.remaining_quantity for lot in lots) == line.received_quantity - sum(each.returned for each in lines)
    assert dock.faults() == []
