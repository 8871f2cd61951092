"""Both couriers promise the same; the same tests hold them to it. RabbitMQ is a real broker."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from desertbrew.kernel.events import Envelope
from desertbrew.platform.courier import Courier
from desertbrew.platform.courier.local import LocalCourier
from desertbrew.platform.courier.rabbitmq import RabbitCourier, decode, encode
from desertbrew.platform.db import Database, Origin
from desertbrew.platform.inbox import Receiver
from support.belfry import parish as parish_context
from support.belfry import tower as tower_context
from support.belfry.house import TOPOLOGY
from support.belfry.letters import letter, unheard_letter
from support.belfry.parish import deafen, heard
from support.broker import Broker
from support.gate import Gate
from support.waiting import eventually


@dataclass
class Road:
    """A courier on its way between tower and parish, and what passed on it."""

    courier: Courier
    seen: list[Envelope]


def _local(_: pytest.FixtureRequest) -> Courier:
    return LocalCourier()


def _rabbit(request: pytest.FixtureRequest) -> Courier:
    broker: Broker = request.getfixturevalue("broker")
    return RabbitCourier(broker.url, broker.prefix, TOPOLOGY)


@pytest.fixture(params=[_local, _rabbit], ids=["local", "rabbitmq"])
def road(request: pytest.FixtureRequest, parish: Database, tower: Database) -> Iterator[Road]:
    road = Road(request.param(request), [])
    receivers = [Receiver(tower_context.CONTEXT, tower), Receiver(parish_context.CONTEXT, parish)]
    road.courier.start(receivers, road.seen.append)
    eventually(road.courier.is_ready)
    yield road
    road.courier.stop()


def bells(parish: Database) -> list[str]:
    with parish.read() as tx:
        return heard(tx)


# ------------------------------------------------------------------------------------------------------- the contract


def test_every_event_reaches_its_listener_and_the_tap(road: Road, parish: Database) -> None:
    sent = [letter(f"bell {n}") for n in range(20)]
    road.courier.publish(sent)
    eventually(lambda: len(bells(parish)) == 20)
    eventually(lambda: len(road.seen) == 20)
    assert sorted(envelope.id for envelope in road.seen) == sorted(envelope.id for envelope in sent)


def test_an_event_arrives_as_it_was_sent(road: Road, parish: Database) -> None:
    sent = letter("Ñandú «Ω»")
    road.courier.publish([sent])
    eventually(lambda: road.seen)
    assert road.seen == [sent]
    eventually(lambda: bells(parish) == ["Ñandú «Ω»"])


def test_the_order_is_kept_as_long_as_nothing_fails(road: Road, parish: Database) -> None:
    names = [f"bell {n}" for n in range(30)]
    for name in names:
        road.courier.publish([letter(name)])
    eventually(lambda: bells(parish) == names)


def test_an_event_handed_over_twice_takes_effect_once(road: Road, parish: Database) -> None:
    twice = letter("Gloria")
    road.courier.publish([twice, twice])
    road.courier.publish([twice, letter("Vesper")])
    eventually(lambda: "Vesper" in bells(parish))
    assert bells(parish) == ["Gloria", "Vesper"]


def test_an_event_that_nobody_hears_is_no_failure(road: Road) -> None:
    road.courier.publish([unheard_letter()])
    eventually(lambda: len(road.seen) == 1)


def test_a_failing_reaction_does_not_stop_the_ones_behind_it(road: Road, parish: Database, origin: Origin) -> None:
    parish.write(lambda tx: deafen(tx, "Gloria"), origin)
    road.courier.publish([letter("Gloria"), letter("Angelus"), letter("Gloria"), letter("Vesper")])
    eventually(lambda: bells(parish) == ["Angelus", "Vesper"])


def test_nothing_to_hand_over_is_fine(road: Road) -> None:
    road.courier.publish([])


def test_events_from_many_threads_all_arrive(road: Road, parish: Database) -> None:
    threads = [
        threading.Thread(target=road.courier.publish, args=([letter(f"bell {n}-{m}") for m in range(5)],)) for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    eventually(lambda: len(bells(parish)) == 40)


# ------------------------------------------------------------------------------------------------------ RabbitMQ alone


GateOpener = Callable[[int, int], Gate]


@pytest.fixture
def gate() -> Iterator[GateOpener]:
    """Opens gates (port, port of the server); all are closed after the test."""
    opened: list[Gate] = []

    def build(port: int, target: int) -> Gate:
        opened.append(Gate(port, target))
        return opened[-1]

    yield build
    for each in opened:
        each.close()


@pytest.fixture
def rabbit(broker: Broker) -> Iterator[Callable[..., RabbitCourier]]:
    """Builds couriers on the test's broker; all are stopped after the test."""
    started: list[RabbitCourier] = []

    def build(*receivers: Receiver, url: str = broker.url) -> RabbitCourier:
        courier = RabbitCourier(url, broker.prefix, TOPOLOGY)
        courier.start(receivers, lambda _: None)
        started.append(courier)
        return courier

    yield build
    for courier in started:
        courier.stop()


def test_an_event_waits_for_a_service_that_was_never_started(
    rabbit: Callable[..., RabbitCourier], broker: Broker, parish: Database
) -> None:
    sender = rabbit()
    eventually(sender.is_ready)
    sender.publish([letter("Gloria")])
    assert eventually(lambda: broker.waiting("parish")) == 1
    rabbit(Receiver(parish_context.CONTEXT, parish))
    eventually(lambda: bells(parish) == ["Gloria"])


def test_an_event_that_could_not_be_stored_stays_with_the_broker(
    rabbit: Callable[..., RabbitCourier], parish: Database
) -> None:
    sender = rabbit(Receiver(parish_context.CONTEXT, parish))
    eventually(sender.is_ready)
    queue_max, parish.queue_max = parish.queue_max, 0
    sender.publish([letter("Gloria")])
    parish.queue_max = queue_max
    eventually(lambda: bells(parish) == ["Gloria"])


def was_published(courier: Courier, envelope: Envelope) -> bool:
    """As the relay does it: a courier may raise, and is asked again."""
    try:
        courier.publish([envelope])
    except Exception:  # noqa: BLE001 - whatever a broken line makes of it
        return False
    return True


def test_a_broker_that_is_late_keeps_nobody_from_starting(
    rabbit: Callable[..., RabbitCourier], broker: Broker, parish: Database, unused_port: int, gate: GateOpener
) -> None:
    courier = rabbit(Receiver(parish_context.CONTEXT, parish), url=broker.url_at(unused_port))
    assert not courier.is_ready()
    with pytest.raises(ConnectionError):
        courier.publish([letter("Gloria")])
    gate(unused_port, broker.port)
    eventually(courier.is_ready)
    courier.publish([letter("Gloria")])
    eventually(lambda: bells(parish) == ["Gloria"])


def test_a_line_that_is_cut_is_taken_up_again(
    rabbit: Callable[..., RabbitCourier], broker: Broker, parish: Database, unused_port: int, gate: GateOpener
) -> None:
    opened = gate(unused_port, broker.port)
    courier = rabbit(Receiver(parish_context.CONTEXT, parish), url=broker.url_at(unused_port))
    eventually(courier.is_ready)
    courier.publish([letter("Angelus")])
    eventually(lambda: bells(parish) == ["Angelus"])
    opened.cut()
    eventually(lambda: not courier.is_ready())
    eventually(courier.is_ready)
    eventually(lambda: was_published(courier, letter("Gloria")))
    eventually(lambda: bells(parish) == ["Angelus", "Gloria"])


def test_publish_does_not_return_before_the_broker_confirms(
    rabbit: Callable[..., RabbitCourier], broker: Broker, unused_port: int, gate: GateOpener
) -> None:
    opened = gate(unused_port, broker.port)
    courier = rabbit(url=broker.url_at(unused_port))
    eventually(courier.is_ready)
    opened.hold()  # the broker's answers no longer come through
    ended: list[BaseException | None] = []

    def publish() -> None:
        try:
            courier.publish([letter("Gloria")])
            ended.append(None)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is not a confirm
            ended.append(error)

    thread = threading.Thread(target=publish)
    thread.start()
    # The broker has the message, and still nobody may call it delivered.
    assert eventually(lambda: broker.waiting("parish")) == 1
    assert ended == []
    opened.cut()
    thread.join(30)
    assert len(ended) == 1
    assert ended[0] is not None


def test_a_letter_survives_the_wire() -> None:
    envelope = letter("Ñandú")
    assert decode(encode(envelope)) == envelope


def test_members_that_a_newer_sender_added_are_ignored() -> None:
    envelope = letter()
    newer = encode(envelope)[:-1] + b', "trace": "x"}'
    assert decode(newer) == envelope
