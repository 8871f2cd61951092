"""INV-P1: the form of a tax id."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desertbrew.contexts.purchasing.rules import normalize_rfc

letters = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZÑ&", min_size=3, max_size=4)
dates = st.dates().map(lambda day: day.strftime("%y%m%d"))
homoclaves = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=3, max_size=3)
rfcs = st.builds(lambda *parts: "".join(parts), letters, dates, homoclaves)


@pytest.mark.parametrize(
    "written,normal",
    [
        ("MNO120315AB1", "MNO120315AB1"),
        ("mno120315ab1", "MNO120315AB1"),
        (" MNO-120315-AB1 ", "MNO120315AB1"),
        ("MNO 120315 AB1", "MNO120315AB1"),
        ("GODE561231GR8", "GODE561231GR8"),
        ("ÑU&850229XX0", "ÑU&850229XX0"),
        ("XAXX010101000", "XAXX010101000"),
    ],
)
def test_what_can_be_a_tax_id_is_written_as_the_sat_does(written: str, normal: str) -> None:
    assert normalize_rfc(written) == normal


@pytest.mark.parametrize(
    "written",
    [
        "",
        "MNO120315AB",
        "MNO120315AB12",
        "MN120315AB1",
        "MNOPQ120315AB1",
        "MNO121315AB1",
        "MNO120015AB1",
        "MNO120332AB1",
        "MNO120300AB1",
        "MN0120315AB1",
        "MNO120315AB!",
        "MNO١٢0315AB1",
    ],
)
def test_what_cannot_is_none(written: str) -> None:
    assert normalize_rfc(written) is None


@given(rfcs, st.lists(st.integers(0, 13), max_size=4), st.sampled_from([" ", "-", "\t"]))
def test_blanks_dashes_and_small_letters_do_not_matter(rfc: str, places: list[int], filler: str) -> None:
    written = rfc.lower()
    for place in places:
        written = written[:place] + filler + written[place:]
    assert normalize_rfc(written) == rfc


@given(st.text(max_size=20))
def test_normalizing_again_changes_nothing(written: str) -> None:
    normal = normalize_rfc(written)
    assert normal is None or normalize_rfc(normal) == normal
