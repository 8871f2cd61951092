"""Decimals and moments survive the database, and add up in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, ColumnElement, Connection, Integer, MetaData, Table, case, func, insert, select
from sqlalchemy.exc import StatementError

from desertbrew.platform.columns import MOMENT, MONEY, QUANTITY
from desertbrew.platform.db import Database

SHEET = Table(
    "sheet",
    MetaData(),
    Column("n", Integer, primary_key=True),
    Column("money", MONEY),
    Column("quantity", QUANTITY),
    Column("at", MOMENT),
)

SAME_DATABASE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
money = st.decimals(Decimal("-9999999999.99"), Decimal("9999999999.99"), places=2)
quantities = st.decimals(Decimal(-100_000_000), Decimal(100_000_000), places=6)
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=zones)  # noqa: DTZ001 - zones are added


@pytest.fixture
def sheet(tower: Database) -> Iterator[Connection]:
    with tower.write_engine.connect() as connection, connection.begin() as transaction:
        SHEET.create(connection)
        yield connection
        transaction.rollback()


@SAME_DATABASE
@given(st.lists(st.tuples(money, quantities), min_size=1, max_size=20))
def test_sums_in_sql_are_exact(sheet: Connection, rows: list[tuple[Decimal, Decimal]]) -> None:
    sheet.execute(SHEET.delete())
    sheet.execute(insert(SHEET), [{"n": n, "money": m, "quantity": q} for n, (m, q) in enumerate(rows)])
    summed = sheet.execute(select(func.sum(SHEET.c.money), func.sum(SHEET.c.quantity))).one()
    assert tuple(summed) == (sum(m for m, _ in rows), sum(q for _, q in rows))


def test_ten_tenths_are_one(sheet: Connection) -> None:
    sheet.execute(insert(SHEET), [{"n": n, "money": Decimal("0.1"), "quantity": Decimal("0.1")} for n in range(10)])
    assert sheet.execute(select(func.sum(SHEET.c.money))).scalar_one() == 1
    assert sheet.execute(select(func.sum(SHEET.c.quantity))).scalar_one() == 1


def test_values_come_back_with_their_full_scale(sheet: Connection) -> None:
    sheet.execute(insert(SHEET), {"n": 1, "money": Decimal(5), "quantity": Decimal("123456.7")})
    row = sheet.execute(select(SHEET)).one()
    assert (str(row.money), str(row.quantity)) == ("5.00", "123456.700000")


def test_arithmetic_in_sql_keeps_the_scale(sheet: Connection) -> None:
    sheet.execute(insert(SHEET), {"n": 1, "money": Decimal("5.25"), "quantity": Decimal(2)})
    sheet.execute(insert(SHEET), {"n": 2, "money": Decimal("1.50"), "quantity": Decimal(3)})
    one = SHEET.c.n == 1
    for expression, expected in (
        (SHEET.c.money + Decimal("0.75"), "6.00"),
        (Decimal(10) - SHEET.c.money, "4.75"),
        (SHEET.c.money + SHEET.c.money, "10.50"),
        (-SHEET.c.money, "-5.25"),
        (func.coalesce(SHEET.c.money, Decimal(0)), "5.25"),
        (case((SHEET.c.money > Decimal(1), SHEET.c.money - Decimal(1)), else_=SHEET.c.money), "4.25"),
    ):
        assert str(sheet.execute(select(expression).where(one)).scalar_one()) == expected, str(expression)
    assert str(sheet.execute(select(func.sum(SHEET.c.money - Decimal("0.25")))).scalar_one()) == "6.25"
    assert str(sheet.execute(select(func.sum(SHEET.c.money) - Decimal(1))).scalar_one()) == "5.75"


def test_comparing_in_sql_keeps_the_scale(sheet: Connection) -> None:
    sheet.execute(insert(SHEET), {"n": 1, "money": Decimal("5.25")})

    def found(condition: ColumnElement[bool]) -> bool:
        return sheet.execute(select(SHEET.c.n).where(condition)).one_or_none() is not None

    assert found(SHEET.c.money > Decimal("5.24"))
    assert not found(SHEET.c.money > Decimal("5.25"))
    assert found(SHEET.c.money.in_([Decimal("5.25"), Decimal(7)]))
    assert found(SHEET.c.money.between(Decimal(5), Decimal(6)))


def test_an_update_in_sql_keeps_the_scale(sheet: Connection) -> None:
    sheet.execute(insert(SHEET), {"n": 1, "money": Decimal("5.25")})
    sheet.execute(SHEET.update().values(money=SHEET.c.money - Decimal("0.05")))
    assert str(sheet.execute(select(SHEET.c.money)).scalar_one()) == "5.20"


SCALE_BREAKERS: dict[str, Callable[[], object]] = {
    "times a number": lambda: SHEET.c.money * 2,
    "a number times": lambda: 2 * SHEET.c.money,
    "times a quantity": lambda: SHEET.c.money * SHEET.c.quantity,
    "divided": lambda: SHEET.c.money / Decimal(2),
    "plus another scale": lambda: SHEET.c.money + SHEET.c.quantity,
    "against another scale": lambda: SHEET.c.money > SHEET.c.quantity,
}


@pytest.mark.parametrize("write", SCALE_BREAKERS.values(), ids=SCALE_BREAKERS.keys())
def test_what_would_change_the_scale_in_silence_cannot_be_written(write: Callable[[], object]) -> None:
    with pytest.raises(TypeError, match="in Python"):
        write()


@pytest.mark.parametrize("too_fine", [Decimal("0.001"), Decimal("5.255"), Decimal("1E-30")])
def test_digits_that_do_not_fit_are_refused_not_rounded(sheet: Connection, too_fine: Decimal) -> None:
    with pytest.raises(StatementError, match="more than 2 decimals"):
        sheet.execute(insert(SHEET), {"n": 1, "money": too_fine})


@SAME_DATABASE
@given(moments)
def test_a_moment_comes_back_as_the_same_moment_in_utc(sheet: Connection, at: datetime) -> None:
    sheet.execute(SHEET.delete())
    sheet.execute(insert(SHEET), {"n": 1, "at": at})
    back = sheet.execute(select(SHEET.c.at)).scalar_one()
    assert back == at
    assert back.tzinfo is UTC


def test_moments_of_different_zones_sort_by_when_they_were(sheet: Connection) -> None:
    monterrey = timezone(timedelta(hours=-6))
    evening = datetime(2026, 11, 20, 23, 30, tzinfo=monterrey)
    sheet.execute(insert(SHEET), {"n": 1, "at": evening})
    sheet.execute(insert(SHEET), {"n": 2, "at": datetime(2026, 11, 21, 5, 0, tzinfo=UTC)})
    assert sheet.execute(select(SHEET.c.n).order_by(SHEET.c.at)).scalars().all() == [2, 1]
    later = evening + timedelta(seconds=1)
    assert sheet.execute(select(func.count()).where(SHEET.c.at < later)).scalar_one() == 2


def test_a_moment_without_a_zone_is_refused(sheet: Connection) -> None:
    with pytest.raises(StatementError, match="without a zone"):
        sheet.execute(insert(SHEET), {"n": 1, "at": datetime(2026, 11, 20)})  # noqa: DTZ001 - the point


def test_nothing_stays_nothing(sheet: Connection) -> None:
    sheet.execute(insert(SHEET), {"n": 1})
    assert tuple(sheet.execute(select(SHEET)).one()) == (1, None, None, None)
