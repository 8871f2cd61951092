"""The real application on a real socket, with something in every table, for generated requests to be thrown at."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import schemathesis
import uvicorn
from schemathesis.schemas import BaseSchema

from desertbrew.apps.compose import build_host
from desertbrew.apps.registry import CONTEXTS
from desertbrew.kernel.clock import SystemClock
from desertbrew.kernel.ids import new_id
from desertbrew.kernel.roles import Role
from desertbrew.platform.auth import SESSION_COOKIE
from desertbrew.platform.http.app import create_app
from faults.load import Catalogue, Journal, Person
from support.sessions import FixedSessions
from support.stores import Store
from support.waiting import eventually

OWNER, LOW = "owner", "waiter"


@dataclass
class Target:
    """Where to throw: the owner's session is `token`, that of somebody who may do next to nothing `low_token`."""

    url: str
    token: str
    low_token: str
    schema: BaseSchema
    known: dict[str, str] = field(default_factory=dict)
    """Field or parameter name -> the id of something that exists."""

    def url_of(self, path: str) -> str:
        """Everything is here."""
        return self.url + path

    def token_of(self, role: str) -> str:
        """The session of the owner, or of somebody who may do next to nothing."""
        return self.token if role == OWNER else self.low_token


@pytest.fixture(scope="module")
def target(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """A brewery with one of everything, served on loopback."""
    host = build_host(store.prepare(CONTEXTS, tmp_path_factory.mktemp("fuzz")), CONTEXTS)
    sessions = FixedSessions(CONTEXTS, SystemClock(), behind=host.sessions.directory)
    host.sessions.directory = sessions
    app = create_app(host)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    eventually(lambda: server.started)
    url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    target = Target(
        url, sessions.sign_in(Role.OWNER), sessions.sign_in(Role.WAITER), schemathesis.openapi.from_dict(app.openapi())
    )
    target.known = _fill(target)
    yield target
    host.hub.close()
    server.should_exit = True
    thread.join(30)
    assert not thread.is_alive()


def _fill(target: Target) -> dict[str, str]:
    """One of everything, by the names under which requests ask for it."""
    person = Person(target, Journal())
    has = Catalogue.open(person)
    person.close()
    with httpx.Client(base_url=target.url, cookies={SESSION_COOKIE: target.token}, timeout=30) as http:

        def made(path: str, body: dict[str, Any]) -> str:
            response = http.post(path, json=body, headers={"Idempotency-Key": str(new_id())})
            assert response.is_success, response.text
            return str(response.json()["id"])

        plan = {"recipe_id": has.recipe, "planned_volume_l": "100", "planned_on": "2026-12-01"}
        someone = {"username": "alguien", "display_name": "Alguien", "roles": ["waiter"]}
        return {
            "supplier_id": has.supplier,
            "item_id": has.items[0],
            "product_item_id": has.beer,
            "recipe_id": has.recipe,
            "batch_id": made("/v1/batches", plan),
            "person_id": made("/v1/people", someone),
            "lot_id": http.get("/v1/lots").json()["items"][0]["id"],
            "receipt_id": http.get("/v1/receipts").json()["items"][0]["id"],
        }
