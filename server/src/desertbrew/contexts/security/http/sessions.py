"""Signing in and out, and looking after sessions."""

from __future__ import annotations

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Request, Response

from desertbrew.contexts.security import queries
from desertbrew.contexts.security.commands import entrance, hashing, people
from desertbrew.contexts.security.commands import sessions as commands
from desertbrew.contexts.security.commands.sessions import Opened
from desertbrew.contexts.security.commands.setup import FirstStart
from desertbrew.contexts.security.errors import DeviceNotShared
from desertbrew.contexts.security.http.permissions import (
    MANAGE_PEOPLE,
    READ_EVERYONES_SESSIONS,
    RESOLVE_SESSIONS,
    REVOKE_EVERYONES_SESSIONS,
    USE_SELF,
    routes,
)
from desertbrew.contexts.security.http.wire import (
    CallerOut,
    DemoAccountOut,
    OpenSessionOut,
    PinSignInIn,
    ProgramKeyIn,
    ProgramKeyOut,
    SessionOut,
    SetupIn,
    SetupOut,
    SharedDeviceOut,
    SignInIn,
    WhoOut,
    database_of,
    device_token,
    give_cookie,
    host_of,
    session_token,
    visitor_of,
)
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.platform.auth import SESSION_COOKIE, Caller, NotAllowed, SignInNeeded
from desertbrew.platform.db import Origin, ReadTx, Tx
from desertbrew.platform.http.callers import caller_of
from desertbrew.platform.http.pages import Cursor, Limit, Page, decode_cursor, page_of

NOT_STORED = "Nobody is signed in yet, and the answer carries a secret cookie that must not be stored."


@routes.bare("GET", "/setup", why="A sign-in page asks before anybody is signed in.", model=SetupOut)
def setup(request: Request) -> SetupOut:
    """Whether the system waits for its first owner, and whom the demo offers."""
    host = host_of(request)
    first = host.ports.get(FirstStart)
    with database_of(request).read() as tx:
        registered = queries.active_usernames(tx, [account.username for account in first.demo_accounts])
        try:
            device = SharedDeviceOut.model_validate(entrance.shared_device(tx, device_token(request)))
        except DeviceNotShared:
            device = None
        return SetupOut(
            needs_owner=entrance.needs_owner(tx),
            demo=first.demo,
            demo_accounts=[
                DemoAccountOut.model_validate(account)
                for account in first.demo_accounts
                if first.demo and account.username in registered
            ],
            shared_device=device,
        )


@routes.bare("POST", "/setup", why=NOT_STORED, status=201, model=SessionOut, refusals=(409, 429))
async def set_up(request: Request, response: Response, body: SetupIn) -> SessionOut:
    """Become the first owner, with the code that the server printed, and be signed in."""
    owner = entrance.Owner(body.username, body.display_name, body.password)
    first = host_of(request).ports.get(FirstStart)
    visitor = visitor_of(request)
    opened = await asyncio.wrap_future(
        hashing.submit(entrance.set_up, database_of(request), first, body.setup_code, owner, visitor)
    )
    return await _welcome(request, response, opened)


@routes.bare("POST", "/sessions", why=NOT_STORED, status=201, model=SessionOut, refusals=(401, 429))
async def sign_in(request: Request, response: Response, body: SignInIn) -> SessionOut:
    """Sign in with a password."""
    opened = await asyncio.wrap_future(
        hashing.submit(
            entrance.sign_in_with_password,
            database_of(request),
            body.username,
            body.password,
            visitor_of(request),
            ends=session_token(request),
            demo=host_of(request).ports.get(FirstStart).demo,
        )
    )
    return await _welcome(request, response, opened)


@routes.bare("POST", "/pin-sessions", why=NOT_STORED, status=201, model=SessionOut, refusals=(401, 404, 429))
async def sign_in_with_pin(request: Request, response: Response, body: PinSignInIn) -> SessionOut:
    """Sign in with a PIN on a shared device, for a short while and without this context's own powers."""
    opened = await asyncio.wrap_future(
        hashing.submit(
            entrance.sign_in_with_pin,
            database_of(request),
            device_token(request),
            body.person_id,
            body.pin,
            visitor_of(request),
            ends=session_token(request),
        )
    )
    return await _welcome(request, response, opened)


@routes.bare(
    "POST",
    "/people/{person_id}/program-keys",
    why="The answer carries a key that must not be stored; a second key is one to revoke.",
    permission=MANAGE_PEOPLE,
    status=201,
    model=ProgramKeyOut,
    refusals=(403, 404, 409),
)
async def open_program_key(request: Request, response: Response, person_id: Id, body: ProgramKeyIn) -> ProgramKeyOut:
    """Give another program a key to work in this person's name; it is revoked as a session is."""
    caller = await caller_of(request)
    token = entrance.new_token()
    origin = Origin(caller.person_id, request.state.request_id, caller.display_name)

    def open_it(tx: Tx) -> Opened:
        return people.open_program_key(tx, token, person_id, body.name, by=caller.roles)

    work = database_of(request).submit(open_it, origin)
    opened = await asyncio.wrap_future(work)
    response.headers["Cache-Control"] = "no-store"
    return ProgramKeyOut(key=opened.token.get_secret_value(), expires_at=opened.expires_at)


@routes.query("/session", USE_SELF, refusals=())
def current_session(tx: ReadTx, caller: Caller) -> SessionOut:
    """Who is signed in here, and what they may do."""
    return _session_out(tx, caller)


@routes.bare("DELETE", "/session", why="Signing out twice is signing out, and the answer takes the cookie back.", status=204)
async def sign_out(request: Request) -> Response:
    """End the session at hand, if there is one."""
    token = session_token(request)
    host = host_of(request)
    if token:
        caller = await asyncio.to_thread(host.sessions.find, token)
        actor = caller.person_id if caller else "system:sign-in"
        origin = Origin(actor, request.state.request_id)
        ended = database_of(request).submit(lambda tx: commands.end_session_of_token(tx, token), origin)
        await asyncio.wrap_future(ended)
        host.sessions.forget()
    # Not FastAPI's own response: returning one of ours drops the headers set on that.
    response = Response(status_code=204, headers={"Cache-Control": "no-store"})
    response.delete_cookie(SESSION_COOKIE, path="/", secure=request.url.scheme == "https", httponly=True, samesite="lax")
    return response


@routes.query("/sessions", USE_SELF, refusals=())
def list_sessions(
    tx: ReadTx,
    caller: Caller,
    everyone: Annotated[bool, Query(description="Everyone's; needs security.sessions.read_everyone")] = False,  # noqa: FBT002
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[OpenSessionOut]:
    """Sessions that are alive, the newest first; one's own unless `everyone`."""
    if everyone and READ_EVERYONES_SESSIONS.name not in caller.permissions:
        raise NotAllowed(permission=READ_EVERYONES_SESSIONS.name)
    after = decode_cursor(cursor, [Id])
    found = queries.sessions(tx, None if everyone else UUID(caller.person_id), after[0] if after else None, limit + 1)
    rows, following = page_of(found, limit, lambda row: (str(row.id),))
    return Page(
        items=[
            OpenSessionOut(
                id=row.id,
                person_id=row.person_id,
                display_name=row.display_name,
                kind=row.kind,
                user_agent=row.user_agent,
                created_at=row.created_at,
                last_seen_at=row.last_seen_at,
                current=str(row.id) == caller.session_id,
            )
            for row in rows
        ],
        next_cursor=following,
    )


@routes.command("DELETE", "/sessions/{session_id}", USE_SELF, status=204, changes_sessions=True, refusals=(404,))
def revoke_session(tx: Tx, caller: Caller, session_id: Id) -> None:
    """End a session at once; another person's takes security.sessions.revoke_everyone."""
    everyones = REVOKE_EVERYONES_SESSIONS.name in caller.permissions
    commands.revoke_session(tx, session_id, of_person=None if everyones else caller.person_id)


@routes.bare(
    "GET",
    "/internal/sessions/{token_hash}",
    why="Another of our processes asks, on every request it answers; it reads what the directory remembers.",
    permission=RESOLVE_SESSIONS,
    model=CallerOut,
    refusals=(404,),
)
def resolve_session(
    request: Request,
    response: Response,
    token_hash: Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")],
    seen: Annotated[bool, Query(description="False asks without counting as use of the session")] = True,  # noqa: FBT002
) -> CallerOut:
    """The caller behind a session, for the other processes of this installation."""
    caller = host_of(request).sessions.directory.find(token_hash, seen=seen)
    if caller is None:
        raise NotFound(what=Text("una sesión", "session"), id=token_hash)
    response.headers["Cache-Control"] = "no-store"
    return CallerOut(
        person_id=caller.person_id,
        display_name=caller.display_name,
        roles=sorted(caller.roles),
        permissions=sorted(caller.permissions),
        session_id=caller.session_id,
        expires_at=caller.expires_at,
    )


async def _welcome(request: Request, response: Response, opened: Opened) -> SessionOut:
    host = host_of(request)
    # The session that this one replaced may still be remembered.
    host.sessions.forget()
    seconds = int((opened.expires_at - host.clock.now()).total_seconds())
    give_cookie(request, response, SESSION_COOKIE, opened.token, seconds)
    return await asyncio.to_thread(_look_up, request, opened)


def _look_up(request: Request, opened: Opened) -> SessionOut:
    caller = host_of(request).sessions.find(opened.token.get_secret_value())
    if caller is None:
        # Revoked within the last milliseconds.
        raise SignInNeeded
    with database_of(request).read() as tx:
        return _session_out(tx, caller)


def _session_out(tx: ReadTx, caller: Caller) -> SessionOut:
    kind = queries.kind_of_session(tx, UUID(caller.session_id)) if caller.session_id else None
    if kind is None:
        raise SignInNeeded
    return SessionOut(
        id=UUID(caller.session_id),
        person=WhoOut.model_validate(queries.profile(tx, UUID(caller.person_id))),
        permissions=sorted(caller.permissions),
        expires_at=caller.expires_at,
        kind=kind,
    )
