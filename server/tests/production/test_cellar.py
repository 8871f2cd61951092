"""What cellarmen do: litres that are always somewhere, tanks that are clean first, nobody's beer mixed by accident."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from desertbrew.contexts.production.commands import bookings, cellar, vessels
from desertbrew.contexts.production.contract import BeerMoved, BeerPart, VesselMoved
from desertbrew.contexts.production.errors import (
    BatchHasNoBeer,
    BlendNotConfirmed,
    NotEnoughBeer,
    OverCapacity,
    VesselBooked,
    VesselCodeTaken,
    VesselMoveNotAllowed,
    VesselNotReady,
)
from desertbrew.contexts.production.rules.cellar import LossReason, VesselKind, VesselState
from desertbrew.kernel.errors import DomainError, InvalidInput, NotFound
from desertbrew.kernel.ids import new_id
from desertbrew.platform.db import Database, Origin
from production.cellar import TODAY, Cellar
from support.letters import emitted


@pytest.fixture
def room(production: Database, origin: Origin) -> Cellar:
    return Cellar(production, origin)


# ------------------------------------------------------------------------------------------------------- beer comes in


def test_two_brews_of_a_batch_fill_one_tank_and_every_litre_has_a_name(room: Cellar) -> None:
    batch = room.brew()
    room.knock_out(batch, room.first, "395.5")
    room.knock_out(batch, room.first, "398")
    assert room.contents(room.first) == {batch.number: Decimal("793.5")}
    room.lose(room.first, "23.5", LossReason.TRUB)
    room.transfer(room.first, room.brite, "760", "10", reason=LossReason.YEAST)
    assert room.state(room.first) == "DIRTY"
    assert room.package(room.brite, "750") == {batch.number: Decimal(750)}
    shown = room.volumes(batch)
    assert (shown.knocked_out_l, shown.packaged_l, shown.in_tanks_l) == (Decimal("793.5"), Decimal(750), Decimal(10))
    assert shown.lost_l == {"TRUB": Decimal("23.5"), "YEAST": Decimal(10)}
    assert shown.adds_up
    room.empty(room.brite)
    assert room.volumes(batch).lost_l["DUMPED"] == 10
    assert room.volumes(batch).adds_up
    assert room.faults() == []


def test_what_happened_is_told_with_whose_litres_they_were(room: Cellar) -> None:
    batch = room.brew()
    room.knock_out(batch, room.first, "400")
    document = new_id()
    room.package(room.first, "40", document)
    knocked, packaged = emitted(room.database, BeerMoved)
    assert isinstance(knocked, BeerMoved)
    assert isinstance(packaged, BeerMoved)
    assert (knocked.kind, knocked.from_vessel_code, knocked.to_vessel_code) == ("KNOCK_OUT", None, "FV-01")
    assert (packaged.kind, packaged.from_vessel_code, packaged.document_id) == ("PACKAGED", "FV-01", document)
    assert packaged.parts == (BeerPart(batch.id, batch.number, Decimal(40)),)


Refused = tuple[Callable[[Cellar], object], type[DomainError]]
REFUSED: dict[str, Refused] = {
    "a tank that is not there": (lambda room: room.knock_out(room.brew(), new_id()), NotFound),
    "a kettle is no tank": (lambda room: room.knock_out(room.brew(), room.tank("K-1", VesselKind.KETTLE)), VesselNotReady),
    "too much": (lambda room: room.knock_out(room.brew(), room.first, "800.001"), OverCapacity),
    "nothing": (lambda room: room.knock_out(room.brew(), room.first, "0"), InvalidInput),
    "less than a millilitre": (lambda room: room.knock_out(room.brew(), room.first, "1.0005"), InvalidInput),
    "wort of a plan": (lambda room: room.knock_out(room.brewhouse.plan(room.recipe), room.first), BatchHasNoBeer),
    "beer from an empty tank": (lambda room: room.transfer(room.first, room.second, "1"), NotEnoughBeer),
    "into itself": (lambda room: room.transfer(room.first, room.first, "1"), InvalidInput),
    "water into nothing": (
        lambda room: room.write(lambda tx: cellar.dilute(tx, room.first, Decimal(10))),
        NotEnoughBeer,
    ),
    "a second tank of one code": (lambda room: room.tank("FV-01"), VesselCodeTaken),
    "the day after tomorrow": (
        lambda room: room.write(
            lambda tx: cellar.record_loss(
                tx, room.first, Decimal(1), LossReason.SAMPLE, happened_at=tx.now + timedelta(days=2)
            )
        ),
        NotEnoughBeer,
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_and_nothing_moves(room: Cellar, case: str) -> None:
    act, error = REFUSED[case]
    with pytest.raises(error):
        act(room)
    assert emitted(room.database, BeerMoved) == []
    assert room.contents(room.first) == {}
    assert room.state(room.first) == "AVAILABLE"


def test_what_has_not_happened_yet_is_refused_and_what_was_yesterday_says_so(room: Cellar) -> None:
    batch = room.brew()
    room.knock_out(batch, room.first)

    def lose(days: int) -> None:
        room.write(
            lambda tx: cellar.record_loss(
                tx, room.first, Decimal(1), LossReason.SAMPLE, happened_at=tx.now + timedelta(days=days)
            )
        )

    with pytest.raises(InvalidInput, match="/happened_at"):
        lose(2)
    lose(-1)
    told = emitted(room.database, BeerMoved)[-1]
    assert isinstance(told, BeerMoved)
    assert told.happened_at.date() == TODAY - timedelta(days=1)


# ------------------------------------------------------------------------------------------------- blends and splits


def test_batches_are_only_mixed_when_somebody_means_it(room: Cellar) -> None:
    one, two = room.brew(), room.brew()
    room.knock_out(one, room.first, "300")
    room.knock_out(two, room.second, "300")
    with pytest.raises(BlendNotConfirmed) as refused:
        room.transfer(room.first, room.second, "100")
    assert refused.value.facts["batches"] == two.number
    with pytest.raises(BlendNotConfirmed):
        room.knock_out(one, room.second, "100")
    room.transfer(room.first, room.second, "100", blend=True)
    assert room.contents(room.second) == {one.number: Decimal(100), two.number: Decimal(300)}


def test_a_blend_leaves_in_proportion_and_a_split_keeps_it(room: Cellar) -> None:
    one, two = room.brew(), room.brew()
    room.knock_out(one, room.first, "100")
    room.knock_out(two, room.first, "300", blend=True)
    room.transfer(room.first, room.second, "200")
    room.transfer(room.first, room.brite, "100")
    for tank, share in ((room.first, 1), (room.second, 2), (room.brite, 1)):
        assert room.contents(tank) == {one.number: Decimal(25 * share), two.number: Decimal(75 * share)}
    assert room.package(room.second, "10.001") == {one.number: Decimal("2.500"), two.number: Decimal("7.501")}
    assert room.volumes(one).adds_up
    assert room.volumes(two).adds_up


def test_water_makes_every_batch_more(room: Cellar) -> None:
    one, two = room.brew(), room.brew()
    room.knock_out(one, room.first, "10")
    room.knock_out(two, room.first, "30", blend=True)
    room.write(lambda tx: cellar.dilute(tx, room.first, Decimal(100)))
    assert room.contents(room.first) == {one.number: Decimal(35), two.number: Decimal(105)}
    assert (room.volumes(one).diluted_l, room.volumes(two).diluted_l) == (Decimal(25), Decimal(75))
    assert room.faults() == []


def test_a_difference_is_posted_under_its_own_name(room: Cellar) -> None:
    batch = room.brew()
    room.knock_out(batch, room.first, "400")
    room.write(lambda tx: cellar.adjust_content(tx, room.first, Decimal("396.5"), "lectura"))
    room.write(lambda tx: cellar.adjust_content(tx, room.first, Decimal(397), "otra lectura"))
    room.write(lambda tx: cellar.adjust_content(tx, room.first, Decimal(397), "la misma"))
    assert room.contents(room.first) == {batch.number: Decimal(397)}
    assert room.volumes(batch).adjusted_l == -3
    assert room.volumes(batch).adds_up
    assert len(emitted(room.database, BeerMoved)) == 3
    assert room.faults() == []


# ---------------------------------------------------------------------------------------------------- states of tanks


def test_inv_v3_only_a_clean_tank_takes_beer_and_an_empty_one_is_dirty(room: Cellar) -> None:
    batch = room.brew()
    room.knock_out(batch, room.first)
    assert room.state(room.first) == "IN_USE"
    room.empty(room.first)
    assert room.state(room.first) == "DIRTY"
    assert room.empty(room.first) is None
    for state in (None, VesselState.CLEANING):
        if state:
            room.move(room.first, state)
        with pytest.raises(VesselNotReady):
            room.knock_out(batch, room.first)
    assert room.move(room.first, VesselState.AVAILABLE) == "AVAILABLE"
    room.knock_out(batch, room.first)


def test_inv_v3_a_tank_with_beer_is_moved_by_nobodys_hand(room: Cellar) -> None:
    room.knock_out(room.brew(), room.first)
    for state in VesselState:
        with pytest.raises(VesselMoveNotAllowed):
            room.move(room.first, state)
    kettle = room.tank("K-1", VesselKind.KETTLE)
    assert room.move(kettle, VesselState.IN_USE, VesselState.DIRTY, VesselState.CLEANING) == "CLEANING"
    with pytest.raises(NotFound):
        room.write(lambda tx: vessels.move_vessel(tx, new_id(), VesselState.DIRTY))
    told = [each for each in emitted(room.database, VesselMoved) if isinstance(each, VesselMoved)]
    assert [each.state for each in told if each.code == "K-1"] == ["AVAILABLE", "IN_USE", "DIRTY", "CLEANING"]


# ------------------------------------------------------------------------------------------------------------ bookings


def test_inv_v4_days_are_booked_once_and_the_refusal_says_by_whom(room: Cellar) -> None:
    batch = room.brewhouse.plan(room.recipe)
    first = room.book(room.first, 2, 10, batch)
    room.book(room.first, 10, 12)  # free again on the day it ends
    room.book(room.second, 2, 10)
    for start, end in ((0, 3), (9, 10), (3, 4), (0, 30), (11, 13)):
        with pytest.raises(VesselBooked) as refused:
            room.book(room.first, start, end)
    with pytest.raises(VesselBooked) as refused:
        room.book(room.first, 0, 3)
    assert refused.value.facts["whose"] == batch.number
    assert refused.value.facts["booking_id"] == first.id
    day = TODAY + timedelta(days=1)
    room.write(lambda tx: bookings.move_booking(tx, first.id, day, day + timedelta(days=5)))
    room.write(lambda tx: bookings.cancel_booking(tx, first.id))
    room.book(room.first, 2, 10)


def test_inv_v4_of_many_who_book_at_once_one_has_it(room: Cellar) -> None:
    def book(n: int) -> bool:
        try:
            room.book(room.first, n % 3, 5)
        except VesselBooked:
            return False
        return True

    with ThreadPoolExecutor(8) as hands:
        assert sum(hands.map(book, range(8))) == 1


def test_inv_v4_beer_does_not_go_where_somebody_else_has_booked(room: Cellar) -> None:
    mine, other = room.brew(), room.brew()
    room.book(room.first, 0, 5, mine)
    with pytest.raises(VesselBooked):
        room.knock_out(other, room.first)
    room.knock_out(mine, room.first)
    room.empty(room.first)
    room.book(room.first, 0, 5)  # it ran empty, so its days are free again


def test_a_batch_that_is_given_up_needs_no_tank(room: Cellar) -> None:
    batch = room.brewhouse.plan(room.recipe)
    room.book(room.first, 1, 5, batch)
    room.brewhouse.cancel(batch)
    room.book(room.first, 1, 5)


@pytest.mark.parametrize("start, end", [(3, 3), (3, 2), (0, 400)])
def test_a_span_ends_after_it_begins(room: Cellar, start: int, end: int) -> None:
    with pytest.raises(InvalidInput, match="/to_on"):
        room.book(room.first, start, end)


def test_a_booking_says_what_for_and_names_things_that_there_are(room: Cellar) -> None:
    with pytest.raises(InvalidInput, match="/note"):
        room.book(room.first, 1, 2, note="")
    with pytest.raises(NotFound):
        room.book(new_id(), 1, 2)
    with pytest.raises(NotFound):
        room.write(lambda tx: bookings.cancel_booking(tx, new_id()))


# ---------------------------------------------------------------------------------------------------------- the ledger


def test_inv_v1_hands_at_one_tank_take_turns(room: Cellar) -> None:
    batch = room.brew()
    room.knock_out(batch, room.first, "400")

    def package(_: int) -> bool:
        try:
            room.package(room.first, "150")
        except NotEnoughBeer:
            return False
        return True

    with ThreadPoolExecutor(8) as hands:
        assert sum(hands.map(package, range(8))) == 2
    assert room.contents(room.first) == {batch.number: Decimal(100)}
    assert room.volumes(batch).adds_up


def test_inv_v1_two_tanks_that_swap_do_not_wait_for_each_other(room: Cellar) -> None:
    batch = room.brew()
    room.knock_out(batch, room.first, "400")
    room.knock_out(batch, room.second, "400")
    pairs = [(room.first, room.second), (room.second, room.first)] * 4
    with ThreadPoolExecutor(8) as hands:
        list(hands.map(lambda pair: room.transfer(pair[0], pair[1], "10"), pairs))
    assert sum(room.contents(room.first).values()) + sum(room.contents(room.second).values()) == 800
    assert room.faults() == []


@pytest.mark.parametrize("table", ["beer_movement", "beer_movement_part"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET volume_l = 1"])
def test_inv_v2_the_beer_ledger_is_never_changed(room: Cellar, table: str, change: str) -> None:
    room.knock_out(room.brew(), room.first)
    with pytest.raises(DBAPIError, match="append-only"):
        room.write(lambda tx: tx.session.execute(text(change.format(table))))


def test_the_doctor_sees_litres_that_appear_from_nowhere(room: Cellar) -> None:
    room.knock_out(room.brew(), room.first)
    room.write(lambda tx: tx.session.execute(text("UPDATE vessel_content SET volume_l = volume_l + 1")))
    assert len(room.faults()) == 1
    assert "the ledger says" in room.faults()[0]
