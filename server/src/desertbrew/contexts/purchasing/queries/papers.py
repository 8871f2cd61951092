"""Orders as they go to the supplier, and what became of the mails that carried them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from desertbrew.contexts.purchasing.contract import Letterhead
from desertbrew.contexts.purchasing.queries.orders import OrderView, order
from desertbrew.contexts.purchasing.rules.order_paper import OrderPaper, PaperLine, Party
from desertbrew.contexts.purchasing.rules.orders import OrderState, Vat
from desertbrew.contexts.purchasing.tables import Supplier
from desertbrew.kernel.clock import business_date
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx
from desertbrew.platform.tables import message


@dataclass(frozen=True, slots=True)
class OrderMail:
    """A mail that carried the order, and how it fares."""

    id: str
    recipient: str
    state: str
    posted_at: datetime
    settled_at: datetime | None
    last_error: str


def order_paper(tx: ReadTx, order_id: Id) -> OrderPaper:
    """The order as it would be printed now."""
    return paper_of(tx, order(tx, order_id))


def paper_of(tx: ReadTx, view: OrderView) -> OrderPaper:
    """An order that was read already, as it would be printed."""
    row = view.order
    house = tx.ports.get(Letterhead)
    own = [f"RFC {house.rfc}" if house.rfc else "", *house.address.splitlines()]
    return OrderPaper(
        number=row.number,
        revision=row.revision,
        is_draft=row.state == OrderState.DRAFT,
        ordered_on=business_date(row.created_at, tx.zone),
        expected_on=row.expected_on,
        buyer=Party(house.name, [line for line in own if line]),
        supplier=Party(row.supplier_name, _known(view.supplier)),
        credit_days=view.supplier.credit_days,
        tolerance_pct=view.supplier.tolerance_pct,
        currency=row.currency,
        lines=[_line(line) for line in view.lines],
        subtotal=row.subtotal,
        ieps=row.ieps,
        vat=row.vat,
        total=row.total,
        notes=row.notes,
        approved_by=row.approved_by_name or "",
    )


def order_mails(tx: ReadTx, order_id: Id) -> Sequence[OrderMail]:
    """The mails about the order, the newest first."""
    columns = (message.c.id, message.c.recipient, message.c.state, message.c.posted_at, message.c.settled_at)
    query = select(*columns, message.c.last_error).where(message.c.about == str(order_id)).order_by(message.c.id.desc())
    return [OrderMail(*row) for row in tx.connection.execute(query)]


def _line(line: Any) -> PaperLine:  # noqa: ANN401 - a line of the order
    code = f"{line.supplier_sku} / {line.item_sku}" if line.supplier_sku else line.item_sku
    return PaperLine(
        code,
        line.item_name,
        line.pack_name,
        line.packs,
        line.quantity,
        line.base_unit,
        line.pack_price,
        Vat(line.vat_rate),
        line.ieps_pct,
        line.net,
        line.note,
    )


def _known(supplier: Supplier) -> list[str]:
    place = ", ".join(filter(None, (supplier.city, supplier.state, supplier.postal_code)))
    said = (
        f"RFC {supplier.rfc}" if supplier.rfc else "",
        f"Id. fiscal {supplier.tax_id}" if supplier.tax_id else "",
        supplier.street,
        place,
        supplier.country if place or supplier.street else "",
        f"Atención: {supplier.contact_name}" if supplier.contact_name else "",
        " · ".join(filter(None, (supplier.phone, supplier.email))),
    )
    return [line for line in said if line]
