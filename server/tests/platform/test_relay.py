"""Events leave after the commit, all of them, and are marked only once the courier has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from desertbrew.kernel.clock import FixedClock
from desertbrew.kernel.events import Envelope
from desertbrew.platform import outbox as house
from desertbrew.platform.courier import Tap
from desertbrew.platform.courier.local import LocalCourier
from desertbrew.platform.db import Database, Origin, Tx
from desertbrew.platform.host import Host
from desertbrew.platform.inbox import Receiver
from desertbrew.platform.relay import Relay
from desertbrew.platform.tables import outbox
from support.belfry import parish as parish_context
from support.belfry import tower as tower_context
from support.belfry.parish import heard, heard_most
from support.belfry.tower import ring
from support.waiting import eventually


class BrokenCourier:
    """A road that is closed until it is opened; remembers what came through."""

    def __init__(self) -> None:
        self.closed = True
        self.passed: list[Envelope] = []

    def start(self, receivers: Sequence[Receiver], tap: Tap) -> None:
        """Nothing to start."""

    def publish(self, envelopes: Sequence[Envelope]) -> None:
        """Through, or not at all."""
        if self.closed:
            raise ConnectionError
        self.passed += envelopes

    def is_ready(self) -> bool:
        """Whether the road is open."""
        return not self.closed

    def is_reachable(self) -> bool:
        """As much."""
        return not self.closed

    def stop(self) -> None:
        """Nothing to stop."""


@pytest.fixture
def road() -> BrokenCourier:
    return BrokenCourier()


@pytest.fixture
def relay(tower: Database, road: BrokenCourier) -> Relay:
    return Relay(tower, road, Receiver(tower_context.CONTEXT, tower))


@pytest.fixture
def running(host: Host) -> Iterator[Host]:
    host.start()
    yield host
    host.stop()


def waiting(tower: Database) -> int:
    with tower.read() as tx:
        return house.count_waiting(tx.session.connection())


def ring_many(count: int) -> Callable[[Tx], None]:
    def work(tx: Tx) -> None:
        for n in range(count):
            ring(tx, f"bell {n}")

    return work


def bells(parish: Database) -> list[str]:
    with parish.read() as tx:
        return heard(tx)


def test_nothing_is_marked_while_the_courier_raises(
    relay: Relay, road: BrokenCourier, tower: Database, origin: Origin
) -> None:
    tower.write(ring_many(3), origin)
    with pytest.raises(ConnectionError):
        relay.relay_once()
    assert waiting(tower) == 3
    road.closed = False
    assert relay.relay_once() is False
    assert waiting(tower) == 0
    assert relay.relay_once() is False
    assert [envelope.subject for envelope in road.passed] == sorted(envelope.subject for envelope in road.passed)
    assert len(road.passed) == 3


def test_what_could_not_be_marked_goes_out_again(relay: Relay, road: BrokenCourier, tower: Database, origin: Origin) -> None:
    tower.write(ring_many(1), origin)
    road.closed = False
    tower.queue_max = 0
    with pytest.raises(Exception, match="database-unavailable"):
        relay.relay_once()
    tower.queue_max = 10
    relay.relay_once()
    assert [envelope.id for envelope in road.passed] == [road.passed[0].id] * 2


def test_a_running_relay_outlives_a_courier_that_raises(
    relay: Relay, road: BrokenCourier, tower: Database, origin: Origin
) -> None:
    relay.start()
    try:
        tower.write(ring_many(2), origin)
        road.closed = False
        eventually(lambda: waiting(tower) == 0)
    finally:
        relay.stop()
    assert len({envelope.id for envelope in road.passed}) == 2


def test_a_large_batch_leaves_whole_and_in_order(relay: Relay, road: BrokenCourier, tower: Database, origin: Origin) -> None:
    count = house.BATCH * 2 + 1
    tower.write(ring_many(count), origin)
    road.closed = False
    while relay.relay_once():
        pass
    assert waiting(tower) == 0
    assert [envelope.payload.split('"')[7] for envelope in road.passed] == [f"bell {n}" for n in range(count)]


def test_an_event_reaches_its_listener_moments_after_the_commit(
    running: Host, tower: Database, parish: Database, origin: Origin
) -> None:
    tower.write(ring_many(1), origin)
    eventually(lambda: bells(parish) == ["bell 0"], within_s=3)


def test_what_an_earlier_life_left_goes_out_at_the_start(
    host: Host, tower: Database, parish: Database, origin: Origin
) -> None:
    tower.write(ring_many(5), origin)
    host.start()
    try:
        eventually(lambda: len(bells(parish)) == 5)
    finally:
        host.stop()


def test_stopping_keeps_what_did_not_leave(relay: Relay, tower: Database, origin: Origin) -> None:
    relay.start()
    tower.write(ring_many(2), origin)
    relay.stop()
    assert waiting(tower) == 2


def test_two_relays_of_one_context_deliver_once(
    running: Host, another_host: Callable[[], Host], tower: Database, parish: Database, origin: Origin
) -> None:
    if not tower.is_sqlite:  # a SQLite file belongs to one process
        another_host()
    for _ in range(10):
        tower.write(ring_many(10), origin)
    eventually(lambda: len(bells(parish)) >= 100)
    eventually(lambda: waiting(tower) == 0)
    with parish.read() as tx:
        assert heard_most(tx) == 1


def test_delivered_events_are_kept_for_thirty_days(
    relay: Relay, road: BrokenCourier, tower: Database, clock: FixedClock, origin: Origin
) -> None:
    def kept() -> int:
        tower.write(house.forget_old, origin)
        with tower.read() as tx:
            return tx.session.execute(select(func.count()).select_from(outbox)).scalar_one()

    tower.write(ring_many(1), origin)
    road.closed = False
    relay.relay_once()
    tower.write(ring_many(1), origin)
    clock.advance(timedelta(days=30))
    assert kept() == 2
    clock.advance(timedelta(seconds=1))
    assert kept() == 1  # what has not left is never forgotten
    assert waiting(tower) == 1


def test_the_local_courier_fails_the_whole_hand_over_when_a_listener_cannot_store(
    parish: Database, relay: Relay, tower: Database, origin: Origin
) -> None:
    courier = LocalCourier()
    courier.start([Receiver(parish_context.CONTEXT, parish)], lambda _: None)
    direct = Relay(tower, courier, Receiver(tower_context.CONTEXT, tower))
    tower.write(ring_many(3), origin)
    parish.queue_max = 0
    with pytest.raises(Exception, match="database-unavailable"):
        direct.relay_once()
    assert waiting(tower) == 3
    parish.queue_max = 10
    direct.relay_once()
    assert len(bells(parish)) == 3
