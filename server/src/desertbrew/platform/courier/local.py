"""The in-process courier: straight from the outbox to the neighbours' inboxes."""

from __future__ import annotations

from collections.abc import Sequence

from desertbrew.kernel.events import Envelope
from desertbrew.platform.courier import Tap
from desertbrew.platform.inbox import Receiver


class LocalCourier:
    """Delivers in the relay's thread; an event is handed over when every listener has it in its database."""

    def __init__(self) -> None:
        self._listeners: dict[str, list[Receiver]] = {}
        self._tap: Tap = lambda _: None

    def start(self, receivers: Sequence[Receiver], tap: Tap) -> None:
        """Begin to deliver."""
        self._tap = tap
        for receiver in receivers:
            for name in receiver.context.hears():
                self._listeners.setdefault(name, []).append(receiver)

    def publish(self, envelopes: Sequence[Envelope]) -> None:
        """Deliver each to all its listeners, in order."""
        for envelope in envelopes:
            for receiver in self._listeners.get(envelope.name, ()):
                receiver.receive(envelope)
            self._tap(envelope)

    def is_ready(self) -> bool:
        """Always: there is nothing in between."""
        return True

    def is_reachable(self) -> bool:
        """Always, as well."""
        return True

    def stop(self) -> None:
        """Nothing to let go of."""
