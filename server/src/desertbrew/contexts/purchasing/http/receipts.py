"""Posted deliveries and what is owed for them on the wire."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict

from desertbrew.contexts.purchasing.http.permissions import READ_PAYABLES, READ_RECEIPTS, routes
from desertbrew.contexts.purchasing.queries import receipts as queries
from desertbrew.contexts.purchasing.rules.receipts import Rejection
from desertbrew.contexts.purchasing.tables import GoodsReceipt, GoodsReceiptLine, ReceiptPhoto
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx
from desertbrew.platform.http.pages import Cursor, Limit, Page, decode_cursor, page_of


class ReceiptPhotoOut(BaseModel):
    """A photo without its bytes; `sha256` of them in hex."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    file_name: str
    media_type: str
    size_bytes: int
    sha256: str
    added_at: datetime
    added_by_name: str


class GoodsReceiptLineOut(BaseModel):
    """What came of one lot, in base units; its lot has the line's id, and `stocked_code` once inventory has it."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    position: int
    order_line_id: Id | None
    item_id: Id
    item_name: str
    base_unit: str
    pack_name: str
    pack_factor: Decimal
    delivered: Decimal
    accepted: Decimal
    rejected: Decimal
    rejection: Rejection | None
    rejection_note: str
    supplier_lot: str | None
    lot_code: str | None
    stocked_code: str | None
    expires_on: date | None
    hold_reason: str | None
    temperature_c: Decimal | None
    temperature_reason: str
    location_id: Id | None
    pack_price: Decimal
    ordered_price: Decimal | None
    net: Decimal
    ieps: Decimal
    vat: Decimal
    stock_cost: Decimal
    returned: Decimal


class GoodsReceiptRowOut(BaseModel):
    """A posted delivery; `corrected_by` is the counter-document that took it back."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    number: str
    order_id: Id | None
    order_number: str | None
    supplier_id: Id
    supplier_name: str
    currency: str
    exchange_rate: Decimal
    invoice_number: str | None
    delivery_note: str | None
    notes: str
    net: Decimal
    ieps: Decimal
    vat: Decimal
    total: Decimal
    received_at: datetime
    posted_at: datetime
    posted_by_name: str
    override_reason: str | None
    overridden_by_name: str | None
    corrected_by: Id | None


class PayableOut(BaseModel):
    """What is owed for a receipt, or below zero what of it is not."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    receipt_id: Id
    return_id: Id | None
    supplier_id: Id
    supplier_name: str
    reference: str
    net: Decimal
    ieps: Decimal
    vat: Decimal
    total: Decimal
    currency: str
    exchange_rate: Decimal
    recorded_on: date
    due_on: date
    recorded_at: datetime


class GoodsReceiptOut(GoodsReceiptRowOut):
    """A posted delivery with its lines, photos and what is owed for it."""

    lines: list[GoodsReceiptLineOut]
    photos: list[ReceiptPhotoOut]
    payables: list[PayableOut]


class DueDayOut(BaseModel):
    """What falls due on a day, in one currency."""

    due_on: date
    currency: str
    total: Decimal


class DueDaysOut(BaseModel):
    """What falls due when; days may come to nought, where credit notes took everything back."""

    items: list[DueDayOut]


def photo_out(photo: ReceiptPhoto) -> ReceiptPhotoOut:
    """A photo as it goes out."""
    return ReceiptPhotoOut.model_validate(photo)


def _line_out(line: GoodsReceiptLine) -> GoodsReceiptLineOut:
    return GoodsReceiptLineOut.model_validate(line)


def receipt_out(tx: ReadTx, receipt: GoodsReceipt) -> GoodsReceiptOut:
    """A posted delivery as it goes out."""
    row = GoodsReceiptRowOut.model_validate(receipt).model_dump()
    return GoodsReceiptOut(
        **row,
        lines=[_line_out(line) for line in queries.receipt_lines(tx, receipt.id)],
        photos=[photo_out(photo) for photo in queries.photos(tx, receipt.id)],
        payables=[PayableOut.model_validate(each) for each in queries.payables(tx, None, receipt.id, None, 100)],
    )


@routes.query("/goods-receipts", READ_RECEIPTS, refusals=())
def list_goods_receipts(
    tx: ReadTx,
    order_id: Id | None = None,
    supplier_id: Id | None = None,
    q: Annotated[str | None, Query(max_length=120)] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[GoodsReceiptRowOut]:
    """Posted deliveries, the newest first."""
    after = decode_cursor(cursor, [Id])
    wanted = queries.ReceiptFilter(order_id, supplier_id, q)
    found = queries.goods_receipts(tx, wanted, after[0] if after else None, limit + 1)
    rows, following = page_of(found, limit, lambda row: (str(row.id),))
    return Page(items=[GoodsReceiptRowOut.model_validate(row) for row in rows], next_cursor=following)


@routes.query("/goods-receipts/{receipt_id}", READ_RECEIPTS)
def read_goods_receipt(tx: ReadTx, receipt_id: Id) -> GoodsReceiptOut:
    """One posted delivery."""
    return receipt_out(tx, queries.goods_receipt(tx, receipt_id))


@routes.query("/payables", READ_PAYABLES, refusals=())
def list_payables(
    tx: ReadTx, supplier_id: Id | None = None, receipt_id: Id | None = None, limit: Limit = 100, cursor: Cursor = None
) -> Page[PayableOut]:
    """What was recognized as owed to suppliers, the newest line first."""
    after = decode_cursor(cursor, [Id])
    found = queries.payables(tx, supplier_id, receipt_id, after[0] if after else None, limit + 1)
    rows, following = page_of(found, limit, lambda row: (str(row.id),))
    return Page(items=[PayableOut.model_validate(row) for row in rows], next_cursor=following)


@routes.query("/payables/due", READ_PAYABLES, refusals=())
def list_due_days(tx: ReadTx) -> DueDaysOut:
    """What falls due when."""
    rows = queries.owed_by_due_day(tx)
    return DueDaysOut(items=[DueDayOut(due_on=due_on, currency=currency, total=total) for due_on, currency, total in rows])
