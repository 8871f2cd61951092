"""What is decided without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise, permutations
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desertbrew.contexts.traceability.contract import Direction, NodeKind
from desertbrew.contexts.traceability.rules import (
    CURVE_POINTS,
    KegCode,
    content_id,
    day_of,
    merge,
    read_code,
    recall_rows,
    stamp_of,
    thin,
    title,
)
from desertbrew.kernel.ids import new_id
from traceability.genealogy import plain_search

words = st.dictionaries(
    st.sampled_from(["code", "state", "brewed_at"]),
    st.tuples(st.sampled_from(["A", "B", "C"]), st.sampled_from(["1", "2", "3"])).map(list),
)


@given(words, words, words)
def test_inv_t2_words_add_up_alike_in_any_order(
    a: dict[str, list[str]], b: dict[str, list[str]], c: dict[str, list[str]]
) -> None:
    ends = {str(sorted(merge(merge(merge({}, x), y), z).items())) for x, y, z in permutations((a, b, c))}
    assert len(ends) == 1
    assert merge(merge(a, b), b) == merge(a, b)


def test_inv_t2_the_newest_word_stands() -> None:
    old, new = {"state": ["FULL", "2026-11-01"]}, {"state": ["AT_CLIENT", "2026-11-02"]}
    assert merge(old, new) == merge(new, old) == new
    began, again = {"brewed_at": ["1", "2026-11-01"]}, {"brewed_at": ["2", "2026-11-02"]}
    assert merge(began, again) == merge(again, began) == began


def test_stamps_sort_by_time_whatever_zone_they_were_said_in() -> None:
    document = new_id()
    moment = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
    west = moment.astimezone(ZoneInfo("America/Monterrey"))
    assert stamp_of(moment, document) == stamp_of(west, document)
    assert stamp_of(moment, document) < stamp_of(moment + timedelta(microseconds=1), UUID(int=0))


def test_a_title_takes_what_is_known() -> None:
    blank = title({})
    assert (blank.label, blank.about, blank.happened_at) == ("", "", None)
    facts = {"number": ["L-1", ""], "beer": ["Velafrons", ""], "planned_on": ["2026-11-20", ""]}
    face = title(facts)
    assert (face.label, face.about, face.words) == ("L-1", "Velafrons", "L-1 Velafrons")
    assert face.happened_at == datetime(2026, 11, 20, tzinfo=UTC)
    assert len(title({"code": ["x" * 500, ""]}).label) == 120


def test_a_tanks_content_is_the_same_for_whoever_speaks_of_it() -> None:
    tank, other, batch = new_id(), new_id(), new_id()
    assert content_id(tank, batch) == content_id(tank, batch)
    assert len({content_id(tank, batch), content_id(other, batch), content_id(batch, tank)}) == 3


@pytest.mark.parametrize(
    "written, meant",
    [
        ("DB-0042", [KegCode("DB-0042", None)]),
        (" DB-0042 ", [KegCode("DB-0042", None)]),
        ("KEG-DB-0042-0a1b2c3d", [KegCode("DB-0042", "0a1b2c3d"), KegCode("KEG-DB-0042-0a1b2c3d", None)]),
        ("KEG-12-beef", [KegCode("KEG-12-beef", None)]),
        ("07501234567890DB42", [KegCode("DB42", None), KegCode("07501234567890DB42", None)]),
        ("(8003)07501234567890DB42", [KegCode("DB42", None), KegCode("(8003)07501234567890DB42", None)]),
        ("8003/07501234567890DB42", [KegCode("DB42", None), KegCode("8003/07501234567890DB42", None)]),
    ],
)
def test_a_code_is_read_as_what_it_may_be(written: str, meant: list[KegCode]) -> None:
    assert read_code(written) == meant


def test_a_label_fits_its_own_keg_alone() -> None:
    keg, other = new_id(), new_id()
    (label, _) = read_code(f"keg-DB-1-{keg.hex[-8:].upper()}")
    assert label.fits(keg)
    assert not label.fits(other)
    assert KegCode("DB-1", None).fits(other)


@given(st.text(max_size=100))
def test_any_text_can_be_read(written: str) -> None:
    assert read_code(written)[-1] == KegCode(written.strip(), None)


@given(st.integers(0, 2000), st.integers(2, 300))
def test_a_thinned_curve_keeps_its_ends(size: int, most: int) -> None:
    points = list(range(size))
    kept = thin(points, most)
    assert len(kept) == min(size, most)
    assert kept == sorted(set(kept))
    if points:
        assert (kept[0], kept[-1]) == (points[0], points[-1])
    assert len(thin(points)) <= CURVE_POINTS


def test_days_are_counted_from_the_start() -> None:
    start = datetime(2026, 11, 1, tzinfo=UTC)
    assert day_of(start + timedelta(hours=36), start) == Decimal("1.50")


KINDS = [NodeKind.SUPPLIER_LOT, NodeKind.BATCH, NodeKind.KEG_FILL, NodeKind.CLIENT, NodeKind.TANK_CONTENT]


@given(st.lists(st.sampled_from(KINDS), min_size=1, max_size=10), st.data())
def test_inv_t4_everything_that_was_reached_has_its_line(kinds: list[NodeKind], data: st.DataObject) -> None:
    ids = [UUID(int=number + 1) for number in range(len(kinds))]
    pairs = data.draw(st.sets(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=20))
    rows = recall_rows(dict(zip(ids, kinds, strict=True)), pairs)
    told = {each for row in rows for each in (row.lot, row.batch, row.fill, row.client) if each}
    assert told == {each for each, kind in zip(ids, kinds, strict=True) if kind != NodeKind.TANK_CONTENT}
    for row in rows:
        # Whatever stands in one line is really connected, from the left to the right.
        known = [each for each in (row.lot, row.batch, row.fill, row.client) if each]
        for above, below in pairwise(known):
            reached, _ = plain_search(pairs, above, Direction.DOWNSTREAM)
            assert below in reached
