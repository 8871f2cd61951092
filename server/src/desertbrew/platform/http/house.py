"""The routes that every context has: its audit trail, the events it could not take, and the messages it sent."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import Path, Query
from pydantic import BaseModel, Field
from sqlalchemy import select

from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.roles import Role
from desertbrew.platform import inbox
from desertbrew.platform.context import Permission, permission
from desertbrew.platform.db import ReadTx, Tx
from desertbrew.platform.http.pages import Cursor, Limit, Page, decode_cursor, page_of
from desertbrew.platform.http.routes import Routes
from desertbrew.platform.http.sent import add_message_routes
from desertbrew.platform.tables import audit_entry, held_event

EventId = Annotated[str, Path(pattern=r"^[0-9a-f-]{36}$")]


class AuditEntryOut(BaseModel):
    """Who did what to which thing; `details` is null once erased."""

    seq: int
    at: datetime
    actor: str
    action: str
    subject: str
    request_id: str
    details: str | None
    hash: str


class DeadLetterOut(BaseModel):
    """An event that this context could not take, with what went wrong last."""

    id: str
    name: str
    context: str
    subject: str
    state: str
    attempts: int
    held_at: datetime
    next_attempt_at: datetime | None
    last_error: str
    reason: str | None
    payload: str


class SettledOut(BaseModel):
    """The event that was settled."""

    id: str
    state: str


class DiscardIn(BaseModel):
    """Why the event is not wanted."""

    reason: str = Field(min_length=3, max_length=500)


def house_permissions(context: str) -> tuple[Permission, Permission, Permission]:
    """Reading the trail, seeing dead letters, settling them."""
    return (
        permission(
            f"{context}.audit.read",
            "Leer la bitácora",
            "Read the audit trail",
            Role.AUDITOR,
            Role.ACCOUNTANT,
            Role.MANAGER,
        ),
        permission(
            f"{context}.dead_letters.read",
            "Ver los eventos detenidos y los mensajes sin enviar",
            "See events that are held and messages that were not sent",
            Role.MANAGER,
            Role.AUDITOR,
        ),
        permission(
            f"{context}.dead_letters.settle",
            "Reintentar o descartar eventos detenidos y mensajes",
            "Replay or discard held events and messages",
            Role.MANAGER,
        ),
    )


def add_house_routes(routes: Routes) -> tuple[Permission, ...]:
    """Add the routes to a context's own, and return the permissions they need for its manifest."""
    read_audit, read_letters, settle = house_permissions(routes.context)
    base = f"/{routes.context}"

    @routes.query(f"{base}/audit-entries", read_audit, refusals=())
    def audit_entries(
        tx: ReadTx,
        subject: Annotated[str | None, Query(max_length=100)] = None,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Page[AuditEntryOut]:
        """The newest entries first."""
        query = select(audit_entry).order_by(audit_entry.c.seq.desc()).limit(limit + 1)
        if subject:
            query = query.where(audit_entry.c.subject == subject)
        after = decode_cursor(cursor, [_row_number])
        if after:
            query = query.where(audit_entry.c.seq < after[0])
        rows, following = page_of(tx.session.execute(query).all(), limit, lambda row: (row.seq,))
        names = AuditEntryOut.model_fields
        return Page(
            items=[AuditEntryOut(**{name: getattr(row, name) for name in names}) for row in rows],
            next_cursor=following,
        )

    @routes.query(f"{base}/dead-letters", read_letters, refusals=())
    def dead_letters(tx: ReadTx, limit: Limit = 50, cursor: Cursor = None) -> Page[DeadLetterOut]:
        """Events that are held: waiting for the next try, dead, or discarded; the newest first."""
        query = select(held_event).order_by(held_event.c.event_id.desc()).limit(limit + 1)
        after = decode_cursor(cursor, [str])
        if after:
            query = query.where(held_event.c.event_id < after[0])
        rows, following = page_of(tx.session.execute(query).all(), limit, lambda row: (row.event_id,))
        return Page(items=[_letter(row) for row in rows], next_cursor=following)

    @routes.command("POST", f"{base}/dead-letters/{{event_id}}/replays", settle)
    def replay_dead_letter(tx: Tx, event_id: EventId) -> SettledOut:
        """Try it again, from the first pause; it happens within moments."""
        if not inbox.replay(tx, event_id):
            raise NotFound(what=Text("un evento detenido", "held event"), id=event_id)
        return SettledOut(id=event_id, state=inbox.RETRYING)

    @routes.command("POST", f"{base}/dead-letters/{{event_id}}/discards", settle)
    def discard_dead_letter(tx: Tx, event_id: EventId, body: DiscardIn) -> SettledOut:
        """Settle it by hand; it stays on record with the reason."""
        if not inbox.discard(tx, event_id, body.reason):
            raise NotFound(what=Text("un evento detenido", "held event"), id=event_id)
        return SettledOut(id=event_id, state=inbox.DISCARDED)

    add_message_routes(routes, read_letters, settle)
    return (read_audit, read_letters, settle)


def _row_number(value: Any) -> int:  # noqa: ANN401 - a part of a client's cursor
    if type(value) is not int or not 0 <= value < 2**63:
        raise ValueError(value)
    return value


def _letter(row: Any) -> DeadLetterOut:  # noqa: ANN401 - a row of held_event
    return DeadLetterOut(
        id=row.event_id,
        name=row.name,
        context=row.context,
        subject=row.subject,
        state=row.state,
        attempts=row.attempts,
        held_at=row.held_at,
        next_attempt_at=row.next_attempt_at,
        last_error=row.last_error,
        reason=row.reason,
        payload=row.payload,
    )
