"""Deliveries against orders: what is taken, what is refused and why, what is owed, and what stock makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from desertbrew.apps import registry
from desertbrew.contexts.inventory.contract import ItemKind, LotStatus
from desertbrew.contexts.purchasing.commands import NewOrderLine
from desertbrew.contexts.purchasing.commands.counting import (
    NewLimits,
    add_photo,
    discard_counting,
    read_photo,
    save_counting,
    set_receiving_limits,
)
from desertbrew.contexts.purchasing.commands.posting import receive_at_once
from desertbrew.contexts.purchasing.contract import GoodsReceived, PayableRecognized
from desertbrew.contexts.purchasing.errors import (
    NotAPhoto,
    OrderMoveNotAllowed,
    ReceiptBeyondTolerance,
    ReceiptFaults,
)
from desertbrew.contexts.purchasing.queries import receipts as queries
from desertbrew.contexts.purchasing.rules.orders import OrderState, Vat
from desertbrew.contexts.purchasing.rules.receipts import Counting, LineEntry, Rejection
from desertbrew.contexts.purchasing.tables import GoodsReceipt, GoodsReceiptLine, Payable, Supplier
from desertbrew.kernel.errors import NotFound
from desertbrew.kernel.ids import new_id
from desertbrew.platform.context import Context
from desertbrew.platform.db import Database, Origin
from purchasing.dock import Dock
from support.letters import emitted

PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 40
TODAY = date(2026, 11, 20)


@pytest.fixture
def contexts() -> Sequence[Context]:
    """Purchasing, and the inventory that it talks with."""
    return (registry.context_named("inventory"), registry.context_named("purchasing"))


@pytest.fixture
def dock(databases: dict[str, Database], origin: Origin) -> Dock:
    """An empty dock."""
    return Dock(databases, origin)


def pointers(refused: pytest.ExceptionInfo[ReceiptFaults]) -> set[str]:
    return {fault.pointer for fault in refused.value.faults}


# --------------------------------------------------------------------------------------------------- what is posted


def test_inv_p41_what_was_kept_is_in_the_order_in_stock_and_owed(dock: Dock) -> None:
    malt, hops = dock.item(), dock.item(kind=ItemKind.HOPS)
    order = dock.ordered((malt, "100", "20.50"), (hops, "10", "300"))
    first, second = dock.order_lines(order.id)
    receipt = dock.receive(
        order,
        dock.entry(first, "60", "10", supplier_lot="PA-1", lot_code="M-1", rejection_note="sacos mojados"),
        dock.entry(first, "40", supplier_lot="PA-2", expires_on=date(2027, 5, 1)),
    )
    assert receipt.total == Decimal("1845.00")
    assert receipt.override_reason == "lo acordamos por teléfono"
    (line, _) = dock.order_lines(order.id)
    assert (line.received_quantity, line.rejected_quantity) == (Decimal(90), Decimal(10))
    assert dock.order(order.id).state == OrderState.PARTIALLY_RECEIVED
    lots = dock.lots(receipt.id)
    assert [(lot.code, lot.initial_quantity, lot.initial_cost) for lot in lots] == [
        ("M-1", Decimal(50), Decimal("1025.00")),
        (lots[1].code, Decimal(40), Decimal("820.00")),
    ]
    assert [line.stocked_code for line in dock.lines(receipt.id)] == [lot.code for lot in lots]
    (payable,) = dock.payables()
    assert (payable.total, payable.reference, payable.recorded_on, payable.due_on) == (receipt.total, "F-9", TODAY, TODAY)
    # The rest, and the order is done.
    dock.receive(order, dock.entry(first, "10"), dock.entry(second, "10"))
    assert dock.order(order.id).state == OrderState.RECEIVED
    assert dock.faults() == []


def test_inv_p47_the_same_draft_twice_is_one_receipt_and_late_words_change_nothing(dock: Dock) -> None:
    order = dock.ordered((dock.item(), "10", "5"))
    (line,) = dock.order_lines(order.id)
    draft = dock.count(order, dock.entry(line, "10"))
    first, second = dock.post(draft), dock.post(draft)
    assert first.id == second.id
    dock.count(order, dock.entry(line, "99"), draft_id=draft)
    assert [each.accepted for each in dock.lines(first.id)] == [Decimal(10)]
    assert len(emitted(dock.desk.database, GoodsReceived)) == 1
    assert len(emitted(dock.desk.database, PayableRecognized)) == 1


def test_inv_p47_nothing_of_a_posted_receipt_can_be_rewritten(dock: Dock) -> None:
    order = dock.ordered((dock.item(), "10", "5"))
    (line,) = dock.order_lines(order.id)
    receipt = dock.receive(order, dock.entry(line, "10"))
    for statement in (
        update(GoodsReceipt).values(total=Decimal(1)),
        update(GoodsReceiptLine).values(accepted=Decimal(1)),
        update(Payable).values(due_on=TODAY),
    ):
        with pytest.raises(DBAPIError, match="append-only"):
            dock.write(lambda tx, statement=statement: tx.session.execute(statement))  # type: ignore[misc]
    assert receipt.total == Decimal("50.00")


def test_iva_is_no_cost_of_stock_and_ieps_is_unless_it_is_credited(dock: Dock) -> None:
    beer = dock.item(kind=ItemKind.OTHER)
    taxed = NewOrderLine(beer, Decimal(20), Decimal(100), vat_rate=Vat.V16, ieps_pct=Decimal("26.5"))
    order = dock.desk.approve(dock.desk.order(dock.supplier.id, taxed))
    (line,) = dock.order_lines(order.id)
    entry = dock.entry(line, "10")
    receipt = dock.receive(order, entry, replace(entry, ieps_creditable=True))
    assert (receipt.net, receipt.ieps, receipt.vat) == (Decimal("2000.00"), Decimal("530.00"), Decimal("404.80"))
    assert [lot.initial_cost for lot in dock.lots(receipt.id)] == [Decimal("1265.00"), Decimal("1000.00")]


def test_a_purchase_without_an_order_and_in_dollars(dock: Dock) -> None:
    item = dock.item()
    loose = LineEntry(item, Decimal("2.5"), pack_price=Decimal("10.01"), vat_rate=Vat.V0)
    receipt = dock.receive(None, loose, exchange_rate=Decimal("18.123456"))
    (lot,) = dock.lots(receipt.id)
    assert (receipt.order_id, receipt.total, lot.initial_cost) == (None, Decimal("25.03"), Decimal("453.63"))
    with pytest.raises(ReceiptFaults) as refused:
        dock.post(dock.count(None, LineEntry(item, Decimal(1))))
    assert pointers(refused) == {"/lines/0/pack_price"}


def test_credit_days_say_when_it_is_due_by_the_breweries_own_calendar(dock: Dock) -> None:
    dock.write(lambda tx: tx.session.execute(update(Supplier).values(credit_days=30)))
    order = dock.ordered((dock.item(), "10", "5"))
    (line,) = dock.order_lines(order.id)
    dock.receive(order, dock.entry(line, "10"))
    (payable,) = dock.payables()
    assert payable.due_on == TODAY + timedelta(days=30)


def test_what_is_rejected_whole_is_owed_for_by_nobody_and_stays_expected(dock: Dock) -> None:
    order = dock.ordered((dock.item(), "10", "5"))
    (line,) = dock.order_lines(order.id)
    receipt = dock.receive(order, dock.entry(line, "10", "10"))
    assert (receipt.total, list(dock.payables()), list(dock.lots(receipt.id))) == (Decimal("0.00"), [], [])
    assert dock.order(order.id).state == OrderState.SENT
    (expected,) = dock.desk.write(lambda tx: queries.expected_orders(tx, order.number, 5))
    assert [each.outstanding for each in expected.lines] == [Decimal(10)]


# ------------------------------------------------------------------------------------------------------- tolerance


def test_inv_p44_beyond_the_tolerance_somebody_has_to_allow_exactly_this(dock: Dock) -> None:
    order = dock.ordered((dock.item(), "100", "1"))
    (line,) = dock.order_lines(order.id)
    dock.post(dock.count(order, dock.entry(line, "95")))
    over = dock.count(order, dock.entry(line, "10.01"))
    with pytest.raises(ReceiptBeyondTolerance) as refused:
        dock.post(over)
    assert "105.01/100 kg" in str(refused.value)
    dock.allow(over)
    # What was allowed is what was looked at: another figure asks again.
    dock.count(order, dock.entry(line, "30"), draft_id=over)
    with pytest.raises(ReceiptBeyondTolerance):
        dock.post(over)
    dock.count(order, dock.entry(line, "10"), draft_id=over)
    assert dock.post(over).override_reason is None
    assert dock.order(order.id).state == OrderState.RECEIVED


def test_a_short_delivery_may_close_its_line(dock: Dock) -> None:
    order = dock.ordered((dock.item(), "100", "1"))
    (line,) = dock.order_lines(order.id)
    dock.receive(order, dock.entry(line, "97", closes=True))
    assert dock.order(order.id).state == OrderState.RECEIVED
    with pytest.raises(OrderMoveNotAllowed):
        dock.post(dock.count(order, dock.entry(line, "3")))


def test_only_what_was_approved_is_received(dock: Dock) -> None:
    order = dock.desk.order(dock.supplier.id, NewOrderLine(dock.item(), Decimal(1), Decimal(1)))
    (line,) = dock.order_lines(order.id)
    with pytest.raises(OrderMoveNotAllowed):
        dock.post(dock.count(order, dock.entry(line, "1")))


def test_two_deliveries_at_the_same_moment_are_counted_one_after_the_other(dock: Dock) -> None:
    order = dock.ordered((dock.item(), "100", "3.33"))
    (line,) = dock.order_lines(order.id)
    drafts = [dock.count(order, dock.entry(line, "52")) for _ in range(6)]
    for draft in drafts[:3]:
        dock.allow(draft)

    def post(index: int) -> bool:
        try:
            dock.post(drafts[index])
        except (ReceiptBeyondTolerance, OrderMoveNotAllowed):
            return False
        return True

    with ThreadPoolExecutor(6) as hands:
        posted = sum(hands.map(post, range(6)))
    dock.carry()
    (line,) = dock.order_lines(order.id)
    # Once a hundred is passed the order is whole, and nobody else is let in.
    assert posted == 2
    assert line.received_quantity == Decimal(104)
    assert dock.order(order.id).state == OrderState.RECEIVED
    assert dock.warehouse.balance(line.item_id) == (Decimal(104), Decimal("346.32"))
    assert dock.faults() == []


# ------------------------------------------------------------------------------------------------- what it is asked


def test_inv_p43_every_fault_is_named_at_its_line(dock: Dock) -> None:
    cold, other = dock.item(kind=ItemKind.YEAST), dock.item()
    dock.write(lambda tx: set_receiving_limits(tx, NewLimits("YEAST", None, Decimal(8))))
    order = dock.ordered((cold, "10", "5"), (other, "10", "5"))
    first, second = dock.order_lines(order.id)
    taken = dock.warehouse.stock(other, "1", "1.00").code
    draft = dock.count(
        order,
        dock.entry(first, "5"),
        dock.entry(first, "5", temperature_c=Decimal("11.5"), expires_on=TODAY),
        dock.entry(second, "5", "6"),
        dock.entry(second, "5", "1", rejection=None, location_id=new_id()),
        dock.entry(second, "0", lot_code="X-1"),
        dock.entry(second, "1", lot_code=taken),
        dock.entry(second, "1", lot_code="X-1", order_line_id=first.id),
        LineEntry(new_id(), Decimal(1), pack_price=Decimal(1)),
    )
    with pytest.raises(ReceiptFaults) as refused:
        dock.post(draft)
    assert pointers(refused) == {
        "/lines/0/temperature_c",
        "/lines/1/temperature_reason",
        "/lines/1/expires_on",
        "/lines/2/rejected",
        "/lines/3/rejection",
        "/lines/3/location_id",
        "/lines/4/delivered",
        "/lines/4/lot_code",
        "/lines/5/lot_code",
        "/lines/6/lot_code",
        "/lines/6/order_line_id",
        "/lines/7/item_id",
    }
    assert dock.rows(GoodsReceipt.__table__.select()) == []


def test_out_of_limits_and_short_lived_goods_are_taken_with_a_reason_and_held(dock: Dock) -> None:
    item = dock.item()
    dock.write(lambda tx: set_receiving_limits(tx, NewLimits(str(item), Decimal(0), Decimal(4))))
    order = dock.ordered((item, "10", "5"))
    (line,) = dock.order_lines(order.id)
    entry = dock.entry(
        line, "10", temperature_c=Decimal(9), temperature_reason="hielo derretido", expires_on=TODAY, hold_reason="a revisar"
    )
    receipt = dock.receive(order, entry)
    (lot,) = dock.lots(receipt.id)
    assert lot.status == LotStatus.QUARANTINE
    dock.write(lambda tx: set_receiving_limits(tx, NewLimits(str(item), None, None)))
    assert dock.write(queries.receiving_limits) == {}


def test_the_date_of_a_delivery_is_near_today(dock: Dock) -> None:
    order = dock.ordered((dock.item(), "10", "5"))
    (line,) = dock.order_lines(order.id)
    with dock.desk.database.read() as tx:
        now = tx.now
    for wrong in (now + timedelta(days=3), now - timedelta(days=500)):
        with pytest.raises(ReceiptFaults) as refused:
            dock.post(dock.count(order, dock.entry(line, "10"), received_at=wrong))
        assert pointers(refused) == {"/received_at"}


def test_the_usual_shelf_life_is_what_it_had_when_it_last_came(dock: Dock) -> None:
    item = dock.item()
    order = dock.ordered((item, "10", "5"))
    (line,) = dock.order_lines(order.id)
    dock.receive(order, dock.entry(line, "4", expires_on=TODAY + timedelta(days=90)))
    dock.receive(order, dock.entry(line, "4", expires_on=TODAY + timedelta(days=60)))
    (expected,) = dock.write(lambda tx: queries.expected_orders(tx, None, 9))
    assert [(each.outstanding, each.shelf_life_days) for each in expected.lines] == [(Decimal(2), 60)]


def test_another_program_posts_at_once(dock: Dock) -> None:
    order = dock.ordered((dock.item(), "10", "5"))
    (line,) = dock.order_lines(order.id)

    def counting(tx_now: object, delivered: str) -> Counting:
        return Counting(tx_now, (dock.entry(line, delivered),), order.id)  # type: ignore[arg-type]

    with pytest.raises(ReceiptBeyondTolerance):
        dock.write(lambda tx: receive_at_once(tx, counting(tx.now, "2")))
    assert dock.write(queries.drafts) == []
    dock.write(lambda tx: receive_at_once(tx, counting(tx.now, "2"), "así lo pidieron"))
    assert dock.order(order.id).state == OrderState.PARTIALLY_RECEIVED


# ---------------------------------------------------------------------------------------------------- drafts, photos


def test_a_photo_is_what_its_bytes_say_and_stays_with_the_receipt(dock: Dock) -> None:
    order = dock.ordered((dock.item(), "10", "5"))
    (line,) = dock.order_lines(order.id)
    draft = dock.count(order, dock.entry(line, "10"))
    photo = dock.write(lambda tx: add_photo(tx, draft, read_photo("caja.jpg", PNG)))
    again = dock.write(lambda tx: add_photo(tx, draft, read_photo("otra.jpg", PNG)))
    assert photo.id == again.id
    receipt = dock.post(draft)
    webp = read_photo("caja.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 ")
    dock.write(lambda tx: add_photo(tx, receipt.id, webp))
    with dock.desk.database.read() as tx:
        assert [each.media_type for each in queries.photos(tx, receipt.id)] == ["image/png", "image/webp"]
        assert queries.photo_file(tx, photo.id) == ("caja.jpg", "image/png", PNG)
    with pytest.raises(NotAPhoto):
        read_photo("foto.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    with pytest.raises(NotAPhoto):
        read_photo("foto.png", PNG + b"x" * 8 * 1024 * 1024)
    with pytest.raises(NotFound):
        dock.write(lambda tx: add_photo(tx, new_id(), webp))


def test_a_draft_that_came_to_nothing_is_forgotten(dock: Dock) -> None:
    draft = dock.count(None, LineEntry(dock.item(), Decimal(1), rejected=Decimal(1), rejection=Rejection.OTHER))
    ((kept, supplier, order),) = dock.write(queries.drafts)
    assert (kept.id, supplier.id, order) == (draft, dock.supplier.id, None)
    dock.write(lambda tx: discard_counting(tx, draft))
    with pytest.raises(NotFound):
        dock.post(draft)
    with pytest.raises(NotFound):
        dock.write(lambda tx: save_counting(tx, new_id(), Counting(tx.now, (), new_id())))
