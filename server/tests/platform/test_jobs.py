"""What happens by the clock happens once a period, also where two processes look at the same clock."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from desertbrew.kernel.clock import FixedClock, business_date, local_moment
from desertbrew.platform.context import Context, Job
from desertbrew.platform.db import Database, Tx
from desertbrew.platform.host import Host, run_if_due
from desertbrew.platform.tables import job_run
from support.belfry import parish as parish_context
from support.belfry import tower as tower_context
from support.belfry.house import build_belfry
from support.belfry.tower import Count, ring
from support.waiting import eventually

HOURLY = timedelta(hours=1)


def strike(tx: Tx) -> None:
    """Count one more; the row is made at the first."""
    row = tx.session.get(Count, "struck")
    if row is None:
        tx.session.add(Count(name="struck", value=1))
    else:
        row.value += 1


STRIKE = Job(name="strike", every=HOURLY, run=strike)


def struck(tower: Database) -> int:
    with tower.read() as tx:
        return tx.session.execute(select(Count.value)).scalar_one_or_none() or 0


def test_a_job_runs_once_a_period(tower: Database, clock: FixedClock) -> None:
    ran = []
    for minutes in (0, 1, 58, 1, 1, 59, 1):
        clock.advance(timedelta(minutes=minutes))
        ran.append(run_if_due(tower, STRIKE, clock.now()))
    assert ran == [True, False, False, True, False, True, False]
    assert struck(tower) == 3


def test_a_machine_that_slept_runs_it_once_and_not_once_for_each_hour(tower: Database, clock: FixedClock) -> None:
    run_if_due(tower, STRIKE, clock.now())
    clock.advance(timedelta(days=3))
    assert [run_if_due(tower, STRIKE, clock.now()) for _ in range(3)] == [True, False, False]


def test_many_at_once_run_it_once(tower: Database, clock: FixedClock) -> None:
    start = threading.Barrier(8)

    def look(_: int) -> bool:
        start.wait(10)
        return run_if_due(tower, STRIKE, clock.now())

    for expected in (1, 2):
        with ThreadPoolExecutor(8) as hosts:
            assert sum(hosts.map(look, range(8))) == 1
        assert struck(tower) == expected
        clock.advance(HOURLY)


def test_a_job_that_fails_leaves_no_mark_and_is_due_again(tower: Database, clock: FixedClock) -> None:
    def break_down(tx: Tx) -> None:
        strike(tx)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_if_due(tower, Job(name="strike", every=HOURLY, run=break_down), clock.now())
    assert struck(tower) == 0
    assert run_if_due(tower, STRIKE, clock.now())


def test_what_a_job_emits_and_notes_is_stored_under_its_name(host: Host, tower: Database, clock: FixedClock) -> None:
    def toll(tx: Tx) -> None:
        ring(tx, "Angelus")
        tx.note("tower.toll", "Angelus", "{}")

    host.start()
    try:
        run_if_due(tower, Job(name="toll", every=HOURLY, run=toll), clock.now())
        parish = host.databases["parish"]

        def heard() -> list[str]:
            with parish.read() as tx:
                return parish_context.heard(tx)

        eventually(lambda: heard() == ["Angelus"])
    finally:
        host.stop()


@pytest.mark.dialect("postgresql")
def test_two_hosts_run_a_contexts_job_once(host: Host, clock: FixedClock) -> None:
    struck_by: list[str] = []

    def contexts_of(name: str) -> list[Context]:
        def work(tx: Tx) -> None:
            strike(tx)
            struck_by.append(name)

        return [replace(tower_context.CONTEXT, jobs=(Job(name="strike", every=HOURLY, run=work),))]

    hosts = [build_belfry(host.settings, contexts_of(name), clock) for name in ("one", "two")]
    for each in hosts:
        each.start()
    try:
        eventually(lambda: struck(host.databases["tower"]) == 1)

        def marked() -> int:
            with host.databases["tower"].read() as tx:
                return len(tx.session.execute(select(job_run.c.name)).all())

        eventually(lambda: marked() == 4)  # the house's own three, and ours
    finally:
        for each in hosts:
            each.stop()
    assert struck(host.databases["tower"]) == 1
    assert len(struck_by) == 1


# ------------------------------------------------------------------------------------------------------ daily, at a time

MONTERREY = ZoneInfo("America/Monterrey")
TIJUANA = ZoneInfo("America/Tijuana")
"""Where the clocks still change: forward on 2026-03-08 at 2:00, back on 2026-11-01 at 2:00."""


def tolls(at: time) -> Job:
    return Job(name="toll", at=at, run=strike)


def at_the_brewery(day: date, hour: int, minute: int = 0, zone: ZoneInfo = MONTERREY) -> datetime:
    return datetime.combine(day, time(hour, minute), zone).astimezone(UTC)


def test_a_daily_job_waits_for_its_time_by_the_brewerys_wall_clock(tower: Database) -> None:
    job = tolls(time(0, 5))
    friday, saturday = date(2026, 11, 20), date(2026, 11, 21)
    looks = {
        at_the_brewery(friday, 0, 4): False,
        at_the_brewery(friday, 0, 5): True,
        at_the_brewery(friday, 0, 6): False,
        at_the_brewery(friday, 18, 30): False,  # the next day in UTC
        at_the_brewery(saturday, 0, 4): False,
        at_the_brewery(saturday, 0, 7): True,
        at_the_brewery(saturday, 23, 59): False,
    }
    assert [run_if_due(tower, job, now) for now in looks] == list(looks.values())
    assert struck(tower) == 2


def test_a_daily_job_of_a_new_installation_does_not_wait_for_tomorrow(tower: Database, clock: FixedClock) -> None:
    assert [run_if_due(tower, tolls(time(0, 5)), clock.now()) for _ in range(2)] == [True, False]


def test_a_daily_job_that_was_slept_through_runs_when_the_machine_wakes_once(tower: Database) -> None:
    job = tolls(time(23, 0))
    monday = date(2026, 11, 16)
    assert not run_if_due(tower, job, at_the_brewery(monday, 22))
    woken = at_the_brewery(monday + timedelta(days=3), 8)
    assert [run_if_due(tower, job, woken + timedelta(minutes=late)) for late in range(3)] == [True, False, False]
    assert run_if_due(tower, job, at_the_brewery(monday + timedelta(days=3), 23))


def test_many_at_once_run_a_daily_job_once(tower: Database) -> None:
    start = threading.Barrier(8)
    job = tolls(time(0, 5))
    due = at_the_brewery(date(2026, 11, 20), 0, 5)

    def look(now: datetime) -> bool:
        start.wait(10)
        return run_if_due(tower, job, now)

    for days in range(2):
        with ThreadPoolExecutor(8) as hosts:
            assert sum(hosts.map(look, [due + timedelta(days=days)] * 8)) == 1
        assert struck(tower) == days + 1


@pytest.mark.parametrize("at", [time(0, 5), time(1, 30), time(2, 30), time(23, 55)])
@pytest.mark.parametrize("around", [date(2026, 3, 8), date(2026, 11, 1)])
def test_a_daily_job_runs_once_each_day_while_the_clocks_change(tower: Database, at: time, around: date) -> None:
    tower.zone = TIJUANA
    now = at_the_brewery(around - timedelta(days=1), 0, 0, TIJUANA)
    end = at_the_brewery(around + timedelta(days=2), 0, 0, TIJUANA)
    ran_on = []
    while now < end:
        if run_if_due(tower, tolls(at), now):
            ran_on.append(business_date(now, TIJUANA))
        now += timedelta(minutes=5)
    assert ran_on == [around + timedelta(days=days) for days in (-1, 0, 1)]


@given(
    at=st.times(),
    zone=st.sampled_from([MONTERREY, TIJUANA, ZoneInfo("UTC"), ZoneInfo("America/Havana"), ZoneInfo("Australia/Lord_Howe")]),
    start=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - Hypothesis adds it
    naps=st.lists(st.timedeltas(timedelta(seconds=1), timedelta(days=4)), max_size=20),
)
def test_no_day_is_run_twice_and_none_is_forgotten(at: time, zone: ZoneInfo, start: datetime, naps: list[timedelta]) -> None:
    job = Job(name="toll", at=at, run=strike)
    due, now = job.first_due(start, zone), start
    assert business_date(due, zone) == business_date(start, zone)
    for nap in naps:
        now += nap
        if due > now:
            continue
        following = job.due_after(now, zone)
        assert following > now
        # Exactly the next time that the wall clock says so: the day before, it has been said already.
        day = business_date(following, zone)
        assert following == local_moment(day, at, zone)
        assert local_moment(day - timedelta(days=1), at, zone) <= now
        due = following


@pytest.mark.parametrize("when", [{}, {"every": HOURLY, "at": time(0, 5)}])
def test_a_job_says_when_and_says_it_once(when: dict[str, object]) -> None:
    with pytest.raises(AssertionError, match="toll"):
        Job(name="toll", run=strike, **when)  # type: ignore[arg-type]
