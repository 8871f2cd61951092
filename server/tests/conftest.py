"""Fixtures that every suite shares: a brewery on the dialect of this run, and people at its counter.

DESERTBREW_TEST_DIALECT=sqlite|postgresql chooses the database (sqlite); the same suite passes on both.
DESERTBREW_REQUIRE_SERVICES=1 turns what would be left out into failures.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog

import private_servers
import services
from desertbrew.apps import compose, registry
from desertbrew.kernel.clock import Clock, FixedClock
from desertbrew.kernel.ids import new_id
from desertbrew.kernel.roles import Role
from desertbrew.platform.context import Context
from desertbrew.platform.courier.rabbitmq import RabbitCourier
from desertbrew.platform.db import Database, Origin
from desertbrew.platform.host import Host
from desertbrew.platform.http.app import create_app
from desertbrew.platform.settings import Settings

pytest.register_assert_rewrite("support")

from support.broker import Broker  # noqa: E402 - after its asserts were taken up
from support.client import Client, serve  # noqa: E402
from support.leaving_out import MARK, leave_out  # noqa: E402
from support.sessions import FixedSessions  # noqa: E402
from support.stores import PostgresStore, SqliteStore, Store  # noqa: E402

REPOSITORY = Path(__file__).resolve().parents[2]
DIALECTS = ("sqlite", "postgresql")
DIALECT = os.environ.get("DESERTBREW_TEST_DIALECT", "sqlite")
MORNING = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
"""Nine in the morning at the brewery, on a Friday."""

HostBuilder = Callable[[Settings, Sequence[Context], Clock], Host]


# ------------------------------------------------------------------------------------------------------------ the run

RULES_LIVE_IN = frozenset({"kernel", "platform", *(context.name for context in registry.CONTEXTS)})


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a dialect that there is not, before a green run says nothing."""
    if DIALECT not in DIALECTS:
        raise pytest.UsageError(f"DESERTBREW_TEST_DIALECT is {DIALECT!r}; it may be {' or '.join(DIALECTS)}")
    # Plain lines, for a failing test to show; structlog's own default takes most of a second to paint a traceback.
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.LogfmtRenderer(),
        ]
    )
    config.addinivalue_line("markers", "dialect(name): about one database alone; not collected in the other's run")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what is about the other database, and in the second run what asks for none: the other run has it."""
    others = [item for item in items if any(DIALECT not in mark.args for mark in item.iter_markers("dialect"))]
    if DIALECT == "postgresql":
        others += [item for item in items if item not in others and _needs_no_database(item)]
    if others:
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in set(others)]


def _needs_no_database(item: pytest.Item) -> bool:
    """A rule is a rule on either database. Whole programs (faults, scenarios, fuzz) bring databases of their own."""
    folder = item.path.relative_to(Path(__file__).parent).parts[0]
    return folder in RULES_LIVE_IN and "store" not in getattr(item, "fixturenames", ("store",))


def pytest_report_header() -> str:
    """Which of the two runs this is."""
    return f"dialect: {DIALECT}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say, last and loudly, what this run did not look at."""
    reasons = Counter(_reason(report) for report in terminalreporter.stats.get("skipped", []))
    if not reasons:
        return
    terminalreporter.section(f"LEFT OUT: {sum(reasons.values())} tests", sep="!", red=True, bold=True)
    for reason, count in reasons.most_common():
        terminalreporter.write_line(f"{count:5d}  {reason}")


def _reason(report: pytest.TestReport) -> str:
    said = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return said.removeprefix("Skipped: ").removeprefix(f"{MARK}: ")


# ---------------------------------------------------------------------------------------------------- what is outside


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of shared sample data, read in place and never copied."""
    data = Path(os.environ.get("DESERTBREW_SHARED", REPOSITORY.parent / "shared")) / "data"
    if not data.is_dir():
        leave_out(f"no sample data at {data}", "Set DESERTBREW_SHARED to the folder that holds data/.")
    return data


@pytest.fixture(scope="session")
def dialect() -> str:
    """The database of this run: "sqlite" or "postgresql"."""
    return DIALECT


@pytest.fixture(scope="session")
def postgres_server() -> str:
    """URL of a PostgreSQL on which databases may be made."""
    url = services.find_postgres()
    if url is None:
        leave_out("no PostgreSQL", "sudo apt-get install -y postgresql, or set DESERTBREW_TEST_POSTGRES to a URL.")
    return url


@pytest.fixture(scope="session")
def broker_server() -> str:
    """URL of a RabbitMQ."""
    url = services.find_rabbitmq()
    if url is None:
        leave_out("no RabbitMQ", "sudo apt-get install -y rabbitmq-server, or set DESERTBREW_TEST_RABBITMQ to a URL.")
    return url


@pytest.fixture
def unused_port() -> int:
    """A TCP port of loopback that nobody listens on right now."""
    return private_servers.free_port()


@pytest.fixture
def broker(broker_server: str, contexts: Sequence[Context]) -> Iterator[Broker]:
    """A real broker under a prefix of this test's own; what `contexts` declared there is deleted afterwards."""
    broker = Broker(broker_server)
    yield broker
    broker.sweep(context.name for context in contexts)


@pytest.fixture(scope="session")
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Where migrated databases come from, on the dialect of this run."""
    if DIALECT == "sqlite":
        yield SqliteStore(tmp_path_factory.mktemp("templates"))
        return
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(new_id()).replace("-", ""))[-12:]
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    postgres = PostgresStore(request.getfixturevalue("postgres_server"), run, worker)
    yield postgres
    postgres.close()


# --------------------------------------------------------------------------------------------------------- a brewery


@pytest.fixture
def contexts() -> Sequence[Context]:
    """The contexts that the brewery serves: all of them, unless a suite overrides this fixture."""
    return registry.CONTEXTS


@pytest.fixture
def clock() -> FixedClock:
    """A Friday morning that lasts until the test moves it."""
    return FixedClock(MORNING)


@pytest.fixture
def origin() -> Origin:
    """Who asks, where no HTTP request does."""
    return Origin("test", "test-request-0001")


@pytest.fixture
def settings(store: Store, contexts: Sequence[Context], tmp_path: Path) -> Settings:
    """An installation whose contexts are migrated and empty."""
    return store.prepare(contexts, tmp_path / "data")


@pytest.fixture
def blank_settings(store: Store, tmp_path: Path) -> Settings:
    """An installation before its first start: no database is there yet."""
    return store.blank(tmp_path)


@pytest.fixture
def build_host() -> HostBuilder:
    """How a host is put together; a suite with contexts of its own overrides this."""
    return compose.build_host


@pytest.fixture
def host(build_host: HostBuilder, settings: Settings, contexts: Sequence[Context], clock: FixedClock) -> Iterator[Host]:
    """A host whose databases are open; nothing moves in it until `client` starts it, or the test does."""
    host = build_host(settings, contexts, clock)
    host.sessions.directory = FixedSessions(host.every_context, clock, behind=host.sessions.directory)
    yield host
    for database in host.databases.values():
        database.close()
    if isinstance(host.courier, RabbitCourier):
        host.courier.stop()


@pytest.fixture
def databases(host: Host) -> dict[str, Database]:
    """Context name -> its migrated, empty database; the relays do not run."""
    return host.databases


@pytest.fixture
def sessions(host: Host) -> FixedSessions:
    """Signs people in without a password; sessions of the real directory work too."""
    directory = host.sessions.directory
    assert isinstance(directory, FixedSessions)
    return directory


@pytest.fixture
def visitor(host: Host, sessions: FixedSessions) -> Iterator[Client]:
    """Somebody who is not signed in, at the running application."""
    with serve(create_app(host), sessions) as client:
        yield client


@pytest.fixture
def client(visitor: Client) -> Client:
    """The owner, at the running application; `client.acting_as(Role.BREWER)` is somebody else there."""
    return visitor.acting_as(Role.OWNER)
