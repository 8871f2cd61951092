"""The brewery in one process: every context, a SQLite file each, the in-process courier."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr

from desertbrew.apps.compose import build_host
from desertbrew.apps.operations import add_operations
from desertbrew.apps.registry import CONTEXTS
from desertbrew.platform import ownership
from desertbrew.platform.context import Context
from desertbrew.platform.host import Host
from desertbrew.platform.http.app import create_app
from desertbrew.platform.settings import Settings

STOP_WITHIN_S = 5

log = structlog.get_logger()


@contextmanager
def owned_host(settings: Settings, contexts: tuple[Context, ...] = CONTEXTS, *, migrated: bool = True) -> Iterator[Host]:
    """A host that is not started, and that owns its folder where it lives in files; closed at the end."""
    with ownership.own(settings.data_dir):
        host = build_host(settings, contexts, migrated=migrated)
        try:
            yield host
        finally:
            host.stop()


def application(host: Host) -> FastAPI:
    """The ASGI application with the operator's routes."""
    return create_app(host, add_operations)


def serve(settings: Settings, contexts: tuple[Context, ...], on_ready: Callable[[Host], None]) -> None:
    """Serve until a signal says stop; `on_ready` is called, in a thread, once requests are answered."""
    if not settings.service_key.get_secret_value():
        settings = settings.model_copy(update={"service_key": SecretStr(ownership.new_key())})
    with ownership.own(settings.data_dir):
        host = build_host(settings, contexts)
        server = _Server(
            uvicorn.Config(
                application(host),
                host=settings.host,
                port=settings.port,
                log_config=None,
                access_log=False,
                timeout_graceful_shutdown=STOP_WITHIN_S,
                server_header=False,
                forwarded_allow_ips=settings.trusted_proxies,
                date_header=True,
            )
        )

        failed: list[int] = []

        def ready() -> None:
            # A wildcard address is not one to ask at; the owner is always on this machine.
            at = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104
            url = f"http://{at}:{settings.port}"
            ownership.leave_address(settings.data_dir, url, settings.service_key.get_secret_value())
            try:
                on_ready(host)
            except Exception:
                log.exception("start_failed")
                failed.append(1)
                server.should_exit = True

        server.on_ready = ready
        server.on_stop = host.hub.close
        server.run()
    if failed:
        sys.exit(1)


class _Server(uvicorn.Server):
    """Tells when it listens: the moment after which the CLI may promise that a page opens."""

    on_ready: Callable[[], None]
    on_stop: Callable[[], None]

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.started:
            threading.Thread(target=self.on_ready, name="ready", daemon=True).start()

    async def shutdown(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        # Feeds stay open by nature: they end first, or stopping would wait for every screen.
        self.on_stop()
        await super().shutdown(sockets)  # type: ignore[arg-type]
