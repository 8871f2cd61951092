"""The relay moves events from an outbox to the courier, and marks them only after the courier has them."""

from __future__ import annotations

import threading
from time import monotonic

import structlog

from desertbrew.platform import outbox
from desertbrew.platform.courier import Courier
from desertbrew.platform.db import Database, DatabaseUnavailable, Origin, new_request_id
from desertbrew.platform.inbox import Receiver

IDLE_S = 1.0
"""Nothing wakes the relay when a held event becomes due or another process wrote, so it looks by itself."""
PAUSE_AFTER_FAILURE_S = 0.3
LINGER_S = 0.02
"""Commits come in flocks. Waiting a moment hands over and marks many events at once; marking each alone took as long as
the commands themselves."""
RETRY_LOOK_EVERY_S = 0.5
"""The first pause of a held event is a second: nobody gains by looking after every commit."""

log = structlog.get_logger()


class Relay:
    """One thread a context: empties the outbox after each commit, retries held events when they are due."""

    def __init__(self, database: Database, courier: Courier, receiver: Receiver) -> None:
        self._database = database
        self._courier = courier
        self._receiver = receiver
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._next_retry = 0.0
        self._thread = threading.Thread(target=self._work, name=f"relay-{database.name}", daemon=True)

    def start(self) -> None:
        """Begin, with whatever an earlier life of the process left in the outbox."""
        self._database.on_emitted = self._wake.set
        self._wake.set()
        self._thread.start()

    def stop(self) -> None:
        """End after the batch in hand; what is left stays in the outbox."""
        self._stopping.set()
        self._wake.set()
        self._thread.join(timeout=10)

    def _work(self) -> None:
        while not self._stopping.is_set():
            self._wake.wait(IDLE_S)
            self._stopping.wait(LINGER_S)
            self._wake.clear()
            try:
                while not self._stopping.is_set() and self.relay_once():
                    pass
                if monotonic() >= self._next_retry:
                    self._receiver.retry_due()
                    self._next_retry = monotonic() + RETRY_LOOK_EVERY_S
            except Exception as error:  # noqa: BLE001 - the relay outlives broker and database restarts
                log.warning("relay_paused", context=self._database.name, error=repr(error))
                self._stopping.wait(PAUSE_AFTER_FAILURE_S)
                self._wake.set()

    def relay_once(self) -> bool:
        """Move one batch; False when nothing waited. Raises what the courier or the database raises."""
        with self._database.read() as tx:
            waiting = outbox.waiting(tx.connection, self._database.name)
        if not waiting:
            return False
        self._courier.publish([envelope for _, envelope in waiting])
        rows = [row for row, _ in waiting]
        origin = Origin("system:relay", new_request_id())
        try:
            self._database.write(lambda tx: outbox.mark_delivered(tx.connection, rows, tx.now), origin)
        except DatabaseUnavailable:
            # They will go out again, and the inboxes will know them.
            log.warning("relay_could_not_mark", context=self._database.name, events=len(rows))
            raise
        return len(rows) == outbox.BATCH
