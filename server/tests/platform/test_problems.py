"""What goes wrong is said in one shape, in the reader's language, at the field that is meant."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from desertbrew.kernel.roles import Role
from desertbrew.platform.db import Database
from desertbrew.platform.host import Host
from desertbrew.platform.http.app import create_app
from desertbrew.platform.http.problems import language_of
from support.client import Client, serve, slug_of
from support.sessions import FixedSessions

BELL = {"bell": "Angelus", "weight_kg": "2"}


def language(header: str | None) -> str:
    headers = [] if header is None else [(b"accept-language", header.encode("latin-1", "replace"))]
    return language_of(Request({"type": "http", "headers": headers}))


@pytest.mark.parametrize(
    "header,spoken",
    [
        (None, "es"),
        ("", "es"),
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("en", "en"),
        ("en-US,en;q=0.9", "en"),
        ("EN-us", "en"),
        ("en;q=0.5,es;q=0.4", "en"),
        ("en;q=0.4,es;q=0.5", "es"),
        ("en,es", "es"),
        ("fr-CA,fr;q=0.9", "es"),
        ("fr,en;q=0.1", "en"),
        ("en;q=0", "es"),
        ("en;q=nan", "es"),
        ("en;q=much", "es"),
        ("*", "es"),
    ],
)
def test_the_language_is_the_readers(header: str | None, spoken: str) -> None:
    assert language(header) == spoken


@given(st.text(max_size=80))
def test_no_header_is_too_strange(header: str) -> None:
    assert language(header) in {"es", "en"}


@pytest.mark.parametrize(
    "header,title,detail",
    [
        ("es-MX", "Campana rota", "La campana cracked pesa 2.50 kg."),
        ("en", "Cracked bell", "The bell cracked weighs 2.50 kg."),
    ],
)
def test_a_refusal_speaks_the_readers_language_and_carries_its_facts(
    client: Client, header: str, title: str, detail: str
) -> None:
    body = {"bell": "cracked", "weight_kg": "2.50"}
    refused = client.request("POST", "/v1/rings", body, headers={"Accept-Language": header})
    said = refused.json()
    assert (refused.status_code, slug_of(refused)) == (409, "bell-cracked")
    assert said["type"] == "https://desertbrew.mx/problems/bell-cracked"
    assert (said["title"], said["detail"]) == (title, detail)
    # Facts are members of their own, and decimals are strings: nobody parses prose or floats.
    assert (said["bell"], said["weight_kg"]) == ("cracked", "2.50")


def test_a_refusal_of_one_field_points_at_it(client: Client) -> None:
    refused = client.post("/v1/rings", {"bell": "impossible", "weight_kg": "2"})
    assert (refused.status_code, slug_of(refused)) == (422, "invalid-input")
    assert refused.json()["errors"] == [{"pointer": "/bell", "detail": "No existe impossible."}]


MALFORMED: list[tuple[Any, list[str]]] = [
    ({}, ["/bell", "/weight_kg"]),
    ({**BELL, "weight_kg": "heavy"}, ["/weight_kg"]),
    ({**BELL, "weight_kg": "0"}, ["/weight_kg"]),
    ({**BELL, "weight_kg": "0.0000001"}, ["/weight_kg"]),
    ({**BELL, "weight_kg": "NaN"}, ["/weight_kg"]),
    ({**BELL, "weight_kg": "1e400"}, ["/weight_kg"]),
    ({**BELL, "hammers": [{"grams": 1}, {"grams": 0}]}, ["/hammers/1/grams"]),
    ({**BELL, "a/b~c": 1}, ["/a~1b~0c"]),
    ([], ["/"]),
    ("text", ["/"]),
]


def test_malformed_bodies_name_their_fields(client: Client) -> None:
    for body, pointers in MALFORMED:
        refused = client.post("/v1/rings", body)
        assert (refused.status_code, slug_of(refused)) == (422, "malformed-request"), body
        assert [error["pointer"] for error in refused.json()["errors"]] == pointers, body


def test_what_is_not_json_is_refused(client: Client) -> None:
    for content in (b"{", b"", b"\xff\xfe", b'{"bell": "\xff"}', b"[" * 5000):
        refused = client.request("POST", "/v1/rings", content=content, headers={"Content-Type": "application/json"})
        assert refused.status_code in {400, 422}, content[:20]
        assert slug_of(refused)


@pytest.mark.parametrize("content", ['{"bell": "a\\u0000b", "weight_kg": "1"}', '{"bell": "\\ud800x", "weight_kg": "1"}'])
def test_text_that_no_database_keeps_is_refused(client: Client, content: str) -> None:
    headers = {"Content-Type": "application/json"}
    refused = client.request("POST", "/v1/rings", content=content.encode(), headers=headers)
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/bell"]


def test_strange_query_texts_are_no_500(client: Client) -> None:
    for q in ("a%00b", "%ff", "%ed%a0%80"):
        assert client.get(f"/v1/rings?q={q}").status_code in {200, 422}, q


def test_strange_path_texts_are_no_500(client: Client) -> None:
    assert client.put("/v1/ropes/a%00b").status_code in {204, 422}


def test_a_text_that_only_looks_like_a_nul_is_kept(client: Client) -> None:
    made = client.post("/v1/rings", {"bell": "a\\u0000b", "weight_kg": "1"})
    assert (made.status_code, made.json()["bell"]) == (201, "a\\u0000b")


def test_unknown_paths_and_methods_are_problems_too(client: Client) -> None:
    missing, wrong = client.get("/v1/nothing"), client.delete("/v1/rings")
    assert (missing.status_code, slug_of(missing)) == (404, "http-404")
    assert (wrong.status_code, slug_of(wrong), wrong.headers["allow"] in {"GET", "POST"}) == (405, "http-405", True)


def test_nobody_signed_in_is_a_401(visitor: Client) -> None:
    for refused in (visitor.get("/v1/rings"), visitor.post("/v1/rings", BELL)):
        assert (refused.status_code, slug_of(refused)) == (401, "sign-in-needed")


def test_a_missing_permission_is_named(client: Client) -> None:
    refused = client.acting_as(Role.DRIVER).get("/v1/rings")
    assert (refused.status_code, slug_of(refused)) == (403, "not-allowed")
    assert refused.json()["permission"] == "tower.rings.read"


@pytest.mark.parametrize(
    "origin,status",
    [
        ("http://brewery.test", 201),
        ("https://brewery.test", 201),
        ("https://evil.test", 403),
        ("http://brewery.test.evil.test", 403),
        ("null", 403),
    ],
)
def test_a_page_of_another_site_changes_nothing(client: Client, origin: str, status: int) -> None:
    answer = client.request("POST", "/v1/rings", BELL, headers={"Origin": origin})
    assert answer.status_code == status
    if status == 403:
        assert slug_of(answer) == "foreign-origin"


def test_a_busy_database_says_when_to_come_back(client: Client, tower: Database) -> None:
    tower.queue_max = 0
    refused = client.post("/v1/rings", BELL)
    assert (refused.status_code, slug_of(refused)) == (503, "database-unavailable")
    assert int(refused.headers["retry-after"]) >= 1


# ------------------------------------------------------------------------------------------------------- our own bugs


@pytest.fixture
def patient(host: Host, sessions: FixedSessions) -> Iterator[Client]:
    """The owner, at an application whose bugs stay on its side of the wire."""
    with serve(create_app(host), sessions, raise_bugs=False) as visitor:
        yield visitor.acting_as(Role.OWNER)


def test_a_bug_of_ours_is_a_500_without_a_stack(patient: Client, tower: Database) -> None:
    headers = {"X-Request-Id": "call-me-about-it"}
    broken = patient.request("POST", "/v1/rings", {**BELL, "bell": "broken"}, headers=headers)
    assert (broken.status_code, slug_of(broken)) == (500, "internal-error")
    assert broken.json()["request_id"] == "call-me-about-it"
    assert "ZeroDivision" not in broken.text
    assert broken.headers["x-content-type-options"] == "nosniff"


def test_a_bug_of_ours_is_not_remembered(patient: Client, tower: Database) -> None:
    key = "01a1fc17-bae3-7658-b5d6-56a8914c2227"
    assert patient.post("/v1/rings", {**BELL, "bell": "broken"}, key=key).status_code == 500
    assert patient.post("/v1/rings", BELL, key=key).status_code == 201


def test_figures_are_strings_on_the_wire(client: Client) -> None:
    made = client.post("/v1/rings", {"bell": "Angelus", "weight_kg": "1234567.000001"}).json()
    assert made["weight_kg"] == "1234567.000001"
    assert Decimal(client.get("/v1/rings").json()["items"][0]["weight_kg"]) == Decimal("1234567.000001")
