"""The `desertbrew` program with a bug, or a death, planted in it: python planted_server.py PLANT ARGUMENTS…

The plants replace functions of the program from outside, so that nothing in the program itself knows of them. The bugs
are there to be caught by the very checks that the honest program passes.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from desertbrew.apps.cli import main
from desertbrew.kernel.events import Envelope
from desertbrew.platform import outbox
from desertbrew.platform.backup import taking
from desertbrew.platform.courier.local import LocalCourier
from desertbrew.platform.courier.rabbitmq import RabbitCourier
from desertbrew.platform.db import Database, Origin, Tx, new_request_id
from desertbrew.platform.inbox import Receiver
from desertbrew.platform.relay import Relay

COMMIT_LATE_S = 0.05
PUBLISH_LATE_S = 0.2
"""Long enough that a relay under load is nearly always in between: one kill nearly always catches it there."""
DEATH_WISH = "DEATH_WISH"
"""Name of the environment's variable with the file that says at which step to die."""

REQUESTED = "production.materials_requested.v1"
ISSUED = "inventory.materials_issued.v1"

_pause = threading.Event()


def answer_before_commit() -> None:
    """The future ends when the work is done, and the commit comes a moment later."""

    def run(database: Database, work: Callable[[Tx], Any], origin: Origin, future: Future[Any]) -> None:
        try:
            with database.write_engine.connect() as connection, connection.begin():
                tx = Tx(connection, database.clock.now(), database.ports, database.zone, origin)
                result = work(tx)
                emitted = tx.close()
                tx.let_go()
                future.set_result(result)
                if not origin.actor.startswith("system:"):
                    _pause.wait(COMMIT_LATE_S)
        except BaseException as error:  # noqa: BLE001 - a refusal, or a commit that nobody hears of any more
            if not future.done():
                future.set_exception(error)
            return
        if emitted:
            database.on_emitted()

    honest = Database.submit

    def submit(self: Database, work: Callable[[Tx], Any], origin: Origin) -> Future[Any]:
        if self.name == "security":
            # Nobody would get in: the session is looked for at once.
            return honest(self, work, origin)
        future: Future[Any] = Future()
        self.workers.submit(run, self, work, origin, future)
        return future

    Database.submit = submit  # type: ignore[method-assign]


def mark_before_publish() -> None:
    """The relay marks events as delivered, and then hands them to the courier."""

    def relay_once(self: Relay) -> bool:
        with self._database.read() as tx:
            waiting = outbox.waiting(tx.connection, self._database.name)
        if not waiting:
            return False
        rows = [row for row, _ in waiting]
        origin = Origin("system:relay", new_request_id())
        self._database.write(lambda tx: outbox.mark_delivered(tx.connection, rows, tx.now), origin)
        _pause.wait(PUBLISH_LATE_S)
        self._courier.publish([envelope for _, envelope in waiting])
        return len(rows) == outbox.BATCH

    Relay.relay_once = relay_once  # type: ignore[method-assign]


def publish_without_confirm() -> None:
    """The courier writes to the broker's socket, and takes that for delivered."""
    under_way: set[asyncio.Task[Any]] = set()

    async def publish(self: RabbitCourier, envelopes: Sequence[Envelope]) -> None:
        exchange = self._exchange
        if exchange is None:
            raise ConnectionError("the broker is not connected yet")
        task = asyncio.create_task(_forget(self, exchange, envelopes))
        under_way.add(task)
        task.add_done_callback(under_way.discard)

    async def _forget(courier: RabbitCourier, exchange: Any, envelopes: Sequence[Envelope]) -> None:
        await asyncio.gather(*(courier._send(exchange, each) for each in envelopes), return_exceptions=True)

    RabbitCourier._publish = publish  # type: ignore[method-assign]


# ------------------------------------------------------------------------------------------------------------- deaths


def die_where_wished() -> None:
    """Die by SIGKILL at the step that the wish names, once: the wish is used up first."""
    for courier in (LocalCourier, RabbitCourier):
        _wrap_publish(courier)
    _wrap_receive()
    _wrap_apply()
    _wrap_backup()


def _die_if_wished(step: str) -> None:
    wish = Path(os.environ[DEATH_WISH])
    if wish.is_file() and wish.read_text() == step:
        wish.unlink()
        os.kill(os.getpid(), signal.SIGKILL)


def _wrap_publish(courier: Any) -> None:
    honest = courier.publish

    def publish(self: Any, envelopes: Sequence[Envelope]) -> None:
        names = {envelope.name for envelope in envelopes}
        for name in names & {REQUESTED, ISSUED}:
            _die_if_wished(f"before {name} is published")
        honest(self, envelopes)
        for name in names & {REQUESTED, ISSUED}:
            _die_if_wished(f"before {name} is marked")

    courier.publish = publish


def _wrap_receive() -> None:
    honest = Receiver.receive

    def receive(self: Receiver, envelope: Envelope) -> None:
        _die_if_wished(f"before {envelope.name} is received")
        honest(self, envelope)
        _die_if_wished(f"before {envelope.name} is acknowledged")

    Receiver.receive = receive  # type: ignore[method-assign]


def _wrap_apply() -> None:
    honest = Receiver.apply

    def apply(self: Receiver, tx: Tx, envelope: Envelope) -> bool:
        fresh = honest(self, tx, envelope)
        _die_if_wished(f"before the effect of {envelope.name} is committed")
        return fresh

    Receiver.apply = apply  # type: ignore[method-assign]


def _wrap_backup() -> None:
    honest = taking._describe

    def describe(connection: Any, context: str, path: Path) -> Any:
        _die_if_wished(f"{context} is copied")
        return honest(connection, context, path)

    taking._describe = describe


PLANTS = {
    plant.__name__: plant for plant in (answer_before_commit, mark_before_publish, publish_without_confirm, die_where_wished)
}

STEPS: tuple[str, ...] = tuple(
    step.format(name=name)
    for name in (REQUESTED, ISSUED)
    for step in (
        "before {name} is published",
        "before {name} is received",
        "before the effect of {name} is committed",
        "before {name} is acknowledged",
        "before {name} is marked",
    )
)
"""Every point at which a start can be cut on its way from production to inventory and back."""


def launcher(plant: str) -> list[str]:
    """The command that takes the place of `desertbrew`."""
    assert plant in PLANTS
    return [sys.executable, str(Path(__file__)), plant]


if __name__ == "__main__":
    PLANTS[sys.argv.pop(1)]()
    main()
