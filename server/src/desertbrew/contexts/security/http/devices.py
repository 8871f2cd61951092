"""Shared devices."""

from __future__ import annotations

import asyncio

from fastapi import Request, Response

from desertbrew.contexts.security import queries
from desertbrew.contexts.security.commands import devices as commands
from desertbrew.contexts.security.commands.entrance import new_token, shared_device
from desertbrew.contexts.security.http.permissions import MANAGE_DEVICES, routes
from desertbrew.contexts.security.http.wire import (
    DEVICE_COOKIE,
    DEVICE_COOKIE_S,
    PeopleAtDeviceOut,
    PersonAtDeviceOut,
    SharedDeviceIn,
    SharedDeviceOut,
    database_of,
    device_token,
    give_cookie,
    host_of,
)
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import Origin, ReadTx, Tx
from desertbrew.platform.http.pages import Cursor, Limit, Page, decode_cursor, page_of
from desertbrew.platform.http.routes import caller_of


@routes.bare(
    "POST",
    "/shared-devices",
    why="The answer carries a secret cookie that must not be stored; a second device row would be one to revoke.",
    permission=MANAGE_DEVICES,
    status=201,
    model=SharedDeviceOut,
)
async def share_device(request: Request, response: Response, body: SharedDeviceIn) -> SharedDeviceOut:
    """Make the device at hand shared: people sign in on it by PIN from now on."""
    caller = await caller_of(request)
    token, former = new_token(), device_token(request)
    origin = Origin(caller.person_id, request.state.request_id)
    work = database_of(request).submit(lambda tx: commands.share_device(tx, body.name, token, replaces=former), origin)
    device = await asyncio.wrap_future(work)
    host_of(request).sessions.forget()
    give_cookie(request, response, DEVICE_COOKIE, token, DEVICE_COOKIE_S)
    return SharedDeviceOut.model_validate(device)


@routes.query("/shared-devices", MANAGE_DEVICES, refusals=())
def list_shared_devices(tx: ReadTx, limit: Limit = 100, cursor: Cursor = None) -> Page[SharedDeviceOut]:
    """Devices that people share, the newest first."""
    after = decode_cursor(cursor, [Id])
    found = queries.shared_devices(tx, after[0] if after else None, limit + 1)
    rows, following = page_of(found, limit, lambda row: (str(row.id),))
    return Page(items=[SharedDeviceOut.model_validate(row) for row in rows], next_cursor=following)


@routes.command("DELETE", "/shared-devices/{device_id}", MANAGE_DEVICES, status=204, changes_sessions=True, refusals=(404,))
def unshare_device(tx: Tx, device_id: Id) -> None:
    """Take a device's trust away; the sessions on it end at once."""
    commands.unshare_device(tx, device_id)


@routes.bare(
    "GET",
    "/shared-devices/current/people",
    why="Nobody is signed in on a shared device yet; its cookie says that a manager trusts it.",
    model=PeopleAtDeviceOut,
    refusals=(404,),
)
def people_at_device(request: Request) -> PeopleAtDeviceOut:
    """Whom to offer on the shared device at hand: those who have a PIN."""
    with database_of(request).read() as tx:
        shared_device(tx, device_token(request))
        found = queries.people_with_pin(tx)
    return PeopleAtDeviceOut(items=[PersonAtDeviceOut.model_validate(each) for each in found])
