"""A real mail server on loopback that can be as moody as the ones out there."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from sqlalchemy import select

from desertbrew.platform.db import Database
from desertbrew.platform.messages import Mail
from desertbrew.platform.sender import Sender
from desertbrew.platform.settings import Settings
from desertbrew.platform.smtp import SmtpCarrier, mail_server_of
from desertbrew.platform.tables import message
from support.belfry import tower as tower_context

OK = "250 OK"
FROM = "Cervecería de prueba <campanas@example.mx>"
LETTER = Mail("malta@example.com", "Orden de compra OC-1", "Buenos días: va la orden.", about="order-1")


class Mailbox:
    """What arrived, and what the server answers next; each mood holds until it is changed."""

    def __init__(self) -> None:
        self.arrived: list[bytes] = []
        self.answer_to_recipient = OK
        self.answer_to_data = OK
        self.drops_after_data = False
        self.thinks_for_s = 0.0
        self.tried = 0
        self.logged_in: list[bytes] = []

    @property
    def mails(self) -> list[EmailMessage]:
        """What arrived, read."""
        read = [message_from_bytes(raw, policy=default) for raw in self.arrived]
        assert all(isinstance(mail, EmailMessage) for mail in read)
        return read

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Whether the recipient is known here."""
        self.tried += 1
        if self.answer_to_recipient == OK:
            envelope.rcpt_tos.append(address)
        return self.answer_to_recipient

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        """Take it, or not."""
        if self.thinks_for_s:
            await asyncio.sleep(self.thinks_for_s)
        if self.answer_to_data == OK:
            assert isinstance(envelope.content, bytes)
            self.arrived.append(envelope.content)
        if self.drops_after_data:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return self.answer_to_data

    def authenticate(self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, who: Any) -> AuthResult:
        """The password is `malta`."""
        known = isinstance(who, LoginPassword) and who.password == b"malta"
        if known:
            self.logged_in.append(who.login)
        return AuthResult(success=known)


@contextmanager
def open_mailbox(port: int, mailbox: Mailbox | None = None, **options: Any) -> Iterator[Mailbox]:
    """Serve a mailbox on loopback; aiosmtpd's own options pass through."""
    mailbox = mailbox or Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()


def mail_settings(url: str, sender: str = FROM) -> dict[str, Any]:
    """The part of the settings that says where mail goes."""
    return Settings.model_validate({"smtp_url": url, "mail_from": sender}).model_dump(include={"smtp_url", "mail_from"})


def carrier_of(settings: Settings, timeout_s: float = 10) -> SmtpCarrier:
    """What takes mail where the settings say."""
    server = mail_server_of(settings)
    assert server is not None
    return SmtpCarrier(server, timeout_s)


def sender_to(settings: Settings, tower: Database, timeout_s: float = 10) -> Sender:
    """A sender for the tower's mail; nothing moves until it is told to."""
    return Sender(carrier_of(settings, timeout_s), [(tower_context.CONTEXT, tower)])


def row_of(tower: Database, identifier: str) -> Any:
    """The message as it is on record."""
    with tower.read() as tx:
        return tx.connection.execute(select(message).where(message.c.id == identifier)).one()
