"""Pages hold every row once; a cursor that was not ours is the client's mistake and never ours."""

from __future__ import annotations

import base64
import json
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desertbrew.kernel.errors import InvalidInput
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import Database, Origin, Tx
from desertbrew.platform.http.pages import LIMIT_MAX, decode_cursor, encode_cursor, page_of
from support.belfry.tower import ring
from support.client import Client, answered, slug_of

SOMEBODY = "01a1fc17-bae3-7658-b5d6-56a8914c2227"
ONE_BREWERY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80, deadline=None)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
forged = json_values.map(lambda value: base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("="))
almost = st.tuples(st.text(max_size=30), st.text(max_size=40) | st.just(SOMEBODY)).map(encode_cursor)
garbage = st.text(max_size=60) | forged | almost | st.binary(max_size=60).map(lambda raw: raw.hex())


@given(st.lists(st.text() | st.integers(), max_size=5))
def test_a_cursor_comes_back_as_it_went(key: list[str | int]) -> None:
    if any("\0" in part or not _is_text(part) for part in key if isinstance(part, str)):
        return
    assert decode_cursor(encode_cursor(key), [lambda part: part] * len(key)) == key


def _is_text(part: str) -> bool:
    return part.encode(errors="replace").decode() == part


@given(garbage)
def test_garbage_is_read_or_refused_in_words(cursor: str) -> None:
    for kinds in ([str, Id], [int]):
        with suppress(InvalidInput):
            decode_cursor(cursor, kinds)


@ONE_BREWERY
@given(garbage)
def test_no_cursor_is_a_500(client: Client, cursor: str) -> None:
    for path in ("/v1/rings", "/v1/tower/audit-entries", "/v1/parish/dead-letters"):
        response = client.get(path, cursor=cursor)
        assert response.status_code in {200, 422}, (path, cursor, response.text)


def forge(key: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def test_a_forged_cursor_is_refused(client: Client) -> None:
    shapes: list[object] = [["a"], ["a", "not an id"], ["a", 5], [], "a", {"a": 1}, None]
    for key in (["a\0b", SOMEBODY], ["\ud800", SOMEBODY], *shapes):
        refused = client.get("/v1/rings", cursor=forge(key))
        assert (refused.status_code, slug_of(refused)) == (422, "invalid-input"), key
        assert [error["pointer"] for error in refused.json()["errors"]] == ["cursor"]


def test_a_row_number_that_cannot_be_is_refused(client: Client) -> None:
    for number in (-1, 2**63, 10**250, 1.5, True, "7", None):
        assert client.get("/v1/tower/audit-entries", cursor=forge([number])).status_code == 422, number


@pytest.fixture
def many(tower: Database, origin: Origin) -> list[str]:
    """Rings whose bells repeat, so that the key's second part decides."""

    def work(tx: Tx) -> list[str]:
        return [str(ring(tx, f"bell {n % 3}", Decimal(n + 1)).id) for n in range(25)]

    return tower.write(work, origin)


def test_pages_hold_every_row_once_and_end(client: Client, many: list[str]) -> None:
    for limit in (1, 2, 5, 12, 24, 25, 26, LIMIT_MAX):
        seen: list[str] = []
        cursor, pages = None, 0
        while pages == 0 or cursor is not None:
            page = answered(client.get("/v1/rings", limit=limit, cursor=cursor))
            seen += [row["id"] for row in page["items"]]
            cursor = page["next_cursor"]
            pages += 1
        assert len(seen) == len(set(seen)) == 25, limit
        assert set(seen) == set(many), limit
        assert pages == -(-25 // limit), limit


def test_a_limit_out_of_bounds_is_named(client: Client) -> None:
    for limit in (0, -1, LIMIT_MAX + 1, "many"):
        refused = client.get("/v1/rings", limit=limit)
        assert (refused.status_code, slug_of(refused)) == (422, "malformed-request"), limit
        assert [error["pointer"] for error in refused.json()["errors"]] == ["limit"]


@given(st.lists(st.integers(), max_size=12), st.integers(1, 12))
def test_a_page_is_cut_where_it_should_be(rows: list[int], limit: int) -> None:
    kept, cursor = page_of(rows[: limit + 1], limit, lambda row: (row,))
    assert kept == rows[:limit]
    assert (cursor is not None) == (len(rows) > limit)
