"""What an operator asks a running server for: the doctor, a backup, the outbox.

Only our own CLI gets in, with the key that the server left beside its databases, or that both were given.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from desertbrew.contexts.production import commands as production
from desertbrew.contexts.production.rules.recipe_files import read_recipe_file
from desertbrew.kernel.roles import Role
from desertbrew.platform import backup, doctor, inbox, outbox
from desertbrew.platform.auth import NotAllowed
from desertbrew.platform.db import Origin, Tx, new_request_id
from desertbrew.platform.host import Host
from desertbrew.platform.http.routes import caller_of
from desertbrew.platform.tables import held_event

NDJSON = "application/x-ndjson"


class BackupIn(BaseModel):
    """Where to; a folder of the server's machine that does not exist yet."""

    target: str = Field(min_length=1, max_length=1000)


class LetterIn(BaseModel):
    """What to do with a dead letter: replay it, or discard it with a reason."""

    context: str
    event_id: str
    discard_reason: str | None = Field(default=None, max_length=500)


class RecipeFileIn(BaseModel):
    """A recipe file, whole."""

    file_name: str = Field(min_length=1, max_length=255)
    content_base64: str = Field(max_length=12_000_000)


def examine(host: Host) -> Iterator[dict[str, object]]:
    """The doctor's findings."""
    for finding in doctor.examine(host):
        yield asdict(finding)


def back_up(host: Host, target: Path) -> Iterator[dict[str, object]]:
    """A backup's progress, and at the end `error` where it failed."""
    try:
        for progress in backup.take(host, target):
            yield asdict(progress)
    except backup.BackupBroken as error:
        yield {"error": str(error)}


def list_outbox(host: Host) -> Iterator[dict[str, object]]:
    """What waits to leave, and what is held, a line a context and a line a held event."""
    for name, database in host.databases.items():
        with database.read() as tx:
            connection = tx.connection
            yield {"context": name, "waiting": outbox.count_waiting(connection)}
            for row in connection.execute(held_event.select().order_by(held_event.c.event_id)):
                yield {
                    "context": name,
                    "event_id": row.event_id,
                    "name": row.name,
                    "state": row.state,
                    "attempts": row.attempts,
                    "last_error": row.last_error,
                }


def settle_letter(host: Host, wish: LetterIn) -> Iterator[dict[str, object]]:
    """Replay or discard; `done` is False where there is no such letter."""
    database = host.databases.get(wish.context)
    if database is None:
        yield {"done": False}
        return

    def work(tx: Tx) -> bool:
        reason = wish.discard_reason
        done = inbox.replay(tx, wish.event_id) if reason is None else inbox.discard(tx, wish.event_id, reason)
        if done:
            verb = "replay" if reason is None else "discard"
            tx.note(f"{wish.context}.{verb}_dead_letter", wish.event_id, json.dumps({"reason": reason}))
        return done

    yield {"done": database.write(work, Origin("system:cli", new_request_id()))}


def import_recipe_file(host: Host, wish: RecipeFileIn) -> Iterator[dict[str, object]]:
    """Import one recipe file; one line with what came of it, as the route for browsers answers."""
    database = host.databases.get("production")
    if database is None:
        yield {"error": "production is served elsewhere: run this where it is"}
        return
    content = base64.b64decode(wish.content_base64)
    result = read_recipe_file(wish.file_name, content)

    def work(tx: Tx) -> list[dict[str, object]]:
        made = production.import_recipes(tx, wish.file_name, result.recipes)
        found: list[dict[str, object]] = [
            {
                "name": each.recipe.name,
                "version": each.recipe.version,
                "known": each.known,
                "repairs": json.loads(each.recipe.repairs),
            }
            for each in made
        ]
        details = {"file_name": wish.file_name, "imported": len(found), "refused": len(result.refused)}
        tx.note("production.import_recipes", wish.file_name, json.dumps(details, ensure_ascii=False))
        return found

    imported = database.write(work, Origin("system:cli", new_request_id())) if result.recipes else []
    yield {"file": wish.file_name, "imported": imported, "refused": [asdict(each) for each in result.refused]}


def add_operations(app: FastAPI, host: Host) -> None:
    """Add the operator's routes; they are no part of the API that is published."""

    async def only_ours(request: Request) -> None:
        caller = await caller_of(request)
        if Role.SERVICE not in caller.roles:
            raise NotAllowed(permission="operations")

    def stream(lines: Iterator[dict[str, object]]) -> StreamingResponse:
        return StreamingResponse((json.dumps(line) + "\n" for line in lines), media_type=NDJSON)

    @app.get("/v1/internal/doctor", include_in_schema=False)
    async def _examine(request: Request) -> StreamingResponse:
        await only_ours(request)
        return stream(examine(host))

    @app.get("/v1/internal/outbox", include_in_schema=False)
    async def _list_outbox(request: Request) -> StreamingResponse:
        await only_ours(request)
        return stream(list_outbox(host))

    @app.post("/v1/internal/backups", include_in_schema=False)
    async def _back_up(request: Request, body: BackupIn) -> StreamingResponse:
        await only_ours(request)
        return stream(back_up(host, Path(body.target)))

    @app.post("/v1/internal/recipe-imports", include_in_schema=False)
    async def _import_recipe_file(request: Request, body: RecipeFileIn) -> StreamingResponse:
        await only_ours(request)
        return stream(import_recipe_file(host, body))

    @app.post("/v1/internal/letters", include_in_schema=False)
    async def _settle(request: Request, body: LetterIn) -> StreamingResponse:
        await only_ours(request)
        return stream(settle_letter(host, body))
