"""What a transaction posts goes out once it committed: once, tried again where that helps, and seen where it does not."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from desertbrew.kernel.clock import FixedClock
from desertbrew.kernel.roles import Role
from desertbrew.platform import messages
from desertbrew.platform.db import Database, Origin, Tx
from desertbrew.platform.doctor import examine
from desertbrew.platform.host import Host
from desertbrew.platform.messages import (
    CONTENT_KEPT,
    CONTENT_MAX,
    HELD_FOR,
    LONGEST_PAUSE,
    TRIES_MAX,
    Attachment,
    Claimed,
    Mail,
    Undeliverable,
)
from desertbrew.platform.sender import Sender
from desertbrew.platform.settings import Settings
from support.belfry import tower as tower_context
from support.belfry.tower import ring
from support.client import Client, answered, slug_of
from support.mailbox import FROM, LETTER, Mailbox, row_of, sender_to
from support.waiting import eventually

PDF = Attachment("orden.pdf", "application/pdf", b"%PDF-1.7 \x00\xff")


# ----------------------------------------------------------------------------------------------------------- it goes out


def test_a_posted_mail_arrives_whole_and_once(
    sender: Sender, post: Callable[[Mail], str], tower: Database, mailbox: Mailbox
) -> None:
    rich = replace(LETTER, html="<p>Buenos días: <b>va</b> la orden.</p>", attachments=(PDF,), reply_to="compras@example.mx")
    sent = post(rich)
    assert mailbox.arrived == []
    assert [sender.send_due() for _ in range(2)] == [1, 0]
    [mail] = mailbox.mails
    assert (mail["To"], mail["Subject"], mail["Reply-To"]) == (LETTER.to, LETTER.subject, "compras@example.mx")
    assert mail["From"] == FROM
    assert mail["Message-ID"] == f"<{sent}@example.mx>"
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert plain.get_content().strip() == LETTER.text
    assert html is not None
    assert "<b>va</b>" in html.get_content()
    [file] = mail.iter_attachments()
    assert (file.get_filename(), file.get_content_type(), file.get_content()) == (
        "orden.pdf",
        "application/pdf",
        PDF.content,
    )
    row = row_of(tower, sent)
    assert (row.state, row.attempts, row.about, row.settled_at) == ("SENT", 1, "order-1", tower.clock.now())


def test_what_is_rolled_back_was_never_posted(tower: Database, origin: Origin, sender: Sender, mailbox: Mailbox) -> None:
    def work(tx: Tx) -> None:
        tx.post(LETTER)
        ring(tx, "broken")

    with pytest.raises(ZeroDivisionError):
        tower.write(work, origin)
    assert sender.send_due() == 0
    assert mailbox.tried == 0


def test_a_running_host_sends_at_once(mailing: Settings, another_host: Callable[..., Host], mailbox: Mailbox) -> None:
    host = another_host(smtp_url=mailing.smtp_url, mail_from=mailing.mail_from)
    host.databases["tower"].write(lambda tx: tx.post(LETTER), Origin("test", "r"))
    eventually(lambda: len(mailbox.arrived) == 1)
    host.databases["parish"].write(lambda tx: tx.post(LETTER), Origin("test", "r"))
    eventually(lambda: len(mailbox.arrived) == 2)


# ------------------------------------------------------------------------------------------------------------ again


def test_a_server_that_says_not_now_is_asked_again_after_a_pause(
    sender: Sender, post: Callable[[Mail], str], tower: Database, mailbox: Mailbox, clock: FixedClock
) -> None:
    mailbox.answer_to_recipient = "451 greylisted, come back"
    sent = post(LETTER)
    assert [sender.send_due() for _ in range(3)] == [1, 0, 0]
    row = row_of(tower, sent)
    assert (row.state, row.attempts) == ("QUEUED", 1)
    assert "greylisted" in row.last_error
    mailbox.answer_to_recipient = "250 OK"
    clock.advance(messages.FIRST_PAUSE)
    assert sender.send_due() == 1
    assert (row_of(tower, sent).state, len(mailbox.arrived)) == ("SENT", 1)


def test_a_mail_whose_fate_is_unknown_goes_out_again_and_is_the_same_to_the_letter(
    sender: Sender, post: Callable[[Mail], str], tower: Database, mailbox: Mailbox, clock: FixedClock
) -> None:
    mailbox.drops_after_data = True
    sent = post(LETTER)
    sender.send_due()
    assert row_of(tower, sent).state == "QUEUED"
    mailbox.drops_after_data = False
    clock.advance(messages.FIRST_PAUSE)
    sender.send_due()
    first, second = mailbox.arrived
    assert first == second
    assert row_of(tower, sent).state == "SENT"


def test_a_server_that_dithers_is_left_and_asked_again(
    mailing: Settings, tower: Database, post: Callable[[Mail], str], mailbox: Mailbox, clock: FixedClock
) -> None:
    hasty = sender_to(mailing, tower, timeout_s=0.1)
    mailbox.thinks_for_s = 0.5
    sent = post(LETTER)
    hasty.send_due()
    assert row_of(tower, sent).state == "QUEUED"
    mailbox.thinks_for_s = 0
    clock.advance(messages.FIRST_PAUSE)
    sender_to(mailing, tower).send_due()
    assert row_of(tower, sent).state == "SENT"


def test_pauses_grow_and_end_with_a_person(
    mailing: Settings, tower: Database, post: Callable[[Mail], str], clock: FixedClock
) -> None:
    """Nobody listens at the port."""
    sender = sender_to(mailing, tower)
    sent = post(LETTER)
    pauses = []
    for _ in range(TRIES_MAX - 1):
        assert sender.send_due() == 1
        due_at = row_of(tower, sent).next_attempt_at
        pauses.append(due_at - clock.now())
        clock.advance(pauses[-1] - timedelta(seconds=1))
        assert sender.send_due() == 0
        clock.advance(timedelta(seconds=1))
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (messages.FIRST_PAUSE, LONGEST_PAUSE)
    assert sender.send_due() == 1
    row = row_of(tower, sent)
    assert (row.state, row.attempts, row.next_attempt_at) == ("FAILED", TRIES_MAX, None)
    assert "ConnectionRefusedError" in row.last_error
    clock.advance(timedelta(days=1))
    assert sender.send_due() == 0


@pytest.mark.parametrize("answer", ["550 no such mailbox", "554 5.7.1 not wanted"])
@pytest.mark.parametrize("at", ["answer_to_recipient", "answer_to_data"])
def test_a_refusal_for_good_is_not_asked_again(
    sender: Sender, post: Callable[[Mail], str], tower: Database, mailbox: Mailbox, answer: str, at: str
) -> None:
    setattr(mailbox, at, answer)
    sent = post(LETTER)
    assert [sender.send_due() for _ in range(2)] == [1, 0]
    row = row_of(tower, sent)
    assert (row.state, row.last_error) == ("FAILED", answer)


@pytest.mark.parametrize("to", ["", "nobody", "a@b@c", "x@example.com\r\nBcc: y@example.com"])
def test_what_is_no_address_fails_alone(
    sender: Sender, post: Callable[[Mail], str], tower: Database, mailbox: Mailbox, to: str
) -> None:
    bad, good = post(replace(LETTER, to=to)), post(LETTER)
    sender.send_due()
    assert (row_of(tower, bad).state, row_of(tower, good).state) == ("FAILED", "SENT")
    assert len(mailbox.arrived) == 1


# ------------------------------------------------------------------------------------------------------------- once


def test_many_senders_send_each_mail_once(
    mailing: Settings, tower: Database, post: Callable[[Mail], str], mailbox: Mailbox
) -> None:
    posted = {post(replace(LETTER, subject=f"Orden {number}")) for number in range(6)}
    start = threading.Barrier(4)

    def send(_: int) -> None:
        own = sender_to(mailing, tower)
        start.wait(10)
        own.send_due()

    with ThreadPoolExecutor(4) as hands:
        list(hands.map(send, range(4)))
    assert {mail["Message-ID"] for mail in mailbox.mails} == {f"<{each}@example.mx>" for each in posted}
    assert len(mailbox.arrived) == len(posted)


def test_a_sender_that_died_with_a_mail_in_hand_holds_it_no_longer_than_it_may(
    sender: Sender, post: Callable[[Mail], str], tower: Database, origin: Origin, mailbox: Mailbox, clock: FixedClock
) -> None:
    sent = post(LETTER)
    tower.write(lambda tx: messages.claim(tx.connection, sent, tx.now), origin)
    clock.advance(HELD_FOR - timedelta(seconds=1))
    assert sender.send_due() == 0
    clock.advance(timedelta(seconds=1))
    assert sender.send_due() == 1
    assert len(mailbox.arrived) == 1


def test_a_mail_that_kills_its_senders_does_not_do_so_for_ever(
    sender: Sender, post: Callable[[Mail], str], tower: Database, origin: Origin, clock: FixedClock
) -> None:
    sent = post(LETTER)
    for _ in range(TRIES_MAX + 1):
        tower.write(lambda tx: messages.claim(tx.connection, sent, tx.now), origin)
        clock.advance(HELD_FOR)
    assert row_of(tower, sent).state == "FAILED"
    assert sender.send_due() == 0


def test_a_mail_that_is_of_no_use_any_more_is_not_sent(
    sender: Sender, post: Callable[[Mail], str], tower: Database, mailbox: Mailbox, clock: FixedClock
) -> None:
    sent = post(replace(LETTER, send_before=clock.now() + timedelta(hours=1)))
    clock.advance(timedelta(hours=1))
    assert sender.send_due() == 0
    assert (row_of(tower, sent).state, mailbox.tried) == ("FAILED", 0)


def test_what_follows_from_a_lost_message_commits_with_its_mark(
    tower: Database, post: Callable[[Mail], str], parish: Database
) -> None:
    class Lost:
        kind = "MAIL"

        def carry(self, taken: Claimed) -> None:
            raise Undeliverable("gone")

    def follow(tx: Tx, taken: Claimed, why: Undeliverable) -> None:
        assert str(why) == "gone"
        ring(tx, taken.recipient)

    sent = post(LETTER)
    Sender(Lost(), [(replace(tower_context.CONTEXT, undeliverable=follow), tower)]).send_due()
    with tower.read() as tx:
        assert [each.bell for each in tx.session.execute(select(tower_context.Ring)).scalars()] == [LETTER.to]
    assert row_of(tower, sent).state == "FAILED"


# ---------------------------------------------------------------------------------------------------- what is on record


def test_without_a_mail_server_nothing_is_lost_and_the_page_says_why(
    client: Client, tower: Database, post: Callable[[Mail], str], host: Host, mailing: Settings, mailbox: Mailbox
) -> None:
    sent = post(LETTER)
    page = answered(client.get("/v1/tower/messages", state="QUEUED"))
    assert page["mail_ready"] is False
    assert [(each["id"], each["recipient"], each["title"], each["attempts"]) for each in page["items"]] == [
        (sent, LETTER.to, LETTER.subject, 0)
    ]
    [finding] = [each for each in examine(host) if each.what == "tower: messages"]
    assert (finding.health, finding.detail) == ("WARN", "1 waiting, 0 given up")
    sender_to(mailing, tower).send_due()
    assert len(mailbox.arrived) == 1
    assert answered(client.get("/v1/tower/messages", state="QUEUED"))["items"] == []


def test_an_operator_sees_what_was_not_sent_and_sends_it_again(
    client: Client, tower: Database, post: Callable[[Mail], str], sender: Sender, mailbox: Mailbox
) -> None:
    mailbox.answer_to_recipient = "550 no such mailbox"
    sent, other = post(LETTER), post(replace(LETTER, about="order-2"))
    sender.send_due()
    manager = client.acting_as(Role.MANAGER)
    [seen] = answered(manager.get("/v1/tower/messages", state="FAILED", about="order-1"))["items"]
    assert (seen["id"], seen["last_error"]) == (sent, "550 no such mailbox")
    assert slug_of(client.acting_as(Role.BREWER).get("/v1/tower/messages")) == "not-allowed"
    mailbox.answer_to_recipient = "250 OK"
    assert answered(manager.post(f"/v1/tower/messages/{sent}/replays"), 201)["state"] == "QUEUED"
    sender.send_due()
    assert len(mailbox.arrived) == 1
    assert slug_of(manager.post(f"/v1/tower/messages/{sent}/replays")) == "not-found"
    said = answered(manager.post(f"/v1/tower/messages/{other}/discards", {"reason": "se llamó por teléfono"}), 201)
    assert said["state"] == "DISCARDED"
    assert row_of(tower, other).reason == "se llamó por teléfono"
    assert sender.send_due() == 0


def test_messages_page_by_page(client: Client, post: Callable[[Mail], str]) -> None:
    posted = [post(LETTER) for _ in range(3)]
    first = answered(client.get("/v1/tower/messages", limit=2))
    rest = answered(client.get("/v1/tower/messages", limit=2, cursor=first["next_cursor"]))
    assert [each["id"] for each in first["items"] + rest["items"]] == posted[::-1]


def test_words_are_forgotten_and_the_record_stays(
    sender: Sender, post: Callable[[Mail], str], tower: Database, origin: Origin, mailbox: Mailbox, clock: FixedClock
) -> None:
    sent = post(LETTER)
    sender.send_due()
    waiting = post(LETTER)
    clock.advance(CONTENT_KEPT + timedelta(seconds=1))
    tower.write(messages.forget_old_contents, origin)
    row = row_of(tower, sent)
    assert (row.content, row.recipient, row.title) == (None, LETTER.to, LETTER.subject)
    assert row_of(tower, waiting).content is not None


@pytest.mark.parametrize("what", ["DELETE FROM message", "UPDATE message SET recipient = 'x'"])
def test_the_record_cannot_be_rewritten(post: Callable[[Mail], str], tower: Database, origin: Origin, what: str) -> None:
    post(LETTER)
    with pytest.raises(DBAPIError, match="append-only"):
        tower.write(lambda tx: tx.connection.execute(text(what)), origin)


def test_after_a_restore_nothing_leaves_by_itself(
    sender: Sender, post: Callable[[Mail], str], tower: Database, origin: Origin, mailbox: Mailbox
) -> None:
    sent = post(LETTER)
    tower.write(lambda tx: messages.give_up_all(tx, "restored"), origin)
    assert sender.send_due() == 0
    assert (row_of(tower, sent).state, row_of(tower, sent).last_error) == ("FAILED", "restored")
    with tower.read() as tx:
        [posted] = messages.posted_about(tx, "order-1")
        assert (posted.state, posted.recipient) == ("FAILED", LETTER.to)
        assert messages.posted_about(tx, "order-2") == []


def test_what_no_server_would_take_is_refused_in_the_transaction(tower: Database, origin: Origin) -> None:
    huge = replace(LETTER, attachments=(Attachment("x.bin", "application/octet-stream", b"0" * CONTENT_MAX),))
    with pytest.raises(ValueError, match="characters"):
        tower.write(lambda tx: tx.post(huge), origin)
