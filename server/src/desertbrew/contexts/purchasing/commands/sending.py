"""The supplier gets to know of an order."""

from __future__ import annotations

from dataclasses import dataclass

from desertbrew.contexts.purchasing.commands.moving import locked_order, named, require_move, tell
from desertbrew.contexts.purchasing.contract import Letterhead, PurchaseOrderMailFailed, PurchaseOrderSent
from desertbrew.contexts.purchasing.errors import MailNotSetUp
from desertbrew.contexts.purchasing.queries.papers import order_paper
from desertbrew.contexts.purchasing.rules.order_paper import OrderPaper, draw_order
from desertbrew.contexts.purchasing.rules.orders import OrderMove, OrderState, SentHow
from desertbrew.contexts.purchasing.tables import PurchaseOrder, Supplier
from desertbrew.kernel.errors import InvalidInput, Text
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import Tx
from desertbrew.platform.messages import Attachment, Claimed, Mail, Outgoing, Undeliverable

PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Letter:
    """To whom the order goes, the supplier's own address if to nobody else, and what is said besides."""

    to: str | None = None
    words: str = ""


def send_by_hand(tx: Tx, order_id: Id, note: str) -> PurchaseOrder:
    """Somebody told the supplier (by phone, by message): `note` says how. (INV-P5)"""
    return _sent(tx, order_id, SentHow.HAND, note)


def send_by_mail(tx: Tx, order_id: Id, letter: Letter) -> PurchaseOrder:
    """Post the order as PDF; it counts as sent, and the mail is carried once this is committed. (INV-P5)

    Refuses where this installation has no mail server: an order in a queue that nobody empties is not sent.
    """
    order = locked_order(tx, order_id)
    require_move(order, OrderMove.SEND)
    if not tx.ports.get(Outgoing).mail:
        raise MailNotSetUp
    to = letter.to or tx.session.get_one(Supplier, order.supplier_id).email
    if not to:
        raise InvalidInput("/to", Text(es="El proveedor no tiene correo.", en="The supplier has no mail address."))
    paper = order_paper(tx, order_id)
    pdf = Attachment(f"{order.number}.pdf", PDF, draw_order(paper))
    house = tx.ports.get(Letterhead)
    subject = f"Orden de compra {order.number} de {house.name}"
    tx.post(Mail(to, subject, _words(paper, letter.words), attachments=(pdf,), about=str(order.id)))
    return _sent(tx, order_id, SentHow.EMAIL, to)


def note_undeliverable(tx: Tx, lost: Claimed, _: Undeliverable) -> None:
    """A mail will never arrive: the order's history says so, and whoever listens."""
    if not lost.about:
        return
    order = locked_order(tx, Id(lost.about))
    tell(tx, order, "mail_failed", lost.recipient)
    tx.emit(PurchaseOrderMailFailed(**named(order), recipient=lost.recipient))


def _words(paper: OrderPaper, own: str) -> str:
    said = [
        "Buenos días:",
        own or f"Adjuntamos nuestra orden de compra {paper.number} en PDF.",
        f"Total: ${paper.total:,.2f} {paper.currency}. Entrega esperada: {paper.expected_on:%d/%m/%Y}.",
        f"Por favor confirma la fecha de entrega y escribe {paper.number} en la factura y en la remisión.",
        paper.buyer.name,
    ]
    return "\n\n".join(said) + "\n"


def _sent(tx: Tx, order_id: Id, how: SentHow, note: str) -> PurchaseOrder:
    order = locked_order(tx, order_id)
    require_move(order, OrderMove.SEND)
    if order.state == OrderState.APPROVED:
        order.state = OrderState.SENT.value
    order.sent_at, order.sent_how, order.sent_note = tx.now, how.value, note[:200]
    tell(tx, order, "sent", f"{how.value} {note}".strip())
    tx.emit(PurchaseOrderSent(**named(order), how=how.value, expected_on=order.expected_on))
    return order
