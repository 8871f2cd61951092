"""Errors, ids, clocks, events: the small words that every context uses."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from desertbrew.kernel.clock import FixedClock, SystemClock, business_date, local_moment
from desertbrew.kernel.errors import DomainError, InvalidInput, NotFound, Text
from desertbrew.kernel.events import NAME_PATTERN
from desertbrew.kernel.ids import new_id
from desertbrew.kernel.roles import PEOPLE_ROLES, Role

MONTERREY = ZoneInfo("America/Monterrey")


class KegEmpty(DomainError):
    slug = "keg-empty"
    title = Text(es="Barril vacío", en="Empty keg")
    detail = Text(es="Quedan {left} litros.", en="There are {left} litres left.")


# ------------------------------------------------------------------------------------------------------------- errors


def test_a_refusal_fills_its_facts_into_either_language() -> None:
    refusal = KegEmpty(left=3)
    assert refusal.detail.say("es", refusal.facts) == "Quedan 3 litros."
    assert refusal.detail.say("en", refusal.facts) == "There are 3 litres left."
    assert refusal.detail.say("fr", refusal.facts) == "Quedan 3 litros."
    assert str(refusal) == "keg-empty: There are 3 litres left."
    assert refusal.status == 409


def test_a_text_without_facts_is_said_as_it_is() -> None:
    assert Text(es="{no}", en="{no}").say("es", {}) == "{no}"


def test_an_invalid_input_points() -> None:
    refusal = InvalidInput("/lines/0/quantity", Text(es="Faltan {n}.", en="{n} are missing."), n=2)
    assert str(refusal) == "invalid-input at /lines/0/quantity: 2 are missing."
    assert refusal.status == 422


def test_what_is_not_found_is_named() -> None:
    assert "x1" in str(NotFound(what="keg", id="x1"))


# ---------------------------------------------------------------------------------------------------------------- ids


def test_ids_sort_by_birth() -> None:
    ids = [new_id() for _ in range(5000)]
    assert ids == sorted(ids)
    assert [str(each) for each in ids] == sorted(str(each) for each in ids)


def test_ids_are_version_seven_and_born_now() -> None:
    born = new_id()
    assert isinstance(born, uuid.UUID)
    assert born.version == 7
    milliseconds = born.int >> 80
    now = SystemClock().now().timestamp() * 1000
    assert abs(milliseconds - now) < 60_000


def test_ids_of_many_threads_are_all_different() -> None:
    with ThreadPoolExecutor(8) as threads:
        ids = list(threads.map(lambda _: new_id(), range(5000)))
    assert len(set(ids)) == 5000


# -------------------------------------------------------------------------------------------------------------- clock


def test_the_fixed_clock_stands_until_it_is_moved_forward() -> None:
    clock = FixedClock(datetime(2026, 11, 20, 15, tzinfo=UTC))
    assert clock.now() == clock.now() == datetime(2026, 11, 20, 15, tzinfo=UTC)
    clock.advance(timedelta(minutes=5))
    assert clock.now() == datetime(2026, 11, 20, 15, 5, tzinfo=UTC)
    with pytest.raises(AssertionError):
        clock.advance(timedelta(seconds=-1))


def test_a_clock_needs_a_zone() -> None:
    with pytest.raises(AssertionError):
        FixedClock(datetime(2026, 11, 20, 15))  # noqa: DTZ001 - the point


def test_the_systems_clock_is_in_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


@pytest.mark.parametrize(
    "at,day",
    [
        (datetime(2026, 11, 20, 5, 59, tzinfo=UTC), date(2026, 11, 19)),
        (datetime(2026, 11, 20, 6, 0, tzinfo=UTC), date(2026, 11, 20)),
        (datetime(2026, 11, 21, 5, 30, tzinfo=UTC), date(2026, 11, 20)),  # 23:30 in Saltillo
        (datetime(2026, 7, 1, 5, 30, tzinfo=UTC), date(2026, 6, 30)),  # no summer time since 2022
        (datetime(2021, 7, 1, 5, 30, tzinfo=UTC), date(2021, 7, 1)),  # and there was one before
    ],
)
def test_a_business_day_is_the_brewerys(at: datetime, day: date) -> None:
    assert business_date(at, MONTERREY) == day


@pytest.mark.parametrize(
    "day,at,moment",
    [
        (date(2026, 11, 20), time(0, 5), datetime(2026, 11, 20, 8, 5, tzinfo=UTC)),
        (date(2026, 3, 8), time(2, 30), datetime(2026, 3, 8, 10, 30, tzinfo=UTC)),  # jumped over: the clock says 3:30
        (date(2026, 11, 1), time(1, 30), datetime(2026, 11, 1, 8, 30, tzinfo=UTC)),  # said twice: the first time
    ],
)
def test_a_wall_clocks_time_is_one_moment_of_each_day(day: date, at: time, moment: datetime) -> None:
    assert local_moment(day, at, ZoneInfo("America/Tijuana")) == moment


# ------------------------------------------------------------------------------------------------------ events, roles


@pytest.mark.parametrize("name", ["inventory.keg_filled.v1", "a.b.v12", "sales.order_placed.v9"])
def test_event_names_that_fit(name: str) -> None:
    assert NAME_PATTERN.fullmatch(name)


@pytest.mark.parametrize("name", ["keg_filled", "inventory.KegFilled.v1", "inventory.keg_filled", "a.b.v0", "a.b.c.v1"])
def test_event_names_that_do_not(name: str) -> None:
    assert not NAME_PATTERN.fullmatch(name)


def test_a_service_is_nobodys_role() -> None:
    assert Role.SERVICE not in PEOPLE_ROLES
    assert len(PEOPLE_ROLES) == len(Role) - 1
