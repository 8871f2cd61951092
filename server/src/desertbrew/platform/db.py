"""Databases and transactions: one writer lane a SQLite file, a few workers on PostgreSQL, the same `Tx` on both.

Why a lane: SQLite has one writer anyway, and sixteen clients that busy-wait for it had a p99 of 690-904 ms where one
thread taking turns had 17 ms. Why IMMEDIATE: sqlite3 begins a transaction at the first write, so read-then-write loses
updates in silence (400 increments left a counter at 100). Why one checkpointing connection: SQLite before 3.51.3 corrupts
a WAL file that a second process checkpoints.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import tenacity
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool, StaticPool

from desertbrew.kernel.clock import Clock, business_date
from desertbrew.kernel.errors import DomainError, Text
from desertbrew.kernel.events import Event
from desertbrew.kernel.ids import new_id
from desertbrew.platform import audit, messages, outbox
from desertbrew.platform.ports import Ports
from desertbrew.platform.search import fold

T = TypeVar("T")

# PostgreSQL's own words for "try the whole transaction again": serialization failure, deadlock.
RETRYABLE_SQLSTATES = frozenset({"40001", "40P01"})

UNIQUE_VIOLATION = "23505"
"""A rival committed the same key between our look and our insert: whoever looks again finds it, and answers as if it had
come a moment later. SQLite's one writer never meets this."""


class DatabaseUnavailable(DomainError):
    """The database cannot be reached or is too busy now; nothing was kept, the same request may be sent again."""

    slug = "database-unavailable"
    status = 503
    title = Text(es="La base de datos no responde", en="The database does not answer")
    detail = Text(
        es="No se guardó nada. Vuelve a intentarlo en unos segundos.",
        en="Nothing was kept. Try again in a few seconds.",
    )


@dataclass(frozen=True, slots=True)
class Origin:
    """Who asks for a transaction, and under which request: what the audit trail and the events will say."""

    actor: str
    """A person's id, or `system:<what>` for reactions and jobs."""
    request_id: str
    actor_name: str = ""
    """What the person was called when they asked, for histories that outlive the account; empty for the system."""


class ReadTx:
    """A consistent view for queries; it cannot write, whatever it is asked."""

    AUTOFLUSH = False

    def __init__(self, connection: Connection, now: datetime, ports: Ports, zone: ZoneInfo) -> None:
        self.connection = connection
        self._session: Session | None = None
        self.now = now
        self.ports = ports
        self.zone = zone

    @property
    def session(self) -> Session:
        """The rows as objects; made when first asked for, since many questions do without."""
        if self._session is None:
            self._session = Session(self.connection, autoflush=self.AUTOFLUSH, expire_on_commit=False)
        return self._session

    @property
    def today(self) -> date:
        """The business day at the brewery."""
        return business_date(self.now, self.zone)

    def let_go(self) -> None:
        """Detach what the session holds: answers are read from it after the transaction."""
        if self._session is not None:
            self._session.close()


class Tx(ReadTx):
    """One transaction of one context: effect, events, remembered answer and audit entry commit together or not at all."""

    AUTOFLUSH = True

    def __init__(self, connection: Connection, now: datetime, ports: Ports, zone: ZoneInfo, origin: Origin) -> None:
        super().__init__(connection, now, ports, zone)
        self.origin = origin
        self.event_id = ""
        """The event that a reaction reacts to. Ids sort by birth: of two words about one thing the later is greater."""
        self._events: list[Event] = []
        self._notes: list[audit.Note] = []
        self._messages: list[tuple[str, messages.Message]] = []

    def emit(self, happened: Event) -> None:
        """Promise that the fact will reach every context that listens, if and only if this transaction commits."""
        self._events.append(happened)

    def post(self, words: messages.Message) -> str:
        """Promise that a mail or a push goes out if and only if this transaction commits; its id, to look after it."""
        identifier = messages.new_message_id()
        self._messages.append((identifier, words))
        return identifier

    def note(self, action: str, subject: str, details: str) -> None:
        """Add to the audit trail; `details` is JSON text that stays erasable, the chain keeps only its salted digest."""
        self._notes.append(audit.Note(action, subject, details))

    @property
    def has_posted(self) -> bool:
        """Whether a sender has something to do once this commits."""
        return bool(self._messages)

    def close(self) -> bool:
        """Write what was promised, last before the commit; True if events wait for the relay."""
        if self._session is not None:
            self._session.flush()
        if self._events:
            outbox.store(self.connection, self._events, self.now, self.origin.request_id)
        if self._messages:
            messages.store(self.connection, self._messages, self.now, self.origin.request_id)
        if self._notes:
            audit.append(self.connection, self._notes, self.now, self.origin.actor, self.origin.request_id)
        return bool(self._events)


@dataclass
class Database:
    """One context's database. `submit` writes, `read` reads; nobody else opens it while this process lives."""

    name: str
    clock: Clock
    ports: Ports
    write_engine: Engine
    read_engine: Engine
    workers: ThreadPoolExecutor
    queue_max: int = 2000
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("America/Monterrey"))
    on_emitted: Callable[[], None] = field(default=lambda: None)
    on_posted: Callable[[], None] = field(default=lambda: None)
    _waiting: int = 0
    _count_lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def is_sqlite(self) -> bool:
        """True where the file is ours alone."""
        return self.write_engine.dialect.name == "sqlite"

    @property
    def waiting(self) -> int:
        """Transactions submitted and not finished, for the metrics."""
        return self._waiting

    def submit(self, work: Callable[[Tx], T], origin: Origin) -> Future[T]:
        """Run `work` in a write transaction, soon; the future ends after the commit is durable, or with what went wrong.

        `work` may run more than once (deadlock, lost connection before the commit): it must touch nothing but its Tx.
        Raises `DatabaseUnavailable` at once when too many wait already.
        """
        with self._count_lock:
            if self._waiting >= self.queue_max:
                raise DatabaseUnavailable
            self._waiting += 1
        future = self.workers.submit(self._run, work, origin)
        future.add_done_callback(self._count_down)
        return future

    def write(self, work: Callable[[Tx], T], origin: Origin) -> T:
        """`submit`, and wait for it; never call this from inside another `work` of the same database."""
        return self.submit(work, origin).result()

    @contextmanager
    def read(self) -> Iterator[ReadTx]:
        """A consistent, read-only view, in the calling thread."""
        try:
            with self.read_engine.connect() as connection:
                tx = ReadTx(connection, self.clock.now(), self.ports, self.zone)
                try:
                    yield tx
                finally:
                    tx.let_go()
        except PoolTimeoutError as error:
            raise DatabaseUnavailable from error
        except DBAPIError as error:
            if _is_outage(error):
                raise DatabaseUnavailable from error
            raise

    def close(self) -> None:
        """Finish what was accepted, then let go; the writer goes last, so that it alone checkpoints."""
        self.workers.shutdown(wait=True)
        self.read_engine.dispose()
        self.write_engine.dispose()

    def _count_down(self, _: Future[Any]) -> None:
        with self._count_lock:
            self._waiting -= 1

    def _run(self, work: Callable[[Tx], T], origin: Origin) -> T:
        try:
            try:
                return self._run_once(work, origin)
            except DBAPIError as error:
                # The library's bookkeeping is only worth its time once something went wrong.
                if not _is_worth_another_try(error):
                    raise
                result: T = _again(self._run_once, work, origin)
                return result
        except DBAPIError as error:
            if _is_outage(error) or _is_retryable(error):
                raise DatabaseUnavailable from error
            raise

    def _run_once(self, work: Callable[[Tx], T], origin: Origin) -> T:
        with self.write_engine.connect() as connection, connection.begin():
            tx = Tx(connection, self.clock.now(), self.ports, self.zone, origin)
            try:
                result = work(tx)
                emitted = tx.close()
            finally:
                tx.let_go()
        if emitted:
            self.on_emitted()
        if tx.has_posted:
            self.on_posted()
        return result


# SQLite's primary result codes for "not now": busy, locked, out of memory, I/O error, disk full, file out of reach. The
# rest of what Python calls OperationalError (no such table, a reader that writes) is a bug and must look like one.
SQLITE_OUTAGES = frozenset({5, 6, 7, 10, 13, 14})


LOCK_NOT_AVAILABLE = "55P03"
"""Somebody held a row for longer than `lock_timeout`: busy, not broken."""


def _is_outage(error: DBAPIError) -> bool:
    """The connection broke, the server is starting, or SQLite's disk is full or busy: come back later."""
    if error.connection_invalidated:
        return True
    sqlite_code = getattr(error.orig, "sqlite_errorcode", None)
    if isinstance(sqlite_code, int):
        return sqlite_code & 0xFF in SQLITE_OUTAGES
    sqlstate = getattr(error.orig, "sqlstate", None)
    if isinstance(sqlstate, str):
        return sqlstate[:2] in {"08", "57", "53"} or sqlstate == LOCK_NOT_AVAILABLE
    return type(error.orig).__name__ == "OperationalError"  # psycopg reached no server that could give a state


def _is_retryable(error: BaseException) -> bool:
    if not isinstance(error, DBAPIError):
        return False
    return getattr(error.orig, "sqlstate", None) in RETRYABLE_SQLSTATES or error.connection_invalidated


def _is_worth_another_try(error: BaseException) -> bool:
    """Also after a collision, though one that stays is a bug and must look like one."""
    return _is_retryable(error) or getattr(getattr(error, "orig", None), "sqlstate", None) == UNIQUE_VIOLATION


_again = tenacity.Retrying(
    retry=tenacity.retry_if_exception(_is_worth_another_try),
    stop=tenacity.stop_after_attempt(5),
    wait=tenacity.wait_random_exponential(multiplier=0.01, max=0.3),
    reraise=True,
)


def open_sqlite(name: str, path: Path, clock: Clock, ports: Ports, queue_max: int = 2000) -> Database:
    """The context's SQLite file: WAL, synchronous FULL (NORMAL lost acknowledged orders in 85 % of power cuts)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connect = {"check_same_thread": False, "isolation_level": None, "timeout": 5}
    writer = create_engine(f"sqlite:///{path}", poolclass=StaticPool, connect_args=connect)
    reader = create_engine(f"sqlite:///{path}", poolclass=QueuePool, pool_size=8, max_overflow=32, connect_args=connect)

    @event.listens_for(writer, "connect")
    def _writer_connects(raw: Any, _: Any) -> None:  # noqa: ANN401 - sqlite3's connection
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY"):
            raw.execute(f"PRAGMA {pragma}")
        raw.create_function("fold", 1, fold, deterministic=True)

    @event.listens_for(reader, "connect")
    def _reader_connects(raw: Any, _: Any) -> None:  # noqa: ANN401 - sqlite3's connection
        raw.execute("PRAGMA query_only=ON")
        raw.create_function("fold", 1, fold, deterministic=True)

    # The dialects' own hook and not an engine event: one listener makes SQLAlchemy dispatch four events a statement.
    writer.dialect.do_begin = _begins("BEGIN IMMEDIATE")  # type: ignore[method-assign, assignment]
    reader.dialect.do_begin = _begins("BEGIN")  # type: ignore[method-assign, assignment]

    with writer.connect():
        pass  # the file is WAL before the first reader opens it
    lane = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"lane-{name}")
    return Database(name, clock, ports, writer, reader, lane, queue_max)


def _begins(how: str) -> Callable[[Any], None]:
    def begin(raw: Any) -> None:  # noqa: ANN401 - sqlite3's connection
        raw.cursor().execute(how)

    return begin


def open_postgresql(name: str, url: str, clock: Clock, ports: Ports, workers: int = 8, queue_max: int = 2000) -> Database:
    """The context's PostgreSQL database; READ COMMITTED with explicit row locks, which a naive check overshot by 26 %."""
    options = {"connect_timeout": 5, "application_name": f"desertbrew-{name}"}
    writer = create_engine(
        url,
        pool_size=workers,
        max_overflow=2,
        pool_timeout=10,
        connect_args={**options, "options": "-c lock_timeout=10s"},
    )
    reader = create_engine(
        url,
        # One snapshot a view, as SQLite's BEGIN gives: a total and its lines must not be read around a commit.
        isolation_level="REPEATABLE READ",
        pool_size=workers,
        max_overflow=32,
        pool_timeout=10,
        connect_args={**options, "options": "-c default_transaction_read_only=on"},
    )
    pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix=f"writer-{name}")
    return Database(name, clock, ports, writer, reader, pool, queue_max)


def ensure_postgresql(url: str) -> None:
    """Create the context's database if the server has none of that name; needs the right to do so."""
    target = make_url(url)
    assert target.database, "a database URL names its database"
    admin = create_engine(target.set(database="postgres"), isolation_level="AUTOCOMMIT")
    try:
        with admin.connect() as connection:
            known = connection.execute(
                text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": target.database}
            ).scalar()
            if not known:
                quoted = connection.dialect.identifier_preparer.quote(target.database)
                try:
                    connection.exec_driver_sql(f"CREATE DATABASE {quoted} ENCODING 'UTF8' TEMPLATE template0")
                except DBAPIError as error:
                    # Another process of the context may have been quicker since the look.
                    if getattr(error.orig, "sqlstate", None) not in {"42P04", "23505"}:
                        raise
    finally:
        admin.dispose()


def new_request_id() -> str:
    """An id for work that no HTTP request asked for."""
    return str(new_id())
