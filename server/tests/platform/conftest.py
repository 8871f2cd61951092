"""The platform is tried with throw-away contexts, so that no real one has to break for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest

from desertbrew.kernel.clock import FixedClock
from desertbrew.platform.context import Context
from desertbrew.platform.courier import Courier
from desertbrew.platform.db import Database, Origin
from desertbrew.platform.host import Host
from desertbrew.platform.messages import Mail
from desertbrew.platform.sender import Sender
from desertbrew.platform.settings import Settings
from support.belfry.house import CONTEXTS, build_belfry
from support.mailbox import Mailbox, mail_settings, open_mailbox, sender_to
from support.sessions import FixedSessions

AnotherHost = Callable[..., Host]


@pytest.fixture
def contexts() -> Sequence[Context]:
    """Tower and parish."""
    return CONTEXTS


@pytest.fixture
def build_host() -> Callable[..., Host]:
    """From the belfry's own parts."""
    return build_belfry


@pytest.fixture
def tower(databases: dict[str, Database]) -> Database:
    """The emitter's database."""
    return databases["tower"]


@pytest.fixture
def parish(databases: dict[str, Database]) -> Database:
    """The listener's database."""
    return databases["parish"]


@pytest.fixture
def another_host(settings: Settings, clock: FixedClock) -> Iterator[AnotherHost]:
    """Builds and starts further hosts on the same installation; all are stopped after the test, the last one first."""
    started: list[Host] = []

    def build(contexts: Sequence[Context] = CONTEXTS, courier: Courier | None = None, **changed: object) -> Host:
        host = build_belfry(settings.model_copy(update=changed), contexts, clock, courier)
        host.sessions.directory = FixedSessions(CONTEXTS, clock, behind=host.sessions.directory)
        host.start()
        started.append(host)
        return host

    yield build
    for host in reversed(started):
        host.stop()


@pytest.fixture
def mailbox(unused_port: int) -> Iterator[Mailbox]:
    with open_mailbox(unused_port) as mailbox:
        yield mailbox


@pytest.fixture
def mailing(settings: Settings, unused_port: int) -> Settings:
    """Settings that name the mailbox."""
    return settings.model_copy(update=mail_settings(f"smtp://127.0.0.1:{unused_port}"))


@pytest.fixture
def sender(mailing: Settings, tower: Database) -> Sender:
    return sender_to(mailing, tower)


@pytest.fixture
def post(tower: Database, origin: Origin) -> Callable[[Mail], str]:
    return lambda mail: tower.write(lambda tx: tx.post(mail), origin)
