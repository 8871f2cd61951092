"""What a context sent to people, or could not: seen by an operator, sent again or settled by hand."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import Path, Query
from pydantic import BaseModel, Field
from sqlalchemy import select

from desertbrew.kernel.errors import NotFound, Text
from desertbrew.platform import messages
from desertbrew.platform.context import Permission
from desertbrew.platform.db import ReadTx, Tx
from desertbrew.platform.http.pages import Cursor, Limit, Page, decode_cursor, page_of
from desertbrew.platform.http.routes import Routes
from desertbrew.platform.tables import message

MessageId = Annotated[str, Path(pattern=r"^[0-9a-f-]{36}$")]
MessageState = Literal["QUEUED", "SENT", "FAILED", "DISCARDED"]
WHAT = Text("un mensaje por enviar", "message to send")


class MessageOut(BaseModel):
    """A mail or a push: to whom, about what, and how it fares; what it says is not shown."""

    id: str
    kind: str
    about: str
    recipient: str
    title: str
    state: MessageState
    posted_at: datetime
    attempts: int
    next_attempt_at: datetime | None
    settled_at: datetime | None
    last_error: str
    reason: str | None


class MessagePage(Page[MessageOut]):
    """A page of messages, and whether mail can leave at all."""

    mail_ready: bool


class MessageSettledOut(BaseModel):
    """The message that was settled."""

    id: str
    state: MessageState


class MessageDiscardIn(BaseModel):
    """Why it need not be sent."""

    reason: str = Field(min_length=3, max_length=500)


def add_message_routes(routes: Routes, read: Permission, settle: Permission) -> None:
    """Add the routes to a context's own."""
    base = f"/{routes.context}/messages"

    @routes.query(base, read, refusals=())
    def sent_messages(
        tx: ReadTx,
        state: Annotated[list[MessageState] | None, Query(description="Only those in one of these states")] = None,
        about: Annotated[str | None, Query(max_length=100)] = None,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> MessagePage:
        """The newest first."""
        query = select(message).order_by(message.c.id.desc()).limit(limit + 1)
        if state:
            query = query.where(message.c.state.in_(state))
        if about:
            query = query.where(message.c.about == about)
        after = decode_cursor(cursor, [str])
        if after:
            query = query.where(message.c.id < after[0])
        rows, following = page_of(tx.session.execute(query).all(), limit, lambda row: (row.id,))
        names = MessageOut.model_fields
        return MessagePage(
            items=[MessageOut(**{name: getattr(row, name) for name in names}) for row in rows],
            next_cursor=following,
            mail_ready=tx.ports.get(messages.Outgoing).mail,
        )

    @routes.command("POST", f"{base}/{{message_id}}/replays", settle)
    def send_message_again(tx: Tx, message_id: MessageId) -> MessageSettledOut:
        """Try it again, from the first pause; it happens within moments."""
        if not messages.replay(tx, message_id):
            raise NotFound(what=WHAT, id=message_id)
        return MessageSettledOut(id=message_id, state="QUEUED")

    @routes.command("POST", f"{base}/{{message_id}}/discards", settle)
    def discard_message(tx: Tx, message_id: MessageId, body: MessageDiscardIn) -> MessageSettledOut:
        """Settle it by hand; it stays on record with the reason."""
        if not messages.discard(tx, message_id, body.reason):
            raise NotFound(what=WHAT, id=message_id)
        return MessageSettledOut(id=message_id, state="DISCARDED")
