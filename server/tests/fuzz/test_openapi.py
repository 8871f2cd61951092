"""Generated requests against every operation: whatever comes, the answer is one that the OpenAPI document announces.

Never a 5xx, never a status, a content type or a shape that is not documented; for the owner, who may do everything, and
for somebody who may do next to nothing.
"""

from __future__ import annotations

import json
import os
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest
import requests
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis import GenerationMode as Mode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from desertbrew.apps.registry import CONTEXTS
from desertbrew.kernel.ids import new_id
from desertbrew.platform.auth import SESSION_COOKIE
from desertbrew.platform.http.problems import CONTENT_TYPE as PROBLEM
from fuzz.conftest import LOW, OWNER, Target

SOAK = bool(os.environ.get("DESERTBREW_TEST_SOAK"))
# What a database refuses differently shows in few examples; the shapes were tried on the other one.
EXAMPLES = 300 if SOAK else 4 if os.environ.get("DESERTBREW_TEST_DIALECT") == "postgresql" else 8
EXAMPLES_OF_LOW = 40 if SOAK else 1
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
FOR_EVERYBODY = {
    "/v1/setup",
    "/v1/session",
    "/v1/sessions",
    "/v1/sessions/{session_id}",
    "/v1/people/names",
    "/v1/me/views",
    "/v1/me/views/{view_id}",
}
"""What somebody may do who has no business here but their own session."""
OPERATIONS = [(each.method, each.path) for context in CONTEXTS for each in context.routes.declared]
TIMEOUT_S = 30
AnyCase = Case[Any]

NASTY: list[Any] = [
    "\0",
    "malta\0fina",
    "\ud800",
    "\udfff\ud800",
    "\u202e\u0301" * 40,
    "9" * 400,
    "1" + "0" * 25 + ".000001",
    "1e400",
    "1E+999999999",
    "1e-400",
    "0.0000001",
    "-0",
    "NaN",
    "sNaN",
    "Infinity",
    "0x10",
    "١٢",
    "0001-01-01",
    "9999-12-31",
    "0000-00-00",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59.999999-14:00",
    "2026-11-20T25:61:61Z",
    "00000000-0000-0000-0000-000000000000",
    "' OR 1=1 --",
    "%",
    "../../etc/passwd",
    "x" * 5000,
    " ",
    "",
    -1,
    0,
    2**31,
    2**63,
    10**400,
    1e308,
    float("nan"),
    float("inf"),
    True,
    None,
    [],
    {},
    [[[]]],
]
"""What has broken other people's programs."""


def _leaves(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(node, dict) and node:
        return [leaf for key, value in node.items() for leaf in _leaves(value, (*path, key))]
    if isinstance(node, list) and node:
        return [leaf for index, value in enumerate(node) for leaf in _leaves(value, (*path, index))]
    return [path] if path else []


def _put(node: Any, path: tuple[Any, ...], value: Any) -> None:
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value


@dataclass
class Request:
    """What is really sent for a case; the case itself stays as it was generated, to be compared with the document."""

    case: AnyCase
    body: Any
    query: dict[str, Any]

    def send(self, target: Target, token: str) -> requests.Response:
        """As a client would: a key of its own for each command, and JSON as it is, lone surrogates and all."""
        headers = {"Cookie": f"{SESSION_COOKIE}={token}"}
        if self.case.method != "GET":
            headers["Idempotency-Key"] = str(new_id())
        sent = self.case.as_transport_kwargs(base_url=target.url, headers=headers)
        if isinstance(self.body, (dict, list)):
            sent |= {"data": json.dumps(self.body).encode(), "json": None}
            sent["headers"]["Content-Type"] = "application/json"
        if self.query:
            sent["params"] = {name: _encodable(value) for name, value in self.query.items()}
        return requests.request(**sent, timeout=TIMEOUT_S)


def _encodable(value: Any) -> Any:
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value


def _likely(case: AnyCase, target: Target, draw: st.DataObject) -> Request:
    """Name things that exist in most requests, and put something nasty into some: else all end at the door."""
    body, query = deepcopy(case.body), dict(case.query or {})
    for leaf in _leaves(body):
        if leaf[-1] in target.known and draw.draw(st.integers(0, 9)):
            _put(body, leaf, target.known[leaf[-1]])
    for name in set(case.path_parameters or {}) & set(target.known):
        if draw.draw(st.integers(0, 9)):
            case.path_parameters[name] = target.known[name]
    if draw.draw(st.booleans()):
        return Request(case, body, query)
    leaves = _leaves(body)
    if leaves:
        _put(body, draw.draw(st.sampled_from(leaves)), draw.draw(st.sampled_from(NASTY)))
    for name in query:
        query[name] = draw.draw(st.sampled_from([text for text in NASTY if isinstance(text, str)]))
    return Request(case, body, query)


def _cases(operation: APIOperation[Any, Any, Any, Any]) -> st.SearchStrategy[AnyCase]:
    positive = operation.as_strategy(generation_mode=Mode.POSITIVE)
    has_input = operation.body or operation.query or operation.path_parameters
    return positive | operation.as_strategy(generation_mode=Mode.NEGATIVE) if has_input else positive


@pytest.mark.parametrize("role", [OWNER, LOW])
@pytest.mark.parametrize("method, path", OPERATIONS)
def test_every_answer_is_documented(target: Target, method: str, path: str, role: str) -> None:
    operation = target.schema[path][method]
    token = target.token_of(role)

    @given(case=_cases(operation), draw=st.data())
    @settings(
        max_examples=EXAMPLES if role == OWNER else EXAMPLES_OF_LOW,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=[Phase.generate, Phase.shrink] if SOAK else [Phase.generate],
        derandomize=not SOAK,
    )
    def throw(case: AnyCase, draw: st.DataObject) -> None:
        response = _likely(case, target, draw).send(target, token)
        case.validate_response(response, checks=CHECKS)
        if role == LOW:
            assert response.status_code >= 400 or path in FOR_EVERYBODY, "a waiter may do this?"

    throw()


@pytest.mark.parametrize(
    "status, content_type, body",
    [
        (500, PROBLEM, {}),
        (409, PROBLEM, {"type": "x", "title": "x", "status": 409, "detail": "x", "request_id": "x"}),
        (200, "text/html", {"items": []}),
        (200, "application/json", {"things": []}),
        (403, PROBLEM, {"title": "no request id"}),
    ],
)
def test_an_undocumented_answer_is_caught(target: Target, status: int, content_type: str, body: Any) -> None:
    case = target.schema["/v1/units"]["GET"].Case()
    sent = httpx.Request("GET", target.url_of("/v1/units"))
    response = httpx.Response(status, headers={"content-type": content_type}, text=json.dumps(body), request=sent)
    response.elapsed = timedelta(0)
    with pytest.raises(FailureGroup):
        case.validate_response(response, checks=CHECKS)
