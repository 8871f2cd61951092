"""The live feed: who may see it sees it, at once; a slow screen stops nobody; closing ends every feed."""

from __future__ import annotations

import asyncio
import json
import queue
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager

import httpx
import pytest
import uvicorn

from desertbrew.kernel.roles import Role
from desertbrew.platform.auth import SESSION_COOKIE
from desertbrew.platform.db import Database, Origin
from desertbrew.platform.host import Host
from desertbrew.platform.http.app import create_app
from desertbrew.platform.live import QUEUE_MAX, LiveHub, LiveNote
from support.belfry.house import AUDIENCE
from support.belfry.letters import letter, unheard_letter
from support.belfry.tower import READ, WATCH_ROPES, ring
from support.client import Client, slug_of
from support.sessions import FixedSessions
from support.waiting import eventually

READER = frozenset({READ.name})
LONG = 60.0


# ------------------------------------------------------------------------------------------------------------- the hub


@asynccontextmanager
async def watching(hub: LiveHub, permissions: frozenset[str]) -> AsyncIterator[Callable[[], Awaitable[LiveNote | None]]]:
    """A feed that is surely open; yields how to get its next note."""
    feed = hub.watch(permissions, LONG)
    notes: asyncio.Queue[LiveNote | None] = asyncio.Queue()

    async def read() -> None:
        async for note in feed:
            notes.put_nowait(note)
        notes.put_nowait(None)

    task = asyncio.create_task(read())
    await asyncio.sleep(0)  # the feed registers at its first step
    yield notes.get
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await feed.aclose()  # type: ignore[attr-defined]


def test_a_note_says_what_and_of_which_thing_and_nothing_more() -> None:
    async def story() -> None:
        hub, envelope = LiveHub(AUDIENCE), letter("Gloria")
        async with watching(hub, READER) as following:
            await asyncio.to_thread(hub.show, envelope)
            assert await following() == LiveNote("tower.bell_rung.v1", envelope.subject)

    asyncio.run(story())


def test_everybody_sees_what_their_permissions_allow() -> None:
    async def story() -> None:
        hub = LiveHub(AUDIENCE)
        async with (
            watching(hub, READER) as reader,
            watching(hub, frozenset({WATCH_ROPES.name})) as rope_watcher,
            watching(hub, frozenset()) as nobody,
        ):
            rung = letter()
            hub.show(rung)
            hub.show(unheard_letter("rope"))
            hub.close()
            assert [await reader(), await reader()] == [LiveNote("tower.bell_rung.v1", rung.subject), None]
            assert [await rope_watcher(), await rope_watcher()] == [LiveNote("tower.rope_worn.v1", "rope"), None]
            assert await nobody() is None

    asyncio.run(story())


def test_an_event_without_an_audience_is_shown_to_nobody() -> None:
    async def story() -> None:
        hub = LiveHub({})
        async with watching(hub, READER) as following:
            hub.show(letter())
            hub.close()
            assert await following() is None

    asyncio.run(story())


def test_a_slow_screen_blocks_nobody_and_keeps_the_newest() -> None:
    async def story() -> None:
        hub = LiveHub(AUDIENCE)
        feed = hub.watch(READER, LONG)
        first = asyncio.ensure_future(anext(feed))
        await asyncio.sleep(0)
        sent = [letter() for _ in range(QUEUE_MAX * 2 + 1)]
        # Shown from another thread while this loop does nothing: `show` must come back all the same.

        def show_all() -> None:
            for envelope in sent:
                hub.show(envelope)

        shower = threading.Thread(target=show_all)
        shower.start()
        shower.join(10)
        assert not shower.is_alive()
        received = [await first]
        hub.close()
        received += [note async for note in feed]
        assert len(received) <= QUEUE_MAX + 1
        assert received[-1] == LiveNote("tower.bell_rung.v1", sent[-1].subject)

    asyncio.run(story())


def test_a_quiet_feed_beats() -> None:
    async def story() -> None:
        hub = LiveHub(AUDIENCE)
        feed = hub.watch(READER, 0.01)
        assert await anext(feed) is None
        assert await anext(feed) is None
        await feed.aclose()  # type: ignore[attr-defined]

    asyncio.run(story())


def test_a_closed_hub_opens_no_feed_and_a_feed_that_left_is_forgotten() -> None:
    async def story() -> None:
        hub = LiveHub(AUDIENCE)
        async with watching(hub, READER):
            pass
        hub.show(letter())  # to nobody, and nothing is raised
        hub.close()
        assert [note async for note in hub.watch(READER, LONG)] == []

    asyncio.run(story())


# ----------------------------------------------------------------------------------------------- over a real connection


@pytest.fixture
def address(host: Host, sessions: FixedSessions) -> Iterator[str]:
    """The application on a real server on loopback."""
    server = uvicorn.Server(uvicorn.Config(create_app(host), host="127.0.0.1", port=0, log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    eventually(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    host.hub.close()  # as the composition roots do: the server waits for open feeds before it tells the application
    server.should_exit = True
    thread.join(20)
    assert not thread.is_alive(), "open feeds must not keep the server from stopping"


class Screen:
    """A browser's event source: a thread that reads one feed to its end."""

    def __init__(self, address: str, token: str) -> None:
        self.events: queue.Queue[dict[str, str] | None] = queue.Queue()
        self._opened = threading.Event()
        self._thread = threading.Thread(target=self._read, args=(address, token), daemon=True)
        self._thread.start()
        assert self._opened.wait(10)

    def _read(self, address: str, token: str) -> None:
        cookie = {"Cookie": f"{SESSION_COOKIE}={token}"}
        with httpx.stream("GET", address + "/v1/live", headers=cookie, timeout=30) as response:
            assert response.headers["content-type"].startswith("text/event-stream")
            assert response.headers["cache-control"] == "no-store"
            for line in response.iter_lines():
                if line.startswith("event: hello"):
                    self._opened.set()
                elif line.startswith("data: {") and line != "data: {}":
                    self.events.put(json.loads(line.removeprefix("data: ")))
        self.events.put(None)

    def following(self) -> dict[str, str] | None:
        """The next event; None when the server ended the feed."""
        return self.events.get(timeout=10)


def test_a_command_shows_on_the_screens_that_may_see_it(
    address: str, sessions: FixedSessions, tower: Database, origin: Origin
) -> None:
    brewer, driver = (Screen(address, sessions.sign_in(role)) for role in (Role.BREWER, Role.DRIVER))
    rung = tower.write(lambda tx: ring(tx, "Angelus"), origin)
    assert brewer.following() == {"name": "tower.bell_rung.v1", "subject": str(rung.id)}
    assert driver.events.empty()


def test_stopping_the_server_ends_the_feeds(host: Host, address: str, sessions: FixedSessions) -> None:
    screen = Screen(address, sessions.sign_in(Role.OWNER))
    host.hub.close()
    assert screen.following() is None


def test_the_feed_needs_a_session(visitor: Client) -> None:
    refused = visitor.get("/v1/live")
    assert (refused.status_code, slug_of(refused)) == (401, "sign-in-needed")
