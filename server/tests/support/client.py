"""A small synchronous HTTP client against the real application, in this process and without a socket."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI

from desertbrew.kernel.ids import new_id
from desertbrew.kernel.roles import Role
from desertbrew.platform.auth import SESSION_COOKIE
from desertbrew.platform.http.problems import CONTENT_TYPE, TYPE_BASE
from support.sessions import FixedSessions

BASE = "http://brewery.test"
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class Client:
    """One person at the counter; `acting_as` gives another one, in the same brewery.

    Every write gets an `Idempotency-Key` of its own unless one is given. Cookies that the server sets are kept per
    client. May be called from many threads at once.
    """

    def __init__(self, portal: BlockingPortal, http: httpx.AsyncClient, sessions: FixedSessions, token: str = "") -> None:
        self._portal = portal
        self._http = http
        self._sessions = sessions
        self.cookies: dict[str, str] = {SESSION_COOKIE: token} if token else {}

    def acting_as(self, *roles: Role, person: str = "") -> Client:
        """Somebody who holds `roles` and is signed in."""
        return Client(self._portal, self._http, self._sessions, self._sessions.sign_in(*roles, person=person))

    def anonymous(self) -> Client:
        """Somebody who is not signed in."""
        return Client(self._portal, self._http, self._sessions)

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        key: str | None = "",
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        content: Any = None,
    ) -> httpx.Response:
        """Send it; `body` goes as JSON. `key` "" mints an idempotency key, None leaves the header out."""
        sent = dict(headers or {})
        if method in WRITES and key is not None:
            sent.setdefault("Idempotency-Key", key or str(new_id()))
        if self.cookies:
            sent.setdefault("Cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        call = partial(self._http.request, method, path, params=params, headers=sent, json=body, content=content)
        response = self._portal.call(call)
        # The shared jar would mix up people: each client keeps its own cookies.
        self._http.cookies.clear()
        for name, value in response.cookies.items():
            self.cookies[name] = value
        return response

    def get(self, path: str, /, **params: Any) -> httpx.Response:
        """GET with query parameters; those that are None are left out."""
        return self.request("GET", path, params={name: value for name, value in params.items() if value is not None})

    def post(self, path: str, body: Any = None, *, key: str | None = "") -> httpx.Response:
        """POST."""
        return self.request("POST", path, body, key=key)

    def put(self, path: str, body: Any = None, *, key: str | None = "") -> httpx.Response:
        """PUT."""
        return self.request("PUT", path, body, key=key)

    def delete(self, path: str, *, key: str | None = "") -> httpx.Response:
        """DELETE."""
        return self.request("DELETE", path, key=key)


@contextmanager
def serve(app: FastAPI, sessions: FixedSessions, *, raise_bugs: bool = True) -> Iterator[Client]:
    """Start the application (its host too), hand out an anonymous client, and stop both.

    `raise_bugs` lets an exception that the application did not expect reach the test instead of a bare 500.
    """
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(app.router.lifespan_context(app)):
        transport = httpx.ASGITransport(app, raise_app_exceptions=raise_bugs)
        with portal.wrap_async_context_manager(httpx.AsyncClient(transport=transport, base_url=BASE)) as http:
            yield Client(portal, http, sessions)


def slug_of(response: httpx.Response) -> str:
    """What kind of refusal it is; asserts that it is a well-formed problem."""
    assert response.headers["content-type"] == CONTENT_TYPE, response.text
    said = response.json()
    assert said["status"] == response.status_code
    assert said["title"]
    assert said["detail"]
    assert said["request_id"] == response.headers["x-request-id"]
    return str(said["type"]).removeprefix(TYPE_BASE)


def answered(response: httpx.Response, status: int = 200) -> Any:
    """The JSON body; asserts the status, and shows the body when it is another."""
    assert response.status_code == status, f"{response.status_code}: {response.text}"
    return response.json() if response.content else None
