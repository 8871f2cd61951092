"""Orders as files and mails, on the wire."""

from __future__ import annotations

import csv
import io

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.purchasing import commands, queries
from desertbrew.contexts.purchasing.http.orders import PurchaseOrderDetailOut, Wanted, after
from desertbrew.contexts.purchasing.http.permissions import READ_ORDERS, WRITE_ORDERS, routes
from desertbrew.contexts.purchasing.http.suppliers import EMAIL
from desertbrew.contexts.purchasing.rules.order_paper import draw_order
from desertbrew.kernel.ids import Id
from desertbrew.platform.auth import Caller
from desertbrew.platform.db import Tx
from desertbrew.platform.http.spreadsheet import unlike_a_formula

MOST_LINES = 20_000


class HandSendingIn(BaseModel):
    """How the supplier was told."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    note: str = Field(min_length=3, max_length=200)


class MailSendingIn(BaseModel):
    """To whom, the supplier's own address if to nobody else, and what is said besides."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    to: str | None = Field(default=None, max_length=254, pattern=EMAIL)
    words: str = Field(default="", max_length=2000)


class OrderPdfResponse(Response):
    """A PDF, as the OpenAPI document announces it."""

    media_type = "application/pdf"


class OrderCsvResponse(Response):
    """A table for a spreadsheet, as the OpenAPI document announces it."""

    media_type = "text/csv"


@routes.command("POST", "/purchase-orders/{order_id}/hand-sendings", WRITE_ORDERS)
def send_purchase_order_by_hand(tx: Tx, caller: Caller, order_id: Id, body: HandSendingIn) -> PurchaseOrderDetailOut:
    """Write down that somebody told the supplier, by phone or by message."""
    return after(tx, commands.send_by_hand(tx, order_id, body.note), caller)


@routes.command("POST", "/purchase-orders/{order_id}/mail-sendings", WRITE_ORDERS)
def send_purchase_order_by_mail(tx: Tx, caller: Caller, order_id: Id, body: MailSendingIn) -> PurchaseOrderDetailOut:
    """Mail the order to the supplier as PDF; whether it arrived shows on the order."""
    return after(tx, commands.send_by_mail(tx, order_id, commands.Letter(body.to, body.words)), caller)


@routes.bare(
    "GET",
    "/purchase-orders/{order_id}/pdf",
    permission=READ_ORDERS,
    answers=OrderPdfResponse,
    why="a file for a printer, which is not JSON",
    refusals=(401, 403, 404),
)
def print_purchase_order(request: Request, order_id: Id) -> Response:
    """The order as the supplier gets it; a draft says that it is one."""
    with request.app.state.host.databases["purchasing"].read() as tx:
        paper = queries.order_paper(tx, order_id)
    headers = {"Content-Disposition": f'inline; filename="{paper.number}.pdf"'}
    return OrderPdfResponse(draw_order(paper), 200, headers)


@routes.bare(
    "GET",
    "/purchase-order-list/csv",
    permission=READ_ORDERS,
    answers=OrderCsvResponse,
    why="a file for a spreadsheet, which is not JSON",
    refusals=(401, 403),
)
def download_purchase_orders(request: Request, wanted: Wanted) -> Response:
    """The same list as a CSV file, UTF-8 with a mark so that a spreadsheet reads the accents."""
    written = io.StringIO()
    lines = csv.writer(written)
    named = ("numero", "proveedor", "estado", "entrega_esperada", "moneda")
    lines.writerow([*named, "subtotal", "ieps", "iva", "total", "pesos"])
    with request.app.state.host.databases["purchasing"].read() as tx:
        for row in queries.orders(tx, wanted, None, MOST_LINES):
            amounts = (row.subtotal, row.ieps, row.vat, row.total, row.total_mxn)
            words = (row.number, unlike_a_formula(row.supplier_name), row.state, row.expected_on.isoformat(), row.currency)
            lines.writerow([*words, *(format(amount, "f") for amount in amounts)])
    headers = {"Content-Disposition": 'attachment; filename="ordenes-de-compra.csv"'}
    return OrderCsvResponse("\ufeff" + written.getvalue(), 200, headers)
