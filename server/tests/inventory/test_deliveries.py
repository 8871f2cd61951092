"""What purchasing received becomes lots once, and what goes back leaves exactly the lots that were named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.commands import ItemDetails
from desertbrew.contexts.inventory.context import CONTEXT
from desertbrew.contexts.inventory.contract import (
    DeliveryFault,
    DeliveryLine,
    ItemKind,
    LotsReceived,
    LotStatus,
    LotStatusChanged,
    ReturnIssued,
    ReturnRefused,
)
from desertbrew.contexts.inventory.rules import UNPLACED, is_own_code
from desertbrew.contexts.purchasing.contract import (
    DeliveredLot,
    GoodsReceived,
    ReturnedLot,
    ReturnRequested,
    SupplierRegistered,
)
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.platform.inbox import RETRYING, count_held
from inventory.warehouse import Warehouse
from support.client import Client
from support.letters import deliver, emitted, envelope_of

KG = BaseUnit.KG
MORNING = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


def line(item_id: Id, quantity: str = "25", cost: str = "500.00", **more: object) -> DeliveredLot:
    plain = DeliveredLot(new_id(), item_id, "Malta", Decimal(quantity), KG, Decimal(cost), None, None, None, None, None)
    return replace(plain, **more)  # type: ignore[arg-type]


def delivery(warehouse: Warehouse, *lines: DeliveredLot, number: str = "EM-000001") -> GoodsReceived:
    return GoodsReceived(
        new_id(), number, warehouse.supplier_id, "Maltas de prueba", new_id(), "OC-1", "F-77", MORNING, lines
    )


def request(*lots: tuple[Id, str], number: str = "DV-000001") -> ReturnRequested:
    wanted = tuple(ReturnedLot(lot_id, Decimal(quantity)) for lot_id, quantity in lots)
    return ReturnRequested(new_id(), new_id(), number, new_id(), "Maltas de prueba", wanted)


def held(warehouse: Warehouse) -> int:
    with warehouse.database.read() as tx:
        return count_held(tx.connection, RETRYING)


# ---------------------------------------------------------------------------------------------------------- deliveries


def test_inv_l40_a_delivery_makes_its_lots_once(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    shelf = warehouse.location()
    kept = line(item_id, supplier_lot="PA-0831", lot_code="M-77", expires_on=date(2027, 3, 1), location_id=shelf)
    came = delivery(warehouse, kept)
    letter = envelope_of(came)
    deliver(CONTEXT, warehouse.database, letter, letter, envelope_of(came))
    (lot,) = warehouse.lots(item_id)
    assert (lot.id, lot.code, lot.receipt_id, lot.location_id) == (kept.line_id, "M-77", came.receipt_id, shelf)
    assert (lot.supplier_lot, lot.expires_on) == ("PA-0831", date(2027, 3, 1))
    assert warehouse.balance(item_id) == (Decimal(25), Decimal("500.00"))
    (told,) = emitted(warehouse.database, LotsReceived)
    assert isinstance(told, LotsReceived)
    assert (told.receipt_id, told.supplier_name, told.invoice_number) == (came.receipt_id, "Maltas de prueba", "F-77")
    assert (told.lots[0].supplier_lot, told.lots[0].code) == ("PA-0831", "M-77")
    with warehouse.database.read() as tx:
        assert queries.receipt(tx, came.receipt_id).number == "EM-000001"
    assert warehouse.faults() == []


def test_inv_l40_a_code_that_is_taken_by_then_gives_way(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    first = delivery(warehouse, line(item_id, lot_code="M-1"))
    second = delivery(warehouse, line(item_id, lot_code="M-1"), line(item_id, lot_code="LOTE-000009"), number="EM-000002")
    deliver(CONTEXT, warehouse.database, envelope_of(first), envelope_of(second))
    codes = [lot.code for lot in warehouse.lots(item_id)]
    assert codes.count("M-1") == 1
    assert len(set(codes)) == 3
    assert sum(is_own_code(code) for code in codes) == 2
    _, told = emitted(warehouse.database, LotsReceived)
    assert isinstance(told, LotsReceived)
    assert {lot.code for lot in told.lots} == set(codes) - {"M-1"}


def test_inv_l40_an_unknown_item_holds_the_delivery_whole_and_says_which(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    came = delivery(warehouse, line(item_id), line(new_id(), item_name="Cáscara de naranja"))
    deliver(CONTEXT, warehouse.database, envelope_of(came))
    assert held(warehouse) == 1
    assert warehouse.lots(item_id) == []
    with warehouse.database.read() as tx:
        said = tx.connection.exec_driver_sql("SELECT last_error FROM held_event").scalar_one()
    assert "Cáscara de naranja" in said
    assert "EM-000001" in said


def test_a_supplier_that_is_not_heard_of_yet_does_not_stop_its_goods(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    came = replace(delivery(warehouse, line(item_id, supplier_lot="A1")), supplier_id=new_id(), supplier_name="Nuevo")
    known = SupplierRegistered(came.supplier_id, "Nuevo")
    deliver(CONTEXT, warehouse.database, envelope_of(came), envelope_of(known), envelope_of(came))
    (lot,) = warehouse.lots(item_id)
    assert lot.supplier_name == "Nuevo"


def test_what_is_to_be_held_comes_in_held_and_a_recall_outranks_it(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    warehouse.stock(item_id, "1", "10.00", supplier_lot="R-9")
    warehouse.recall("R-9")
    soon = line(item_id, hold_reason="caduca mañana")
    recalled = line(item_id, supplier_lot="r9", hold_reason="caduca mañana")
    gone_place = line(item_id, location_id=new_id())
    deliver(CONTEXT, warehouse.database, envelope_of(delivery(warehouse, soon, recalled, gone_place)))
    status = {lot.id: lot.status for lot in warehouse.lots(item_id)}
    assert status[soon.line_id] == LotStatus.QUARANTINE
    assert status[recalled.line_id] == LotStatus.RECALLED
    assert status[gone_place.line_id] == LotStatus.AVAILABLE
    changes = [event for event in emitted(warehouse.database, LotStatusChanged) if isinstance(event, LotStatusChanged)]
    (change,) = [event for event in changes if event.lot_id == soon.line_id]
    assert (change.reason, change.after) == ("caduca mañana", LotStatus.QUARANTINE)


def test_a_delivery_of_which_nothing_was_kept_leaves_no_trace(warehouse: Warehouse) -> None:
    deliver(CONTEXT, warehouse.database, envelope_of(delivery(warehouse)))
    assert held(warehouse) == 0
    assert emitted(warehouse.database, LotsReceived) == []


# ------------------------------------------------------------------------------------------------------- what goes back


def test_inv_l41_exactly_the_lots_that_were_named_leave_at_their_cost(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    older = warehouse.stock(item_id, "10", "100.00")
    newer = warehouse.stock(item_id, "3", "10.00")
    warehouse.hold(newer.id, LotStatus.BLOCKED)
    asked = request((newer.id, "1"))
    letter = envelope_of(asked)
    # The same event twice, and the same request under another event's id, as a restored outbox might send it.
    deliver(CONTEXT, warehouse.database, letter, letter, envelope_of(asked))
    assert warehouse.read_lot(older.id).remaining_quantity == Decimal(10)
    left = warehouse.read_lot(newer.id)
    assert (left.remaining_quantity, left.remaining_cost) == (Decimal(2), Decimal("6.67"))
    told, again = emitted(warehouse.database, ReturnIssued)
    assert told == again
    assert isinstance(told, ReturnIssued)
    assert (told.return_id, told.total_cost) == (asked.return_id, Decimal("3.33"))
    assert [movement.kind for movement in warehouse.movements(item_id)].count("SUPPLIER_RETURN") == 1
    assert warehouse.faults() == []


def test_inv_l41_what_is_gone_is_named_and_nothing_leaves(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    lot, other = warehouse.stock(item_id, "10", "100.00"), warehouse.stock(item_id, "4", "40.00")
    warehouse.pick(lot.id, "8")
    asked = request((lot.id, "5"), (other.id, "1"), (new_id(), "1"))
    letter = envelope_of(asked)
    deliver(CONTEXT, warehouse.database, letter, letter, envelope_of(asked))
    assert warehouse.balance(item_id)[0] == Decimal(6)
    told, again = emitted(warehouse.database, ReturnRefused)
    assert told == again
    assert isinstance(told, ReturnRefused)
    assert [(gone.lot_code, gone.remaining) for gone in told.missing] == [(lot.code, Decimal(2)), ("", Decimal(0))]
    assert emitted(warehouse.database, ReturnIssued) == []


def test_inv_l41_two_lines_of_a_lot_share_one_view_of_its_places(warehouse: Warehouse) -> None:
    item_id, silo = warehouse.item(), warehouse.location()
    lot = warehouse.stock(item_id, "10", "100.00")
    warehouse.carry(lot.id, UNPLACED, silo, "4")
    asked = request((lot.id, "5"), (lot.id, "3"))
    letter = envelope_of(asked)
    deliver(CONTEXT, warehouse.database, letter, envelope_of(asked))
    assert held(warehouse) == 0
    told, again = emitted(warehouse.database, ReturnIssued)
    assert told == again
    assert isinstance(told, ReturnIssued)
    assert [(draw.quantity, draw.cost) for draw in told.draws] == [(Decimal(8), Decimal("80.00"))]
    beyond = request((lot.id, "2"), (lot.id, "1"))
    deliver(CONTEXT, warehouse.database, envelope_of(beyond))
    (refused,) = emitted(warehouse.database, ReturnRefused)
    assert isinstance(refused, ReturnRefused)
    assert [(gone.wanted, gone.remaining) for gone in refused.missing] == [(Decimal(3), Decimal(2))]
    assert warehouse.faults() == []


# ------------------------------------------------------------------------------------------------------------ the port


@given(number=st.integers(0, 10**12))
def test_codes_of_our_own_series_are_ours(number: int) -> None:
    assert is_own_code(f"LOTE-{number:06d}")
    assert not is_own_code(f"LT-{number:06d}")


@pytest.mark.parametrize("apart", [False, True])
def test_each_line_is_told_what_stock_cannot_take(warehouse: Warehouse, client: Client, apart: bool) -> None:
    item_id = warehouse.item()
    lot = warehouse.stock(item_id, "1", "10.00")
    gone = warehouse.item()
    warehouse.write(lambda tx: commands.edit_item(tx, gone, ItemDetails("Malta vieja", ItemKind.MALT, active=False)))
    lines = [
        DeliveryLine(item_id, KG, "M-2", warehouse.location()),
        DeliveryLine(item_id, BaseUnit.L, lot.code, new_id()),
        DeliveryLine(new_id(), KG, "LOTE-1"),
        DeliveryLine(gone, KG),
    ]
    if apart:
        asked = [
            {
                "item_id": str(each.item_id),
                "unit": each.unit,
                "lot_code": each.lot_code,
                "location_id": str(each.location_id) if each.location_id else None,
            }
            for each in lines
        ]
        found = client.post("/v1/internal/delivery-check", {"lines": asked}).json()["lines"]
    else:
        with warehouse.database.read() as tx:
            found = queries.delivery_faults(tx, lines)
    assert [set(faults) for faults in found] == [
        set(),
        {DeliveryFault.OTHER_UNIT, DeliveryFault.CODE_RESERVED, DeliveryFault.UNKNOWN_PLACE},
        {DeliveryFault.UNKNOWN_ITEM, DeliveryFault.CODE_RESERVED},
        {DeliveryFault.INACTIVE_ITEM},
    ]
