"""Taking a backup: stop the writers for a moment, pin a snapshot of every database, copy while they work on."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy import URL, Connection, create_engine, text
from sqlalchemy.exc import DBAPIError

import desertbrew
from desertbrew.platform import audit
from desertbrew.platform.backup import postgresql
from desertbrew.platform.backup.manifest import FORMAT, BackupBroken, Manifest, Part, digest
from desertbrew.platform.context import Context
from desertbrew.platform.db import Database, DatabaseUnavailable, Origin, Tx, new_request_id
from desertbrew.platform.host import Host
from desertbrew.platform.migrate import revisions_of

STAND_STILL_S = 5.0
"""Longer than commands take, shorter than they wait for a lock: a writer that is still busy then fails the backup, not the
brewery."""

_one_at_a_time = threading.Lock()

# In the order in which every transaction touches them (see Tx.close), or this could wait for a writer that waits for it.
LOCKED_TABLES = ("inbox", "idempotency_key", "outbox", "audit_entry")


class Snapshot(Protocol):
    """One context's database as it was at the cut."""

    def copy(self, context: str, folder: Path) -> Part:
        """Write it into the folder."""
        ...


Cut = Callable[[Sequence[Context], dict[str, Database]], AbstractContextManager[Sequence[Snapshot]]]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the copying is."""

    done: int
    of: int
    what: str


def take(host: Host, target: Path) -> Iterator[Progress]:
    """Back every database of the host up into `target`, a folder that must not exist yet.

    All writers stand still while snapshots are opened (milliseconds), none while they are copied. The folder gets its
    name only when everything in it is whole.
    """
    if not _one_at_a_time.acquire(blocking=False):
        msg = "another backup is being taken"
        raise BackupBroken(msg)
    try:
        yield from _take(host, target)
    except (OSError, sqlite3.Error, DBAPIError, DatabaseUnavailable, threading.BrokenBarrierError) as error:
        msg = f"{type(error).__name__}: {error}"
        raise BackupBroken(msg) from error
    finally:
        _one_at_a_time.release()


def _take(host: Host, target: Path) -> Iterator[Progress]:
    if target.exists():
        msg = f"{target} exists already"
        raise BackupBroken(msg)
    unfinished = target.with_name(target.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    is_sqlite = host.settings.is_sqlite
    cut: Cut = _sqlite_cut if is_sqlite else _postgresql_cut
    parts: list[Part] = []
    total = len(host.contexts)
    taken_at = host.clock.now().isoformat()
    with cut(host.contexts, host.databases) as snapshots:
        for number, (context, snapshot) in enumerate(zip(host.contexts, snapshots, strict=True)):
            yield Progress(number, total, context.name)
            parts.append(snapshot.copy(context.name, unfinished))
    dialect = "sqlite" if is_sqlite else "postgresql"
    Manifest(FORMAT, desertbrew.__version__, dialect, taken_at, parts).write(unfinished)
    for path in unfinished.iterdir():
        to_disk(path)
    unfinished.rename(target)
    to_disk(target.parent)
    yield Progress(total, total, "done")


def to_disk(path: Path) -> None:
    """Wait until a file, or a folder's list of names, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class _SqliteSnapshot:
    """A read transaction that holds the database as it was at the cut."""

    def __init__(self, path: str) -> None:
        self._raw = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._raw.execute("PRAGMA query_only=ON")
        self._raw.execute("BEGIN")
        self._raw.execute("SELECT count(*) FROM sqlite_master").fetchone()

    def copy(self, context: str, folder: Path) -> Part:
        path = folder / f"{context}.db"
        with closing(sqlite3.connect(path)) as copy:
            self._raw.backup(copy)
            # One plain file: a copy that needs its -wal beside it is soon half a copy.
            copy.execute("PRAGMA journal_mode=DELETE")
        engine = create_engine(f"sqlite:///{path}")
        try:
            with engine.connect() as connection:
                return _describe(connection, context, path)
        finally:
            engine.dispose()

    def close(self) -> None:
        self._raw.close()


@contextmanager
def _sqlite_cut(contexts: Sequence[Context], databases: dict[str, Database]) -> Iterator[list[_SqliteSnapshot]]:
    """Occupy every writer lane, open the snapshots, let the lanes go."""
    release = threading.Event()
    standing = threading.Barrier(len(contexts) + 1)

    def stand_still(_: Tx) -> None:
        standing.wait(STAND_STILL_S)
        release.wait(STAND_STILL_S)

    origin = Origin("system:backup", new_request_id())
    waits: list[Future[None]] = []
    with ExitStack() as stack:
        try:
            try:
                waits.extend(databases[context.name].submit(stand_still, origin) for context in contexts)
                standing.wait(STAND_STILL_S)
            except BaseException:
                # Those that stand, and those that were still to arrive, go on. Never once all have met: who has not yet
                # woken would take a meeting that came about for a broken one.
                standing.abort()
                raise
            snapshots = []
            for context in contexts:
                path = databases[context.name].write_engine.url.database
                assert path, "an embedded database is a file"
                snapshots.append(stack.enter_context(closing(_SqliteSnapshot(path))))
        finally:
            release.set()
        for wait in waits:
            wait.result()
        yield snapshots


class _PostgresSnapshot:
    """An exported snapshot, alive as long as the transaction that exported it."""

    def __init__(self, connection: Connection, url: URL) -> None:
        self._connection = connection
        self._url = url
        self._snapshot: str = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()

    def copy(self, context: str, folder: Path) -> Part:
        path = folder / f"{context}.dump"
        major = postgresql.major_of(self._connection)
        arguments = ["--format=custom", f"--snapshot={self._snapshot}", f"--file={path}"]
        postgresql.run("pg_dump", arguments, major, self._url)
        return _describe(self._connection, context, path)


@contextmanager
def _postgresql_cut(contexts: Sequence[Context], databases: dict[str, Database]) -> Iterator[list[_PostgresSnapshot]]:
    """Lock what every commit touches in all databases, open the snapshots, let the locks go."""
    with ExitStack() as stack:
        snapshots = []
        with ExitStack() as locks:
            for context in contexts:
                locker = locks.enter_context(databases[context.name].write_engine.connect())
                locks.enter_context(locker.begin())
                locker.execute(text(f"SET LOCAL lock_timeout = '{STAND_STILL_S:.0f}s'"))
                for table in LOCKED_TABLES:
                    locker.execute(text(f"LOCK TABLE {table} IN EXCLUSIVE MODE"))
            for context in contexts:
                engine = databases[context.name].read_engine
                reader = stack.enter_context(engine.connect().execution_options(isolation_level="REPEATABLE READ"))
                stack.enter_context(reader.begin())
                snapshots.append(_PostgresSnapshot(reader, engine.url))
        yield snapshots


def _describe(connection: Connection, context: str, path: Path) -> Part:
    verdict = audit.verify(connection)
    if verdict.broken_at is not None:
        msg = f"the audit chain of {context} is broken at entry {verdict.broken_at}"
        raise BackupBroken(msg)
    revisions = sorted(revisions_of(connection))
    return Part(context, path.name, path.stat().st_size, digest(path), verdict.entries, verdict.head, revisions)
