"""Senders carry what transactions posted: a thread a carrier, so that a slow mail server keeps no push waiting."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Protocol

import structlog
import tenacity

from desertbrew.platform import messages
from desertbrew.platform.context import Context
from desertbrew.platform.db import Database, DatabaseUnavailable, Origin, Tx, new_request_id
from desertbrew.platform.messages import Claimed, Undeliverable

IDLE_S = 2.0
"""Nothing wakes a sender when a pause ends or another process posted, so it looks by itself."""

log = structlog.get_logger()


class Carrier(Protocol):
    """Takes one kind of message to whoever delivers it."""

    kind: str

    def carry(self, taken: Claimed) -> None:
        """Hand it over; raises `Undeliverable` where no other try can help, and anything else where one may."""
        ...


class Sender:
    """Sends what waits in the contexts' databases, each message once for all processes that look at the same row.

    It is taken in a transaction of its own, carried outside of any, and marked afterwards. Only a process that dies between
    the carrier's yes and the mark sends it a second time, under the same message id.
    """

    def __init__(self, carrier: Carrier, rooms: Sequence[tuple[Context, Database]]) -> None:
        self._carrier = carrier
        self._rooms = rooms
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name=f"sender-{carrier.kind.lower()}", daemon=True)

    def start(self) -> None:
        """Begin, with whatever an earlier life of the process left."""
        self._thread.start()

    def wake(self) -> None:
        """Something was posted."""
        self._wake.set()

    def stop(self, within_s: float) -> None:
        """End after the message in hand; what is left stays in the database."""
        self._stopping.set()
        self._wake.set()
        self._thread.join(timeout=within_s)

    def _work(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                while not self._stopping.is_set() and self.send_due():
                    pass
            except Exception as error:  # noqa: BLE001 - a sender outlives its databases' restarts
                log.warning("sender_paused", kind=self._carrier.kind, error=repr(error))
            self._wake.wait(IDLE_S)

    def send_due(self) -> int:
        """Try what is due now; returns how many messages were tried."""
        tried = 0
        for context, database in self._rooms:
            with database.read() as tx:
                waiting = messages.due(tx.connection, self._carrier.kind, tx.now)
            for identifier in waiting:
                if self._stopping.is_set():
                    return tried
                tried += self._send(context, database, identifier)
        return tried

    def _send(self, context: Context, database: Database, identifier: str) -> bool:
        origin = Origin("system:sender", new_request_id())
        taken = database.write(lambda tx: messages.claim(tx.connection, identifier, tx.now), origin)
        if taken is None:
            return False
        mark = self._carried(context, taken)
        # It may have been sent: forgetting that because the database is busy would send it twice.
        _patiently(database.write, mark, origin)
        return True

    def _carried(self, context: Context, taken: Claimed) -> Callable[[Tx], None]:
        try:
            self._carrier.carry(taken)
        except Undeliverable as error:
            reason, lost = str(error), error
            log.warning("message_undeliverable", context=context.name, message=taken.id, error=reason)

            def mark_lost(tx: Tx) -> None:
                messages.mark_undeliverable(tx.connection, taken, tx.now, reason)
                context.undeliverable(tx, taken, lost)

            return mark_lost
        except Exception as error:  # noqa: BLE001 - whatever a server or a network can do
            reason = f"{type(error).__name__}: {error}"
            log.warning("message_missed", context=context.name, message=taken.id, tries=taken.attempts, error=reason)

            def mark_missed(tx: Tx) -> None:
                messages.mark_missed(tx.connection, taken, tx.now, reason)

            return mark_missed
        return lambda tx: messages.mark_sent(tx.connection, taken.id, tx.now)


_patiently = tenacity.Retrying(
    retry=tenacity.retry_if_exception_type(DatabaseUnavailable),
    stop=tenacity.stop_after_attempt(10),
    wait=tenacity.wait_random_exponential(multiplier=0.05, max=2),
    reraise=True,
)
