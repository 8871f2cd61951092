"""The directory as another process asks it."""

from __future__ import annotations

import httpx
import pytest

from desertbrew.apps.remote import TRIES, DirectoryUnavailable, RemoteSessionDirectory
from desertbrew.kernel.roles import Role
from desertbrew.platform.auth import SESSION_COOKIE, Caller, RememberedSessions, hash_token
from desertbrew.platform.host import Host
from security.cast import PASSWORD, Register, SignInAs
from support.client import Client, answered


class Line(httpx.BaseTransport):
    """The way from one process to the other: to the real application, without a socket between."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.headers: httpx.Headers | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.headers = request.headers
        answer = self._client.request(request.method, request.url.path)
        return httpx.Response(answer.status_code, content=answer.content)


class DeadLine(httpx.BaseTransport):
    """A way on which nothing arrives, for the first `fails` times."""

    def __init__(self, fails: int, then: httpx.Response) -> None:
        self.tries = 0
        self._fails = fails
        self._then = then

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.tries += 1
        if self.tries <= self._fails:
            raise httpx.ConnectError("refused", request=request)
        return self._then


def test_it_knows_what_the_directory_knows(visitor: Client, register: Register, host: Host) -> None:
    register("ana", Role.BREWER)
    answered(visitor.post("/v1/sessions", {"username": "ana", "password": PASSWORD}), 201)
    hashed = hash_token(visitor.cookies[SESSION_COOKIE])
    line = Line(visitor.acting_as(Role.SERVICE))
    remote = RemoteSessionDirectory("http://security.test", "the-key", line)
    assert remote.find(hashed) == host.sessions.directory.find(hashed)
    assert remote.find("0" * 64) is None
    assert line.headers is not None
    assert line.headers["authorization"] == "Bearer the-key"
    remote.close()


def test_one_lost_question_is_asked_again() -> None:
    line = DeadLine(1, httpx.Response(404))
    assert RemoteSessionDirectory("http://security.test", "", line).find("0" * 64) is None
    assert line.tries == 2


@pytest.mark.parametrize("then", [httpx.Response(500), httpx.Response(403), httpx.Response(200, json={"nonsense": 1})])
def test_no_answer_is_not_the_same_as_nobody(then: httpx.Response) -> None:
    for fails in (0, TRIES):
        remote = RemoteSessionDirectory("http://security.test", "", DeadLine(fails, then))
        with pytest.raises(DirectoryUnavailable):
            remote.find("0" * 64)


def test_an_answer_from_before_a_revocation_is_not_remembered(host: Host, register: Register, sign_in: SignInAs) -> None:
    """The question was asked, then the session was revoked and everything forgotten, then the answer came."""
    register("ana", Role.BREWER)
    token = sign_in("ana").token.get_secret_value()
    behind = host.sessions.directory

    class Slow:
        def find(self, token_hash: str, *, seen: bool = True) -> Caller | None:
            found = behind.find(token_hash)
            remembered.forget()
            return found

    remembered = RememberedSessions(Slow(), host.clock)
    assert remembered.find(token)
    assert remembered.recall(token) is None
