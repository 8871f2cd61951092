"""Orders: writing, approving, sending, receiving, giving up; rows, events, refusals, and many at once."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError

from desertbrew.contexts.purchasing import commands, queries
from desertbrew.contexts.purchasing.commands import ArrivedLine, Letter, NewOrder, NewOrderLine
from desertbrew.contexts.purchasing.errors import (
    ApprovalOverLimit,
    MailNotSetUp,
    OrderMoveNotAllowed,
    OrderRevised,
    OwnOrder,
    SupplierHasOpenOrders,
    SupplierInactive,
)
from desertbrew.contexts.purchasing.rules.approval import ApprovalLimit
from desertbrew.contexts.purchasing.rules.orders import OrderState, Vat
from desertbrew.contexts.purchasing.tables import PurchaseOrder
from desertbrew.kernel.errors import InvalidInput, NotFound
from desertbrew.kernel.ids import new_id
from desertbrew.kernel.roles import Role
from desertbrew.platform import outbox
from purchasing.desk import LABEL, MALT, WATER, Desk

KILOS = NewOrderLine(MALT.item_id, Decimal(1000), Decimal(20))


def told(desk: Desk, name: str) -> list[dict[str, Any]]:
    with desk.database.read() as tx:
        waiting = outbox.waiting(tx.session.connection(), "purchasing")
        return [json.loads(each.payload) for _, each in waiting if each.name == f"purchasing.{name}.v1"]


def test_an_order_in_packs_and_loose(desk: Desk) -> None:
    """(INV-P4)"""
    seller = desk.supplier().id
    sack, box = desk.pack(seller), desk.pack(seller, WATER, "caja 12 x 1.2 L", "14.4")
    order = desk.order(
        seller,
        NewOrderLine(MALT.item_id, Decimal(4), Decimal("1087.50"), sack.id, Vat.V0),
        NewOrderLine(WATER.item_id, Decimal(3), Decimal("180.333333"), box.id, Vat.V16, Decimal(8)),
        NewOrderLine(LABEL.item_id, Decimal(500), Decimal("0.25")),
    )
    view = desk.view(order.id)
    assert [line.pack_name for line in view.lines] == ["saco 25 kg", "caja 12 x 1.2 L", "piece"]
    assert [line.quantity for line in view.lines] == [Decimal(100), Decimal("43.2"), Decimal(500)]
    assert [line.unit_price for line in view.lines] == [Decimal("43.5"), Decimal("12.523148"), Decimal("0.25")]
    # 541.00 of water carries 43.28 of IEPS, and IVA on both: 93.48; the labels carry 20.00.
    assert (view.order.subtotal, view.order.ieps, view.order.vat) == (
        Decimal("5016.00"),
        Decimal("43.28"),
        Decimal("113.48"),
    )
    assert view.order.total == view.order.total_mxn == Decimal("5172.76")
    assert view.order.state == "DRAFT"
    assert view.order.number.startswith("OC-20261120-")
    assert view.order.expected_on == date(2026, 11, 27), "five working days after a Friday"
    [created] = told(desk, "purchase_order_created")
    assert (created["number"], created["total"], len(created["lines"])) == (order.number, "5172.76", 3)
    with desk.database.read() as tx:
        assert queries.order_faults(tx) == []


def test_the_doctor_sees_a_total_that_is_not_the_sum(desk: Desk) -> None:
    """(INV-P4)"""
    order = desk.order(desk.supplier().id)
    desk.write(lambda tx: tx.session.execute(update(PurchaseOrder).values(vat=Decimal(1))))
    with desk.database.read() as tx:
        assert queries.order_faults(tx) == [f"order {order.number} does not come to what its lines do"]


def test_the_slowest_pack_says_when_it_comes(desk: Desk) -> None:
    seller = desk.supplier(lead_time_days=1).id
    pack = desk.pack(seller)
    slow = commands.PackDetails("", 1, 10, preferred=True, active=True)
    desk.write(lambda tx: commands.change_pack(tx, pack.id, slow))
    order = desk.order(seller, KILOS, NewOrderLine(MALT.item_id, Decimal(1), Decimal(1), pack.id))
    assert order.expected_on == date(2026, 12, 4)
    assert desk.order(desk.supplier("Sin plazo", None).id).expected_on == date(2026, 12, 1)


def test_another_currency_needs_its_rate_and_counts_in_pesos(desk: Desk) -> None:
    seller = desk.supplier().id
    with pytest.raises(InvalidInput) as refused:
        desk.write(lambda tx: commands.create_order(tx, NewOrder(seller, [KILOS], "USD")))
    assert refused.value.pointer == "/exchange_rate"
    order = desk.write(lambda tx: commands.create_order(tx, NewOrder(seller, [KILOS], "USD", Decimal("18.25"))))
    assert (order.total, order.total_mxn) == (Decimal("23200.00"), Decimal("423400.00"))


def test_what_cannot_be_ordered(desk: Desk) -> None:
    seller, other = desk.supplier().id, desk.supplier("Otra").id
    pack = desk.pack(other)
    wrong: list[tuple[NewOrderLine, type[Exception]]] = [
        (NewOrderLine(new_id(), Decimal(1), Decimal(1)), NotFound),
        (NewOrderLine(MALT.item_id, Decimal(1), Decimal(1), new_id()), NotFound),
        (NewOrderLine(MALT.item_id, Decimal(1), Decimal(1), pack.id), InvalidInput),
        (NewOrderLine(MALT.item_id, Decimal(100_000_001), Decimal(0)), InvalidInput),
        (NewOrderLine(MALT.item_id, Decimal(10_000_000), Decimal(100_000_000)), InvalidInput),
    ]
    for line, error in wrong:
        with pytest.raises(error):
            desk.order(seller, line)
    with pytest.raises(InvalidInput):
        desk.order(other, NewOrderLine(MALT.item_id, Decimal("1.5"), Decimal(1), pack.id))
    desk.write(lambda tx: commands.change_item(tx, MALT, active=False))
    with pytest.raises(InvalidInput):
        desk.order(seller)
    with pytest.raises(NotFound):
        desk.order(new_id(), NewOrderLine(LABEL.item_id, Decimal(1), Decimal(1)))
    late = NewOrder(seller, [KILOS], expected_on=date(2026, 11, 19))
    with pytest.raises(InvalidInput):
        desk.write(lambda tx: commands.create_order(tx, late))


def test_editing_takes_the_approval_back_and_keeps_what_was_written(desk: Desk) -> None:
    """(INV-P5)"""
    seller = desk.supplier().id
    order = desk.approve(desk.order(seller))
    assert (order.state, order.approved_by_name) == ("APPROVED", "Boss")
    more = NewOrder(seller, [NewOrderLine(MALT.item_id, Decimal(2000), Decimal(20))])
    revised = desk.write(lambda tx: commands.revise_order(tx, order.id, 1, more))
    assert (revised.state, revised.revision, revised.approved_at) == ("DRAFT", 2, None)
    view = desk.view(order.id)
    assert [(row.revision, row.total) for row in view.revisions] == [(1, Decimal(23200)), (2, Decimal(46400))]
    assert json.loads(view.revisions[0].document)["lines"][0]["quantity"] == "1000.000000"
    assert [(event.what, event.detail) for event in view.history] == [
        ("created", ""),
        ("approved", ""),
        ("revised", "approval-withdrawn"),
    ]
    assert len(told(desk, "purchase_order_revised")) == 1
    with pytest.raises(OrderRevised):
        desk.approve(order)
    with pytest.raises(OrderRevised):
        desk.write(lambda tx: commands.revise_order(tx, order.id, 1, more))


def test_revisions_and_history_are_never_rewritten(desk: Desk) -> None:
    """(INV-P5)"""
    desk.order(desk.supplier().id)
    for table in ("purchase_order_revision", "purchase_order_event"):
        with pytest.raises(DBAPIError, match="append-only"):
            desk.write(lambda tx, name=table: tx.connection.execute(text(f"DELETE FROM {name}")))  # type: ignore[misc]


def test_limits(desk: Desk) -> None:
    """(INV-P6)"""
    seller = desk.supplier().id
    order = desk.order(seller)  # 23,200 with IVA, written by "test"
    with pytest.raises(ApprovalOverLimit):
        desk.approve(order, "cook", Role.COOK)
    with pytest.raises(OwnOrder):
        desk.approve(order, "test", Role.MANAGER)
    desk.write(lambda tx: commands.set_approval_limit(tx, Role.MANAGER, ApprovalLimit(Decimal(23199), Decimal(23199))))
    with pytest.raises(ApprovalOverLimit):
        desk.approve(order, "manager", Role.MANAGER)
    desk.write(lambda tx: commands.set_approval_limit(tx, Role.MANAGER, ApprovalLimit(None, Decimal(23200))))
    assert desk.approve(order, "test", Role.MANAGER).state == "APPROVED"
    [approved] = told(desk, "purchase_order_approved")
    assert (approved["approved_by_name"], approved["total_mxn"]) == ("Test", "23200.00")


def test_sixteen_approve_at_once_and_one_does(desk: Desk) -> None:
    """(INV-P5)"""
    order = desk.order(desk.supplier().id)

    def attempt(number: int) -> bool:
        try:
            desk.approve(order, f"boss {number}")
        except OrderMoveNotAllowed:
            return False
        return True

    with ThreadPoolExecutor(16) as clients:
        assert sum(clients.map(attempt, range(16))) == 1
    assert [event.what for event in desk.view(order.id).history] == ["created", "approved"]


def test_told_by_hand_and_told_again(desk: Desk) -> None:
    order = desk.sent(desk.supplier().id)
    assert (order.state, order.sent_how, order.sent_note) == ("SENT", "HAND", "por teléfono")
    again = desk.write(lambda tx: commands.send_by_hand(tx, order.id, "por WhatsApp"))
    assert (again.state, again.sent_note) == ("SENT", "por WhatsApp")
    assert [each["how"] for each in told(desk, "purchase_order_sent")] == ["HAND", "HAND"]


def test_without_a_mail_server_nothing_counts_as_sent(desk: Desk) -> None:
    order = desk.approve(desk.order(desk.supplier().id))
    with pytest.raises(MailNotSetUp):
        desk.write(lambda tx: commands.send_by_mail(tx, order.id, Letter("ventas@example.mx")))
    assert desk.view(order.id).order.state == "APPROVED"


def test_goods_come_in_parts(desk: Desk) -> None:
    """(INV-P5)"""
    order = desk.sent(desk.supplier().id, KILOS, NewOrderLine(LABEL.item_id, Decimal(10), Decimal(1)))
    assert desk.receive(order, "400", "10").state == "PARTIALLY_RECEIVED"
    with pytest.raises(OrderMoveNotAllowed):
        desk.write(lambda tx: commands.revise_order(tx, order.id, 1, NewOrder(order.supplier_id, [KILOS])))
    done = desk.receive(order, "600", "0")
    assert (done.state, done.closed_at) == ("RECEIVED", desk.database.clock.now())
    assert [(each["complete"]) for each in told(desk, "purchase_order_received")] == [False, True]
    with pytest.raises(OrderMoveNotAllowed):
        desk.receive(order, "1", "0")


def test_a_line_may_be_closed_although_less_came(desk: Desk) -> None:
    order = desk.sent(desk.supplier().id)
    assert desk.receive(order, "980", closes=True).state == "RECEIVED"


def test_a_delivery_rejected_whole_receives_nothing(desk: Desk) -> None:
    """(INV-P5) And an order that nobody wrote down as sent was evidently sent."""
    order = desk.approve(desk.order(desk.supplier().id))
    [line] = desk.view(order.id).lines
    nothing = [ArrivedLine(line.id, Decimal(0), Decimal(1000))]
    assert desk.write(lambda tx: commands.note_receipt(tx, order.id, nothing)).state == "SENT"
    assert desk.view(order.id).lines[0].rejected_quantity == 1000
    with pytest.raises(NotFound):
        desk.write(lambda tx: commands.note_receipt(tx, order.id, [ArrivedLine(new_id(), Decimal(1))]))


def test_many_receipts_at_once_lose_nothing(desk: Desk) -> None:
    order = desk.sent(desk.supplier().id)
    [line] = desk.view(order.id).lines
    with ThreadPoolExecutor(16) as clients:
        some = [ArrivedLine(line.id, Decimal(10))]
        list(clients.map(lambda _: desk.write(lambda tx: commands.note_receipt(tx, order.id, some)), range(16)))
    assert desk.view(order.id).lines[0].received_quantity == 160


def test_cancelled_before_anything_came_and_closed_short_after(desk: Desk) -> None:
    """(INV-P5)"""
    seller = desk.supplier().id
    order = desk.sent(seller)
    gone = desk.write(lambda tx: commands.cancel_order(tx, order.id, "ya no hace falta"))
    assert (gone.state, gone.closed_short, gone.cancel_reason) == ("CANCELLED", False, "ya no hace falta")
    short = desk.sent(seller)
    desk.receive(short, "400")
    ended = desk.write(lambda tx: commands.cancel_order(tx, short.id, "ya no llega"))
    assert (ended.state, ended.closed_short) == ("RECEIVED", True)
    assert [each["closed_short"] for each in told(desk, "purchase_order_cancelled")] == [False, True]
    with pytest.raises(OrderMoveNotAllowed):
        desk.write(lambda tx: commands.cancel_order(tx, short.id, "otra vez"))


def test_a_supplier_with_open_orders_stays(desk: Desk) -> None:
    """(INV-P7)"""
    seller = desk.supplier().id
    order = desk.order(seller)
    with pytest.raises(SupplierHasOpenOrders) as refused:
        desk.write(lambda tx: commands.set_supplier_active(tx, seller, False))
    assert refused.value.facts["numbers"] == order.number
    desk.write(lambda tx: commands.cancel_order(tx, order.id, "no hace falta"))
    desk.write(lambda tx: commands.set_supplier_active(tx, seller, False))
    with pytest.raises(SupplierInactive):
        desk.order(seller)
    assert [each["active"] for each in told(desk, "supplier_changed")] == [False]


def test_ordering_and_putting_the_supplier_aside_at_once(desk: Desk) -> None:
    """(INV-P7) Whoever comes first wins: never an open order with somebody we do not buy from."""
    for number in range(6):
        seller = desk.supplier(f"Malta {number}").id

        def order(seller: Any = seller) -> bool:
            try:
                desk.order(seller)
            except SupplierInactive:
                return False
            return True

        def leave(seller: Any = seller) -> bool:
            try:
                desk.write(lambda tx: commands.set_supplier_active(tx, seller, False))
            except SupplierHasOpenOrders:
                return False
            return True

        with ThreadPoolExecutor(2) as clients:
            ordered, left = clients.submit(order), clients.submit(leave)
            assert ordered.result() != left.result()


def test_sums_and_overdue(desk: Desk) -> None:
    seller = desk.supplier().id
    desk.order(seller)
    late = desk.sent(seller)
    desk.write(lambda tx: tx.session.execute(update(PurchaseOrder).values(expected_on=tx.today - timedelta(days=1))))
    with desk.database.read() as tx:
        sums = {each.state: each for each in queries.order_sums(tx, queries.OrderFilter())}
        assert (sums[OrderState.DRAFT].orders, sums[OrderState.DRAFT].overdue) == (1, 0)
        assert (sums[OrderState.SENT].overdue, sums[OrderState.SENT].total_mxn) == (1, Decimal(23200))
        assert sums[OrderState.RECEIVED].orders == 0
        assert [row.id for row in queries.orders(tx, queries.OrderFilter(overdue=True), None, 10)] == [late.id]
        assert len(queries.orders(tx, queries.OrderFilter(item_id=MALT.item_id, q="malta del"), None, 10)) == 2
        due = queries.OrderFilter(state=OrderState.SENT, since=tx.today, supplier_id=seller)
        assert queries.orders(tx, due, None, 10) == []
