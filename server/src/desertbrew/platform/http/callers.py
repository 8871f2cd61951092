"""Who asks, and whether they may: known before the rest of a request is read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from fastapi import Request

from desertbrew.platform.auth import SESSION_COOKIE, Caller, NotAllowed, SignInNeeded
from desertbrew.platform.context import Permission

REQUIRED = "required_permission"
UNATTENDED = "x-desertbrew-unattended"
"""The web app says so of a request that no person made."""


async def caller_of(request: Request, *, seen: bool = True) -> Caller:
    """Who asks; raises `SignInNeeded` where nobody is signed in."""
    token = request.cookies.get(SESSION_COOKIE, "")
    sessions = request.app.state.host.sessions
    caller: Caller | None = sessions.recall(token) if token else None
    if caller is None and token:
        # Not on the loop: the directory reads a database, or asks another process.
        caller = await asyncio.to_thread(partial(sessions.find, token, seen=seen))
    if caller is None and request.headers.get("authorization", "").startswith("Bearer "):
        caller = request.app.state.host.find_service(request.headers["authorization"][7:])
    if caller is None:
        raise SignInNeeded
    return caller


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
