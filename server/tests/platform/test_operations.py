"""What an operator and a load balancer ask: does it live, is it ready, how does it do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest

from desertbrew.kernel.clock import FixedClock
from desertbrew.kernel.roles import Role
from desertbrew.platform.db import Database, Origin
from desertbrew.platform.host import Host
from desertbrew.platform.http.app import create_app
from desertbrew.platform.inbox import TRIES_MAX, Receiver
from support.belfry import parish as parish_context
from support.belfry.house import CONTEXTS, build_belfry
from support.belfry.letters import letter
from support.belfry.parish import deafen
from support.client import Client, answered, serve, slug_of
from support.sessions import FixedSessions


def measured(client: Client, name: str) -> float:
    text = client.get("/metrics").text
    found = re.search(rf"^{re.escape(name)} ([0-9.e+]+)$", text, re.MULTILINE)
    assert found, f"{name} is not in\n{text}"
    return float(found[1])


def test_health_says_what_is_served(visitor: Client) -> None:
    said = answered(visitor.get("/healthz"))
    assert (said["status"], said["contexts"]) == ("ok", ["tower", "parish"])
    assert said["version"]


def test_ready_when_databases_answer_and_events_can_travel(visitor: Client) -> None:
    assert answered(visitor.get("/readyz")) == {"status": "ready", "waiting_for": []}


@pytest.fixture
def cut_off(host: Host, clock: FixedClock, unused_port: int) -> Iterator[Client]:
    """A process whose broker is not there."""
    settings = host.settings.model_copy(update={"broker_url": f"amqp://guest:guest@127.0.0.1:{unused_port}/"})
    lonely = build_belfry(settings, CONTEXTS, clock)
    sessions = FixedSessions(CONTEXTS, clock, behind=lonely.sessions.directory)
    lonely.sessions.directory = sessions
    with serve(create_app(lonely), sessions) as client:
        yield client.acting_as(Role.OWNER)


def test_without_its_broker_it_says_so_and_still_takes_commands(cut_off: Client) -> None:
    assert answered(cut_off.get("/readyz"), 503) == {"status": "waiting", "waiting_for": ["courier"]}
    assert cut_off.get("/healthz").status_code == 200
    answered(cut_off.post("/v1/rings", {"bell": "Angelus", "weight_kg": "2"}), 201)
    assert measured(cut_off, 'desertbrew_outbox_waiting{context="tower"}') == 1


@pytest.fixture
def closed(tower: Database, postgres_server: str) -> Iterator[str]:
    """The tower's database lets nobody in."""
    name = tower.read_engine.url.database
    with psycopg.connect(postgres_server, autocommit=True) as admin:
        admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
        yield str(name)
        admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


@pytest.mark.dialect("postgresql")
def test_without_its_database_it_says_which_and_refuses_in_words(client: Client, closed: str) -> None:
    assert answered(client.get("/readyz"), 503) == {"status": "waiting", "waiting_for": ["database:tower"]}
    assert client.get("/metrics").status_code == 200
    for refused in (client.get("/v1/rings"), client.post("/v1/rings", {"bell": "Angelus", "weight_kg": "2"})):
        assert (refused.status_code, slug_of(refused)) == (503, "database-unavailable")
        assert int(refused.headers["retry-after"]) >= 1


def test_metrics_count_what_waits_and_what_is_held(
    client: Client, parish: Database, clock: FixedClock, origin: Origin
) -> None:
    parish.write(lambda tx: deafen(tx, "Gloria"), origin)
    receiver = Receiver(parish_context.CONTEXT, parish)
    receiver.receive(letter("Gloria"))
    assert measured(client, 'desertbrew_events_held{context="parish",state="RETRYING"}') == 1
    for _ in range(TRIES_MAX):
        clock.advance(timedelta(minutes=2))
        receiver.retry_due()
    assert measured(client, 'desertbrew_events_held{context="parish",state="DEAD"}') == 1
    assert measured(client, 'desertbrew_events_held{context="parish",state="RETRYING"}') == 0
    assert measured(client, 'desertbrew_outbox_waiting{context="parish"}') == 0
    assert measured(client, 'desertbrew_writes_waiting{context="parish"}') == 0


def test_metrics_time_requests(client: Client) -> None:
    client.get("/v1/rings")
    assert measured(client, 'desertbrew_request_seconds_count{method="GET",route="/v1/rings"}') >= 1
