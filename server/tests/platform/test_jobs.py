"""What happens by the clock happens once a period, also where two processes look at the same clock."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from desertbrew.kernel.clock import FixedClock
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


STRIKE = Job("strike", HOURLY, strike)


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
        run_if_due(tower, Job("strike", HOURLY, break_down), clock.now())
    assert struck(tower) == 0
    assert run_if_due(tower, STRIKE, clock.now())


def test_what_a_job_emits_and_notes_is_stored_under_its_name(host: Host, tower: Database, clock: FixedClock) -> None:
    def toll(tx: Tx) -> None:
        ring(tx, "Angelus")
        tx.note("tower.toll", "Angelus", "{}")

    host.start()
    try:
        run_if_due(tower, Job("toll", HOURLY, toll), clock.now())
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

        return [replace(tower_context.CONTEXT, jobs=(Job("strike", HOURLY, work),))]

    hosts = [build_belfry(host.settings, contexts_of(name), clock) for name in ("one", "two")]
    for each in hosts:
        each.start()
    try:
        eventually(lambda: struck(host.databases["tower"]) == 1)

        def marked() -> int:
            with host.databases["tower"].read() as tx:
                return len(tx.session.execute(select(job_run.c.name)).all())

        eventually(lambda: marked() == 3)  # the house's own two, and ours
    finally:
        for each in hosts:
            each.stop()
    assert struck(host.databases["tower"]) == 1
    assert len(struck_by) == 1
