"""A key and its answer: a retry changes nothing and hears the same again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from desertbrew.kernel.clock import FixedClock
from desertbrew.kernel.ids import new_id
from desertbrew.kernel.roles import Role
from desertbrew.platform import audit
from desertbrew.platform.db import Database, Origin
from desertbrew.platform.http import idempotency
from desertbrew.platform.tables import idempotency_key, outbox
from support.belfry.tower import Ring
from support.client import Client, answered, slug_of

BELL = {"bell": "Angelus", "weight_kg": "312.5"}


def effects(database: Database) -> tuple[int, int, int]:
    """Rows, events and audit entries."""
    with database.read() as tx:
        connection = tx.session.connection()
        rows = connection.execute(select(func.count()).select_from(Ring)).scalar_one()
        events = connection.execute(select(func.count()).select_from(outbox)).scalar_one()
        return rows, events, audit.verify(connection).entries


def test_a_retry_gets_the_same_bytes_and_changes_nothing(client: Client, tower: Database) -> None:
    key = str(new_id())
    first, second = (client.post("/v1/rings", BELL, key=key) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert "idempotent-replayed" not in first.headers
    assert second.headers["idempotent-replayed"] == "true"
    assert effects(tower) == (1, 1, 1)


def test_an_answer_without_a_body_is_replayed_too(client: Client, tower: Database) -> None:
    key = str(new_id())
    answers = [client.put("/v1/ropes/angelus", key=key) for _ in range(2)]
    assert [(answer.status_code, answer.content) for answer in answers] == [(204, b"")] * 2
    assert answers[1].headers["idempotent-replayed"] == "true"
    assert effects(tower) == (0, 1, 1)


def test_two_keys_are_two_commands(client: Client, tower: Database) -> None:
    for _ in range(2):
        answered(client.post("/v1/rings", BELL), 201)
    assert effects(tower) == (2, 2, 2)


def test_a_key_is_the_same_however_it_is_spelled(client: Client, tower: Database) -> None:
    key = str(new_id())
    client.post("/v1/rings", BELL, key=key)
    again = client.post("/v1/rings", BELL, key=key.upper())
    assert again.headers["idempotent-replayed"] == "true"
    assert effects(tower) == (1, 1, 1)


def test_another_body_under_the_same_key_is_refused(client: Client, tower: Database) -> None:
    key = str(new_id())
    answered(client.post("/v1/rings", BELL, key=key), 201)
    refused = client.post("/v1/rings", {**BELL, "weight_kg": "312.6"}, key=key)
    assert (refused.status_code, slug_of(refused)) == (422, "idempotency-key-reused")
    assert effects(tower) == (1, 1, 1)


def test_another_person_under_the_same_key_is_refused_and_told_nothing(client: Client, tower: Database) -> None:
    key = str(new_id())
    answered(client.post("/v1/rings", BELL, key=key), 201)
    refused = client.acting_as(Role.BREWER).post("/v1/rings", BELL, key=key)
    assert (refused.status_code, slug_of(refused)) == (422, "idempotency-key-reused")
    assert "Angelus" not in refused.text
    assert effects(tower) == (1, 1, 1)


def test_another_path_under_the_same_key_is_refused(client: Client) -> None:
    key = str(new_id())
    assert client.put("/v1/ropes/angelus", key=key).status_code == 204
    assert slug_of(client.put("/v1/ropes/gloria", key=key)) == "idempotency-key-reused"


def test_the_same_person_may_retry_from_a_new_session(client: Client, tower: Database) -> None:
    key = str(new_id())
    monday, tuesday = (client.acting_as(Role.BREWER, person="Ana") for _ in range(2))
    answered(monday.post("/v1/rings", BELL, key=key), 201)
    assert tuesday.post("/v1/rings", BELL, key=key).headers["idempotent-replayed"] == "true"
    assert effects(tower) == (1, 1, 1)


def test_twenty_retries_at_once_make_one_effect(client: Client, tower: Database) -> None:
    key = str(new_id())
    with ThreadPoolExecutor(20) as devices:
        answers = list(devices.map(lambda _: client.post("/v1/rings", BELL, key=key), range(20)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert sum("idempotent-replayed" in answer.headers for answer in answers) == 19
    assert effects(tower) == (1, 1, 1)


@pytest.mark.parametrize("bell,slug,status", [("cracked", "bell-cracked", 409), ("impossible", "invalid-input", 422)])
def test_refusals_are_not_remembered(client: Client, tower: Database, bell: str, slug: str, status: int) -> None:
    key = str(new_id())
    for _ in range(2):
        refused = client.post("/v1/rings", {**BELL, "bell": bell}, key=key)
        assert (refused.status_code, slug_of(refused)) == (status, slug)
        assert "idempotent-replayed" not in refused.headers
    # The same key may then carry the corrected request.
    answered(client.post("/v1/rings", BELL, key=key), 201)
    assert effects(tower) == (1, 1, 1)


@pytest.mark.parametrize("key", [None, "1", "not-a-key", "0191e1d2-0000-7000-8000-00000000000g"])
def test_a_key_that_is_missing_or_malformed_is_named(client: Client, tower: Database, key: str | None) -> None:
    refused = client.post("/v1/rings", BELL, key=key)
    assert (refused.status_code, slug_of(refused)) == (422, "malformed-request")
    assert [error["pointer"] for error in refused.json()["errors"]] == ["Idempotency-Key"]
    assert effects(tower) == (0, 0, 0)


def test_answers_are_forgotten_after_ninety_days_and_not_before(
    client: Client, tower: Database, clock: FixedClock, origin: Origin
) -> None:
    def kept() -> int:
        tower.write(idempotency.forget_old, origin)
        with tower.read() as tx:
            return tx.session.execute(select(func.count()).select_from(idempotency_key)).scalar_one()

    client.post("/v1/rings", BELL)
    clock.advance(timedelta(days=90))
    assert kept() == 1
    clock.advance(timedelta(seconds=1))
    assert kept() == 0
