"""Receiving on the tablet: what is expected, what is being counted, and the moment it is posted."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from fastapi import Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from desertbrew.contexts.purchasing.commands import counting as commands
from desertbrew.contexts.purchasing.commands.posting import post_receipt
from desertbrew.contexts.purchasing.http.permissions import (
    OVERRIDE_TOLERANCE,
    RECEIVE_GOODS,
    routes,
)
from desertbrew.contexts.purchasing.http.receipts import GoodsReceiptOut, ReceiptPhotoOut, photo_out, receipt_out
from desertbrew.contexts.purchasing.queries import receipts as queries
from desertbrew.contexts.purchasing.queries.counting import Judged, judge
from desertbrew.contexts.purchasing.queries.receipts import Expected
from desertbrew.contexts.purchasing.rules.orders import OrderState, Vat
from desertbrew.contexts.purchasing.rules.receipts import Counting, Doubt, LineEntry, Rejection
from desertbrew.contexts.purchasing.tables import ReceivingDraft
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx, Tx

Packs = Annotated[Decimal, Field(ge=0, le=100_000_000, decimal_places=6)]
Celsius = Annotated[Decimal, Field(ge=-90, le=150, decimal_places=2)]
Percent = Annotated[Decimal, Field(ge=0, le=200, decimal_places=4)]


class CountedLineIn(BaseModel):
    """One line as it was counted, in packs or `in_base` units; `pack_price` of a whole pack, where it is not as ordered."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    item_id: Id
    delivered: Packs
    order_line_id: Id | None = None
    pack_id: Id | None = None
    in_base: bool = False
    pack_price: Annotated[Decimal, Field(ge=0, le=1_000_000_000, decimal_places=6)] | None = None
    rejected: Packs = Decimal(0)
    rejection: Rejection | None = None
    rejection_note: str = Field(default="", max_length=200)
    supplier_lot: str | None = Field(default=None, max_length=60)
    lot_code: str | None = Field(default=None, max_length=20, pattern=r"^[^\s]*$")
    expires_on: date | None = None
    hold_reason: str | None = Field(default=None, max_length=200)
    temperature_c: Celsius | None = None
    temperature_reason: str = Field(default="", max_length=200)
    location_id: Id | None = None
    vat_rate: Vat | None = None
    ieps_pct: Percent | None = None
    ieps_creditable: bool = False
    closes: bool = False


class CountingIn(BaseModel):
    """A delivery as it is being counted: for an order, or without one from a supplier."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    received_at: AwareDatetime
    order_id: Id | None = None
    supplier_id: Id | None = None
    invoice_number: str | None = Field(default=None, max_length=60)
    delivery_note: str | None = Field(default=None, max_length=60)
    notes: str = Field(default="", max_length=500)
    exchange_rate: Annotated[Decimal, Field(gt=0, le=100_000, decimal_places=6)] | None = None
    lines: list[CountedLineIn] = Field(max_length=300)


class CountedLineOut(CountedLineIn):
    """The same, with what it still has to answer before it can be posted."""

    item_name: str
    base_unit: str
    pack_name: str
    accepted: Decimal | None
    net: Decimal | None
    ordered_price: Decimal | None
    doubts: list[Doubt]


class OrderDifferenceOut(BaseModel):
    """What has come of a line of the order with this delivery, in base units, against what was ordered."""

    order_line_id: Id
    item_name: str
    unit: str
    ordered: Decimal
    received: Decimal
    difference_pct: Decimal
    is_beyond: bool


class ReceivingDraftOut(BaseModel):
    """A delivery that is being counted, held against its order; `posted` says that it is a receipt by now."""

    id: Id
    posted: bool = False
    order_id: Id | None = None
    order_number: str | None = None
    supplier_id: Id | None = None
    supplier_name: str = ""
    received_at: datetime | None = None
    invoice_number: str | None = None
    delivery_note: str | None = None
    notes: str = ""
    currency: str = ""
    exchange_rate: Decimal | None = None
    lines: list[CountedLineOut] = []
    differences: list[OrderDifferenceOut] = []
    tolerance_pct: Decimal | None = None
    needs_override: bool = False
    override_reason: str | None = None
    overridden_by_name: str | None = None
    net: Decimal | None = None
    total: Decimal | None = None
    saved_at: datetime | None = None
    saved_by_name: str = ""
    photos: list[ReceiptPhotoOut] = []


class ReceivingDraftRowOut(BaseModel):
    """A delivery that was begun and not posted yet."""

    id: Id
    order_id: Id | None
    order_number: str | None
    supplier_name: str
    saved_at: datetime
    saved_by_name: str
    needs_override: bool
    """It differs by more than the tolerance, and nobody has allowed exactly that."""
    overridden: bool


class ReceivingDraftsOut(BaseModel):
    """What was begun, the newest word first."""

    items: list[ReceivingDraftRowOut]


class ReceivableLineOut(BaseModel):
    """What is still to come of a line, in base units and packs, and what the scale should be asked about it."""

    id: Id
    item_id: Id
    item_name: str
    item_sku: str
    base_unit: str
    pack_name: str
    pack_factor: Decimal
    pack_price: Decimal
    ordered: Decimal
    received: Decimal
    outstanding: Decimal
    low_c: Decimal | None
    high_c: Decimal | None
    shelf_life_days: int | None


class ReceivableOrderOut(BaseModel):
    """An order of which something is to come."""

    id: Id
    number: str
    state: OrderState
    supplier_id: Id
    supplier_name: str
    expected_on: date
    currency: str
    exchange_rate: Decimal
    tolerance_pct: Decimal
    lines: list[ReceivableLineOut]


class ReceivableOrdersOut(BaseModel):
    """What is expected, the most overdue first."""

    items: list[ReceivableOrderOut]


class DifferenceReasonIn(BaseModel):
    """Why more or less than ordered is all right."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    reason: str = Field(min_length=3, max_length=300)


def _expected_out(expected: Expected) -> ReceivableOrderOut:
    order = expected.order
    lines = [
        ReceivableLineOut(
            id=each.line.id,
            item_id=each.line.item_id,
            item_name=each.line.item_name,
            item_sku=each.line.item_sku,
            base_unit=each.line.base_unit,
            pack_name=each.line.pack_name,
            pack_factor=each.line.pack_factor,
            pack_price=each.line.pack_price,
            ordered=each.line.quantity,
            received=each.line.received_quantity,
            outstanding=each.outstanding,
            low_c=each.limits.low if each.limits else None,
            high_c=each.limits.high if each.limits else None,
            shelf_life_days=each.shelf_life_days,
        )
        for each in expected.lines
    ]
    return ReceivableOrderOut(
        id=order.id,
        number=order.number,
        state=OrderState(order.state),
        supplier_id=order.supplier_id,
        supplier_name=order.supplier_name,
        expected_on=order.expected_on,
        currency=order.currency,
        exchange_rate=order.exchange_rate,
        tolerance_pct=expected.supplier.tolerance_pct,
        lines=lines,
    )


def _line_outs(judged: Judged) -> list[CountedLineOut]:
    return [
        CountedLineOut(
            **{name: getattr(line.entry, name) for name in CountedLineIn.model_fields},
            item_name=line.item.name if line.item else "",
            base_unit=line.item.base_unit if line.item else "",
            pack_name=line.counted.pack_name if line.counted else "",
            accepted=line.counted.accepted_base if line.counted else None,
            net=line.counted.totals().net if line.counted else None,
            ordered_price=line.ordered.pack_price if line.ordered else None,
            doubts=list(line.doubts),
        )
        for line in judged.lines
    ]


def _draft_out(tx: ReadTx, draft: ReceivingDraft) -> ReceivingDraftOut:
    judged = judge(tx, commands.counting_of(draft))
    overridden = draft.override_sha256 == draft.sha256
    return ReceivingDraftOut(
        id=draft.id,
        order_id=draft.order_id,
        order_number=judged.order.number if judged.order else None,
        supplier_id=judged.supplier.id,
        supplier_name=judged.supplier.name,
        received_at=judged.counting.received_at,
        invoice_number=judged.counting.invoice_number,
        delivery_note=judged.counting.delivery_note,
        notes=judged.counting.notes,
        currency=judged.currency,
        exchange_rate=judged.counting.exchange_rate,
        lines=_line_outs(judged),
        differences=[
            OrderDifferenceOut(
                order_line_id=each.line.id,
                item_name=each.line.item_name,
                unit=each.line.base_unit,
                ordered=each.line.quantity,
                received=each.received,
                difference_pct=each.difference_pct.quantize(Decimal("0.01")),
                is_beyond=each.is_beyond,
            )
            for each in judged.differences
        ],
        tolerance_pct=judged.supplier.tolerance_pct,
        needs_override=judged.is_beyond and not overridden,
        override_reason=draft.override_reason if overridden else None,
        overridden_by_name=draft.overridden_by_name if overridden else None,
        net=judged.totals.net,
        total=judged.totals.total,
        saved_at=draft.saved_at,
        saved_by_name=draft.saved_by_name,
        photos=[photo_out(photo) for photo in queries.photos(tx, draft.id)],
    )


@routes.query("/receivable-orders", RECEIVE_GOODS, refusals=())
def list_receivable_orders(tx: ReadTx, q: Annotated[str | None, Query(max_length=120)] = None) -> ReceivableOrdersOut:
    """Orders that may be received, with what is still to come of them."""
    return ReceivableOrdersOut(items=[_expected_out(each) for each in queries.expected_orders(tx, q, 200)])


@routes.query("/receiving-drafts", RECEIVE_GOODS, refusals=())
def list_receiving_drafts(tx: ReadTx) -> ReceivingDraftsOut:
    """Deliveries that were begun and not posted yet."""
    rows = [
        ReceivingDraftRowOut(
            id=draft.id,
            order_id=draft.order_id,
            order_number=order.number if order else None,
            supplier_name=supplier.name,
            saved_at=draft.saved_at,
            saved_by_name=draft.saved_by_name,
            needs_override=draft.override_sha256 != draft.sha256 and judge(tx, commands.counting_of(draft)).is_beyond,
            overridden=draft.override_sha256 == draft.sha256,
        )
        for draft, supplier, order in queries.drafts(tx)
    ]
    return ReceivingDraftsOut(items=rows)


@routes.query("/receiving-drafts/{draft_id}", RECEIVE_GOODS)
def read_receiving_draft(tx: ReadTx, draft_id: Id) -> ReceivingDraftOut:
    """A delivery as it was counted so far, and what it still has to answer."""
    return _draft_out(tx, queries.draft(tx, draft_id))


@routes.command("PUT", "/receiving-drafts/{draft_id}", RECEIVE_GOODS, status=200, refusals=(404,))
def save_receiving_draft(tx: Tx, draft_id: Id, body: CountingIn) -> ReceivingDraftOut:
    """Keep a delivery as it was counted so far, under the id that the device gave it; what was posted stays as it is."""
    given = body.model_dump(exclude={"lines"})
    lines = tuple(LineEntry(**(line.model_dump() | {"lot_code": line.lot_code or None})) for line in body.lines)
    draft = commands.save_counting(tx, draft_id, Counting(**given, lines=lines))
    return ReceivingDraftOut(id=draft_id, posted=True) if draft is None else _draft_out(tx, draft)


@routes.command("POST", "/receiving-drafts/{draft_id}/overrides", OVERRIDE_TOLERANCE, refusals=(404,))
def allow_difference(tx: Tx, draft_id: Id, body: DifferenceReasonIn) -> ReceivingDraftOut:
    """Allow this delivery, exactly as it is counted now, to differ by more than the tolerance."""
    return _draft_out(tx, commands.allow_difference(tx, draft_id, body.reason))


@routes.command("DELETE", "/receiving-drafts/{draft_id}", RECEIVE_GOODS, status=204, refusals=(404,))
def discard_receiving_draft(tx: Tx, draft_id: Id) -> None:
    """Forget a delivery that was begun and never came to anything."""
    commands.discard_counting(tx, draft_id)


@routes.command("POST", "/receiving-drafts/{draft_id}/postings", RECEIVE_GOODS)
def post_goods_receipt(tx: Tx, draft_id: Id) -> GoodsReceiptOut:
    """Post it: into its order, what is owed, and stock; the same draft twice is one receipt."""
    return receipt_out(tx, post_receipt(tx, draft_id))
