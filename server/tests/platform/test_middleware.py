"""The edge of every process: how large, which request, which headers, how it is counted."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import httpx
import pytest
from prometheus_client import REGISTRY

from desertbrew.platform.settings import Settings
from support.client import Client, slug_of

BELL = {"bell": "Angelus", "weight_kg": "2"}
LIMIT = Settings().body_max_bytes


def padded(size: int) -> bytes:
    """A valid request of exactly `size` bytes."""
    text = json.dumps(BELL).encode()
    return text + b" " * (size - len(text))


async def in_pieces(content: bytes) -> AsyncIterator[bytes]:
    """Sent without saying how much comes."""
    for start in range(0, len(content), 65536):
        yield content[start : start + 65536]


def send(client: Client, content: object) -> httpx.Response:
    return client.request("POST", "/v1/rings", content=content, headers={"Content-Type": "application/json"})


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_at_the_limit_passes_and_one_byte_more_does_not(client: Client, declared: bool) -> None:
    fits, exceeds = padded(LIMIT), padded(LIMIT + 1)
    assert send(client, fits if declared else in_pieces(fits)).status_code == 201
    answer = send(client, exceeds if declared else in_pieces(exceeds))
    assert (answer.status_code, slug_of(answer)) == (413, "too-large")
    assert answer.json()["limit_bytes"] == LIMIT


def test_a_declared_size_is_refused_before_it_is_read(client: Client) -> None:
    answer = client.request("POST", "/v1/rings", content=in_pieces(b"{}"), headers={"Content-Length": str(LIMIT + 1)})
    assert (answer.status_code, slug_of(answer)) == (413, "too-large")


def test_a_size_that_is_no_number_is_no_500(client: Client) -> None:
    for size in ("many", "-5", "", "1e9"):
        headers = {"Content-Length": size, "Content-Type": "application/json"}
        answer = client.request("POST", "/v1/rings", content=in_pieces(padded(60)), headers=headers)
        assert answer.status_code == 201, size


def test_a_request_id_is_echoed(client: Client) -> None:
    for given in ("abcdefgh", "01a1fc17-bae3-7658-b5d6-56a8914c2227", "A" * 64, "a.b_c-d.e"):
        answer = client.request("GET", "/v1/rings", headers={"X-Request-Id": given})
        assert answer.headers["x-request-id"] == given


def test_a_request_id_that_could_do_harm_is_replaced(client: Client) -> None:
    for given in ("", "short", "A" * 65, "with space in it", '{"a":1234567}'):
        answer = client.request("GET", "/v1/rings", headers={"X-Request-Id": given})
        assert answer.headers["x-request-id"] not in {"", given}


def test_every_request_gets_an_id_of_its_own(client: Client) -> None:
    assert len({client.get("/v1/rings").headers["x-request-id"] for _ in range(5)}) == 5


@pytest.mark.parametrize("path,status", [("/v1/rings", 200), ("/v1/nothing", 404), ("/healthz", 200), ("/readyz", 200)])
def test_every_answer_carries_the_security_headers(client: Client, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "unsafe-eval" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"


def test_requests_are_counted_by_route_and_not_by_path(client: Client) -> None:
    def counted(route: str, method: str = "PUT", status: str = "204") -> float:
        labels = {"method": method, "route": route, "status": status}
        return REGISTRY.get_sample_value("desertbrew_requests_total", labels) or 0.0

    before = counted("/v1/ropes/{name}")
    for name in ("angelus", "gloria", "vesper"):
        client.put(f"/v1/ropes/{name}")
    assert counted("/v1/ropes/{name}") == before + 3
    assert counted("/v1/ropes/angelus") == 0
    assert counted("unmatched", "GET", "404") >= 0
