"""Lots that are held, recalled, chosen by hand, counted, carried and papered."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.contract import (
    ItemKind,
    LotRecalled,
    LotStatus,
    LotStatusChanged,
    StockCorrected,
)
from desertbrew.contexts.inventory.errors import (
    CountAboveReceipt,
    CountAgrees,
    HoldNotAllowed,
    InsufficientStock,
    LotHoldsLess,
    LotIsThere,
    LotNotDrawable,
    NotACertificate,
    RecallFindsNothing,
)
from desertbrew.contexts.inventory.queries import LotFilter
from desertbrew.contexts.inventory.rules import UNPLACED, DrawPolicy
from desertbrew.contexts.inventory.tables import Lot, LotStatusChange
from desertbrew.kernel.clock import FixedClock
from desertbrew.kernel.errors import InvalidInput, NotFound
from desertbrew.kernel.ids import Id, new_id
from inventory.lot_routes import PDF
from inventory.warehouse import Warehouse, needs
from support.client import Client, answered
from support.letters import emitted

HELD = (LotStatus.QUARANTINE, LotStatus.BLOCKED)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def drawn(warehouse: Warehouse, item_id: Id, quantity: str) -> list[Id]:
    return [draw.lot_id for draw in warehouse.issue((item_id, quantity, "kg")).draws]


def codes(warehouse: Warehouse, wanted: LotFilter) -> list[str]:
    with warehouse.database.read() as tx:
        return [lot.code for lot, _ in queries.lots(tx, wanted, None, 50)]


# ------------------------------------------------------------------------------------------------------------- holds


@pytest.mark.parametrize("kind", HELD)
def test_inv_l8_a_held_lot_is_passed_over_until_it_is_released(warehouse: Warehouse, kind: LotStatus) -> None:
    item_id = warehouse.item()
    old, new = (warehouse.stock(item_id, "10", "100.00") for _ in range(2))
    warehouse.hold(old.id, kind, "humedad")
    assert drawn(warehouse, item_id, "4") == [new.id]
    with pytest.raises(InsufficientStock):
        warehouse.issue((item_id, "7", "kg"))
    warehouse.release(old.id, "la prueba salió bien")
    assert drawn(warehouse, item_id, "12") == [old.id, new.id]
    with warehouse.database.read() as tx:
        story = [(row.before, row.after, row.reason) for row, _ in queries.status_history(tx, old.id)]
    assert story == [
        (kind.value, "AVAILABLE", "la prueba salió bien"),
        ("AVAILABLE", kind.value, "humedad"),
    ]
    told = [happened.after for happened in emitted(warehouse.database, LotStatusChanged)]  # type: ignore[attr-defined]
    assert told == [kind, LotStatus.AVAILABLE]


@pytest.mark.parametrize("kind", HELD)
def test_a_lot_is_not_held_the_same_way_twice_nor_released_when_free(warehouse: Warehouse, kind: LotStatus) -> None:
    lot = warehouse.stock(warehouse.item(), "1", "1.00")
    with pytest.raises(HoldNotAllowed):
        warehouse.release(lot.id)
    warehouse.hold(lot.id, kind)
    with pytest.raises(HoldNotAllowed):
        warehouse.hold(lot.id, kind)
    warehouse.hold(lot.id, next(other for other in HELD if other is not kind))
    with pytest.raises(NotFound):
        warehouse.hold(new_id(), kind)


def test_a_held_lot_that_is_released_after_its_date_stays_undrawable(warehouse: Warehouse, clock: FixedClock) -> None:
    item_id = warehouse.item()
    lot = warehouse.stock(item_id, "1", "1.00", expires_on=clock.now().date() + timedelta(days=1))
    warehouse.hold(lot.id, LotStatus.BLOCKED)
    clock.advance(timedelta(days=3))
    warehouse.release(lot.id)
    with pytest.raises(InsufficientStock):
        warehouse.issue((item_id, "1", "kg"))
    with pytest.raises(LotNotDrawable):
        warehouse.pick(lot.id, "1")


@pytest.mark.parametrize("table", ["lot_status_change", "lot_move", "recall", "room_reading", "certificate"])
def test_inv_l8_history_cannot_be_rewritten(warehouse: Warehouse, table: str) -> None:
    lot = warehouse.stock(warehouse.item(), "1", "1.00", supplier_lot="A-1")
    place = warehouse.location()
    warehouse.write(lambda tx: commands.move_lot(tx, lot.id, place, ""))
    warehouse.recall("A-1")
    warehouse.write(lambda tx: commands.add_certificate(tx, commands.read_certificate("a.pdf", PDF), [lot.id]))
    room = warehouse.cold_room()
    warehouse.read_room(room, "3")
    with pytest.raises(DBAPIError, match="append-only"):
        warehouse.write(lambda tx: tx.session.execute(text(f"DELETE FROM {table}")))


# ----------------------------------------------------------------------------------------------------------- recalls


def test_a_recall_finds_every_lot_of_the_supplier_however_it_was_written(warehouse: Warehouse) -> None:
    malt, hops = warehouse.item(), warehouse.item(kind=ItemKind.HOPS)
    came = ((malt, "PA-0831"), (hops, "pa 0831"))
    lots = [warehouse.stock(item, "5", "50.00", supplier_lot=written) for item, written in came]
    other = warehouse.stock(malt, "5", "50.00", supplier_lot="PA-0832")
    warehouse.issue((hops, "5", "kg"))
    recall = warehouse.recall("PA0831", "vidrio en la malta")
    (told,) = emitted(warehouse.database, LotRecalled)
    assert isinstance(told, LotRecalled)
    assert (told.recall_id, told.number, told.reason) == (recall.id, "RET-0001", "vidrio en la malta")
    assert {(lot.lot_id, lot.remaining) for lot in told.lots} == {(lots[0].id, Decimal(5)), (lots[1].id, Decimal(0))}
    assert {warehouse.read_lot(lot.id).status for lot in lots} == {"RECALLED"}
    assert drawn(warehouse, malt, "5") == [other.id]
    with pytest.raises(InsufficientStock):
        warehouse.issue((malt, "1", "kg"))


def test_a_recall_can_be_of_one_item_or_of_named_lots(warehouse: Warehouse) -> None:
    malt, hops = warehouse.item(), warehouse.item(kind=ItemKind.HOPS)
    first, second = (warehouse.stock(item, "5", "50.00", supplier_lot="X1") for item in (malt, hops))
    warehouse.recall("x1", item_id=hops)
    assert [warehouse.read_lot(lot.id).status for lot in (first, second)] == ["AVAILABLE", "RECALLED"]
    named = commands.RecallCriteria(lot_ids=(first.id,))
    warehouse.write(lambda tx: commands.recall_lots(tx, named, "otra vez"))
    assert warehouse.read_lot(first.id).status == "RECALLED"


def test_a_recall_that_finds_nothing_is_refused(warehouse: Warehouse) -> None:
    warehouse.stock(warehouse.item(), "5", "50.00", supplier_lot="PA-0831")
    with pytest.raises(RecallFindsNothing):
        warehouse.recall("PA-0381")
    for criteria in (commands.RecallCriteria(), commands.RecallCriteria(warehouse.supplier_id)):
        with pytest.raises(InvalidInput):
            warehouse.write(lambda tx, criteria=criteria: commands.recall_lots(tx, criteria, "porque sí"))  # type: ignore[misc]
    with pytest.raises(NotFound):
        warehouse.write(lambda tx: commands.recall_lots(tx, commands.RecallCriteria(lot_ids=(new_id(),)), "porque sí"))


def test_what_arrives_of_a_recalled_supplier_lot_is_recalled_on_arrival(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    warehouse.stock(item_id, "5", "50.00", supplier_lot="PA-0831")
    warehouse.recall("PA-0831", "vidrio")
    late, fine = (warehouse.stock(item_id, "5", "50.00", supplier_lot=written) for written in ("PA 0831", "PA-0900"))
    assert [warehouse.read_lot(lot.id).status for lot in (late, fine)] == ["RECALLED", "AVAILABLE"]
    assert drawn(warehouse, item_id, "5") == [fine.id]
    with warehouse.database.read() as tx:
        ((row, number),) = queries.status_history(tx, late.id)
    assert (row.reason, number) == ("RET-0001: vidrio", "RET-0001")


# ------------------------------------------------------------------------------------------------------ FEFO, override


def test_inv_l7_fefo_takes_what_expires_first_and_what_never_does_last(warehouse: Warehouse, clock: FixedClock) -> None:
    item_id = warehouse.item(policy=DrawPolicy.FEFO)
    today = clock.now().date()
    never, late, soon = (
        warehouse.stock(item_id, "1", "1.00", expires_on=day) for day in (None, today + timedelta(9), today + timedelta(3))
    )
    warehouse.stock(item_id, "1", "1.00", expires_on=today + timedelta(1))
    clock.advance(timedelta(days=2))  # what expired yesterday is passed over
    assert drawn(warehouse, item_id, "3") == [soon.id, late.id, never.id]


def test_the_policy_can_change_and_counts_from_then_on(warehouse: Warehouse, clock: FixedClock) -> None:
    item_id = warehouse.item()
    today = clock.now().date()
    old, soon = (warehouse.stock(item_id, "9", "9.00", expires_on=today + timedelta(days)) for days in (30, 3))
    assert drawn(warehouse, item_id, "1") == [old.id]
    warehouse.write(lambda tx: commands.set_draw_policy(tx, item_id, DrawPolicy.FEFO))
    assert drawn(warehouse, item_id, "1") == [soon.id]


def test_inv_l9_a_lot_chosen_by_hand_says_why_on_its_ledger_line(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    old, new = (warehouse.stock(item_id, "10", "100.00") for _ in range(2))
    for nothing in (None, "", "  "):
        with pytest.raises(InvalidInput, match="override_reason"):
            warehouse.pick(new.id, "1", why=nothing)
    picks = [commands.Pick(new.id, Decimal(4000), "g")]
    wanted = [commands.Pick(old.id, Decimal(1), "kg")]
    issued = warehouse.write(lambda tx: commands.issue(tx, "cocción", [], [*picks, *wanted], "el saco está abierto"))
    assert [(draw.lot_id, draw.quantity) for draw in issued.draws] == [(new.id, Decimal(4)), (old.id, Decimal(1))]
    lines = [(line.lot_id, line.override_reason) for line in warehouse.movements(item_id) if line.quantity < 0]
    assert lines == [(new.id, "el saco está abierto"), (old.id, "el saco está abierto")]
    assert warehouse.faults() == []


def test_inv_l9_policy_and_choice_mix_in_one_issue_without_taking_anything_twice(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    old, new = (warehouse.stock(item_id, "3", "10.00") for _ in range(2))
    lines = [(item_id, "4", "kg")]
    picks = [commands.Pick(old.id, Decimal(1), "kg"), commands.Pick(old.id, Decimal(1), "kg")]
    issued = warehouse.write(lambda tx: commands.issue(tx, "cocción", needs(lines), picks, "abierto"))
    taken = [(draw.lot_id, draw.quantity, draw.cost) for draw in issued.draws]
    assert taken == [
        (old.id, Decimal(1), Decimal("3.33")),
        (old.id, Decimal(1), Decimal("3.33")),
        (old.id, Decimal(1), Decimal("3.34")),
        (new.id, Decimal(3), Decimal("10.00")),
    ]
    assert warehouse.balance(item_id) == (Decimal(0), Decimal(0))
    reasons = [line.override_reason for line in warehouse.movements(item_id) if line.quantity < 0]
    assert reasons == ["abierto", "abierto", None, None]
    assert warehouse.faults() == []


@pytest.mark.parametrize("status", [*HELD, LotStatus.RECALLED])
def test_inv_l8_no_reason_opens_a_held_lot(warehouse: Warehouse, status: LotStatus) -> None:
    item_id = warehouse.item()
    lot = warehouse.stock(item_id, "3", "10.00", supplier_lot="A1")
    if status is LotStatus.RECALLED:
        warehouse.recall("A1")
    else:
        warehouse.hold(lot.id, status)
    with pytest.raises(LotNotDrawable):
        warehouse.pick(lot.id, "1")
    with pytest.raises(LotHoldsLess):
        warehouse.pick(warehouse.stock(item_id, "3", "10.00").id, "4")
    with pytest.raises(NotFound):
        warehouse.pick(new_id(), "1")
    assert warehouse.balance(item_id)[0] == 6


# ------------------------------------------------------------------------------------------------------- corrections


def test_inv_l10_a_count_below_the_books_takes_its_share_of_the_cost(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    lot = warehouse.stock(item_id, "3", "10.00")
    warehouse.write(lambda tx: commands.count_lot(tx, lot.id, Decimal(2), "faltó un kilo"))
    assert warehouse.balance(item_id) == (Decimal(2), Decimal("6.67"))
    warehouse.write(lambda tx: commands.count_lot(tx, lot.id, Decimal("2.5"), "apareció medio"))
    assert warehouse.balance(item_id) == (Decimal("2.5"), Decimal("6.67"))
    told = [(each.kind.value, each.quantity, each.cost) for each in emitted(warehouse.database, StockCorrected)]  # type: ignore[attr-defined]
    assert told == [("ADJUSTMENT", Decimal(-1), Decimal("-3.33")), ("ADJUSTMENT", Decimal("0.5"), Decimal(0))]
    assert [line.kind for line in warehouse.movements(item_id)] == ["RECEIPT", "ADJUSTMENT", "ADJUSTMENT"]
    assert warehouse.faults() == []


def test_inv_l10_what_was_found_of_a_spent_lot_costs_nothing(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    lot = warehouse.stock(item_id, "3", "10.00")
    warehouse.issue((item_id, "3", "kg"))
    warehouse.write(lambda tx: commands.count_lot(tx, lot.id, Decimal(1), "estaba detrás"))
    assert warehouse.issue((item_id, "1", "kg")).total_cost == 0
    assert warehouse.faults() == []


def test_a_count_above_the_receipt_or_equal_to_the_books_is_refused(warehouse: Warehouse) -> None:
    lot = warehouse.stock(warehouse.item(), "3", "10.00")
    with pytest.raises(CountAboveReceipt):
        warehouse.write(lambda tx: commands.count_lot(tx, lot.id, Decimal("3.1"), "sobra"))
    with pytest.raises(CountAgrees):
        warehouse.write(lambda tx: commands.count_lot(tx, lot.id, Decimal(3), "igual"))


def test_inv_l10_expired_and_held_stock_can_be_thrown_away(warehouse: Warehouse, clock: FixedClock) -> None:
    item_id = warehouse.item()
    lot = warehouse.stock(item_id, "3", "10.00", expires_on=clock.now().date(), why="se usa hoy")
    warehouse.hold(lot.id, LotStatus.BLOCKED)
    clock.advance(timedelta(days=2))
    with pytest.raises(LotHoldsLess):
        warehouse.write(lambda tx: commands.waste_lot(tx, lot.id, Decimal(4), "caducó"))
    warehouse.write(lambda tx: commands.waste_lot(tx, lot.id, Decimal(3), "caducó"))
    assert warehouse.balance(item_id) == (Decimal(0), Decimal(0))
    assert [line.kind for line in warehouse.movements(item_id)] == ["RECEIPT", "WASTE"]
    assert warehouse.faults() == []


# ------------------------------------------------------------------------------------------------------------- places


def test_inv_l11_a_lot_that_is_carried_stays_the_same_lot(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    lot = warehouse.stock(item_id, "3", "10.00", expires_on=date(2027, 1, 1))
    silo, freezer = warehouse.location(), warehouse.location()
    for place in (silo, freezer):
        warehouse.write(lambda tx, place=place: commands.move_lot(tx, lot.id, place, "orden"))  # type: ignore[misc]
    with pytest.raises(LotIsThere):
        warehouse.write(lambda tx: commands.move_lot(tx, lot.id, freezer, ""))
    after = warehouse.read_lot(lot.id)
    assert after.location_id == freezer
    same = ("code", "received_at", "expires_on", "remaining_quantity", "remaining_cost", "status")
    assert [getattr(after, name) for name in same] == [getattr(lot, name) for name in same]
    _, *lines = warehouse.movements(item_id)
    assert [(line.kind, line.location_id, line.quantity, line.cost) for line in lines] == [
        ("TRANSFER_OUT", UNPLACED, Decimal(-3), Decimal(-10)),
        ("TRANSFER_IN", silo, Decimal(3), Decimal(10)),
        ("TRANSFER_OUT", silo, Decimal(-3), Decimal(-10)),
        ("TRANSFER_IN", freezer, Decimal(3), Decimal(10)),
    ]
    assert warehouse.faults() == []
    with warehouse.database.read() as tx:
        assert [(row.from_location_id, row.to_location_id) for row in queries.moves(tx, lot.id)] == [
            (silo, freezer),
            (None, silo),
        ]


def test_lots_can_be_received_into_a_place_and_found_there(warehouse: Warehouse) -> None:
    item_id, place = warehouse.item(), warehouse.location()
    line = commands.NewLine(item_id, Decimal(1), "kg", Decimal(1), location_id=place)
    warehouse.receive(line)
    warehouse.stock(item_id, "1", "1.00")
    assert codes(warehouse, LotFilter(location_id=place)) == ["LOTE-000001"]
    with pytest.raises(NotFound):
        warehouse.receive(commands.NewLine(item_id, Decimal(1), "kg", Decimal(1), location_id=new_id()))


def test_lots_are_listed_by_how_they_stand(warehouse: Warehouse, clock: FixedClock) -> None:
    item_id = warehouse.item("MALT-A")
    for status in (None, *HELD):
        lot = warehouse.stock(item_id, "1", "1.00", supplier_lot=f"S-{status}")
        if status:
            warehouse.hold(lot.id, status)
    warehouse.stock(item_id, "1", "1.00", expires_on=clock.now().date() + timedelta(1))
    clock.advance(timedelta(days=2))
    by_standing = {
        standing: codes(warehouse, LotFilter(standing=standing))
        for standing in ("AVAILABLE", "QUARANTINE", "BLOCKED", "RECALLED", "EXPIRED")
    }
    assert by_standing == {
        "AVAILABLE": ["LOTE-000001"],
        "QUARANTINE": ["LOTE-000002"],
        "BLOCKED": ["LOTE-000003"],
        "RECALLED": [],
        "EXPIRED": ["LOTE-000004"],
    }
    assert codes(warehouse, LotFilter(q="s-blocked")) == ["LOTE-000003"]


# ------------------------------------------------------------------------------------------------------- certificates


@pytest.mark.parametrize(
    "content",
    [b"", b"MZ\x90\0", b"<svg onload=alert(1)>", b" %PDF-1.7", PDF[:4], PNG[:6], b"%PDF-" + b"0" * 8 * 1024 * 1024],
)
def test_only_pdf_jpeg_and_png_of_a_fair_size_are_certificates(content: bytes) -> None:
    with pytest.raises(NotACertificate):
        commands.read_certificate("certificado.pdf", content)


def test_a_certificate_speaks_of_lots_and_is_kept_once(warehouse: Warehouse, client: Client) -> None:
    lots = [warehouse.stock(warehouse.item(), "1", "1.00") for _ in range(2)]
    file = commands.read_certificate("análisis ñ.png", PNG)
    made = [
        warehouse.write(lambda tx, lot=lot: commands.add_certificate(tx, file, [lot.id])).id  # type: ignore[misc]
        for lot in (*lots, lots[0])
    ]
    assert len(set(made)) == 1
    answer = client.get(f"/v1/certificates/{made[0]}/content")
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, PNG, "image/png")
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''an%C3%A1lisis%20%C3%B1.png"
    assert answer.headers["x-content-type-options"] == "nosniff"
    (listed,) = answered(client.get(f"/v1/lots/{lots[1].id}/certificates"))["items"]
    assert (listed["id"], listed["size_bytes"], listed["file_name"]) == (str(made[0]), len(PNG), "análisis ñ.png")
    assert client.anonymous().get(f"/v1/certificates/{made[0]}/content").status_code == 401
    assert client.get(f"/v1/certificates/{new_id()}/content").status_code == 404


def test_every_status_is_the_last_line_of_its_history(warehouse: Warehouse) -> None:
    lot = warehouse.stock(warehouse.item(), "1", "1.00", supplier_lot="Q1")
    warehouse.hold(lot.id, LotStatus.QUARANTINE)
    warehouse.recall("Q1")
    with warehouse.database.read() as tx:
        rows = tx.session.execute(select(LotStatusChange).order_by(LotStatusChange.id)).scalars().all()
        status = tx.session.execute(select(Lot.status)).scalar_one()
    assert [row.before for row in rows[1:]] == [row.after for row in rows[:-1]]
    assert rows[-1].after == status == "RECALLED"
