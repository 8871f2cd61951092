"""A running brewery in either mode; the stories cannot tell which."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desertbrew.apps import registry
from desertbrew.kernel.ids import new_id
from support import running
from support.broker import Broker
from support.running import Brewery
from support.stores import PostgresStore

# Each mode in the run of its database: together the two runs tell every story twice.
MODES = (
    pytest.param("embedded", marks=pytest.mark.dialect("sqlite")),
    pytest.param("services", marks=pytest.mark.dialect("postgresql")),
)


@pytest.fixture(scope="module", params=MODES)
def started(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Brewery]:
    """Real processes, on databases that were not there before and are not there afterwards."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "embedded":
        brewery = running.embedded(folder)
        try:
            brewery.start()
            yield brewery
        finally:
            brewery.close()
        return
    broker = Broker(request.getfixturevalue("broker_server"))
    store = PostgresStore(request.getfixturevalue("postgres_server"), str(new_id())[-12:], "scenarios")
    try:
        brewery = running.services(folder, store.blank(folder).database_url, broker.url, broker.prefix)
        try:
            brewery.start()
            yield brewery
        finally:
            brewery.close()
    finally:
        broker.sweep(context.name for context in registry.CONTEXTS)
        store.close()


@pytest.fixture
def brewery(started: Brewery) -> Brewery:
    """The running brewery with its owner signed in; stories share it, so each brings items of its own."""
    started.start()
    started.sign_in()
    return started
