"""Orders on paper and by mail: what the supplier reads, and what becomes of the mail."""

from __future__ import annotations

import re
import zlib
from base64 import a85decode
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from desertbrew.contexts.purchasing import commands, queries
from desertbrew.contexts.purchasing.commands import Letter, NewOrderLine, NewSupplier
from desertbrew.contexts.purchasing.context import CONTEXT
from desertbrew.contexts.purchasing.errors import OrderMoveNotAllowed
from desertbrew.contexts.purchasing.rules.order_paper import OrderPaper, PaperLine, Party, draw_order
from desertbrew.contexts.purchasing.rules.orders import Vat
from desertbrew.contexts.purchasing.tables import PurchaseOrder
from desertbrew.kernel.errors import InvalidInput
from desertbrew.platform.context import Context
from desertbrew.platform.db import Database
from desertbrew.platform.sender import Sender
from desertbrew.platform.settings import Settings
from purchasing.desk import MALT, WATER, Desk
from support.mailbox import Mailbox, carrier_of, mail_settings, open_mailbox
from support.stores import Store

MAIL = "ventas@maltadelnorte.mx"


def text_of(pdf: bytes) -> str:
    """What stands on the pages, word by word; the fonts are the printer's own, so the letters are in the file."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    pages = (zlib.decompress(a85decode(stream.strip().removesuffix(b"~>"))) for stream in streams)
    shown = re.findall(rb"\(((?:[^()\\]|\\.)*)\) Tj", b"\n".join(pages))
    plain = b"\n".join(re.sub(rb"\\([0-7]{3})", lambda code: bytes([int(code[1], 8)]), each) for each in shown)
    return re.sub(r"\\(.)", r"\1", plain.decode("cp1252"))


PAPER = OrderPaper(
    number="OC-20261120-0A1B2C3D",
    revision=2,
    is_draft=False,
    ordered_on=date(2026, 11, 20),
    expected_on=date(2026, 11, 27),
    buyer=Party("Desert Brew Co.", ["RFC DBC200101AB1"]),
    supplier=Party("Malta & <b>Más</b> Łódź", []),
    credit_days=30,
    tolerance_pct=Decimal("5.000000"),
    currency="USD",
    lines=[
        PaperLine(
            "PILS",
            "Malta",
            "saco 25 kg",
            Decimal(40),
            Decimal(1000),
            "kg",
            Decimal("1087.5"),
            Vat.V0,
            None,
            Decimal("43500.00"),
            "",
        ),
        PaperLine(
            "A",
            "Agua",
            "L",
            Decimal("43.2"),
            Decimal("43.2"),
            "L",
            Decimal("4.166667"),
            Vat.EXEMPT,
            Decimal(8),
            Decimal("180.00"),
            "fría",
        ),
    ],
    subtotal=Decimal("43680.00"),
    ieps=Decimal("14.40"),
    vat=Decimal("0.00"),
    total=Decimal("43694.40"),
    notes="Por el andén 2.\nAntes de la una.",
    approved_by="Gerencia",
)


def test_the_paper_says_who_what_and_how_much() -> None:
    said = text_of(draw_order(PAPER)).replace("\n", "")  # one word may be drawn in several strokes
    for words in (
        "OC-20261120-0A1B2C3D · revisión 2",
        "Malta & <b>Más</b> ?ód?",  # as it was written, but for letters that the font has not
        "RFC DBC200101AB1",
        "27/11/2026",
        "Crédito, 30 días",
        "USD",
        "1,000 kg",
        "1,087.50",
        "4.166667",
        "Exento",
        "A · fría · IEPS 8 %",
        "$43,694.40",
        "Antes de la una.",
        "Aprobó: Gerencia",
    ):
        assert words in said, words
    assert "BORRADOR" not in said


def test_the_same_order_is_the_same_bytes_and_a_long_one_takes_more_pages() -> None:
    assert draw_order(PAPER) == draw_order(PAPER)
    long = replace(PAPER, lines=[*PAPER.lines] * 40, is_draft=True)
    said = text_of(draw_order(long))
    assert "Página 3" in said
    assert said.count("Presentación") > 1, "the heading of the lines stands on every page"
    assert "BORRADOR" in said


@pytest.fixture
def mailbox(unused_port: int) -> Iterator[Mailbox]:
    """The supplier's mail server."""
    with open_mailbox(unused_port) as mailbox:
        yield mailbox


@pytest.fixture
def settings(store: Store, contexts: Sequence[Context], tmp_path: Path, unused_port: int) -> Settings:
    """An installation that can send mail, and says who it is."""
    prepared = store.prepare(contexts, tmp_path / "data")
    own = {"brewery_rfc": "DBC200101AB1", "brewery_address": "Blvd. Fundadores 1200\nSaltillo"}
    return prepared.model_copy(update={**mail_settings(f"smtp://127.0.0.1:{unused_port}"), **own})


@pytest.fixture
def sender(settings: Settings, purchasing: Database) -> Sender:
    """Carries what was posted, when it is told to."""
    return Sender(carrier_of(settings), [(CONTEXT, purchasing)])


def approved(desk: Desk, mail: str | None = MAIL) -> PurchaseOrder:
    seller = desk.write(
        lambda tx: commands.register_supplier(tx, NewSupplier("Malta del Norte", email=mail, city="Saltillo"))
    )
    water = NewOrderLine(WATER.item_id, Decimal("43.2"), Decimal("12.5"), ieps_pct=Decimal(8))
    return desk.approve(desk.order(seller.id, NewOrderLine(MALT.item_id, Decimal(1000), Decimal(20)), water))


def test_the_order_goes_to_the_supplier_as_pdf(desk: Desk, sender: Sender, mailbox: Mailbox) -> None:
    order = approved(desk)
    sent = desk.write(lambda tx: commands.send_by_mail(tx, order.id, Letter(words="Va la orden, gracias.")))
    assert (sent.state, sent.sent_how, sent.sent_note) == ("SENT", "EMAIL", MAIL)
    assert mailbox.mails == [], "posted with the commit, carried afterwards"
    assert sender.send_due() == 1
    [mail] = mailbox.mails
    assert (mail["To"], mail["Subject"]) == (MAIL, f"Orden de compra {order.number} de Desert Brew Co.")
    body = mail.get_body()
    assert body is not None
    assert "Va la orden, gracias." in body.get_content()
    [pdf] = mail.iter_attachments()
    assert (pdf.get_filename(), pdf.get_content_type()) == (f"{order.number}.pdf", "application/pdf")
    said = text_of(pdf.get_content())
    assert {order.number, "RFC DBC200101AB1", "Saltillo", f"${order.total:,.2f}"} <= set(said.split("\n"))
    assert "BORRADOR" not in said
    with desk.database.read() as tx:
        assert [(each.recipient, each.state) for each in queries.order_mails(tx, order.id)] == [(MAIL, "SENT")]


def test_an_address_that_is_none_is_told_in_the_orders_history(desk: Desk, sender: Sender, mailbox: Mailbox) -> None:
    mailbox.answer_to_recipient = "550 no such person"
    order = approved(desk)
    desk.write(lambda tx: commands.send_by_mail(tx, order.id, Letter("otro@maltadelnorte.mx")))
    sender.send_due()
    with desk.database.read() as tx:
        assert [each.state for each in queries.order_mails(tx, order.id)] == ["FAILED"]
    last = desk.view(order.id).history[-1]
    assert (last.what, last.detail) == ("mail_failed", "otro@maltadelnorte.mx")


def test_a_draft_is_not_sent_and_nobody_is_written_to_without_an_address(desk: Desk) -> None:
    order = approved(desk, mail=None)
    with pytest.raises(InvalidInput) as refused:
        desk.write(lambda tx: commands.send_by_mail(tx, order.id, Letter()))
    assert refused.value.pointer == "/to"
    draft = desk.order(order.supplier_id)
    with pytest.raises(OrderMoveNotAllowed):
        desk.write(lambda tx: commands.send_by_mail(tx, draft.id, Letter(MAIL)))
