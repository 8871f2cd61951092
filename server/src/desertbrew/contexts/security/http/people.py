"""People: registering them, their roles, their secrets.

Secrets are hashed by a dependency, which FastAPI runs before the command's transaction begins: what reaches the
command, the audit trail and the remembered answer is a hash that prints as stars.
"""

from __future__ import annotations

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Query, Request

from desertbrew.contexts.security import commands, queries
from desertbrew.contexts.security.commands import entrance, hashing
from desertbrew.contexts.security.commands.hashing import PasswordHash, PinHash
from desertbrew.contexts.security.commands.setup import FirstStart
from desertbrew.contexts.security.http.permissions import (
    CHANGE_OWN_SECRETS,
    MANAGE_PEOPLE,
    READ_PEOPLE,
    USE_SELF,
    routes,
)
from desertbrew.contexts.security.http.wire import (
    PLAIN_TEXT,
    DeactivationIn,
    PasswordIn,
    PersonIn,
    PersonNameOut,
    PersonOut,
    PinIn,
    RolesIn,
    database_of,
    host_of,
    visitor_of,
)
from desertbrew.kernel.errors import InvalidInput, Text
from desertbrew.kernel.ids import Id
from desertbrew.platform.auth import Caller, NotAllowed
from desertbrew.platform.db import ReadTx, Tx
from desertbrew.platform.http import idempotency
from desertbrew.platform.http.pages import Cursor, Limit, Page, decode_cursor, page_of
from desertbrew.platform.http.routes import caller_of

CURRENT_NEEDED = Text(es="Escribe tu contraseña actual.", en="Type your current password.")


async def _password_of_new(request: Request, body: PersonIn) -> PasswordHash | None:
    if body.password is None:
        return None
    demo = host_of(request).ports.get(FirstStart).demo
    username = body.username.strip().lower()
    return await asyncio.wrap_future(hashing.submit(commands.hash_password, body.password, username, demo=demo))


async def _pin_of_new(body: PersonIn) -> PinHash | None:
    return None if body.pin is None else await asyncio.wrap_future(hashing.submit(commands.hash_pin, body.pin))


async def _changed_password(
    request: Request, person_id: Id, body: PasswordIn, idempotency_key: Annotated[UUID, Header(alias="Idempotency-Key")]
) -> PasswordHash | None:
    caller = await caller_of(request)
    _refuse_other_people(caller, person_id)
    if str(person_id) == caller.person_id and body.current_password is None:
        raise InvalidInput("/current_password", CURRENT_NEEDED)
    return await asyncio.wrap_future(hashing.submit(_hash_changed, request, caller, person_id, body, str(idempotency_key)))


def _hash_changed(request: Request, caller: Caller, person_id: Id, body: PasswordIn, key: str) -> PasswordHash | None:
    database = database_of(request)
    with database.read() as tx:
        if idempotency.is_answered(tx, key):
            # A retry: the password that was the current one is not any more, and the answer is remembered.
            return None
        username = queries.profile(tx, person_id).username
    if str(person_id) == caller.person_id and body.current_password is not None:
        entrance.prove_current_password(database, person_id, body.current_password, visitor_of(request))
    demo = host_of(request).ports.get(FirstStart).demo
    return commands.hash_password(body.new_password, username, pointer="/new_password", demo=demo)


async def _changed_pin(request: Request, person_id: Id, body: PinIn) -> PinHash | None:
    _refuse_other_people(await caller_of(request), person_id)
    return None if body.pin is None else await asyncio.wrap_future(hashing.submit(commands.hash_pin, body.pin))


def _refuse_other_people(caller: Caller, person_id: Id) -> None:
    if str(person_id) != caller.person_id and MANAGE_PEOPLE.name not in caller.permissions:
        raise NotAllowed(permission=MANAGE_PEOPLE.name)


@routes.query("/people", READ_PEOPLE, refusals=())
def list_people(
    tx: ReadTx,
    q: Annotated[str | None, Query(max_length=120, pattern=PLAIN_TEXT)] = None,
    active_only: Annotated[bool, Query(description="Leave out those who no longer work here")] = False,  # noqa: FBT002
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[PersonOut]:
    """People by name."""
    after = decode_cursor(cursor, [str, Id])
    found = queries.people(tx, q, (after[0], after[1]) if after else None, limit + 1, active_only=active_only)
    rows, following = page_of(found, limit, lambda row: (row.display_name, str(row.id)))
    return Page(items=[PersonOut.model_validate(row) for row in rows], next_cursor=following)


@routes.query("/people/names", USE_SELF, refusals=())
def list_names(tx: ReadTx, limit: Limit = 500, cursor: Cursor = None) -> Page[PersonNameOut]:
    """What the others are called, and no more: whoever is signed in reads histories, and those hold ids."""
    after = decode_cursor(cursor, [str, Id])
    found = queries.names(tx, (after[0], after[1]) if after else None, limit + 1)
    rows, following = page_of(found, limit, lambda row: (row[1], str(row[0])))
    return Page(items=[PersonNameOut(id=id_, display_name=name) for id_, name in rows], next_cursor=following)


@routes.query("/people/{person_id}", READ_PEOPLE)
def get_person(tx: ReadTx, person_id: Id) -> PersonOut:
    """One person."""
    return _person_out(tx, person_id)


@routes.command("POST", "/people", MANAGE_PEOPLE, secret=True, refusals=(409,))
def register_person(
    tx: Tx,
    caller: Caller,
    body: PersonIn,
    password_hash: Annotated[PasswordHash | None, Depends(_password_of_new)],
    pin_hash: Annotated[PinHash | None, Depends(_pin_of_new)],
) -> PersonOut:
    """Let somebody in from now on."""
    new = commands.NewPerson(body.username, body.display_name, frozenset(body.roles), password_hash, pin_hash)
    return _person_out(tx, commands.register_person(tx, new, by=caller.roles).id)


@routes.command("PUT", "/people/{person_id}/roles", MANAGE_PEOPLE, status=200, changes_sessions=True)
def change_roles(tx: Tx, caller: Caller, person_id: Id, body: RolesIn) -> PersonOut:
    """Give somebody other work; in force at their next request."""
    commands.change_roles(tx, person_id, frozenset(body.roles), by=caller.roles, by_id=caller.person_id)
    return _person_out(tx, person_id)


@routes.command(
    "PUT",
    "/people/{person_id}/password",
    CHANGE_OWN_SECRETS,
    status=200,
    changes_sessions=True,
    secret=True,
    refusals=(404, 409, 429),
)
def change_password(
    tx: Tx,
    caller: Caller,
    person_id: Id,
    body: PasswordIn,  # noqa: ARG001 - the audit trail and the key's fingerprint read it, as stars
    password_hash: Annotated[PasswordHash | None, Depends(_changed_password)],
) -> PersonOut:
    """Change one's own password, or with security.people.manage another's; their other sessions end at once."""
    if password_hash is None:
        raise idempotency.KeyReused
    commands.change_password(tx, person_id, password_hash, by=caller.roles, keep_session=caller.session_id)
    return _person_out(tx, person_id)


@routes.command("PUT", "/people/{person_id}/pin", CHANGE_OWN_SECRETS, status=200, changes_sessions=True, secret=True)
def change_pin(
    tx: Tx,
    caller: Caller,
    person_id: Id,
    body: PinIn,  # noqa: ARG001 - as above
    pin_hash: Annotated[PinHash | None, Depends(_changed_pin)],
) -> PersonOut:
    """Change one's own PIN, or with security.people.manage another's; sessions that the old one opened end at once."""
    commands.change_pin(tx, person_id, pin_hash, by=caller.roles)
    return _person_out(tx, person_id)


@routes.command("POST", "/people/{person_id}/deactivations", MANAGE_PEOPLE, changes_sessions=True)
def deactivate_person(
    tx: Tx,
    caller: Caller,
    person_id: Id,
    body: DeactivationIn | None = None,  # noqa: ARG001 - the audit trail keeps the reason
) -> PersonOut:
    """End somebody's access at once; there is no way back, so the audit trail keeps why."""
    commands.deactivate_person(tx, person_id, by=caller.roles)
    return _person_out(tx, person_id)


def _person_out(tx: ReadTx, person_id: Id) -> PersonOut:
    tx.session.flush()
    return PersonOut.model_validate(queries.profile(tx, person_id))
