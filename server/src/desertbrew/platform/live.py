"""The live feed: screens learn that something changed the moment it did, and ask for what they show."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

from desertbrew.kernel.events import Envelope
from desertbrew.platform.context import Permission

QUEUE_MAX = 500
"""A screen that reads slower than this loses notes; it asks again anyway when it reconnects."""


@dataclass(frozen=True, slots=True)
class LiveNote:
    """That something happened, to what; never the payload, for the feed decides nothing about who may read it."""

    name: str
    subject: str


class LiveHub:
    """Fans events out to the open feeds, each seeing only what its permissions allow."""

    def __init__(self, audience: Mapping[str, Permission]) -> None:
        """`audience` is event name -> the permission that its watchers need."""
        self._audience = audience
        self._feeds: dict[_Feed, asyncio.AbstractEventLoop] = {}
        self._lock = threading.Lock()
        self._closed = False

    def show(self, envelope: Envelope) -> None:
        """Pass an event on; called from any thread, never blocks, never fails."""
        needed = self._audience.get(envelope.name)
        note = LiveNote(envelope.name, envelope.subject)
        with self._lock:
            feeds = list(self._feeds.items())
        for feed, loop in feeds:
            if needed is not None and needed.name in feed.permissions:
                # The loop may have closed between the copy and the call: that screen is gone.
                with contextlib.suppress(RuntimeError):
                    loop.call_soon_threadsafe(feed.offer, note)

    def close(self) -> None:
        """End every feed, so that the server can stop without waiting for its screens."""
        with self._lock:
            self._closed = True
            feeds = list(self._feeds.items())
        for feed, loop in feeds:
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(feed.offer, None)

    async def watch(self, permissions: frozenset[str], heartbeat_s: float) -> AsyncIterator[LiveNote | None]:
        """Notes as they happen, None every quiet `heartbeat_s`; ends when the hub closes."""
        feed = _Feed(permissions)
        with self._lock:
            if self._closed:
                return
            self._feeds[feed] = asyncio.get_running_loop()
        try:
            while True:
                try:
                    note = await asyncio.wait_for(feed.queue.get(), heartbeat_s)
                except TimeoutError:
                    yield None
                    continue
                if note is None:
                    return
                yield note
        finally:
            with self._lock:
                self._feeds.pop(feed, None)


class _Feed:
    def __init__(self, permissions: frozenset[str]) -> None:
        self.permissions = permissions
        self.queue: asyncio.Queue[LiveNote | None] = asyncio.Queue(QUEUE_MAX)

    def offer(self, note: LiveNote | None) -> None:
        if self.queue.full():
            self.queue.get_nowait()
        self.queue.put_nowait(note)
