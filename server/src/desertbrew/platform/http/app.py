"""The ASGI application of a process: its contexts' routes, the live feed, health, metrics, and the web app's files."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse, PlainTextResponse, StreamingResponse
from fastapi.routing import APIRoute
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel
from sqlalchemy import text
from starlette.exceptions import HTTPException

import desertbrew
from desertbrew.kernel.errors import DomainError
from desertbrew.platform import inbox, messages, metrics, outbox
from desertbrew.platform.db import DatabaseUnavailable
from desertbrew.platform.host import Host
from desertbrew.platform.http.dispatch import ByFirstWord
from desertbrew.platform.http.middleware import Edge
from desertbrew.platform.http.problems import confess, problem_schemas, refuse, refuse_http, refuse_malformed
from desertbrew.platform.http.routes import caller_of

HEARTBEAT_S = 15.0
RECHECK_S = 5.0
"""How long a feed may outlive its session, or what its person may see."""


class Health(BaseModel):
    """Whether the process lives, and what it serves."""

    status: str
    version: str
    contexts: list[str]


def create_app(host: Host, *more: Callable[[FastAPI, Host], None]) -> FastAPI:
    """The application; starting and stopping it starts and stops the host.

    `more` add routes of their own; they come before the web app, which answers every path that nobody else does.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        host.start()
        yield
        await asyncio.to_thread(host.stop)

    app = FastAPI(
        title="Desert Brew OS",
        version=desertbrew.__version__,
        description="MES, ERP, taproom and deliveries of a craft brewery.",
        lifespan=lifespan,
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.host = host
    app.add_exception_handler(DomainError, refuse)
    app.add_exception_handler(RequestValidationError, refuse_malformed)
    app.add_exception_handler(HTTPException, refuse_http)
    app.add_exception_handler(Exception, confess)
    # Not included as routers: those are searched twice a request. Their routes carry their whole paths already.
    routes = [route for context in host.contexts for route in context.routes.router.routes]
    app.router.routes += [ByFirstWord(route for route in routes if isinstance(route, APIRoute)), *routes]
    _add_health(app, host)
    _add_metrics(app, host)
    _add_live(app, host)
    for add in more:
        add(app, host)
    app.add_middleware(Edge, settings=host.settings)
    if host.settings.web_dir is not None:
        _add_web(app, host.settings.web_dir)
    _add_problem_schemas(app)
    return app


def _add_problem_schemas(app: FastAPI) -> None:
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        document = generate()
        # FastAPI only knows models that it answers with by itself, as application/json.
        document.setdefault("components", {}).setdefault("schemas", {}).update(problem_schemas())
        return document

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way to extend the document


def _add_health(app: FastAPI, host: Host) -> None:
    @app.get("/healthz", include_in_schema=False)
    async def healthz() -> Health:
        """The process lives; says nothing about its neighbours."""
        return Health(status="ok", version=desertbrew.__version__, contexts=[each.name for each in host.contexts])

    @app.get("/readyz", include_in_schema=False)
    def readyz() -> JSONResponse:
        """The process can take commands: its databases answer and its courier can travel."""
        faults = []
        for name, database in host.databases.items():
            try:
                with database.read() as tx:
                    tx.session.execute(text("SELECT 1"))
            except DatabaseUnavailable:
                faults.append(f"database:{name}")
        if not host.courier.is_ready():
            faults.append("courier")
        return JSONResponse({"status": "ready" if not faults else "waiting", "waiting_for": faults}, 503 if faults else 200)


def _add_metrics(app: FastAPI, host: Host) -> None:
    @app.get("/metrics", include_in_schema=False)
    def measured() -> Response:
        """Prometheus text format."""
        for name, database in host.databases.items():
            try:
                with database.read() as tx:
                    connection = tx.connection
                    metrics.OUTBOX_WAITING.labels(name).set(outbox.count_waiting(connection))
                    for state in (inbox.RETRYING, inbox.DEAD):
                        metrics.EVENTS_HELD.labels(name, state).set(inbox.count_held(connection, state))
                    queued, failed = messages.count_unsent(connection)
                    metrics.MESSAGES_UNSENT.labels(name, messages.QUEUED).set(queued)
                    metrics.MESSAGES_UNSENT.labels(name, messages.FAILED).set(failed)
            except DatabaseUnavailable:
                continue
            metrics.WRITES_WAITING.labels(name).set(database.waiting)
        return PlainTextResponse(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _add_live(app: FastAPI, host: Host) -> None:
    @app.get("/v1/live", include_in_schema=False)
    async def live(request: Request) -> StreamingResponse:
        """Server-sent events: one line each time something happens that the caller may see."""
        caller = await caller_of(request, seen=False)

        async def lines() -> AsyncIterator[str]:
            yield "retry: 2000\nevent: hello\ndata: {}\n\n"
            checked = monotonic()
            permissions = caller.permissions
            async for note in host.hub.watch(permissions, HEARTBEAT_S):
                # An open feed is not use of the session, and it ends with the session, however busy the brewery is.
                if monotonic() - checked >= RECHECK_S:
                    try:
                        if (await caller_of(request, seen=False)).permissions != permissions:
                            return
                    except DomainError:
                        return
                    checked = monotonic()
                if note is None:
                    yield ": quiet\n\n"
                else:
                    yield f"data: {json.dumps({'name': note.name, 'subject': note.subject})}\n\n"

        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(lines(), media_type="text/event-stream", headers=headers)


def _add_web(app: FastAPI, web_dir: Path) -> None:
    root = web_dir.resolve()

    @app.get("/{path:path}", include_in_schema=False)
    async def web(path: str) -> Response:
        """A file of the built web app, or its entry page: routes inside the app are the app's business."""
        if path.startswith(("v1/", "api/")):
            raise HTTPException(404)
        try:
            wanted = (root / path).resolve()
            found = bool(path) and wanted.is_file() and wanted.is_relative_to(root)
        except (OSError, ValueError) as error:  # a name that no file can have
            raise HTTPException(404) from error
        if found:
            forever = path.startswith("assets/")
            cache = "public, max-age=31536000, immutable" if forever else "no-cache"
            return FileResponse(wanted, headers={"Cache-Control": cache})
        if "." in path.rsplit("/", 1)[-1]:
            raise HTTPException(404)
        return FileResponse(root / "index.html", headers={"Cache-Control": "no-cache"})


def openapi_text(app: FastAPI) -> str:
    """The OpenAPI document as it is committed: stable order, so that a difference is a change."""
    document: dict[str, Any] = app.openapi()
    return json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
