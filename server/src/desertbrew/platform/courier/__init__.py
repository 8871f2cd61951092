"""Couriers carry events from one context's outbox to the others' inboxes: in this process, or over RabbitMQ.

Both promise the same: when `publish` returns, every context that listens has the event durably, or will get it; when it
raises, the outbox keeps the events and the relay tries again. Neither promises order or exactly-once: inboxes do the latter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from desertbrew.kernel.events import Envelope
from desertbrew.platform.inbox import Receiver

Tap = Callable[[Envelope], None]
"""Somebody who only wants to see events pass (the live feed), and for whom a lost one is no loss."""


class Courier(Protocol):
    """How events travel."""

    def start(self, receivers: Sequence[Receiver], tap: Tap) -> None:
        """Begin to deliver to `receivers`, and show everything that passes to `tap`."""
        ...

    def publish(self, envelopes: Sequence[Envelope]) -> None:
        """Hand over; returns only when it is safe to mark them delivered."""
        ...

    def is_ready(self) -> bool:
        """Whether events can travel right now."""
        ...

    def is_reachable(self) -> bool:
        """Whether events could travel: as `is_ready`, and tried anew where this courier was never started."""
        ...

    def stop(self) -> None:
        """Finish what is in hand and let go."""
        ...
