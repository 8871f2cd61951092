"""Mail as SMTP servers see it: whom it is from, what it may carry, and what a password is shown to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email.errors import MessageError
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from desertbrew.platform.db import Database
from desertbrew.platform.messages import Attachment, Claimed, Mail
from desertbrew.platform.settings import Settings
from desertbrew.platform.smtp import BadMailSettings, compose, mail_server_of, read_address
from support.mailbox import FROM, LETTER, Mailbox, mail_settings, open_mailbox, row_of, sender_to


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_password_is_shown_to_a_server_on_this_machine(
    settings: Settings, tower: Database, post: Callable[[Mail], str], unused_port: int
) -> None:
    def options(mailbox: Mailbox) -> dict[str, Any]:
        return {"authenticator": mailbox.authenticate, "auth_required": True, "auth_require_tls": False}

    box = Mailbox()
    with open_mailbox(unused_port, mailbox=box, **options(box)) as mailbox:
        sent = post(LETTER)
        sender_to(
            settings.model_copy(update=mail_settings(f"smtp://brew%40example.mx:malta@127.0.0.1:{unused_port}", "")), tower
        ).send_due()
        assert mailbox.logged_in == [b"brew@example.mx"]
        assert mailbox.mails[0]["From"] == '"Desert Brew Co." <brew@example.mx>'
    assert row_of(tower, sent).state == "SENT"


def test_a_server_that_must_speak_tls_and_does_not_gets_nothing(
    settings: Settings, tower: Database, post: Callable[[Mail], str], mailbox: Mailbox, unused_port: int
) -> None:
    sent = post(LETTER)
    sender_to(settings.model_copy(update=mail_settings(f"smtp+starttls://127.0.0.1:{unused_port}")), tower).send_due()
    assert mailbox.tried == 0
    row = row_of(tower, sent)
    assert row.state == "QUEUED"
    assert "STARTTLS" in row.last_error


WORDS = st.text(st.characters() | st.sampled_from('\r\n:@<>,;"\\'), max_size=20)


@hypothesis_settings(max_examples=60, deadline=None)
@given(to=WORDS | st.just(LETTER.to), subject=WORDS, name=WORDS, words=WORDS)
def test_no_name_becomes_a_header(to: str, subject: str, name: str, words: str) -> None:
    mail = Mail(to, subject, words, reply_to=name, attachments=(Attachment(name, "text/csv", b"a,b"),))
    taken = Claimed("id", "MAIL", "", to, "", datetime(2026, 11, 20, 15, tzinfo=UTC), 1)
    try:
        composed = compose(taken, mail, read_address(FROM)).as_bytes()
    except (ValueError, LookupError, MessageError):
        return  # what the carrier calls undeliverable: refused, not sent in another shape
    head = composed.split(b"\r\n\r\n", 1)[0].lower()
    assert head.count(b"\r\nto: ") == 1
    assert b"\r\nbcc:" not in head


# ---------------------------------------------------------------------------------------------------------- settings


@pytest.mark.parametrize(
    "url,sender,expected",
    [
        ("smtp://mail.example.mx", "a@b.mx", ("smtp", "mail.example.mx", 587, "", "", "a@b.mx")),
        ("smtps://u%40b.mx:p%3Aw@mail.example.mx", "", ("smtps", "mail.example.mx", 465, "u@b.mx", "p:w", "u@b.mx")),
        ("smtp+starttls://u:p@h:25", "Yo <a@b.mx>", ("smtp+starttls", "h", 25, "u", "p", "a@b.mx")),
    ],
)
def test_a_mail_server_is_read_from_its_url(url: str, sender: str, expected: tuple[Any, ...]) -> None:
    server = mail_server_of(Settings(**mail_settings(url, sender)))
    assert server is not None
    assert (server.scheme, server.host, server.port, server.user, server.password, server.sender.addr_spec) == expected


@pytest.mark.parametrize("url,sender", [("http://h", "a@b.mx"), ("smtp://", "a@b.mx"), ("smtp://h", ""), ("smtp://h", "x")])
def test_settings_that_cannot_be_meant_are_refused_at_the_start(url: str, sender: str) -> None:
    with pytest.raises(BadMailSettings):
        mail_server_of(Settings(**mail_settings(url, sender)))


@pytest.mark.parametrize(
    "host,expected", [("localhost", True), ("127.0.0.1", True), ("10.0.0.1", False), ("mail.example.mx", False)]
)
def test_only_this_machine_may_hear_a_password_in_the_clear(host: str, expected: bool) -> None:
    server = mail_server_of(Settings(**mail_settings(f"smtp://u:p@{host}")))
    assert server is not None
    assert server.is_this_machine is expected
