"""What a cell says, however it was typed, and what it does not say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desertbrew.contexts.inventory.contract import ItemKind
from desertbrew.contexts.inventory.rules.sheets import KIND_WORDS, FaultCode, RowFault, Unreadable, day, number
from desertbrew.contexts.inventory.rules.sheets.items import conversions_text, read_conversions
from desertbrew.kernel.sheets import Formula

FIGURE = st.decimals(min_value=0, max_value=10**8, places=6, allow_nan=False)


@pytest.mark.parametrize(
    "typed, decimal_comma, said",
    [
        ("1234.5", False, "1234.5"),
        ("1,234.5", False, "1234.5"),
        ("1.234,5", False, "1234.5"),
        ("1,234", False, "1234"),
        ("1,234,567.25", False, "1234567.25"),
        ("0,5", False, "0.5"),
        ("12,75", False, "12.75"),
        ("$ 1,250.00", False, "1250"),
        ("-3", False, "-3"),
        ("1,234", True, "1.234"),
        ("1.234,5", True, "1234.5"),
        ("1.234.567", True, "1234567"),
        ("12.5", True, "12.5"),
        ("0.125", True, "0.125"),
        (" 1 234,5 ", True, "1234.5"),
    ],
)
def test_a_number_as_people_write_it(typed: str, decimal_comma: bool, said: str) -> None:
    assert number(typed, decimal_comma=decimal_comma) == Decimal(said)


@pytest.mark.parametrize(
    "typed, decimal_comma, code",
    [
        ("1.234", True, FaultCode.AMBIGUOUS_NUMBER),
        ("diez", False, FaultCode.NOT_A_NUMBER),
        ("1,23,4", False, FaultCode.NOT_A_NUMBER),
        ("12 kg", False, FaultCode.NOT_A_NUMBER),
        ("1e5", False, FaultCode.NOT_A_NUMBER),
        ("NaN", False, FaultCode.NOT_A_NUMBER),
        ("٣", False, FaultCode.NOT_A_NUMBER),
        ("0.1234567", False, FaultCode.OUT_OF_RANGE),
        ("9" * 20, False, FaultCode.OUT_OF_RANGE),
    ],
)
def test_what_is_no_number(typed: str, decimal_comma: bool, code: FaultCode) -> None:
    with pytest.raises(Unreadable) as unreadable:
        number(typed, decimal_comma=decimal_comma)
    assert unreadable.value.code is code


@given(FIGURE)
def test_any_figure_is_read_in_each_way_of_writing_it(figure: Decimal) -> None:
    written = f"{figure:,.6f}"
    assert number(written) == figure
    spanish = written.replace(",", " ").replace(".", ",")
    assert number(spanish, decimal_comma=True) == figure
    assert number(figure) == figure


@given(st.text(max_size=12), st.booleans())
def test_whatever_is_typed_is_a_figure_or_a_fault(typed: str, decimal_comma: bool) -> None:
    try:
        found = number(typed, decimal_comma=decimal_comma)
    except Unreadable as unreadable:
        fault = unreadable.at("quantity")
        assert isinstance(fault, RowFault)
        assert fault.say("es") != fault.say("en")
    else:
        assert found is not None


@pytest.mark.parametrize("typed", ["2026-12-31", "31/12/2026", "31-12-2026", "31.12.2026", "31/12/26", Decimal(46387)])
def test_a_day_as_people_write_it(typed: str | Decimal) -> None:
    assert day(typed) == date(2026, 12, 31)


@pytest.mark.parametrize("typed", ["12/31/2026", "mañana", Decimal(7), Formula.FORMULA])
def test_what_is_no_day(typed: str | Decimal | Formula) -> None:
    with pytest.raises(Unreadable):
        day(typed)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), FIGURE.filter(lambda f: 0 < f <= 10**6), max_size=4))
def test_conversions_come_back(factors: dict[str, Decimal]) -> None:
    text = conversions_text(factors)
    assert (read_conversions(text, decimal_comma=False) if text else {}) == factors


@pytest.mark.parametrize("typed", ["saco", "saco=", "saco=0", "saco=-1", "=25", "saco=25; saco=26", "sa co=25"])
def test_what_is_no_conversion(typed: str) -> None:
    with pytest.raises(Unreadable) as unreadable:
        read_conversions(typed, decimal_comma=False)
    assert unreadable.value.code in {FaultCode.BAD_CONVERSION, FaultCode.NOT_A_NUMBER}


def test_every_kind_has_its_words() -> None:
    assert set(KIND_WORDS) == set(ItemKind)
