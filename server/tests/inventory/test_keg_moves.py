"""Kegs on the real database: what each move leaves behind, and what is refused whole."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.commands.kegs import NewRun, know_run
from desertbrew.contexts.inventory.contract import KegMove, KegOwnership, KegsFilled, KegsMoved, KegState, KegType
from desertbrew.contexts.inventory.errors import KegsCannotMove, KegSerialTaken, TransferDoesNotAddUp
from desertbrew.kernel.clock import FixedClock
from desertbrew.kernel.errors import InvalidInput
from desertbrew.kernel.ids import new_id
from inventory.cooperage import BEER, BY, Cooperage
from support.letters import emitted

S, M = KegState, KegMove


def reasons(error: KegsCannotMove) -> dict[str, str]:
    """Pointer -> reason, of every keg that cannot."""
    return {fault.pointer: each["reason"] for fault, each in zip(error.faults, error.facts["kegs"], strict=True)}


def test_a_keg_goes_round(cooperage: Cooperage) -> None:
    (code,) = cooperage.register("b50-1")
    client_id = new_id()
    cooperage.move(M.WASH, code)
    cooperage.fill("B50-1", volume="49.5")
    cooperage.move(M.DISPATCH, code, client_id=client_id, client_name="Bar La Noria")
    cooperage.move(M.DELIVER, f"https://desertbrew.mx/trace/{code}")
    assert cooperage.row(code).client_name == "Bar La Noria"
    cooperage.move(M.COLLECT, code)
    cooperage.move(M.RETURN, code, left_l={code: Decimal("12.5")})
    row = cooperage.row(code)
    assert (row.state, row.fill_id, row.client_name, row.cycle_count, row.event_count) == (S.DIRTY, None, None, 1, 7)
    events = cooperage.events(row.id)
    assert [event.kind for event in events] == [M.REGISTER, M.WASH, M.FILL, M.DISPATCH, M.DELIVER, M.COLLECT, M.RETURN]
    assert [event.seq for event in events] == list(range(1, 8))
    (fill,) = cooperage.fills()
    assert (fill.batch_number, fill.volume_l) == ("L-0104", Decimal("49.5"))
    assert cooperage.faults() == []
    # INV-K5: who had which beer is told by the events, though the keg itself has forgotten both.
    assert {event.fill_id for event in events[2:]} == {fill.id}
    assert [event.client_name for event in events[3:]] == ["Bar La Noria"] * 3 + [None]
    assert events[-1].litres == Decimal("12.5")


def test_inv_k2_a_list_goes_whole_or_not_at_all(cooperage: Cooperage) -> None:
    """INV-K2: every keg that cannot is named with its reason, and those that could stay where they are."""
    dirty = cooperage.register("D-1", "D-2")
    full = cooperage.full("F-1")
    one_way = cooperage.register("P-1", size="20", keg_type=KegType.PET_ONE_WAY)
    with pytest.raises(KegsCannotMove) as refusal:
        cooperage.move(M.WASH, dirty[0], "KEG-NADA-00000000", full[0], dirty[1], one_way[0])
    assert reasons(refusal.value) == {"/codes/1": "UNKNOWN", "/codes/2": "WRONG_STATE", "/codes/4": "WRONG_STATE"}
    assert (refusal.value.facts["count"], refusal.value.facts["total"]) == (3, 5)
    assert refusal.value.faults[1].text.say("es", refusal.value.faults[1].facts) == "F-1 está lleno."
    assert cooperage.states(*dirty, *full, *one_way) == [S.DIRTY, S.DIRTY, S.FULL, S.CLEAN]
    assert [row.event_count for row in cooperage.rows()] == [1, 1, 3, 1]


def test_a_keg_scanned_twice_moves_once(cooperage: Cooperage) -> None:
    (code,) = cooperage.register("D-1", rfid="e280 1160 6000")
    document = cooperage.move(M.WASH, code, "d-1", "E28011606000", f"{code}\r")
    assert len(document.kegs) == 1
    assert cooperage.row("E28011606000").event_count == 2


def test_inv_k3_only_a_washed_keg_is_filled_and_never_above_its_size(cooperage: Cooperage) -> None:
    clean, dirty, broken = cooperage.register("C-1", "D-1", "M-1")
    small = cooperage.register("C-20", size="20")[0]
    cooperage.move(M.WASH, clean, broken, small)
    broken_id = cooperage.row(broken).id
    cooperage.write(lambda tx: commands.correct_keg(tx, broken_id, commands.KegDetails(needs_maintenance=True)))
    with pytest.raises(KegsCannotMove) as refusal:
        cooperage.fill(clean, dirty, broken, small, "C-1", volume="20.001")
    assert reasons(refusal.value) == {
        "/fills/1/code": "WRONG_STATE",
        "/fills/2/code": "NEEDS_MAINTENANCE",
        "/fills/3/code": "TOO_SMALL",
        "/fills/4/code": "REPEATED",
    }
    assert cooperage.fills() == []
    cooperage.fill(clean, small, volume="20")
    with pytest.raises(KegsCannotMove):
        cooperage.fill(clean)
    assert [fill.volume_l for fill in cooperage.fills()] == [20, 20]


def test_a_filling_says_what_production_needs(cooperage: Cooperage) -> None:
    codes = cooperage.register("C-1", "C-2")
    cooperage.move(M.WASH, *codes)
    run_id = new_id()
    run = NewRun(run_id, "ENV-0001", BEER.batch_id or new_id(), "L-0104", "Velafrons")
    cooperage.write(lambda tx: know_run(tx, run))
    content = commands.Content("", packaging_run_id=run_id)
    document = cooperage.fill(*codes, content=content)
    (told,) = emitted(cooperage.database, KegsFilled)
    assert isinstance(told, KegsFilled)
    assert (told.filling_id, told.packaging_run_id, told.batch_id) == (document.id, run_id, BEER.batch_id)
    assert {(fill.serial, fill.volume_l, fill.size_l) for fill in told.fills} == {
        (serial, Decimal(50), Decimal(50)) for serial in ("C-1", "C-2")
    }
    moved = emitted(cooperage.database, KegsMoved)[-1]
    assert isinstance(moved, KegsMoved)
    assert {keg.fill_id for keg in moved.kegs} == {fill.fill_id for fill in told.fills}
    assert {keg.batch_id for keg in moved.kegs} == {BEER.batch_id}


def test_a_keg_may_be_weighed(cooperage: Cooperage) -> None:
    known, unknown = cooperage.register("W-1", tare="13.1")[0], cooperage.register("W-2")[0]
    cooperage.move(M.WASH, known, unknown)

    def weigh(*weights: tuple[str, str]) -> None:
        fills = [commands.NewFill(code, gross_kg=Decimal(gross)) for code, gross in weights]
        new = commands.NewFilling(BEER, fills, BY, final_gravity=Decimal("1.012"), co2_g_l=Decimal(0))
        cooperage.write(lambda tx: commands.fill_kegs(tx, new))

    with pytest.raises(KegsCannotMove) as refusal:
        weigh((known, "13.0"), (unknown, "63"))
    assert set(reasons(refusal.value).values()) == {"WEIGHS_NOTHING", "NO_TARE"}
    weigh((known, "63.5"))
    (fill,) = cooperage.fills()
    assert (fill.volume_l, fill.gross_kg) == (Decimal("49.892"), Decimal("63.5"))


def test_inv_k4_a_transfer_keeps_litres_batch_and_date(cooperage: Cooperage, clock: FixedClock) -> None:
    (source,) = cooperage.register("B-60", size="60")
    targets = cooperage.register("B-20-1", "B-20-2", "B-20-3", size="20")
    cooperage.move(M.WASH, source, *targets)
    best_before = clock.now().date() + timedelta(days=90)
    cooperage.fill(source, content=commands.Content("Velafrons", BEER.batch_id, "L-0104", None, best_before))
    clock.advance(timedelta(hours=1))
    done = cooperage.transfer(source, (targets[0], None), (targets[1], None), (targets[2], "19.2"))
    assert done.loss_l == Decimal("0.8")
    assert cooperage.states(source, *targets) == [S.DIRTY, S.FULL, S.FULL, S.FULL]
    first, *others = cooperage.fills()
    assert sum(fill.volume_l for fill in others) + done.loss_l == first.volume_l
    assert {(fill.batch_id, fill.batch_number, fill.best_before, fill.from_fill_id) for fill in others} == {
        (BEER.batch_id, "L-0104", best_before, first.id)
    }
    assert cooperage.row(targets[0]).cycle_count == 1
    assert cooperage.events(cooperage.row(source).id)[-1].litres == done.loss_l
    assert cooperage.faults() == []


def test_a_transfer_that_does_not_add_up_is_none(cooperage: Cooperage) -> None:
    (source,) = cooperage.full("B-30", size="30")
    targets = cooperage.register("B-20-1", "B-20-2", size="20")
    cooperage.move(M.WASH, *targets)
    with pytest.raises(TransferDoesNotAddUp):
        cooperage.transfer(source, (targets[0], "20"), (targets[1], "11"))
    with pytest.raises(TransferDoesNotAddUp):
        cooperage.transfer(source, (targets[0], "20"), loss="9")
    with pytest.raises(KegsCannotMove) as refusal:
        cooperage.transfer(source, (targets[0], "999"), (source, "1"), ("nada", "1"))
    assert reasons(refusal.value) == {
        "/targets/0/code": "TOO_SMALL",
        "/targets/1/code": "REPEATED",
        "/targets/2/code": "UNKNOWN",
    }
    assert cooperage.states(source, *targets) == [S.FULL, S.CLEAN, S.CLEAN]


def test_a_recall_stops_kegs_wherever_they_are_and_forgets_nothing(cooperage: Cooperage) -> None:
    home, tapped, out = cooperage.full("H-1", "T-1", "O-1")
    cooperage.move(M.TAP, tapped, location="Línea 3")
    cooperage.move(M.DELIVER, out, client_name="Bar La Noria")
    cooperage.move(M.QUARANTINE, home, tapped, out, reason="Sabor a mantequilla")
    rows = [cooperage.row(code) for code in (home, tapped, out)]
    assert [row.held_from for row in rows] == [S.FULL, S.TAPPED, S.AT_CLIENT]
    assert {row.batch_number for row in rows} == {"L-0104"}
    assert rows[2].client_name == "Bar La Noria"
    with pytest.raises(KegsCannotMove) as refusal:
        cooperage.move(M.RELEASE, home, tapped, out, to=S.DIRTY, reason="Se tira")
    assert reasons(refusal.value) == {"/codes/2": "STILL_AT_CLIENT"}
    cooperage.move(M.RETURN, out)
    assert (cooperage.row(out).state, cooperage.row(out).client_name) == (S.QUARANTINE, None)
    cooperage.move(M.RELEASE, home, out, to=S.FULL, reason="Análisis bueno")
    cooperage.move(M.RELEASE, tapped, to=S.DIRTY, reason="Se tira")
    assert cooperage.states(home, tapped, out) == [S.FULL, S.DIRTY, S.FULL]
    assert cooperage.events(rows[1].id)[-1].litres == 50


def test_a_keg_lost_at_a_clients_is_owed_until_it_is_found(cooperage: Cooperage, clock: FixedClock) -> None:
    at_client, on_truck = cooperage.full("A-1", "T-1")
    cooperage.move(M.DELIVER, at_client, client_name="Bar La Noria")
    cooperage.move(M.DISPATCH, on_truck, client_name="Bar La Noria")
    clock.advance(timedelta(days=3))
    cooperage.move(M.LOSE, at_client, on_truck, reason="Inventario")
    with cooperage.database.read() as tx:
        (owed,) = queries.kegs_at_clients(tx)
    assert (owed.client_name, owed.at_client, owed.lost) == ("Bar La Noria", 0, 1), "the one on the truck was lost by us"
    with pytest.raises(KegsCannotMove) as refusal:
        cooperage.move(M.RETIRE, at_client, reason="No aparece")
    assert reasons(refusal.value) == {"/codes/0": "CONTENT_NOT_WRITTEN_OFF"}
    cooperage.move(M.FIND, at_client, location="Patio")
    assert cooperage.states(at_client) == [S.QUARANTINE]
    with pytest.raises(KegsCannotMove):
        cooperage.move(M.RELEASE, at_client, to=S.FULL, reason="Parece sano")
    cooperage.move(M.RELEASE, at_client, to=S.DIRTY, reason="A lavar")
    cooperage.move(M.RETIRE, on_truck, reason="Robado", content_written_off=True)
    assert cooperage.events(cooperage.row(on_truck).id)[-1].litres == 50
    assert cooperage.row(on_truck).fill_id is None
    assert cooperage.faults() == []


def test_one_way_kegs_are_sold_with_their_beer(cooperage: Cooperage) -> None:
    sold, ours = cooperage.full("P-1", "P-2", size="20", keg_type=KegType.PET_ONE_WAY)
    cooperage.move(M.DELIVER, sold, client_name="Bar La Noria")
    with cooperage.database.read() as tx:
        assert queries.kegs_at_clients(tx) == []
        assert queries.kegs_at_risk(tx, 0, None, 10) == []
    with pytest.raises(KegsCannotMove) as refusal:
        cooperage.move(M.RETURN, sold)
    assert reasons(refusal.value) == {"/codes/0": "ONE_WAY"}
    cooperage.move(M.RETIRE, sold, reason="Se lo bebieron")
    cooperage.move(M.TAP, ours)
    cooperage.move(M.EMPTY, ours)
    assert cooperage.states(sold, ours) == [S.RETIRED, S.RETIRED]


def test_guests_bring_their_beer_and_take_their_kegs_home(cooperage: Cooperage) -> None:
    guest = cooperage.register("G-1", size="30", ownership=KegOwnership.GUEST)[0]
    rented = cooperage.register("R-1", size="30", ownership=KegOwnership.RENTED)[0]
    assert cooperage.states(guest, rented) == [S.WITH_OWNER, S.DIRTY]
    cooperage.move(M.HAND_BACK, rented)
    with pytest.raises(KegsCannotMove) as refusal:
        cooperage.admit(guest, rented, content=commands.Content("Gose invitada"))
    assert reasons(refusal.value) == {"/codes/1": "NO_SUCH_CONTENT"}
    cooperage.admit(guest, content=commands.Content("Gose invitada"))
    cooperage.admit(rented)
    row = cooperage.row(guest)
    assert (row.state, row.beer_name, row.batch_id, row.volume_l) == (S.FULL, "Gose invitada", None, 30)
    cooperage.move(M.TAP, guest)
    cooperage.move(M.EMPTY, guest)
    cooperage.move(M.HAND_BACK, guest, rented)
    (ours,) = cooperage.register("O-1")
    with pytest.raises(KegsCannotMove) as refusal:
        cooperage.move(M.HAND_BACK, ours)
    assert reasons(refusal.value) == {"/codes/0": "OURS"}
    assert cooperage.faults() == []


def test_serials_and_tags_are_of_one_keg(cooperage: Cooperage) -> None:
    cooperage.register("B-1", rfid="E280-0001")
    for serials, tag in ((("B-2", "b 1"), None), (("B-3", "B-3"), None), (("B-4",), "e280-0001")):
        with pytest.raises(KegSerialTaken):
            cooperage.register(*serials, rfid=tag)
    other = cooperage.row(cooperage.register("B-5", rfid="E280-0005")[0]).id
    with pytest.raises(KegSerialTaken):
        cooperage.write(lambda tx: commands.correct_keg(tx, other, commands.KegDetails(rfid_tag="E280-0001")))
    cooperage.write(lambda tx: commands.correct_keg(tx, other, commands.KegDetails(rfid_tag="", notes="Abollado")))
    assert cooperage.row("B-5").rfid_tag is None
    for size, keg_type in (("45", KegType.SANKE_D), ("20", KegType.CORNELIUS)):
        with pytest.raises(InvalidInput):
            cooperage.register("B-6", size=size, keg_type=keg_type)
    assert [row.serial for row in cooperage.rows()] == ["B-1", "B-5"]


def test_what_a_tablet_did_offline_says_when_it_happened(cooperage: Cooperage, clock: FixedClock) -> None:
    (code,) = cooperage.register("B-1")
    then = clock.now() - timedelta(hours=5)
    cooperage.move(M.WASH, code, happened_at=then)
    row = cooperage.row(code)
    event = cooperage.events(row.id)[-1]
    assert (event.happened_at, event.posted_at, row.last_washed_at) == (then, clock.now(), then)
    assert row.last_moved_at == clock.now(), "a late letter does not make a keg look forgotten"
    for wrong in (clock.now() + timedelta(days=2), clock.now() - timedelta(days=91)):
        with pytest.raises(InvalidInput):
            cooperage.move(M.QUARANTINE, code, happened_at=wrong, reason="prueba")


@pytest.mark.parametrize("table", ["keg_event", "keg_fill"])
@pytest.mark.parametrize("act", ["UPDATE {} SET keg_id = keg_id", "DELETE FROM {}"])
def test_inv_k5_history_is_never_changed(cooperage: Cooperage, table: str, act: str) -> None:
    cooperage.full("B-1")
    with pytest.raises(DBAPIError, match="append-only"):
        cooperage.write(lambda tx: tx.session.execute(text(act.format(table))))


@pytest.mark.parametrize(
    "plant",
    [
        "UPDATE keg SET state = 'FULL' WHERE serial = 'B-1'",
        "UPDATE keg SET state = 'AT_CLIENT' WHERE serial = 'B-2'",
        "UPDATE keg SET client_name = 'Bar' WHERE serial = 'B-2'",
        "UPDATE keg SET fill_id = id WHERE serial = 'B-1'",
        "UPDATE keg SET state = 'QUARANTINE' WHERE serial = 'B-1'",
    ],
)
def test_inv_k7_the_database_refuses_what_no_keg_can_be(cooperage: Cooperage, plant: str) -> None:
    cooperage.register("B-1")
    cooperage.full("B-2")
    with pytest.raises(DBAPIError, match=r"ck_keg_|CHECK constraint failed"):
        cooperage.write(lambda tx: tx.session.execute(text(plant)))


def test_doctor_sees_a_keg_that_differs_from_its_events(cooperage: Cooperage) -> None:
    cooperage.register("B-1", "B-2")
    cooperage.write(lambda tx: tx.session.execute(text("UPDATE keg SET state = 'CLEAN' WHERE serial = 'B-2'")))
    assert cooperage.faults() == ["keg B-2 differs from its events"]


def test_the_figures_of_a_fleet(cooperage: Cooperage, clock: FixedClock) -> None:
    codes = cooperage.register("B-1", "B-2", "B-3", "B-4")
    days = {"B-1": 10, "B-2": 20}
    for _ in range(2):
        cooperage.move(M.WASH, *codes[:2])
        cooperage.fill(*codes[:2])
        cooperage.move(M.DELIVER, *codes[:2], client_name="Bar La Noria")
        clock.advance(timedelta(days=days["B-1"]))
        cooperage.move(M.RETURN, codes[0])
        clock.advance(timedelta(days=days["B-2"] - days["B-1"]))
        cooperage.move(M.COLLECT, codes[1])
        clock.advance(timedelta(days=5))
        cooperage.move(M.RETURN, codes[1])
    cooperage.move(M.LOSE, codes[2], reason="Inventario")
    clock.advance(timedelta(days=23))
    figures: Any
    with cooperage.database.read() as tx:
        figures = queries.keg_figures(tx)
    assert (figures.steel, figures.window_days, figures.fills, figures.lost) == (4, 73, 4, 1)
    assert (figures.dwell.count, figures.dwell.p50_days, figures.dwell.p90_days) == (4, 15.0, 20.0)
    assert (figures.cycle.count, figures.cycle.p50_days) == (2, 25.0)
    assert (figures.turns_a_year, figures.loss_a_year) == (5.0, 1.25)
    assert {(part.state, part.kegs) for part in figures.fleet} == {("DIRTY", 3), ("LOST", 1)}
    assert [each.client_name for each in figures.dwell_by_client] == ["Bar La Noria"]


def test_at_risk_is_what_nobody_has_scanned_for_long(cooperage: Cooperage, clock: FixedClock) -> None:
    old, young, home = cooperage.full("B-1", "B-2", "B-3")
    cooperage.move(M.DELIVER, old, client_name="Bar La Noria")
    clock.advance(timedelta(days=20))
    cooperage.move(M.DELIVER, young, client_name="Bar La Noria")
    clock.advance(timedelta(days=11))
    with cooperage.database.read() as tx:
        assert [row.serial for row in queries.kegs_at_risk(tx, 30, None, 10)] == ["B-1"]
        assert [row.serial for row in queries.kegs_at_risk(tx, 5, None, 10)] == ["B-1", "B-2"]
        assert [row.serial for row in queries.kegs_matching(tx, queries.KegFilter(at_risk_days=30), None, 9)] == ["B-1"]
        assert queries.scanned_keg(tx, home).serial == "B-3"
