"""Transactions: none is lost, readers cannot write, and a database that goes away comes back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from desertbrew.platform import audit, outbox
from desertbrew.platform.db import Database, DatabaseUnavailable, Origin, ReadTx, Tx
from desertbrew.platform.tables import audit_entry
from support.belfry.tower import BellRung, Count, Ring, increment, ring
from support.waiting import eventually

CLIENTS, EACH = 16, 25
SQLITE = pytest.mark.dialect("sqlite")
POSTGRESQL = pytest.mark.dialect("postgresql")


@pytest.fixture
def counter(tower: Database, origin: Origin) -> Database:
    tower.write(lambda tx: tx.session.add(Count(name="strokes", value=0)), origin)
    return tower


def strokes(tx: ReadTx) -> int:
    return tx.session.execute(select(Count.value)).scalar_one()


def rings(tx: ReadTx) -> int:
    return tx.session.execute(select(func.count()).select_from(Ring)).scalar_one()


# -------------------------------------------------------------------------------------------------------------- writing


def test_no_increment_is_lost(counter: Database, origin: Origin) -> None:
    def client(_: int) -> list[int]:
        return [counter.write(increment, origin) for _ in range(EACH)]

    with ThreadPoolExecutor(CLIENTS) as clients:
        seen = [value for values in clients.map(client, range(CLIENTS)) for value in values]
    with counter.read() as tx:
        assert strokes(tx) == CLIENTS * EACH
    assert sorted(seen) == list(range(1, CLIENTS * EACH + 1))


def test_effect_events_and_notes_commit_together(tower: Database, origin: Origin) -> None:
    def work(tx: Tx) -> None:
        ring(tx, "Angelus")
        tx.note("tower.ring", "Angelus", "{}")

    tower.write(work, origin)
    with tower.read() as tx:
        connection = tx.connection
        assert rings(tx) == 1
        [(_, envelope)] = outbox.waiting(connection, "tower")
        assert (envelope.name, envelope.context, envelope.request_id) == (BellRung.NAME, "tower", origin.request_id)
        assert audit.verify(connection).entries == 1


def test_what_raises_leaves_nothing_behind(tower: Database, origin: Origin) -> None:
    def work(tx: Tx) -> None:
        ring(tx, "Angelus")
        tx.note("tower.ring", "Angelus", "{}")
        tx.session.flush()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        tower.write(work, origin)
    with tower.read() as tx:
        connection = tx.connection
        assert (rings(tx), outbox.waiting(connection, "tower"), audit.verify(connection).entries) == (0, [], 0)


def test_a_bad_row_is_the_programs_fault_and_not_an_outage(counter: Database, origin: Origin) -> None:
    with pytest.raises(IntegrityError):
        counter.write(lambda tx: tx.session.execute(insert(Count).values(name="strokes", value=1)), origin)


def test_the_relay_is_woken_after_the_commit_and_only_for_events(tower: Database, origin: Origin) -> None:
    seen: list[int] = []

    def look() -> None:
        with tower.read() as tx:
            seen.append(rings(tx))

    tower.on_emitted = look
    tower.write(lambda tx: tx.session.add(Count(name="strokes", value=0)), origin)
    assert seen == []
    tower.write(lambda tx: ring(tx, "Angelus"), origin)
    assert seen == [1]


def test_a_full_queue_refuses_at_once_and_recovers(tower: Database, origin: Origin) -> None:
    tower.queue_max = 3
    gate, entered = threading.Event(), threading.Event()

    def wait(tx: Tx) -> int:
        entered.set()
        assert gate.wait(30)
        return 1

    try:
        waiting = [tower.submit(wait, origin) for _ in range(3)]
        assert entered.wait(10)
        assert tower.waiting == 3
        with pytest.raises(DatabaseUnavailable):
            tower.submit(wait, origin)
    finally:
        gate.set()
    assert [future.result(10) for future in waiting] == [1, 1, 1]
    eventually(lambda: tower.waiting == 0)
    assert tower.write(wait, origin) == 1


# -------------------------------------------------------------------------------------------------------------- reading


@pytest.mark.parametrize(
    "attempt",
    [
        insert(Count).values(name="sneaky", value=1),
        delete(Count),
        text("DROP TABLE count"),
        text("CREATE TABLE sneaky (n INTEGER)"),
    ],
    ids=["insert", "delete", "drop", "create"],
)
def test_a_reader_cannot_write(counter: Database, attempt: object) -> None:
    with pytest.raises(DBAPIError), counter.read() as tx:
        tx.session.execute(attempt)  # type: ignore[call-overload]
    with counter.read() as tx:
        assert strokes(tx) == 0


def test_a_reader_does_not_keep_what_it_adds_to_its_session(counter: Database) -> None:
    with counter.read() as tx:
        tx.session.add(Count(name="sneaky", value=1))
    with counter.read() as tx:
        assert tx.session.execute(select(func.count()).select_from(Count)).scalar_one() == 1


def test_readers_go_on_while_a_writer_is_busy(counter: Database, origin: Origin) -> None:
    gate, entered = threading.Event(), threading.Event()

    def hold(tx: Tx) -> None:
        increment(tx)
        tx.session.flush()
        entered.set()
        assert gate.wait(30)

    future = counter.submit(hold, origin)
    try:
        assert entered.wait(10)
        with counter.read() as tx:
            assert strokes(tx) == 0
    finally:
        gate.set()
    future.result(10)
    with counter.read() as tx:
        assert strokes(tx) == 1


# --------------------------------------------------------------------------------------------------------------- SQLite


@SQLITE
@pytest.mark.parametrize("pragma,value", [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)])
def test_sqlite_writes_as_safely_as_it_can(tower: Database, pragma: str, value: object) -> None:
    with tower.write_engine.connect() as connection:
        assert connection.execute(text(f"PRAGMA {pragma}")).scalar_one() == value


@SQLITE
def test_sqlite_readers_are_query_only(tower: Database) -> None:
    with tower.read_engine.connect() as connection:
        assert connection.execute(text("PRAGMA query_only")).scalar_one() == 1


@SQLITE
def test_sqlite_begins_immediate(tower: Database, origin: Origin) -> None:
    statements: list[str] = []
    with tower.write_engine.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        raw.set_trace_callback(statements.append)
    tower.write(lambda tx: tx.session.execute(select(Count)).all(), origin)
    assert statements[0] == "BEGIN IMMEDIATE"


# ----------------------------------------------------------------------------------------------------------- PostgreSQL


def kill_connections(database: Database, server: str) -> int:
    """Terminate every connection to the database, as a restart does; how many there were."""
    name = database.write_engine.url.database
    with psycopg.connect(server, autocommit=True) as connection:
        killed = connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
        ).fetchall()
    return len(killed)


@POSTGRESQL
def test_a_command_survives_the_death_of_its_pooled_connections(
    tower: Database, origin: Origin, postgres_server: str
) -> None:
    tower.write(lambda tx: tx.session.add(Count(name="strokes", value=0)), origin)
    for expected in (1, 2):
        assert kill_connections(tower, postgres_server) >= 1
        assert tower.write(increment, origin) == expected


@POSTGRESQL
def test_a_command_survives_the_death_of_its_connection_halfway(
    tower: Database, origin: Origin, postgres_server: str
) -> None:
    tries: list[int] = []

    def work(tx: Tx) -> None:
        ring(tx, "Angelus", Decimal(2))
        tx.session.flush()
        tries.append(1)
        if len(tries) == 1:
            assert kill_connections(tower, postgres_server) >= 1

    tower.write(work, origin)
    assert len(tries) == 2
    assert tower.write(rings, origin) == 1


@POSTGRESQL
def test_a_reader_whose_connection_died_is_told_to_come_back_and_can(tower: Database, postgres_server: str) -> None:
    with tower.read() as tx:
        assert rings(tx) == 0
    assert kill_connections(tower, postgres_server) >= 1
    with pytest.raises(DatabaseUnavailable), tower.read() as tx:
        rings(tx)
    with tower.read() as tx:
        assert rings(tx) == 0


@POSTGRESQL
def test_a_deadlock_is_tried_again(tower: Database, origin: Origin) -> None:
    names = ("one", "two")
    tower.write(lambda tx: tx.session.add_all([Count(name=name, value=0) for name in names]), origin)
    both = threading.Barrier(2)
    first_try = threading.local()

    def crossing(order: Sequence[str]) -> Callable[[Tx], int]:
        def cross(tx: Tx) -> int:
            increment(tx, order[0])
            tx.session.flush()
            if not getattr(first_try, "done", False):
                first_try.done = True
                both.wait(10)
            return increment(tx, order[1])

        return cross

    futures = [tower.submit(crossing(order), origin) for order in (names, names[::-1])]
    assert sorted(future.result(20) for future in futures) == [1, 2]
    with tower.read() as tx:
        assert tx.session.execute(select(Count.value)).scalars().all() == [2, 2]


def test_audit_numbers_have_no_gaps_under_parallel_writers(tower: Database, origin: Origin) -> None:
    def work(n: int) -> None:
        tower.write(lambda tx: tx.note("tower.test", str(n), "{}"), origin)

    with ThreadPoolExecutor(8) as clients:
        list(clients.map(work, range(60)))
    with tower.read() as tx:
        connection = tx.connection
        assert audit.verify(connection) == audit.Verdict(60, audit.verify(connection).head, None)
        numbers = connection.execute(select(audit_entry.c.seq).order_by(audit_entry.c.seq)).scalars().all()
    assert numbers == list(range(1, 61))
