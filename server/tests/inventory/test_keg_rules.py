"""The table of keg moves, held against every combination there is; and the figures of kegs."""

from __future__ import annotations

import itertools
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desertbrew.contexts.inventory.contract import KegMove, KegOwnership, KegState, KegType
from desertbrew.contexts.inventory.rules import keg_figures, kegs
from desertbrew.contexts.inventory.rules.kegs import KegFault, Wish, decide
from desertbrew.contexts.inventory.tables import kegs as tables
from desertbrew.kernel.ids import new_id
from inventory.cooperage import keg

S, M = KegState, KegMove
PAGE = Path(__file__).resolve().parents[3] / "docs" / "algorithms" / "keg-states.md"
EVERY = list(itertools.product(kegs.MOVES, S, [False, True]))


@pytest.mark.parametrize("kind, state, one_way", EVERY)
def test_inv_k1_what_is_not_in_the_table_may_not_happen(kind: KegMove, state: KegState, one_way: bool) -> None:
    """INV-K1, over every move from every state: the answer is a target of the table, or a reason."""
    wishes = [Wish(to=to, client_known=True, content_written_off=True) for to in (None, *S)]
    reached = {decide(kind, keg(state, one_way=one_way, ownership=KegOwnership.GUEST), wish) for wish in wishes}
    allowed = set(kegs.targets_of(kind, state, one_way=one_way))
    assert {each for each in reached if isinstance(each, KegState)} <= allowed
    if not allowed:
        assert reached <= {KegFault.WRONG_STATE, KegFault.ONE_WAY}


def test_the_holes_are_closed() -> None:
    """Each sentence is a way in which the first implementation lost a keg."""
    to_clean = {kind for kind, rows in kegs.MOVES.items() for targets in rows.values() if S.CLEAN in targets}
    assert to_clean == {M.WASH}, "washing cannot be skipped"
    to_full = {(kind, state) for kind, rows in kegs.MOVES.items() for state, to in rows.items() if S.FULL in to}
    assert to_full == {
        (M.FILL, S.CLEAN), (M.TRANSFER_IN, S.CLEAN), (M.UNLOAD, S.IN_TRANSIT),
        (M.RELEASE, S.QUARANTINE), (M.ADMIT, S.WITH_OWNER),
    }  # fmt: skip
    living = set(S) - {S.QUARANTINE, S.LOST, S.WITH_OWNER, S.RETIRED}
    assert set(kegs.MOVES[M.QUARANTINE]) == living, "any keg can be stopped"
    assert set(kegs.MOVES[M.LOSE]) == living | {S.QUARANTINE}, "any keg can be lost"
    assert kegs.MOVES[M.FIND] == {S.LOST: (S.QUARANTINE,)}, "and is looked at when it is found"
    assert not [kind for kind, rows in kegs.MOVES.items() if S.RETIRED in rows], "nothing comes back from there"


def test_every_state_is_reached_and_left() -> None:
    arrows = {(a, b) for rows in kegs.MOVES.values() for a, to in rows.items() for b in to}
    assert {b for _, b in arrows} == set(S)
    assert {a for a, _ in arrows} == set(S) - {S.RETIRED}


def test_a_one_way_keg_never_comes_back() -> None:
    arrows = {(a, b) for rows in kegs.ONE_WAY_MOVES.values() for a, to in rows.items() for b in to}
    seen, front = set(), {S.CLEAN}
    while front:
        seen |= front
        front = {b for a, b in arrows if a in front} - seen
    assert seen == {S.CLEAN, S.FULL, S.IN_TRANSIT, S.AT_CLIENT, S.TAPPED, S.QUARANTINE, S.LOST, S.RETIRED}
    assert S.CLEAN not in {b for _, b in arrows}, "it is filled once"


@pytest.mark.parametrize(
    "fault, kind, state, changed, wish",
    [
        (KegFault.TOO_SMALL, M.FILL, S.CLEAN, {}, Wish(volume_l=Decimal("50.001"))),
        (KegFault.NEEDS_MAINTENANCE, M.FILL, S.CLEAN, {"needs_maintenance": True}, Wish()),
        (KegFault.NO_CLIENT, M.DELIVER, S.FULL, {}, Wish()),
        (KegFault.MORE_THAN_INSIDE, M.RETURN, S.AT_CLIENT, {}, Wish(left_l=Decimal("50.1"))),
        (KegFault.OURS, M.HAND_BACK, S.DIRTY, {}, Wish()),
        (KegFault.CONTENT_NOT_WRITTEN_OFF, M.RETIRE, S.LOST, {"content_l": Decimal(50)}, Wish()),
        (KegFault.NOT_HELD_THERE, M.RELEASE, S.QUARANTINE, {}, Wish(to=S.FULL)),
        (KegFault.NOT_HELD_THERE, M.RELEASE, S.QUARANTINE, {"held_from": S.FULL}, Wish(to=S.FULL)),
        (KegFault.WRONG_STATE, M.RELEASE, S.QUARANTINE, {}, Wish(to=S.CLEAN)),
        (
            KegFault.STILL_AT_CLIENT, M.RELEASE, S.QUARANTINE,
            {"held_from": S.AT_CLIENT, "has_client": True, "content_l": Decimal(50)}, Wish(to=S.DIRTY),
        ),
        (
            KegFault.NO_CLIENT, M.RELEASE, S.QUARANTINE,
            {"held_from": S.AT_CLIENT, "content_l": Decimal(1)}, Wish(to=S.AT_CLIENT),
        ),
        (KegFault.WRONG_STATE, M.RETURN, S.QUARANTINE, {}, Wish()),
        (KegFault.ONE_WAY, M.WASH, S.DIRTY, {"one_way": True}, Wish()),
        (KegFault.ONE_WAY, M.COLLECT, S.AT_CLIENT, {"one_way": True}, Wish()),
        (KegFault.WRONG_STATE, M.WASH, S.CLEAN, {"one_way": True}, Wish()),
    ],
)  # fmt: skip
def test_the_check_beyond_the_table(
    fault: KegFault, kind: KegMove, state: KegState, changed: dict[str, object], wish: Wish
) -> None:
    assert decide(kind, keg(state, **changed), wish) is fault


def test_a_one_way_keg_at_a_client_is_thrown_away_with_nothing_lost() -> None:
    assert decide(M.RETIRE, keg(S.AT_CLIENT, one_way=True), Wish()) is S.RETIRED
    assert (
        decide(M.RETIRE, keg(S.QUARANTINE, one_way=True, content_l=Decimal(20)), Wish()) is KegFault.CONTENT_NOT_WRITTEN_OFF
    )


def test_what_may_be_done_is_what_the_table_says() -> None:
    assert kegs.moves_from(keg(S.DIRTY)) == [M.WASH, M.QUARANTINE, M.LOSE, M.RETIRE]
    assert kegs.moves_from(keg(S.AT_CLIENT)) == [M.COLLECT, M.RETURN, M.QUARANTINE, M.LOSE]
    assert kegs.moves_from(keg(S.RETIRED)) == []


def test_inv_k7_the_database_knows_which_states_hold_beer_and_have_clients() -> None:
    """INV-K7: rules and constraints name the same states."""

    def listed(text: str) -> set[str]:
        return set(re.findall(r"[A-Z_]+", text))

    assert listed(tables.HOLDS_BEER) == {state.value for state in kegs.HOLDS_BEER}
    assert listed(tables.HOLDS_NOTHING) == {state.value for state in set(S) - kegs.HOLDS_BEER - kegs.MAY_HOLD_BEER}
    assert listed(tables.HAS_NO_CLIENT) == {state.value for state in set(S) - kegs.NEEDS_CLIENT - kegs.MAY_HAVE_CLIENT}


def test_the_page_for_people_shows_the_same_table() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \|[^|]*\| ([^|]+) \| ([^|]+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    shown = {(kind, start, to) for kind, starts, ends in rows for start, to in _arrows(starts, ends)}
    expected = {(kind, start, to) for kind, table in kegs.MOVES.items() for start, ends in table.items() for to in ends}
    assert {each for each in shown if each[0] != M.REGISTER} == {(str(k), str(a), str(b)) for k, a, b in expected}


def _arrows(starts: str, ends: str) -> list[tuple[str, str]]:
    """`FULL, IN_TRANSIT` and `AT_CLIENT`: every start goes to every end; `=` is the state itself."""
    names = [name.strip() for name in starts.split(",")]
    targets = [name.strip() for name in ends.split(",")]
    return [(start, start if to == "=" else to) for start in names for to in targets]


# ------------------------------------------------------------------------------------------------------------ litres

litres = st.decimals(Decimal("0.001"), Decimal(60), places=3)


@given(inside=litres, into=st.lists(litres, min_size=1, max_size=5), loss=st.none() | litres)
def test_inv_k4_a_transfer_adds_up_or_is_none(inside: Decimal, into: list[Decimal], loss: Decimal | None) -> None:
    lost = kegs.split_transfer(inside, into, loss)
    if lost is None:
        assert sum(into) > inside or loss is not None
    else:
        assert lost >= 0
        assert sum(into) + lost == inside
        assert loss in {None, lost}


def test_a_weighed_keg_holds_what_the_scale_says() -> None:
    """EBC 11.3.1 with Torrent's 0.73 mL/g: 5 g/L of CO2 makes beer some 0.13 % denser."""
    still = kegs.net_litres(Decimal("63.5"), Decimal("13.1"), Decimal("1.012"), Decimal(0))
    fizzy = kegs.net_litres(Decimal("63.5"), Decimal("13.1"), Decimal("1.012"), Decimal(5))
    assert still == Decimal("49.892")
    assert Decimal("0.0010") < (still - fizzy) / still < Decimal("0.0016")


@pytest.mark.parametrize("net, counted", [("50.25", "50"), ("50.251", "50.251"), ("49.7", "49.7"), ("50", "50")])
def test_half_a_percent_over_is_the_scale(net: str, counted: str) -> None:
    assert kegs.weighed_fill(Decimal(net), Decimal(50)) == Decimal(counted)


@pytest.mark.parametrize(
    "keg_type, size, wrong",
    [
        (KegType.SANKE_D, "50", False),
        (KegType.SANKE_D, "45", True),
        (KegType.PET_ONE_WAY, "20", False),
        (KegType.KEYKEG, "30", False),
        (KegType.CORNELIUS, "19", False),
        (KegType.CORNELIUS, "20", True),
        (KegType.OTHER, "58.7", False),
        (KegType.OTHER, "100.5", True),
    ],
)
def test_kegs_come_in_sizes(keg_type: KegType, size: str, wrong: bool) -> None:
    assert kegs.wrong_size(keg_type, Decimal(size)) is wrong


# ------------------------------------------------------------------------------------------------------------- codes


@given(st.from_regex(r"[A-Z0-9]{1,6}(-[A-Z0-9]{1,6}){0,3}", fullmatch=True))
def test_a_code_survives_whatever_carries_it(serial: str) -> None:
    code = kegs.code_of(serial, new_id())
    assert kegs.CODE.fullmatch(code)
    for carried in (
        code,
        f" {code}\r",
        f"\x1d{code}\x04",
        f"https://desertbrew.mx/trace/{code}",
        f"HTTP://10.0.0.7:8000/trace/{code}/?x=1#y",
        code.lower(),
    ):
        assert kegs.read_code(carried) == code


@pytest.mark.parametrize("written, serial", [("b 50 / 7", "B-50-7"), ("--B50--", "B50"), ("ñandú", "AND"), ("///", "")])
def test_serials_are_written_one_way(written: str, serial: str) -> None:
    assert kegs.normalize_serial(written) == serial


def test_a_range_of_serials() -> None:
    assert kegs.serial_range("b50-", 8, 3, 4) == ["B50-0008", "B50-0009", "B50-0010"]


# ----------------------------------------------------------------------------------------------------------- figures

DAY = timedelta(days=1)
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@given(st.lists(st.integers(0, 400), min_size=1, max_size=50))
def test_percentiles_lie_where_they_should(days: list[int]) -> None:
    spread = keg_figures.spread_of([DAY * each for each in days])
    assert spread is not None
    assert min(days) <= spread.p50_days <= spread.p90_days <= max(days)
    assert sum(each <= spread.p90_days + 0.05 for each in days) >= 0.9 * len(days) - 1


def test_figures_say_nothing_rather_than_guess() -> None:
    assert keg_figures.spread_of([]) is None
    assert keg_figures.a_year(3, 0, DAY * 365) is None
    assert keg_figures.a_year(3, 10, DAY * 29) is None
    assert keg_figures.a_year(30, 10, DAY * 73) == 15
    assert keg_figures.spread_of([DAY, 2 * DAY, 3 * DAY]) == keg_figures.Spread(3, 2.0, 2.8)


def test_gaps_do_not_run_from_one_keg_into_the_next() -> None:
    moments: list[tuple[object, datetime]] = [("a", NOON), ("a", NOON + DAY), ("b", NOON), ("b", NOON + 3 * DAY)]
    assert keg_figures.gaps(moments) == [DAY, 3 * DAY]


def test_every_state_is_a_pair_of_epcis_words_of_its_own(shared_data: Path) -> None:
    section = PAGE.read_text(encoding="utf-8").partition("## As EPCIS 2.0")[2].partition("\n## ")[0]
    pairs = {state: pair for state, *pair in re.findall(r"^\| ([A-Z_]+) \| (\w+) \| (\w+) \|", section, re.MULTILINE)}
    words = (shared_data / "epcis" / "EPCIS-JSON-Schema.json").read_text(encoding="utf-8")
    assert set(pairs) == {state.value for state in S}
    assert len({tuple(pair) for pair in pairs.values()}) == len(S)
    assert [word for pair in pairs.values() for word in pair if f'"{word}"' not in words] == []
