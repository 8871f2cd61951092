"""First start, signing in, sessions: what a browser and another of our processes see."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest

from desertbrew.contexts.security.commands import FirstStart
from desertbrew.contexts.security.http.permissions import PERMISSIONS, RESOLVE_SESSIONS
from desertbrew.kernel.clock import FixedClock
from desertbrew.kernel.roles import PEOPLE_ROLES, Role
from desertbrew.platform.auth import SESSION_COOKIE, hash_token
from desertbrew.platform.db import Database
from desertbrew.platform.host import Host
from desertbrew.platform.http.app import create_app
from security.cast import PASSWORD, Register
from security.counter import enter, me
from support.client import Client, answered, serve, slug_of
from support.sessions import FixedSessions


def test_a_newcomer_becomes_the_owner(visitor: Client, host: Host) -> None:
    assert answered(visitor.get("/v1/setup")) == {
        "needs_owner": True,
        "demo": False,
        "demo_accounts": [],
        "shared_device": None,
    }
    body = {"setup_code": "AAAA", "display_name": "Ana", "username": "Ana", "password": PASSWORD}
    assert slug_of(visitor.post("/v1/setup", body)) == "wrong-setup-code"
    body["setup_code"] = host.ports.get(FirstStart).code
    session = answered(visitor.post("/v1/setup", body), 201)
    assert session["person"]["username"] == "ana"
    assert session["person"]["roles"] == ["owner"]
    assert me(visitor) == session
    assert answered(visitor.get("/v1/setup"))["needs_owner"] is False
    assert slug_of(visitor.anonymous().post("/v1/setup", body)) == "owner-exists"


def test_an_owner_may_do_all_that_people_may(visitor: Client, host: Host, register: Register) -> None:
    register("ana", Role.OWNER)
    granted = {each.name for context in host.every_context for each in context.permissions}
    internal = {
        each.name
        for context in host.every_context
        for each in context.permissions
        if each.roles == frozenset({Role.SERVICE})
    }
    assert set(me(enter(visitor, "ana"))["permissions"]) == granted - internal
    assert RESOLVE_SESSIONS.name in internal


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(visitor: Client, register: Register) -> None:
    register("ana", Role.BREWER)
    response = visitor.post("/v1/sessions", {"username": "ana", "password": PASSWORD})
    said = response.headers["set-cookie"]
    assert said.startswith(f"{SESSION_COOKIE}=")
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Max-Age=1209600"} <= set(said.split("; "))
    assert "Secure" not in said
    assert response.headers["cache-control"] == "no-store"
    assert said.split("=", 1)[1].split(";")[0] not in response.text
    other = {"Origin": "https://evil.test"}
    refused = visitor.request("POST", "/v1/sessions", {"username": "ana", "password": PASSWORD}, headers=other)
    assert slug_of(refused) == "foreign-origin"


def test_the_cookie_is_secure_over_https(visitor: Client, register: Register) -> None:
    register("ana", Role.BREWER)
    body = {"username": "ana", "password": PASSWORD}
    response = visitor.request("POST", "https://brewery.test/v1/sessions", body)
    assert "Secure" in response.headers["set-cookie"]


def test_nobody_is_told_who_works_here(visitor: Client, register: Register) -> None:
    register("ana", Role.BREWER)
    known = visitor.post("/v1/sessions", {"username": "ana", "password": "a wrong password"})
    unknown = visitor.post("/v1/sessions", {"username": "nobody", "password": "a wrong password"})
    assert slug_of(known) == slug_of(unknown) == "wrong-credentials"
    first, second = known.json(), unknown.json()
    assert first.pop("request_id") != second.pop("request_id")
    assert first == second
    assert "set-cookie" not in known.headers


def test_too_many_tries_say_when_to_come_back(visitor: Client, register: Register) -> None:
    register("ana", Role.BREWER)
    for _ in range(5):
        visitor.post("/v1/sessions", {"username": "ana", "password": "a wrong password"})
    response = visitor.post("/v1/sessions", {"username": "ANA", "password": PASSWORD})
    assert slug_of(response) == "too-many-tries"
    assert response.status_code == 429
    assert response.json()["retry_after_s"] == 900
    assert response.headers["retry-after"] == "900"
    assert answered(visitor.get("/healthz"))["status"] == "ok"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"username": "ana"},
        {"username": "", "password": "x"},
        {"username": "ana", "password": ""},
        {"username": "ana", "password": "x" * 201},
        {"username": "ana", "password": "x", "more": 1},
        {"username": ["ana"], "password": "x"},
    ],
)
def test_a_malformed_sign_in_is_a_422(visitor: Client, body: dict[str, Any]) -> None:
    response = visitor.post("/v1/sessions", body)
    assert slug_of(response) == "malformed-request"


@pytest.mark.parametrize("username", ["ñ" * 100, "no es un usuario", " "])
def test_a_strange_username_is_just_a_wrong_one(visitor: Client, username: str) -> None:
    response = visitor.post("/v1/sessions", {"username": username, "password": "no-es-esta"})
    assert slug_of(response) == "wrong-credentials"


def test_half_a_letter_is_refused_and_not_a_bug(visitor: Client) -> None:
    headers = {"Content-Type": "application/json"}
    for content in (b'{"username": "ana", "password": "\\ud800"}', b'{"username": "a\\ud800", "password": "x"}'):
        response = visitor.request("POST", "/v1/sessions", headers=headers, content=content)
        assert slug_of(response) == "malformed-request"


def test_signing_out_is_for_good(visitor: Client, register: Register) -> None:
    register("ana", Role.BREWER)
    client = enter(visitor, "ana")
    kept = dict(client.cookies)
    response = client.delete("/v1/session")
    assert response.status_code == 204
    assert 'desertbrew_session=""' in response.headers["set-cookie"]
    client.cookies = kept
    assert slug_of(client.get("/v1/session")) == "sign-in-needed"
    assert client.delete("/v1/session").status_code == 204
    assert visitor.anonymous().delete("/v1/session").status_code == 204


def test_a_session_that_is_not_one_of_ours_is_nobody(visitor: Client) -> None:
    visitor.cookies[SESSION_COOKIE] = "made-up"
    assert slug_of(visitor.get("/v1/session")) == "sign-in-needed"


def test_sessions_are_listed_and_revoked_at_once(visitor: Client, register: Register) -> None:
    register("ana", Role.BREWER)
    here, there = enter(visitor, "ana"), enter(visitor, "ana")
    listed = answered(here.get("/v1/sessions"))["items"]
    assert [row["current"] for row in listed] == [False, True]
    assert {row["kind"] for row in listed} == {"password"}
    assert listed[0]["user_agent"].startswith("python-httpx")
    answered(there.get("/v1/session"))
    assert here.delete(f"/v1/sessions/{listed[0]['id']}").status_code == 204
    assert slug_of(there.get("/v1/session")) == "sign-in-needed"
    assert slug_of(here.delete(f"/v1/sessions/{listed[0]['id']}")) == "not-found"


def test_other_peoples_sessions_take_a_manager(visitor: Client, register: Register) -> None:
    register("ana", Role.BREWER)
    register("luz", Role.MANAGER)
    ana, luz = enter(visitor, "ana"), enter(visitor, "luz")
    assert slug_of(ana.get("/v1/sessions", everyone=True)) == "not-allowed"
    listed = {row["display_name"]: row for row in answered(luz.get("/v1/sessions", everyone=True))["items"]}
    assert set(listed) == {"Ana", "Luz"}
    assert slug_of(ana.delete(f"/v1/sessions/{listed['Luz']['id']}")) == "not-found"
    assert luz.delete(f"/v1/sessions/{listed['Ana']['id']}").status_code == 204
    assert slug_of(ana.get("/v1/session")) == "sign-in-needed"


def test_sessions_come_in_pages(visitor: Client, register: Register) -> None:
    register("ana", Role.BREWER)
    client = [enter(visitor, "ana") for _ in range(3)][-1]
    first = answered(client.get("/v1/sessions", limit=2))
    rest = answered(client.get("/v1/sessions", limit=2, cursor=first["next_cursor"]))
    assert (len(first["items"]), len(rest["items"]), rest["next_cursor"]) == (2, 1, None)


def test_a_session_is_recognised_for_our_own_processes_only(
    visitor: Client, host: Host, register: Register, client: Client
) -> None:
    register("ana", Role.BREWER)
    ana = enter(visitor, "ana")
    path = f"/v1/internal/sessions/{hash_token(ana.cookies[SESSION_COOKIE])}"
    service = visitor.acting_as(Role.SERVICE)
    found = answered(service.get(path))
    assert found["session_id"] == me(ana)["id"]
    assert found["permissions"] == me(ana)["permissions"]
    assert slug_of(service.get(f"/v1/internal/sessions/{'0' * 64}")) == "not-found"
    assert slug_of(service.get("/v1/internal/sessions/zz")) == "malformed-request"
    for other in (ana, client, visitor.acting_as(*PEOPLE_ROLES)):
        assert slug_of(other.get(path)) == "not-allowed"
    assert slug_of(visitor.get(path)) == "sign-in-needed"


def test_every_role_may_look_after_itself() -> None:
    for role in PEOPLE_ROLES:
        held = {each.name for each in PERMISSIONS if each.granted_to(frozenset({role}))}
        assert {"security.self.use", "security.self.change_secrets"} <= held
    assert not any(each.granted_to(frozenset({Role.SERVICE})) for each in PERMISSIONS if each is not RESOLVE_SESSIONS)


def test_demo_accounts_are_shown_in_a_demo_only(host: Host, sessions: FixedSessions, register: Register) -> None:
    register("dueno", Role.OWNER)
    host.settings.demo = True
    accounts = host.ports.get(FirstStart).demo_accounts
    host.ports._bound[FirstStart] = FirstStart(demo=True, demo_accounts=accounts)
    with serve(create_app(host), sessions) as visitor:
        found = answered(visitor.get("/v1/setup"))
    assert found["demo"] is True
    assert [(row["username"], row["role"]) for row in found["demo_accounts"]] == [("dueno", "owner")]


def test_an_unused_session_has_ended(visitor: Client, register: Register, clock: FixedClock) -> None:
    register("ana", Role.BREWER)
    ana = enter(visitor, "ana")
    clock.advance(timedelta(hours=24))
    assert slug_of(ana.get("/v1/session")) == "sign-in-needed"


def test_people_are_written_by_commands_of_this_context_alone(security: Database, client: Client) -> None:
    """Somebody whom a test signs in without registering has no session row, and is told so."""
    response: httpx.Response = client.get("/v1/session")
    assert slug_of(response) == "sign-in-needed"


def test_what_a_screen_asks_by_itself_does_not_keep_its_session_alive(
    visitor: Client, register: Register, clock: FixedClock
) -> None:
    register("ana", Role.COOK)
    forgotten, used = enter(visitor, "ana"), enter(visitor, "ana")
    for _ in range(3):
        clock.advance(timedelta(hours=10))
        forgotten.request("GET", "/v1/session", headers={"X-Desertbrew-Unattended": "1"})
        me(used)
    assert forgotten.get("/v1/session").status_code == httpx.codes.UNAUTHORIZED
    me(used)
