"""Packs and prices: rows, events, refusals, and many at once."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from desertbrew.contexts.purchasing import commands, queries
from desertbrew.contexts.purchasing.commands import NewPrice, PackDetails
from desertbrew.contexts.purchasing.errors import PackTaken
from desertbrew.contexts.purchasing.tables import SupplierPack, SupplierPrice
from desertbrew.kernel.errors import InvalidInput, NotFound
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform import outbox
from purchasing.desk import LABEL, WATER, Desk

TODAY = date(2026, 11, 20)
KEEP = PackDetails("", 1, None, preferred=False, active=True)


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


def preferred(desk: Desk) -> list[Id]:
    with desk.database.read() as tx:
        return list(tx.session.execute(select(SupplierPack.id).where(SupplierPack.preferred)).scalars())


def test_the_first_pack_of_an_item_is_preferred_until_another_is(desk: Desk) -> None:
    """(INV-P2)"""
    first = desk.pack(desk.supplier().id)
    second = desk.pack(desk.supplier("Otra malta").id)
    assert preferred(desk) == [first.id]
    desk.write(lambda tx: commands.change_pack(tx, second.id, PackDetails("X", 2, 3, preferred=True, active=True)))
    assert preferred(desk) == [second.id]
    desk.write(lambda tx: commands.change_pack(tx, second.id, PackDetails("X", 2, 3, preferred=True, active=False)))
    assert preferred(desk) == []


def test_many_want_to_be_preferred_and_one_is(desk: Desk) -> None:
    """(INV-P2)"""
    seller = desk.supplier().id
    packs = [desk.pack(seller, name=f"saco {number}") for number in range(8)]
    wanted = PackDetails("", 1, None, preferred=True, active=True)
    with ThreadPoolExecutor(16) as clients:
        list(clients.map(lambda pack: desk.write(lambda tx: commands.change_pack(tx, pack.id, wanted)), packs * 2))
    assert len(preferred(desk)) == 1


def test_the_same_pack_twice_is_refused(desk: Desk) -> None:
    seller = desk.supplier().id
    desk.pack(seller)
    with pytest.raises(PackTaken) as refused:
        desk.pack(seller)
    assert refused.value.facts == {"supplier": "Malta del Norte", "item": "Malta Pilsen", "pack": "saco 25 kg"}
    desk.pack(seller, WATER)


def test_pieces_come_in_whole_pieces(desk: Desk) -> None:
    seller = desk.supplier().id
    with pytest.raises(InvalidInput):
        desk.pack(seller, LABEL, "rollo", "1000.5")
    assert desk.pack(seller, LABEL, "rollo", "1000").factor_to_base == 1000


def test_a_pack_of_nobody_or_of_nothing(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.pack(new_id())
    with pytest.raises(NotFound):
        desk.price(new_id(), "1")


def test_a_new_price_ends_the_open_one(desk: Desk) -> None:
    """(INV-P3)"""
    pack = desk.pack(desk.supplier().id)
    desk.price(pack.id, "500", day(-30))
    desk.price(pack.id, "550")
    desk.price(pack.id, "600", day(10))
    assert desk.prices(pack.id) == [
        ("600.00", day(10), None),
        ("550.00", TODAY, day(10)),
        ("500.00", day(-30), TODAY),
    ]
    with desk.database.read() as tx:
        found = [queries.price_at(tx, pack.id, day(offset)) for offset in (-31, -30, -1, 0, 9, 10)]
        assert [None if price is None else price.price for price in found] == [None, 500, 500, 550, 550, 600]
        view = queries.pack(tx, pack.id)
        assert (view.price.price, view.next_price.price) == (550, 600)  # type: ignore[union-attr]
        assert queries.price_faults(tx) == []


def test_a_price_is_corrected_the_day_it_began_and_the_slip_stays_readable(desk: Desk) -> None:
    """(INV-P3)"""
    pack = desk.pack(desk.supplier().id)
    for price in ("5000", "500", "505"):
        desk.price(pack.id, price)
    assert desk.prices(pack.id) == [("505.00", TODAY, None), ("500.00", TODAY, TODAY), ("5000.00", TODAY, TODAY)]
    with desk.database.read() as tx:
        [now] = queries.packs(tx, queries.PackFilter(q="pilsen"), None, 10)
        assert now.price is not None
        assert now.price.price == 505
        assert now.next_price is None
        assert [view.change_pct for view in queries.prices(tx, pack.id)] == [None, None, None]


def test_a_jump_is_told(desk: Desk) -> None:
    pack = desk.pack(desk.supplier().id)
    desk.price(pack.id, "500", day(-2))
    desk.price(pack.id, "549.99", day(-1))
    desk.price(pack.id, "620")
    with desk.database.read() as tx:
        told = [
            json.loads(envelope.payload)
            for _, envelope in outbox.waiting(tx.session.connection(), "purchasing")
            if envelope.name == "purchasing.supplier_price_changed.v1"
        ]
        views = queries.prices(tx, pack.id)
    assert [(each["price"], each["before"], each["is_jump"]) for each in told] == [
        ("500", None, False),
        ("549.99", "500.000000", False),
        ("620", "549.990000", True),
    ]
    assert [(view.change_pct, view.is_jump) for view in views] == [
        (Decimal("12.7"), True),
        (Decimal("10.0"), False),
        (None, False),
    ]


def test_prices_of_two_currencies_are_not_compared(desk: Desk) -> None:
    pack = desk.pack(desk.supplier().id)
    desk.price(pack.id, "500", day(-2))
    desk.write(lambda tx: commands.set_price(tx, pack.id, NewPrice(Decimal(30), "USD")))
    with desk.database.read() as tx:
        assert [(view.price.currency, view.is_jump) for view in queries.prices(tx, pack.id)] == [
            ("USD", False),
            ("MXN", False),
        ]


@pytest.mark.parametrize("offset", [-3651, 731])
def test_a_day_that_cannot_be_meant(desk: Desk, offset: int) -> None:
    pack = desk.pack(desk.supplier().id)
    with pytest.raises(InvalidInput):
        desk.price(pack.id, "1", day(offset))


def test_sixteen_change_one_price_at_once(desk: Desk) -> None:
    """(INV-P3) In whatever order they come, every day has one price."""
    pack = desk.pack(desk.supplier().id)

    def change(number: int) -> None:
        desk.price(pack.id, str(100 + number), day(number * 7 % 5 - 2))

    with ThreadPoolExecutor(16) as clients:
        list(clients.map(change, range(16)))
    with desk.database.read() as tx:
        assert queries.price_faults(tx) == []
        assert len(queries.prices(tx, pack.id)) == 16
        for offset in range(-2, 4):
            assert queries.price_at(tx, pack.id, day(offset)) is not None


def test_the_database_lets_nobody_rewrite_a_price(desk: Desk) -> None:
    """(INV-P3)"""
    pack = desk.pack(desk.supplier().id)
    desk.price(pack.id, "500", day(-1))
    for statement in ("UPDATE supplier_price SET price = 1", "DELETE FROM supplier_price"):
        with pytest.raises(DBAPIError, match="append-only"):
            desk.write(lambda tx, said=statement: tx.connection.execute(text(said)))  # type: ignore[misc]
    with pytest.raises(IntegrityError):
        desk.write(lambda tx: tx.connection.execute(update(SupplierPrice).values(valid_to=day(-2))))


def test_two_open_prices_are_found_by_the_doctor_and_refused_by_the_database(desk: Desk) -> None:
    """(INV-P3)"""
    pack = desk.pack(desk.supplier().id)
    desk.price(pack.id, "500", day(-5))

    def slip(valid_to: date | None) -> SupplierPrice:
        return SupplierPrice(
            id=new_id(),
            pack_id=pack.id,
            price=Decimal(1),
            currency="MXN",
            valid_from=day(-3),
            valid_to=valid_to,
            note="",
            by="",
            by_name="",
            recorded_at=desk.database.clock.now(),
        )

    with pytest.raises(IntegrityError):
        desk.write(lambda tx: tx.session.add(slip(None)))
    desk.write(lambda tx: tx.session.add(slip(day(-1))))
    with desk.database.read() as tx:
        assert queries.price_faults(tx) == [f"pack {pack.id} has two prices on {day(-3)}"]
