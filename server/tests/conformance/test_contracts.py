"""What is generated and committed is what the program does: documents are fresh, and rights are as the table says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from desertbrew.apps import contracts, registry
from desertbrew.kernel.ids import new_id
from desertbrew.kernel.roles import Role
from desertbrew.platform.context import Context
from desertbrew.platform.http.problems import TYPE_BASE
from desertbrew.platform.http.routes import Declared
from support.client import Client

FOLDER = Path(__file__).resolve().parents[3] / "contracts"
REGENERATE = "run `desertbrew gen` and review what changed"
Table = dict[str, dict[Role, str]]


def permission_table() -> Table:
    """`contracts/permissions.md` as it is committed: "POST /v1/suppliers" -> role -> yes, no or public."""
    path = FOLDER / "permissions.md"
    assert path.is_file(), f"there is no {path}: {REGENERATE}"
    table: Table = {}
    roles: list[Role] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("|") or line.startswith("| ---"):
            continue
        route, _, *marks = [cell.strip().strip("`") for cell in line.strip("|").split("|")]
        if route == "route":
            roles = [Role(mark) for mark in marks]
        else:
            table[route] = dict(zip(roles, marks, strict=True))
    return table


def send(client: Client, route: Declared) -> tuple[int, str]:
    """Status and kind of refusal of a request that means nothing: ids of nothing, an empty object."""
    path = re.sub(r"\{[^}]+\}", lambda _: str(new_id()), route.path)
    answer = client.request(route.method, path, None if route.method == "GET" else {})
    is_problem = answer.headers.get("content-type") == "application/problem+json"
    if is_problem:
        return answer.status_code, answer.json()["type"].removeprefix(TYPE_BASE)
    # The kitchen's Spanish wire has an envelope of its own.
    return answer.status_code, answer.json().get("codigo", "") if route.path.startswith("/api/") else ""


def name_of(route: Declared) -> str:
    return f"{route.method} {route.path}"


def test_the_generated_documents_are_fresh() -> None:
    assert contracts.stale(FOLDER) == [], REGENERATE


def test_the_table_has_every_route_and_no_other() -> None:
    declared = {name_of(route) for context in registry.CONTEXTS for route in context.routes.declared}
    assert set(permission_table()) == declared, REGENERATE


def test_every_role_may_do_exactly_what_the_table_says(context: Context, client: Client) -> None:
    table = permission_table()
    people = {role: client.acting_as(role) for role in Role}
    wrong = []
    for route in contracts.routes_of(context):
        for role, person in people.items():
            status, slug = send(person, route)
            assert status < 500 or status == 503, (route, role, status)
            refused = (status, slug) == (403, "not-allowed")
            said = table.get(name_of(route), {}).get(role, "missing from the table")
            if refused != (said == contracts.DENIED) or said == "missing from the table":
                wrong.append(f"{name_of(route)} as {role}: {status} {slug}, and the table says {said}")
    assert wrong == [], REGENERATE


def test_nobody_gets_in_without_a_session(context: Context, visitor: Client) -> None:
    for route in context.routes.declared:
        status, slug = send(visitor, route)
        if route.permission is not None:
            assert (status, slug) == (401, "sign-in-needed"), name_of(route)
        else:
            assert slug != "sign-in-needed" or status == 401, name_of(route)


@pytest.mark.parametrize("token", ["", "x", "fixed-no-such-session", "ñ", "a" * 5000])
def test_a_made_up_session_is_none(visitor: Client, token: str) -> None:
    headers = {"Cookie": f"desertbrew_session={token}".encode()}
    assert visitor.request("GET", "/v1/suppliers", headers=headers).status_code == 401  # type: ignore[arg-type]


def test_event_schemas_keep_figures_as_text(context: Context) -> None:
    """A JSON number would be read as a float by somebody."""
    schemas = contracts.event_schemas()
    for event in context.emits:
        text = schemas[event.NAME]
        assert json.loads(text)["title"] == event.NAME
        assert '"type": "number"' not in text, event.NAME


def test_no_two_schemas_share_a_name() -> None:
    """FastAPI renames both where two contexts have one name, and the web app's types break in silence."""
    schemas = json.loads((FOLDER / "openapi.json").read_text(encoding="utf-8"))["components"]["schemas"]
    assert [name for name in schemas if "__" in name] == []
