"""Each event takes effect once; one that fails is held, dies, is replayed or discarded, and the others pass it by."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from desertbrew.kernel.clock import FixedClock
from desertbrew.kernel.events import Envelope
from desertbrew.kernel.ids import new_id
from desertbrew.kernel.roles import Role
from desertbrew.platform import inbox as house
from desertbrew.platform.db import Database, DatabaseUnavailable, Origin
from desertbrew.platform.inbox import DEAD, DISCARDED, RETRYING, TRIES_MAX, Receiver
from desertbrew.platform.tables import audit_entry, held_event, inbox
from support.belfry import parish as parish_context
from support.belfry.letters import letter, unheard_letter
from support.belfry.parish import deafen, heal, heard, heard_most
from support.client import Client, answered, slug_of
from support.waiting import eventually


@pytest.fixture
def receiver(parish: Database) -> Receiver:
    return Receiver(parish_context.CONTEXT, parish)


@pytest.fixture
def deaf(parish: Database, origin: Origin) -> Database:
    parish.write(lambda tx: deafen(tx, "Gloria"), origin)
    return parish


def bells(parish: Database) -> list[str]:
    with parish.read() as tx:
        return heard(tx)


def held(parish: Database) -> list[Any]:
    with parish.read() as tx:
        return list(tx.session.execute(select(held_event).order_by(held_event.c.event_id)))


def die(receiver: Receiver, clock: FixedClock) -> None:
    """Let every pause pass until the tries are used up."""
    for _ in range(TRIES_MAX):
        clock.advance(timedelta(minutes=2))
        receiver.retry_due()


# ------------------------------------------------------------------------------------------------------------ once


def test_an_event_takes_effect_once_however_often_it_comes(receiver: Receiver, parish: Database) -> None:
    envelope = letter()
    for _ in range(3):
        receiver.receive(envelope)
    assert bells(parish) == ["Angelus"]


def test_an_event_that_comes_many_times_at_once_takes_effect_once(receiver: Receiver, parish: Database) -> None:
    envelopes = [letter(f"bell {n}") for n in range(5)] * 8
    random.Random(7).shuffle(envelopes)
    with ThreadPoolExecutor(16) as couriers:
        list(couriers.map(receiver.receive, envelopes))
    assert sorted(bells(parish)) == [f"bell {n}" for n in range(5)]
    with parish.read() as tx:
        assert heard_most(tx) == 1


def test_order_does_not_matter(receiver: Receiver, parish: Database) -> None:
    envelopes = [letter(f"bell {n}") for n in range(5)]
    for envelope in [*reversed(envelopes), *envelopes]:
        receiver.receive(envelope)
    assert sorted(bells(parish)) == [f"bell {n}" for n in range(5)]


def test_an_event_nobody_reacts_to_leaves_no_trace(receiver: Receiver, parish: Database) -> None:
    receiver.receive(unheard_letter())
    with parish.read() as tx:
        assert tx.session.execute(select(func.count()).select_from(inbox)).scalar_one() == 0


def test_a_reaction_is_written_down_under_the_request_that_caused_it(receiver: Receiver, parish: Database) -> None:
    receiver.receive(letter())
    with parish.read() as tx:
        entry = tx.session.execute(select(audit_entry)).one()
    assert (entry.actor, entry.action, entry.request_id) == ("system:parish", "parish.hear", "request-of-the-ringer")


def test_members_that_a_newer_sender_added_are_ignored(receiver: Receiver, parish: Database) -> None:
    envelope = letter()
    receiver.receive(replace(envelope, payload=envelope.payload[:-1] + ',"rung_by":"Ana"}'))
    assert bells(parish) == ["Angelus"]


# ------------------------------------------------------------------------------------------------------------ held


def test_a_failing_reaction_is_held_and_its_effect_taken_back(receiver: Receiver, deaf: Database) -> None:
    receiver.receive(letter("Gloria"))
    assert bells(deaf) == []
    [row] = held(deaf)
    assert (row.state, row.attempts, row.last_error) == (RETRYING, 1, "Deafness: Gloria")
    with deaf.read() as tx:
        assert tx.session.execute(select(func.count()).select_from(inbox)).scalar_one() == 0


def test_a_payload_that_cannot_be_read_is_held_too(receiver: Receiver, parish: Database) -> None:
    receiver.receive(replace(letter(), payload='{"bell": 3}'))
    [row] = held(parish)
    assert row.last_error.startswith("ValidationError")


def test_others_pass_a_held_event_by(receiver: Receiver, deaf: Database) -> None:
    for bell in ("Gloria", "Angelus", "Gloria", "Vesper"):
        receiver.receive(letter(bell))
    assert bells(deaf) == ["Angelus", "Vesper"]
    assert [row.attempts for row in held(deaf)] == [1, 1]


def test_pauses_double_and_nothing_is_tried_before_its_time(receiver: Receiver, deaf: Database, clock: FixedClock) -> None:
    receiver.receive(letter("Gloria"))
    pauses = []
    for attempt in range(1, TRIES_MAX):
        [row] = held(deaf)
        assert (row.state, row.attempts) == (RETRYING, attempt)
        pause = row.next_attempt_at - clock.now()
        pauses.append(pause.total_seconds())
        clock.advance(pause - timedelta(milliseconds=1))
        assert receiver.retry_due() == 0
        clock.advance(timedelta(milliseconds=1))
        assert receiver.retry_due() == 1
    assert pauses == [1, 2, 4, 8, 16, 32, 64]
    [row] = held(deaf)
    assert (row.state, row.attempts, row.next_attempt_at) == (DEAD, TRIES_MAX, None)


def test_a_dead_letter_is_left_alone(receiver: Receiver, deaf: Database, clock: FixedClock) -> None:
    receiver.receive(letter("Gloria"))
    die(receiver, clock)
    clock.advance(timedelta(days=30))
    assert receiver.retry_due() == 0


def test_a_reaction_that_works_again_takes_effect_once_and_is_no_longer_held(
    receiver: Receiver, deaf: Database, clock: FixedClock, origin: Origin
) -> None:
    envelope = letter("Gloria")
    receiver.receive(envelope)
    deaf.write(lambda tx: heal(tx, "Gloria"), origin)
    clock.advance(timedelta(seconds=1))
    receiver.retry_due()
    receiver.receive(envelope)
    assert bells(deaf) == ["Gloria"]
    assert held(deaf) == []


def test_failing_many_times_at_once_counts_every_try(receiver: Receiver, deaf: Database) -> None:
    envelope = letter("Gloria")
    with ThreadPoolExecutor(6) as couriers:
        list(couriers.map(receiver.receive, [envelope] * 6))
    [row] = held(deaf)
    assert (row.state, row.attempts) == (RETRYING, 6)


def test_without_its_database_the_receiver_does_not_take_the_event(receiver: Receiver, parish: Database) -> None:
    parish.queue_max = 0
    with pytest.raises(DatabaseUnavailable):
        receiver.receive(letter())


# -------------------------------------------------------------------------------------------------- settled by people


@pytest.fixture
def dead(receiver: Receiver, deaf: Database, clock: FixedClock) -> Envelope:
    envelope = letter("Gloria")
    receiver.receive(envelope)
    die(receiver, clock)
    assert held(deaf)[0].state == DEAD
    return envelope


def test_a_dead_letter_is_seen_replayed_and_gone(dead: Envelope, client: Client, deaf: Database, origin: Origin) -> None:
    [seen] = answered(client.get("/v1/parish/dead-letters"))["items"]
    assert (seen["id"], seen["state"], seen["last_error"]) == (dead.id, DEAD, "Deafness: Gloria")
    deaf.write(lambda tx: heal(tx, "Gloria"), origin)
    said = answered(client.post(f"/v1/parish/dead-letters/{dead.id}/replays"), 201)
    assert said == {"id": dead.id, "state": RETRYING}
    eventually(lambda: bells(deaf) == ["Gloria"])
    assert answered(client.get("/v1/parish/dead-letters"))["items"] == []


def test_a_replay_gives_every_try_back(
    dead: Envelope, receiver: Receiver, deaf: Database, clock: FixedClock, origin: Origin
) -> None:
    assert deaf.write(lambda tx: house.replay(tx, dead.id), origin)
    assert receiver.retry_due() == 1
    [row] = held(deaf)
    assert (row.state, row.attempts) == (RETRYING, 1)


def test_a_discarded_letter_stays_on_record_and_does_nothing_more(
    dead: Envelope, client: Client, receiver: Receiver, deaf: Database, clock: FixedClock, origin: Origin
) -> None:
    said = answered(client.post(f"/v1/parish/dead-letters/{dead.id}/discards", {"reason": "la campana no existe"}), 201)
    assert said == {"id": dead.id, "state": DISCARDED}
    deaf.write(lambda tx: heal(tx, "Gloria"), origin)
    clock.advance(timedelta(days=1))
    receiver.retry_due()
    receiver.receive(dead)  # the broker doubles it, long afterwards
    [seen] = answered(client.get("/v1/parish/dead-letters"))["items"]
    assert (seen["state"], seen["reason"], bells(deaf)) == (DISCARDED, "la campana no existe", [])


def test_a_discarded_letter_can_still_be_replayed(dead: Envelope, client: Client, deaf: Database, origin: Origin) -> None:
    answered(client.post(f"/v1/parish/dead-letters/{dead.id}/discards", {"reason": "un error"}), 201)
    deaf.write(lambda tx: heal(tx, "Gloria"), origin)
    answered(client.post(f"/v1/parish/dead-letters/{dead.id}/replays"), 201)
    eventually(lambda: bells(deaf) == ["Gloria"])


def test_a_discarded_letter_that_fails_again_stays_discarded(
    dead: Envelope, receiver: Receiver, deaf: Database, origin: Origin
) -> None:
    assert deaf.write(lambda tx: house.discard(tx, dead.id, "un error"), origin)
    receiver.receive(dead)
    assert [row.state for row in held(deaf)] == [DISCARDED]


@pytest.mark.parametrize("act,body", [("replays", None), ("discards", {"reason": "no existe"})])
def test_settling_what_is_not_there_is_refused(client: Client, act: str, body: object) -> None:
    refused = client.post(f"/v1/parish/dead-letters/{new_id()}/{act}", body)
    assert (refused.status_code, slug_of(refused)) == (404, "not-found")


def test_settling_needs_its_permission(dead: Envelope, client: Client) -> None:
    auditor = client.acting_as(Role.AUDITOR)
    assert answered(auditor.get("/v1/parish/dead-letters"))["items"]
    refused = auditor.post(f"/v1/parish/dead-letters/{dead.id}/replays")
    assert (refused.status_code, slug_of(refused)) == (403, "not-allowed")
