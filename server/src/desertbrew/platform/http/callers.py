"""Who asks, and whether they may: known before the rest of a request is read."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from fastapi import Request

from desertbrew.platform.auth import SESSION_COOKIE, Caller, NotAllowed, SignInNeeded
from desertbrew.platform.context import Permission

REQUIRED = "required_permission"
WIRE = "/api"
"""Where the kitchen's Spanish wire lies: ten routes that other programs were written for."""
UNATTENDED = "x-desertbrew-unattended"
"""The web app says so of a request that no person made."""


async def caller_of(request: Request, *, seen: bool = True) -> Caller:
    """Who asks; raises `SignInNeeded` where nobody is signed in."""
    host = request.app.state.host
    token = request.cookies.get(SESSION_COOKIE, "")
    if not token:
        said = request.headers.get("authorization", "")
        service: Caller | None = host.find_service(said[7:]) if said.startswith("Bearer ") else None
        if service is not None:
            return service
        token = _key_in(said) or _key_by_address(request)
    sessions = host.sessions
    caller: Caller | None = sessions.recall(token) if token else None
    if caller is None and token:
        # Not on the loop: the directory reads a database, or asks another process.
        caller = await asyncio.to_thread(partial(sessions.find, token, seen=seen))
    if caller is None:
        raise SignInNeeded
    return caller


def _key_in(authorization: str) -> str:
    """A program's key: as a bearer token, or as the password of an address such as https://cocina:KEY@brewery/api."""
    scheme, _, said = authorization.partition(" ")
    if scheme == "Bearer":
        return said
    if scheme == "Basic":
        with suppress(ValueError):
            return base64.b64decode(said, validate=True).decode().partition(":")[2]
    return ""


def _key_by_address(request: Request) -> str:
    if request.client is None or not request.url.path.startswith(WIRE + "/"):
        return ""
    key: str = request.app.state.host.settings.program_key(request.client.host)
    return key


def require(endpoint: Callable[..., Any], permission: Permission) -> None:
    """Let only callers with `permission` reach `endpoint`."""
    setattr(endpoint, REQUIRED, permission)


async def admit(endpoint: Callable[..., Any] | None, request: Request) -> None:
    """Refuse who may not reach `endpoint`; raises `SignInNeeded` or `NotAllowed`.

    A route asks this itself. As a dependency of FastAPI's it took as long as reading all the rest of the request.
    """
    permission: Permission | None = getattr(endpoint, REQUIRED, None)
    if permission is None:
        return
    # A screen that nobody touches asks again by itself when something happens; that is no use of the session.
    caller = await caller_of(request, seen=UNATTENDED not in request.headers)
    if permission.name not in caller.permissions:
        raise NotAllowed(permission=permission.name)
    request.state.caller = caller


def allowed_caller(request: Request) -> Caller:
    """Who was admitted to an endpoint that requires a permission."""
    caller: Caller = request.state.caller
    return caller
