"""The edge of every process: request ids, size limits, security headers, one log line and one measurement a request."""

from __future__ import annotations

import json
import re
from functools import cache
from time import perf_counter
from typing import TYPE_CHECKING

import structlog
from fastapi import Request

from desertbrew.platform import metrics
from desertbrew.platform.db import new_request_id
from desertbrew.platform.http.problems import CONTENT_TYPE, TYPE_BASE, confess

if TYPE_CHECKING:
    from prometheus_client import Counter, Histogram
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from desertbrew.platform.settings import Settings

REQUEST_ID = re.compile(rb"^[A-Za-z0-9._-]{8,64}$")
UPLOAD_PATHS = ("/v1/recipe-imports", "/v1/certificates", "/v1/sheet-imports")
"""Where whole files arrive; everything else is small."""

SECURITY_HEADERS = [
    (
        b"content-security-policy",
        (
            b"default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
            b"connect-src 'self'; font-src 'self'; worker-src 'self'; manifest-src 'self'; object-src 'none'; "
            b"base-uri 'none'; frame-ancestors 'self'; form-action 'self'"
        ),
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(self), microphone=(), geolocation=(self)"),
    (b"cross-origin-opener-policy", b"same-origin"),
]

log = structlog.get_logger()


class Edge:
    """Pure ASGI, for it runs on every request."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = perf_counter()
        headers = dict(scope["headers"])
        given = headers.get(b"x-request-id", b"")
        request_id = given.decode() if REQUEST_ID.match(given) else new_request_id()
        scope.setdefault("state", {})["request_id"] = request_id
        structlog.contextvars.bind_contextvars(request_id=request_id)
        limit = self._settings.upload_max_bytes if scope["path"] in UPLOAD_PATHS else self._settings.body_max_bytes
        status, begun = 500, False

        async def send_dressed(message: Message) -> None:
            nonlocal status, begun
            if message["type"] == "http.response.start":
                status, begun = message["status"], True
                message = {
                    **message,
                    "headers": [*message["headers"], *SECURITY_HEADERS, (b"x-request-id", request_id.encode())],
                }
            await send(message)

        try:
            if _declared_size(headers) > limit:
                await _refuse_size(send_dressed, request_id, limit)
            else:
                await self._app(scope, _Counted(receive, limit), send_dressed)
        except _TooLarge:
            await _refuse_size(send_dressed, request_id, limit)
        except Exception as error:
            # Answered here and not by Starlette's outermost layer, which knows neither headers nor request id; and
            # raised on, for whoever watches the server.
            if not begun:
                response = await confess(Request(scope), error)
                await response(scope, receive, send_dressed)
            raise
        finally:
            self._account(scope, status, perf_counter() - started)
            structlog.contextvars.unbind_contextvars("request_id")

    @staticmethod
    def _account(scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "unmatched")
        answered, took = _counters(scope["method"], route, status)
        answered.inc()
        took.observe(seconds)
        if route not in {"/healthz", "/readyz", "/metrics"}:
            log.info("request", method=scope["method"], path=scope["path"], status=status, ms=round(seconds * 1000, 2))


@cache
def _counters(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    return metrics.REQUESTS.labels(method, route, status), metrics.SECONDS.labels(method, route)


class _TooLarge(Exception):
    """The body went over the limit while it was read."""


class _Counted:
    """Counts what arrives, for a client may not say how much it sends."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._left = limit

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                raise _TooLarge
        return message


def _declared_size(headers: dict[bytes, bytes]) -> int:
    try:
        return int(headers.get(b"content-length", b"0"))
    except ValueError:
        return 0


async def _refuse_size(send: Send, request_id: str, limit: int) -> None:
    body = json.dumps(
        {
            "type": TYPE_BASE + "too-large",
            "title": "Demasiado grande",
            "status": 413,
            "detail": f"El límite es de {limit} bytes. / The limit is {limit} bytes.",
            "request_id": request_id,
            "limit_bytes": limit,
        }
    ).encode()
    content_type = (b"content-type", CONTENT_TYPE.encode())
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": 413, "headers": [content_type, length]})
    await send({"type": "http.response.body", "body": body})
