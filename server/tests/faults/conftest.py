"""Breweries to kill, and private servers whose death harms nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from desertbrew.apps.registry import CONTEXTS
from desertbrew.kernel.ids import new_id
from faults.brewery import PROGRAM, Brewery
from faults.killing import SOAK
from private_servers import PrivateBroker, PrivatePostgres
from support.broker import Broker
from support.leaving_out import leave_out

SERVICES = (("security", "purchasing"), ("inventory",), ("production", "traceability", "alerts"))
WITHIN_S = 900
SOAK_WITHIN_S = 4 * 3600

BuildBrewery = Callable[..., Brewery]


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    """Give everything the time it needs where a machine does other things too: what must be quick says so itself."""
    limit = pytest.mark.timeout(SOAK_WITHIN_S if SOAK else WITHIN_S)
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(limit)


@pytest.fixture(scope="session")
def private_postgres() -> Iterator[PrivatePostgres]:
    """A PostgreSQL of this worker alone, with durable settings."""
    try:
        server = PrivatePostgres()
    except FileNotFoundError as error:
        leave_out(str(error), "sudo apt-get install -y postgresql")
    with server:
        yield server


@pytest.fixture(scope="session")
def private_broker() -> Iterator[PrivateBroker]:
    """A RabbitMQ node of this worker alone."""
    try:
        server = PrivateBroker()
    except FileNotFoundError as error:
        leave_out(str(error), "sudo apt-get install -y rabbitmq-server")
    with server:
        yield server


@pytest.fixture
def build_brewery(request: pytest.FixtureRequest, dialect: str, tmp_path: Path) -> Iterator[BuildBrewery]:
    """Builds breweries on the dialect of this run: one process on SQLite; services on PostgreSQL and a broker."""
    built: list[Brewery] = []
    brokers: list[Broker] = []

    def build(
        program: Sequence[str] = PROGRAM, *, broker: str | None = None, embedded: bool = False, one_process: bool = False
    ) -> Brewery:
        """`embedded`: one process with its courier inside; `one_process`: one process, with a broker all the same.

        `broker` is the URL of another than the machine's own.
        """
        folder = tmp_path / f"brewery-{len(built)}"
        if dialect == "sqlite":
            brewery = Brewery(folder, {}, program=program)
        else:
            server: PrivatePostgres = request.getfixturevalue("private_postgres")
            prefix = f"faults_{new_id().hex[-12:]}"
            url = server.url.replace("postgresql://", "postgresql+psycopg://").removesuffix("/postgres")
            settings = {"DATABASE_URL": f"{url}/{prefix}_{{context}}"}
            if not embedded:
                brokers.append(Broker(broker or request.getfixturevalue("broker_server"), prefix))
                settings |= {"BROKER_URL": brokers[-1].url, "BROKER_PREFIX": prefix}
            groups = () if embedded or one_process else SERVICES
            brewery = Brewery(folder, settings, groups, program, path=str(server.binaries))
        built.append(brewery)
        return brewery

    yield build
    for brewery in built:
        brewery.remove()
    for each in brokers:
        each.sweep(context.name for context in CONTEXTS)
